//! Every path against the portable one, and that against an Aho-Corasick automaton.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};
use proptest::prelude::*;

use super::finder::{Finder, Hit, Path, Scratch};
use super::literal::Literal;
use super::plan::{Effort, extend};
use super::plans;

fn literals(list: &[(&[u8], bool)]) -> BTreeSet<Literal> {
    list.iter().map(|(bytes, ignore_case)| Literal::new(bytes, *ignore_case).unwrap()).collect()
}

/// Everything that stands in `text`, by an automaton for each kind of literal.
fn oracle(finder: &Finder, text: &[u8]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for ignore_case in [false, true] {
        let (indices, patterns): (Vec<_>, Vec<_>) = (finder.literals().enumerate())
            .filter(|(_, literal)| literal.ignores_case() == ignore_case)
            .map(|(index, literal)| (index, literal.bytes()))
            .unzip();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(ignore_case)
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .unwrap();
        hits.extend(automaton.find_overlapping_iter(text).map(|hit| Hit {
            literal: indices[hit.pattern().as_usize()],
            start: hit.start(),
            end: hit.end(),
        }));
    }
    hits.sort();
    hits
}

/// Everything that stands in `text`, by one path. Nothing twice: the list is sorted, not made a set.
fn found(finder: &Finder, path: Path, text: &[u8]) -> Vec<Hit> {
    let mut hits = Vec::new();
    finder.find(&mut Scratch::with(path), text, |hit| hits.push(hit));
    hits.sort();
    hits
}

fn check(finder: &Finder, text: &[u8]) {
    let expected = oracle(finder, text);
    for path in Path::available() {
        assert_eq!(found(finder, path, text), expected, "{}: {}", path.name(), text.escape_ascii());
    }
}

#[test]
fn every_length_and_every_place() {
    let finder =
        Finder::new(&literals(&[(b"abc", true), (b"xyz", false), (b"secret-key", true), (b"AKIA", false)]));
    for literal in [&b"aBC"[..], b"xyz", b"SECRET-key", b"AKIA"] {
        for len in 0..=200_usize {
            for at in 0..=len.saturating_sub(literal.len()) {
                let mut text = vec![b'.'; len.max(literal.len())];
                text[at..at + literal.len()].copy_from_slice(literal);
                check(&finder, &text);
                // Cut off within the literal: nothing may be read, or made up, behind the end.
                check(&finder, &text[..(at + literal.len() - 1).min(len)]);
            }
        }
    }
}

#[test]
fn literals_stand_across_blocks() {
    let finder = Finder::new(&literals(&[(b"abc", false), (b"authorization:", true)]));
    for literal in [&b"abc"[..], b"Authorization:"] {
        for at in (32 * 1024 - 80..32 * 1024 + 80).chain(64 * 1024 - 20..64 * 1024 + 20) {
            for behind in [0, 1, 70, 40_000] {
                let mut text = vec![b' '; at + literal.len() + behind];
                text[at..at + literal.len()].copy_from_slice(literal);
                let hits =
                    [Hit { literal: usize::from(literal.len() > 3), start: at, end: at + literal.len() }];
                for path in Path::available() {
                    assert_eq!(found(&finder, path, &text), hits, "{}: {at}", path.name());
                }
            }
        }
    }
}

/// Zeros stand in for what comes after the end, where a literal of zeros has its windows.
#[test]
fn literals_of_zeros_are_not_found_behind_the_end() {
    for literal in [&b"\0\0\0"[..], b"\0\0\0\0", b"\0\0\0\0\0\0\0\0\0", b"x\0\0\0", b"\0\0\0x"] {
        let finder = Finder::new(&literals(&[(literal, false)]));
        for len in 0..=200 {
            let text = vec![b'x'; len];
            check(&finder, &text);
            check(&finder, &[&text, &literal[..1]].concat());
            check(&finder, &[&text, literal].concat());
        }
    }
}

#[test]
fn only_letters_fold() {
    let finder =
        Finder::new(&literals(&[(b"@[\\]^_", true), (b"\0abc", true), (b"_key", true), (b"`{|}", false)]));
    check(&finder, b"@[\\]^_ `{|}~\x7f \0ABC abc _KEY \x7fkey @[\\]");
    assert_eq!(oracle(&finder, b"`{|}~\x7f  abc \x7fkey").len(), 1);
}

