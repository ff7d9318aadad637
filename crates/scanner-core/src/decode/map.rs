use std::ops::Range;

/// Where each decoded byte stands in the encoded bytes: runs that were copied, escapes that were replaced as a whole, and groups of a fixed size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Map(Vec<Piece>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Offset of the first decoded byte. The piece ends where the next begins.
    decoded: u32,
    /// Offset of the first encoded byte.
    encoded: u32,
    step: Step,
}

/// How the decoded bytes of a piece follow from the encoded ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Byte for byte.
    Copy,
    /// All of them stand for so many encoded bytes.
    Escape(u32),
    /// Every `decoded` bytes stand for `encoded` bytes: 3 for 4 in base64, 1 for 2 in hex.
    Groups { decoded: u8, encoded: u8 },
}

impl Map {
    fn piece(&self, decoded: usize) -> Piece {
        let after = self.0.partition_point(|p| p.decoded as usize <= decoded);
        self.0[after.saturating_sub(1)]
    }

    /// The encoded bytes of a decoded range. An escape or a group is never cut.
    pub(crate) fn source(&self, range: Range<usize>) -> Range<usize> {
        if self.0.is_empty() {
            return 0..0;
        }
        let first = self.piece(range.start);
        let offset = range.start - first.decoded as usize;
        let start = first.encoded as usize
            + match first.step {
                Step::Copy => offset,
                Step::Escape(_) => 0,
                Step::Groups { decoded, encoded } => offset / usize::from(decoded) * usize::from(encoded),
            };
        if range.is_empty() {
            return start..start;
        }
        let last = self.piece(range.end - 1);
        let len = range.end - last.decoded as usize;
        let end = last.encoded as usize
            + match last.step {
                Step::Copy => len,
                Step::Escape(escape) => escape as usize,
                Step::Groups { decoded, encoded } => {
                    len.div_ceil(usize::from(decoded)) * usize::from(encoded)
                }
            };
        start..end
    }

    /// The decoded offset of an encoded one. Only for maps that keep the order, as all but joined lines do.
    pub(crate) fn decoded_at(&self, encoded: usize) -> usize {
        let after = self.0.partition_point(|p| p.encoded as usize <= encoded);
        self.0.get(after.saturating_sub(1)).map_or(0, |piece| match piece.step {
            Step::Copy => piece.decoded as usize + (encoded - piece.encoded as usize),
            Step::Escape(_) | Step::Groups { .. } => piece.decoded as usize,
        })
    }

    /// Whether no byte of the decoded range came from an escape or across a gap.
    pub(crate) fn is_plain(&self, range: Range<usize>) -> bool {
        if range.is_empty() || self.0.is_empty() {
            return true;
        }
        let source = self.source(range.clone());
        let first = self.0.partition_point(|p| p.decoded as usize <= range.start).saturating_sub(1);
        let no_escape = self.0[first..]
            .iter()
            .take_while(|p| (p.decoded as usize) < range.end)
            .all(|p| p.step == Step::Copy);
        no_escape && source.len() == range.len()
    }
}

/// Builds a [`Map`] in the order of the decoded bytes.
#[derive(Debug, Default)]
pub(crate) struct MapBuilder(Vec<Piece>);

impl MapBuilder {
    /// The bytes from `decoded` on were copied from `encoded` on.
    pub(crate) fn copy(&mut self, decoded: usize, encoded: usize) {
        self.push(Piece { decoded: narrow(decoded), encoded: narrow(encoded), step: Step::Copy });
    }

    /// The bytes from `decoded` on stand for the escape `encoded`.
    pub(crate) fn escape(&mut self, decoded: usize, encoded: Range<usize>) {
        let step = Step::Escape(narrow(encoded.len()));
        self.push(Piece { decoded: narrow(decoded), encoded: narrow(encoded.start), step });
    }

    /// From `decoded` on, every `sizes.0` bytes stand for `sizes.1` bytes from `encoded` on.
    pub(crate) fn groups(&mut self, decoded: usize, encoded: usize, sizes: (u8, u8)) {
        let step = Step::Groups { decoded: sizes.0, encoded: sizes.1 };
        self.push(Piece { decoded: narrow(decoded), encoded: narrow(encoded), step });
    }

    /// What `other` maps, as it stands `shift` bytes later in the decoded text.
    pub(crate) fn append(&mut self, other: &Map, shift: usize) {
        let moved = |piece: &Piece| Piece { decoded: narrow(shift + piece.decoded as usize), ..*piece };
        other.0.iter().for_each(|piece| self.push(moved(piece)));
    }

    fn push(&mut self, piece: Piece) {
        // An empty run before this piece maps nothing: the later piece takes its place.
        if self.0.last().is_some_and(|last| last.decoded == piece.decoded) {
            self.0.pop();
        }
        self.0.push(piece);
    }

    pub(crate) fn finish(self) -> Map {
        Map(self.0)
    }
}

/// Offsets are kept in 32 bits: the scanner refuses artefacts past [`crate::MAX_ARTEFACT_LEN`] before anything is decoded.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map() -> Map {
        // encoded: ab\u0063d  decoded: abcd
        let mut builder = MapBuilder::default();
        builder.copy(0, 0);
        builder.escape(2, 2..8);
        builder.copy(3, 8);
        builder.finish()
    }

    #[test]
    fn an_escape_is_taken_whole() {
        assert_eq!(map().source(0..2), 0..2);
        assert_eq!(map().source(1..3), 1..8);
        assert_eq!(map().source(2..3), 2..8);
        assert_eq!(map().source(3..4), 8..9);
        assert_eq!(map().source(0..4), 0..9);
    }

    #[test]
    fn a_group_is_taken_whole() {
        let mut builder = MapBuilder::default();
        builder.groups(0, 5, (3, 4));
        builder.escape(6, 13..15);
        let map = builder.finish();
        assert_eq!(map.source(0..1), 5..9);
        assert_eq!(map.source(2..4), 5..13);
        assert_eq!(map.source(4..7), 9..15);
        assert!(!map.is_plain(0..3));
    }

    #[test]
    fn plain_means_copied_without_a_gap() {
        assert!(map().is_plain(0..2));
        assert!(!map().is_plain(1..3));
        assert!(map().is_plain(3..4));
    }
}
