//! Confirms candidates: a shape at its place, or a pattern in a window round its anchors.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use regex_automata::Input;
use regex_automata::meta::Regex;

use super::prefilter::{Candidate, Prefilter};
use super::{EngineCache, Match};
use crate::rule::{Matcher, Pattern, Rule, SECRET_GROUP, Shape, normalise};

pub(super) fn matches(
    rules: &[Rule],
    prefilter: &Prefilter,
    cache: &mut EngineCache,
    text: &[u8],
) -> Vec<Match> {
    let mut found = Vec::new();
    cache.windows.clear();
    for candidate in prefilter.candidates(text) {
        let rule = &rules[candidate.rule];
        match &rule.matcher {
            Matcher::Shapes(shapes) => shapes_at(shapes, rule, candidate, text, &mut found),
            Matcher::Pattern(pattern) => {
                let start = candidate.start.saturating_sub(pattern.reach);
                let end = candidate.end.saturating_add(pattern.reach).min(text.len());
                cache.windows.push((candidate.rule, start..end));
            }
        }
    }
    cache.windows.sort_by_key(|(rule, window)| (*rule, window.start));
    let mut windows = cache.windows.drain(..).peekable();
    while let Some((rule, mut window)) = windows.next() {
        // Windows that touch become one, so that no byte is searched twice for the same rule.
        while let Some((_, next)) = windows.next_if(|(r, next)| *r == rule && next.start <= window.end) {
            window.end = window.end.max(next.end);
        }
        if let Matcher::Pattern(pattern) = &rules[rule].matcher {
            in_window(pattern, rule, text, window, &mut found);
        }
    }
    found.sort_by_key(|m| (m.secret.start, m.secret.end, m.rule));
    found.dedup();
    found
}

fn shapes_at(shapes: &[Shape], rule: &Rule, candidate: Candidate, text: &[u8], found: &mut Vec<Match>) {
    let anchor = &text[candidate.start..candidate.end];
    for shape in shapes {
        for distance in shape.anchor_distances(anchor, rule.ignore_case) {
            let Some(start) = candidate.start.checked_sub(distance) else { break };
            if let Some(end) = shape.match_at(text, start) {
                found.push(Match { rule: candidate.rule, secret: start..end });
            }
        }
    }
}

pub(super) fn in_window(
    pattern: &Pattern,
    rule: usize,
    text: &[u8],
    window: Range<usize>,
    found: &mut Vec<Match>,
) {
    let Some(regex) = pattern.regex() else { return };
    let mut at = window.start;
    while at < window.end {
        let input = Input::new(text).range(at..window.end);
        let Some((whole, secret)) = search(regex, &input) else { break };
        at = whole.end.max(at + 1);
        if !secret.is_empty() {
            found.push(Match { rule, secret });
        }
    }
}

/// The leftmost match, and the part of it that is the secret.
fn search(regex: &Regex, input: &Input<'_>) -> Option<(Range<usize>, Range<usize>)> {
    let Some(group) = regex.group_info().to_index(regex_automata::PatternID::ZERO, SECRET_GROUP) else {
        let whole = regex.search(input)?.range();
        return Some((whole.clone(), whole));
    };
    let mut captures = regex.create_captures();
    regex.search_captures(input, &mut captures);
    let whole = captures.get_match()?.range();
    let secret = captures.get_group(group).map_or(whole.end..whole.end, |span| span.range());
    Some((whole, secret))
}

/// Which context names occur in a name.
#[derive(Debug)]
pub(super) struct NameIndex {
    automaton: Option<AhoCorasick>,
    /// For each name, the rules that have no anchor and want it.
    users: Vec<usize>,
}

impl NameIndex {
    pub(super) fn new(rules: &[Rule]) -> NameIndex {
        let mut names = Vec::new();
        let mut users = Vec::new();
        for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.anchors.is_empty()) {
            for name in &rule.names {
                names.push(name.clone());
                users.push(index);
            }
        }
        let automaton = AhoCorasick::new(&names).ok().filter(|_| !names.is_empty());
        NameIndex { automaton, users }
    }
}

pub(super) fn matches_named(
    rules: &[Rule],
    names: &NameIndex,
    context: [&[u8]; 2],
    value: &[u8],
) -> Vec<Match> {
    let Some(automaton) = &names.automaton else { return Vec::new() };
    let context = context.map(normalise);
    let hits = context.iter().flat_map(|context| automaton.find_overlapping_iter(context));
    let mut wanted: Vec<usize> = hits.map(|hit| names.users[hit.pattern().as_usize()]).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted.retain(|&rule| fills(&rules[rule], value));
    wanted.into_iter().map(|rule| Match { rule, secret: 0..value.len() }).collect()
}

/// Whether a rule matches the whole of `value`.
fn fills(rule: &Rule, value: &[u8]) -> bool {
    match &rule.matcher {
        Matcher::Shapes(shapes) => shapes.iter().any(|shape| shape.match_at(value, 0) == Some(value.len())),
        Matcher::Pattern(pattern) => pattern
            .regex()
            .and_then(|regex| regex.search(&Input::new(value).anchored(regex_automata::Anchored::Yes)))
            .is_some_and(|found| found.range() == (0..value.len())),
    }
}
