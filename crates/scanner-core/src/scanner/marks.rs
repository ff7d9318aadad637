//! Where in a text something may be found at all. What has no mark is not looked at, and nothing is lost by that.
//!
//! A finding needs an anchor of a rule, a word of a rule's name, one of the words of [`context::triggers`], user information in a URL, or an
//! encoding that hides them. All of these are looked for once, in the bytes as they stand.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::pass::is_buffer;
use super::survey::join;
use crate::context::{CODE_GRANT, Trigger, triggers};
use crate::decode::layers;
use crate::engine::{Finder, Hit, Literal, MARKS, Scratch, frequency};
use crate::finding::Role;
use crate::json::{Kind, NodeId};
use crate::postman::{Layout, Place};
use crate::rule::{NamePart, Rule};

/// The literals that leave a mark.
#[derive(Debug)]
pub(super) struct MarkIndex {
    /// `None`: those of the rules that ship with the crate.
    finder: Option<Finder>,
    /// For each literal of the finder, what it is; `None` for one that belongs to rules which were left out.
    meanings: Vec<Option<Meaning>>,
}

/// What a literal is: one may be several things.
#[derive(Clone, Debug, Default)]
struct Meaning {
    trigger: Option<Trigger>,
    /// Parts of the names of rules that have this word in them.
    parts: Vec<NamePart>,
    /// What an anchor of a rule has between characters that are escaped in strings.
    anchor: bool,
    /// How much of the literal is not the word itself: a word of two letters is looked for with what may stand behind it.
    behind: usize,
}

/// Everything that leaves a mark, and what it is.
fn literals(rules: &[Rule]) -> BTreeMap<Literal, Meaning> {
    let mut literals = BTreeMap::new();
    let mut add = |word: &[u8], ignore_case: bool, set: &dyn Fn(&mut Meaning)| {
        let behind: &[&[u8]] = if word.len() < SHORTEST { BEHIND } else { &[b""] };
        for behind in behind {
            let literal = Literal::new(&[word, behind].concat(), ignore_case);
            let meaning: &mut Meaning = literals.entry(literal.expect("long enough")).or_default();
            meaning.behind = behind.len();
            set(meaning);
        }
    };
    for rule in rules {
        for part in rule.anchors.iter().filter_map(|anchor| between_escapes(anchor)) {
            add(part, rule.ignore_case, &|meaning| meaning.anchor = true);
        }
        for part in rule.names.marks().filter(|_| rule.anchors.is_empty()) {
            let rarest = part.words().min_by_key(|word| (word.len() < SHORTEST, frequency(word)));
            if let Some(word) = rarest {
                add(word, true, &|meaning| {
                    if !meaning.parts.contains(part) {
                        meaning.parts.push(part.clone());
                    }
                });
            }
        }
    }
    for trigger in triggers() {
        for form in forms(trigger.word) {
            add(form.as_bytes(), true, &|meaning| meaning.trigger = Some(trigger));
        }
    }
    literals
}

/// The literals of [`MarkIndex`], for the plan that is made of them beforehand.
#[cfg(test)]
pub(crate) fn mark_literals(rules: &[Rule]) -> impl Iterator<Item = Literal> {
    literals(rules).into_keys()
}

/// Shorter literals cannot be looked for, in bytes.
const SHORTEST: usize = 3;

/// What may stand behind a word of two letters: everything but a letter.
const BEHIND: &[&[u8]] = &[
    b"\t", b"\n", b"\r", b" ", b"!", b"\"", b"#", b"$", b"%", b"&", b"'", b"(", b")", b"*", b"+", b",", b"-",
    b".", b"/", b"0", b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"8", b"9", b":", b";", b"<", b"=", b">",
    b"?", b"@", b"[", b"\\", b"]", b"^", b"_", b"`", b"{", b"|", b"}", b"~",
];

impl MarkIndex {
    pub(super) fn new(rules: &[Rule]) -> MarkIndex {
        let literals = literals(rules);
        let added: BTreeSet<Literal> =
            literals.keys().filter(|literal| MARKS.index_of(literal).is_none()).cloned().collect();
        let finder = (!added.is_empty()).then(|| MARKS.extended(&added));
        let used = finder.as_ref().unwrap_or(&MARKS);
        let mut meanings = vec![None; used.len()];
        for (literal, meaning) in literals {
            if let Some(index) = used.index_of(&literal) {
                meanings[index] = Some(meaning);
            }
        }
        MarkIndex { finder, meanings }
    }

