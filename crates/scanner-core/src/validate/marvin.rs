//! Marvin32, the keyed checksum that Microsoft puts into its keys: <https://github.com/dotnet/coreclr/blob/v1.0.0/src/vm/marvin32.cpp>.

/// Marvin32 of `bytes`, folded to 32 bits.
pub(super) fn marvin32(bytes: &[u8], seed: u64) -> u32 {
    let mut state = State { low: seed as u32, high: (seed >> 32) as u32 };
    let (words, tail) = bytes.as_chunks::<4>();
    for word in words {
        state.add(u32::from_le_bytes(*word));
    }
    let mut last = [0; 4];
    last[..tail.len()].copy_from_slice(tail);
    last[tail.len()] = 0x80;
    state.add(u32::from_le_bytes(last));
    state.add(0);
    state.low ^ state.high
}

struct State {
    low: u32,
    high: u32,
}

impl State {
    const fn add(&mut self, word: u32) {
        self.low = self.low.wrapping_add(word);
        self.high ^= self.low;
        self.low = self.low.rotate_left(20).wrapping_add(self.high);
        self.high = self.high.rotate_left(9) ^ self.low;
        self.low = self.low.rotate_left(27).wrapping_add(self.high);
        self.high = self.high.rotate_left(19);
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Written another way: one pass over padded bytes, 64-bit arithmetic, the four steps of a round in a table.
    pub(in crate::validate) fn slow_marvin32(bytes: &[u8], seed: u64) -> u32 {
        const MASK: u64 = 0xffff_ffff;
        let rotate = |x: u64, by: u64| (x << by | x >> (32 - by)) & MASK;
        let mut padded = [bytes, &[0x80]].concat();
        padded.resize(padded.len().next_multiple_of(4) + 4, 0);
        let (mut a, mut b) = (seed & MASK, seed >> 32);
        for word in padded.chunks(4) {
            a = (a + word.iter().rev().fold(0, |n, &byte| n * 256 + u64::from(byte))) & MASK;
            for (turn_a, turn_b) in [(20, 9), (27, 19)] {
                b ^= a;
                a = (rotate(a, turn_a) + b) & MASK;
                b = rotate(b, turn_b);
            }
        }
        (a ^ b) as u32
    }

    /// Vectors of the .NET runtime's own tests (64 bits, folded here).
    #[test]
    fn published_vectors() {
        let seed = 0x004f_b61a_001b_dbcc;
        let vectors: [(&[u8], u64); 6] = [
            (&[], 0x30ED_35C1_00CD_3C7D),
            (&[0xAF], 0x48E7_3FC7_7D75_DDC1),
            (&[0xE7, 0x0F], 0xB5F6_E1FC_485D_BFF8),
            (&[0x37, 0xF4, 0x95], 0xF0B0_7C78_9B8C_F7E8),
            (&[0x86, 0x42, 0xDC, 0x59], 0x7008_F2E8_7E9C_F556),
            (&[0x15, 0x3F, 0xB7, 0x98, 0x26], 0xE6C0_8C6D_A2AF_A997),
        ];
        for (bytes, hash) in vectors {
            assert_eq!(marvin32(bytes, seed), hash as u32 ^ (hash >> 32) as u32, "{bytes:x?}");
        }
    }

    #[test]
    fn equals_the_slow_one() {
        let bytes: Vec<u8> = (0..=255).map(|n: u8| n.wrapping_mul(167)).collect();
        for len in 0..bytes.len() {
            let seed = (len as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            assert_eq!(marvin32(&bytes[..len], seed), slow_marvin32(&bytes[..len], seed), "{len}");
        }
    }
}
