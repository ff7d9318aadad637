//! The prefilter: one pass over the bytes for the anchors of all rules, by hand-written vector code where the machine has it.
//!
//! The guarantee: for every match of a rule that has anchors, the prefilter reports at least one anchor that lies inside the match. It may
//! report anchors that belong to no match.
//!
//! `literal` says what is looked for, `plan` chooses by `model` how, `tables` turns a plan into what `portable`, `avx2` and `avx512` look at, and
//! `finder` puts them together. It can look for any list of literals; `plans` has those that ship with the crate. All `unsafe` of the crate is
//! in `avx2` and `avx512`.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod finder;
#[cfg(test)]
mod fresh;
#[cfg(feature = "internals")]
pub mod internals;
mod literal;
mod model;
mod plan;
mod plans;
mod portable;
mod tables;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

pub(crate) use finder::{Finder, Hit, Scratch};
pub(crate) use literal::Literal;
pub(crate) use model::frequency;
pub(crate) use plans::MARKS;

use crate::rule::Rule;

/// Finds the anchors of rules.
#[derive(Debug)]
pub(super) struct Prefilter {
    /// `None`: those of the rules that ship with the crate.
    finder: Option<Finder>,
    /// For each literal, where the rules that want it begin in `users`. One that nobody wants, because its rules were left out, has none.
    starts: Vec<u32>,
    users: Vec<u32>,
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
        let wanted: Vec<(Literal, usize)> = literals(rules).collect();
        let known = |literal: &Literal| plans::ANCHORS.index_of(literal).is_some();
        let added: BTreeSet<Literal> =
            wanted.iter().map(|(literal, _)| literal).filter(|literal| !known(literal)).cloned().collect();
        let finder = if added.is_empty() {
            None
        } else if wanted.len() - added.len() > plans::ANCHORS.len() / 4 {
            Some(plans::ANCHORS.extended(&added))
        } else {
            // Hardly any of the rules that ship with the crate: not worth looking for all their anchors.
            Some(Finder::new(&wanted.iter().map(|(literal, _)| literal.clone()).collect()))
        };
        let (starts, users) = users(finder.as_ref().unwrap_or(&plans::ANCHORS), &wanted);
        Prefilter { finder, starts, users }
    }

    /// Calls `on` for every anchor in `text`, in no order that one could rely on.
    pub(super) fn candidates(&self, scratch: &mut Scratch, text: &[u8], mut on: impl FnMut(Candidate)) {
        let finder = self.finder.as_ref().unwrap_or(&plans::ANCHORS);
        finder.find(scratch, text, |hit| {
            let users = self.starts[hit.literal] as usize..self.starts[hit.literal + 1] as usize;
            for &rule in &self.users[users] {
                on(Candidate { rule: rule as usize, start: hit.start, end: hit.end });
            }
        });
    }
}

/// The anchors of rules, each with the index of its rule.
fn literals(rules: &[Rule]) -> impl Iterator<Item = (Literal, usize)> {
    rules.iter().enumerate().flat_map(|(index, rule)| {
        // None is too short: `compile` refuses those.
        let anchors = rule.anchors.iter().filter_map(|anchor| Literal::new(anchor, rule.ignore_case));
        anchors.map(move |literal| (literal, index))
    })
}

/// For each literal of a finder the rules that want it, one list after the other.
fn users(finder: &Finder, wanted: &[(Literal, usize)]) -> (Vec<u32>, Vec<u32>) {
    let mut pairs: Vec<(usize, u32)> =
        wanted.iter().filter_map(|(literal, rule)| Some((finder.index_of(literal)?, *rule as u32))).collect();
    pairs.sort_unstable();
    // A rule that ignores case may have an anchor twice.
    pairs.dedup();
    let starts =
        (0..=finder.len()).map(|literal| pairs.partition_point(|pair| pair.0 < literal) as u32).collect();
    (starts, pairs.into_iter().map(|(_, rule)| rule).collect())
}
