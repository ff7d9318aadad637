//! The reports that the tests write.
#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "helpers of tests, which may panic and of which no test file needs all"
)]

pub(crate) mod audit;

use std::time::Duration;

use scanner_core::{Finding, Scanner};
use scanner_report::control::Catalogue;
use scanner_report::{
    Artefact, Comparison, Gone, Report, Secrets, SkipReason, Skipped, Standing, Suppressed, SuppressedBy,
    Suppression,
};
use scanner_report::{csv, github, gitlab, junit, markdown, sarif, teamcity};

/// A collection with a token in two places of one request, a guessable password, and an escaped key in a body. The credentials are put
/// together here, so that none stands in the repository.
pub(crate) fn collection() -> String {
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

pub(crate) fn report() -> Report {
    let skipped =
        |path: &str, reason, gap| Skipped { path: path.to_owned(), reason, detail: "why".to_owned(), gap };
    Report {
        artefacts: vec![
            artefact("orders.json", &collection()),
            artefact("broken\u{1b}[31m.json", "{\"info\":{\"name\":\"x\"},\"item\":[,]}"),
            artefact("clean.txt", "nothing here"),
        ],
        skipped: vec![
            skipped("logo.png", SkipReason::Binary, false),
            skipped("gone.json", SkipReason::Unreadable, true),
        ],
        started: 1_790_000_000,
        duration: Duration::from_millis(1234),
        ..Report::default()
    }
}

pub(crate) fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut out = Vec::new();
    write(&mut out);
    String::from_utf8(out).unwrap()
}

pub(crate) fn artefact(path: &str, text: &str) -> Artefact {
    let scan = Scanner::new().scan(&scanner_core::Artefact::new(text.as_bytes(), path)).unwrap();
    let (kind, warning) = (scan.outcome.kind, scan.outcome.warning);
    Artefact {
        path: path.to_owned(),
        bytes: text.len() as u64,
        kind,
        findings: scan.findings,
        warning,
        live: None,
        commit: None,
    }
}

/// [`report`] after a baseline that knows the first finding, and with the last one suppressed.
pub(crate) fn compared() -> Report {
    let mut report = report();
    let finding: Finding = report.artefacts[0].findings.pop().unwrap();
    let suppression = Suppression {
        by: SuppressedBy::Marker,
        origin: "orders.json#/item/0/item/0/request/description".to_owned(),
        state: None,
        owner: None,
        reason: Some("a sample [x](http://y.test)".to_owned()),
        expires: Some("2027-01-31".to_owned()),
    };
    report.suppressed = vec![Suppressed { path: "orders.json".to_owned(), finding, suppression }];
    let known = report.artefacts[0].findings[0].at.fingerprint;
    let gone = Gone {
        rule_id: "generic-password".to_owned(),
        redacted: "********".to_owned(),
        path: "old.json".to_owned(),
        pointer: Some("/values/0/value".to_owned()),
    };
    report.baseline =
        Some(Comparison { standing: [(known, Standing::Known)].into(), expired: 1, gone: vec![gone] });
    report
}

/// Names and a path as an attacker would choose them. Every one of them is cut into the collection, and the path holds them too.
pub(crate) const HOSTILE: [&str; 9] = [
    "<script>alert(1)</script>",
    "x\n::error file=a::pwned\n##[error]pwned\n##teamcity[buildStop]",
    "\u{202e}gpj.exe\u{200b}\u{2066}",
    "=cmd|' /C calc'!A0",
    "]]>&amp;<!--\"'`|",
    "[click](javascript:alert(1)) ![x](http://evil.test/x.png) @everyone www.evil.test",
    "\u{1b}]8;;http://evil.test\u{7}\u{1b}[2J\u{0}\u{85}",
    "%0A::error::x, title=y ::",
    "',|n##teamcity[x]",
];

pub(crate) fn hostile() -> Report {
    let token = ["gho_", "Ab3dEf6hIj9lMn2pQr5tUv8xYz1BcD4FgH7J"].concat();
    let long = "long".repeat(2500);
    let names: Vec<&str> = HOSTILE.into_iter().chain([&*long]).collect();
    let artefacts = names.iter().map(|name| {
        let json = serde_json::json!({
            "info": {"name": name, "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
            "item": [{"name": name, "item": [{"name": name, "request": {
                "url": {"raw": format!("http://{name}/")},
                "header": [{"key": name, "value": token}],
                "description": name,
            }}]}],
        });
        artefact(&format!("dir/{name}.json"), &json.to_string())
    });
    let artefacts: Vec<Artefact> = artefacts.collect();
    let skipped = names.iter().map(|name| Skipped {
        path: (*name).to_owned(),
        reason: SkipReason::Unreadable,
        detail: (*name).to_owned(),
        gap: true,
    });
    Report { skipped: skipped.collect(), artefacts, ..Report::default() }
}

/// The formats of CI systems by name.
pub(crate) const FORMATS: [&str; 7] = ["sarif", "gitlab", "junit", "github", "csv", "teamcity", "markdown"];

pub(crate) fn write(format: &str, report: &Report, secrets: Secrets) -> String {
    text(|out| {
        match format {
            "sarif" => sarif::write(out, report, None, &Catalogue::builtin(), secrets),
            "gitlab" => gitlab::write(out, report, secrets),
            "junit" => junit::write(out, report, secrets),
            "github" => github::write(out, report, secrets),
            "csv" => csv::write(out, report, secrets),
            "teamcity" => teamcity::write(out, report, secrets),
            _ => markdown::write(out, report, secrets),
        }
        .unwrap();
    })
}
