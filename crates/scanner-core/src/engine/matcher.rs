//! Confirms candidates: a shape at its place, or a pattern in a window round its anchors.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use regex_automata::Input;
use regex_automata::meta::Regex;

use super::prefilter::{Candidate, Prefilter};
use super::{Engine, EngineCache, Match};
use crate::context::is_credential;
use crate::memo::Memo;
use crate::rule::{ByteSet, Matcher, Pattern, Rule, SECRET_GROUP, Shape, Words, starts_token};

pub(super) fn matches(
    rules: &[Rule],
    prefilter: &Prefilter,
    cache: &mut EngineCache,
    text: &[u8],
    on_anchor: &mut dyn FnMut(Range<usize>),
) -> Vec<Match> {
    let mut found = Vec::new();
    cache.windows.clear();
    prefilter.candidates(&mut cache.anchors, text, |candidate| {
        let rule = &rules[candidate.rule];
        on_anchor(candidate.start..candidate.end);
        match &rule.matcher {
            Matcher::Shapes(shapes) => shapes_at(shapes, rule, candidate, text, &mut found),
            Matcher::Pattern(pattern) => {
                let start = candidate.start.saturating_sub(pattern.reach);
                let end = candidate.end.saturating_add(pattern.reach).min(text.len());
                cache.windows.push((candidate.rule, start..end));
            }
        }
    });
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
        if pattern.begins_token && !starts_token(text, whole.start) {
            at = whole.start + 1;
            continue;
        }
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

/// Which rules without an anchor a name or a host may lead to.
#[derive(Debug)]
pub(super) struct NameIndex {
    automaton: Option<AhoCorasick>,
    /// For each name, the rule that wants it.
    users: Vec<usize>,
    hosts: HashMap<Box<str>, Vec<usize>>,
    filled: Filled,
}

impl NameIndex {
    pub(super) fn new(rules: &[Rule]) -> NameIndex {
        let mut names = Vec::new();
        let mut users = Vec::new();
        let mut hosts: HashMap<_, Vec<_>> = HashMap::new();
        let mut filled = Filled::default();
        for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.anchors.is_empty()) {
            for lead in rule.names.leads() {
                names.push(lead.letters());
                users.push(index);
            }
            for host in &rule.hosts {
                hosts.entry(host.clone()).or_default().push(index);
            }
            filled.add(&rule.matcher);
        }
        let automaton = AhoCorasick::new(&names).ok().filter(|_| !names.is_empty());
        NameIndex { automaton, users, hosts, filled }
    }

    /// Whether `value` may be all of what a rule without an anchor wants.
    pub(super) fn may_be(&self, value: &[u8]) -> bool {
        self.filled.may_be(value)
    }

    /// The rules that may have a name here, in order.
    fn named(&self, words: &Words) -> Vec<usize> {
        let hits =
            self.automaton.iter().flat_map(|automaton| automaton.find_overlapping_iter(words.letters()));
        let mut rules: Vec<usize> = hits.map(|hit| self.users[hit.pattern().as_usize()]).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

/// A rule that takes longer values takes any, in bytes.
const LONGEST_FILLED: usize = 4096;

/// What fills a rule: most values have another length, or a byte that no token of their length has.
#[derive(Debug, Default)]
struct Filled {
    /// For each length, the bytes of tokens that have it.
    bytes: Vec<ByteSet>,
    /// A rule may be filled by anything.
    any: bool,
}

impl Filled {
    fn add(&mut self, matcher: &Matcher) {
        let Matcher::Shapes(shapes) = matcher else {
            self.any = true;
            return;
        };
        for shape in shapes {
            let (lengths, bytes) = (shape.lengths(), shape.bytes());
            self.any |= *lengths.end() > LONGEST_FILLED;
            if self.any {
                return;
            }
            if *lengths.end() >= self.bytes.len() {
                self.bytes.resize(lengths.end() + 1, ByteSet::EMPTY);
            }
            self.bytes[lengths].iter_mut().for_each(|set| *set = set.union(&bytes));
        }
    }

    fn may_be(&self, value: &[u8]) -> bool {
        self.any || self.bytes.get(value.len()).is_some_and(|set| value.iter().all(|&b| set.contains(b)))
    }
}

/// What stands near a value, such as the URL of its request.
#[derive(Debug, Default)]
pub(crate) struct Near {
    text: Vec<u8>,
    /// Looked up when a value wants to know: most do not.
    leads: OnceCell<NearLeads>,
}

/// The rules to which what is near may lead.
#[derive(Debug)]
struct NearLeads {
    words: Words,
    /// A name may stand in it.
    rules: Vec<usize>,
    /// It is a URL of one of their hosts.
    hosted: Vec<usize>,
}

impl Near {
    pub(crate) fn new(text: Vec<u8>) -> Near {
        Near { text, leads: OnceCell::new() }
    }

    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    fn leads(&self, index: &NameIndex) -> &NearLeads {
        self.leads.get_or_init(|| {
            let words = Words::new(&self.text);
            let host = host(&self.text);
            let hosted = suffixes(&host).filter_map(|rest| index.hosts.get(rest)).flatten().copied();
            NearLeads { rules: index.named(&words), hosted: hosted.collect(), words }
        })
    }
}

/// The host of a URL, in lower case; empty if there is none.
fn host(url: &[u8]) -> String {
    let after_scheme = memchr::memmem::find(url, b"://").map_or(url, |at| &url[at + 3..]);
    let authority = after_scheme.split(|b| b"/?#".contains(b)).next().unwrap_or_default();
    let host = authority.rsplit(|&b| b == b'@').next().unwrap_or_default();
    let host = host.split(|&b| b == b':').next().unwrap_or_default();
    String::from_utf8_lossy(host).to_ascii_lowercase()
}

/// Whether a URL is one of the hosts of a rule, or below one.
pub(super) fn is_hosted(rule: &Rule, url: &[u8]) -> bool {
    let host = host(url);
    rule.hosts.iter().any(|wanted| suffixes(&host).any(|rest| *rest == **wanted))
}

/// A host and those above it: `api.eu.example.com`, `eu.example.com`, `example.com`, `com`.
fn suffixes(host: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(host), |host| host.split_once('.').map(|(_, rest)| rest))
}

/// Which rules names were found to lead to.
#[derive(Debug, Default)]
pub(super) struct Led {
    /// The engine whose rules they are.
    engine: usize,
    names: Memo<Option<Arc<Lead>>>,
}

/// What a name leads to.
#[derive(Debug)]
pub(super) struct Lead {
    words: Words,
    /// Rules that may have a name here.
    rules: Vec<usize>,
    /// It says itself that it names a credential; what is near may say whose.
    is_credential: bool,
}

impl Led {
    /// `None` if a name leads nowhere, whatever is near.
    pub(super) fn by(&mut self, name: &[u8], engine: usize, index: &NameIndex) -> Option<Arc<Lead>> {
        if self.engine != engine {
            self.names.clear();
            self.engine = engine;
        }
        self.names.get(name, || {
            let words = Words::new(name);
            let lead = Lead { rules: index.named(&words), is_credential: is_credential(name), words };
            let leads = !lead.rules.is_empty() || lead.is_credential || lead.words.say_credential();
            leads.then(|| Arc::new(lead))
        })
    }
}

/// What a value stands under.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Named<'n> {
    pub(crate) name: &'n [u8],
    pub(crate) near: &'n Near,
}

pub(super) fn matches_named(engine: &Engine, led: &mut Led, named: Named<'_>, value: &[u8]) -> Vec<Match> {
    let Named { name, near } = named;
    let rules = engine.rules();
    let Some(lead) = led.by(name, engine.id, engine.names()) else { return Vec::new() };
    let near = near.leads(engine.names());
    let fills = |rule: &&usize| fills(&rules[**rule], value);
    let known = lead.rules.iter().chain(&near.rules).chain(&near.hosted);
    let mut wanted: Vec<usize> = known.filter(fills).copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted.retain(|&rule| {
        let names = &rules[rule].names;
        // What is near says whose value it is, not that it is a credential: its own name must say that.
        let is_near = || names.stand_in(&[&near.words]) || near.hosted.contains(&rule);
        names.stand_in_both(&lead.words, &near.words) || lead.is_credential && is_near()
    });
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
