//! What must hold for every input: spans lie inside the file, and the bytes they span decode to the secret.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use data_encoding::BASE64;
use proptest::prelude::*;
use scanner_core::{Artefact, Decoder, Finding, Scanner};

/// How one character of a JSON string is written.
#[derive(Clone, Copy, Debug)]
enum Style {
    Plain,
    Unicode,
    Short,
}

/// A JSON string in which every character is written in the next of the styles.
fn json_string(text: &str, styles: &[Style]) -> String {
    let mut out = String::from('"');
    for (c, style) in text.chars().zip(styles.iter().cycle()) {
        match (style, c) {
            (Style::Unicode, c) => {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out += &format!("\\u{unit:04x}"));
            }
            (Style::Short, '/') => out += "\\/",
            (_, '"') => out += "\\\"",
            (_, '\\') => out += "\\\\",
            (_, c) if (c as u32) < 0x20 => out += &format!("\\u{:04x}", c as u32),
            (_, c) => out.push(c),
        }
    }
    out + "\""
}

/// Undoes what [`Finding`] says was done, apart from the library. `lines` joins what stands in several strings.
fn undo(bytes: &[u8], chain: &[Decoder]) -> Vec<u8> {
    chain.iter().fold(bytes.to_vec(), |bytes, decoder| match decoder {
        Decoder::Utf16 => {
            let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            String::from_utf16(&units.collect::<Vec<_>>()).unwrap().into_bytes()
        }
        Decoder::JsonString => {
            let quoted = [b"\"", bytes.as_slice(), b"\""].concat();
            serde_json::from_slice::<String>(&quoted).unwrap().into_bytes()
        }
        Decoder::Lines => {
            let array = [b"[\"", bytes.as_slice(), b"\"]"].concat();
            serde_json::from_slice::<Vec<String>>(&array).unwrap().join("\n").into_bytes()
        }
        Decoder::Percent => percent(&bytes),
        Decoder::Base64 => BASE64.decode(&bytes).unwrap(),
        Decoder::JsString => js_string(&bytes),
        Decoder::Basic => {
            let pair = BASE64.decode(&bytes).unwrap();
            let colon = pair.iter().position(|&b| b == b':').unwrap();
            pair[colon + 1..].to_vec()
        }
        other => panic!("{other:?} is not undone here"),
    })
}

/// The escapes of ECMA-262 section 12.9.4.
fn js_string(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let mut out = String::new();
    let mut chars = text.chars();
    let code = |digits: &str| char::from_u32(u32::from_str_radix(digits, 16).ok()?);
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('v') => out.push('\u{b}'),
            Some('x') => out.extend(code(&chars.by_ref().take(2).collect::<String>())),
            Some('u') => out.extend(code(&chars.by_ref().take(4).collect::<String>())),
            Some('\n') | None => {}
            Some(other) => out.push(other),
        }
    }
    out.into_bytes()
}

fn percent(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let hex =
            bytes.get(at + 1..at + 3).and_then(|h| u8::from_str_radix(std::str::from_utf8(h).ok()?, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => (out.push(byte), at += 3),
            (byte, _) => (out.push(byte), at += 1),
        };
    }
    out
}

fn check(bytes: &[u8], findings: &[Finding]) {
    for finding in findings {
        for place in finding.places() {
            assert!(place.span.start < place.span.end && place.span.end <= bytes.len(), "{place:?}");
            // Of base64 inside a text whole groups are in the span, and so what stands beside the secret in them.
            let meant = undo(&bytes[place.span.range()], &place.decoded);
            let secret = finding.secret.reveal();
            let grouped = place.decoded.contains(&Decoder::Base64);
            let right = meant == secret || grouped && meant.windows(secret.len()).any(|part| part == secret);
            assert!(right, "{place:?}");
        }
    }
}

fn scan(bytes: &[u8]) -> Vec<Finding> {
    Scanner::new().scan(&Artefact::new(bytes, "test.json")).map(|scan| scan.findings).unwrap_or_default()
}

