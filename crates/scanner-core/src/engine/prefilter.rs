//! The prefilter: one pass of an Aho-Corasick automaton over the bytes for the anchors of all rules.
//!
//! The guarantee: for every match of a rule that has anchors, the prefilter reports at least one anchor that lies inside the match. It may
//! report anchors that belong to no match.

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use std::collections::BTreeMap;

use crate::rule::Rule;

#[derive(Debug)]
pub(super) struct Prefilter {
    automaton: Option<AhoCorasick>,
    /// For each pattern of the automaton, who wants it.
    users: Vec<Vec<User>>,
}

#[derive(Debug)]
struct User {
    rule: usize,
    /// The anchor as the rule writes it; `None` if any case will do.
    exact: Option<Box<[u8]>>,
}

/// An anchor of a rule at a place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) rule: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Prefilter {
    pub(super) fn new(rules: &[Rule]) -> Prefilter {
        // One case-insensitive automaton for all: anchors that differ only in case share a pattern.
        let mut by_anchor: BTreeMap<Vec<u8>, Vec<User>> = BTreeMap::new();
        for (rule, compiled) in rules.iter().enumerate() {
            for anchor in &compiled.anchors {
                let exact = (!compiled.ignore_case).then(|| anchor.clone());
                by_anchor.entry(anchor.to_ascii_lowercase()).or_default().push(User { rule, exact });
            }
        }
        let (patterns, users): (Vec<_>, Vec<_>) = by_anchor.into_iter().unzip();
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .ok()
            .filter(|_| !patterns.is_empty());
        Prefilter { automaton, users }
    }

    /// Every anchor in `text`, in the order of their ends.
    pub(super) fn candidates<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = Candidate> + 'a {
        let hits = self.automaton.iter().flat_map(move |automaton| automaton.find_overlapping_iter(text));
        hits.flat_map(move |hit| {
            let (start, end) = (hit.start(), hit.end());
            self.users[hit.pattern().as_usize()]
                .iter()
                .filter(move |user| user.exact.as_deref().is_none_or(|exact| *exact == text[start..end]))
                .map(move |user| Candidate { rule: user.rule, start, end })
        })
    }
}
