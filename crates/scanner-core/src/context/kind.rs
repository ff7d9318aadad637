//! The rules under which credentials without a format are reported.

use std::borrow::Cow;
use std::sync::Arc;

use crate::finding::{Confidence, Severity};
use crate::rule::RuleInfo;

/// What a credential is by its place and name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Password,
    ClientSecret,
    ApiKey,
    BearerToken,
    BasicAuth,
    SessionCookie,
    AuthorizationCode,
    SecretVariable,
    CryptoKey,
    SignedUrl,
    OneTimeCode,
    /// Any of them, if it can be guessed.
    Weak,
}

const PROVIDER: &str = "Generic";

struct Text {
    id: &'static str,
    title: &'static str,
    description: &'static str,
    why: &'static str,
    revoke: &'static str,
    reference: &'static str,
    severity: Severity,
}

const ALL: [(Kind, Text); 12] = [
    (
        Kind::Password,
        Text {
            id: "generic-password",
            title: "Password",
            description: "A literal value where a password belongs: an auth block, a form or JSON member, a variable.",
            why: "Whoever reads the collection can log in as that user, wherever else the password is used as well.",
            revoke: "Change the password where it is used, then keep it in the vault and refer to it.",
            reference: "https://learning.postman.com/docs/sending-requests/postman-vault/postman-vault-secrets/",
            severity: Severity::High,
        },
    ),
    (
        Kind::ClientSecret,
        Text {
            id: "generic-client-secret",
            title: "Client secret",
            description: "A literal client secret, consumer secret or other shared secret of an application.",
            why: "With it anyone can ask for tokens in the name of the application.",
            revoke: "Issue a new secret in the console of the authorization server and delete this one.",
            reference: "https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1",
            severity: Severity::High,
        },
    ),
    (
        Kind::ApiKey,
        Text {
            id: "generic-api-key",
            title: "API key",
            description: "A literal value where an API key belongs: a header, a query parameter, an auth block, a variable.",
            why: "The interface takes whoever sends the key for its owner.",
            revoke: "Create a new key in the console of the service, then delete this one.",
            reference: "https://learning.postman.com/docs/sending-requests/authorization/authorization-types/",
            severity: Severity::High,
        },
    ),
    (
        Kind::BearerToken,
        Text {
            id: "generic-bearer-token",
            title: "Bearer token",
            description: "A literal access, refresh or session token.",
            why: "Possession is all it takes: until the token expires its holder is the user.",
            revoke: "Revoke it at the authorization server (RFC 7009), or end the session it belongs to.",
            reference: "https://www.rfc-editor.org/rfc/rfc6750",
            severity: Severity::High,
        },
    ),
    (
        Kind::BasicAuth,
        Text {
            id: "generic-basic-auth",
            title: "Basic authentication credentials",
            description: "User and password in an Authorization header. Base64 hides nothing.",
            why: "Anyone can decode it and log in as that user.",
            revoke: "Change the password of the user that the header names.",
            reference: "https://www.rfc-editor.org/rfc/rfc7617",
            severity: Severity::High,
        },
    ),
    (
        Kind::SessionCookie,
        Text {
            id: "generic-session-cookie",
            title: "Session cookie",
            description: "A cookie that carries a session, in a header or a saved example.",
            why: "Until the session ends, whoever sends the cookie is logged in.",
            revoke: "End the session: log out, or invalidate all sessions of the user.",
            reference: "https://www.rfc-editor.org/rfc/rfc6265#section-8.4",
            severity: Severity::Medium,
        },
    ),
    (
        Kind::AuthorizationCode,
        Text {
            id: "generic-authorization-code",
            title: "OAuth authorization code",
            description: "A literal authorization code beside its grant type.",
            why: "A code that was not yet used can be exchanged for a token.",
            revoke: "Codes expire within minutes; use it once, or revoke the grant.",
            reference: "https://www.rfc-editor.org/rfc/rfc6749#section-4.1",
            severity: Severity::Low,
        },
    ),
    (
        Kind::SecretVariable,
        Text {
            id: "generic-secret-variable",
            title: "Value of a variable of type secret",
            description: "A variable that somebody marked as secret, with its value in plain in the file.",
            why: "The type masks the value on the screen and nowhere else: exports and the API give it in plain.",
            revoke: "Find out what the value opens, replace it there, and keep the new one in the vault.",
            reference: "https://learning.postman.com/docs/sending-requests/variables/variables/",
            severity: Severity::Medium,
        },
    ),
    (
        Kind::CryptoKey,
        Text {
            id: "generic-crypto-key",
            title: "Encryption or signing key",
            description: "A literal key that encrypts, decrypts or signs: in a script, a variable, a body.",
            why: "Who has it can read what was encrypted with it, or sign in the name of the owner.",
            revoke: "Make a new key, sign or encrypt anew with it, and withdraw this one wherever it is trusted.",
            reference: "https://learning.postman.com/docs/tests-and-scripts/write-scripts/postman-sandbox-api-reference/",
            severity: Severity::High,
        },
    ),
    (
        Kind::SignedUrl,
        Text {
            id: "generic-signed-url",
            title: "Pre-signed URL",
            description: "The signature of a URL that opens what it names: an object in S3, GCS, OSS or CloudFront, an Azure resource.",
            why: "Until it expires, whoever has the whole URL needs nothing else.",
            revoke: "Wait for it to expire, or rotate the key it was signed with; see the expiry parameter of the URL.",
            reference: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html",
            severity: Severity::Medium,
        },
    ),
    (
        Kind::OneTimeCode,
        Text {
            id: "generic-one-time-code",
            title: "Recovery or one-time code",
            description: "A code that takes the place of a second factor: a recovery code, a backup code, a password sent once.",
            why: "An unused recovery code lets its holder past the second factor for years.",
            revoke: "Make a new list of recovery codes; the old list ends with it.",
            reference: "https://pages.nist.gov/800-63-3/sp800-63b.html#lookupsecrets",
            severity: Severity::Medium,
        },
    ),
    (
        Kind::Weak,
        Text {
            id: "generic-weak-credential",
            title: "Guessable credential",
            description: "A credential that is a default, a word, a short number or a short combination of them.",
            why: "It may be a test user's; but what can be guessed is tried first, and such passwords are used again elsewhere.",
            revoke: "Change it wherever it opens something, and let a password manager make the new one.",
            reference: "https://pages.nist.gov/800-63-3/sp800-63b.html#appA",
            severity: Severity::Low,
        },
    ),
];

/// The rules, in the order of [`Kind`].
pub(crate) fn kind_rules() -> Vec<Arc<RuleInfo>> {
    ALL.iter().map(|(_, text)| Arc::new(rule(text))).collect()
}

impl Kind {
    /// Position in [`kind_rules`].
    pub(crate) fn index(self) -> usize {
        self as usize
    }

    /// The id of its rule.
    pub(crate) fn id(self) -> &'static str {
        ALL[self.index()].1.id
    }
}

fn rule(text: &Text) -> RuleInfo {
    RuleInfo {
        id: Cow::Borrowed(text.id),
        provider: Cow::Borrowed(PROVIDER),
        title: Cow::Borrowed(text.title),
        description: Cow::Borrowed(text.description),
        why: Cow::Borrowed(text.why),
        revoke: Cow::Borrowed(text.revoke),
        references: Cow::Owned(vec![Cow::Borrowed(text.reference)]),
        tags: Cow::Borrowed(&[]),
        severity: text.severity,
        confidence: Confidence::Medium,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_in_the_order_of_their_index() {
        assert!(ALL.iter().enumerate().all(|(i, (kind, _))| kind.index() == i));
    }
}
