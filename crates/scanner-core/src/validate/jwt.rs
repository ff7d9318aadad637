//! JSON Web Tokens, RFC 7515 and RFC 7519.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Map, Value};

use super::packed;
use crate::finding::Fact;

/// Header and claims decode to JSON objects and the header has `alg`. `None` where the token has been altered on purpose (a cut signature is
/// still a whole header), so that only the two JSON parts decide.
pub(super) fn structure(token: &[u8]) -> Option<bool> {
    let mut parts = token.split(|&b| b == b'.');
    let (header, claims) = (parts.next()?, parts.next()?);
    let Some(header) = object(header) else { return Some(false) };
    Some(header.contains_key("alg") && object(claims).is_some())
}

/// What the claims say that a scanner can use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claims {
    /// The token of the introduction at jwt.io, or of a tutorial made from it: subject 1234567890, "John Doe".
    pub(crate) sample: bool,
    /// `exp`: when the token ends, in seconds since 1970-01-01T00:00:00Z.
    pub(crate) expires: Option<i64>,
}

/// Reads the claims, without checking the signature. `None` if there are none that can be read.
pub(crate) fn claims(token: &[u8]) -> Option<Claims> {
    let claims = object(token.split(|&b| b == b'.').nth(1)?)?;
    let is = |name: &str, value: &str| claims.get(name).and_then(Value::as_str) == Some(value);
    // A NumericDate may have a fraction (RFC 7519 section 2).
    let number = |value: &Value| value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64));
    Some(Claims {
        sample: is("sub", "1234567890") && (is("name", "John Doe") || claims.len() <= 2),
        expires: claims.get("exp").and_then(number),
    })
}

/// The algorithm of the signature and who signed it. When the token ends is [`Claims::expires`].
pub(super) fn facts(token: &[u8]) -> Vec<Fact> {
    let mut parts = token.split(|&b| b == b'.').map(object);
    let (header, claims) = (parts.next().flatten(), parts.next().flatten());
    let algorithm = header.and_then(|header| packed::fact(&header, "alg", "jwt-algorithm"));
    let issuer = claims.and_then(|claims| packed::fact(&claims, "iss", "jwt-issuer"));
    algorithm.into_iter().chain(issuer).collect()
}

fn object(part: &[u8]) -> Option<Map<String, Value>> {
    // Some writers pad, against the RFC.
    let end = part.iter().rposition(|&b| b != b'=')? + 1;
    let mut specification = BASE64URL_NOPAD.specification();
    specification.check_trailing_bits = false;
    let json = specification.encoding().ok()?.decode(&part[..end]).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(header: &str, claims: &str) -> Vec<u8> {
        let b64 = |s: &str| BASE64URL_NOPAD.encode(s.as_bytes());
        format!("{}.{}.c2ln", b64(header), b64(claims)).into_bytes()
    }

    #[test]
    fn both_parts_must_be_objects() {
        assert_eq!(structure(&token(r#"{"alg":"HS256"}"#, r#"{"sub":"x"}"#)), Some(true));
        assert_eq!(structure(&token(r#"{"typ":"JWT"}"#, r#"{"sub":"x"}"#)), Some(false));
        assert_eq!(structure(&token(r#"{"alg":"HS256"}"#, "[]")), Some(false));
        assert_eq!(structure(b"eyJhbGciOi.cut"), Some(false));
        assert_eq!(structure(b"nodots"), None);
    }

    #[test]
    fn the_sample_of_the_introduction_is_known() {
        let sample =
            token(r#"{"alg":"HS256"}"#, r#"{"sub":"1234567890","name":"John Doe","iat":1516239022}"#);
        assert!(claims(&sample).unwrap().sample);
        assert!(!claims(&token(r#"{"alg":"HS256"}"#, r#"{"sub":"42","name":"John Doe"}"#)).unwrap().sample);
    }

    #[test]
    fn the_end_of_a_token_may_have_a_fraction() {
        let expires = |claims_json: &str| claims(&token(r#"{"alg":"HS256"}"#, claims_json)).unwrap().expires;
        assert_eq!(expires(r#"{"exp":1700000000}"#), Some(1_700_000_000));
        assert_eq!(expires(r#"{"exp":1700000000.5}"#), Some(1_700_000_000));
        assert_eq!(expires(r#"{"exp":"soon"}"#), None);
    }

    #[test]
    fn algorithm_and_issuer_are_facts() {
        let facts = facts(&token(r#"{"alg":"RS256"}"#, r#"{"iss":"https://id.example.test/","sub":"x"}"#));
        assert_eq!(
            facts,
            [Fact::new("jwt-algorithm", "RS256"), Fact::new("jwt-issuer", "https://id.example.test/")]
        );
    }
}
