//! Base64, RFC 4648 sections 4 and 5, with or without padding.

use std::sync::LazyLock;

use super::{Decoded, MapBuilder};
use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, Encoding};

/// Decodes standard or URL-safe base64. `None` if `text` is neither, or has a length that no base64 has.
///
/// Bits past the last whole byte need not be zero, and padding need not be there: both happen in real tokens.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let padding = text.iter().rev().take_while(|&&b| b == b'=').count();
    let body = &text[..text.len() - padding];
    if padding > 2 || body.is_empty() {
        return None;
    }
    let url = body.iter().any(|b| matches!(b, b'-' | b'_'));
    if url { &URL } else { &STANDARD }.decode(body).ok()
}

/// The first three bytes of what [`decode`] decodes, for either alphabet; `None` if the first four characters are of none.
pub(crate) fn first_group(text: &[u8]) -> Option<[u8; 3]> {
    const VALUES: [u8; 256] = {
        let mut values = [u8::MAX; 256];
        let mut value = 0;
        while value < 64 {
            let character = match value {
                0..26 => b'A' + value,
                26..52 => b'a' + value - 26,
                52..62 => b'0' + value - 52,
                62 => b'+',
                _ => b'/',
            };
            values[character as usize] = value;
            value += 1;
        }
        values[b'-' as usize] = 62;
        values[b'_' as usize] = 63;
        values
    };
    let group: [u8; 4] = text.get(..4)?.try_into().ok()?;
    let values = group.map(|character| VALUES[usize::from(character)]);
    if values.contains(&u8::MAX) {
        return None;
    }
    let bits = values.into_iter().fold(0, |bits, value| bits << 6 | u32::from(value));
    let [_, bytes @ ..] = bits.to_be_bytes();
    Some(bytes)
}

/// The length of the line break at the start of `text`, which may be written as `\n` or `\r\n` in a string; 0 if there is none.
pub(crate) fn line_break(text: &[u8]) -> usize {
    const BREAKS: [&[u8]; 4] = [b"\r\n", b"\n", b"\\r\\n", b"\\n"];
    BREAKS.iter().find(|feed| text.starts_with(feed)).map_or(0, |feed| feed.len())
}

/// Decodes base64 that may be folded into lines (RFC 2045 section 6.8), with a way back: three bytes for four characters. `None` if it is
/// none, or if a line that is not the last is cut within a group.
pub(crate) fn decode_folded(text: &[u8]) -> Option<Decoded> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut map = MapBuilder::default();
    let mut at = 0;
    while at < text.len() {
        let end = memchr::memchr3(b'\r', b'\n', b'\\', &text[at..]).map_or(text.len(), |i| at + i);
        let feed = line_break(&text[end..]);
        if feed == 0 && end < text.len() {
            return None;
        }
        let line = &text[at..end];
        if !line.is_empty() {
            let whole = line.len() / 4 * 4;
            let groups = if line.ends_with(b"=") && whole == line.len() { whole - 4 } else { whole };
            map.groups(bytes.len(), at, (3, 4));
            bytes.extend(decode(line)?);
            if groups < line.len() {
                let done = bytes.len() - decode(&line[groups..])?.len();
                map.escape(done, at + groups..end);
                if end + feed < text.len() {
                    return None;
                }
            }
        }
        at = end + feed.max(1);
    }
    Some(Decoded { bytes, map: map.finish() })
}

static STANDARD: LazyLock<Encoding> = LazyLock::new(|| lenient(&BASE64_NOPAD));
static URL: LazyLock<Encoding> = LazyLock::new(|| lenient(&BASE64URL_NOPAD));

fn lenient(encoding: &Encoding) -> Encoding {
    let mut specification = encoding.specification();
    specification.check_trailing_bits = false;
    specification.encoding().unwrap_or_else(|_| encoding.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_with_and_without_padding() {
        for text in ["dXNlcjpwYXNz", "dXNlcjpwYXNzdw==", "dXNlcjpwYXNzdw"] {
            assert!(decode(text.as_bytes()).unwrap().starts_with(b"user:pass"), "{text}");
        }
        assert_eq!(decode(b"-_-_").unwrap(), [0xfb, 0xff, 0xbf]);
    }

    #[test]
    fn folded_lines_map_to_their_groups() {
        let folded = b"dXNlcjpw\r\nYXNzdw==";
        let out = decode_folded(folded).unwrap();
        assert_eq!(out.bytes, b"user:passw");
        assert_eq!(&folded[out.map.source(0..4)], b"dXNlcjpw");
        assert_eq!(&folded[out.map.source(6..8)], b"YXNz");
        assert_eq!(&folded[out.map.source(9..10)], b"dw==");
        assert_eq!(&folded[out.map.source(5..7)], b"cjpw\r\nYXNz");
        assert_eq!(decode_folded(b"dXNlcj\npwYXNz"), None);
    }

    #[test]
    fn what_is_no_base64_is_none() {
        for text in ["", "=", "a", "ab c", "+_+_", "abcde", "abcd===="] {
            assert_eq!(decode(text.as_bytes()), None, "{text}");
        }
    }
}
