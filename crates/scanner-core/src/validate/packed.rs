//! Tokens that carry a JSON object in base64: Mapbox, Sentry, Grafana, 1Password.

use serde_json::{Map, Value};

use super::time;
use crate::decode::base64;
use crate::finding::Fact;

type Object = Map<String, Value>;

/// Longer ones are not read, in bytes: no issuer writes them.
const LONGEST: usize = 64 << 10;

/// Base64 of a JSON object.
pub(super) fn object(packed: &[u8]) -> Option<Object> {
    if packed.len() > LONGEST {
        return None;
    }
    serde_json::from_slice(&base64::decode(packed)?).ok()
}

/// The member `name` as a fact, if it is a string or a number.
pub(super) fn fact(object: &Object, member: &str, name: &'static str) -> Option<Fact> {
    match object.get(member)? {
        Value::String(text) if !text.is_empty() => Some(Fact::new(name, text.as_str())),
        Value::Number(number) => Some(Fact::new(name, number.to_string())),
        _ => None,
    }
}

fn is_text(object: &Object, member: &str) -> bool {
    object.get(member).is_some_and(Value::is_string)
}

/// `pk.`, `sk.` or `tk.`, base64 of an object with the account `u` and the id `a` of the token, a dot, a signature of 22 characters.
/// <https://docs.mapbox.com/help/dive-deeper/access-tokens/>
pub(super) fn mapbox(token: &[u8]) -> Option<bool> {
    let mut parts = token.splitn(3, |&byte| byte == b'.').skip(1);
    let (object, signature) = (object(parts.next()?), parts.next()?);
    Some(object.is_some_and(|object| is_text(&object, "u")) && signature.len() == 22)
}

pub(super) fn mapbox_facts(token: &[u8]) -> Vec<Fact> {
    let object = token.split(|&byte| byte == b'.').nth(1).and_then(object);
    object.and_then(|object| fact(&object, "u", "mapbox-user")).into_iter().collect()
}

/// `sntrys_`, base64 of an object with `iat`, `url`, `region_url` and `org`, `_`, base64 of 32 random bytes
/// (`orgauthtoken_token.py` in getsentry/sentry). `url` may be null. The other tokens of Sentry are random.
pub(super) fn sentry(token: &[u8]) -> Option<bool> {
    let (object, secret) = sentry_parts(token)?;
    let is_secret = base64::decode(secret).is_some_and(|bytes| bytes.len() == 32);
    Some(is_secret && object.is_some_and(|object| is_text(&object, "org")))
}

