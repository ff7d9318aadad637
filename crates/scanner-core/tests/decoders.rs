//! A token is found through every encoding, and through encodings inside encodings; what is not worth decoding costs little.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use std::io::Write;

use data_encoding::{BASE64, BASE64_MIME, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use proptest::prelude::*;
use scanner_core::{Artefact, Decoder, Finding, Scanner};

/// A way to write a text down.
#[derive(Clone, Copy, Debug)]
enum Encoding {
    Base64,
    Base64Url,
    Mime,
    Hex,
    HexUpper,
    Percent,
    Entities,
    Unicode,
    QuotedPrintable,
    Utf16,
    Gzip,
    Zlib,
    DataUrl,
    Jwt,
}

const ALL: [Encoding; 14] = [
    Encoding::Base64,
    Encoding::Base64Url,
    Encoding::Mime,
    Encoding::Hex,
    Encoding::HexUpper,
    Encoding::Percent,
    Encoding::Entities,
    Encoding::Unicode,
    Encoding::QuotedPrintable,
    Encoding::Utf16,
    Encoding::Gzip,
    Encoding::Zlib,
    Encoding::DataUrl,
    Encoding::Jwt,
];

impl Encoding {
    fn encode(self, text: &str) -> String {
        let each = |f: &dyn Fn(char) -> String| text.chars().map(f).collect::<String>();
        match self {
            Encoding::Base64 => BASE64.encode(text.as_bytes()),
            Encoding::Base64Url => BASE64URL_NOPAD.encode(text.as_bytes()),
            Encoding::Mime => BASE64_MIME.encode(text.as_bytes()),
            Encoding::Hex => HEXLOWER.encode(text.as_bytes()),
            Encoding::HexUpper => HEXUPPER.encode(text.as_bytes()),
            Encoding::Percent => each(&|c| format!("%{:02X}", c as u32)),
            Encoding::Entities => each(&|c| format!("&#x{:x};", c as u32)),
            Encoding::Unicode => each(&|c| format!("\\u{:04x}", c as u32)),
            Encoding::QuotedPrintable => each(&|c| format!("={:02X}", c as u32)),
            Encoding::Utf16 => {
                BASE64.encode(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>())
            }
            Encoding::Gzip => {
                let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
                gzip.write_all(text.as_bytes()).unwrap();
                BASE64.encode(&gzip.finish().unwrap())
            }
            Encoding::Zlib => {
                let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
                zlib.write_all(text.as_bytes()).unwrap();
                BASE64.encode(&zlib.finish().unwrap())
            }
            Encoding::DataUrl => format!("data:text/plain;base64,{}", BASE64.encode(text.as_bytes())),
            Encoding::Jwt => {
                let claims = serde_json::json!({ "note": text }).to_string();
                let part = |json: &str| BASE64URL_NOPAD.encode(json.as_bytes());
                format!("{}.{}.{}", part(r#"{"alg":"HS256"}"#), part(&claims), part("signature"))
            }
        }
    }

    fn decoder(self) -> Decoder {
        match self {
            Encoding::Hex | Encoding::HexUpper => Decoder::Hex,
            Encoding::Percent => Decoder::Percent,
            Encoding::Entities => Decoder::HtmlEntities,
            Encoding::Unicode => Decoder::JsString,
            Encoding::QuotedPrintable => Decoder::QuotedPrintable,
            Encoding::Utf16 => Decoder::Utf16,
            Encoding::Gzip => Decoder::Gzip,
            Encoding::Zlib => Decoder::Zlib,
            _ => Decoder::Base64,
        }
    }
}

/// A token of Hugging Face's form, which has no checksum: letters in any order.
fn token(seed: u64) -> String {
    let letters: Vec<char> = ('A'..='Z').chain('a'..='z').collect();
    let mut state = seed | 1;
    let body = (0..34).map(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        letters[(state >> 33) as usize % letters.len()]
    });
    format!("hf_{}", body.collect::<String>())
}

fn scan(text: &str) -> Vec<Finding> {
    Scanner::new().scan(&Artefact::new(text.as_bytes(), "test")).unwrap().findings
}

fn found<'f>(findings: &'f [Finding], token: &str) -> Option<&'f Finding> {
    findings.iter().find(|finding| finding.secret.reveal() == token.as_bytes())
}

