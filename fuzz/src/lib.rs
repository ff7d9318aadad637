//! What every fuzz target checks.

use std::sync::LazyLock;

use scanner_core::{Artefact, Document, Scanner, Spot};

static SCANNER: LazyLock<Scanner> = LazyLock::new(Scanner::new);

/// Scans `bytes`: spans lie inside, lines and columns begin at 1, and nothing secret is in what is printed.
pub fn scan(bytes: &[u8]) {
    scan_as("fuzz.json", bytes);
}

/// The same for a file of this name.
pub fn scan_as(origin: &str, bytes: &[u8]) {
    let Ok(scan) = SCANNER.scan(&Artefact::new(bytes, origin)) else { return };
    for finding in &scan.findings {
        for place in finding.places() {
            assert!(place.span.start < place.span.end && place.span.end <= bytes.len());
            assert!(place.line >= 1 && place.column >= 1);
        }
        assert!(!finding.secret.is_empty());
        assert!(finding.secret.to_string().len() <= 32);
    }
    fields_as(origin, bytes);
}

/// Reads every field of a document; its spans lie inside the file, and its pointer resolves where serde_json can read the file.
pub fn fields(bytes: &[u8]) {
    fields_as("fuzz.json", bytes);
}

/// The same for a file of this name.
pub fn fields_as(origin: &str, bytes: &[u8]) {
    let Some(document) = Document::parse(bytes, Some(origin)) else { return };
    // Of two members of one name serde_json drops the first with all that is in it, and a pointer can only lead to the other (RFC 6901
    // leaves it open): pointers are checked where serde_json has kept every value.
    let json: Option<serde_json::Value> = serde_json::from_slice(bytes).ok();
    let json = json.filter(|json| leaves(json) == document.fields().count());
    for field in document.fields().take(64) {
        assert!(field.span().end <= bytes.len());
        let value = field.value();
        assert!(field.source(0..value.len()).end <= bytes.len());
        let (pointer, _, _) = (field.pointer(), field.name(), field.role());
        if let Some(json) = &json {
            assert!(json.pointer(&pointer).is_some(), "{pointer}");
        }
    }
}

/// How many strings, numbers, truth values and nulls there are.
fn leaves(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::Array(items) => items.iter().map(leaves).sum(),
        serde_json::Value::Object(members) => members.values().map(leaves).sum(),
        _ => 1,
    }
}

/// Scans a document with `bytes` in the place of its holes, `@`: once as they are, once as a JSON string.
pub fn scan_in(document: &str, bytes: &[u8]) {
    scan_in_as("fuzz.json", document, bytes);
}

/// The same for a file of this name. A JSON string is a quoted scalar of YAML.
pub fn scan_in_as(origin: &str, document: &str, bytes: &[u8]) {
    let parts: Vec<&[u8]> = document.split('@').map(str::as_bytes).collect();
    let string = serde_json::to_vec(&String::from_utf8_lossy(bytes)).expect("a string is JSON");
    for inside in [bytes, &string] {
        scan_as(origin, &parts.join(inside));
    }
}

/// An explanation of a whole document names every finding of it, and shows no secret.
pub fn explain_in(document: &str, bytes: &[u8]) {
    let (before, after) = document.split_once('@').expect("every template has a hole");
    let string = serde_json::to_vec(&String::from_utf8_lossy(bytes)).expect("a string is JSON");
    let json = [before.as_bytes(), &string, after.as_bytes()].concat();
    let artefact = Artefact::new(&json, "fuzz.json");
    let (Ok(scan), Ok(explanation)) =
        (SCANNER.scan(&artefact), SCANNER.explain(&artefact, Spot::Pointer("")))
    else {
        return;
    };
    assert_eq!(scan.findings, explanation.findings);
    for finding in &scan.findings {
        assert!(explanation.considered.iter().any(|one| one.reported.as_deref() == Some(finding.rule_id())));
    }
}

/// Base64 of anything.
pub fn base64(bytes: &[u8]) -> String {
    data_encoding::BASE64.encode(bytes)
}
