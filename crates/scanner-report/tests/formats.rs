//! What CI systems read: golden files, the published schemas, and names that an attacker chose.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

mod support;

use scanner_report::{Report, Secrets};
use serde_json::Value;
use support::{FORMATS, HOSTILE, compared, hostile, report, write};

/// Every report that a format is tried on.
fn reports() -> [Report; 4] {
    [report(), compared(), hostile(), Report::default()]
}

#[test]
fn golden_files() {
    for format in FORMATS {
        let text = write(format, &compared(), Secrets::Redacted);
        let version = env!("CARGO_PKG_VERSION");
        insta::assert_snapshot!(format, text.replace(&format!("\"{version}\""), "\"VERSION\""));
    }
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    for format in FORMATS {
        for (one, again) in reports().iter().zip(&reports()) {
            assert_eq!(write(format, one, Secrets::Redacted), write(format, again, Secrets::Redacted));
        }
    }
}

#[test]
fn secrets_are_shown_only_on_request() {
    let token = ["gho_", "Ab3dEf6hIj9lMn2pQr5tUv8xYz1BcD4FgH7J"].concat();
    for format in FORMATS {
        assert!(!write(format, &report(), Secrets::Redacted).contains(&token), "{format}");
        assert!(!write(format, &report(), Secrets::Redacted).contains("admin123"), "{format}");
        let plain = write(format, &report(), Secrets::Plain).replace('\\', "");
        assert!(plain.contains(&token), "{format}");
    }
}

#[test]
fn sarif_is_what_its_schema_says() {
    let mut schema: Value = serde_json::from_str(include_str!("schemas/sarif-2.1.0.json")).unwrap();
    // A bracket too many, as published: no regular expression. We write no language.
    for object in ["run", "toolComponent"] {
        let language = &mut schema["definitions"][object]["properties"]["language"];
        language.as_object_mut().unwrap().remove("pattern").unwrap();
    }
    let schema = jsonschema::validator_for(&schema).unwrap();
    for report in reports() {
        let mut log: Value = serde_json::from_str(&write("sarif", &report, Secrets::Redacted)).unwrap();
        let errors: Vec<String> =
            schema.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        // The schema does judge.
        log["runs"][0]["tool"]["driver"]["name"] = Value::Null;
        assert!(!schema.is_valid(&log));
    }
}

#[test]
fn sarif_has_what_code_scanning_wants() {
    let log: Value = serde_json::from_str(&write("sarif", &compared(), Secrets::Redacted)).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!((rules.len(), results.len()), (3, 3));
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["properties"]["security-severity"].as_str().unwrap().parse::<f64>().unwrap() > 0.0);
        assert!(!rule["help"]["markdown"].as_str().unwrap().is_empty());
        assert_eq!(result["partialFingerprints"]["postseal/v1"].as_str().unwrap().len(), 32);
        let logical = &result["locations"][0]["logicalLocations"];
        assert!(
            logical[0]["fullyQualifiedName"]
                .as_str()
                .unwrap()
                .starts_with("Orders › Admin › Create order › ")
        );
        assert!(logical[1]["fullyQualifiedName"].as_str().unwrap().starts_with("/item/0/item/0/request/"));
    }
    assert_eq!([&results[0]["baselineState"], &results[1]["baselineState"]], ["unchanged", "new"]);
    assert_eq!(results[2]["suppressions"][0]["kind"], "inSource");
}

#[test]
fn junit_is_what_its_schema_says() {
    let schema = uppsala::parse(include_str!("schemas/junit-4.xsd")).unwrap();
    let schema = uppsala::XsdValidator::from_schema(&schema).unwrap();
    let errors = |xml: &str| schema.validate(&uppsala::parse(xml).unwrap());
    for report in reports() {
        let errors = errors(&write("junit", &report, Secrets::Redacted));
        assert!(errors.is_empty(), "{errors:#?}");
    }
    // The schema does judge.
    let xml = write("junit", &report(), Secrets::Redacted);
    for (right, wrong) in
        [("<testcase name=", "<testcase x="), ("</failure>", "</failure><x/>"), (" errors=", " skipped_=")]
    {
        assert!(xml.contains(right) && !errors(&xml.replace(right, wrong)).is_empty(), "{wrong}");
    }
}