#[test]
fn every_encoding_in_every_place() {
    for (seed, encoding) in ALL.into_iter().enumerate() {
        let token = token(seed as u64 + 7);
        let encoded = encoding.encode(&format!("use key={token} now"));
        let body = serde_json::json!({ "wrapped": encoded }).to_string();
        let collection = |part: &str, value: &str| {
            let value = serde_json::Value::from(value);
            format!(
                r#"{{"info":{{"name":"c"}},"item":[{{"name":"r","request":{{{part}{value}}}}}]}}"#,
                value = value
            ) + ""
        };
        let header = collection(r#""header":[{"key":"X-Note","value":"#, &encoded).replace("}}]}", "}]}}]}");
        let raw = collection(r#""body":{"mode":"raw","raw":"#, &body).replace("}}]}", "}}}]}");
        for text in [format!("note: {encoded}\n"), header, raw] {
            let findings = scan(&text);
            let finding = found(&findings, &token).unwrap_or_else(|| panic!("{encoding:?} in {text}"));
            assert!(
                finding.at.decoded.contains(&encoding.decoder()),
                "{encoding:?}: {:?}",
                finding.at.decoded
            );
            assert!(finding.at.span.end <= text.len());
        }
    }
}

#[test]
fn credentials_without_a_format_are_found_in_what_base64_holds() {
    let settings = BASE64.encode(br#"{"db":{"user":"app","password":"mF4!kQz9-Lw2"}}"#);
    let text = format!(
        r#"{{"name":"e","values":[{{"key":"CONFIG","value":"{settings}"}}],"_postman_variable_scope":"environment"}}"#
    );
    let findings = scan(&text);
    assert!(found(&findings, "mF4!kQz9-Lw2").is_some(), "{findings:?}");
}

#[test]
fn a_buffer_of_newman_is_read() {
    let token = token(99);
    let body = format!(r#"{{"session":{{"note":"{token}"}}}}"#);
    let numbers: Vec<String> = body.bytes().map(|b| b.to_string()).collect();
    let report = format!(
        r#"{{"collection":{{"info":{{"name":"c"}},"item":[]}},"run":{{"executions":[{{"response":{{"stream":{{"type":"Buffer","data":[{}]}}}}}}]}}}}"#,
        numbers.join(", ")
    );
    let findings = scan(&report);
    let finding = found(&findings, &token).expect("the token is in the buffer");
    assert_eq!(finding.at.decoded, [Decoder::ByteArray]);
    let span = &report[finding.at.span.range()];
    let bytes: Vec<u8> = span.split(", ").map(|number| number.parse().unwrap()).collect();
    assert_eq!(bytes, token.as_bytes());
}

#[test]
fn the_span_is_that_of_the_groups_that_hold_the_secret() {
    let token = token(5);
    let text = BASE64.encode(format!("a note before, {token}, and a note behind it").as_bytes());
    let findings = scan(&text);
    let finding = found(&findings, &token).unwrap();
    let decoded = BASE64.decode(&text.as_bytes()[finding.at.span.range()]).unwrap();
    assert!(String::from_utf8(decoded).unwrap().contains(&token));
    assert!(finding.at.span.len() <= (token.len() + 4) / 3 * 4 + 4, "{:?}", finding.at.span);
}

#[test]
fn a_budget_ends_what_would_go_on_for_ever() {
    // Layers of everything at once, and much of it; then little that becomes much. What stands beside it is found all the same.
    let token = token(6);
    let layers = "%2525&amp;amp;\\u005c=3D3D ".repeat(40_000);
    let bomb = Encoding::Gzip.encode(&"0123456789abcdef".repeat(1 << 20));
    for text in [layers, format!("{bomb}\n").repeat(20)] {
        assert!(found(&scan(&format!("{text}\nkey={token}\n")), &token).is_some());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn encodings_inside_encodings(chain in prop::collection::vec(0..ALL.len(), 1..5), seed in any::<u64>()) {
        let token = token(seed);
        let mut text = format!("key={token} is the one");
        for &encoding in &chain {
            text = format!("x = {} ", ALL[encoding].encode(&text));
        }
        let findings = scan(&text);
        prop_assert!(found(&findings, &token).is_some(), "{:?}", chain.iter().map(|&e| ALL[e]).collect::<Vec<_>>());
    }
}
