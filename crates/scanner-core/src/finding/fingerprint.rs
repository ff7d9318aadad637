use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Names one secret in one place: rule, secret and stable place, hashed with keyed BLAKE3.
///
/// The place is the entity (its id, or its path of names) and the members within it, without array positions and line
/// numbers. Reformatting, reordering and re-exporting a collection keep it. Not reversible, but a *guessable* secret can
/// be guessed by whoever has the key; give a [`FingerprintKey`] of your own where fingerprints are published.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 16]);

/// The key of the hash: 32 bytes.
#[derive(Clone)]
pub struct FingerprintKey([u8; 32]);

impl FingerprintKey {
    /// A key of your own.
    pub const fn new(bytes: [u8; 32]) -> FingerprintKey {
        FingerprintKey(bytes)
    }
}

impl Default for FingerprintKey {
    /// The key of every scan that sets no other: fixed, so that fingerprints can be compared between machines.
    fn default() -> FingerprintKey {
        FingerprintKey(blake3::derive_key("postseal 2026-11-22 fingerprint v1", b""))
    }
}

impl fmt::Debug for FingerprintKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FingerprintKey(…)")
    }
}

impl Fingerprint {
    /// The fingerprint of `secret`, found by rule `rule_id` in the place named `place`.
    pub fn new(key: &FingerprintKey, rule_id: &str, secret: &[u8], place: &[&str]) -> Fingerprint {
        let mut hasher = blake3::Hasher::new_keyed(&key.0);
        for part in [rule_id.as_bytes(), secret].into_iter().chain(place.iter().map(|p| p.as_bytes())) {
            // Length first, so that ("ab", "c") and ("a", "bc") differ.
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let mut short = [0; 16];
        short.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Fingerprint(short)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

impl FromStr for Fingerprint {
    type Err = &'static str;

    /// Reads the 32 hexadecimal digits that `Display` writes.
    fn from_str(text: &str) -> Result<Fingerprint, &'static str> {
        let wrong = "a fingerprint has 32 hexadecimal digits";
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(wrong);
        }
        let number = u128::from_str_radix(text, 16).map_err(|_| wrong)?;
        Ok(Fingerprint(number.to_be_bytes()))
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fingerprint, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_into_each_other() {
        let key = FingerprintKey::default();
        assert_ne!(Fingerprint::new(&key, "ab", b"c", &[]), Fingerprint::new(&key, "a", b"bc", &[]));
        assert_ne!(
            Fingerprint::new(&key, "r", b"s", &["a", "b"]),
            Fingerprint::new(&key, "r", b"s", &["ab"])
        );
    }

    #[test]
    fn another_key_gives_another_fingerprint() {
        let ours = Fingerprint::new(&FingerprintKey::default(), "r", b"s", &["p"]);
        let other = Fingerprint::new(&FingerprintKey::new([7; 32]), "r", b"s", &["p"]);
        assert_ne!(ours, other);
        assert_eq!(ours.to_string().len(), 32);
        assert_eq!(ours.to_string().parse(), Ok(ours));
        assert!("+1234567890123456789012345678901".parse::<Fingerprint>().is_err());
    }
}
