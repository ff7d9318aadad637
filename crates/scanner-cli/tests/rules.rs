//! `postseal rules`, as a user runs it.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

mod support;

use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use support::Run;

fn run(folder: &Path, args: &[&str]) -> Run {
    cargo_bin_cmd!("postseal").current_dir(folder).arg("rules").args(args).output().unwrap().into()
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with `own.toml`.
fn own(rules: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("own.toml"), rules).unwrap();
    folder
}

const OWN: &str = r#"
[[provider]]
id = "acme"
name = "Acme"
severity = "high"

[[provider.rule]]
id = "acme-key"
title = "Acme key"
token = "acme_{{hex:32}}"
examples.positive = ["{{token}}", "key: {{token}}"]
examples.negative = ["acme_{{hex:8}}", "acme"]
"#;

#[test]
fn lists_are_for_people_programs_and_documentation() {
    let all = run(here(), &["list"]);
    assert!(all.code == 0 && all.stdout.lines().count() > 700);
    let some = run(here(), &["list", "stripe", "--format", "jsonl"]);
    let lines: Vec<Value> = some.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let secret = lines.iter().find(|line| line["id"] == "stripe-secret-key").expect("the rule is listed");
    assert!(secret["type"] == "rule" && secret["matcher"] == "shape" && secret["severity"] == "critical");
    let table = run(here(), &["list", "stripe", "--format", "markdown"]).stdout;
    assert!(table.contains("\n## Stripe\n") && table.contains("| `stripe-secret-key` | **"), "{table}");
    assert_eq!(run(here(), &["list", "no such thing"]).code, 2);
}

/// `POSTSEAL_REGENERATE=1 cargo test -p scanner-cli --test rules` writes it anew.
#[test]
fn the_catalogue_is_fresh() {
    let path = here().join("../../rules/CATALOGUE.md");
    let catalogue = run(here(), &["list", "--format", "markdown"]).stdout;
    if std::env::var_os("POSTSEAL_REGENERATE").is_some() {
        std::fs::write(&path, &catalogue).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == catalogue, "stale: run with POSTSEAL_REGENERATE=1");
}

#[test]
fn one_rule_is_explained() {
    let one = run(here(), &["show", "generic-password"]);
    assert!(one.stdout.contains("How to revoke it") && !one.stdout.contains("Shapes"));
    let one = run(here(), &["show", "stripe-secret-key"]).stdout;
    assert!(one.contains("Shapes\n  sk_live_") && one.contains("References\n  https://"), "{one}");
    assert_eq!(run(here(), &["show", "nope"]).code, 2);
}

#[test]
fn the_built_in_rules_prove_themselves() {
    let check = run(here(), &["check"]);
    assert_eq!(check.code, 0, "{}", check.stdout);
    assert!(check.stdout.ends_with("rules, 0 failures\n"), "{}", check.stdout);
}

#[test]
fn a_rule_that_does_not_do_what_it_says_fails() {
    let folder = own(OWN);
    let right = run(folder.path(), &["check", "own.toml"]);
    assert_eq!(right.code, 0, "{}", right.stdout);
    assert!(right.stdout.contains("rule `acme-key` lacks a description"), "{}", right.stdout);
    for (from, to, what) in [
        ("\"acme\"]\n", "\"acme_{{hex:32}}\"]\n", "is reported"),
        ("key: {{token}}", "key: «acme_{{hex:31}}»", "not found at the start and the end of a file"),
        ("key: {{token}}", "key: {{tokn:3}}", "unknown placeholder"),
    ] {
        let folder = own(&OWN.replace(from, to));
        let wrong = run(folder.path(), &["check", "own.toml"]);
        assert!(wrong.code == 1 && wrong.stdout.contains(what), "{}", wrong.stdout);
    }
}

