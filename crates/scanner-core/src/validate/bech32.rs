//! Bech32: age and Nostr secret keys.

use ::bech32::primitives::decode::UncheckedHrpstring;
use ::bech32::primitives::iter::Fe32IterExt;
use ::bech32::{Bech32, Bech32m, Fe32, Hrp};

/// A readable part, `1`, the data, and a checksum of six characters: BIP-173, or BIP-350 with another constant. `AGE-SECRET-KEY-1…`
/// (<https://age-encryption.org/v1>), `nsec1…` (NIP-19).
pub(super) fn checksum(text: &[u8]) -> Option<bool> {
    let text = std::str::from_utf8(text).ok()?;
    let Ok(parsed) = UncheckedHrpstring::new(text) else { return Some(false) };
    Some(parsed.has_valid_checksum::<Bech32>() || parsed.has_valid_checksum::<Bech32m>())
}

/// `text` with the checksum that belongs to it in place of its last six characters. `None` if it is no Bech32.
pub(super) fn seal(text: &str) -> Option<String> {
    let (body, _) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let (readable, data) = body.rsplit_once('1')?;
    let hrp = Hrp::parse(readable).ok()?;
    let digits: Vec<Fe32> = data.chars().map(|digit| Fe32::from_char(digit).ok()).collect::<Option<_>>()?;
    let sealed: String = digits.into_iter().with_checksum::<Bech32>(&hrp).chars().collect();
    let is_upper = text.bytes().any(|byte| byte.is_ascii_uppercase());
    Some(if is_upper { sealed.to_ascii_uppercase() } else { sealed })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// BIP-173, from its formulas. The constant is 1, or 0x2bc830a3 in BIP-350.
    fn polymod_is(text: &str, constant: u32) -> bool {
        let text = text.to_ascii_lowercase();
        let (readable, data) = text.rsplit_once('1').unwrap();
        let digits = data.chars().map(|c| "qpzry9x8gf2tvdw0s3jn54khce6mua7l".find(c).unwrap() as u32);
        let high = readable.bytes().map(|b| u32::from(b >> 5));
        let low = readable.bytes().map(|b| u32::from(b & 31));
        let values = high.chain([0]).chain(low).chain(digits);
        let generator = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
        let sum = values.fold(1_u32, |sum, value| {
            let shifted = (sum & 0x1ff_ffff) << 5 ^ value;
            (0..5).filter(|i| sum >> (25 + i) & 1 == 1).fold(shifted, |s, i| s ^ generator[i])
        });
        sum == constant
    }

    #[test]
    fn vectors_of_the_bips() {
        for right in ["A12UEL5L", "a12uel5l", "?1ezyfcl", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"] {
            assert_eq!(checksum(right.as_bytes()), Some(true), "{right}");
            assert!(polymod_is(right, 1), "{right}");
        }
        assert_eq!(checksum(b"A1LQFN3A"), Some(true));
        assert!(polymod_is("A1LQFN3A", 0x2bc8_30a3));
        for wrong in ["A1G7SGD8", "a12UEL5L", "10a06t8", "1qzzfhee", "x1b4n0q5v", "li1dgmt3"] {
            assert_eq!(checksum(wrong.as_bytes()), Some(false), "{wrong}");
        }
        assert_eq!(checksum(b""), Some(false));
    }

    #[test]
    fn keys_are_sealed_and_proven() {
        let body = "qpzry9x8gf2tvdw0s3jn54khce6mua7l".repeat(2);
        for start in ["nsec1", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1"] {
            let digits = &body[..58];
            let upper = start.starts_with('A');
            let token = start.to_owned() + &if upper { digits.to_uppercase() } else { digits.to_owned() };
            assert_eq!(checksum(token.as_bytes()), Some(false));
            let sealed = seal(&token).unwrap();
            assert!(sealed.len() == token.len() && sealed.starts_with(start) && polymod_is(&sealed, 1));
            assert_eq!(checksum(sealed.as_bytes()), Some(true));
        }
    }
}
