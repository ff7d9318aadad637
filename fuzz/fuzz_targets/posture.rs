//! Posture checks: of any text, in any place. What they see lies inside the file, and two runs see the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scanner_core::Artefact;
use scanner_core::posture::{Options, inspect_with};

const COLLECTION: &str = r#"{"info":{"name":@},"item":[{"request":{"url":@,"body":{"raw":@}},"event":[{"script":{"exec":[@]}}],"protocolProfileBehavior":{"tlsCipherSelection":[@]}}],"variable":[{"key":"a","value":@}]}"#;

fuzz_target!(|bytes: &[u8]| {
    look(bytes);
    let string = serde_json::to_vec(&String::from_utf8_lossy(bytes)).expect("a string is JSON");
    for inside in [bytes, &string] {
        let parts: Vec<&[u8]> = COLLECTION.split('@').map(str::as_bytes).collect();
        look(&parts.join(inside));
    }
});

fn look(bytes: &[u8]) {
    let options = Options {
        allowed_hosts: vec!["*.example.com".to_owned()],
        classification: vec!["internal".to_owned()],
        public: true,
    };
    let Ok(posture) = inspect_with(&Artefact::new(bytes, "fuzz.json"), &options, &[]) else { return };
    for seen in &posture.observations {
        assert!(seen.span.start <= seen.span.end && seen.span.end <= bytes.len());
        assert!(seen.line >= 1 && seen.column >= 1 && seen.count >= 1 && !seen.detail.contains('\n'));
    }
    assert_eq!(Ok(posture), inspect_with(&Artefact::new(bytes, "fuzz.json"), &options, &[]));
}