#[test]
fn a_bad_file_is_told_by_file_line_rule_and_reason() {
    for (from, to, what) in [
        (
            "hex:32",
            "hxe:32",
            "own.toml: line 8: rule `acme-key`: shape `acme_{{hxe:32}}`: unknown placeholder",
        ),
        ("title", "titel", "unknown field `titel`"),
        ("severity = \"high\"", "", "own.toml: line 8: rule `acme-key`: `severity` is needed"),
        ("id = \"acme-key\"", "id = \"other-key\"", "the id must begin with `acme`"),
    ] {
        let folder = own(&OWN.replace(from, to));
        let wrong = run(folder.path(), &["check", "own.toml"]);
        assert!(wrong.code == 1 && wrong.stdout.contains(what), "{what}: {}", wrong.stdout);
    }
}

#[test]
fn a_rule_is_tried_on_a_text() {
    let folder = own(OWN);
    let token = format!("acme_{}", "0a1b2c3d4e5f6a7b".repeat(2));
    let found = run(folder.path(), &["test", "--rules", "own.toml", "acme-key", &format!("x {token}")]);
    assert_eq!(found.code, 1);
    assert!(found.stdout.contains("these bytes are reported as acme-key") && !found.stdout.contains(&token));
    let silent = run(folder.path(), &["test", "--rules", "own.toml", "acme-key", "acme_nothing"]);
    assert!(silent.code == 0 && silent.stdout.contains("Nothing in the text"), "{}", silent.stdout);
    assert_eq!(run(folder.path(), &["test", "acme-key", "x"]).code, 2);
}

#[test]
fn own_rules_are_added_take_places_and_are_switched_off() {
    let folder = own(OWN);
    let listed =
        |args: &[&str]| run(folder.path(), &[&["list", "--rules", "own.toml"], args].concat()).stdout;
    assert!(listed(&["acme"]).contains("acme-key"));
    let by = |selector: &str| listed(&["--disable", selector]);
    assert!(!by("acme-key").contains("acme-key") && !by("provider:ACME").contains("acme-key"));
    assert!(!by("severity:high").contains("  high  ") && by("severity:high").contains("  critical  "));
    assert!(listed(&[]).contains("github-") && !by("tag:source-control").contains("github-"));
    let folder = own(&OWN.replace("\"acme\"", "\"stripe\"").replace("acme-key", "stripe-secret-key"));
    let replaced = run(folder.path(), &["show", "--rules", "own.toml", "stripe-secret-key"]);
    assert!(replaced.stdout.starts_with("Acme key"), "{}", replaced.stdout);
    let unknown = run(folder.path(), &["list", "--disable", "tag:none"]);
    assert!(unknown.code == 2 && unknown.stderr.contains("there is no such rule"), "{}", unknown.stderr);
}

#[test]
fn rules_of_gitleaks_are_imported_and_the_rest_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let config = r#"
title = "ours"

[extend]
useDefault = true

[[rules]]
id = "acme_api"
description = "Acme API key"
regex = '''(?i)acme[\w-]{0,10}\s*[:=]\s*["']?([a-z0-9]{32})\b'''
entropy = 3
keywords = ["acme", "ac"]
tags = ["ours"]

[[rules.allowlists]]
stopwords = ["placeholder"]
regexes = ['''^0+$''']

[[rules]]
id = "look-around"
regex = '''a(?=b)'''
keywords = ["abc"]

[[rules]]
id = "no-keyword"
regex = '''[0-9a-f]{64}'''

[[rules]]
id = "only-a-path"
path = '''\.pem$'''
"#;
    std::fs::write(folder.path().join("gitleaks.toml"), config).unwrap();
    let import = run(folder.path(), &["import", "gitleaks.toml", "--output", "own.toml"]);
    assert_eq!(import.code, 0, "{}", import.stderr);
    insta::assert_snapshot!("import_told", import.stderr);
    insta::assert_snapshot!(
        "imported_rules",
        std::fs::read_to_string(folder.path().join("own.toml")).unwrap()
    );
    assert_eq!(run(folder.path(), &["check", "own.toml"]).code, 0);
    let text = format!("ACME_KEY = \"{}\"", "0a1b2c3d4e5f6a7b".repeat(2));
    assert_eq!(run(folder.path(), &["test", "--rules", "own.toml", "acme-api", &text]).code, 1);
    let text = text.replace("0a1b2c3d4e5", "placeholder");
    assert_eq!(run(folder.path(), &["test", "--rules", "own.toml", "acme-api", &text]).code, 0);
}
