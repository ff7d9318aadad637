//! Rules that only a name or a host leads to: what the value is called, which request it belongs to.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use scanner_core::{Artefact, Cache, Scanner};
use serde_json::{Value, json};

const RULES: &str = r#"
[[provider]]
id = "acme"
name = "Acme"
severity = "high"

[[provider.rule]]
id = "acme-key"
token = "{{hex:32}}"
names = ["acme+key", "acme+token"]
hosts = ["acme.example"]

[[provider.rule]]
id = "acme-short"
token = "ac_{{hex:32}}"
names = ["acme"]
"#;

fn hex() -> String {
    "0f1e2d3c4b5a69788796a5b4c3d2e1f0".to_owned()
}

fn rules_found(document: &Value) -> Vec<String> {
    let mut builder = Scanner::builder();
    builder.without_builtin_rules().rules_toml(RULES).unwrap();
    let scanner = builder.build().unwrap();
    let scan = scanner.scan(&Artefact::new(document.to_string().as_bytes(), "test")).unwrap();
    scan.findings.iter().map(|finding| finding.rule_id().to_owned()).collect()
}

fn request(url: &str, header: &str, value: &str) -> Value {
    json!({
        "info": {"name": "c", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "variable": [{"key": "base", "value": "https://api.acme.example:443/v2"}],
        "item": [{"name": "r", "request": {"url": {"raw": url}, "header": [{"key": header, "value": value}]}}],
    })
}

fn variable(environment: &str, name: &str) -> Value {
    json!({"name": environment, "values": [{"key": name, "value": hex()}], "_postman_variable_scope": "environment"})
}

#[test]
fn the_name_of_the_value() {
    assert_eq!(rules_found(&variable("Prod", "ACME_LIVE_KEY")), ["acme-key"]);
    assert_eq!(rules_found(&variable("Prod", "acme_account")), [""; 0]);
}

#[test]
fn the_name_of_the_environment_and_that_of_a_credential() {
    assert_eq!(rules_found(&variable("Acme Prod", "api_key")), ["acme-key"]);
    assert_eq!(rules_found(&variable("Acme Prod", "device")), [""; 0]);
    assert_eq!(rules_found(&variable("Grand Prod", "api_key")), ["generic-api-key"]);
}

#[test]
fn the_host_of_the_request_also_behind_a_variable() {
    for url in ["https://api.acme.example/x?y=1", "{{base}}/orders", "https://user@ACME.example"] {
        assert_eq!(rules_found(&request(url, "X-Api-Key", &hex())), ["acme-key"], "{url}");
    }
    for url in ["https://notacme.example/x", "https://other.example/?next=acme.example", "{{other}}"] {
        assert_eq!(rules_found(&request(url, "X-Api-Key", &hex())), ["generic-api-key"], "{url}");
    }
    assert_eq!(rules_found(&request("{{base}}", "X-Request-Id", &hex())), [""; 0]);
}

#[test]
fn what_is_near_does_not_say_that_a_value_is_a_credential() {
    const COMPOUND: &str = "[[provider]]\nid = \"acme\"\nname = \"Acme\"\nseverity = \"high\"\n[[provider.rule]]\nid = \"acme-subscription\"\ntoken = \"{{hex:32}}\"\nnames = [\"acme+subscription-key\"]\n";
    let found = |url, header| {
        let mut builder = Scanner::builder();
        builder.without_builtin_rules().rules_toml(COMPOUND).unwrap();
        let text = request(url, header, &hex()).to_string();
        let scan = builder.build().unwrap().scan(&Artefact::new(text.as_bytes(), "test")).unwrap();
        scan.findings.iter().any(|finding| finding.rule_id() == "acme-subscription")
    };
    assert!(found("https://h.test/", "acme-subscription-key"));
    assert!(found("https://h.test/acme/", "subscription-key"));
    assert!(!found("https://h.test/subscription-key/", "acme-request-id"));
}

#[test]
fn an_anchor_and_a_name() {
    let token = format!("ac_{}", hex());
    assert_eq!(rules_found(&request("https://acme.example", "X-Note", &token)), ["acme-short"]);
    assert_eq!(
        rules_found(&request("https://h.example", "X-Note", &format!("the acme one: {token}"))),
        ["acme-short"]
    );
    assert_eq!(rules_found(&request("https://h.example", "X-Note", &token)), [""; 0]);
}

/// A worker remembers strings that hold nothing, and what that followed from: another host leads to another answer.
#[test]
fn the_same_body_of_another_host_is_looked_at_again() {
    let mut builder = Scanner::builder();
    builder.without_builtin_rules().rules_toml(RULES).unwrap();
    let (scanner, mut cache) = (builder.build().unwrap(), Cache::default());
    let body = json!({"device": format!("ac_{}", hex())}).to_string();
    let mut rules_found = |url: &str| {
        let mut document = request(url, "Accept", "text/plain");
        document["item"][0]["request"]["body"] = json!({"mode": "raw", "raw": body});
        let mut findings = Vec::new();
        let text = document.to_string();
        scanner.scan_with(&mut cache, &Artefact::new(text.as_bytes(), "test"), &mut findings).unwrap();
        findings.iter().map(|finding| finding.rule_id().to_owned()).collect::<Vec<_>>()
    };
    for _ in 0..2 {
        assert_eq!(rules_found("https://grand.example/v2"), [""; 0]);
        assert_eq!(rules_found("https://api.acme.example/v2"), ["acme-short"]);
    }
}
