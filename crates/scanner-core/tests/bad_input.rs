//! Broken, hostile and badly encoded files: what can be read is scanned, what is wrong is said with its place, and nothing panics.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use scanner_core::{Artefact, ArtefactKind, Outcome, ScanError, Scanner};

const FIRST: &str = "Zk9mQ4tLw2xB7nR5vJ1c";
const SECOND: &str = "h3Tq8Yp6Wd2Xs4Fg9LbM";

/// The secrets among [`FIRST`] and [`SECOND`] that are found, each with the bytes it stands on, and what is said of the file.
fn scan(bytes: &[u8], origin: &str) -> (Vec<&'static str>, Outcome) {
    let scan = Scanner::new().scan(&Artefact::new(bytes, origin)).unwrap();
    for finding in &scan.findings {
        let span = finding.at.span;
        assert!(span.start < span.end && span.end <= bytes.len());
        if finding.at.decoded.is_empty() {
            assert_eq!(&bytes[span.range()], finding.secret.reveal());
        }
    }
    let found = |secret: &&str| scan.findings.iter().any(|f| f.secret.reveal() == secret.as_bytes());
    ([FIRST, SECOND].into_iter().filter(found).collect(), scan.outcome)
}

/// An environment with a secret on either side of `between`, which stands in the list of values.
fn environment(between: &str) -> String {
    format!(
        r#"{{"name": "e", "values": [
{{"key": "client_secret", "value": "{FIRST}", "enabled": true}}{between}
{{"key": "api_token", "value": "{SECOND}", "enabled": true}}], "_postman_variable_scope": "environment"}}"#
    )
}

/// Both secrets are found, and the file is what it is.
fn both(bytes: &[u8], origin: &str, kind: ArtefactKind) -> Outcome {
    let (found, outcome) = scan(bytes, origin);
    assert_eq!((found, outcome.kind), (vec![FIRST, SECOND], kind), "{origin}");
    outcome
}

fn line_of_warning(outcome: &Outcome) -> Option<usize> {
    outcome.warning.as_ref().map(|warning| warning.line)
}

#[test]
fn truncated_anywhere() {
    let whole = environment(",");
    let past_first = whole.find(FIRST).unwrap() + FIRST.len() + 1;
    let known = whole.find("\"values\"").unwrap() + 60;
    for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
        let (found, outcome) = scan(&whole.as_bytes()[..end], "e.json");
        assert!(end < past_first || found.contains(&FIRST), "cut at {end}");
        assert!(end == 0 || outcome.warning.is_some(), "cut at {end}");
        assert!(end < known || outcome.kind == ArtefactKind::Environment, "cut at {end}");
    }
}

#[test]
fn truncated_yaml_anywhere() {
    let whole = format!(
        "name: e\nvalues:\n  - key: client_secret\n    value: \"{FIRST}\"\n  - {{key: api_token, value: '{SECOND}'}}\n"
    );
    both(whole.as_bytes(), "e.environment.yaml", ArtefactKind::Environment);
    let past_first = whole.find(FIRST).unwrap() + FIRST.len();
    for end in 0..whole.len() {
        let (found, _) = scan(&whole.as_bytes()[..end], "e.environment.yaml");
        assert!(end < past_first || found.contains(&FIRST), "cut at {end}");
    }
}

#[test]
fn duplicated_keys() {
    let json = format!(
        r#"{{"name":"e","values":[{{"key":"client_secret","value":"{FIRST}"}}],"values":[{{"key":"api_token","value":"","value":"{SECOND}"}}]}}"#
    );
    assert_eq!(both(json.as_bytes(), "e.json", ArtefactKind::Environment).warning, None);
    let yaml = format!(
        "name: e\nvalues:\n  - {{key: client_secret, value: {FIRST}, value: {SECOND}}}\nvalues:\n  - {{key: a, value: b}}\n"
    );
    both(yaml.as_bytes(), "e.environment.yaml", ArtefactKind::Environment);
}

