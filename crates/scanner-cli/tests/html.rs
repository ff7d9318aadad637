//! The HTML page, as a user makes it.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use std::fs;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::{Value, json};

fn secret() -> String {
    ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"].concat()
}

/// The page of a collection whose names are all `name`.
fn page(name: &str, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let collection = json!({
        "info": {"name": name, "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": name, "item": [{"name": name, "request": {"url": "https://h.test/", "header": [
            {"key": "X-Api-Key", "value": secret(), "description": name}]}}]}],
    });
    fs::write(folder.path().join("c.postman_collection.json"), collection.to_string()).unwrap();
    let mut command = cargo_bin_cmd!("postseal");
    command.current_dir(folder.path()).args(arguments).args(["--output", "html=r.html", "--quiet"]);
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    fs::read_to_string(folder.path().join("r.html")).unwrap()
}

fn data(page: &str) -> Value {
    let start = page.find("id=\"data\">").unwrap() + "id=\"data\">".len();
    let end = start + page[start..].find("</script>").unwrap();
    serde_json::from_str(&page[start..end]).unwrap()
}

#[test]
fn hostile_names_stay_text() {
    let long = "long ".repeat(2_000);
    for name in [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!-- <script>",
        "\u{202e}gnp.exe\u{2028}",
        &long,
    ] {
        let page = page(name, &["scan"]);
        assert_eq!(page.matches("<script").count(), 2, "{name}");
        assert!(!page.contains("<img") && !page.contains("<!--") && !page.contains('\u{2028}'), "{name}");
        let data = data(&page);
        assert_eq!(data["findings"].as_array().unwrap().len(), 1);
        assert_eq!(data["findings"][0]["rule_id"], "generic-api-key");
        assert!(!data["findings"][0]["location"]["request"].as_str().unwrap().is_empty(), "{name}");
    }
}

#[test]
fn secrets_are_redacted_until_they_are_asked_for() {
    assert!(!page("Orders", &["scan"]).contains(&secret()));
    assert!(page("Orders", &["scan", "--show-secrets"]).contains(&secret()));
    assert!(!page("Orders", &["audit"]).contains(&secret()));
}

#[test]
fn the_page_has_the_audit_and_a_policy_that_loads_nothing() {
    let page = page("Orders", &["audit"]);
    let data = data(&page);
    let verdict =
        data["audit"]["controls"].as_array().unwrap().iter().find(|control| control["id"] == "3.3").unwrap();
    assert_eq!(verdict["verdict"], "fail");
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));
    assert!(!page.contains("unsafe-inline") && !page.contains(" style=\"") && !page.contains(" onclick"));
    let loads = ["<link", "<iframe", "src=\"", "@import", "url("];
    assert!(loads.iter().all(|what| !page.contains(what)));
}
