//! The tables of a plan. All of them are made by `const` functions: for a built-in plan the compiler makes them, and a start costs nothing.

use super::literal::{Planned, SHORT_KEY, WINDOW, fold, hash};

/// What the first stages look at.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) nibbles: Nibbles,
    pub(super) bytes: Bytes,
    pub(super) steps: Steps,
    pub(super) bloom: Bloom,
    /// For each bucket, where its records begin.
    starts: [u32; BUCKETS + 1],
}

const BUCKET_BITS: u32 = 13;
const BUCKETS: usize = 1 << BUCKET_BITS;

/// For each of two times eight buckets and each position of a window: which buckets take a byte with this lower and this upper nibble.
/// A window is a candidate if one bucket takes all its bytes (Teddy, from Hyperscan; described in aho-corasick's `src/packed/teddy/README.md`).
#[derive(Debug)]
pub(super) struct Nibbles {
    pub(super) low: [[[u8; 16]; WINDOW]; 2],
    pub(super) high: [[[u8; 16]; WINDOW]; 2],
}

/// For each position of a window: which of eight buckets take a byte, by its lower seven bits.
#[derive(Debug)]
pub(super) struct Bytes(pub(super) [[u8; 128]; WINDOW]);

/// [`Bytes`] with the four positions of a byte in one word, the first in its lowest byte.
#[derive(Debug)]
pub(super) struct Steps(pub(super) [u32; 128]);

impl Tables {
    pub(super) const fn new(plan: &[Planned]) -> Tables {
        let mut tables = Tables {
            nibbles: Nibbles { low: [[[0; 16]; WINDOW]; 2], high: [[[0; 16]; WINDOW]; 2] },
            bytes: Bytes([[0; 128]; WINDOW]),
            steps: Steps([0; 128]),
            bloom: Bloom([0; BLOOM_WORDS]),
            starts: [0; BUCKETS + 1],
        };
        let mut i = 0;
        while i < plan.len() {
            let planned = &plan[i];
            tables.allow_window(planned);
            tables.bloom.insert(planned);
            tables.starts[bucket(planned.key()) + 1] += 1;
            i += 1;
        }
        let mut i = 0;
        while i < BUCKETS {
            tables.starts[i + 1] += tables.starts[i];
            i += 1;
        }
        tables
    }

    const fn allow_window(&mut self, planned: &Planned) {
        let literal = &planned.literal;
        let mut position = 0;
        while position < WINDOW {
            let at = planned.window as usize + position;
            if at >= literal.bytes().len() {
                let mut byte = 0;
                while byte < 256 {
                    self.allow_byte(planned, position, byte as u8);
                    byte += 1;
                }
            } else {
                let byte = literal.bytes()[at];
                self.allow_byte(planned, position, byte);
                if literal.folds(at) {
                    self.allow_byte(planned, position, byte.to_ascii_uppercase());
                }
            }
            position += 1;
        }
    }

    const fn allow_byte(&mut self, planned: &Planned, position: usize, byte: u8) {
        let (set, bit) = (planned.nibble_bucket as usize / 8, 1 << (planned.nibble_bucket % 8));
        self.nibbles.low[set][position][(byte & 15) as usize] |= bit;
        self.nibbles.high[set][position][(byte >> 4) as usize] |= bit;
        let buckets = &mut self.bytes.0[position][(byte & 127) as usize];
        *buckets |= 1 << planned.byte_bucket;
        self.steps.0[(byte & 127) as usize] |= (*buckets as u32) << (8 * position);
    }

    /// Which records may have this key.
    #[inline]
    pub(super) fn bucket(&self, key: u32) -> std::ops::Range<usize> {
        let bucket = bucket(key);
        self.starts[bucket] as usize..self.starts[bucket + 1] as usize
    }
}

const fn bucket(key: u32) -> usize {
    (hash(key) >> (64 - BUCKET_BITS)) as usize
}

