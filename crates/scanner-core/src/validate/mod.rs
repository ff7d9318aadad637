//! Offline proof: checksums and structure that show a credential to be whole, without asking anybody.
//!
//! Each family is one file. A right checksum makes a chance match as good as impossible; it does not prove that the
//! credential was ever issued, nor that it still works. This room knows formats. It must not know rules or documents.
//!
//! What an issuer documents, or what was recomputed from samples, may refute as well as prove. Where less is known, a right form proves, and a
//! wrong one says nothing.

mod atlassian;
mod aws;
mod azure;
mod base58;
mod bech32;
mod bots;
mod crc;
mod der;
mod document;
mod facts;
mod github;
mod gitlab;
mod jfrog;
mod jwt;
mod key;
mod macaroon;
mod marvin;
mod mnemonic;
mod openssh;
mod packed;
mod pem;
mod pgp;
mod postman;
mod putty;
mod reader;
mod seal;
mod time;
mod vault;

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
    /// Armoured private key: PEM, OpenSSH, PGP or PuTTY, with the key that its label names.
    Pem,
    /// HTTP Basic: base64 of printable `user:password`.
    Basic,
    /// Laravel Sanctum: last eight characters are the CRC-32 of the 40 before, in hex.
    LaravelSanctum,
    /// Microsoft's common annotated security keys: Marvin32 in the last four characters.
    AzureCask,
    /// Azure's identifiable keys: the mark of the service in its place.
    AzureIdentifiable,
    /// Azure's shared access signatures: 32 bytes.
    AzureSas,
    /// AWS access key id. Proves nothing; names the account.
    AwsKeyId,
    /// AWS Bedrock API key: base64 of a name with the account, or of a presigned URL.
    AwsBedrock,
    /// Postman API key. Proves nothing; tells when it was made.
    PostmanKey,
    /// Jira, Confluence and Bitbucket Data Center: base64 of id, colon, 20 bytes.
    AtlassianDataCenter,
    /// HashiCorp Vault: a message of Protocol Buffers, or what the barrier encrypted.
    Vault,
    /// JFrog: base64 of `reftkn:01:…`, or base58 of 54 bytes.
    #[serde(rename = "jfrog")]
    JFrog,
    /// Discord bot: base64 of its id.
    Discord,
    /// Telegram bot: its id, then `AA` and 33 characters.
    Telegram,
    /// Mapbox: base64 of JSON that names the account.
    Mapbox,
    /// Sentry organisation token: base64 of JSON that names the organisation.
    Sentry,
    /// Grafana Cloud and older API keys: base64 of JSON with name and key.
    GrafanaJson,
    /// 1Password service account: base64 of JSON with address and keys.
    #[serde(rename = "1password")]
    OnePassword,
    /// Google service account key: the JSON document with its private key.
    GcpServiceAccount,
    /// Docker login: `auth`, or the `config.json` that holds some.
    DockerAuth,
    /// PyPI: a binary macaroon of an index.
    Pypi,
    /// Fly.io: macaroons in MessagePack.
    FlyIo,
    /// Bech32: age, Nostr.
    #[serde(rename = "bech32")]
    Bech32,
    /// Base58Check: Bitcoin keys.
    #[serde(rename = "base58check")]
    Base58Check,
    /// BIP-39: words with a checksum.
    #[serde(rename = "bip39")]
    Bip39,
}

impl fmt::Display for Checksum {
    /// The name that rules use.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl Checksum {
    /// All of them, in the order of the table in `rules/README.md`.
    pub const ALL: &[Checksum] = &[
        Checksum::Crc32Base62,
        Checksum::GithubFineGrained,
        Checksum::GitlabRoutable,
        Checksum::Crc32Hex,
        Checksum::Crc32HexBody,
        Checksum::Grafana,
        Checksum::Confluent,
        Checksum::Jwt,
        Checksum::Pem,
        Checksum::Basic,
        Checksum::LaravelSanctum,
        Checksum::AzureCask,
        Checksum::AzureIdentifiable,
        Checksum::AzureSas,
        Checksum::AwsKeyId,
        Checksum::AwsBedrock,
        Checksum::PostmanKey,
        Checksum::AtlassianDataCenter,
        Checksum::Vault,
        Checksum::JFrog,
        Checksum::Discord,
        Checksum::Telegram,
        Checksum::Mapbox,
        Checksum::Sentry,
        Checksum::GrafanaJson,
        Checksum::OnePassword,
        Checksum::GcpServiceAccount,
        Checksum::DockerAuth,
        Checksum::Pypi,
        Checksum::FlyIo,
        Checksum::Bech32,
        Checksum::Base58Check,
        Checksum::Bip39,
    ];

    /// What the proof says of `secret`. [`Verdict::None`] if the secret has a form that the proof does not cover, and if it is longer than
    /// 1 MiB. Takes time in proportion to the length.
    ///
    /// ```
    /// use scanner_core::{Checksum, Verdict};
    ///
    /// assert_eq!(Checksum::Basic.verify(b"dXNlcjpwYXNz"), Verdict::Valid);
    /// assert_eq!(Checksum::Basic.verify(b"not base64 at all"), Verdict::Invalid);
    /// ```
    pub fn verify(self, secret: &[u8]) -> Verdict {
        let proven = if secret.len() > LONGEST { None } else { self.proves(secret) };
        match proven {
            None => Verdict::None,
            Some(true) => Verdict::Valid,
            Some(false) => Verdict::Invalid,
        }
    }

