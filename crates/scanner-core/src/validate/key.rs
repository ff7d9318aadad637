//! What a private key says about itself.

use std::borrow::Cow;

use super::time;
use crate::finding::Fact;

/// A private key, as far as it can be read without its passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// The algorithm: `RSA`, `Ed25519`.
    pub(super) kind: Cow<'static, str>,
    /// Size of the modulus or field, in bits.
    pub(super) bits: Option<usize>,
    /// It needs a passphrase.
    pub(super) encrypted: bool,
    /// When it was made, in seconds since 1970.
    pub(super) created: Option<i64>,
}

impl Key {
    pub(super) fn new(kind: impl Into<Cow<'static, str>>, encrypted: bool) -> Key {
        Key { kind: kind.into(), bits: None, encrypted, created: None }
    }

    pub(super) fn with_bits(self, bits: usize) -> Key {
        Key { bits: Some(bits), ..self }
    }

    pub(super) fn facts(self) -> Vec<Fact> {
        let created = self.created.and_then(time::rfc3339);
        let facts = [
            Some(Fact::new("key-type", self.kind)),
            self.bits.map(|bits| Fact::new("key-bits", bits.to_string())),
            Some(Fact::yes_or_no("encrypted", self.encrypted)),
            created.map(|created| Fact::new("created", created)),
        ];
        facts.into_iter().flatten().collect()
    }
}
