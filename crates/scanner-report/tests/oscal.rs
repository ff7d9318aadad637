//! OSCAL assessment results: the published schema, what refers to what, and what must not look satisfied.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

mod support;

use std::collections::HashSet;

use scanner_report::audit::{Audit, Verdict, oscal};
use scanner_report::control::{self, Catalogue};
use serde_json::Value;
use support::audit::{audits, hostile, whole};

fn text(audit: &Audit) -> String {
    support::text(|out| oscal::write(out, audit).unwrap())
}

fn document(audit: &Audit) -> Value {
    serde_json::from_str(&text(audit)).unwrap()
}

fn catalogue(catalogue: &Catalogue) -> Value {
    let text = support::text(|out| control::oscal::write(out, catalogue, i64::MAX).unwrap());
    serde_json::from_str(&text).unwrap()
}

fn result(document: &Value) -> &Value {
    &document["assessment-results"]["results"][0]
}

#[test]
fn it_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("schemas/oscal-1.2.3.json")).unwrap();
    let schema = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let check = |document: &Value| {
        let errors: Vec<String> =
            schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    };
    check(&catalogue(&Catalogue::default()));
    check(&catalogue(&Catalogue::builtin()));
    for audit in audits() {
        let mut document = document(&audit);
        check(&document);
        // The schema does judge, down to the datatypes.
        let modified = document["assessment-results"]["metadata"]["last-modified"].take();
        assert!(modified.is_string() && !schema.is_valid(&document));
        document["assessment-results"]["metadata"]["last-modified"] = "yesterday".into();
        assert!(!schema.is_valid(&document));
    }
}

#[test]
fn golden_file() {
    let golden = text(&whole());
    let version = env!("CARGO_PKG_VERSION");
    insta::assert_snapshot!("oscal", golden.replace(&format!("\"{version}\""), "\"VERSION\""));
}

#[test]
fn the_same_audit_gives_the_same_bytes() {
    for (one, again) in audits().iter().zip(&audits()) {
        assert_eq!(text(one), text(again));
    }
}

#[test]
fn a_later_audit_is_another_document_with_the_same_findings_and_risks() {
    let (mut earlier, mut later) = (whole(), whole());
    later.at += 1;
    for audit in [&mut earlier, &mut later] {
        audit.controls.retain(|control| control.verdict == Verdict::Fail);
    }
    let [earlier, later] = [document(&earlier), document(&later)];
    let uuids = |document: &Value, list: &str| -> Vec<String> {
        let all = result(document)[list].as_array().unwrap();
        all.iter().map(|one| one["uuid"].as_str().unwrap().to_owned()).collect()
    };
    for list in ["findings", "risks", "observations"] {
        assert_eq!(uuids(&earlier, list), uuids(&later, list), "{list}");
    }
    assert_ne!(earlier["assessment-results"]["uuid"], later["assessment-results"]["uuid"]);
    assert_ne!(result(&earlier)["uuid"], result(&later)["uuid"]);
}