#[test]
fn other_alphabets_match_as_they_are_written() {
    let finder = Finder::new(&literals(&[
        ("пароль".as_bytes(), true),
        ("密码=".as_bytes(), true),
        (b"\xff\xfe\xfd", true),
    ]));
    for text in ["пароль: x", "ПАРОЛЬ", "ппарольь", "密码=1", "密码 密码=", "\u{43f}"]
    {
        check(&finder, text.as_bytes());
    }
    check(&finder, b"\xff\xfe\xfd\xff\xfe\xfd\xdf\xfe\xfd");
}

#[test]
fn a_dense_text_fills_a_block() {
    let finder = Finder::new(&literals(&[(b"aaa", true), (b"aaaa", false)]));
    let text = vec![b'a'; 70_000];
    for path in Path::available() {
        assert_eq!(found(&finder, path, &text).len(), 2 * 70_000 - 5);
    }
}

#[test]
fn plans_are_sorted_and_can_be_extended() {
    let base = &plans::ANCHORS;
    let more = literals(&[(b"zz-not-a-rule-", false), (b"\xd0\xbf\xd0\xb0", true), (b"!!!", false)]);
    let extended = base.extended(&more);
    assert_eq!(extended.len(), base.len() + 3);
    for literal in base.literals().chain(&more) {
        assert!(extended.index_of(literal).is_some(), "{literal:?}");
    }
    assert!(base.literals().is_sorted());
    check(&extended, b"zz-not-a-rule-!!!! \xd0\xbf\xd0\xb0 ghp_ xoxb- akia AKIA");
}

#[test]
fn nothing_to_look_for() {
    check(&Finder::new(&BTreeSet::new()), &[b'x'; 300]);
}

/// Bytes that tell apart what folding makes equal, and what is longer than a byte.
const TRAPS: &[u8] = b"\0 @`[{]}_\x7fAaKkZz05-\x80\xa0\xd0\xf0\xdf\xff";

fn any_literal() -> impl Strategy<Value = (Vec<u8>, bool)> {
    let byte = prop_oneof![3 => prop::sample::select(TRAPS), 2 => prop::sample::select(&b"abcAB1-"[..]), 1 => any::<u8>()];
    (prop::collection::vec(byte, 3..=13), any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn all_paths_find_what_the_oracle_finds(
        list in prop::collection::vec(any_literal(), 1..200),
        pieces in prop::collection::vec((any::<prop::sample::Index>(), any::<u16>(), prop::collection::vec(prop::sample::select(TRAPS), 0..9)), 0..300),
        cut in 0..20_usize,
    ) {
        let set: BTreeSet<Literal> = list.iter().map(|(bytes, fold)| Literal::new(bytes, *fold).unwrap()).collect();
        let mut text = Vec::new();
        for (index, flips, noise) in &pieces {
            // A literal with some of its bits 5 turned over: the case of letters, and what only looks like it.
            let (literal, _) = &list[index.index(list.len())];
            text.extend(literal.iter().enumerate().map(|(i, byte)| byte ^ ((flips >> i & flips >> 7 & 1) as u8) << 5));
            text.extend_from_slice(noise);
        }
        let text = &text[..text.len().saturating_sub(cut)];
        check(&Finder::new(&set), text);
    }

    #[test]
    fn more_literals_in_any_steps(
        list in prop::collection::vec(any_literal(), 2..60),
        split in any::<prop::sample::Index>(),
    ) {
        let set: BTreeSet<Literal> = list.iter().map(|(bytes, fold)| Literal::new(bytes, *fold).unwrap()).collect();
        let first: BTreeSet<Literal> = set.iter().take(split.index(set.len())).cloned().collect();
        let rest: BTreeSet<Literal> = set.difference(&first).cloned().collect();
        let text: Vec<u8> = list.iter().flat_map(|(bytes, _)| bytes.clone()).collect();
        check(&Finder::new(&first).extended(&rest), &text);
        // Planning is deterministic.
        prop_assert_eq!(extend(&[], &set, &Effort::QUICK), extend(&[], &set, &Effort::QUICK));
    }
}

/// Every real file that is there: all anchors, by all paths.
#[test]
#[allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a test that reads files, and says so if there are none"
)]
fn real_files() {
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus")];
    let (mut files, mut hits) = (0, 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read(&path).unwrap();
            let expected = oracle(&plans::ANCHORS, &text);
            for way in Path::available() {
                assert!(found(&plans::ANCHORS, way, &text) == expected, "{}: {}", way.name(), path.display());
            }
            (files, hits) = (files + 1, hits + expected.len());
        }
    }
    match files {
        0 => println!("../shared/corpus is not there: nothing compared"),
        _ => println!("{files} files, {hits} hits"),
    }
}