    /// What may leave marks in a text; looked for by two threads if it is `long`.
    pub(super) fn find(&self, text: &[u8], long: bool) -> Sightings {
        let words = || {
            let mut seen = Sightings::default();
            let finder = self.finder.as_ref().unwrap_or(&MARKS);
            let grants = memchr::memmem::find(text, CODE_GRANT).is_some();
            finder.find(&mut Scratch::default(), text, |hit| self.mark(text, grants, hit, &mut seen));
            for at in memchr::memmem::find_iter(text, b"://") {
                let rest = &text[at + 3..];
                let ends =
                    |b: &u8| matches!(b, b'/' | b'?' | b'#' | b'"' | b'\\' | b'@') || b.is_ascii_whitespace();
                if rest.iter().find(|b| ends(b)) == Some(&b'@') {
                    seen.words.push(narrow(at..at + 3));
                }
            }
            seen
        };
        let [escapes, runs] = layers::TRACES.map(|look| {
            move || {
                let mut traces = Vec::new();
                look(text, &mut |range| traces.push(narrow(range)));
                traces
            }
        });
        let (runs, (seen, mut traces)) = join(long, runs, || join(long, words, escapes));
        traces.extend(runs);
        Sightings { traces, ..seen }
    }

    fn mark(&self, text: &[u8], grants: bool, hit: Hit, seen: &mut Sightings) {
        let Some(meaning) = &self.meanings[hit.literal] else { return };
        let (start, end) = (hit.start, hit.end - meaning.behind);
        let triggers = meaning.trigger.is_some_and(|trigger| trigger.stands(text, start, end, grants));
        let member_key = triggers && is_member_key(text, start, end);
        if member_key {
            seen.keys.push(narrow(start..end));
        }
        if triggers && !member_key || meaning.parts.iter().any(|part| part.may_stand(text, start, end)) {
            seen.words.push(narrow(start..end));
        }
        if meaning.anchor {
            seen.anchors.push(narrow(start..end));
        }
    }
}

/// Texts are no longer than 2 GiB.
fn narrow(range: Range<usize>) -> (u32, u32) {
    (range.start as u32, range.end as u32)
}

/// What was seen in a text and may leave marks, as ranges of bytes.
#[derive(Debug, Default)]
pub(super) struct Sightings {
    words: Vec<(u32, u32)>,
    /// Of the member name `key`, which stands in every pair.
    keys: Vec<(u32, u32)>,
    anchors: Vec<(u32, u32)>,
    traces: Vec<(u32, u32)>,
}

impl Sightings {
    /// The marks of a text of `len` bytes, in which `anchors` of rules were found. In a `structured` one the member name `key` is none.
    pub(super) fn marks(self, len: usize, structured: bool, anchors: Vec<(u32, u32)>) -> Marks {
        let keys = if structured { Vec::new() } else { self.keys };
        Marks {
            any: Spots::new(len, &[self.words, keys, self.traces.clone()]),
            anchors: Spots::new(len, &[self.anchors, anchors]),
            traces: Spots::new(len, &[self.traces]),
        }
    }
}

/// `"key":`
fn is_member_key(text: &[u8], start: usize, end: usize) -> bool {
    text[start..end] == *KEY && text[..start].ends_with(b"\"") && text[end..].starts_with(b"\":")
}

/// The member name that the names of pairs stand under.
const KEY: &[u8] = b"key";

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

/// The longest piece of an anchor that stands as it is in any string, if that is not all of it. An escaped `/` leaves a mark of its own.
fn between_escapes(anchor: &[u8]) -> Option<&[u8]> {
    let escaped = |b: &u8| matches!(b, b'"' | b'\\') || b.is_ascii_control();
    let longest = anchor.split(escaped).max_by_key(|part| part.len())?;
    (longest.len() < anchor.len() && !longest.is_empty()).then_some(longest)
}

/// The marks of one text.
#[derive(Debug)]
pub(super) struct Marks {
    /// What may make something in a string a credential, or hide it.
    any: Spots,
    /// Anchors: of interest only where the text is not what is meant, because what is has been searched.
    anchors: Spots,
    /// What may hide something: escapes, and what else can be decoded.
    traces: Spots,
}

