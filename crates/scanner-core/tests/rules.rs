//! Every rule proves itself by its examples, and says what a reader needs.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use std::collections::BTreeSet;

use scanner_core::rule::builtin_rules;
use scanner_core::{Scanner, check};

/// Random instances of each example.
const ROUNDS: u64 = 6;

#[test]
fn every_example_of_every_rule_in_every_place() {
    let scanner = Scanner::new();
    let first_failure =
        |rule| (1..=ROUNDS).find_map(|seed| check::rule(&scanner, rule, seed).into_iter().next());
    let failures: Vec<String> =
        builtin_rules().iter().filter_map(first_failure).map(|failure| failure.to_string()).collect();
    assert!(failures.is_empty(), "{} rules fail:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_rule_says_what_a_reader_needs() {
    for rule in builtin_rules() {
        let id = &rule.info.id;
        assert_eq!(check::missing(rule), [""; 0], "{id}");
        let is_kebab = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(is_kebab, "{id}: kebab-case");
    }
}

/// Shapes are confirmed by a specialised matcher, patterns by a regular expression.
#[test]
#[expect(clippy::disallowed_macros, reason = "prints the rules that are left")]
fn most_rules_are_shapes() {
    let rules = builtin_rules();
    let patterns: Vec<&str> =
        rules.iter().filter(|rule| rule.pattern.is_some()).map(|rule| &*rule.info.id).collect();
    println!("{} of {} rules are patterns: {}", patterns.len(), rules.len(), patterns.join(", "));
    assert!(
        patterns.len() * 100 <= rules.len() * 15,
        "{} of {} rules are patterns",
        patterns.len(),
        rules.len()
    );
}

#[test]
fn there_are_as_many_rules_as_promised() {
    let secrets = builtin_rules().iter().filter(|rule| !rule.identifier).count();
    assert!(secrets >= 700, "{secrets} kinds of secret");
}

#[test]
fn no_two_rules_have_the_same_title_or_shape_and_names() {
    let (mut titles, mut matchers) = (BTreeSet::new(), BTreeSet::new());
    for rule in builtin_rules() {
        assert!(titles.insert(&rule.info.title), "{}: title `{}` is taken", rule.info.id, rule.info.title);
        let matcher = (&rule.token, &rule.pattern, &rule.names, &rule.hosts);
        assert!(matchers.insert(matcher), "{}: matches what another rule matches", rule.info.id);
    }
}
