//! What encoding a file is in. Postman writes UTF-8; files with a byte order mark and UTF-16 files exist, and so do files with
//! a stray Latin-1 byte. All but UTF-16 are scanned as the bytes they are: no credential format needs more than ASCII.

use super::{Decoded, MapBuilder};

/// What the first bytes of a file say about its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// ASCII, UTF-8 or a superset of ASCII. `bom` is the length of the byte order mark: 0 or 3.
    Ascii { bom: usize },
    /// UTF-16. `bom` is 0 or 2.
    Utf16 { big_endian: bool, bom: usize },
    /// No text: a NUL byte near the start.
    Binary,
}

/// How many bytes are looked at to tell text from binary data; the size git and grep use.
const SNIFFED: usize = 8000;

pub(crate) fn detect(bytes: &[u8]) -> Charset {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => return Charset::Ascii { bom: 3 },
        // UTF-32 LE begins like UTF-16 LE. Nobody writes it; it falls to the NUL check.
        [0xFF, 0xFE, 0, 0, ..] => {}
        [0xFF, 0xFE, ..] => return Charset::Utf16 { big_endian: false, bom: 2 },
        [0xFE, 0xFF, ..] => return Charset::Utf16 { big_endian: true, bom: 2 },
        _ => {}
    }
    let head = &bytes[..bytes.len().min(SNIFFED)];
    if memchr::memchr(0, head).is_none() {
        return Charset::Ascii { bom: 0 };
    }
    match head {
        // JSON begins with two ASCII characters (RFC 4627 section 3).
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Charset::Utf16 { big_endian: false, bom: 0 },
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Charset::Utf16 { big_endian: true, bom: 0 },
        _ => Charset::Binary,
    }
}

/// UTF-16 to UTF-8. A lone surrogate becomes U+FFFD, a lone last byte is dropped.
pub(crate) fn decode_utf16(raw: &[u8], big_endian: bool, bom: usize) -> Decoded {
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair[1]];
        if big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    };
    let mut bytes = Vec::with_capacity(raw.len() / 2);
    let mut map = MapBuilder::default();
    let mut at = bom;
    for c in char::decode_utf16(raw[bom.min(raw.len())..].chunks_exact(2).map(unit)) {
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        let len = 2 * c.len_utf16();
        map.escape(bytes.len(), at..at + len);
        bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        at += len;
    }
    Decoded { bytes, map: map.finish() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big_endian { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn detects_by_mark_and_by_pattern() {
        assert_eq!(detect(b"\xef\xbb\xbf{}"), Charset::Ascii { bom: 3 });
        assert_eq!(detect(b"{}"), Charset::Ascii { bom: 0 });
        assert_eq!(detect(b"caf\xe9"), Charset::Ascii { bom: 0 });
        assert_eq!(detect(&utf16("\u{feff}{}", false)), Charset::Utf16 { big_endian: false, bom: 2 });
        assert_eq!(detect(&utf16("{}", true)), Charset::Utf16 { big_endian: true, bom: 0 });
        assert_eq!(detect(b"\x7fELF\0\0"), Charset::Binary);
        assert_eq!(detect(b""), Charset::Ascii { bom: 0 });
    }

    #[test]
    fn utf16_maps_back_to_byte_pairs() {
        let raw = utf16("\u{feff}a😀b", false);
        let out = decode_utf16(&raw, false, 2);
        assert_eq!(out.bytes, "a😀b".as_bytes());
        assert_eq!(out.map.source(0..1), 2..4);
        assert_eq!(out.map.source(1..5), 4..8);
        assert_eq!(out.map.source(5..6), 8..10);
    }
}
