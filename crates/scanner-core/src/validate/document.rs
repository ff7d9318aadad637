//! Credentials that are JSON documents: Google's service account keys, Docker's logins.

use serde_json::{Map, Value};

use super::{packed, pem};
use crate::decode::base64;
use crate::finding::Fact;

type Object = Map<String, Value>;

/// Longer ones are not read, in bytes.
const LONGEST: usize = 256 << 10;

fn object(text: &[u8]) -> Option<Object> {
    (text.len() <= LONGEST).then(|| serde_json::from_slice(text).ok()).flatten()
}

fn text<'o>(object: &'o Object, member: &str) -> &'o str {
    object.get(member).and_then(Value::as_str).unwrap_or_default()
}

/// A service account key: <https://cloud.google.com/iam/docs/keys-create-delete>. `None` where the text is no JSON object: it may be cut or
/// escaped.
pub(super) fn service_account(document: &[u8]) -> Option<bool> {
    let object = object(document)?;
    let id = text(&object, "private_key_id");
    let is_id = id.len() == 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let has_key = pem::structure(text(&object, "private_key").as_bytes()) == Some(true);
    let is_email = text(&object, "client_email").ends_with(".gserviceaccount.com");
    Some(text(&object, "type") == "service_account" && is_id && has_key && is_email)
}

pub(super) fn service_account_facts(document: &[u8]) -> Vec<Fact> {
    let Some(object) = object(document) else { return Vec::new() };
    let names = [
        ("client_email", "client-email"),
        ("project_id", "gcp-project"),
        ("private_key_id", "private-key-id"),
    ];
    names.into_iter().filter_map(|(member, name)| packed::fact(&object, member, name)).collect()
}

/// HTTP Basic, RFC 7617: base64 of `user-id ":" password`, without control characters.
pub(super) fn basic(secret: &[u8]) -> Option<bool> {
    Some(user_and_password(secret).is_some())
}

fn user_and_password(packed: &[u8]) -> Option<(String, String)> {
    let pair = String::from_utf8(base64::decode(packed)?).ok()?;
    let (user, password) = pair.split_once(':').filter(|_| !pair.chars().any(char::is_control))?;
    Some((user.to_owned(), password.to_owned()))
}

/// A login of Docker: `auth` alone, which is HTTP Basic, or `config.json` with one for each registry under `auths`.
/// <https://docs.docker.com/reference/cli/docker/login/>. Registries whose login is kept in a credential store have none.
pub(super) fn docker(secret: &[u8]) -> Option<bool> {
    if !is_document(secret) {
        return basic(secret);
    }
    let document = object(secret)?;
    let mut logins = logins(&document).peekable();
    logins.peek()?;
    Some(logins.all(|(_, auth)| user_and_password(auth.as_bytes()).is_some()))
}

/// The registries and who logs in there; the user of a login is a name, or one of the fixed words that stand for a token.
pub(super) fn docker_facts(secret: &[u8]) -> Vec<Fact> {
    let user = |auth: &[u8]| {
        // Where the user is a token, the password is empty or a short word (`x-oauth-basic`).
        let login = user_and_password(auth);
        let login = login.filter(|(user, password)| !user.is_empty() && user.len() <= password.len());
        login.map(|(user, _)| Fact::new("docker-user", user))
    };
    if !is_document(secret) {
        return user(secret).into_iter().collect();
    }
    const MOST: usize = 8;
    let document = object(secret).unwrap_or_default();
    let logins = logins(&document).take(MOST);
    logins
        .flat_map(|(registry, auth)| {
            std::iter::once(Fact::new("docker-registry", registry)).chain(user(auth.as_bytes()))
        })
        .collect()
}

fn is_document(secret: &[u8]) -> bool {
    secret.trim_ascii_start().starts_with(b"{")
}

/// Registry and `auth`.
fn logins(document: &Object) -> impl Iterator<Item = (&str, &str)> {
    // The file of before 2015 has the registries at the top.
    let registries = document.get("auths").and_then(Value::as_object).unwrap_or(document);
    registries.iter().filter_map(|(registry, login)| Some((registry.as_str(), login.get("auth")?.as_str()?)))
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64;

    use super::super::pem::tests::rsa_pkcs8;
    use super::*;

    fn key() -> String {
        serde_json::json!({
            "type": "service_account",
            "project_id": "acme-prod",
            "private_key_id": "0123456789abcdef".repeat(3)[..40],
            "private_key": rsa_pkcs8(),
            "client_email": "ci@acme-prod.iam.gserviceaccount.com",
            "client_id": "1".repeat(21),
        })
        .to_string()
    }

    #[test]
    fn service_accounts_name_themselves() {
        assert_eq!(service_account(key().as_bytes()), Some(true));
        let facts = service_account_facts(key().as_bytes());
        let names: Vec<_> = facts.iter().map(|fact| (&*fact.name, fact.value.as_str())).collect();
        assert_eq!(names[0], ("client-email", "ci@acme-prod.iam.gserviceaccount.com"));
        assert_eq!(names[1], ("gcp-project", "acme-prod"));
        for (right, wrong) in
            [("service_account", "user"), (".iam.gserviceaccount.com", ".example"), ("MII", "AAA")]
        {
            assert_eq!(service_account(key().replacen(right, wrong, 1).as_bytes()), Some(false), "{wrong}");
        }
        assert_eq!(service_account(&key().as_bytes()[..100]), None);
    }

    #[test]
    fn basic_is_user_and_password() {
        assert_eq!(basic(b"dXNlcjpwYXNz"), Some(true));
        assert_eq!(basic(BASE64.encode(b"user\x00:pass").as_bytes()), Some(false));
        assert_eq!(basic(BASE64.encode(b"no colon").as_bytes()), Some(false));
    }

    #[test]
    fn docker_names_registry_and_user() {
        let auth = BASE64.encode(b"acme:hunter2");
        assert_eq!(docker(auth.as_bytes()), Some(true));
        assert_eq!(docker_facts(auth.as_bytes()), [Fact::new("docker-user", "acme")]);
        let document = format!(r#"{{"auths": {{"ghcr.io": {{"auth": "{auth}"}}}}}}"#);
        assert_eq!(docker(document.as_bytes()), Some(true));
        let facts = docker_facts(document.as_bytes());
        assert_eq!(facts, [Fact::new("docker-registry", "ghcr.io"), Fact::new("docker-user", "acme")]);
        assert_eq!(docker(document.replace(&auth, "????").as_bytes()), Some(false));
        assert_eq!(docker(br#"{"auths": {"ghcr.io": {}}, "credsStore": "desktop"}"#), None);
        for secret_user in ["token:", "0123456789abcdef:x-oauth-basic"] {
            assert_eq!(docker_facts(BASE64.encode(secret_user.as_bytes()).as_bytes()), []);
        }
    }
}
