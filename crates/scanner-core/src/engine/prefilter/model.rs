//! How often which bytes stand together in what is scanned: what plans are made by.
//!
//! `model.bin` is made by `benches/src/bin/ngrams.rs`, which says from what. It holds counts and no text: how often each pair of bytes stands
//! together (non-ASCII bytes count as one), and a table of folded four-byte windows by their hash. Windows that share a place share a count, so
//! the table never takes a common window for a rare one.

use super::literal::hash;

/// Frequencies of n-grams, as logarithms: `level` n stands for 2^(n / 8 - 32).
#[derive(Debug)]
pub(super) struct Model {
    pairs: &'static [u8],
    windows: &'static [u8],
}

/// Bytes that are told apart: ASCII but DEL, and all others together.
const CLASSES: usize = 128;
const OTHER: u8 = 127;
const PAIRS: usize = CLASSES * CLASSES;
const WINDOW_BITS: u32 = 15;
const WINDOWS: usize = 1 << WINDOW_BITS;

static BYTES: &[u8; PAIRS + WINDOWS] = include_bytes!("model.bin");

impl Model {
    pub(super) fn builtin() -> Model {
        let (pairs, windows) = BYTES.split_at(PAIRS);
        Model { pairs, windows }
    }

    /// How often a folded window stands in what is scanned, at most: 2^32 would be everywhere.
    pub(super) fn frequency(&self, folded: u32) -> u64 {
        of_level(self.windows[place(folded)])
    }

    /// Windows as they may stand in what is scanned: the same ones at each call.
    pub(super) fn sample(&self, count: usize) -> Vec<[u8; 4]> {
        let mut sums = vec![0; PAIRS];
        for (sums, levels) in sums.chunks_mut(CLASSES).zip(self.pairs.chunks(CLASSES)) {
            let mut sum = 0;
            for (slot, level) in sums.iter_mut().zip(levels) {
                sum += of_level(*level);
                *slot = sum;
            }
        }
        let mut sum = 0;
        let first: Vec<u64> = sums
            .chunks(CLASSES)
            .map(|row| {
                sum += row[CLASSES - 1];
                sum
            })
            .collect();
        let mut random = Random(42);
        let mut window = || {
            let mut class = random.pick(&first);
            [0; 4].map(|_| {
                let byte = if class == usize::from(OTHER) { 0x80 | random.next() as u8 } else { class as u8 };
                class = random.pick(&sums[class * CLASSES..][..CLASSES]);
                byte
            })
        };
        (0..count).map(|_| window()).collect()
    }
}

/// How often a word stands in what is scanned, in any case and at most; 2^32 would be everywhere.
pub(crate) fn frequency(word: &[u8]) -> u64 {
    let model = Model::builtin();
    let window = |bytes: &[u8]| Some(model.frequency(super::literal::fold(*bytes.first_chunk()?)));
    let small = word.to_ascii_lowercase();
    let class = |byte: u8| usize::from(byte.min(OTHER));
    let pair = |bytes: &[u8]| of_level(model.pairs[class(bytes[0]) * CLASSES + class(bytes[1])]);
    small.windows(4).filter_map(window).min().or_else(|| small.windows(2).map(pair).min()).unwrap_or(1 << 32)
}

fn place(folded: u32) -> usize {
    (hash(folded) >> (64 - WINDOW_BITS)) as usize
}

fn of_level(level: u8) -> u64 {
    // 2^(n / 8), times 2^16.
    const EIGHTHS: [u64; 8] = [65_536, 71_468, 77_936, 84_990, 92_682, 101_070, 110_218, 120_194];
    (EIGHTHS[usize::from(level % 8)] << (level / 8)) >> 16
}

/// xorshift64*: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 24
    }

    /// An index, as often as its part of the sums says.
    fn pick(&mut self, sums: &[u64]) -> usize {
        // 40 random bits, scaled to the last sum.
        let last = u128::from(sums.last().copied().unwrap_or_default());
        let at = ((u128::from(self.next()) * last) >> 40) as u64;
        sums.partition_point(|sum| *sum <= at).min(sums.len().saturating_sub(1))
    }
}

/// Counts n-grams for a new `model.bin`.
#[cfg(feature = "internals")]
#[derive(Clone, Debug)]
pub struct Counter {
    pairs: Vec<u64>,
    windows: Vec<u64>,
    bytes: u64,
}

#[cfg(feature = "internals")]
impl Default for Counter {
    fn default() -> Counter {
        Counter { pairs: vec![0; PAIRS], windows: vec![0; WINDOWS], bytes: 0 }
    }
}

#[cfg(feature = "internals")]
impl Counter {
    /// Counts a text.
    pub fn add(&mut self, text: &[u8]) {
        let class = |byte: u8| usize::from(byte.min(OTHER));
        for pair in text.windows(2) {
            self.pairs[class(pair[0]) * CLASSES + class(pair[1])] += 1;
        }
        for window in text.windows(4) {
            self.windows[place(super::literal::fold([window[0], window[1], window[2], window[3]]))] += 1;
        }
        self.bytes += text.len() as u64;
    }

    /// How much was counted.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The model that says of each kind of text as much as its share.
    pub fn model(kinds: &[(u64, Counter)]) -> Vec<u8> {
        let shares: u64 = kinds.iter().map(|(share, _)| share).sum();
        let level = |count: &dyn Fn(&Counter) -> u64| {
            let part = |(share, counter): &(u64, Counter)| {
                ((u128::from(*share) * u128::from(count(counter))) << 32)
                    / u128::from(shares * counter.bytes.max(1))
            };
            let sum = kinds.iter().map(part).sum::<u128>() as u64;
            (0..u8::MAX).rev().find(|level| of_level(*level) <= sum).unwrap_or(0)
        };
        let pairs = (0..PAIRS).map(|i| level(&|counter| counter.pairs[i]));
        let windows = (0..WINDOWS).map(|i| level(&|counter| counter.windows[i]));
        pairs.chain(windows).collect()
    }
}
