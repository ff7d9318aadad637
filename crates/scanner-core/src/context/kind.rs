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

const ALL: [(Kind, Text); 8] = [
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