pub(super) fn sentry_facts(token: &[u8]) -> Vec<Fact> {
    let Some((Some(object), _)) = sentry_parts(token) else { return Vec::new() };
    let created = object.get("iat").and_then(Value::as_f64).and_then(|seconds| time::rfc3339(seconds as i64));
    [
        fact(&object, "org", "sentry-organization"),
        fact(&object, "region_url", "sentry-region"),
        created.map(|created| Fact::new("created", created)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn sentry_parts(token: &[u8]) -> Option<(Option<Object>, &[u8])> {
    let rest = token.strip_prefix(b"sntrys_")?;
    let underscore = rest.iter().rposition(|&byte| byte == b'_')?;
    Some((object(&rest[..underscore]), &rest[underscore + 1..]))
}

/// Grafana Cloud access policies: `glc_` and an object with organisation `o`, name `n`, key `k` and metadata `m`. The API keys before service
/// accounts: an object with key `k`, name `n` and organisation `id`. Not documented by Grafana; seen in published samples.
pub(super) fn grafana(token: &[u8]) -> Option<bool> {
    let object = grafana_object(token);
    let owner = |object: &Object| object.contains_key("o") || object.contains_key("id");
    Some(object.is_some_and(|object| is_text(&object, "k") && is_text(&object, "n") && owner(&object)))
}

pub(super) fn grafana_facts(token: &[u8]) -> Vec<Fact> {
    let Some(object) = grafana_object(token) else { return Vec::new() };
    let region = object.get("m").and_then(Value::as_object).and_then(|m| fact(m, "r", "grafana-region"));
    let organization = fact(&object, "o", "grafana-organization");
    let organization = organization.or_else(|| fact(&object, "id", "grafana-organization"));
    [organization, fact(&object, "n", "token-name"), region].into_iter().flatten().collect()
}

fn grafana_object(token: &[u8]) -> Option<Object> {
    object(token.strip_prefix(b"glc_").unwrap_or(token))
}

/// 1Password service accounts: `ops_` and base64 of an object with where to sign in, as whom, and the keys to do it.
/// <https://developer.1password.com/docs/service-accounts/security/>
pub(super) fn one_password(token: &[u8]) -> Option<bool> {
    let object = object(token.strip_prefix(b"ops_")?);
    Some(object.is_some_and(|object| {
        let key = object.get("secretKey").and_then(Value::as_str);
        is_text(&object, "signInAddress")
            && is_text(&object, "email")
            && key.is_some_and(|key| key.starts_with("A3-"))
    }))
}

pub(super) fn one_password_facts(token: &[u8]) -> Vec<Fact> {
    let Some(object) = token.strip_prefix(b"ops_").and_then(object) else { return Vec::new() };
    let facts = [fact(&object, "signInAddress", "sign-in-address"), fact(&object, "email", "email")];
    facts.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use data_encoding::{BASE64, BASE64URL_NOPAD};

    use super::*;

    fn url(json: &str) -> String {
        BASE64URL_NOPAD.encode(json.as_bytes())
    }

    fn pairs(facts: &[Fact]) -> Vec<(&str, &str)> {
        facts.iter().map(|fact| (&*fact.name, fact.value.as_str())).collect()
    }

    #[test]
    fn mapbox_names_the_account() {
        let token = format!("sk.{}.{}", url(r#"{"u":"acme","a":"cl0"}"#), "s".repeat(22));
        assert_eq!(mapbox(token.as_bytes()), Some(true));
        assert_eq!(pairs(&mapbox_facts(token.as_bytes())), [("mapbox-user", "acme")]);
        assert_eq!(mapbox(format!("sk.{}.{}", url("[1]"), "s".repeat(22)).as_bytes()), Some(false));
        assert_eq!(
            mapbox(format!("sk.{}.{}", url(r#"{"u":"acme"}"#), "s".repeat(21)).as_bytes()),
            Some(false)
        );
        assert_eq!(mapbox(b"sk"), None);
    }

    #[test]
    fn sentry_names_organization_and_region() {
        let json = r#"{"iat":1695719245.019902,"url":null,"region_url":"https://de.sentry.io","org":"acme"}"#;
        let secret = BASE64.encode(&[7; 32]);
        let token = format!("sntrys_{}_{}", BASE64.encode(json.as_bytes()), secret.trim_end_matches('='));
        assert_eq!(sentry(token.as_bytes()), Some(true));
        assert_eq!(
            pairs(&sentry_facts(token.as_bytes())),
            [
                ("sentry-organization", "acme"),
                ("sentry-region", "https://de.sentry.io"),
                ("created", "2023-09-26T09:07:25Z")
            ]
        );
        assert_eq!(sentry(&token.as_bytes()[..token.len() - 4]), Some(false));
        assert_eq!(sentry(b"sntryu_0123"), None);
    }

    #[test]
    fn grafana_old_and_new() {
        let new =
            format!("glc_{}", BASE64.encode(br#"{"o":"652992","n":"stack-rw","k":"0","m":{"r":"eu"}}"#));
        assert_eq!(grafana(new.as_bytes()), Some(true));
        let facts = grafana_facts(new.as_bytes());
        assert_eq!(
            pairs(&facts),
            [("grafana-organization", "652992"), ("token-name", "stack-rw"), ("grafana-region", "eu")]
        );
        let old = BASE64.encode(br#"{"k":"0","n":"ci","id":1}"#);
        assert!(old.starts_with("eyJrIjoi"));
        assert_eq!(grafana(old.as_bytes()), Some(true));
        assert_eq!(
            pairs(&grafana_facts(old.as_bytes())),
            [("grafana-organization", "1"), ("token-name", "ci")]
        );
        assert_eq!(grafana(BASE64.encode(br#"{"k":"0"}"#).as_bytes()), Some(false));
    }

    #[test]
    fn one_password_names_where_to_sign_in() {
        let json = r#"{"signInAddress":"acme.1password.com","email":"x@1passwordserviceaccounts.com","secretKey":"A3-0"}"#;
        let token = format!("ops_{}", url(json));
        assert_eq!(one_password(token.as_bytes()), Some(true));
        assert_eq!(
            pairs(&one_password_facts(token.as_bytes()))[0],
            ("sign-in-address", "acme.1password.com")
        );
        assert_eq!(one_password(format!("ops_{}", url(&json.replace("A3-", "A2-"))).as_bytes()), Some(false));
    }

    #[test]
    fn deep_and_long_ones_are_refused() {
        assert_eq!(object(url(&"[".repeat(40_000)).as_bytes()), None);
        assert_eq!(object(url(&format!("{{\"u\":\"{}\"}}", "x".repeat(100_000))).as_bytes()), None);
    }
}
