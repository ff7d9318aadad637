//! Every rule proves itself: its positive examples are found with the exact span, its negative ones are not; in plain text, in a Postman
//! header, and in a JSON body inside a JSON string.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use scanner_core::{Artefact, RuleSpec, Scanner, Span};

mod support;

/// Random instances of each example.
const ROUNDS: u64 = 8;

fn spans(scanner: &Scanner, text: &str, rule: &RuleSpec) -> Vec<Span> {
    let scan = scanner.scan(&Artefact::new(text.as_bytes(), "example")).unwrap();
    let own = scan.findings.iter().filter(|finding| finding.rule_id() == rule.info.id);
    own.flat_map(|finding| finding.places().map(|place| place.span).collect::<Vec<_>>()).collect()
}

fn others(scanner: &Scanner, text: &str) -> Vec<String> {
    let scan = scanner.scan(&Artefact::new(text.as_bytes(), "example")).unwrap();
    scan.findings.iter().map(|f| format!("{} {:?}", f.rule_id(), f.at.span)).collect()
}

fn json_string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// The text as a header of a collection, and in it the bytes of `secret`.
fn as_header(text: &str, named: bool) -> String {
    let plain = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    let pair = text.split_once(": ").or_else(|| text.split_once('='));
    let (name, value) = pair
        .map(|(name, value)| (name.trim_matches('"'), value.trim_matches('"')))
        .filter(|(name, _)| named && plain(name))
        .unwrap_or(("X-Value", text));
    format!(
        r#"{{"info":{{"name":"c","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}},
        "item":[{{"name":"r","request":{{"header":[{{"key":{},"value":{}}}]}}}}]}}"#,
        json_string(name),
        json_string(value)
    )
}

/// The text as a member of a JSON body, which is itself a string.
fn as_body(text: &str) -> String {
    let body = format!("{{\n  \"value\": {}\n}}", json_string(text));
    format!(
        r#"{{"info":{{"name":"c"}},"item":[{{"name":"r","request":{{"body":{{"mode":"raw","raw":{}}}}}}}]}}"#,
        json_string(&body)
    )
}

#[test]
fn positive_examples_are_found_with_their_span() {
    let scanner = Scanner::new();
    let mut failures = Vec::new();
    for (rule, examples) in support::rules().iter().filter(|(rule, _)| !rule.identifier) {
        for (round, template) in
            (1..=ROUNDS).flat_map(|round| examples.positive.iter().map(move |e| (round, e)))
        {
            let mut maker = support::Maker::new(round * 7919);
            let example = maker.example(template, rule);
            let expected = Span::new(example.secret.start, example.secret.end);
            // A context name alone needs a pair to stand in: `name: value`.
            if (rule.names.is_empty()
                || template.contains(':')
                || template.contains('=')
                || template.contains("«"))
                && !spans(&scanner, &example.text, rule).contains(&expected)
            {
                failures.push(format!(
                    "{} plain {template}: {:?}",
                    rule.info.id,
                    others(&scanner, &example.text)
                ));
                break;
            }
            let header = as_header(&example.text, !rule.names.is_empty());
            if spans(&scanner, &header, rule).is_empty() {
                failures.push(format!("{} header {template}: {:?}", rule.info.id, others(&scanner, &header)));
                break;
            }
            if rule.names.is_empty() {
                let body = as_body(&example.text);
                if spans(&scanner, &body, rule).is_empty() {
                    failures.push(format!("{} body {template}: {:?}", rule.info.id, others(&scanner, &body)));
                    break;
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn negative_examples_are_silent() {
    let scanner = Scanner::new();
    let mut failures = Vec::new();
    for (rule, examples) in support::rules() {
        for template in &examples.negative {
            let example = support::Maker::new(99).example(template, &rule);
            if !spans(&scanner, &example.text, &rule).is_empty() {
                failures.push(format!("{} {template}", rule.info.id));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_rule_has_what_a_reader_needs() {
    for (rule, examples) in support::rules() {
        let id = &rule.info.id;
        assert!(
            examples.positive.len() >= 2 && examples.negative.len() >= 2,
            "{id}: two examples of each kind"
        );
        assert!(rule.info.description.len() >= 20, "{id}: a description");
        assert!(
            rule.info.references.iter().all(|r| r.starts_with("https://")),
            "{id}: references are https URLs"
        );
        assert!(
            id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
            "{id}: kebab-case"
        );
    }
}

#[test]
fn there_are_as_many_rules_as_promised() {
    assert!(support::rules().iter().filter(|(rule, _)| !rule.identifier).count() >= 80);
}
