//! Where in a text something may be found at all. What has no mark is not looked at, and nothing is lost by that.
//!
//! A finding needs an anchor of a rule, a word of a rule's name, one of the words of [`context::triggers`], user information in a URL, or an
//! encoding that hides them. All of these are looked for once, in the bytes as they stand.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

use crate::context::{Trigger, triggers};
use crate::decode::layers;
use crate::rule::{Rule, may_stand};

/// The literals that leave a mark.
#[derive(Debug)]
pub(super) struct MarkIndex {
    automaton: AhoCorasick,
    /// What each literal is.
    literals: Vec<Literal>,
    /// Anchors as they are written; in small letters, if any case will do.
    exact: HashSet<Vec<u8>>,
}

/// What a literal is: one may be several things.
#[derive(Clone, Copy, Debug, Default)]
struct Literal {
    trigger: Option<Trigger>,
    /// A part of a rule's name.
    name: bool,
    /// The beginning of such a part, with something behind it.
    begins_name: bool,
    /// An anchor of a rule, or as much of it as is never escaped.
    anchor: bool,
}

impl MarkIndex {
    pub(super) fn new(rules: &[Rule]) -> MarkIndex {
        let mut literals: BTreeMap<Vec<u8>, Literal> = BTreeMap::new();
        let mut exact = HashSet::new();
        for rule in rules {
            for anchor in rule.anchors.iter().filter_map(|anchor| plain_part(anchor)) {
                literals.entry(anchor.to_ascii_lowercase()).or_default().anchor = true;
                exact.insert(if rule.ignore_case { anchor.to_ascii_lowercase() } else { anchor.to_vec() });
            }
        }
        let led_by_names = rules.iter().filter(|rule| rule.anchors.is_empty());
        for part in led_by_names.flat_map(|rule| rule.names.leads()) {
            for (piece, whole) in part.pieces() {
                let literal = literals.entry(piece.to_vec()).or_default();
                literal.name |= whole;
                literal.begins_name |= !whole;
            }
        }
        let triggers =
            triggers().flat_map(|trigger| forms(trigger.word).into_iter().map(move |form| (form, trigger)));
        for (form, trigger) in triggers {
            literals.entry(form.into_bytes()).or_default().trigger = Some(trigger);
        }
        let (words, literals): (Vec<_>, _) = literals.into_iter().unzip();
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&words)
            .expect("some thousand short words are no limit");
        MarkIndex { automaton, literals, exact }
    }

    fn is_exact(&self, found: &[u8]) -> bool {
        self.exact.contains(found) || self.exact.contains(&found.to_ascii_lowercase())
    }

    /// The marks of a text. In a `structured` one the member name `key` is none: it stands in every pair.
    pub(super) fn find(&self, text: &[u8], structured: bool) -> Marks {
        let mut marks = Marks { words: Spots::new(text.len()), anchors: Spots::new(text.len()) };
        for hit in self.automaton.find_overlapping_iter(text) {
            let (start, end) = (hit.start(), hit.end());
            let Literal { trigger, name, begins_name, anchor } = self.literals[hit.pattern().as_usize()];
            let triggers = |trigger: Trigger| {
                trigger.stands(text, start, end) && !(structured && is_member_key(text, start, end))
            };
            let apart = || !text.get(end).is_some_and(u8::is_ascii_alphanumeric);
            if trigger.is_some_and(triggers) || name && may_stand(text, start, end) || begins_name && apart()
            {
                marks.words.add(start..end);
            }
            if anchor && self.is_exact(&text[start..end]) {
                marks.anchors.add(start..end);
            }
        }
        for at in memchr::memmem::find_iter(text, b"://") {
            let rest = &text[at + 3..];
            let ends =
                |b: &u8| matches!(b, b'/' | b'?' | b'#' | b'"' | b'\\' | b'@') || b.is_ascii_whitespace();
            if rest.iter().find(|b| ends(b)) == Some(&b'@') {
                marks.words.add(at..at + 3);
            }
        }
        layers::traces(text, &mut |range| marks.words.add(range));
        marks.words.finish();
        marks.anchors.finish();
        marks
    }
}

/// `"key":`
fn is_member_key(text: &[u8], start: usize, end: usize) -> bool {
    text[start..end] == *KEY && text[..start].ends_with(b"\"") && text[end..].starts_with(b"\":")
}

/// The member name that the names of pairs stand under.
pub(super) const KEY: &[u8] = b"key";

/// A word as it may be written: case only folds in ASCII.
fn forms(word: &str) -> Vec<String> {
    if word.is_ascii() {
        return vec![word.to_owned()];
    }
    let mut chars = word.chars();
    let title = chars.next().map(|first| first.to_uppercase().chain(chars).collect());
    let mut forms: Vec<String> = [word.to_owned(), word.to_uppercase()].into_iter().chain(title).collect();
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// The longest piece of an anchor that stands as it is in any string. An escaped `/` leaves a mark of its own.
fn plain_part(anchor: &[u8]) -> Option<&[u8]> {
    let escaped = |b: &u8| matches!(b, b'"' | b'\\') || b.is_ascii_control();
    anchor.split(escaped).max_by_key(|part| part.len()).filter(|part| !part.is_empty())
}

/// The marks of one text.
#[derive(Debug)]
pub(super) struct Marks {
    /// What may make something in a string a credential, or hide it.
    words: Spots,
    /// Anchors: of interest only where the text is not what is meant, because what is has been searched.
    anchors: Spots,
}

impl Marks {
    pub(super) fn is_empty(&self) -> bool {
        self.words.ranges.is_empty() && self.anchors.ranges.is_empty()
    }

    /// Whether something may be found in `range`, which is `escaped` or not.
    pub(super) fn any(&self, range: Range<usize>, escaped: bool) -> bool {
        self.words.any(range.clone()) || escaped && self.anchors.any(range)
    }
}

/// Places in a text.
#[derive(Debug)]
struct Spots {
    /// Where they begin and end, in order of their starts.
    ranges: Vec<(u32, u32)>,
    /// A bit for each block of the text in which one begins.
    blocks: Vec<u64>,
}

/// A block, in bytes.
const BLOCK: usize = 64;

impl Spots {
    fn new(len: usize) -> Spots {
        Spots { ranges: Vec::new(), blocks: vec![0; len / BLOCK / 64 + 1] }
    }

    fn add(&mut self, range: Range<usize>) {
        self.blocks[range.start / BLOCK / 64] |= 1 << (range.start / BLOCK % 64);
        // Texts are no longer than 2 GiB.
        self.ranges.push((range.start as u32, range.end as u32));
    }

    fn finish(&mut self) {
        self.ranges.sort_unstable();
        self.ranges.dedup();
    }

    /// Whether one of them lies in `range`.
    fn any(&self, range: Range<usize>) -> bool {
        if range.is_empty() {
            return false;
        }
        let (first, last) = (range.start / BLOCK, (range.end - 1) / BLOCK);
        let bit = |block: usize| self.blocks[block / 64] >> (block % 64) & 1 == 1;
        if last - first < 64 && !(first..=last).any(bit) {
            return false;
        }
        let from = self.ranges.partition_point(|&(start, _)| (start as usize) < range.start);
        let inside = self.ranges[from..].iter().take_while(|&&(start, _)| (start as usize) < range.end);
        inside.into_iter().any(|&(_, end)| end as usize <= range.end)
    }
}