/// A Bloom filter of folded windows: two bits in one word (8 KiB, which stay in the first cache).
#[derive(Debug)]
pub(super) struct Bloom([u64; BLOOM_WORDS]);

const BLOOM_BITS: u32 = 10;
const BLOOM_WORDS: usize = 1 << BLOOM_BITS;

impl Bloom {
    const fn insert(&mut self, planned: &Planned) {
        let key = planned.key();
        if !planned.literal.is_short() {
            self.insert_key(key);
            return;
        }
        // Whatever may stand behind it: folding leaves the lower half.
        let mut last = 0;
        while last < 16 {
            self.insert_key(key | fold([0, 0, 0, last]) & !SHORT_KEY);
            last += 1;
        }
    }

    const fn insert_key(&mut self, key: u32) {
        let (word, first, second) = places(key);
        self.0[word] |= 1 << first | 1 << second;
    }

    #[inline(always)]
    fn has(&self, key: u32) -> bool {
        let (word, first, second) = places(key);
        let word = self.0[word];
        (word >> first) & (word >> second) & 1 == 1
    }

    /// Keeps those of `positions` whose windows may be ones that are looked for, and says how many are left. There is no branch that depends on
    /// the answer: it would be missed each time.
    #[inline(always)]
    pub(super) fn retain(&self, block: &[u8], positions: &mut [u16]) -> usize {
        let mut kept = 0;
        for i in 0..positions.len() {
            let position = positions[i];
            positions[kept] = position;
            kept += usize::from(self.has(window_at(block, usize::from(position))));
        }
        kept
    }
}

#[inline(always)]
const fn places(key: u32) -> (usize, u32, u32) {
    let hash = hash(key);
    ((hash >> (64 - BLOOM_BITS)) as usize, (hash >> 48) as u32 % 64, (hash >> 42) as u32 % 64)
}

/// The folded window at `position` of `block`.
#[inline(always)]
pub(super) fn window_at(block: &[u8], position: usize) -> u32 {
    let window: &[u8; WINDOW] = block[position..position + WINDOW].try_into().expect("as many bytes");
    fold(*window)
}

/// What a literal looks like, for a quick comparison.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// The first eight bytes, without the bits that do not matter.
    head: u64,
    mask: u64,
    /// Index in the plan.
    pub(super) literal: u32,
    /// Where the window begins within the literal.
    pub(super) window: u8,
    pub(super) short: bool,
}

impl Record {
    pub(super) const NONE: Record = Record { head: 0, mask: 0, literal: 0, window: 0, short: false };

    const fn new(plan: &[Planned], index: usize) -> Record {
        let literal = &plan[index].literal;
        let (mut head, mut mask) = ([0; HEAD], [0; HEAD]);
        let mut i = 0;
        while i < HEAD && i < literal.bytes().len() {
            // Bit 5 is the case of a letter. Elsewhere it counts: `@` is not `` ` ``.
            mask[i] = if literal.folds(i) { 0xDF } else { 0xFF };
            head[i] = literal.bytes()[i] & mask[i];
            i += 1;
        }
        Record {
            head: u64::from_le_bytes(head),
            mask: u64::from_le_bytes(mask),
            literal: index as u32,
            window: plan[index].window,
            short: literal.is_short(),
        }
    }

    /// Whether a text begins like the literal.
    #[inline]
    pub(super) const fn begins(&self, head: [u8; HEAD]) -> bool {
        u64::from_le_bytes(head) & self.mask == self.head
    }
}

/// How many bytes of a literal are compared at once.
pub(super) const HEAD: usize = 8;

/// Fills `records` with those of a plan, in the order of their buckets.
pub(super) const fn fill_records(plan: &[Planned], tables: &Tables, records: &mut [Record]) {
    let mut next = tables.starts;
    let mut i = 0;
    while i < plan.len() {
        let bucket = bucket(plan[i].key());
        records[next[bucket] as usize] = Record::new(plan, i);
        next[bucket] += 1;
        i += 1;
    }
}
