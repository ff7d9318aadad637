//! What a scan leaves out loses nothing: it finds what a scan that looks at everything finds, also if it remembers all scans before it.
#![no_main]

use std::cell::RefCell;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use scanner_core::{Artefact, Cache, Scan, Scanner};

static FAST: LazyLock<Scanner> = LazyLock::new(Scanner::new);
static SLOW: LazyLock<Scanner> =
    LazyLock::new(|| Scanner::builder().exhaustive().build().expect("the rules compile"));

thread_local! {
    static KEPT: RefCell<Cache> = RefCell::default();
}

/// Pieces that matter, chosen by bytes below 0x80; the others stand for themselves.
const PIECES: [&str; 32] = [
    "password",
    "\"",
    "\\\"",
    ":",
    "token",
    "{\"key\":\"",
    "\",\"value\":\"",
    "\"}",
    "Zk9!mQ4tLw2x",
    "8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq",
    "api_key",
    "=",
    "&",
    "https://u:k4Xw99zQ@h.test/",
    "Bearer ",
    "Basic YWRtaW46azRYdy05OS16UQ==",
    "\\u0061",
    "%61",
    "mailgun",
    "dd-api-key",
    "client_secret",
    "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "{",
    "}",
    "[",
    "]",
    ",",
    " ",
    "\n",
    "code",
    "{{x}}",
    "eyJwYXNzd29yZCI6Ins5IWs0WHctOTktelEifQ==",
];
/// Documents with a hole.
const DOCUMENTS: [&str; 6] = [
    "@",
    r#"{"info":{"name":"c"},"item":[{"name":"r","request":{"url":{"raw":"x"},"body":{"mode":"raw","raw":@}}}]}"#,
    r#"{"info":{"name":"c"},"item":[{"name":"r","event":[{"listen":"test","script":{"exec":["a",@]}}],"request":"u"}]}"#,
    r#"{"info":{"name":"c"},"item":[{"name":"r","request":{"url":@,"description":@,"header":@}}]}"#,
    r#"{"name":"e","values":[{"key":@,"value":@}],"_postman_variable_scope":"environment"}"#,
    r#"{"a":{"b":@},"c":[@]}"#,
];

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, rest)) = bytes.split_first() else { return };
    let mut text = Vec::new();
    for &byte in rest {
        match PIECES.get(usize::from(byte)) {
            Some(piece) => text.extend_from_slice(piece.as_bytes()),
            None => text.push(byte),
        }
    }
    let document = DOCUMENTS[usize::from(first) % DOCUMENTS.len()];
    let hole = if document == "@" || first >= 128 {
        text
    } else {
        serde_json::to_vec(&String::from_utf8_lossy(&text)).expect("a string is JSON")
    };
    let mut json = Vec::new();
    for (index, part) in document.split('@').enumerate() {
        if index > 0 {
            json.extend_from_slice(&hole);
        }
        json.extend_from_slice(part.as_bytes());
    }
    let artefact = Artefact::new(&json, "fuzz.json");
    let slow = SLOW.scan(&artefact);
    assert_eq!(FAST.scan(&artefact), slow);
    let mut findings = Vec::new();
    let outcome = KEPT.with_borrow_mut(|cache| FAST.scan_with(cache, &artefact, &mut findings));
    assert_eq!(outcome.map(|outcome| Scan { findings, outcome }), slow);
});
