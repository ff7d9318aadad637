//! Scalars of YAML: quoted, folded, indented. YAML 1.2.2, chapters 7.3 and 8.1.

use std::ops::Range;

use super::{Decoded, MapBuilder};

/// How a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// Decodes the scalar `raw[range]`: without its quotes; of a block scalar from the first character of its text, which stands as far in as the block is
/// indented. `None` if the bytes mean themselves. Offsets in the map are offsets in `raw`.
///
/// Lenient, as real files need: an unknown escape stands for itself. Blank lines round the text of a block are no part of it,
/// those within have no spaces.
pub(crate) fn decode(raw: &[u8], range: Range<usize>, style: Style) -> Option<Decoded> {
    let inside = &raw[range.clone()];
    let sign = match style {
        Style::SingleQuoted => b'\'',
        Style::DoubleQuoted => b'\\',
        _ => b'\n',
    };
    memchr::memchr3(b'\n', b'\r', sign, inside)?;
    let mut writer = Writer { raw, bytes: Vec::with_capacity(range.len()), map: MapBuilder::default() };
    match style {
        Style::Literal | Style::Folded => writer.block(range, style == Style::Folded),
        Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => writer.flow(range, sign),
    }
    Some(Decoded { bytes: writer.bytes, map: writer.map.finish() })
}

struct Writer<'r> {
    raw: &'r [u8],
    bytes: Vec<u8>,
    map: MapBuilder,
}

impl Writer<'_> {
    fn copy(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.map.copy(self.bytes.len(), range.start);
            self.bytes.extend_from_slice(&self.raw[range]);
        }
    }

    fn put(&mut self, what: &[u8], from: Range<usize>) {
        if !what.is_empty() {
            self.map.escape(self.bytes.len(), from);
            self.bytes.extend_from_slice(what);
        }
    }

    /// Plain and quoted scalars. Their line breaks are folded: one is a space, each further one a line feed.
    fn flow(&mut self, range: Range<usize>, sign: u8) {
        let raw = self.raw;
        let mut at = range.start;
        while at < range.end {
            let special = memchr::memchr3(b'\n', b'\r', sign, &raw[at..range.end]);
            let Some(special) = special.map(|i| at + i) else { return self.copy(at..range.end) };
            match raw[special] {
                b'\n' | b'\r' => {
                    let text = raw[at..special].trim_ascii_end().len();
                    self.copy(at..at + text);
                    let (breaks, next) = self.breaks(special, range.end);
                    self.put(&fold(breaks), at + text..next);
                    at = next;
                }
                sign => {
                    self.copy(at..special);
                    at = if sign == b'\\' {
                        self.escape(special, range.end)
                    } else {
                        self.quote(special, range.end)
                    };
                }
            }
        }
    }

    /// `''` is a quote.
    fn quote(&mut self, at: usize, end: usize) -> usize {
        let next = (at + 2).min(end);
        self.put(b"'", at..next);
        next
    }

    fn escape(&mut self, at: usize, end: usize) -> usize {
        if matches!(self.raw[at + 1..end].first(), Some(b'\n' | b'\r')) {
            let (breaks, next) = self.breaks(at + 1, end);
            self.put(&b"\n".repeat(breaks - 1), at..next);
            return next;
        }
        match escape(&self.raw[at..end]) {
            Some((c, len)) => {
                self.put(c.encode_utf8(&mut [0; 4]).as_bytes(), at..at + len);
                at + len
            }
            None => {
                self.copy(at..at + 1);
                at + 1
            }
        }
    }

    /// The line breaks at `at`, and where the text goes on.
    fn breaks(&self, at: usize, end: usize) -> (usize, usize) {
        let blank = self.raw[at..end].iter().take_while(|b| b.is_ascii_whitespace()).count();
        (line_breaks(&self.raw[at..at + blank]), at + blank)
    }

    /// Block scalars: each line without its indentation. Folded, the break between two lines of text is a space.
    fn block(&mut self, range: Range<usize>, folded: bool) {
        let raw = self.raw;
        let line_start = memchr::memrchr2(b'\n', b'\r', &raw[..range.start]).map_or(0, |at| at + 1);
        let indent = range.start - line_start;
        let mut at = range.start;
        while at < range.end {
            let end = memchr::memchr2(b'\n', b'\r', &raw[at..range.end]).map_or(range.end, |i| at + i);
            self.copy(at..end);
            if end == range.end {
                break;
            }
            let (breaks, next) = self.next_line(end, range.end, indent);
            let indented = |at: usize| matches!(raw.get(at), Some(b' ' | b'\t'));
            let between =
                if folded && !indented(at) && !indented(next) { fold(breaks) } else { b"\n".repeat(breaks) };
            self.put(&between, end..next);
            at = next;
        }
    }

    /// The line breaks at `at`, and the start of the text of the next line that has any.
    fn next_line(&self, at: usize, end: usize, indent: usize) -> (usize, usize) {
        let blank = self.raw[at..end].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let last = memchr::memrchr2(b'\n', b'\r', &self.raw[at..at + blank]).map_or(at, |i| at + i + 1);
        let spaces = self.raw[last..end].iter().take(indent).take_while(|&&b| b == b' ').count();
        (line_breaks(&self.raw[at..last]), last + spaces)
    }
}

