//! One fixed set of findings through every format.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

mod support;

use std::time::Duration;

use scanner_core::Scanner;
use scanner_report::control::Catalogue;
use scanner_report::{Artefact, Report, human, jsonl};
use support::{compared, report, text};

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
fn baseline_and_suppressions_are_told() {
    let catalogue = Catalogue::builtin();
    let options = human::Options { suppressed: true, ..Default::default() };
    let shown = text(|out| human::write(out, &compared(), &catalogue, options).unwrap());
    insta::assert_snapshot!("compared_human", anstyle_free(&shown));
    let options = jsonl::Options { suppressed: true, ..Default::default() };
    let lines = text(|out| jsonl::write(out, &compared(), &catalogue, options).unwrap());
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |kind: &str| lines.iter().filter(|line| line["type"] == kind).collect::<Vec<_>>();
    assert_eq!([&of("finding")[0]["baseline"], &of("finding")[1]["baseline"]], ["known", "new"]);
    assert_eq!(of("suppressed")[0]["suppression"]["by"], "marker");
    assert_eq!(of("summary")[0]["suppressed"], serde_json::json!({"marker": 1}));
    assert_eq!(of("summary")[0]["baseline"]["gone"][0]["path"], "old.json");
}

#[test]
fn secrets_are_shown_only_on_request() {
    let catalogue = Catalogue::builtin();
    let token = ["gho_", "Ab3dEf6hIj9lMn2pQr5tUv8xYz1BcD4FgH7J"].concat();
    for show in [false, true] {
        let lines = text(|out| {
            let options = jsonl::Options { show_secrets: show, explain: true, suppressed: true };
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
    let artefact = Artefact {
        path: "token.txt".to_owned(),
        bytes: 99,
        kind,
        findings,
        warning: None,
        live: None,
        commit: None,
    };
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
