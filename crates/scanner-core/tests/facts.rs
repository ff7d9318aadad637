//! What a credential says about itself reaches its finding.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use data_encoding::BASE64URL_NOPAD;
use scanner_core::{Artefact, Finding, Scanner, Verdict};

fn pairs(finding: &Finding) -> Vec<(&str, &str)> {
    finding.facts.iter().map(|fact| (&*fact.name, fact.value.as_str())).collect()
}

fn scan(rules: &str, text: &str) -> Vec<Finding> {
    let mut builder = Scanner::builder();
    if !rules.is_empty() {
        builder.without_builtin_rules().rules_toml(rules).unwrap();
    }
    builder.build().unwrap().scan(&Artefact::new(text.as_bytes(), "prod.json")).unwrap().findings
}

#[test]
fn a_token_names_its_issuer() {
    let claims = r#"{"iss":"https://id.acme.test/","sub":"17"}"#;
    let b64 = |json: &str| BASE64URL_NOPAD.encode(json.as_bytes());
    let token = format!("{}.{}.{}", b64(r#"{"alg":"RS256"}"#), b64(claims), "aB3dEf6h".repeat(10));
    let environment = format!(r#"{{"values": [{{"key": "access_token", "value": "{token}"}}]}}"#);
    let findings = scan("", &environment);
    assert_eq!(findings.len(), 1);
    assert_eq!(pairs(&findings[0]), [("jwt-algorithm", "RS256"), ("jwt-issuer", "https://id.acme.test/")]);
}

/// The rules that the test needs; the built-in ones may come to say more.
const RULES: &str = r#"
[[provider]]
id = "acme"
name = "Acme"
why = "why"
revoke = "https://acme.test/"
references = ["https://acme.test/"]

[[provider.rule]]
id = "acme-key-id"
title = "Key id"
description = "Key id."
severity = "low"
kind = "identifier"
token = "ASIA{{base32:16}}"
checksum = "aws-key-id"
examples.positive = ["{{token}}", "{{token}}"]
examples.negative = ["x", "y"]

[[provider.rule]]
id = "acme-secret-key"
title = "Secret key"
description = "Secret key."
severity = "high"
token = "acme_{{base62:32}}"
companion = "acme-key-id"
examples.positive = ["{{token}}", "{{token}}"]
examples.negative = ["x", "y"]
"#;

#[test]
fn facts_of_a_companion_are_those_of_the_finding() {
    // The key id of a published article, put together here.
    let id = ["ASIA", "QNZGKIQY56JQ", "7WML"].concat();
    let secret = format!("acme_{}", "aB3dEf6hIj9lMn2p".repeat(2));
    let environment = format!(
        r#"{{"values": [{{"key": "id", "value": "{id}"}}, {{"key": "secret", "value": "{secret}"}}]}}"#
    );
    let findings = scan(RULES, &environment);
    let finding = findings.iter().find(|finding| finding.rule_id() == "acme-secret-key").unwrap();
    assert_eq!(finding.companion.as_deref(), Some(id.as_str()));
    assert_eq!(pairs(finding), [("aws-account", "029608264753")]);
    assert_eq!(finding.verdict, Verdict::None);
}
