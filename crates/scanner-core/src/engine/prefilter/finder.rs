//! Finds literals: candidates by vectors, then by a Bloom filter, then an exact comparison.
//!
//! The guarantee: every place where a literal of the plan stands is reported once, and nothing else. All three ways to find candidates are held
//! to it by the tests below. What they report too much, the comparison drops; only what they leave out would be lost.

use std::borrow::Cow;
use std::collections::BTreeSet;

#[cfg(target_arch = "x86_64")]
use super::avx2::Avx2;
#[cfg(target_arch = "x86_64")]
use super::avx512::Avx512;
use super::literal::{Literal, Planned, SHORT_KEY, SHORTEST, WINDOW};
use super::plan::{Effort, extend};
use super::portable;
use super::tables::{HEAD, Record, Tables, fill_records, window_at};

/// A set of literals, ready to be looked for.
#[derive(Debug)]
pub(crate) struct Finder {
    /// Sorted by literal.
    plan: Cow<'static, [Planned]>,
    tables: Held,
    records: Cow<'static, [Record]>,
    has_short: bool,
}

/// Tables that the compiler made, or the program.
#[derive(Debug)]
enum Held {
    Static(&'static Tables),
    Made(Box<Tables>),
}

/// A literal at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    /// Its index in the plan.
    pub(crate) literal: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// How candidates are found. It depends on the machine, and makes no difference but speed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Path {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2(Avx2),
    #[cfg(target_arch = "x86_64")]
    Avx512(Avx512),
}

impl Path {
    /// Every way this machine can go, the fastest first.
    pub(super) fn available() -> impl Iterator<Item = Path> {
        #[cfg(target_arch = "x86_64")]
        let vectors = [Avx512::detect().map(Path::Avx512), Avx2::detect().map(Path::Avx2)];
        #[cfg(not(target_arch = "x86_64"))]
        let vectors = [];
        vectors.into_iter().flatten().chain([Path::Portable])
    }

    #[cfg(any(test, feature = "internals"))]
    pub(super) fn name(self) -> &'static str {
        match self {
            Path::Portable => "portable",
            #[cfg(target_arch = "x86_64")]
            Path::Avx2(_) => "avx2",
            #[cfg(target_arch = "x86_64")]
            Path::Avx512(_) => "avx512",
        }
    }

    /// See [`portable::candidates`]; the block must have [`MARGIN`] bytes more than `positions` rounded up to a step.
    fn candidates(self, tables: &Tables, block: &[u8], positions: usize, found: &mut [u16]) -> usize {
        match self {
            Path::Portable => portable::candidates(tables, block, positions, found),
            #[cfg(target_arch = "x86_64")]
            Path::Avx2(avx2) => avx2.candidates(tables, block, positions, found),
            #[cfg(target_arch = "x86_64")]
            Path::Avx512(avx512) => avx512.candidates(tables, block, positions, found),
        }
    }
}

/// What one worker scribbles on, and the way its machine can go.
#[derive(Debug)]
pub(crate) struct Scratch {
    path: Path,
    positions: Vec<u16>,
}

impl Default for Scratch {
    fn default() -> Scratch {
        Scratch::with(Path::available().next().unwrap_or(Path::Portable))
    }
}

impl Scratch {
    pub(super) fn with(path: Path) -> Scratch {
        Scratch { path, positions: Vec::new() }
    }
}

/// A part of a text, small enough for the first cache.
struct Block<'t> {
    text: &'t [u8],
    /// Where it begins.
    base: usize,
    /// The bytes of its windows; more than positions, see [`Path::candidates`].
    bytes: &'t [u8],
    positions: usize,
}

/// Positions that go together: the longest step of any path.
const STEP: usize = 64;
/// What a window reaches past its position.
const MARGIN: usize = WINDOW - 1;
/// Positions of a block: with its tables it stays in the first cache, and a position fits into 16 bits.
const BLOCK: usize = 32 * 1024;

impl Finder {
    /// A finder for a plan that the compiler knows.
    pub(super) const fn of(
        plan: &'static [Planned],
        tables: &'static Tables,
        records: &'static [Record],
    ) -> Finder {
        let has_short = has_short(plan);
        Finder {
            plan: Cow::Borrowed(plan),
            tables: Held::Static(tables),
            records: Cow::Borrowed(records),
            has_short,
        }
    }