    fn proves(self, secret: &[u8]) -> Option<bool> {
        match self {
            Checksum::Crc32Base62 => crc::base62(secret),
            Checksum::GithubFineGrained => github::fine_grained(secret),
            Checksum::GitlabRoutable => gitlab::routable(secret),
            Checksum::Crc32Hex => crc::hex(secret),
            Checksum::Crc32HexBody => crc::hex_body(secret),
            Checksum::Grafana => crc::grafana(secret),
            Checksum::Confluent => crc::confluent(secret),
            Checksum::Jwt => jwt::structure(secret),
            Checksum::Pem => pem::structure(secret),
            Checksum::Basic => document::basic(secret),
            Checksum::LaravelSanctum => crc::sanctum(secret),
            Checksum::AzureCask => azure::annotated(secret),
            Checksum::AzureIdentifiable => azure::identifiable(secret),
            Checksum::AzureSas => azure::signature(secret),
            Checksum::AwsKeyId | Checksum::PostmanKey => None,
            Checksum::AwsBedrock => aws::bedrock(secret),
            Checksum::AtlassianDataCenter => atlassian::data_center(secret),
            Checksum::Vault => vault::token(secret),
            Checksum::JFrog => jfrog::token(secret),
            Checksum::Discord => bots::discord(secret),
            Checksum::Telegram => bots::telegram(secret),
            Checksum::Mapbox => packed::mapbox(secret),
            Checksum::Sentry => packed::sentry(secret),
            Checksum::GrafanaJson => packed::grafana(secret),
            Checksum::OnePassword => packed::one_password(secret),
            Checksum::GcpServiceAccount => document::service_account(secret),
            Checksum::DockerAuth => document::docker(secret),
            Checksum::Pypi => macaroon::pypi(secret),
            Checksum::FlyIo => macaroon::fly(secret),
            Checksum::Bech32 => bech32::checksum(secret),
            Checksum::Base58Check => base58::checksum(secret),
            Checksum::Bip39 => mnemonic::checksum(secret),
        }
    }
}

/// Secrets that are longer are not looked at, in bytes. A private key of 16384 bits has 13 kB.
const LONGEST: usize = 1 << 20;

pub(crate) use jwt::claims;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_are_listed_in_order() {
        assert!(Checksum::ALL.iter().enumerate().all(|(i, &checksum)| checksum as usize == i));
        assert_eq!(Checksum::ALL.len(), Checksum::Bip39 as usize + 1);
    }

    #[test]
    fn the_reference_has_a_row_for_each() {
        let reference = include_str!("../../../../rules/README.md");
        for checksum in Checksum::ALL {
            let name = serde_json::to_value(checksum).unwrap();
            assert!(reference.contains(&format!("| `{}` |", name.as_str().unwrap())), "{checksum:?}");
        }
    }

    #[test]
    fn what_is_too_long_has_no_verdict() {
        let long = vec![b'A'; LONGEST + 1];
        for checksum in Checksum::ALL {
            assert_eq!(checksum.verify(&long), Verdict::None, "{checksum:?}");
            assert_eq!(checksum.facts(&long), [], "{checksum:?}");
        }
    }

    /// Quadratic work would show: the longest secret that is looked at, for every proof, from starts that lead far into them.
    #[test]
    fn the_longest_secrets_take_no_time() {
        let starts = [
            "{\"auths\":{\"",
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\n",
            "PuTTY-User-Key-File-3: a\nPublic-Lines: 9\n",
        ];
        for start in STARTS.iter().chain(&starts) {
            for filler in ["A", "=\n", "-----BEGIN ", "\\n", "&sig="] {
                let mut secret = format!("{start}{}", filler.repeat(LONGEST / filler.len()));
                secret.truncate(LONGEST);
                for checksum in Checksum::ALL {
                    checksum.verify(secret.as_bytes());
                }
            }
        }
    }

    /// Starts that lead into each of the readers.
    const STARTS: [&str; 24] = [
        "",
        "ghp_",
        "github_pat_",
        "glpat-",
        "glsa_",
        "cflt",
        "eyJ",
        "ABSK",
        "bedrock-api-key-",
        "PMAK-",
        "BBDC-",
        "hvs.CAES",
        "hvb.AAAAAQ",
        "cmVmdGtuO",
        "AKCp",
        "sk.eyJ",
        "sntrys_eyJ",
        "glc_eyJ",
        "ops_eyJ",
        "{\"auths\": {\"",
        "pypi-AgEIcHlwaS5vcmc",
        "fm2_lJPE",
        "nsec1",
        "PuTTY-User-Key-File-3: ",
    ];

    const BODIES: [&[u8]; 5] =
        [b"", b"\x30\x82\x01", b"\x30\x03\x02\x01\x00", b"openssh-key-v1\0\0\0\0\x04none", b"\x95\x01"];

    fn look(secret: &[u8]) {
        for checksum in Checksum::ALL {
            checksum.verify(secret);
            checksum.facts(secret);
            checksum.seal(String::from_utf8_lossy(secret).into_owned());
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            look(&bytes);
        }

        #[test]
        fn no_token_makes_it_panic(start in prop::sample::select(&STARTS[..]), rest in "[A-Za-z0-9+/=_.:-]{0,200}") {
            look(format!("{start}{rest}").as_bytes());
        }

        #[test]
        fn no_key_makes_it_panic(
            label in "(RSA |EC |OPENSSH |PGP )?PRIVATE KEY( BLOCK)?",
            start in prop::sample::select(&BODIES[..]),
            bytes in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let body = data_encoding::BASE64.encode(&[start, &bytes].concat());
            look(format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----").as_bytes());
        }
    }
}
