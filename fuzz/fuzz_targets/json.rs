//! The JSON reader against serde_json: what one takes as valid, so does the other, and with the same strings.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scanner_core::Document;
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    scanner_fuzz::fields(bytes);
    let Some(document) = Document::parse(bytes, Some("fuzz.json")) else { return };
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        // Duplicate members: serde_json keeps one, the reader keeps both.
        let mut expected = Vec::new();
        strings(&value, &mut expected);
        if value.is_object() || value.is_array() {
            assert!(document.warning().is_none());
            let found: Vec<Vec<u8>> = document.fields().map(|field| field.value()).collect();
            assert!(expected.iter().all(|string| found.contains(&string.as_bytes().to_vec())));
        }
    }
});

fn strings(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(string) => out.push(string.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, out)),
        Value::Object(members) => members.values().for_each(|member| strings(member, out)),
        _ => {}
    }
}
