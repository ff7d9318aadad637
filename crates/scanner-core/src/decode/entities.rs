//! Character references of HTML and XML: numeric ones, the five of XML, and those of HTML that stand for ASCII punctuation
//! (HTML Living Standard, section 13.5).

use super::{Decoded, MapBuilder};

#[rustfmt::skip]
const NAMED: &[(&[u8], u8)] = &[
    (b"amp", b'&'), (b"apos", b'\''), (b"ast", b'*'), (b"bsol", b'\\'), (b"colon", b':'), (b"comma", b','), (b"commat", b'@'),
    (b"dollar", b'$'), (b"equals", b'='), (b"excl", b'!'), (b"grave", b'`'), (b"gt", b'>'), (b"hat", b'^'), (b"lcub", b'{'),
    (b"lowbar", b'_'), (b"lpar", b'('), (b"lsqb", b'['), (b"lt", b'<'), (b"nbsp", b' '), (b"num", b'#'), (b"percnt", b'%'),
    (b"period", b'.'), (b"plus", b'+'), (b"quest", b'?'), (b"quot", b'"'), (b"rcub", b'}'), (b"rpar", b')'), (b"rsqb", b']'),
    (b"semi", b';'), (b"sol", b'/'), (b"verbar", b'|'), (b"NewLine", b'\n'), (b"Tab", b'\t'),
];

/// The longest reference that is read, in bytes.
const LONGEST: usize = 10;

/// Decodes `raw`, or `None` if there is nothing to decode. What is no reference stands for itself.
pub(crate) fn decode(raw: &[u8]) -> Option<Decoded> {
    let mut references =
        memchr::memchr_iter(b'&', raw).filter_map(|at| Some((at, reference(&raw[at..])?))).peekable();
    references.peek()?;
    let mut bytes = Vec::with_capacity(raw.len());
    let mut map = MapBuilder::default();
    let mut done = 0;
    for (at, (c, len)) in references {
        map.copy(bytes.len(), done);
        bytes.extend_from_slice(&raw[done..at]);
        map.escape(bytes.len(), at..at + len);
        bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        done = at + len;
    }
    map.copy(bytes.len(), done);
    bytes.extend_from_slice(&raw[done..]);
    Some(Decoded { bytes, map: map.finish() })
}

/// The reference at the start of `raw`, and its length.
pub(super) fn reference(raw: &[u8]) -> Option<(char, usize)> {
    let end = memchr::memchr(b';', &raw[..raw.len().min(LONGEST)])?;
    let c = match &raw[1..end] {
        [b'#', b'x' | b'X', hex @ ..] => char::from_u32(number(hex, 16)?)?,
        [b'#', decimal @ ..] => char::from_u32(number(decimal, 10)?)?,
        name => char::from(NAMED.iter().find(|(known, _)| *known == name)?.1),
    };
    Some((c, end + 1))
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_with_a_way_back() {
        let raw = b"a&amp;b&#x3D;&#61;&lowbar;&nope;&";
        let out = decode(raw).unwrap();
        assert_eq!(out.bytes, b"a&b==_&nope;&");
        assert_eq!(out.map.source(1..2), 1..6);
        assert_eq!(&raw[out.map.source(2..4)], b"b&#x3D;");
        assert_eq!(&raw[out.map.source(6..13)], b"&nope;&");
    }

    #[test]
    fn nothing_to_decode_is_none() {
        for raw in [&b"a&b;c"[..], b"&#xFFFFFFF;", b"&#;", b"&", b""] {
            assert_eq!(decode(raw), None);
        }
    }
}
