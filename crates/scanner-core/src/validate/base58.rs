//! Base58Check: private keys of Bitcoin and of what descends from it.

use sha2::{Digest, Sha256};

use crate::finding::Fact;

/// Base58 of some bytes and the first four of their SHA-256 taken twice: a key in wallet import format, an extended private key (BIP-32).
pub(super) fn checksum(text: &[u8]) -> Option<bool> {
    if text.len() > LONGEST {
        return None;
    }
    let bytes = bs58::decode(text).into_vec().unwrap_or_default();
    let Some((body, sum)) = bytes.split_last_chunk::<4>() else { return Some(false) };
    Some(!body.is_empty() && *sum == sum_of(body))
}

/// An extended key has 111 characters. Decoding takes time with the square of the length.
const LONGEST: usize = 128;

fn sum_of(body: &[u8]) -> [u8; 4] {
    let [a, b, c, d, ..]: [u8; 32] = Sha256::digest(Sha256::digest(body)).into();
    [a, b, c, d]
}

/// The kind of key, by the bytes that it begins with (BIP-32 "Serialization format", BIP-178).
pub(super) fn facts(text: &[u8]) -> Vec<Fact> {
    if checksum(text) != Some(true) {
        return Vec::new();
    }
    let bytes = bs58::decode(text).into_vec().unwrap_or_default();
    let kind = match (bytes.len(), &bytes[..]) {
        (37 | 38, [0x80, ..]) => "Bitcoin private key",
        (37 | 38, [0xef, ..]) => "Bitcoin private key of a test network",
        (82, [0x04, 0x88, 0xad, 0xe4, ..]) => "extended private key",
        (82, [0x04, 0x35, 0x83, 0x94, ..]) => "extended private key of a test network",
        _ => return Vec::new(),
    };
    vec![Fact::new("key-type", kind)]
}

/// `text` with the checksum that belongs to it. `None` if it is no base58.
pub(super) fn seal(text: &str) -> Option<String> {
    let mut bytes = (text.len() <= LONGEST).then(|| bs58::decode(text).into_vec().ok()).flatten()?;
    // In wallet import format, 38 bytes are a key for which 0x01 says that its public key is compressed.
    if let [0x80 | 0xef, .., compressed, _, _, _, _] = &mut bytes[..]
        && text.len() == 52
    {
        *compressed = 1;
    }
    let (body, sum) = bytes.split_last_chunk_mut::<4>()?;
    *sum = sum_of(body);
    Some(bs58::encode(bytes).into_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Base58 by long division, apart from the crate.
    fn slow_base58(bytes: &[u8]) -> String {
        let letters = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        let mut number = bytes.to_vec();
        let mut digits = Vec::new();
        while number.iter().any(|&byte| byte != 0) {
            let mut rest = 0;
            for byte in &mut number {
                let value = rest * 256 + u32::from(*byte);
                *byte = (value / 58) as u8;
                rest = value % 58;
            }
            digits.push(letters[rest as usize] as char);
        }
        digits.extend(bytes.iter().take_while(|&&byte| byte == 0).map(|_| '1'));
        digits.iter().rev().collect()
    }

    fn checked(body: &[u8]) -> String {
        let sum = Sha256::digest(Sha256::digest(body));
        slow_base58(&[body, &sum[..4]].concat())
    }

    #[test]
    fn keys_in_wallet_import_format() {
        for (body, kind) in [
            ([&[0x80][..], &[7; 32]].concat(), "Bitcoin private key"),
            ([&[0x80][..], &[7; 32], &[1]].concat(), "Bitcoin private key"),
            ([&[0x04, 0x88, 0xad, 0xe4][..], &[7; 74]].concat(), "extended private key"),
        ] {
            let key = checked(&body);
            assert_eq!(checksum(key.as_bytes()), Some(true), "{kind}");
            assert_eq!(facts(key.as_bytes()), [Fact::new("key-type", kind)]);
            let swapped: String = key.chars().rev().collect();
            assert_eq!(checksum(swapped.as_bytes()), Some(false));
        }
        assert!(checked(&[&[0x04, 0x88, 0xad, 0xe4][..], &[7; 74]].concat()).starts_with("xprv"));
    }

    /// BIP-32, test vector 1, chain m.
    #[test]
    fn vector_of_bip_32() {
        let key = [
            "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKm",
            "PGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi",
        ];
        assert_eq!(checksum(key.concat().as_bytes()), Some(true));
        assert_eq!(checksum(key[0].as_bytes()), Some(false));
    }

    #[test]
    fn hostile_lengths() {
        assert_eq!(checksum(&[b'z'; 129]), None);
        assert_eq!(checksum(b""), Some(false));
        assert_eq!(checksum(b"0OIl"), Some(false));
    }

    #[test]
    fn sealed_keys_are_proven_and_keep_their_length() {
        for token in [format!("5Kb8{}", "a".repeat(47)), format!("KwDi{}", "a".repeat(48))] {
            let sealed = seal(&token).unwrap();
            assert_eq!(sealed.len(), token.len());
            assert_eq!(checksum(sealed.as_bytes()), Some(true), "{sealed}");
        }
    }
}
