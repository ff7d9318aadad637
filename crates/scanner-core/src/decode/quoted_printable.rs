//! Quoted-printable, RFC 2045 section 6.7: `=3D`, and lines that a `=` at their end continues.

use super::{Decoded, MapBuilder};

/// Decodes `raw`, or `None` if nothing in it looks like it. A `=` that begins no escape stands for itself.
pub(crate) fn decode(raw: &[u8]) -> Option<Decoded> {
    // A `=` before two digits is as likely an assignment: a sign that must be escaped, or a folded line, has to be there.
    let is_encoded =
        memchr::memmem::find(raw, b"=3D").is_some() || memchr::memmem::find(raw, b"=\r\n").is_some();
    if !is_encoded {
        return None;
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut map = MapBuilder::default();
    let mut done = 0;
    for at in memchr::memchr_iter(b'=', raw) {
        let (byte, len) = match &raw[at..] {
            [_, b'\r', b'\n', ..] => (None, 3),
            [_, b'\n', ..] => (None, 2),
            [_, high, low, ..] => match hex(*high).zip(hex(*low)) {
                Some((high, low)) => (Some(high * 16 + low), 3),
                None => continue,
            },
            _ => continue,
        };
        if at < done {
            continue;
        }
        map.copy(bytes.len(), done);
        bytes.extend_from_slice(&raw[done..at]);
        if let Some(byte) = byte {
            map.escape(bytes.len(), at..at + len);
            bytes.push(byte);
        }
        done = at + len;
    }
    map.copy(bytes.len(), done);
    bytes.extend_from_slice(&raw[done..]);
    Some(Decoded { bytes, map: map.finish() })
}

/// Upper case only, as the RFC has it: `=af` is more often an assignment.
fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_folded_lines() {
        let raw = b"key=3Dsk_li=\r\nve_x=2Fy=";
        let out = decode(raw).unwrap();
        assert_eq!(out.bytes, b"key=sk_live_x/y=");
        assert_eq!(&raw[out.map.source(4..11)], b"sk_li=\r\nve");
        assert_eq!(decode(b"a=b&c=20"), None);
    }
}