/// Where a token is put: each is a collection, an environment or a dump with a hole in it.
const HOLES: [&str; 12] = [
    r#"{"name":"e","values":[{"key":"access_token","value":@}],"_postman_variable_scope":"environment"}"#,
    r#"{"info":{"name":"c"},"item":[{"name":"r","request":{"header":[{"key":"Authorization","value":@}]}}]}"#,
    r#"{"info":{"name":"c"},"item":[{"name":"r","request":{"auth":{"type":"bearer","bearer":[{"key":"token","value":@}]}}}]}"#,
    r#"{"info":{"name":"c"},"item":[{"name":"r","request":{"auth":{"type":"bearer","bearer":{"token":@}}}}]}"#,
    r#"{"info":{"name":"c"},"item":[{"name":"r","event":[{"listen":"test","script":{"exec":["x","y",@]}}],"request":"u"}]}"#,
    r#"{"info":{"name":"c"},"item":[{"name":"r","request":{"url":"u","description":{"content":@}}}]}"#,
    r#"{"info":{"name":"c"},"item":[{"name":"r","response":[{"name":"x","body":@}],"request":{"url":"u"}}]}"#,
    r#"{"id":"1","order":[],"requests":[{"name":"r","headers":"X: 1","rawModeData":@}]}"#,
    r#"{"id":"1","order":[],"requests":[{"name":"r","url":"u","preRequestScript":@,"tests":null}]}"#,
    r#"{"version":1,"collections":[],"headerPresets":[{"name":"p","headers":[{"key":"X-Token","value":@}]}]}"#,
    r#"{"nothing":["postman",{"knows":@}]}"#,
    r#"[[[["#,
];

/// 36 different letters and digits in any order: as mixed as a real token.
fn body() -> impl Strategy<Value = String> {
    let letters: Vec<char> = ('0'..='9').chain('A'..='Z').chain('a'..='z').collect();
    Just(letters).prop_shuffle().prop_map(|letters| letters[..36].iter().collect()).no_shrink()
}

fn styles() -> impl Strategy<Value = Vec<Style>> {
    let style = prop_oneof![8 => Just(Style::Plain), 1 => Just(Style::Unicode), 1 => Just(Style::Short)];
    prop::collection::vec(style, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A token of a known format is found in every place, through every escape, in every encoding, and its span is exact.
    #[test]
    fn a_token_is_found_through_any_escape(
        hole in 0..HOLES.len() - 1,
        body in body(),
        before in "[ a-z\"\\\\/é😀\n]{0,12}",
        after in "[ \"\\\\/é😀\n,;]{0,12}",
        styles in styles(),
        nested: bool,
        utf16: bool,
    ) {
        let token = format!("gho_{body}");
        let mut text = format!("{before} {token} {after}");
        if nested {
            text = format!("{{\"data\": {}}}", json_string(&text, &styles[styles.len() / 2..]));
        }
        let json = HOLES[hole].replace('@', &json_string(&text, &styles));
        let bytes: Vec<u8> = if utf16 {
            std::iter::once('\u{feff}').chain(json.chars()).collect::<String>().encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            json.into_bytes()
        };
        let findings = scan(&bytes);
        check(&bytes, &findings);
        // Escapes inside escapes are undone where the inside is data, which a script or a description is not.
        let data = !nested || ![4, 5, 8].contains(&hole);
        let plain_inside = styles[styles.len() / 2..].iter().all(|style| matches!(style, Style::Plain));
        if data || plain_inside {
            prop_assert!(findings.iter().any(|f| f.secret.reveal() == token.as_bytes()), "{}", String::from_utf8_lossy(&bytes));
        }
    }

    /// Passwords and Basic headers in auth blocks, forms, bodies and cookies: the same promise for what has no format.
    #[test]
    fn spans_of_what_has_no_format_decode_to_the_secret(password in "[a-zA-Z0-9!$&*%+:;=?@_~-]{8,24}", styles in styles()) {
        let basic = BASE64.encode(format!("user:{password}").as_bytes());
        let body = format!("{{\"user\":\"u\",\"password\":{}}}", json_string(&password, &styles));
        let escaped: String = password.bytes().map(|b| if b.is_ascii_alphanumeric() { (b as char).to_string() } else { format!("%{b:02X}") }).collect();
        let json = format!(
            r#"{{"info":{{"name":"c"}},"item":[{{"name":"r","request":{{
                "auth":{{"type":"basic","basic":{{"password":{}}}}},
                "header":[{{"key":"Authorization","value":{}}},{{"key":"Cookie","value":{}}}],
                "url":{},"body":{{"mode":"raw","raw":{}}}}}}}]}}"#,
            json_string(&password, &styles),
            json_string(&format!("Basic {basic}"), &styles),
            json_string(&format!("a=b; session_id={escaped}; x=y"), &styles),
            json_string(&format!("https://example.org/?q=1&password={escaped}#x"), &styles),
            json_string(&body, &styles),
        );
        check(json.as_bytes(), &scan(json.as_bytes()));
    }

    /// Nothing that can be read makes the scanner panic, and what it reports holds its promise.
    #[test]
    fn any_damage_keeps_the_promise(hole in 0..HOLES.len(), cut in any::<prop::sample::Index>(), noise in prop::collection::vec(any::<u8>(), 0..8)) {
        let whole = HOLES[hole].replace('@', r#""Bearer gho_0123456789abcdefghijABCDEFGHIJ012345 password=hunter2hunter2""#);
        let mut bytes = whole.into_bytes();
        let at = cut.index(bytes.len());
        let end = (at + noise.len()).min(bytes.len());
        bytes.splice(at..end, noise);
        for finding in scan(&bytes) {
            for place in finding.places() {
                prop_assert!(place.span.start < place.span.end && place.span.end <= bytes.len());
                prop_assert!(place.line >= 1 && place.column >= 1);
            }
        }
        bytes.truncate(at);
        scan(&bytes);
    }
}

