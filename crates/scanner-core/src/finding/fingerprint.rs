use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Names one secret in one place: rule, secret and stable place, hashed with keyed BLAKE3.
///
/// The place is the names of the collection and the request (or of the environment) and the members within, without ids, folders, array
/// positions, line numbers and the path of the file. Reformatting, reordering, moving to another folder, moving the file, importing and
/// exporting again keep it. Not reversible, but a *guessable* secret can
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
        FingerprintKey(blake3::derive_key("postseal 2026-11-23 fingerprint v2", b""))
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

    /// Names a secret wherever it stands and whatever rule finds it: the same in every file.
    ///
    /// ```
    /// use scanner_core::{Fingerprint, FingerprintKey};
    ///
    /// let key = FingerprintKey::default();
    /// let hash = Fingerprint::of_value(&key, b"not-a-secret");
    /// assert_eq!(hash.to_string().parse(), Ok(hash));
    /// ```
    pub fn of_value(key: &FingerprintKey, secret: &[u8]) -> Fingerprint {
        // No rule has an empty id.
        Fingerprint::new(key, "", secret, &[])
    }
}

/// The text is no fingerprint: 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoFingerprint;

impl fmt::Display for NoFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a fingerprint: 32 hexadecimal digits (0-9, a-f)")
    }
}

impl std::error::Error for NoFingerprint {}

impl FromStr for Fingerprint {
    type Err = NoFingerprint;

    fn from_str(text: &str) -> Result<Fingerprint, NoFingerprint> {
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes()).map_err(|_| NoFingerprint)?;
        bytes.try_into().map(Fingerprint).map_err(|_| NoFingerprint)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fingerprint, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
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

    #[test]
    fn only_its_own_form_is_read() {
        let print = Fingerprint::of_value(&FingerprintKey::default(), b"s");
        assert_eq!(print.to_string().parse(), Ok(print));
        for text in ["", "00", &print.to_string().to_uppercase(), &format!("{print}00"), &"g".repeat(32)] {
            assert_eq!(text.parse::<Fingerprint>(), Err(NoFingerprint), "{text}");
        }
    }
}
