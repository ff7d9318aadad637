//! From bytes to matches: prefilter → matcher → accept → overlap.
//!
//! The prefilter finds anchors and never misses one; the matcher confirms each candidate with a shape or a pattern in a bounded window; accept
//! weighs entropy, stop words and checksum; overlap keeps one of several matches that claim the same bytes. [`oracle`] does the same
//! the slow and obvious way, for the tests. This room must not know Postman: it is given text and the names around it.

mod accept;
mod matcher;
#[cfg(test)]
mod oracle;
mod overlap;
mod prefilter;

use std::ops::Range;
use std::sync::OnceLock;

pub(crate) use accept::{Accepted, Surroundings, entropy};
use matcher::NameIndex;
pub(crate) use overlap::{Rank, Tier, keep_best};
use prefilter::Prefilter;

use crate::rule::Rule;

/// A confirmed match that nothing has been asked about yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Match {
    /// Index of the rule.
    pub(crate) rule: usize,
    /// The secret, in the text that was searched.
    pub(crate) secret: Range<usize>,
}

/// Rules, compiled together.
#[derive(Debug)]
pub(crate) struct Engine {
    rules: Vec<Rule>,
    /// Built by the first scan: a run that finds nothing to scan should not pay for it.
    prefilter: OnceLock<Prefilter>,
    names: OnceLock<NameIndex>,
}

/// Scratch of one worker.
#[derive(Debug, Default)]
pub(crate) struct EngineCache {
    windows: Vec<(usize, Range<usize>)>,
}

impl Engine {
    pub(crate) fn new(rules: Vec<Rule>) -> Engine {
        Engine { rules, prefilter: OnceLock::new(), names: OnceLock::new() }
    }

    pub(crate) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Every match of every rule that has anchors, sorted and without duplicates.
    pub(crate) fn matches(&self, cache: &mut EngineCache, text: &[u8]) -> Vec<Match> {
        let prefilter = self.prefilter.get_or_init(|| Prefilter::new(&self.rules));
        matcher::matches(&self.rules, prefilter, cache, text)
    }

    /// The matches of rules that only a context name leads to: `value` as a whole, in a
    /// context (the name it stands under, what else is near).
    pub(crate) fn matches_named(&self, context: [&[u8]; 2], value: &[u8]) -> Vec<Match> {
        let names = self.names.get_or_init(|| NameIndex::new(&self.rules));
        matcher::matches_named(&self.rules, names, context, value)
    }

    /// Whether a match stands as a credential, and how sure that is.
    pub(crate) fn accept(&self, found: &Match, text: &[u8], around: &Surroundings<'_>) -> Option<Accepted> {
        accept::accept(&self.rules[found.rule], found, text, around)
    }
}
