//! What is known, what is new, what is gone.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

mod support;

use scanner_report::baseline::{Baseline, State};
use scanner_report::{Report, Standing};
use support::{artefact, collection};

fn report(texts: &[(&str, &str)]) -> Report {
    Report { artefacts: texts.iter().map(|(path, text)| artefact(path, text)).collect(), ..Report::default() }
}

fn orders() -> Report {
    report(&[("orders.json", &collection())])
}

fn baseline() -> Baseline {
    let mut baseline = Baseline::default();
    let changes = baseline.update(&orders(), false);
    assert_eq!((changes.added, changes.places, changes.gone), (3, 0, 0));
    baseline
}

fn compared(baseline: &Baseline, mut report: Report, day: &str) -> Report {
    baseline.compare(&mut report, "known.json", day.parse().unwrap(), true);
    report
}

fn count(report: &Report, standing: Standing) -> usize {
    report.baseline.as_ref().unwrap().count(report.findings().map(|(_, finding)| finding), standing)
}

#[test]
fn a_baseline_holds_no_secret_and_survives_its_file() {
    let json = baseline().to_json();
    for secret in ["Ab3dEf6hIj9lMn2p", "admin123", "c15cf8e3628a886e"] {
        assert!(!json.contains(secret));
    }
    assert_eq!(Baseline::parse(&json).unwrap(), baseline());
    assert_eq!(json, baseline().to_json());
}

#[test]
fn what_is_known_stays_known_in_another_file_and_form() {
    let value: serde_json::Value = serde_json::from_str(&collection()).unwrap();
    let report = compared(&baseline(), report(&[("moved/renamed.json", &value.to_string())]), "2026-01-01");
    assert_eq!((count(&report, Standing::Known), count(&report, Standing::New)), (3, 0));
    assert!(report.baseline.unwrap().gone.is_empty());
}

#[test]
fn a_known_secret_in_a_new_place_is_new() {
    let token = ["gho_", "Ab3dEf6hIj9lMn2pQr5tUv8xYz1BcD4FgH7J"].concat();
    let more = report(&[("orders.json", &collection()), ("notes.md", &format!("token {token}\n"))]);
    let report = compared(&baseline(), more, "2026-01-01");
    assert_eq!((count(&report, Standing::Known), count(&report, Standing::New)), (3, 1));
}

#[test]
fn states_suppress_until_they_expire() {
    let mut baseline = baseline();
    let [risk, rotate, wrong] = baseline.entries_mut() else { panic!("three entries") };
    (risk.state, risk.expires) = (State::AcceptedRisk, Some("2027-01-31".parse().unwrap()));
    (rotate.state, wrong.state) = (State::ToBeRotated, State::FalsePositive);
    let before = compared(&baseline, orders(), "2027-01-30");
    assert_eq!(
        (before.suppressed.len(), count(&before, Standing::Known), count(&before, Standing::New)),
        (2, 1, 0)
    );
    let after = compared(&baseline, orders(), "2027-01-31");
    assert_eq!(
        (after.suppressed.len(), count(&after, Standing::Known), count(&after, Standing::New)),
        (1, 1, 1)
    );
    assert_eq!(after.baseline.as_ref().unwrap().expired, 1);
    let states: Vec<_> = before.suppressed.iter().map(|one| one.suppression.state.unwrap()).collect();
    assert!(states.contains(&"accepted-risk") && states.contains(&"false-positive"));
    // All of it is looked at again on demand.
    let mut all = orders();
    baseline.compare(&mut all, "known.json", "2027-01-30".parse().unwrap(), false);
    assert_eq!((all.suppressed.len(), count(&all, Standing::Known)), (0, 3));
}

#[test]
fn what_is_gone_is_told_and_pruned() {
    let without = collection().replace("admin123", "{{password}}");
    let less = || report(&[("orders.json", &without)]);
    let compared = compared(&baseline(), less(), "2026-01-01");
    let gone = &compared.baseline.as_ref().unwrap().gone;
    assert_eq!((gone.len(), gone[0].rule_id.as_str()), (1, "generic-weak-credential"));
    let mut kept = baseline();
    assert_eq!(kept.update(&less(), false).gone, 1);
    assert_eq!(kept.entries().len(), 3);
    let mut pruned = baseline();
    pruned.entries_mut()[0].reason = Some("kept".to_owned());
    assert_eq!(pruned.update(&less(), true).gone, 1);
    assert_eq!(pruned.entries().len(), 2);
}

#[test]
fn an_update_keeps_what_people_wrote() {
    let mut known = baseline();
    for entry in known.entries_mut() {
        (entry.state, entry.owner) = (State::ToBeRotated, Some("payments".to_owned()));
    }
    let before = known.clone();
    known.update(&compared(&known.clone(), orders(), "2026-01-01"), true);
    assert_eq!(known, before);
}

#[test]
fn what_is_no_baseline_is_refused() {
    for text in ["", "{}", "[]", r#"{"version":2,"entries":[]}"#, r#"{"version":1,"entries":[],"x":1}"#] {
        assert!(Baseline::parse(text).is_err(), "{text}");
    }
    let wrong = baseline().to_json().replace("unreviewed", "reviewed");
    assert!(Baseline::parse(&wrong).unwrap_err().to_string().contains("line"), "{wrong}");
}