/// What GitLab's schema 15.0.2 asks of a report, in our words: the schema is in no package.
#[test]
fn gitlab_has_what_its_schema_asks_for() {
    let filled = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    let time = |value: &Value| {
        let shape: String =
            value.as_str().unwrap().chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        shape == "0000-00-00T00:00:00"
    };
    for report in reports() {
        let document: Value = serde_json::from_str(&write("gitlab", &report, Secrets::Redacted)).unwrap();
        let scan = &document["scan"];
        assert_eq!(document["version"], "15.0.2");
        assert_eq!([&scan["type"], &scan["status"]], ["secret_detection", "success"]);
        assert!(time(&scan["start_time"]) && time(&scan["end_time"]));
        for program in [&scan["analyzer"], &scan["scanner"]] {
            assert!(["id", "name", "version"].iter().all(|name| filled(&program[name])));
            assert!(filled(&program["vendor"]["name"]));
        }
        for message in scan["messages"].as_array().unwrap() {
            assert!(message["level"] == "warn" && filled(&message["value"]));
        }
        let mut ids = std::collections::HashSet::new();
        for found in document["vulnerabilities"].as_array().unwrap() {
            assert!(ids.insert(found["id"].as_str().unwrap().to_owned()), "two with one id");
            assert!(found["name"].as_str().unwrap().chars().count() <= 255);
            assert!(found["description"].as_str().unwrap().len() <= 1_048_576);
            assert!(found["solution"].as_str().unwrap().len() <= 7_000);
            assert!(["Low", "Medium", "High", "Critical"].contains(&found["severity"].as_str().unwrap()));
            assert!(["type", "name", "value"].iter().all(|name| filled(&found["identifiers"][0][name])));
            assert!(filled(&found["location"]["file"]) && filled(&found["location"]["commit"]["sha"]));
            assert!(found["location"]["start_line"].is_u64());
            for link in found["links"].as_array().unwrap() {
                assert!(link["url"].as_str().unwrap().starts_with("http"));
            }
            let signature = &found["tracking"]["items"][0]["signatures"][0];
            assert!(filled(&signature["algorithm"]) && filled(&signature["value"]));
        }
    }
}

#[test]
fn no_name_writes_what_is_not_seen() {
    for format in FORMATS {
        let text = write(format, &hostile(), Secrets::Redacted);
        let bad = text
            .chars()
            .find(|&c| c.is_control() && !"\n\r\t".contains(c) || "\u{202e}\u{200b}\u{2066}".contains(c));
        assert_eq!(bad, None, "{format}");
    }
}

#[test]
fn names_are_no_commands() {
    let github = write("github", &hostile(), Secrets::Redacted);
    for line in github.lines() {
        let command = ["::error file=", "::warning file=", "::notice title="];
        assert!(command.iter().any(|start| line.starts_with(start)), "{line}");
        // Properties end at the first `::` that is not escaped; there are as many as we wrote.
        let properties = line[2..].split("::").next().unwrap();
        assert!(properties.matches(',').count() <= 2, "{line}");
    }
    let teamcity = write("teamcity", &hostile(), Secrets::Redacted);
    for line in teamcity.lines() {
        assert!(line.starts_with("##teamcity[") && line.ends_with("']"), "{line}");
        let inside = line["##teamcity[".len()..line.len() - 1].replace("||", "").replace("|'", "");
        assert!(!inside.replace("|[", "").replace("|]", "").contains(['[', ']']), "{line}");
        assert_eq!(inside.matches('\'').count() % 2, 0, "{line}");
    }
}

#[test]
fn names_are_no_markup_and_no_formulas() {
    let markdown = write("markdown", &hostile(), Secrets::Redacted);
    for bad in ["<script", "](", "![", "@everyone", "http://", "www.evil", "<!--"] {
        assert!(!markdown.contains(bad), "{bad}");
    }
    let csv = write("csv", &hostile(), Secrets::Redacted);
    let mut rows = ::csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), HOSTILE.len() + 1);
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with(['=', '+', '-', '@'])));
}
