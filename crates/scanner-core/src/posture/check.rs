//! The registry of the checks.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::found::Found;
use super::view::View;
use super::{
    authorization_redirect, health, host_not_allowed, insecure_parser, internal_host, personal, plain_http,
    plain_variable, secret_logged, secret_variable, sends_out, tls_downgrade, tls_verification,
    token_written, unclassified, vault_export,
};

/// A posture check.
///
/// ```
/// use scanner_core::posture::Check;
///
/// assert_eq!(Check::PlainHttp.as_str(), "plain-http");
/// assert_eq!("plain-http".parse(), Ok(Check::PlainHttp));
/// assert!(Check::ALL.iter().all(|check| !check.title().is_empty()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Check {
    /// URLs without TLS: of requests, in variables and auth blocks, in scripts. This computer is no network.
    PlainHttp,
    /// `strictSSL: false`: certificates are not verified.
    TlsVerificationOff,
    /// TLS 1.2 or 1.3 is switched off, or a broken cipher is asked for.
    TlsDowngrade,
    /// `followAuthorizationHeader`: a redirect takes the credentials to another host.
    AuthorizationFollowsRedirect,
    /// `insecureHTTPParser`: malformed responses are accepted, request smuggling with them.
    InsecureParser,
    /// A variable holds a secret that belongs into the vault.
    SecretInVariable,
    /// A variable of an environment or of the globals is named like a secret, holds a value, and is not of type `secret`: it is shown on every screen.
    PlainSecretVariable,
    /// A script writes a token into an environment, the globals or the variables of a collection.
    TokenWrittenByScript,
    /// A script writes a secret to the console, which run reports and monitors keep.
    SecretLogged,
    /// A script sends a request to a host that is not allowed, or, without a list, to one that no request goes to.
    ScriptSendsOut,
    /// A request goes to a host that is not allowed, or a variable holds its URL.
    HostNotAllowed,
    /// Personal data in bodies, examples and variables, counted by request and kind.
    PersonalData,
    /// Medical data in bodies, examples and variables, counted by request and kind.
    HealthData,
    /// A public artefact names a host of an internal network.
    InternalHostPublic,
    /// The export of a vault in plaintext.
    PlainVaultExport,
    /// A collection or environment without a word of the classification in its name or tags.
    Unclassified,
}

impl Check {
    /// All of them.
    pub const ALL: [Check; 16] = [
        Check::PlainHttp,
        Check::TlsVerificationOff,
        Check::TlsDowngrade,
        Check::AuthorizationFollowsRedirect,
        Check::InsecureParser,
        Check::SecretInVariable,
        Check::PlainSecretVariable,
        Check::TokenWrittenByScript,
        Check::SecretLogged,
        Check::ScriptSendsOut,
        Check::HostNotAllowed,
        Check::PersonalData,
        Check::HealthData,
        Check::InternalHostPublic,
        Check::PlainVaultExport,
        Check::Unclassified,
    ];

    /// Its id, such as `plain-http`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Check::PlainHttp => "plain-http",
            Check::TlsVerificationOff => "tls-verification-off",
            Check::TlsDowngrade => "tls-downgrade",
            Check::AuthorizationFollowsRedirect => "authorization-follows-redirect",
            Check::InsecureParser => "insecure-parser",
            Check::SecretInVariable => "secret-in-variable",
            Check::PlainSecretVariable => "plain-secret-variable",
            Check::TokenWrittenByScript => "token-written-by-script",
            Check::SecretLogged => "secret-logged",
            Check::ScriptSendsOut => "script-sends-out",
            Check::HostNotAllowed => "host-not-allowed",
            Check::PersonalData => "personal-data",
            Check::HealthData => "health-data",
            Check::InternalHostPublic => "internal-host-public",
            Check::PlainVaultExport => "plain-vault-export",
            Check::Unclassified => "unclassified",
        }
    }

    /// What it reports, in a few words.
    pub const fn title(self) -> &'static str {
        match self {
            Check::PlainHttp => "Traffic without TLS",
            Check::TlsVerificationOff => "Certificate verification is off",
            Check::TlsDowngrade => "TLS is weakened",
            Check::AuthorizationFollowsRedirect => "Authorization follows redirects to other hosts",
            Check::InsecureParser => "Insecure HTTP parser",
            Check::SecretInVariable => "Secret in a variable instead of the vault",
            Check::PlainSecretVariable => "Secret variable of plain type",
            Check::TokenWrittenByScript => "Script writes a token into a synced scope",
            Check::SecretLogged => "Script logs a secret",
            Check::ScriptSendsOut => "Script sends data to another host",
            Check::HostNotAllowed => "Host is not on the allow-list",
            Check::PersonalData => "Personal data",
            Check::HealthData => "Health data",
            Check::InternalHostPublic => "Internal host in a public artefact",
            Check::PlainVaultExport => "Vault exported in plaintext",
            Check::Unclassified => "Classification is missing",
        }
    }

    pub(super) fn run(self, view: &View<'_>, found: &mut Found<'_>) {
        let look = match self {
            Check::PlainHttp => plain_http::look,
            Check::TlsVerificationOff => tls_verification::look,
            Check::TlsDowngrade => tls_downgrade::look,
            Check::AuthorizationFollowsRedirect => authorization_redirect::look,
            Check::InsecureParser => insecure_parser::look,
            Check::SecretInVariable => secret_variable::look,
            Check::PlainSecretVariable => plain_variable::look,
            Check::TokenWrittenByScript => token_written::look,
            Check::SecretLogged => secret_logged::look,
            Check::ScriptSendsOut => sends_out::look,
            Check::HostNotAllowed => host_not_allowed::look,
            Check::PersonalData => personal::look,
            Check::HealthData => health::look,
            Check::InternalHostPublic => internal_host::look,
            Check::PlainVaultExport => vault_export::look,
            Check::Unclassified => unclassified::look,
        };
        look(view, found);
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// There is no check of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCheck;

impl fmt::Display for UnknownCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unknown posture check")
    }
}

impl std::error::Error for UnknownCheck {}

impl std::str::FromStr for Check {
    type Err = UnknownCheck;

    fn from_str(word: &str) -> Result<Check, UnknownCheck> {
        Check::ALL.into_iter().find(|check| check.as_str() == word).ok_or(UnknownCheck)
    }
}

impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Check {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Check, D::Error> {
        let word = String::deserialize(deserializer)?;
        word.parse().map_err(|error| de::Error::custom(format_args!("{error}: {word}")))
    }
}
