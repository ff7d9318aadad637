//! Offline proof: checksums and structure that show a credential to be whole, without asking anybody.
//!
//! Each family is one file. A right checksum makes a chance match as good as impossible; it does not prove that the
//! credential was ever issued, nor that it still works. This room knows formats. It must not know rules or documents.

mod crc;
mod github;
mod gitlab;
mod jwt;
mod pem;
mod seal;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::finding::Verdict;

/// The proofs that a rule can ask for, by the names of `rules/README.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Checksum {
    /// Last six characters are base62 of the CRC-32 of the body, which begins after the last `_` of the prefix.
    #[serde(rename = "crc32-base62")]
    Crc32Base62,
    /// GitHub's fine-grained tokens: eight characters of base32 of SHA-256.
    GithubFineGrained,
    /// GitLab's routable tokens: length and CRC-32 in base36.
    GitlabRoutable,
    /// Last eight characters are the CRC-32 of everything before, in hex.
    #[serde(rename = "crc32-hex")]
    Crc32Hex,
    /// Last eight characters are the CRC-32 of the body between prefix and last `_`, in hex.
    #[serde(rename = "crc32-hex-body")]
    Crc32HexBody,
    /// Grafana: CRC-32 of everything before the last `_`, in hex of its little-endian bytes.
    Grafana,
    /// Confluent: six characters of base64 of the little-endian CRC-32 of the body.
    Confluent,
    /// JSON Web Token: header and claims are JSON, the header names an algorithm.
    Jwt,
    /// Armoured private key: the body is base64.
    Pem,
    /// HTTP Basic: base64 of printable `user:password`.
    Basic,
}

impl fmt::Display for Checksum {
    /// The name that rules use.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl Checksum {
    /// What the proof says of `secret`. [`Verdict::None`] if the secret has a form that the proof does not cover.
    ///
    /// ```
    /// use scanner_core::{Checksum, Verdict};
    ///
    /// assert_eq!(Checksum::Basic.verify(b"dXNlcjpwYXNz"), Verdict::Valid);
    /// assert_eq!(Checksum::Basic.verify(b"not base64 at all"), Verdict::Invalid);
    /// ```
    pub fn verify(self, secret: &[u8]) -> Verdict {
        let proven = match self {
            Checksum::Crc32Base62 => crc::base62(secret),
            Checksum::GithubFineGrained => github::fine_grained(secret),
            Checksum::GitlabRoutable => gitlab::routable(secret),
            Checksum::Crc32Hex => crc::hex(secret),
            Checksum::Crc32HexBody => crc::hex_body(secret),
            Checksum::Grafana => crc::grafana(secret),
            Checksum::Confluent => crc::confluent(secret),
            Checksum::Jwt => jwt::structure(secret),
            Checksum::Pem => pem::structure(secret),
            Checksum::Basic => Some(basic(secret)),
        };
        match proven {
            None => Verdict::None,
            Some(true) => Verdict::Valid,
            Some(false) => Verdict::Invalid,
        }
    }
}

pub(crate) use jwt::claims;

/// RFC 7617: base64 of `user-id ":" password`, without control characters.
fn basic(secret: &[u8]) -> bool {
    crate::decode::base64::decode(secret).is_some_and(|pair| {
        pair.contains(&b':') && std::str::from_utf8(&pair).is_ok_and(|s| !s.chars().any(char::is_control))
    })
}
