//! One fixed set of findings through every format.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use std::time::Duration;

use scanner_core::Scanner;
use scanner_report::control::Catalogue;
use scanner_report::{Artefact, Report, SkipReason, Skipped, human, jsonl};

/// A collection with a token in two places of one request, a guessable password, and an escaped key in a body. The credentials are put
/// together here, so that none stands in the repository.
fn collection() -> String {
    let token = ["gho_", "Ab3dEf6hIj9lMn2pQr5tUv8xYz1BcD4FgH7J"].concat();
    let key = ["c15cf8e3628a886e", "c44af0377e4f97a0"].concat();
    format!(
        r#"{{
  "info": {{"name": "Orders", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}},
  "item": [{{"name": "Admin", "item": [{{
    "name": "Create order",
    "request": {{
      "auth": {{"type": "basic", "basic": [{{"key": "username", "value": "admin"}}, {{"key": "password", "value": "admin123"}}]}},
      "header": [{{"key": "Authorization", "value": "token {token}", "disabled": true}}],
      "url": {{"raw": "http://api.example.test/v1?access_token={token}"}},
      "body": {{"mode": "raw", "raw": "{{\n  \"api_key\": \"{key}\"\n}}"}}
    }}}}]}}]
}}"#
    )
}

fn report() -> Report {
    let scanner = Scanner::new();
    let artefact = |path: &str, text: &str| {
        let scan = scanner.scan(&scanner_core::Artefact::new(text.as_bytes(), path)).unwrap();
        let (kind, warning) = (scan.outcome.kind, scan.outcome.warning);
        Artefact {
            path: path.to_owned(),
            bytes: text.len() as u64,
            kind,
            findings: scan.findings,
            warning,
            live: None,
        }
    };
    let skipped =
        |path: &str, reason, gap| Skipped { path: path.to_owned(), reason, detail: "why".to_owned(), gap };
    Report {
        notes: Vec::new(),
        artefacts: vec![
            artefact("orders.json", &collection()),
            artefact("broken\u{1b}[31m.json", "{\"info\":{\"name\":\"x\"},\"item\":[,]}"),
            artefact("clean.txt", "nothing here"),
        ],
        skipped: vec![
            skipped("logo.png", SkipReason::Binary, false),
            skipped("gone.json", SkipReason::Unreadable, true),
        ],
        duration: Duration::from_millis(1234),
        detected: None,
    }
}

fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn human_report() {
    let shown = text(|out| {
        human::write(
            out,
            &report(),
            &Catalogue::builtin(),
            human::Options { advice: true, ..Default::default() },
        )
        .unwrap();
    });
    insta::assert_snapshot!(anstyle_free(&shown));
}

#[test]
fn clean_human_report() {
    let clean = Report { duration: Duration::from_millis(5), ..Report::default() };
    let shown =
        text(|out| human::write(out, &clean, &Catalogue::builtin(), human::Options::default()).unwrap());
    insta::assert_snapshot!(anstyle_free(&shown));
}

#[test]
fn jsonl_report() {
    insta::assert_snapshot!(text(|out| jsonl::write(
        out,
        &report(),
        &Catalogue::builtin(),
        jsonl::Options::default()
    )
    .unwrap()));
}

#[test]
fn secrets_are_shown_only_on_request() {
    let catalogue = Catalogue::builtin();
    let token = ["gho_", "Ab3dEf6hIj9lMn2pQr5tUv8xYz1BcD4FgH7J"].concat();
    for show in [false, true] {
        let lines = text(|out| {
            let options = jsonl::Options { show_secrets: show, explain: true };
            jsonl::write(out, &report(), &catalogue, options).unwrap();
        });
        let human = text(|out| {
            human::write(
                out,
                &report(),
                &catalogue,
                human::Options { show_secrets: show, advice: true, ..Default::default() },
            )
            .unwrap();
        });
        assert_eq!((lines.contains(&token), human.contains(&token)), (show, show));
        assert_eq!(lines.contains("admin123"), show);
    }
}

#[test]
fn facts_are_written_where_there_are_some() {
    let token =
        ["eyJhbGciOiJSUzI1NiJ9", "eyJpc3MiOiJhXHUwMDFiYiIsInN1YiI6IjE3In0", "c2lnbmF0dXJlMTIzNDU2"].join(".");
    let scan = Scanner::new().scan(&scanner_core::Artefact::new(token.as_bytes(), "token.txt")).unwrap();
    let (kind, findings) = (scan.outcome.kind, scan.findings);
    let artefact =
        Artefact { path: "token.txt".to_owned(), bytes: 99, kind, findings, warning: None, live: None };
    let report = Report { artefacts: vec![artefact], ..Report::default() };
    let catalogue = Catalogue::builtin();
    let lines = text(|out| jsonl::write(out, &report, &catalogue, jsonl::Options::default()).unwrap());
    let line: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let facts = serde_json::json!([
        {"name": "jwt-algorithm", "value": "RS256"},
        {"name": "jwt-issuer", "value": "a\u{1b}b"},
    ]);
    assert_eq!(line["facts"], facts);
    let human = text(|out| human::write(out, &report, &catalogue, human::Options::default()).unwrap());
    assert!(anstyle_free(&human).contains("jwt-algorithm RS256, jwt-issuer a\\u{1b}b\n"), "{human}");
}

/// The text without the escapes of colours.
fn anstyle_free(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        out.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
    }
    out + rest
}