#[test]
fn ten_thousand_levels() {
    let deep = |open: &str, close: &str| format!(",{}1{},", open.repeat(10_000), close.repeat(10_000));
    for between in [deep("[", "]"), deep("{\"a\":", "}")] {
        let outcome = both(environment(&between).as_bytes(), "e.json", ArtefactKind::Environment);
        assert!(outcome.warning.unwrap().message.contains("nested too deep"));
    }
    let item = format!(
        r#"{{"name":"f","item":[{{"name":"r","request":{{"url":"u","header":[{{"key":"X-Api-Key","value":"{FIRST}"}}]}}}}]}}"#
    );
    let folders = (0..500).fold(item, |item, n| format!(r#"{{"name":"f{n}","item":[{item}]}}"#));
    let (found, _) = scan(format!(r#"{{"info":{{"name":"c"}},"item":[{folders}]}}"#).as_bytes(), "c.json");
    assert_eq!(found, [FIRST]);
}

#[test]
fn ten_thousand_levels_of_yaml() {
    for deep in ["[".repeat(10_000), "- ".repeat(10_000), "{a: ".repeat(10_000), "? ".repeat(10_000)] {
        let yaml = format!("name: e\nvalues:\n  - key: client_secret\n    value: {FIRST}\nx:\n  {deep}\n");
        let (found, outcome) = scan(yaml.as_bytes(), "e.environment.yaml");
        assert_eq!((found, outcome.kind), (vec![FIRST], ArtefactKind::Environment), "{}", &deep[..4]);
        assert!(outcome.warning.is_some());
    }
    let indented: String = (0..2_000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
    let yaml = format!("name: e\nvalues:\n  - key: client_secret\n    value: {FIRST}\n{indented}");
    assert_eq!(scan(yaml.as_bytes(), "e.environment.yaml").0, [FIRST]);
}

#[test]
fn one_line_of_many_megabytes() {
    let filler = r#",{"key":"colour","value":"blue or green, as you like","enabled":true}"#.repeat(200_000);
    let json = environment(&(filler + ",")).replace('\n', "");
    assert!(json.len() > 12_000_000 && !json.contains('\n'));
    assert_eq!(line_of_warning(&both(json.as_bytes(), "e.json", ArtefactKind::Environment)), None);
    let yaml = format!(
        "$kind: http-request\nurl: u\nheaders: {{X-Api-Key: {FIRST}, a: \"{}\", client_secret: {SECOND}}}\n",
        "x y ".repeat(500_000)
    );
    both(yaml.as_bytes(), "a.request.yaml", ArtefactKind::CollectionV3);
}

#[test]
fn nul_bytes() {
    let early = environment(",").replace("\"e\"", "\"e\0\"");
    let scanned = Scanner::new().scan(&Artefact::new(early.as_bytes(), "e.json"));
    assert_eq!(scanned.unwrap_err(), ScanError::Binary);
    let filler = format!(",{{\"key\":\"a\",\"value\":\"{}\0\"}},", "x".repeat(9_000));
    both(environment(&filler).as_bytes(), "e.json", ArtefactKind::Environment);
    let yaml = format!(
        "name: e\nvalues:\n  - {{key: client_secret, value: {FIRST}}}\n  - {{key: a, value: \"{}\0\"}}\n  - {{key: api_token, value: {SECOND}}}\n",
        "x".repeat(9_000)
    );
    both(yaml.as_bytes(), "e.environment.yaml", ArtefactKind::Environment);
}

#[test]
fn lone_surrogates() {
    let between = r#",{"key":"a","value":"\ud83d and \udc00 and \ud83d\u0041"},"#;
    both(environment(between).as_bytes(), "e.json", ArtefactKind::Environment);
    let yaml = format!(
        "name: e\nvalues:\n  - {{key: client_secret, value: \"\\ud83d{FIRST}\"}}\n  - {{key: api_token, value: \"{SECOND}\"}}\n"
    );
    assert_eq!(scan(yaml.as_bytes(), "e.environment.yaml").0, [SECOND]);
    let utf16: Vec<u8> = environment(",").encode_utf16().chain([0xd83d]).flat_map(u16::to_le_bytes).collect();
    both(&utf16, "e.json", ArtefactKind::Environment);
}

#[test]
fn byte_order_marks_and_utf_16() {
    let json = environment(",");
    let yaml = format!(
        "name: é\nvalues:\n  - {{key: client_secret, value: {FIRST}}}\n  - key: api_token\n    value: {SECOND}\n"
    );
    for (text, origin) in [(json, "e.json"), (yaml, "e.environment.yaml")] {
        let marked = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
        assert_eq!(both(&marked, origin, ArtefactKind::Environment).warning, None);
        for mark in ["", "\u{feff}"] {
            let units: Vec<u16> = mark.encode_utf16().chain(text.encode_utf16()).collect();
            let little: Vec<u8> = units.iter().copied().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units.iter().copied().flat_map(u16::to_be_bytes).collect();
            for bytes in [little, big] {
                assert_eq!(both(&bytes, origin, ArtefactKind::Environment).warning, None);
            }
        }
    }
}

#[test]
fn latin_1() {
    let json = environment(r#",{"key":"stra@e","value":"Gr@sse"},"#);
    let yaml = format!(
        "name: Gr@sse\nvalues:\n  - {{key: client_secret, value: {FIRST}}}\n  - {{key: \"gr@n\", value: 'x@'}}\n  - {{key: api_token, value: {SECOND}}}\n"
    );
    for (text, origin) in [(json, "e.json"), (yaml, "e.environment.yaml")] {
        let bytes: Vec<u8> = text.bytes().map(|b| if b == b'@' { 0xfc } else { b }).collect();
        assert!(std::str::from_utf8(&bytes).is_err());
        assert_eq!(both(&bytes, origin, ArtefactKind::Environment).warning, None);
    }
}

#[test]
fn mixed_line_ends() {
    let json = environment(",\r\n\r,\n").replace(",\r\n\r,", ",\r\n\r");
    assert_eq!(both(json.as_bytes(), "e.json", ArtefactKind::Environment).warning, None);
    let yaml = format!(
        "name: e\r\nvalues:\n  - key: client_secret\r\n    value: |-\r\n      {FIRST}\n  - key: api_token\n    value: >-\r\n\r\n      {SECOND}\r\n"
    );
    assert_eq!(both(yaml.as_bytes(), "e.environment.yaml", ArtefactKind::Environment).warning, None);
}

#[test]
fn conflict_markers() {
    let json = environment(
        ",\n<<<<<<< HEAD\n{\"key\":\"a\",\"value\":\"1\"},\n=======\n{\"key\":\"a\",\"value\":\"2\"},\n>>>>>>> theirs",
    );
    let outcome = both(json.as_bytes(), "e.json", ArtefactKind::Environment);
    assert_eq!(line_of_warning(&outcome), Some(3));
    let yaml = format!(
        "name: e\nvalues:\n<<<<<<< HEAD\n  - key: client_secret\n    value: {FIRST}\n=======\n  - key: api_token\n    value: {SECOND}\n>>>>>>> theirs\n"
    );
    let outcome = both(yaml.as_bytes(), "e.environment.yaml", ArtefactKind::Environment);
    assert_eq!(line_of_warning(&outcome), Some(3));
    assert!(outcome.warning.unwrap().message.contains("merge conflict"));
}

#[test]
fn trailing_commas_and_comments_in_json() {
    for between in [",,", ", // why", ", /* why\n and how */", ",\n# why\n"] {
        let outcome = both(environment(between).as_bytes(), "e.json", ArtefactKind::Environment);
        assert!(outcome.warning.is_some(), "{between}");
    }
    let json = environment(",").replace("true}]", "true,},]");
    both(json.as_bytes(), "e.json", ArtefactKind::Environment);
}

#[test]
fn alias_bombs() {
    let mut yaml = format!(
        "name: e\nvalues:\n  - {{key: client_secret, value: {FIRST}}}\n  - {{key: api_token, value: {SECOND}}}\na0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    );
    for n in 1..40 {
        let before = format!("*a{}", n - 1);
        yaml += &format!("a{n}: &a{n} [{}]\n", [before.as_str(); 9].join(", "));
    }
    assert_eq!(both(yaml.as_bytes(), "e.environment.yaml", ArtefactKind::Environment).warning, None);
    let circle = format!(
        "name: &n e\nvalues:\n  - &v {{key: client_secret, value: {FIRST}, x: *v}}\n  - {{<<: *v, key: api_token, value: {SECOND}}}\n"
    );
    both(circle.as_bytes(), "e.environment.yaml", ArtefactKind::Environment);
    let unknown = format!(
        "name: e\nvalues:\n  - {{key: client_secret, value: {FIRST}}}\nb: *nowhere\nc:\n  - {{key: api_token, value: {SECOND}}}\n"
    );
    let (found, outcome) = scan(unknown.as_bytes(), "e.environment.yaml");
    assert_eq!((found, line_of_warning(&outcome)), (vec![FIRST], Some(4)));
}

#[test]
fn tabs_in_yaml() {
    let yaml = format!(
        "name: e\nvalues:\n\t- key: client_secret\n\t  value: {FIRST}\n\t- key: api_token\n\t  value: {SECOND}\n"
    );
    let outcome = both(yaml.as_bytes(), "e.environment.yaml", ArtefactKind::Environment);
    assert_eq!(line_of_warning(&outcome), Some(3));
    assert!(outcome.warning.unwrap().to_string().contains("not valid YAML: a tab in the indentation"));
    let body = format!(
        "$kind: http-request\nurl: u\nbody:\n  type: json\n  content: |-\n    {{\n    \t\"client_secret\": \"{FIRST}\",\n    \t\"api_token\": \"{SECOND}\"\n    }}\n"
    );
    assert_eq!(both(body.as_bytes(), "a.request.yaml", ArtefactKind::CollectionV3).warning, None);
}

#[test]
fn yaml_that_is_none() {
    for text in [
        "$kind: http-request\n\"\n",
        "$kind: [",
        "$kind:\n  - : -\n    ? ? :",
        "$kind: \"http-request",
        "values:\nname:\n%%%\n---\n...\n",
    ] {
        scan(text.as_bytes(), "a.request.yaml");
    }
    let helm = format!(
        "name: e\nvalues:\n  - key: client_secret\n    value: {FIRST}\n{{{{- if .Values.more }}}}\n  - key: api_token\n    value: {SECOND}\n{{{{- end }}}}\n"
    );
    let outcome = both(helm.as_bytes(), "e.environment.yaml", ArtefactKind::Environment);
    assert_eq!(line_of_warning(&outcome), Some(5));
}
