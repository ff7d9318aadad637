//! Private keys in DER (ITU-T X.690): PKCS#1 (RFC 8017), PKCS#8 (RFC 5958), SEC 1 (RFC 5915), DSA as OpenSSL writes it.

use super::key::Key;
use super::reader::{Reader, bits};

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const OBJECT_ID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// The key that `bytes` are, from first to last. `None` if they are none of the four forms.
pub(super) fn key(bytes: &[u8]) -> Option<Key> {
    let mut reader = Reader::new(bytes);
    let mut parts = Reader::new(content(&mut reader, SEQUENCE)?);
    if !reader.is_empty() {
        return None;
    }
    let mut encrypted = parts;
    if content(&mut encrypted, SEQUENCE).is_some() {
        // EncryptedPrivateKeyInfo: how it was encrypted, and the result.
        content(&mut encrypted, OCTET_STRING)?;
        return encrypted.is_empty().then(|| Key::new("PKCS#8", true));
    }
    content(&mut parts, INTEGER)?;
    match *parts.rest().first()? {
        SEQUENCE => pkcs8(parts),
        OCTET_STRING => Some(Key::new("EC", false).with_bits(content(&mut parts, OCTET_STRING)?.len() * 8)),
        INTEGER => numbers(parts),
        _ => None,
    }
}

/// RSA has eight numbers after its version, DSA five.
fn numbers(mut parts: Reader<'_>) -> Option<Key> {
    let first = content(&mut parts, INTEGER)?;
    let mut count = 1;
    while count < 8 && content(&mut parts, INTEGER).is_some() {
        count += 1;
    }
    match count {
        8 => Some(Key::new("RSA", false).with_bits(bits(first))),
        5 => Some(Key::new("DSA", false).with_bits(bits(first))),
        _ => None,
    }
}

/// What follows the version: the algorithm, then the key.
fn pkcs8(mut parts: Reader<'_>) -> Option<Key> {
    let mut algorithm = Reader::new(content(&mut parts, SEQUENCE)?);
    let id = content(&mut algorithm, OBJECT_ID)?;
    let inner = content(&mut parts, OCTET_STRING)?;
    let kind = match id {
        // RFC 8017 appendix A.1.
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, ..] => return key(inner).filter(|key| key.kind == "RSA"),
        // RFC 5480 section 2.1.1.
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1] => return key(inner).filter(|key| key.kind == "EC"),
        // RFC 3279 section 2.3.2.
        [0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1] => "DSA",
        // RFC 8410 section 3.
        [0x2b, 0x65, 110] => "X25519",
        [0x2b, 0x65, 111] => "X448",
        [0x2b, 0x65, 112] => "Ed25519",
        [0x2b, 0x65, 113] => "Ed448",
        _ => "PKCS#8",
    };
    Some(Key::new(kind, false))
}

/// The content of the next value, if it has this tag. Lengths are definite in DER, and no key needs more than four bytes for one.
fn content<'b>(reader: &mut Reader<'b>, tag: u8) -> Option<&'b [u8]> {
    let mut ahead = *reader;
    if ahead.byte()? != tag {
        return None;
    }
    let content = ahead.sized(|reader| match reader.byte()? {
        short @ 0..=0x7f => Some(u64::from(short)),
        long @ 0x81..=0x84 => reader.number(usize::from(long & 0x7f)),
        // 0x80 is the indefinite length of BER.
        _ => None,
    })?;
    *reader = ahead;
    Some(content)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::validate) fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let content = parts.concat();
        let len = content.len();
        let head = match len {
            0..0x80 => vec![tag, len as u8],
            0x80..0x100 => vec![tag, 0x81, len as u8],
            _ => vec![tag, 0x82, (len >> 8) as u8, len as u8],
        };
        [head, content].concat()
    }

    /// A key of PKCS#1 with the right shape and no sense.
    pub(in crate::validate) fn rsa() -> Vec<u8> {
        let modulus = der(INTEGER, &[&[0], &[0xc7; 256]]);
        let number = der(INTEGER, &[&[0x5a; 128]]);
        let version = der(INTEGER, &[&[0]]);
        der(SEQUENCE, &[&version, &modulus, &number.repeat(7)])
    }

    pub(in crate::validate) fn pkcs8(id: &[u8], inner: &[u8]) -> Vec<u8> {
        let algorithm = der(SEQUENCE, &[&der(OBJECT_ID, &[id])]);
        der(SEQUENCE, &[&der(INTEGER, &[&[0]]), &algorithm, &der(OCTET_STRING, &[inner])])
    }

    pub(in crate::validate) const RSA_ID: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];

    #[test]
    fn the_four_forms() {
        assert_eq!(key(&rsa()), Some(Key::new("RSA", false).with_bits(2048)));
        assert_eq!(key(&pkcs8(RSA_ID, &rsa())), Some(Key::new("RSA", false).with_bits(2048)));
        let ed25519 = pkcs8(&[0x2b, 0x65, 112], &der(OCTET_STRING, &[&[7; 32]]));
        assert_eq!(key(&ed25519), Some(Key::new("Ed25519", false)));
        let ec = der(SEQUENCE, &[&der(INTEGER, &[&[1]]), &der(OCTET_STRING, &[&[7; 32]])]);
        assert_eq!(key(&ec), Some(Key::new("EC", false).with_bits(256)));
        let dsa = der(SEQUENCE, &[&der(INTEGER, &[&[0]]), &der(INTEGER, &[&[0x7f; 128]]).repeat(5)]);
        assert_eq!(key(&dsa), Some(Key::new("DSA", false).with_bits(1023)));
        let encrypted =
            der(SEQUENCE, &[&der(SEQUENCE, &[&der(OBJECT_ID, &[RSA_ID])]), &der(OCTET_STRING, &[&[7; 64]])]);
        assert_eq!(key(&encrypted), Some(Key::new("PKCS#8", true)));
    }

    #[test]
    fn lengths_must_add_up() {
        let whole = rsa();
        for end in 0..whole.len() {
            assert_eq!(key(&whole[..end]), None, "{end}");
        }
        assert_eq!(key(&[whole.as_slice(), &[0]].concat()), None);
        assert_eq!(key(&pkcs8(RSA_ID, &[7; 99])), None);
        assert_eq!(key(&[SEQUENCE, 0x84, 0xff, 0xff, 0xff, 0xff]), None);
        assert_eq!(key(&[SEQUENCE, 0x80, 0, 0]), None);
    }
}