/// Every member of this name, wherever it stands.
fn members<'v>(value: &'v Value, wanted: &str, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                if name == wanted {
                    found.push(value.as_str().unwrap());
                }
                members(value, wanted, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| members(value, wanted, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_to_one_object() {
    for audit in audits() {
        let document = document(&audit);
        let mut uuids = Vec::new();
        members(&document, "uuid", &mut uuids);
        let known: HashSet<&str> = uuids.iter().copied().collect();
        assert_eq!(known.len(), uuids.len(), "a UUID is given twice");
        for name in
            ["observation-uuid", "risk-uuid", "actor-uuid", "party-uuid", "subject-uuid", "component-uuid"]
        {
            let mut references = Vec::new();
            members(&document, name, &mut references);
            let lost: Vec<_> = references.iter().filter(|uuid| !known.contains(**uuid)).collect();
            assert!(lost.is_empty(), "{name}: {lost:?}");
        }
        let plan = document["assessment-results"]["import-ap"]["href"].as_str().unwrap();
        assert!(known.contains(plan.trim_start_matches('#')));
    }
}

#[test]
fn every_control_of_the_results_is_in_the_catalogue() {
    let (document, catalogue) = (document(&whole()), catalogue(&Catalogue::builtin()));
    let mut ids = Vec::new();
    members(&catalogue, "id", &mut ids);
    let known: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "an id is given twice");
    let mut references = Vec::new();
    members(&document, "control-id", &mut references);
    members(&document, "target-id", &mut references);
    assert!(references.len() > Catalogue::builtin().controls().len());
    let lost: Vec<_> = references.iter().filter(|id| !known.contains(**id)).collect();
    assert!(lost.is_empty(), "{lost:?}");
    let groups = catalogue["catalog"]["groups"].as_array().unwrap();
    insta::assert_json_snapshot!("oscal_control", groups[0]["groups"][2]["controls"][2]);
}

#[test]
fn what_nobody_judged_is_not_satisfied() {
    for audit in audits() {
        let document = document(&audit);
        let (mut satisfied, mut included, mut excluded) = (HashSet::new(), Vec::new(), Vec::new());
        for finding in result(&document)["findings"].as_array().into_iter().flatten() {
            if finding["target"]["status"]["state"] == "satisfied" {
                satisfied.insert(finding["target"]["target-id"].as_str().unwrap());
            }
        }
        let selection = &result(&document)["reviewed-controls"]["control-selections"][0];
        members(&selection["include-controls"], "control-id", &mut included);
        members(&selection["exclude-controls"], "control-id", &mut excluded);
        for control in &audit.controls {
            let lower = control.id.to_lowercase();
            let id = if lower.starts_with(char::is_numeric) { format!("postman-{lower}") } else { lower };
            let objective = format!("{id}_obj");
            assert_eq!(
                satisfied.contains(&*objective),
                control.verdict == Verdict::Pass,
                "{}: {}",
                control.id,
                control.verdict
            );
            let judged = matches!(control.verdict, Verdict::Pass | Verdict::Partial | Verdict::Fail);
            assert_eq!((included.contains(&&*id), excluded.contains(&&*id)), (judged, !judged), "{id}");
            let remarks = result(&document)["remarks"].as_str().unwrap_or_default();
            let named = format!("- {} ", control.id);
            assert_eq!(remarks.contains(&named), !judged, "{}", control.id);
        }
    }
}

#[test]
fn methods_say_where_evidence_is_from() {
    let document = document(&whole());
    let method = |control: &str| {
        let all = result(&document)["observations"].as_array().unwrap();
        let of = |one: &&Value| one["title"].as_str().unwrap().starts_with(&format!("{control} "));
        all.iter().find(of).unwrap()["methods"][0].as_str().unwrap().to_owned()
    };
    assert_eq!(
        [method("3.4"), method("4.2"), method("2.4"), method("SR-1")],
        ["TEST", "TEST", "EXAMINE", "INTERVIEW"]
    );
}

#[test]
fn an_exception_that_counts_is_an_approved_deviation_until_its_day() {
    let document = document(&whole());
    let risk = |title: &str| {
        let all = result(&document)["risks"].as_array().unwrap();
        let risk = all.iter().find(|one| one["title"].as_str().unwrap().starts_with(title)).unwrap();
        (risk["status"].as_str().unwrap(), risk["deadline"].as_str().unwrap())
    };
    assert_eq!(risk("3.4"), ("deviation-approved", "2027-01-31T23:59:59Z"));
    assert_eq!(risk("SR-5"), ("open", "2026-12-31T23:59:59Z"));
    // OSCAL has no later day.
    assert_eq!(risk("4.2"), ("deviation-approved", "2999-12-31T23:59:59Z"));
}

#[test]
fn names_are_no_markup_and_show_what_is_not_seen() {
    let text = text(&hostile());
    for bad in ["<script", "](", "@everyone", "http://evil", "\u{202e}", "\u{200b}"] {
        // Paths are no markup, and have escapes of their own.
        let line = text.lines().find(|line| line.contains(bad) && !is_plain(line));
        assert_eq!(line, None, "{bad}");
    }
}

/// Values of properties, names of parties and addresses are no Markdown.
fn is_plain(line: &str) -> bool {
    let line = line.trim_start();
    let plain = ["\"value\":", "\"name\":", "\"href\":"].iter().any(|name| line.starts_with(name));
    plain && !line.contains(['\u{202e}', '\u{200b}'])
}
