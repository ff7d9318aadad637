//! The first stages with AVX2: 32 positions at a time, sixteen buckets told apart by nibbles.
#![allow(unsafe_code, reason = "vector instructions; each block says why it is sound")]

use std::arch::x86_64::*;

use super::literal::WINDOW;
use super::tables::{Nibbles, Tables};

/// Proof that this machine has what [`Avx2::candidates`] uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Avx2(());

/// Positions that are looked at together.
const STEP: usize = 32;
/// How many positions one store writes, whether or not all of them are candidates.
const STORE: usize = 8;
/// How far ahead memory is asked for: half a page. Worth a third on data that is in no cache.
const AHEAD: usize = 2048;

impl Avx2 {
    pub(super) fn detect() -> Option<Avx2> {
        let there = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("popcnt");
        there.then_some(Avx2(()))
    }

    /// As [`super::portable::candidates`]. The block must have three bytes more than `positions` rounded up to a step, and `found` must have
    /// room for a store more.
    pub(super) fn candidates(
        self,
        tables: &Tables,
        block: &[u8],
        positions: usize,
        found: &mut [u16],
    ) -> usize {
        // SAFETY: an `Avx2` is only made by `detect`, which has asked for each of these features.
        unsafe { candidates(tables, block, positions, found) }
    }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn candidates(tables: &Tables, block: &[u8], positions: usize, found: &mut [u16]) -> usize {
    let count = sieve(&tables.nibbles, block, positions, found);
    tables.bloom.retain(block, &mut found[..count])
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn sieve(nibbles: &Nibbles, block: &[u8], positions: usize, found: &mut [u16]) -> usize {
    let steps = positions.div_ceil(STEP);
    assert!(block.len() >= steps * STEP + WINDOW - 1 && found.len() >= steps * STEP + STORE);
    assert!(steps * STEP <= 1 << 16, "positions have 16 bits");
    let low = nibbles.low.map(|set| set.map(|table| twice(&table)));
    let high = nibbles.high.map(|set| set.map(|table| twice(&table)));
    let mut count = 0;
    for step in 0..steps {
        // SAFETY: at most `(steps - 1) * STEP`, which lies within the block.
        let at = unsafe { block.as_ptr().add(step * STEP) };
        // Any address may be asked for ahead of time; one that is not there is ignored.
        _mm_prefetch::<_MM_HINT_T0>(at.wrapping_add(AHEAD).cast());
        // SAFETY: the block goes on for `STEP + WINDOW - 1` bytes from here, as asserted above.
        let buckets = unsafe { buckets(&low, &high, at) };
        let none = _mm256_cmpeq_epi8(buckets, _mm256_setzero_si256());
        let mask = !(_mm256_movemask_epi8(none) as u32);
        for (quarter, bits) in mask.to_le_bytes().into_iter().enumerate() {
            let base = _mm_set1_epi16((step * STEP + quarter * STORE) as i16);
            // SAFETY: an entry has eight numbers of two bytes.
            let offsets = unsafe { _mm_loadu_si128(OFFSETS[usize::from(bits)].as_ptr().cast()) };
            // SAFETY: `count` is at most the number of positions before this one, so `STORE` more fit, as asserted above.
            unsafe {
                _mm_storeu_si128(found.as_mut_ptr().add(count).cast(), _mm_add_epi16(base, offsets));
            }
            count += bits.count_ones() as usize;
        }
    }
    count
}

/// For each of the 32 positions from `at`: not 0 if some bucket takes the window there.
///
/// # Safety
/// `STEP + WINDOW - 1` bytes can be read from `at`.
#[target_feature(enable = "avx2")]
unsafe fn buckets(low: &[[__m256i; WINDOW]; 2], high: &[[__m256i; WINDOW]; 2], at: *const u8) -> __m256i {
    let nibble = _mm256_set1_epi8(15);
    let mut sets = [_mm256_set1_epi8(-1); 2];
    for position in 0..WINDOW {
        // SAFETY: `position` is at most `WINDOW - 1`, and 32 bytes are read.
        let bytes = unsafe { _mm256_loadu_si256(at.add(position).cast()) };
        let lows = _mm256_and_si256(bytes, nibble);
        let highs = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), nibble);
        for (set, taken) in sets.iter_mut().enumerate() {
            let by_low = _mm256_shuffle_epi8(low[set][position], lows);
            let by_high = _mm256_shuffle_epi8(high[set][position], highs);
            *taken = _mm256_and_si256(*taken, _mm256_and_si256(by_low, by_high));
        }
    }
    _mm256_or_si256(sets[0], sets[1])
}

/// A table in both halves of a vector, as the shuffle wants it.
#[target_feature(enable = "avx2")]
fn twice(table: &[u8; 16]) -> __m256i {
    // SAFETY: the table has the sixteen bytes that are read.
    _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(table.as_ptr().cast()) })
}

/// For each byte the indices of the bits that are set, then zeros.
static OFFSETS: [[u16; 8]; 256] = {
    let mut offsets = [[0; 8]; 256];
    let mut byte = 0;
    while byte < 256 {
        let (mut bit, mut count) = (0, 0);
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                offsets[byte][count] = bit;
                count += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    offsets
};
