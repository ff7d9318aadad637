//! What CI systems read: golden files, the published schemas, and names that an attacker chose.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

mod support;

use scanner_report::audit::Audit;
use scanner_report::control::Catalogue;
use scanner_report::{Report, Secrets, sarif};
use serde_json::Value;
use support::audit::{audits, whole};
use support::{FORMATS, HOSTILE, compared, hostile, report, write};

/// Every report that a format is tried on.
fn reports() -> [Report; 4] {
    [report(), compared(), hostile(), Report::default()]
}

#[test]
fn golden_files() {
    for format in FORMATS {
        let mut text = write(format, &compared(), Secrets::Redacted);
        if format == "sarif" {
            text = without_most_controls(&text);
        }
        let version = env!("CARGO_PKG_VERSION");
        insta::assert_snapshot!(format, text.replace(&format!("\"{version}\""), "\"VERSION\""));
    }
}

/// The texts of the catalogue are not those of the format.
fn without_most_controls(sarif: &str) -> String {
    let mut log: Value = serde_json::from_str(sarif).unwrap();
    for taxonomy in log["runs"][0]["taxonomies"].as_array_mut().unwrap() {
        taxonomy["taxa"].as_array_mut().unwrap().truncate(1);
    }
    format!("{log:#}\n")
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
    let scans = reports().into_iter().map(|report| write("sarif", &report, Secrets::Redacted));
    let audits = audits().into_iter().map(|audit| sarif_of(&compared(), &audit));
    for text in scans.chain(audits) {
        let mut log: Value = serde_json::from_str(&text).unwrap();
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

/// A SARIF reference to a control, and the control it leads to.
fn follow<'l>(run: &'l Value, reference: &Value) -> &'l Value {
    let component = &reference["toolComponent"];
    let taxonomy = &run["taxonomies"][component["index"].as_u64().unwrap() as usize];
    assert_eq!(taxonomy["name"], component["name"]);
    let taxon = &taxonomy["taxa"][reference["index"].as_u64().unwrap() as usize];
    assert_eq!(taxon["id"], reference["id"]);
    taxon
}

#[test]
fn sarif_has_the_controls_as_taxonomies_and_results_that_lead_there() {
    let log: Value = serde_json::from_str(&write("sarif", &compared(), Secrets::Redacted)).unwrap();
    let run = &log["runs"][0];
    let catalogue = Catalogue::builtin();
    let taxonomies = run["taxonomies"].as_array().unwrap();
    let known: usize = taxonomies.iter().map(|taxonomy| taxonomy["taxa"].as_array().unwrap().len()).sum();
    assert_eq!((taxonomies.len(), known), (3, catalogue.controls().len()));
    for (index, supported) in
        run["tool"]["driver"]["supportedTaxonomies"].as_array().unwrap().iter().enumerate()
    {
        assert_eq!((&supported["name"], &supported["index"]), (&taxonomies[index]["name"], &index.into()));
    }
    for result in run["results"].as_array().unwrap() {
        let taxa = result["taxa"].as_array().unwrap();
        let ids: Vec<&Value> = taxa.iter().map(|taxon| &follow(run, taxon)["id"]).collect();
        let controls: Vec<&Value> = result["properties"]["controls"].as_array().unwrap().iter().collect();
        assert!(!ids.is_empty());
        assert_eq!(ids, controls);
    }
    let vault = &run["taxonomies"][0]["taxa"][9];
    let control = catalogue.control("3.3").unwrap();
    assert_eq!(vault["help"]["text"].as_str().unwrap().replace('\\', ""), *control.advice);
    assert_eq!(vault["shortDescription"]["text"], *control.title);
    assert_eq!(
        (&vault["properties"]["level"], &vault["properties"]["nist"][0]),
        (&"L2".into(), &"SC-12".into())
    );
}

fn sarif_of(report: &Report, audit: &Audit) -> String {
    support::text(|out| {
        sarif::write(out, report, Some(audit), &Catalogue::builtin(), Secrets::Redacted).unwrap();
    })
}

#[test]
fn sarif_of_an_audit_has_what_speaks_against_controls() {
    let text = sarif_of(&compared(), &whole());
    let log: Value = serde_json::from_str(&text).unwrap();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let mut seen = Vec::new();
    for result in run["results"].as_array().unwrap() {
        let rule = &rules[result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(result["baselineState"].is_null(), "evidence is in no baseline");
        assert!(!result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].is_null());
        if let Some(relationship) = rule["relationships"].get(0) {
            assert_eq!(follow(run, &relationship["target"])["id"], result["ruleId"]);
            let suppressed = result["suppressions"][0]["status"] == "accepted";
            let [rule, kind, level] = ["ruleId", "kind", "level"].map(|name| result[name].as_str().unwrap());
            seen.push((rule, kind, level, suppressed));
        }
    }
    assert_eq!(
        seen,
        [
            ("2.4", "review", "none", false),
            ("4.2", "fail", "error", true),
            // Its exception is over.
            ("SR-5", "fail", "error", false),
            ("SR-5", "fail", "error", false),
        ]
    );
    let results: Vec<String> =
        run["results"].as_array().unwrap().iter().skip(3).map(|one| format!("{one:#}")).collect();
    insta::assert_snapshot!("sarif_of_an_audit", results.join("\n"));
}

#[test]
fn sarif_of_a_hostile_audit_writes_what_is_not_seen_as_escapes() {
    let text = sarif_of(&hostile(), &support::audit::hostile());
    assert!(!text.contains(['\u{202e}', '\u{200b}', '\u{2066}']));
    let log: Value = serde_json::from_str(&text).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    // Brackets in a message are links.
    let unescaped = |result: &Value| result["message"]["text"].as_str().unwrap().replace("\\]", "");
    assert!(results.iter().all(|result| !unescaped(result).contains("](")));
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
