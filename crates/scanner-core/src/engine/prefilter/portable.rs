//! The first stages without vectors: every position is hashed and looked up in the Bloom filter.

use super::tables::Bloom;

/// Writes to `found` those of the first `positions` positions of `block` whose windows may be ones that are looked for, and says how many.
/// The block must be three bytes longer, and `found` must have room for all of them.
pub(super) fn candidates(bloom: &Bloom, block: &[u8], positions: usize, found: &mut [u16]) -> usize {
    let mut kept = 0;
    for position in 0..positions {
        found[kept] = position as u16;
        kept += usize::from(bloom.takes(block, position));
    }
    kept
}