#[test]
fn a_key_over_several_lines_of_a_script_is_one_finding() {
    let body: Vec<String> = (0..6).map(|i| BASE64.encode(&[0x30 + i; 48])).collect();
    let armour = |word: &str| format!("-----{word} RSA PRIVATE KEY-----");
    let lines: Vec<String> = std::iter::once(armour("BEGIN")).chain(body).chain([armour("END")]).collect();
    let exec: Vec<String> = lines.iter().map(|line| json_string(line, &[Style::Plain])).collect();
    let json = format!(
        r#"{{"info":{{"name":"c"}},"item":[{{"name":"r","request":"u","event":[{{"listen":"test","script":{{"exec":["// key",{}]}}}}]}}]}}"#,
        exec.join(", ")
    );
    let findings = scan(json.as_bytes());
    check(json.as_bytes(), &findings);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].secret.reveal(), lines.join("\n").as_bytes());
    assert_eq!(findings[0].at.pointer.as_deref(), Some("/item/0/event/0/script/exec/1"));
    assert_eq!(findings[0].at.location.request.as_deref(), Some("r"));
}

#[test]
fn fingerprints_survive_reformatting_and_reordering() {
    let token = format!("gho_{}", "Ab3dEf6hIj9lMn2pQr5tUv8xYz1BcD4FgH7J");
    let compact = format!(
        r#"{{"info":{{"name":"c"}},"item":[{{"name":"a","request":"u"}},{{"name":"b","request":{{"header":[{{"key":"X","value":"{token}"}}]}}}}]}}"#
    );
    let moved = format!(
        "{{\n  \"item\": [\n    {{ \"request\": {{ \"header\": [ {{\"key\": \"Y\", \"value\": \"\"}},\n {{ \"value\": \"{token}\", \"key\": \"X\" }} ] }}, \"name\": \"b\" }},\n    {{\"name\": \"a\", \"request\": \"u\"}} ],\n  \"info\": {{\"name\": \"c\"}}\n}}\n"
    );
    let print = |json: &str| scan(json.as_bytes())[0].at.fingerprint;
    assert_eq!(print(&compact), print(&moved));
    assert_ne!(print(&compact), print(&compact.replace("\"name\":\"b\"", "\"name\":\"z\"")));
}

#[test]
fn names_hold_no_secret() {
    let token = ["gho_", "Ab3dEf6hIj9lMn2pQr5tUv8xYz1BcD4FgH7J"].concat();
    let url = format!("https://api.example.net/a?access_token={token}&page=2");
    let json = serde_json::json!({"info": {"name": url}, "item": [{"name": "password of admin123", "item": [{"name": url,
        "request": {"url": url, "auth": {"type": "basic", "basic": [{"key": "username", "value": "x"}, {"key": "password", "value": "admin123"}]}},
        "response": [{"name": url, "body": url}]}]}]});
    let findings = scan(json.to_string().as_bytes());
    assert!(findings.len() >= 2, "{findings:?}");
    let shown = format!("{findings:?}");
    assert!(!shown.contains(&token[4..]) && !shown.contains("admin123"), "{shown}");
    let mut locations = findings.iter().flat_map(Finding::places).map(|place| &place.location);
    let location = locations.find(|location| location.request.is_some()).unwrap();
    assert_eq!(
        location.request.as_deref(),
        Some("https://api.example.net/a?access_token=gho_…(40 bytes)&page=2")
    );
    assert_eq!(location.folders, ["password of ********"]);
}
