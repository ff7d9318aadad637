//! `postseal audit` and `postseal controls`, as a user runs them.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use std::fs;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::{Value, json};

struct Run {
    code: i32,
    audit: Value,
    stderr: String,
}

impl Run {
    fn verdict(&self, id: &str) -> &str {
        self.control(id)["verdict"].as_str().unwrap()
    }

    fn control(&self, id: &str) -> &Value {
        self.audit["controls"].as_array().unwrap().iter().find(|control| control["id"] == id).unwrap()
    }
}

fn audit(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = cargo_bin_cmd!("postseal");
    let output = command
        .current_dir(folder)
        .args(["audit", ".", "--format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    Run {
        code: output.status.code().unwrap(),
        audit: serde_json::from_slice(&output.stdout).unwrap_or_default(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn secret() -> String {
    ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"].concat()
}

/// A folder with one collection, of one request.
fn exports(name: &str, request: &Value, public: bool) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let collection = json!({
        "info": {"name": name, "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json", "isPublic": public},
        "item": [{"name": "r", "request": request, "protocolProfileBehavior": request["behavior"]}],
    });
    fs::write(folder.path().join("c.postman_collection.json"), collection.to_string()).unwrap();
    folder
}

/// One that holds a credential, goes without TLS to a host nobody knows, and carries data of a person.
fn bad() -> tempfile::TempDir {
    let header = json!([{"key": "X-Api-Key", "value": secret()}]);
    let body = json!({"mode": "raw", "raw": "{\"email\": \"mia.keller@parcels-online.de\", \"diagnosis\": \"diabetes mellitus\"}"});
    let behavior = json!({"strictSSL": false});
    exports(
        "Orders",
        &json!({"method": "POST", "url": "http://api.parcels-online.de/v1", "header": header, "body": body, "behavior": behavior}),
        true,
    )
}

fn good() -> tempfile::TempDir {
    let header = json!([{"key": "X-Api-Key", "value": "{{vault:parcels}}"}]);
    exports(
        "Orders (internal)",
        &json!({"method": "GET", "url": "https://api.parcels-online.de/v1", "header": header}),
        false,
    )
}

const TOLD: [&str; 4] = ["--allowed-host", "*.parcels-online.de", "--classification", "internal"];

/// What exports can judge: the verdict where it holds, where it fails, and where there is nothing to read. Exports never show that a control
/// holds that the API or a person has a say in.
const CASES: [(&str, &str, &str); 13] = [
    ("2.4", "not-evaluated", "fail"),
    ("3.1", "not-evaluated", "not-evaluated"),
    ("3.2", "not-evaluated", "not-evaluated"),
    ("3.3", "pass", "fail"),
    ("3.4", "not-evaluated", "fail"),
    ("4.2", "pass", "fail"),
    ("4.3", "not-evaluated", "fail"),
    ("SR-4", "pass", "fail"),
    ("SR-5", "not-evaluated", "fail"),
    ("SR-8", "manual", "partial"),
    ("SR-10", "manual", "manual"),
    ("SR-B1", "pass", "fail"),
    ("SR-B3", "pass", "pass"),
];

#[test]
fn each_control_is_judged_by_what_the_exports_say() {
    let (good, bad, empty) = (good(), bad(), tempfile::tempdir().unwrap());
    let bad_hosts = ["--allowed-host", "*.example.org", "--classification", "internal"];
    let (good, bad, empty) =
        (audit(good.path(), &TOLD), audit(bad.path(), &bad_hosts), audit(empty.path(), &TOLD));
    assert_eq!((good.code, bad.code, empty.code), (0, 1, 0), "{}{}", good.stderr, bad.stderr);
    for (id, holds, fails) in CASES {
        assert_eq!(good.verdict(id), holds, "{id}: {}", good.control(id));
        assert_eq!(bad.verdict(id), fails, "{id}: {}", bad.control(id));
        assert_eq!(empty.verdict(id), "not-evaluated", "{id}");
    }
    assert!(!bad.audit.to_string().contains(&secret()), "evidence shows no secret");
    assert!(!bad.audit.to_string().contains("mia.keller"), "nor data of people");
}

#[test]
fn what_only_the_api_or_a_person_can_tell_never_passes() {
    let run = audit(good().path(), &TOLD);
    let by_exports = |control: &Value| {
        let catalogue = scanner_report::control::Catalogue::builtin();
        let judged = &catalogue.control(control["id"].as_str().unwrap()).unwrap().judged;
        judged.iter().all(|means| matches!(means.as_str(), "findings" | "posture"))
    };
    for control in run.audit["controls"].as_array().unwrap().iter().filter(|control| !by_exports(control)) {
        assert!(["manual", "not-evaluated"].contains(&control["verdict"].as_str().unwrap()), "{control}");
    }
}

#[test]
fn checks_that_were_told_nothing_judge_nothing() {
    let run = audit(good().path(), &[]);
    assert_eq!((run.verdict("4.2"), run.verdict("4.3")), ("not-evaluated", "not-evaluated"));
    assert!(run.control("4.2")["summary"].as_str().unwrap().contains("--allowed-host"));
}

#[test]
fn a_file_that_cannot_be_read_makes_no_control_pass() {
    let run = audit(good().path(), &[&TOLD[..], &["missing.postman_collection.json"]].concat());
    assert_eq!((run.code, run.verdict("3.3")), (3, "not-evaluated"), "{}", run.stderr);
}

#[test]
fn attestations_and_exceptions_count_until_their_day_is_over() {
    let folder = bad();
    let said = r#"
        [[attestation]]
        control = "SR-1"
        owner = "it@example.com"
        statement = "Disks are encrypted."
        until = 2027-06-30
        [[exception]]
        control = "3.3"
        owner = "mia@example.com"
        reason = "Test key."
        until = 2027-01-31
    "#;
    fs::write(folder.path().join("said.toml"), said).unwrap();
    let on = |day: &str| {
        audit(folder.path(), &["--attestations", "said.toml", "--as-of", day, "--fail-on", "3.3"])
    };
    let (before, after) = (on("2027-01-31"), on("2027-02-01"));
    assert_eq!(
        (before.verdict("SR-1"), before.verdict("3.3"), before.code),
        ("pass", "fail", 0),
        "{}",
        before.stderr
    );
    assert_eq!((after.code, &after.control("3.3")["waiver"]["expired"]), (1, &Value::Bool(true)));
    assert_eq!(on("2027-07-01").verdict("SR-1"), "manual");
}

#[test]
fn levels_and_controls_choose_what_fails() {
    let folder = bad();
    let code = |arguments: &[&str]| audit(folder.path(), arguments).code;
    assert_eq!(code(&["--fail-on", "L1"]), 1, "3.4 is of level 1");
    assert_eq!(code(&["--fail-on", "3.1"]), 0);
    assert_eq!(code(&["--fail-on", "3.1", "--fail-on", "3.3"]), 1);
    assert_eq!(code(&["--fail-on", "9.9"]), 2);
}

#[test]
fn people_get_verdicts_evidence_and_a_score() {
    let output =
        cargo_bin_cmd!("postseal").current_dir(bad().path()).args(["audit", "--quiet"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for wanted in [
        "3. API Key & Secret Management",
        "fail          3.3 Use Postman Vault",
        "c.postman_collection.json: ",
        "Score",
        "  L1 ",
    ] {
        assert!(text.contains(wanted), "{wanted} in {text}");
    }
    assert!(!text.contains(&secret()));
}

#[test]
fn oscal_says_what_fails_and_shows_no_secret() {
    let folder = bad();
    let run = audit(folder.path(), &["--output", "oscal=results.json", "--output", "plain.json"]);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let text = read("results.json");
    assert!(!text.contains(&secret()) && !text.contains("mia.keller"), "neither a secret nor data of people");
    let oscal: Value = serde_json::from_str(&text).unwrap();
    let findings = oscal["assessment-results"]["results"][0]["findings"].as_array().unwrap();
    let state = |target: &str| {
        let finding = findings.iter().find(|finding| finding["target"]["target-id"] == target)?;
        finding["target"]["status"]["state"].as_str()
    };
    assert_eq!(run.verdict("3.3"), "fail");
    assert_eq!((state("postman-3.3_obj"), state("sr-8_obj")), (Some("not-satisfied"), Some("not-satisfied")));
    assert_eq!((state("sr-b3_obj"), state("sr-1_obj")), (Some("satisfied"), None));
    // Only its name makes a file one of OSCAL.
    assert!(serde_json::from_str::<Value>(&read("plain.json")).unwrap()["controls"].is_array());
}

#[test]
fn sarif_has_credentials_and_checks_with_their_controls() {
    let folder = bad();
    let run = audit(folder.path(), &["--output", "audit.sarif"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let text = fs::read_to_string(folder.path().join("audit.sarif")).unwrap();
    assert!(!text.contains(&secret()) && !text.contains("mia.keller"), "neither a secret nor data of people");
    let log: Value = serde_json::from_str(&text).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let taxa = |rule: &str| -> Vec<&str> {
        let result = results.iter().find(|result| result["ruleId"] == rule).unwrap();
        result["taxa"].as_array().unwrap().iter().map(|taxon| taxon["id"].as_str().unwrap()).collect()
    };
    assert!(taxa("generic-api-key").contains(&"3.3"), "{:?}", taxa("generic-api-key"));
    assert_eq!(taxa("SR-8"), ["SR-8"]);
    assert_eq!(log["runs"][0]["taxonomies"].as_array().unwrap().len(), 3);
}

fn controls(arguments: &[&str]) -> String {
    let output = cargo_bin_cmd!("postseal").arg("controls").args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn controls_are_listed_explained_and_mapped() {
    let listed: Value = serde_json::from_str(&controls(&["list", "--format", "json"])).unwrap();
    assert_eq!(
        listed.as_array().unwrap().len(),
        scanner_report::control::Catalogue::builtin().controls().len()
    );
    insta::assert_snapshot!("control_shown", controls(&["show", "sr-b1"]));
    insta::assert_snapshot!("controls_matrix", controls(&["matrix", "--format", "markdown"]));
    assert!(controls(&["list"]).contains("3.3    L2  Use Postman Vault for Secrets  [findings, posture]"));
    let oscal: Value = serde_json::from_str(&controls(&["oscal"])).unwrap();
    assert_eq!(oscal["catalog"]["groups"][1]["groups"][0]["controls"][3]["id"], "sr-4");
    let unknown = cargo_bin_cmd!("postseal").args(["controls", "show", "9.9"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
}