impl Marks {
    pub(super) fn is_empty(&self) -> bool {
        self.any.ranges.is_empty() && self.anchors.ranges.is_empty()
    }

    /// Whether something may be found in `range`, which is `escaped` or not.
    pub(super) fn any(&self, range: Range<usize>, escaped: bool) -> bool {
        self.any.any(range.clone()) || escaped && self.anchors.any(range)
    }

    /// Whether nothing can be found in a value of the JSON `text`: no mark is in it, nor in what may be its name. Tells `place` where in the
    /// marked text a part of that JSON stands.
    pub(super) fn is_cold(
        &self,
        layout: &Layout,
        text: &[u8],
        id: NodeId,
        place: impl Fn(Range<usize>) -> Range<usize>,
    ) -> bool {
        let tape = &layout.tape;
        let node = tape.node(id);
        if node.kind == Kind::Object {
            return true;
        }
        if layout.rewritten(id).is_some() || layout.place(id).needs_no_mark() {
            return false;
        }
        let any = |range: Range<usize>, escaped| self.any(place(range), escaped);
        let role = layout.place(id).role();
        let escaped = node.escaped || node.kind == Kind::Array;
        if matches!(role, Role::Auth | Role::Certificate | Role::Cookie) {
            return false;
        }
        // Name and value are asked about together: most are cold.
        let own_key = node.key_range();
        let start = own_key.as_ref().map_or(node.range().start, |key| key.start);
        let both = any(start..node.range().end, escaped);
        if both && any(node.range(), escaped) {
            return false;
        }
        if node.kind == Kind::Array {
            return !is_buffer(layout, text, id);
        }
        let has_pair = matches!(layout.place(id), Place::Value(_) | Place::UrlPart)
            || matches!(layout.place(id), Place::Data(_)) && layout.is_value_member(text, id);
        if has_pair && tape.parent(id).is_some_and(|parent| any(tape.node(parent).range(), false)) {
            return false;
        }
        if let Some(key) = own_key {
            return text[key.clone()] != *KEY && !(both && any(key, false));
        }
        let mut upwards = std::iter::successors(Some(id), |&at| tape.parent(at));
        let key = upwards.find_map(|at| tape.node(at).key_range());
        !key.is_some_and(|key| text[key.clone()] == *KEY || any(key, false))
    }

    /// Whether something in `range` may hide something else.
    pub(super) fn hides(&self, range: Range<usize>) -> bool {
        self.traces.any(range)
    }

    /// Whether a format may be found in `range` when it has been decoded.
    pub(super) fn has_format(&self, range: Range<usize>) -> bool {
        self.anchors.any(range.clone()) || self.traces.any(range)
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
    fn new<const N: usize>(len: usize, ranges: &[Vec<(u32, u32)>; N]) -> Spots {
        let mut blocks = vec![0; len / BLOCK / 64 + 1];
        for &(start, _) in ranges.iter().flatten() {
            let block = start as usize / BLOCK;
            blocks[block / 64] |= 1 << (block % 64);
        }
        let mut ranges = ranges.concat();
        // Stable, because it is quick where there are long pieces in order.
        ranges.sort();
        ranges.dedup();
        Spots { ranges, blocks }
    }

    /// Whether one of them lies in `range`.
    fn any(&self, range: Range<usize>) -> bool {
        if range.is_empty() {
            return false;
        }
        let (first, last) = (range.start / BLOCK, (range.end - 1) / BLOCK);
        // The bits of the first to the last block, where they stand in one word or two.
        let (from, to) = (u64::MAX << (first % 64), u64::MAX >> (63 - last % 64));
        let none = match last / 64 - first / 64 {
            0 => self.blocks[first / 64] & from & to == 0,
            1 => self.blocks[first / 64] & from == 0 && self.blocks[last / 64] & to == 0,
            _ => false,
        };
        if none {
            return false;
        }
        let from = self.ranges.partition_point(|&(start, _)| (start as usize) < range.start);
        let inside = self.ranges[from..].iter().take_while(|&&(start, _)| (start as usize) < range.end);
        inside.into_iter().any(|&(_, end)| end as usize <= range.end)
    }
}
