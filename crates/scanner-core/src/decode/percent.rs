//! Percent-encoding, RFC 3986 section 2.1. A `+` stays a `+`: in tokens it is more often a letter of base64 than a blank.

use super::{Decoded, MapBuilder};

/// Decodes `raw`, or `None` if there is nothing to decode. A `%` without two hex digits stands for itself.
pub(crate) fn decode(raw: &[u8]) -> Option<Decoded> {
    let first = memchr::memchr_iter(b'%', raw).find(|&at| byte(&raw[at..]).is_some())?;
    let mut bytes = Vec::with_capacity(raw.len());
    let mut map = MapBuilder::default();
    map.copy(0, 0);
    bytes.extend_from_slice(&raw[..first]);
    let mut at = first;
    while at < raw.len() {
        match byte(&raw[at..]) {
            Some(decoded) => {
                map.escape(bytes.len(), at..at + 3);
                bytes.push(decoded);
                at += 3;
            }
            None => {
                let next = memchr::memchr(b'%', &raw[at + 1..]).map_or(raw.len(), |i| at + 1 + i);
                map.copy(bytes.len(), at);
                bytes.extend_from_slice(&raw[at..next]);
                at = next;
            }
        }
    }
    Some(Decoded { bytes, map: map.finish() })
}

fn byte(raw: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = raw else { return None };
    let digit = |d: u8| (d as char).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_with_a_way_back() {
        let raw = b"a%3Db%zz%2";
        let out = decode(raw).unwrap();
        assert_eq!(out.bytes, b"a=b%zz%2");
        assert_eq!(out.map.source(1..2), 1..4);
        assert_eq!(out.map.source(2..8), 4..10);
    }

    #[test]
    fn nothing_to_decode_is_none() {
        assert_eq!(decode(b"100% sure, 5%"), None);
    }
}
