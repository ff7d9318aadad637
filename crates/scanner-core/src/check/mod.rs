//! Proves rules by their examples: what a rule says it finds is found, with its exact span and by that rule, wherever credentials stand
//! (plain text, requests, escaped bodies, the edges of a file); what it says it does not find is not.

mod embed;

use std::fmt;

use embed::Embedded;

use crate::finding::Verdict;
use crate::rule::{BadTemplate, Maker, Shape};
use crate::{Artefact, Finding, RuleSpec, Scanner, Span};

/// An example of a rule that did not turn out as the rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Id of the rule.
    pub rule: String,
    /// The template of the example; for a near-miss that follows from a shape, that shape.
    pub template: String,
    /// What went wrong, and where. It may quote the made text; there is no real credential in it.
    pub what: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule `{}`, example `{}`: {}", self.rule, self.template, self.what)
    }
}

/// Tries every example of `rule` with texts made from `seed`. The scanner must have the rule; others that it has must not get in its way.
///
/// ```
/// use scanner_core::{Scanner, check};
///
/// let scanner = Scanner::new();
/// let rule = scanner_core::rule::builtin_rules().iter().find(|rule| rule.info.id == "huggingface-access-token").unwrap();
/// assert_eq!(check::rule(&scanner, rule, 1), []);
/// ```
pub fn rule(scanner: &Scanner, rule: &RuleSpec, seed: u64) -> Vec<Failure> {
    let mut check = Check { scanner, rule, maker: Maker::new(seed), failures: Vec::new() };
    if !rule.identifier {
        rule.examples.positive.iter().for_each(|template| check.positive(template));
    }
    rule.examples.negative.iter().for_each(|template| check.silent(template, "is reported"));
    rule.examples
        .near_miss
        .iter()
        .for_each(|template| check.silent(template, "is reported, and is only a near-miss"));
    check.near_misses();
    check.failures
}

/// What a rule that others rely on should have and this one lacks, such as `two positive examples`.
pub fn missing(rule: &RuleSpec) -> Vec<&'static str> {
    let (info, examples) = (&rule.info, &rule.examples);
    let wanted = [
        (rule.identifier || examples.positive.len() >= 2, "two positive examples"),
        (rule.identifier || examples.negative.len() >= 2, "two negative examples"),
        (rule.identifier || rule.pattern.is_none() || !examples.near_miss.is_empty(), "a near-miss"),
        (info.description.len() >= 15, "a description"),
        (!info.why.is_empty(), "why a leak matters"),
        (!info.revoke.is_empty(), "how to revoke it"),
        (
            !info.references.is_empty() && info.references.iter().all(|r| r.starts_with("https://")),
            "references, which are https URLs",
        ),
    ];
    wanted.into_iter().filter(|(there, _)| !there).map(|(_, what)| what).collect()
}

struct Check<'c> {
    scanner: &'c Scanner,
    rule: &'c RuleSpec,
    maker: Maker,
    failures: Vec<Failure>,
}

