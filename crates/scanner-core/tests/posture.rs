//! Posture checks on hostile input: nothing panics, and what is seen lies inside the file.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use proptest::prelude::*;
use scanner_core::Artefact;
use scanner_core::posture::{Check, Options, Posture, inspect_with};

fn posture(bytes: &[u8], name: &str) -> Option<Posture> {
    let options = Options {
        allowed_hosts: vec!["*.shop.test".to_owned()],
        classification: vec!["internal".to_owned()],
        public: true,
    };
    let posture = inspect_with(&Artefact::new(bytes, name), &options, &[]).ok()?;
    for seen in &posture.observations {
        assert!(seen.span.start <= seen.span.end && seen.span.end <= bytes.len(), "{seen:?}");
        assert!(seen.line >= 1 && seen.column >= 1 && seen.count >= 1);
        assert!(seen.detail.chars().count() <= 512 && !seen.detail.contains('\n'));
    }
    Some(posture)
}

/// Documents with a hole, `@`, for a JSON string.
const DOCUMENTS: [(&str, &str); 5] = [
    (
        "c.json",
        r#"{"info": {"name": @}, "item": [{"name": "r", "event": [{"listen": "test", "script": {"exec": [@, @]}}], "request": {"url": @, "body": {"raw": @}},
        "protocolProfileBehavior": {"tlsDisabledProtocols": [@], "strictSSL": @}, "response": [{"body": @}]}], "variable": [{"key": @, "value": @}]}"#,
    ),
    (
        "e.json",
        r#"{"name": @, "values": [{"key": "email", "value": @, "type": "secret"}, {"key": @, "value": "x"}]}"#,
    ),
    (
        "r.request.yaml",
        "$kind: http-request\nurl: @\nscripts:\n  - type: afterResponse\n    code: @\nbody: {type: json, content: @}\nsettings: {tlsCipherSelection: @}\n",
    ),
    (
        "d.json",
        r#"{"version": 1, "collections": [{"requests": [{"url": @, "tests": @, "rawModeData": @}]}], "environments": []}"#,
    ),
    ("vault.json", r#"{"_postman_variable_scope": "vault", "values": [{"key": "a", "value": @}]}"#),
];

/// Texts that the checks look at, put together at random.
fn text() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "http://",
        "10.1.2.3",
        "{{host}}",
        "pm.sendRequest(",
        "console.log(",
        "token",
        "'",
        "`${",
        "}`",
        ")",
        "@",
        "mara",
        ".de",
        "+49",
        "536-22-8174",
        "DE89",
        "3704 0044",
        "MRTMTT91D08F205J",
        "\"ssn\":",
        "{",
        "}",
        "[",
        "]",
        ",",
        "é",
        "\u{0}",
        "\n",
        "TLSv1_2",
        "529.982.247-25",
        "4532 7190 4882 0167",
        "diagnosis",
        ":",
        "a=",
        ";",
        "url: ",
    ]);
    prop_oneof![prop::collection::vec(words, 0..24).prop_map(|words| words.concat()), ".{0,48}",]
}

proptest! {
    #[test]
    fn whatever_stands_in_a_document(texts in prop::collection::vec(text(), 1..4)) {
        for (name, document) in DOCUMENTS {
            let mut strings = texts.iter().cycle().map(|text| serde_json::to_string(text).unwrap());
            let whole: String = document.split('@').map(|part| part.to_owned() + &strings.next().unwrap()).collect();
            prop_assert!(posture(whole.as_bytes(), name).is_some());
            // Cut anywhere.
            let cut = whole.len() * texts[0].len() % (whole.len() + 1);
            posture(&whole.as_bytes()[..cut], name);
        }
    }

    #[test]
    fn whatever_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        posture(&bytes, "x.json");
    }
}

#[test]
fn ten_thousand_levels() {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let nested = format!(
        r#"{{"info": {{"name": "c"}}, "item": {}{{"request": "http://a.shop.net"}}{}}}"#,
        "[{\"item\":".repeat(10_000),
        "}]".repeat(10_000)
    );
    let body = format!(
        r#"{{"info": {{"name": "c"}}, "item": [{{"request": {{"url": "http://a.shop.net", "body": {{"raw": {}}}}}}}]}}"#,
        serde_json::to_string(&deep).unwrap()
    );
    let seen = posture(body.as_bytes(), "c.json").unwrap();
    assert!(seen.observations.iter().any(|seen| seen.check == Check::PlainHttp));
    for text in [deep, nested] {
        posture(text.as_bytes(), "c.json").unwrap();
    }
}

#[test]
fn what_is_too_much_is_counted() {
    let item = r#"{"name": "r", "request": {"url": "http://api.shop.net/x"}},"#.repeat(6_000);
    let text = format!(r#"{{"info": {{"name": "c"}}, "item": [{item}{{}}]}}"#);
    let posture = posture(text.as_bytes(), "c.json").unwrap();
    let of = |check: Check| posture.observations.iter().filter(move |seen| seen.check == check);
    assert_eq!((posture.requests, posture.hosts["api.shop.net"]), (6_000, 6_000));
    for check in [Check::PlainHttp, Check::HostNotAllowed] {
        assert_eq!(of(check).map(|seen| seen.count).sum::<usize>(), 6_000);
        assert!(of(check).count() < 6_000);
    }
}

#[test]
fn scripts_of_one_long_thought() {
    let scripts = [
        "fetch(".repeat(20_000),
        "a=a+a;fetch(a);".repeat(5_000),
        "console.log(`${".repeat(5_000),
        "a[\"".repeat(20_000),
    ];
    for script in scripts {
        let exec = serde_json::to_string(&script).unwrap();
        let text = format!(
            r#"{{"info": {{"name": "c"}}, "item": [], "event": [{{"listen": "test", "script": {{"exec": {exec}}}}}]}}"#
        );
        posture(text.as_bytes(), "c.json").unwrap();
    }
}

#[test]
fn binary_data_is_refused() {
    assert!(inspect_with(&Artefact::new(b"\x00\x01\x02\x03", "x"), &Options::default(), &[]).is_err());
}
