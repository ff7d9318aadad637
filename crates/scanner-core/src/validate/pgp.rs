//! OpenPGP private keys, RFC 9580.

use super::key::Key;
use super::reader::{Reader, bits};

/// The CRC-24 of section 6.1.1. RFC 9580 no longer asks for it; most writers still have it.
pub(super) fn crc24(bytes: &[u8]) -> u32 {
    const START: u32 = 0x00b7_04ce;
    const POLYNOMIAL: u32 = 0x0186_4cfb;
    let sum = bytes.iter().fold(START, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte) << 16, |sum, _| {
            let sum = sum << 1;
            if sum & 0x0100_0000 == 0 { sum } else { sum ^ POLYNOMIAL }
        })
    });
    sum & 0x00ff_ffff
}

/// The first packet, which is a secret key.
pub(super) fn key(bytes: &[u8]) -> Option<Key> {
    let mut packet = Reader::new(packet(bytes)?);
    let version = packet.byte()?;
    let created = packet.number(4)?;
    match version {
        // Days of validity.
        2 | 3 => drop(packet.take(2)?),
        4..=6 => {}
        _ => return None,
    }
    let algorithm = packet.byte()?;
    let (kind, bits) = if version > 4 {
        let public = packet.sized(|reader| reader.number(4))?;
        public_key(algorithm, &mut Reader::new(public))?
    } else {
        public_key(algorithm, &mut packet)?
    };
    // Section 5.5.3: 0 says that the rest is not encrypted.
    let encrypted = packet.byte()? != 0;
    Some(Key { kind: kind.into(), bits, encrypted, created: i64::try_from(created).ok() })
}

/// The body of the first packet if it is a Secret-Key packet (section 4.2).
fn packet(bytes: &[u8]) -> Option<&[u8]> {
    const SECRET_KEY: u8 = 5;
    let mut reader = Reader::new(bytes);
    let (tag, len) = match reader.byte()? {
        head @ 0xc0.. => (head & 0x3f, new_length(&mut reader)?),
        head @ 0x80.. => (head >> 2 & 0x0f, reader.number(1 << (head & 3)).filter(|_| head & 3 < 3)?),
        _ => return None,
    };
    if tag != SECRET_KEY {
        return None;
    }
    reader.take(usize::try_from(len).ok()?)
}

fn new_length(reader: &mut Reader<'_>) -> Option<u64> {
    match reader.byte()? {
        short @ 0..192 => Some(short.into()),
        long @ 192..224 => Some(((u64::from(long) - 192) << 8) + u64::from(reader.byte()?) + 192),
        255 => reader.number(4),
        // Partial lengths are for data, not for keys.
        _ => None,
    }
}

/// Reads over the public numbers: name and size (sections 5.5.5 and 9.1).
fn public_key(algorithm: u8, reader: &mut Reader<'_>) -> Option<(&'static str, Option<usize>)> {
    let (kind, numbers) = match algorithm {
        1..=3 => ("RSA", 2),
        16 | 20 => ("ElGamal", 3),
        17 => ("DSA", 4),
        18 => ("ECDH", 1),
        19 => ("ECDSA", 1),
        22 => ("EdDSA", 1),
        25 => return reader.take(32).map(|_| ("X25519", None)),
        26 => return reader.take(56).map(|_| ("X448", None)),
        27 => return reader.take(32).map(|_| ("Ed25519", None)),
        28 => return reader.take(57).map(|_| ("Ed448", None)),
        _ => return None,
    };
    let has_curve = matches!(algorithm, 18 | 19 | 22);
    if has_curve {
        reader.sized(|reader| reader.number(1))?;
    }
    let first = bits(number(reader)?);
    for _ in 1..numbers {
        number(reader)?;
    }
    if algorithm == 18 {
        reader.sized(|reader| reader.number(1))?;
    }
    Some((kind, (!has_curve).then_some(first)))
}

/// Two bytes that count bits, then the number (section 3.2).
fn number<'b>(reader: &mut Reader<'b>) -> Option<&'b [u8]> {
    reader.sized(|reader| Some(reader.number(2)?.div_ceil(8)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn mpi(bytes: &[u8]) -> Vec<u8> {
        [&(bytes.len() as u16 * 8).to_be_bytes(), bytes].concat()
    }

    /// A packet of an RSA key of 2048 bits, made on 29 February 2024.
    pub(in crate::validate) fn rsa(usage: u8) -> Vec<u8> {
        let head = [4, 0x65, 0xe0, 0x6c, 0xff, 1];
        let body = [&head[..], &mpi(&[0xc7; 256]), &mpi(&[1, 0, 1]), &[usage], &[7; 300]].concat();
        [&[0x95][..], &(body.len() as u16).to_be_bytes(), &body].concat()
    }

    #[test]
    fn keys_are_read_up_to_their_secret() {
        let right = Key { created: Some(0x65e0_6cff), ..Key::new("RSA", false).with_bits(2048) };
        assert_eq!(key(&rsa(0)), Some(right.clone()));
        assert_eq!(key(&rsa(254)), Some(Key { encrypted: true, ..right }));
        let curve = [&[4, 0, 0, 0, 0, 22, 3, 1, 2, 3][..], &mpi(&[0x40; 33]), &[0; 40]].concat();
        let new = [&[0xc5, curve.len() as u8][..], &curve].concat();
        assert_eq!(key(&new).unwrap().kind, "EdDSA");
        let six = [&[0xc5, 80, 6, 0, 0, 0, 0, 27, 0, 0, 0, 32][..], &[7; 32], &[0; 38]].concat();
        assert_eq!(key(&six).unwrap().kind, "Ed25519");
    }

    #[test]
    fn other_packets_are_none() {
        // A public key, and a cut one.
        assert_eq!(key(&[&[0x99][..], &rsa(0)[1..]].concat()), None);
        for end in 0..rsa(0).len() {
            assert_eq!(key(&rsa(0)[..end]), None, "{end}");
        }
    }

    /// The check value of CRC-24/OPENPGP in the catalogue of parametrised CRC algorithms.
    #[test]
    fn crc24_of_the_catalogue() {
        assert_eq!(crc24(b"123456789"), 0x0021_cf02);
    }
}
