//! The first stages with AVX-512 VBMI and VBMI2: 64 positions at a time, eight buckets told apart by whole bytes.
#![allow(unsafe_code, reason = "vector instructions; each block says why it is sound")]

use std::arch::x86_64::*;

use super::literal::WINDOW;
use super::tables::{Bytes, Tables};

/// Proof that this machine has what [`Avx512::candidates`] uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Avx512(());

/// Positions that are looked at together.
const STEP: usize = 64;
/// How many positions one store writes, whether or not all of them are candidates.
const STORE: usize = 32;
/// How far ahead memory is asked for: half a page. Worth a third on data that is in no cache.
const AHEAD: usize = 2048;

impl Avx512 {
    pub(super) fn detect() -> Option<Avx512> {
        let there = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi")
            && is_x86_feature_detected!("avx512vbmi2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("popcnt");
        there.then_some(Avx512(()))
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
        // SAFETY: an `Avx512` is only made by `detect`, which has asked for each of these features.
        unsafe { candidates(tables, block, positions, found) }
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn candidates(tables: &Tables, block: &[u8], positions: usize, found: &mut [u16]) -> usize {
    let count = sieve(&tables.bytes, block, positions, found);
    tables.bloom.retain(block, &mut found[..count])
}

#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,popcnt")]
fn sieve(bytes: &Bytes, block: &[u8], positions: usize, found: &mut [u16]) -> usize {
    let steps = positions.div_ceil(STEP);
    assert!(block.len() >= steps * STEP + WINDOW - 1 && found.len() >= steps * STEP + STORE);
    assert!(steps * STEP <= 1 << 16, "positions have 16 bits");
    let tables = bytes.0.map(|table| halves(&table));
    // SAFETY: the table has the 64 bytes that are read.
    let indices = unsafe { _mm512_loadu_si512(INDICES.as_ptr().cast()) };
    let mut count = 0;
    for step in 0..steps {
        // SAFETY: at most `(steps - 1) * STEP`, which lies within the block.
        let at = unsafe { block.as_ptr().add(step * STEP) };
        // Any address may be asked for ahead of time; one that is not there is ignored.
        _mm_prefetch::<_MM_HINT_T0>(at.wrapping_add(AHEAD).cast());
        // SAFETY: the block goes on for `STEP + WINDOW - 1` bytes from here, as asserted above.
        let mask = unsafe { taken(&tables, at) };
        for (half, bits) in [mask as u32, (mask >> STORE) as u32].into_iter().enumerate() {
            let base = _mm512_set1_epi16((step * STEP + half * STORE) as i16);
            let these = _mm512_maskz_compress_epi16(bits, _mm512_add_epi16(base, indices));
            // SAFETY: `count` is at most the number of positions before this one, so `STORE` more fit, as asserted above.
            unsafe { _mm512_storeu_si512(found.as_mut_ptr().add(count).cast(), these) };
            count += bits.count_ones() as usize;
        }
    }
    count
}

/// For each of the 64 positions from `at`, a bit: whether some bucket takes the window there.
///
/// # Safety
/// `STEP + WINDOW - 1` bytes can be read from `at`.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
unsafe fn taken(tables: &[(__m512i, __m512i); WINDOW], at: *const u8) -> u64 {
    let mut buckets = _mm512_set1_epi8(-1);
    for (position, (lower, upper)) in tables.iter().enumerate() {
        // SAFETY: `position` is at most `WINDOW - 1`, and 64 bytes are read.
        let bytes = unsafe { _mm512_loadu_si512(at.add(position).cast()) };
        // The lower seven bits of a byte are looked up. Non-ASCII bytes share the places of ASCII ones; the Bloom filter tells them apart.
        buckets = _mm512_and_si512(buckets, _mm512_permutex2var_epi8(*lower, bytes, *upper));
    }
    _mm512_test_epi8_mask(buckets, buckets)
}

/// A table in two vectors.
#[target_feature(enable = "avx512f")]
fn halves(table: &[u8; 128]) -> (__m512i, __m512i) {
    // SAFETY: the table has twice the 64 bytes that are read.
    unsafe { (_mm512_loadu_si512(table.as_ptr().cast()), _mm512_loadu_si512(table.as_ptr().add(64).cast())) }
}

/// 0, 1, 2, …
static INDICES: [u16; STORE] = {
    let mut indices = [0; STORE];
    let mut i = 0;
    while i < STORE {
        indices[i] = i as u16;
        i += 1;
    }
    indices
};
