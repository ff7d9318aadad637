//! The first stages without vectors: byte by byte, all eight buckets at once.

use super::literal::WINDOW;
use super::tables::Tables;

/// Writes to `found` those of the first `positions` positions of `block` whose windows may be ones that are looked for, and says how many.
/// The block must be three bytes longer, and `found` must have room for three more.
pub(super) fn candidates(tables: &Tables, block: &[u8], positions: usize, found: &mut [u16]) -> usize {
    let mut count = 0;
    // The last four bytes, the oldest uppermost: the buckets that took all of them so far (shift-and, Baeza-Yates and Gonnet 1992).
    let mut state = 0_u32;
    for (end, byte) in block[..positions + WINDOW - 1].iter().enumerate() {
        state = (state << 8 | 0xFF) & tables.steps.0[usize::from(byte & 127)];
        found[count] = end.wrapping_sub(WINDOW - 1) as u16;
        count += usize::from(state >> 24 != 0);
    }
    tables.bloom.retain(block, &mut found[..count])
}
