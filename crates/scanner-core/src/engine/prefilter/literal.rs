//! What is looked for, and how a plan says to look for it.

use std::borrow::Cow;

/// How many bytes of a literal the first stages look at.
pub(super) const WINDOW: usize = 4;

/// The shortest literal. Shorter ones stand on every line.
pub(super) const SHORTEST: usize = 3;

/// Bytes to look for. Order: by bytes, then case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Literal {
    /// In lower case if case does not matter.
    bytes: Cow<'static, [u8]>,
    /// Whether ASCII letters match in either case. Other letters, such as Cyrillic ones, only match as they are written.
    ignore_case: bool,
}

impl Literal {
    /// A literal of at least three bytes; `None` if it is shorter.
    pub(crate) fn new(bytes: &[u8], ignore_case: bool) -> Option<Literal> {
        let bytes = if ignore_case { bytes.to_ascii_lowercase() } else { bytes.to_vec() };
        (bytes.len() >= SHORTEST).then_some(Literal { bytes: Cow::Owned(bytes), ignore_case })
    }

    pub(super) const fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Cow::Borrowed(bytes) => bytes,
            Cow::Owned(bytes) => bytes.as_slice(),
        }
    }

    #[cfg(any(test, feature = "internals"))]
    pub(super) const fn ignores_case(&self) -> bool {
        self.ignore_case
    }

    /// Whether byte `index` matches in either case.
    pub(super) const fn folds(&self, index: usize) -> bool {
        self.ignore_case && self.bytes()[index].is_ascii_alphabetic()
    }

    /// Whether `bytes` are the literal.
    pub(super) fn is(&self, bytes: &[u8]) -> bool {
        if self.ignore_case { self.bytes.eq_ignore_ascii_case(bytes) } else { *self.bytes == *bytes }
    }

    /// Whether it is too short to fill a window: the last byte of its window can be anything.
    pub(super) const fn is_short(&self) -> bool {
        self.bytes().len() < WINDOW
    }
}

/// A literal and how to look for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(super) literal: Literal,
    /// Where the window begins within the literal.
    pub(super) window: u8,
    /// Which of the sixteen sets of nibbles the window is in.
    pub(super) nibble_bucket: u8,
    /// Which of the eight sets of bytes the window is in.
    pub(super) byte_bucket: u8,
}

impl Planned {
    /// The window, folded; the last byte of a short literal's window is 0, which no folded byte is.
    pub(super) const fn key(&self) -> u32 {
        let bytes = self.literal.bytes();
        let at = self.window as usize;
        if self.literal.is_short() {
            return fold([bytes[0], bytes[1], bytes[2], 0]) & SHORT_KEY;
        }
        fold([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
    }
}

/// The part of a folded window that a short literal decides.
pub(super) const SHORT_KEY: u32 = 0x00FF_FFFF;

/// What is hashed of a window. Bit 5 of each byte is set: letters become lower case, and some other bytes become equal too (`@` and `` ` ``, `_`
/// and DEL), which is sorted out when literals are compared. Of the last byte only the lower half counts, so that a short literal, which may
/// go on with any byte, stands for 16 hashes and not for 128: with those the Bloom filter would be full of short literals.
#[inline(always)]
pub(super) const fn fold(window: [u8; WINDOW]) -> u32 {
    u32::from_le_bytes(window) | 0xF020_2020
}

/// Hash of a folded window. Its upper bits depend on all four bytes: use those.
#[inline(always)]
pub(super) const fn hash(folded: u32) -> u64 {
    // 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, volume 3, 6.4).
    (folded as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// A literal of a generated plan whose case matters.
pub(super) const fn exact(bytes: &'static [u8], window: u8, nibble_bucket: u8, byte_bucket: u8) -> Planned {
    let literal = Literal { bytes: Cow::Borrowed(bytes), ignore_case: false };
    Planned { literal, window, nibble_bucket, byte_bucket }
}

/// A literal of a generated plan, in lower case, whose case does not matter.
pub(super) const fn folded(bytes: &'static [u8], window: u8, nibble_bucket: u8, byte_bucket: u8) -> Planned {
    let literal = Literal { bytes: Cow::Borrowed(bytes), ignore_case: true };
    Planned { literal, window, nibble_bucket, byte_bucket }
}