impl Check<'_> {
    fn fail(&mut self, template: &str, what: impl Into<String>) {
        let (rule, template) = (self.rule.info.id.to_string(), template.to_owned());
        self.failures.push(Failure { rule, template, what: what.into() });
    }

    /// Anchors are found anywhere; a rule that only names lead to needs a pair to stand in.
    fn needs_a_pair(&self) -> bool {
        let prefixed = |token: &str| !token.starts_with("{{");
        self.rule.anchors.is_empty()
            && !(self.rule.pattern.is_none() && self.rule.token.iter().all(|t| prefixed(t)))
    }

    fn positive(&mut self, template: &str) {
        let example = match self.maker.example(template, self.rule) {
            Ok(example) => example,
            Err(BadTemplate(what)) => return self.fail(template, what),
        };
        let documents = if self.needs_a_pair() { embed::pairs(&example) } else { embed::anywhere(&example) };
        if documents.is_empty() {
            self.fail(template, "has no name: write `NAME=value` or `Name: value`");
        }
        for document in documents {
            if let Some(what) = self.unfound(&document) {
                return self.fail(template, what);
            }
        }
        // A token that was made from a shape is made with the right checksum, if the rule has one that can be made.
        let is_refuted = |finding: &Finding| self.is_own(finding) && finding.verdict == Verdict::Invalid;
        if template.contains("{{token") && self.scan(&example.text).iter().any(is_refuted) {
            self.fail(template, "its structure is wrong: write in the example what the token is made of");
        }
    }

    /// What is wrong with a document in which the rule should have found the secret at every place.
    fn unfound(&self, document: &Embedded) -> Option<String> {
        let findings = self.scan(&document.text);
        let own: Vec<Span> = findings.iter().filter(|f| self.is_own(f)).flat_map(spans).collect();
        let missed: Vec<&(&str, Span)> =
            document.places.iter().filter(|(_, span)| !own.contains(span)).collect();
        let (place, span) = missed.first()?;
        let others = findings.iter().flat_map(|f| spans(f).map(move |s| (f.rule_id(), s)));
        let there: Vec<String> = others
            .filter(|(_, s)| s.start < span.end && span.start < s.end)
            .map(|(rule, s)| format!("{rule} {}..{}", s.start, s.end))
            .collect();
        let text = &document.text[..];
        let before = text[..span.start].char_indices().rev().nth(23).map_or(0, |(at, _)| at);
        let after = text[span.end..].char_indices().nth(12).map_or(text.len(), |(at, _)| span.end + at);
        Some(format!(
            "not found {place} at {}..{} of `{}`; found there: {there:?}",
            span.start,
            span.end,
            &text[before..after]
        ))
    }

    fn silent(&mut self, template: &str, what: &str) {
        match self.maker.example(template, self.rule) {
            Ok(example) => self.silent_in(template, &example.text, what),
            Err(BadTemplate(what)) => self.fail(template, what),
        }
    }

    fn silent_in(&mut self, template: &str, text: &str, what: &str) {
        if self.scan(text).iter().any(|finding| self.is_own(finding)) {
            self.fail(template, format!("{what}: `{text}`"));
        }
    }

    /// What follows from the shapes: one character short, one too long, a foreign one; and a checksum that is wrong.
    fn near_misses(&mut self) {
        let shapes: Vec<Shape> = self
            .rule
            .token
            .iter()
            .filter_map(|token| Shape::parse(token, self.rule.ignore_case).ok())
            .collect();
        // Names are taken from the first example that has one.
        let around = self.rule.examples.positive.iter().find(|example| example.contains("{{token"));
        let around = around.map_or("{{token}}", |example| &**example).to_owned();
        let Some((before, after)) = split_at_token(&around) else { return };
        for (index, (shape, token)) in shapes.iter().zip(self.rule.token.iter()).enumerate() {
            for (kind, miss) in self.maker.near_misses(shape) {
                let other = |(at, shape): (usize, &Shape)| {
                    at != index && shape.match_at(miss.as_bytes(), 0) == Some(miss.len())
                };
                if !shapes.iter().enumerate().any(other) {
                    let text = format!("{before}{miss}{after}").replace(['«', '»'], "");
                    self.silent_in(
                        token,
                        &text,
                        &format!("a token with {kind} is reported").replace("with too", "that is too"),
                    );
                }
            }
        }
        self.wrong_checksum(before, after);
    }

    fn wrong_checksum(&mut self, before: &str, after: &str) {
        let (Some(checksum), Some(token)) = (self.rule.checksum, self.rule.token.first().cloned()) else {
            return;
        };
        let plain = RuleSpec { checksum: None, ..self.rule.clone() };
        let Ok(made) = self.maker.example(&token, &plain) else { return };
        let unsealed = made.text;
        if checksum.seal(unsealed.clone()) == unsealed {
            return;
        }
        let text = format!("{before}{unsealed}{after}").replace(['«', '»'], "");
        let findings = self.scan(&text);
        if findings.iter().any(|finding| self.is_own(finding) && finding.verdict == Verdict::Valid) {
            self.fail(&token, "a wrong checksum is taken for a right one");
        }
    }

    fn scan(&self, text: &str) -> Vec<Finding> {
        self.scanner
            .scan(&Artefact::new(text.as_bytes(), "example"))
            .map_or_else(|_| Vec::new(), |scan| scan.findings)
    }

    fn is_own(&self, finding: &Finding) -> bool {
        finding.rule_id() == self.rule.info.id
    }
}

fn spans(finding: &Finding) -> impl Iterator<Item = Span> + '_ {
    finding.places().map(|place| place.span)
}

/// What stands before and after the token of an example.
fn split_at_token(template: &str) -> Option<(&str, &str)> {
    let (before, rest) = template.split_once("{{token")?;
    let (_, after) = rest.split_once("}}")?;
    (!before.contains("{{") && !after.contains("{{")).then_some((before, after))
}
