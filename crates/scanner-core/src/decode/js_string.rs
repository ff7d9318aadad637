//! Escapes of JavaScript string and template literals, ECMA-262 section 12.9.4.

use super::{Decoded, MapBuilder, json_string::hex4};

/// Decodes the inside of a literal (without its quotes). Offsets in the map are offsets in `literal`.
///
/// Lenient: an escape that is cut, broken or octal (which strict code forbids) stands for itself, a lone surrogate for U+FFFD.
pub(crate) fn decode(literal: &[u8]) -> Decoded {
    let mut bytes = Vec::with_capacity(literal.len());
    let mut map = MapBuilder::default();
    let mut at = 0;
    while at < literal.len() {
        let next = memchr::memchr(b'\\', &literal[at..]).map_or(literal.len(), |i| at + i);
        if next > at {
            map.copy(bytes.len(), at);
            bytes.extend_from_slice(&literal[at..next]);
        }
        at = next;
        match escape(&literal[at..]) {
            Some((Some(c), len)) => {
                map.escape(bytes.len(), at..at + len);
                bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                at += len;
            }
            Some((None, len)) => at += len,
            None if at < literal.len() => {
                map.copy(bytes.len(), at);
                bytes.push(b'\\');
                at += 1;
            }
            None => {}
        }
    }
    Decoded { bytes, map: map.finish() }
}

/// What the escape at the start of `raw` stands for (a line that is continued: for nothing), and its length. `None` if it is none.
fn escape(raw: &[u8]) -> Option<(Option<char>, usize)> {
    let c = match raw.get(1..)? {
        [] => return None,
        [b'b', ..] => '\u{8}',
        [b'f', ..] => '\u{c}',
        [b'n', ..] => '\n',
        [b'r', ..] => '\r',
        [b't', ..] => '\t',
        [b'v', ..] => '\u{b}',
        [b'x', ..] => return Some((char::from_u32(hex4(raw.get(2..4)?)?), 4)),
        [b'u', ..] => return unicode(raw).map(|(c, len)| (Some(c), len)),
        [b'0', rest @ ..] if !rest.first().is_some_and(u8::is_ascii_digit) => '\0',
        [b'0'..=b'9', ..] => return None,
        [b'\r', b'\n', ..] => return Some((None, 3)),
        [b'\n' | b'\r', ..] => return Some((None, 2)),
        // U+2028 and U+2029 end lines as well.
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => return Some((None, 4)),
        // Any other character stands for itself.
        [other, ..] if other.is_ascii() => char::from(*other),
        _ => return Some((None, 1)),
    };
    Some((Some(c), 2))
}

/// `\u{X…}`, `\uXXXX`, or two of the latter that are a surrogate pair.
fn unicode(raw: &[u8]) -> Option<(char, usize)> {
    const DIGITS_MAX: usize = 6;
    if raw.get(2) == Some(&b'{') {
        let digits = &raw[3..raw.len().min(3 + DIGITS_MAX + 1)];
        let len = memchr::memchr(b'}', digits).filter(|&len| len > 0)?;
        let c = char::from_u32(hex4(&digits[..len])?).unwrap_or(char::REPLACEMENT_CHARACTER);
        return Some((c, 3 + len + 1));
    }
    let unit = |at: usize| u16::try_from(hex4(raw.get(at..at + 4)?)?).ok();
    let second = if raw.get(6..8) == Some(b"\\u") { unit(8) } else { None };
    let c = char::decode_utf16(std::iter::once(unit(2)?).chain(second)).next()?;
    let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
    Some((c, 6 * c.len_utf16()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(literal: &str) -> String {
        String::from_utf8(decode(literal.as_bytes()).bytes).unwrap()
    }

    #[test]
    fn every_escape_of_the_standard() {
        assert_eq!(decoded(r#"\'\"\\\b\f\n\r\t\v\0"#), "'\"\\\u{8}\u{c}\n\r\t\u{b}\0");
        assert_eq!(decoded(r"\x41\u0042\u{43}\u{1F600}\ud83d\ude00"), "ABC😀😀");
        assert_eq!(decoded(r"\/\$\`\é"), "/$`é");
        assert_eq!(decoded("a\\\nb\\\r\nc\\\u{2028}d"), "abcd");
    }

    #[test]
    fn broken_and_octal_escapes_stand_for_themselves() {
        for literal in [r"\x4", r"\xzz", r"\u12", r"\u{}", r"\u{1234567}", r"\u{12", r"\1", r"\07", r"\"] {
            assert_eq!(decoded(literal), literal);
        }
        assert_eq!(decoded(r"\ud83d!"), "\u{fffd}!");
        assert_eq!(decoded(r"\ud83d\u0041"), "\u{fffd}A");
        assert_eq!(decoded(r"\u{110000}"), "\u{fffd}");
    }

    #[test]
    fn the_way_back_covers_the_escapes() {
        let literal = "a\\x5fb\\\nc\\'";
        let out = decode(literal.as_bytes());
        assert_eq!(out.bytes, b"a_bc'");
        assert_eq!(&literal[out.map.source(1..2)], "\\x5f");
        assert_eq!(&literal[out.map.source(2..4)], "b\\\nc");
        assert_eq!(&literal[out.map.source(0..5)], literal);
    }
}
