//! `postseal explain`, `scan --explain` and `--as-of`, as a user runs them.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;

/// A folder with `prod.json`, and the client secret in it; the secret is put together here.
fn leaky() -> (tempfile::TempDir, String) {
    let secret = ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"].concat();
    let folder = tempfile::tempdir().unwrap();
    let json = format!(
        r#"{{"name":"Prod","values":[{{"key":"client_secret","value":"{secret}"}},{{"key":"token","value":"<token>"}}]}}"#
    );
    std::fs::write(folder.path().join("prod.json"), json).unwrap();
    std::fs::write(folder.path().join("notes.txt"), format!("first\napi_key = {secret}\n")).unwrap();
    (folder, secret)
}

fn run(folder: &tempfile::TempDir, args: &[&str]) -> (i32, String, String) {
    let output = cargo_bin_cmd!("postseal").current_dir(folder).args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn says_why_and_why_not() {
    let (folder, secret) = leaky();
    let (code, out, _) = run(&folder, &["explain", "prod.json", "/values/0/value"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(out);
    assert!(!out.contains(&secret));
    let (_, out, _) = run(&folder, &["explain", "prod.json", "/values/1/value"]);
    assert!(out.contains("it is a placeholder"), "{out}");
    let (_, out, _) = run(&folder, &["explain", "--show-secrets", "prod.json", "/values/0"]);
    assert!(out.contains(&secret), "{out}");
}

#[test]
fn text_has_lines() {
    let (folder, _) = leaky();
    let (code, out, _) = run(&folder, &["explain", "--format", "jsonl", "notes.txt", "2"]);
    let line: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert_eq!((code, &line["name"], &line["reported"]), (0, &"api_key".into(), &"generic-api-key".into()));
    assert!(line["score"].as_i64() >= line["threshold"].as_i64());
}

#[test]
fn places_that_are_not_there() {
    let (folder, _) = leaky();
    for args in
        [["prod.json", "/nowhere"], ["notes.txt", "/values"], ["notes.txt", "99"], ["gone.json", "/a"]]
    {
        let (code, out, err) = run(&folder, &["explain", args[0], args[1]]);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.starts_with(&format!("error: {}", args[0])), "{err}");
    }
}

#[test]
fn scans_can_give_their_evidence() {
    let (folder, _) = leaky();
    let finding = |args: &[&str]| {
        let (_, out, _) = run(&folder, &[&["scan", "--format", "jsonl", "prod.json"], args].concat());
        serde_json::from_str::<Value>(out.lines().next().unwrap()).unwrap()
    };
    assert!(finding(&[]).get("evidence").is_none());
    let evidence = finding(&["--explain"])["evidence"].clone();
    let sum: i64 = evidence.as_array().unwrap().iter().map(|e| e["points"].as_i64().unwrap()).sum();
    assert!(sum >= 60, "{evidence}");
    let (_, out, _) = run(&folder, &["scan", "--explain", "prod.json"]);
    assert!(out.contains("+50  the name is one for a credential"), "{out}");
}

#[test]
fn the_day_decides_what_has_expired() {
    let (folder, _) = leaky();
    let part = |json: &str| data_encoding::BASE64URL_NOPAD.encode(json.as_bytes());
    // 2027-01-15T08:00:00Z
    let token = format!(
        "{}.{}.{}",
        part(r#"{"alg":"HS256"}"#),
        part(r#"{"sub":"u-7","exp":1800000000}"#),
        "8FMPcMXkEENsG6RG4u1y"
    );
    let json = format!(r#"{{"name":"e","values":[{{"key":"token","value":"{token}"}}]}}"#);
    std::fs::write(folder.path().join("jwt.json"), json).unwrap();
    let severity = |day: &str| {
        let (_, out, _) = run(&folder, &["scan", "--format", "jsonl", "--as-of", day, "jwt.json"]);
        let line: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
        assert_eq!(line["expires"], "2027-01-15T08:00:00Z");
        assert_eq!(line["expired"] == true, line["severity"] == "low");
        line["severity"].as_str().unwrap().to_owned()
    };
    assert_eq!(severity("2027-01-16"), "low");
    assert_eq!(severity("2027-01-15T08:00:00Z"), "low");
    assert_ne!(severity("2027-01-15"), "low");
    let (code, _, err) = run(&folder, &["scan", "--as-of", "tomorrow"]);
    assert!(code == 2 && err.contains("--as-of"), "{err}");
}