    fn made(plan: Vec<Planned>) -> Finder {
        let tables = Box::new(Tables::new(&plan));
        let mut records = vec![Record::NONE; plan.len()];
        fill_records(&plan, &tables, &mut records);
        let has_short = has_short(&plan);
        Finder { plan: plan.into(), tables: Held::Made(tables), records: records.into(), has_short }
    }

    /// A finder for any literals, planned now: some tens of microseconds each.
    pub(crate) fn new(literals: &BTreeSet<Literal>) -> Finder {
        Finder::made(extend(&[], literals, &Effort::QUICK))
    }

    /// A finder that looks for more literals as well, in the same pass.
    pub(crate) fn extended(&self, literals: &BTreeSet<Literal>) -> Finder {
        Finder::made(extend(&self.plan, literals, &Effort::QUICK))
    }

    pub(crate) fn len(&self) -> usize {
        self.plan.len()
    }

    #[cfg(any(test, feature = "internals"))]
    pub(super) fn literals(&self) -> impl Iterator<Item = &Literal> {
        self.plan.iter().map(|planned| &planned.literal)
    }

    /// The index of a literal in the plan.
    pub(crate) fn index_of(&self, literal: &Literal) -> Option<usize> {
        self.plan.binary_search_by(|planned| planned.literal.cmp(literal)).ok()
    }

    /// Calls `on` for each place in `text` where a literal stands, block by block; within a block in the order of the windows.
    pub(crate) fn find(&self, scratch: &mut Scratch, text: &[u8], mut on: impl FnMut(Hit)) {
        if text.len() < SHORTEST || self.plan.is_empty() {
            return;
        }
        let mut base = 0;
        while text.len() - base >= STEP + MARGIN {
            let rest = &text[base..];
            let positions = (rest.len() - MARGIN).min(BLOCK) / STEP * STEP;
            let block = Block { text, base, bytes: &rest[..positions + MARGIN], positions };
            self.find_in(&block, scratch, &mut on);
            base += positions;
        }
        // What is left is less than a step and its margin. Zeros stand in for what would come next; no literal can end in them.
        let tail = &text[base..];
        let mut padded = [0; 2 * STEP + MARGIN];
        padded[..tail.len()].copy_from_slice(tail);
        self.find_in(&Block { text, base, bytes: &padded, positions: tail.len() }, scratch, &mut on);
    }

    fn find_in(&self, block: &Block<'_>, scratch: &mut Scratch, on: &mut impl FnMut(Hit)) {
        let room = block.positions.next_multiple_of(STEP) + STEP;
        if scratch.positions.len() < room {
            scratch.positions.resize(room, 0);
        }
        let found = &mut scratch.positions;
        let count = scratch.path.candidates(self.tables(), block.bytes, block.positions, found);
        for &position in &found[..count] {
            let window = window_at(block.bytes, usize::from(position));
            let at = block.base + usize::from(position);
            self.verify(block.text, at, window, on);
            if self.has_short {
                self.verify(block.text, at, window & SHORT_KEY, on);
            }
        }
    }

    /// Reports the literals whose window is at `at` and has this key.
    #[inline]
    fn verify(&self, text: &[u8], at: usize, key: u32, on: &mut impl FnMut(Hit)) {
        // Both keys of a place may lead to the same bucket: each finds its own kind there.
        let short = key & !SHORT_KEY == 0;
        for record in self.records[self.tables().bucket(key)].iter().filter(|record| record.short == short) {
            let Some(start) = at.checked_sub(usize::from(record.window)) else { continue };
            if let Some(end) = self.end(record, text, start) {
                on(Hit { literal: record.literal as usize, start, end });
            }
        }
    }

    /// Where a literal ends, if it stands at `start`.
    #[inline]
    fn end(&self, record: &Record, text: &[u8], start: usize) -> Option<usize> {
        // A window of zeros may stand in the padding, behind the end of the text.
        let rest = text.get(start..)?;
        if rest.first_chunk::<HEAD>().is_some_and(|head| !record.begins(*head)) {
            return None;
        }
        let literal = &self.plan[record.literal as usize].literal;
        let end = start + literal.bytes().len();
        text.get(start..end).is_some_and(|bytes| literal.is(bytes)).then_some(end)
    }

    #[inline]
    fn tables(&self) -> &Tables {
        match &self.tables {
            Held::Static(tables) => tables,
            Held::Made(tables) => tables,
        }
    }
}

const fn has_short(plan: &[Planned]) -> bool {
    let mut i = 0;
    while i < plan.len() {
        if plan[i].literal.is_short() {
            return true;
        }
        i += 1;
    }
    false
}