/// What so many line breaks are folded to.
fn fold(breaks: usize) -> Vec<u8> {
    if breaks > 1 { b"\n".repeat(breaks - 1) } else { b" ".to_vec() }
}

/// How many line breaks there are; CRLF is one.
fn line_breaks(blank: &[u8]) -> usize {
    let lone = |at: &usize| blank[*at] == b'\n' || blank.get(at + 1) != Some(&b'\n');
    memchr::memchr2_iter(b'\n', b'\r', blank).filter(lone).count()
}

/// The escape at the start of `raw`, and its length: section 5.7.
fn escape(raw: &[u8]) -> Option<(char, usize)> {
    let c = match raw.get(1)? {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        b' ' => ' ',
        b'"' => '"',
        b'/' => '/',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b'x' => return numbered(raw, 2),
        // Also two of them for one character, as JSON has it.
        b'u' => return super::json_string::escape(raw),
        b'U' => return numbered(raw, 8),
        _ => return None,
    };
    Some((c, 2))
}

fn numbered(raw: &[u8], digits: usize) -> Option<(char, usize)> {
    let number = super::json_string::hex(raw.get(2..2 + digits)?)?;
    Some((char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER), 2 + digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(raw: &str, style: Style) -> String {
        let out = decode(raw.as_bytes(), 0..raw.len(), style);
        out.map_or_else(|| raw.to_owned(), |out| String::from_utf8(out.bytes).unwrap())
    }

    #[test]
    fn quoted_scalars() {
        assert_eq!(decoded("it''s", Style::SingleQuoted), "it's");
        assert_eq!(decoded(r"a\tb\x41\u00e9\U0001F600\q\", Style::DoubleQuoted), "a\tbAé😀\\q\\");
        assert_eq!(decoded(r"\ud83d\ude00", Style::DoubleQuoted), "😀");
        assert_eq!(decoded("a  \n  b\n\n  c", Style::SingleQuoted), "a b\nc");
        assert_eq!(decoded("ab\\\n   cd\\\n\n  e", Style::DoubleQuoted), "abcd\ne");
    }

    #[test]
    fn plain_scalars_fold() {
        assert_eq!(decoded("a\r\n  b", Style::Plain), "a b");
        assert_eq!(decode(b"a: b # c", 0..1, Style::Plain), None);
    }

    #[test]
    fn block_scalars_lose_their_indentation() {
        let raw = b"k: |-\n  ab\n    cd\n\n  ef";
        let out = decode(raw, 8..raw.len(), Style::Literal).unwrap();
        assert_eq!(out.bytes, b"ab\n  cd\n\nef");
        assert_eq!(&raw[out.map.source(8..10)], b"\n\n  e");
        assert_eq!(&raw[out.map.source(9..11)], b"ef");
        let out = decode(raw, 8..raw.len(), Style::Folded).unwrap();
        assert_eq!(out.bytes, b"ab\n  cd\n\nef");
    }

    #[test]
    fn folded_lines_are_joined() {
        let raw = b">-\n  ab\n  cd\n\n  ef";
        let out = decode(raw, 5..raw.len(), Style::Folded).unwrap();
        assert_eq!(out.bytes, b"ab cd\nef");
        assert_eq!(&raw[out.map.source(1..4)], b"b\n  c");
    }
}
