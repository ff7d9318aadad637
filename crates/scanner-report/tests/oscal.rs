//! OSCAL assessment results: the published schema, what refers to what, and what must not look satisfied.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

mod support;

use std::collections::HashSet;

use scanner_report::audit::{Attestations, Audit, Evidence, Origin, Row, Subject, Verdict, judge, oscal};
use scanner_report::control::Catalogue;
use serde_json::Value;
use support::HOSTILE;

/// 2027-01-15T08:00:00Z.
const AT: i64 = 1_800_000_000;

const SAID: &str = r#"
    [[attestation]]
    control = "SR-1"
    owner = "it@example.com"
    statement = "Disks are encrypted."

    [[exception]]
    control = "3.4"
    owner = "mia@example.com"
    reason = "The old key is being replaced."
    until = 2027-01-31

    [[exception]]
    control = "SR-5"
    owner = "mia@example.com"
    reason = "It was only for the move."
    until = 2026-12-31

    [[exception]]
    control = "4.2"
    owner = "mia@example.com"
    reason = "For ever."
    until = 9999-12-31
"#;

fn evidence(origin: Origin, text: &str, place: Option<&str>, verdict: Verdict) -> Evidence {
    let place = place.map(str::to_owned);
    Evidence { origin, text: text.to_owned(), place, workspace: None, count: 1, verdict, at: AT - 60 }
}

fn posture() -> Origin {
    Origin::Posture { check: "plain-http".to_owned() }
}

fn credential() -> Origin {
    Origin::Finding { rule: "github-oauth".to_owned(), fingerprint: "0123456789abcdef".to_owned() }
}

fn row(id: &str, name: &str) -> Row {
    Row {
        id: id.to_owned(),
        name: name.to_owned(),
        visibility: "team".to_owned(),
        url: None,
        verdicts: Default::default(),
        findings: 1,
    }
}

fn judged(evidence: Vec<(&str, Evidence)>, at: i64, name: &str, rows: Vec<Row>) -> Audit {
    let catalogue = Catalogue::builtin();
    let said = Attestations::parse(SAID, &catalogue).unwrap();
    let evidence = evidence.into_iter().map(|(control, one)| (control.to_owned(), one)).collect();
    judge(&catalogue, evidence, &said, Subject { at, name: name.to_owned(), live: true }, rows)
}

/// Every verdict, every origin, and every state of an exception.
fn whole() -> Audit {
    let api = Origin::Api { endpoint: "GET /workspaces".to_owned(), field: "visibility".to_owned() };
    let mut public = evidence(api, "A workspace is public.", None, Verdict::Partial);
    public.workspace = Some("w-1".to_owned());
    let file = Some("exports/orders.json");
    let all = vec![
        ("2.4", public),
        ("3.3", evidence(credential(), "Nothing in 2 artefacts speaks against it.", None, Verdict::Pass)),
        ("3.4", evidence(credential(), "GitHub token gho_…(40 bytes). It is sent.", file, Verdict::Fail)),
        ("4.2", evidence(posture(), "A host that is not allowed.", file, Verdict::Fail)),
        ("4.3", evidence(posture(), "No word was given.", None, Verdict::NotEvaluated)),
        ("SR-5", evidence(posture(), "A request goes without TLS.", file, Verdict::Fail)),
        ("SR-5", evidence(posture(), "A request goes without TLS.", file, Verdict::Fail)),
    ];
    judged(all, AT, "Acme", vec![row("w-1", "Orders")])
}

/// Names, paths, rules and days as an attacker would choose them.
fn hostile() -> Audit {
    let long = "long".repeat(2500);
    let mut all = Vec::new();
    let mut rows = Vec::new();
    for (index, name) in HOSTILE.into_iter().chain(["", " ", "/", "\u{3000}x\n", &long]).enumerate() {
        let origins = [
            posture(),
            Origin::Finding { rule: name.to_owned(), fingerprint: name.to_owned() },
            Origin::Api { endpoint: name.to_owned(), field: name.to_owned() },
            Origin::Attestation { owner: name.to_owned() },
        ];
        for origin in origins {
            let mut one = evidence(origin, name, Some(name), Verdict::Fail);
            (one.workspace, one.at) = (Some(name.to_owned()), i64::MAX - index as i64);
            all.push(("3.3", one));
        }
        rows.push(row(name, name));
    }
    judged(all, i64::MIN, HOSTILE[0], rows)
}

fn audits() -> [Audit; 4] {
    [whole(), hostile(), judged(Vec::new(), AT, "nothing", Vec::new()), Audit::default()]
}

fn text(audit: &Audit) -> String {
    support::text(|out| oscal::write(out, audit).unwrap())
}

fn document(audit: &Audit) -> Value {
    serde_json::from_str(&text(audit)).unwrap()
}

fn result(document: &Value) -> &Value {
    &document["assessment-results"]["results"][0]
}

#[test]
fn it_is_what_its_schema_says() {
    let schema: Value =
        serde_json::from_str(include_str!("schemas/oscal-assessment-results-1.2.3.json")).unwrap();
    let schema = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    for audit in audits() {
        let mut document = document(&audit);
        let errors: Vec<String> = schema
            .iter_errors(&document)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
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
