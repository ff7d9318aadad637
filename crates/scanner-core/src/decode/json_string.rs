//! JSON string escapes, RFC 8259 section 7.

use std::ops::Range;

use super::{Decoded, MapBuilder};

/// Decodes the inside of a JSON string (`raw[range]`, without the quotes). Offsets in the map are offsets in `raw`.
///
/// Lenient, as real files need: an unknown or cut escape stands for itself, a lone surrogate for U+FFFD.
pub(crate) fn decode(raw: &[u8], range: Range<usize>) -> Decoded {
    let mut bytes = Vec::with_capacity(range.len());
    let mut map = MapBuilder::default();
    let mut at = range.start;
    while at < range.end {
        let next = memchr::memchr(b'\\', &raw[at..range.end]).map_or(range.end, |i| at + i);
        if next > at {
            map.copy(bytes.len(), at);
            bytes.extend_from_slice(&raw[at..next]);
        }
        at = next;
        if at == range.end {
            break;
        }
        match escape(&raw[at..range.end]) {
            Some((c, len)) => {
                map.escape(bytes.len(), at..at + len);
                bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                at += len;
            }
            None => {
                map.copy(bytes.len(), at);
                bytes.push(b'\\');
                at += 1;
            }
        }
    }
    Decoded { bytes, map: map.finish() }
}

/// The escape at the start of `raw`, and its length. `None` if it is none that JSON knows.
pub(super) fn escape(raw: &[u8]) -> Option<(char, usize)> {
    let c = match raw.get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode(raw),
        _ => return None,
    };
    Some((c, 2))
}

/// `\uXXXX`, or two of them where the first is a high surrogate and the second the low one.
fn unicode(raw: &[u8]) -> Option<(char, usize)> {
    let first = hex4(raw.get(2..6)?)?;
    if (0xD800..0xDC00).contains(&first)
        && raw.get(6..8) == Some(b"\\u")
        && let Some(low @ 0xDC00..0xE000) = raw.get(8..12).and_then(hex4)
    {
        let c = 0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00);
        return Some((char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER), 12));
    }
    Some((char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), 6))
}

pub(crate) fn hex4(digits: &[u8]) -> Option<u32> {
    hex(digits)
}

/// The number that at most eight digits write.
pub(super) fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |n, &d| Some(n << 4 | (d as char).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(raw: &str) -> String {
        String::from_utf8(decode(raw.as_bytes(), 0..raw.len()).bytes).unwrap()
    }

    #[test]
    fn every_escape_of_the_rfc() {
        assert_eq!(decoded(r#"\"\\\/\b\f\n\r\t"#), "\"\\/\u{8}\u{c}\n\r\t");
        assert_eq!(decoded(r"a\u003db"), "a=b");
        assert_eq!(decoded(r"\ud83d\ude00!"), "😀!");
    }

    #[test]
    fn broken_escapes_stand_for_themselves() {
        assert_eq!(decoded(r"\x \u12 \"), r"\x \u12 \");
        assert_eq!(decoded(r"\ud83d!"), "\u{fffd}!");
        assert_eq!(decoded(r"\ud83d\u0041"), "\u{fffd}A");
    }

    #[test]
    fn the_way_back_covers_the_escapes() {
        let raw = r"sk\u005flive\/x";
        let out = decode(raw.as_bytes(), 0..raw.len());
        assert_eq!(out.bytes, b"sk_live/x");
        assert_eq!(&raw[out.map.source(2..3)], r"\u005f");
        assert_eq!(&raw[out.map.source(3..8)], r"live\/");
    }
}
