//! Is the value of a pair a credential?

use std::ops::Range;

use super::name::{self, Meaning, Weight};
use super::placeholder::{has_reference, is_placeholder};
use super::value::{Look, is_code, is_wordy, look};
use super::{Kind, Pair};
use crate::decode::base64;
use crate::finding::Role;

/// A credential without a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) kind: Kind,
    /// The credential in the value of the pair.
    pub(crate) secret: Range<usize>,
    /// What it decodes to, where it was encoded once more (Basic).
    pub(crate) decoded: Option<Vec<u8>>,
    /// It can be guessed: a default, a word, a short number.
    pub(crate) weak: bool,
}

/// Decides about one pair.
pub(crate) fn judge(pair: &Pair<'_>) -> Option<Claim> {
    let value = pair.value.bytes;
    let start = value.len() - value.trim_ascii_start().len();
    let trimmed = value.trim_ascii();
    if trimmed.len() > LONGEST || has_reference(trimmed) {
        return None;
    }
    let (scheme, credential) = scheme(trimmed);
    let offset = start + trimmed.len() - credential.len();
    if credential.is_empty() {
        return None;
    }
    let at = |kind, weak| Claim { kind, secret: offset..offset + credential.len(), decoded: None, weak };
    if pair.role == Role::Cookie {
        let session =
            name::is_session_cookie(pair.name) && is_token(look(credential), Weight::Clear, credential);
        return (session && !is_placeholder(credential, pair.name)).then(|| at(Kind::SessionCookie, false));
    }
    // Most names say nothing: they are asked first, because that costs least.
    let meaning = meaning(pair, scheme);
    if (meaning.is_none() && scheme != Scheme::Basic) || is_placeholder(credential, pair.name) {
        return None;
    }
    if scheme == Scheme::Basic
        && let Some(claim) = basic(pair, credential, &at)
    {
        return claim;
    }
    let (meaning, weight) = meaning?;
    let kept = match weight {
        Weight::Clear => true,
        Weight::Vague => !matches!(pair.role, Role::Description | Role::Text),
        Weight::Faint => matches!(pair.role, Role::Variable | Role::Header | Role::Query),
    };
    // Source code is text as well, and full of `password: PWSTR`.
    let in_text = matches!(pair.role, Role::Description | Role::Text);
    if !kept || in_text && is_code(credential) {
        return None;
    }
    by_meaning(pair, meaning, weight, credential).map(|(kind, weak)| at(kind, weak))
}

/// A longer value is a document, in bytes.
const LONGEST: usize = 16 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    None,
    Basic,
    /// `Bearer`, `Token`, `ApiKey` …
    Token,
}

/// Takes an authentication scheme off the value.
fn scheme(value: &[u8]) -> (Scheme, &[u8]) {
    const TOKEN_SCHEMES: [&[u8]; 9] =
        [b"bearer", b"token", b"apikey", b"api-key", b"key", b"jwt", b"ssws", b"oauth", b"bot"];
    let Some(space) = memchr::memchr(b' ', value) else { return (Scheme::None, value) };
    let (word, rest) = (&value[..space], value[space..].trim_ascii_start());
    let word = word.strip_suffix(b":").unwrap_or(word);
    if word.eq_ignore_ascii_case(b"basic") {
        (Scheme::Basic, rest)
    } else if TOKEN_SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme)) {
        (Scheme::Token, rest)
    } else {
        (Scheme::None, value)
    }
}

/// The claim for a Basic header; `None` if it does not decode and may be a token that was given the wrong scheme.
fn basic(pair: &Pair<'_>, credential: &[u8], at: &dyn Fn(Kind, bool) -> Claim) -> Option<Option<Claim>> {
    let decoded = base64::decode(credential)?;
    let colon = decoded.iter().position(|&b| b == b':')?;
    if std::str::from_utf8(&decoded).is_err() {
        return None;
    }
    let (user, password) = (&decoded[..colon], &decoded[colon + 1..]);
    // Some services take the key as the user, and nothing as the password.
    let secret = if password.is_empty() { user } else { password };
    if has_reference(&decoded)
        || is_placeholder(secret, b"")
        || is_placeholder(user, pair.name) && is_wordy(secret)
    {
        return Some(None);
    }
    let weak = is_weak(secret);
    Some(Some(Claim { decoded: Some(decoded), ..at(Kind::BasicAuth, weak) }))
}

fn meaning(pair: &Pair<'_>, scheme: Scheme) -> Option<(Meaning, Weight)> {
    if pair.role == Role::Auth
        && let Some(known) = auth_attribute(pair.name)
    {
        return known;
    }
    if pair.role == Role::Certificate {
        return Some((Meaning::Password, Weight::Clear));
    }
    // The signature of a pre-signed URL (Azure: `sig`) opens what the URL names.
    if pair.role == Role::Query && pair.name.eq_ignore_ascii_case(b"sig") {
        return Some((Meaning::Token, Weight::Vague));
    }
    match name::meaning(pair.name) {
        Some((Meaning::Code, weight)) => pair.code_grant.then_some((Meaning::Code, weight)),
        Some(known) => Some(known),
        // The name says nothing, but the value is announced as a credential.
        None if scheme == Scheme::Token => Some((Meaning::Token, Weight::Vague)),
        None if pair.secret_type && !is_identifier(pair.name) => Some((Meaning::Secret, Weight::Clear)),
        None => None,
    }
}

/// Attributes of auth blocks (the table in the Postman runtime): `Some(None)` for those that are known to be none.
fn auth_attribute(name: &[u8]) -> Option<Option<(Meaning, Weight)>> {
    let name = crate::rule::normalise(name);
    let meaning = match &*name {
        b"password" => Meaning::Password,
        b"value" => Meaning::ApiKey,
        b"token" | b"accesstoken" | b"refreshtoken" | b"sessiontoken" | b"clienttoken" => Meaning::Token,
        b"clientsecret" | b"consumersecret" | b"tokensecret" | b"secret" | b"secretkey" | b"authkey"
        | b"privatekey" | b"codeverifier" => Meaning::Secret,
        b"key" | b"username" | b"user" | b"realm" | b"nonce" | b"opaque" | b"state" | b"algorithm"
        | b"clientid" | b"consumerkey" | b"accesskey" | b"authid" | b"kid" | b"signature" => {
            return Some(None);
        }
        _ => return None,
    };
    Some(Some((meaning, Weight::Clear)))
}

fn is_identifier(name: &[u8]) -> bool {
    const IDENTIFIERS: [&str; 10] =
        ["id", "username", "user", "url", "uri", "host", "email", "name", "domain", "login"];
    name::words(name).last().is_some_and(|last| IDENTIFIERS.contains(&last.as_str()))
}

fn by_meaning(pair: &Pair<'_>, meaning: Meaning, weight: Weight, value: &[u8]) -> Option<(Kind, bool)> {
    let look = look(value);
    if meaning == Meaning::Password {
        return password(pair, look, value).map(|weak| (Kind::Password, weak));
    }
    if pair.secret_type
        && matches!(look, Look::Random | Look::Unclear | Look::Uuid | Look::Words)
        && value.len() >= SECRET_TYPE_LEN
    {
        return Some((kind(meaning, pair), is_weak(value)));
    }
    is_token(look, weight, value).then(|| (kind(meaning, pair), false))
}

/// Shorter values of variables of type secret say nothing, in bytes.
const SECRET_TYPE_LEN: usize = 6;

fn kind(meaning: Meaning, pair: &Pair<'_>) -> Kind {
    match meaning {
        Meaning::Password => Kind::Password,
        Meaning::Secret if name::meaning(pair.name).is_none() && pair.role == Role::Variable => {
            Kind::SecretVariable
        }
        Meaning::Secret => Kind::ClientSecret,
        Meaning::ApiKey => Kind::ApiKey,
        Meaning::Token | Meaning::Authorization => Kind::BearerToken,
        Meaning::Code => Kind::AuthorizationCode,
    }
}

/// Whether a value under the name of a password is one, and if so whether it is weak.
fn password(pair: &Pair<'_>, look: Look, value: &[u8]) -> Option<bool> {
    let short = value.len() < SHORTEST_PASSWORD;
    let number =
        look == Look::Plain && value.iter().all(u8::is_ascii_digit) && value.len() >= SHORTEST_PASSWORD;
    if short
        || value.len() > LONGEST_PASSWORD
        || matches!(look, Look::Address | Look::Prose)
        || look == Look::Plain && !number
    {
        return None;
    }
    let weak = is_weak(value);
    // In running text a word after "password:" is as often the next word of the sentence.
    let in_text = matches!(pair.role, Role::Text | Role::Description | Role::Example);
    (!(in_text && weak)).then_some(weak)
}

const SHORTEST_PASSWORD: usize = 3;
/// Longer values under the name of a password are something else: a hash, a token, an encrypted value. Still secrets, but then random.
const LONGEST_PASSWORD: usize = 256;

/// A word, a short number, a default: what a dictionary of passwords has.
fn is_weak(value: &[u8]) -> bool {
    value.len() < 8 || is_wordy(value) || value.iter().all(u8::is_ascii_digit)
}

/// Whether a value looks like something a program handed out.
fn is_token(look: Look, weight: Weight, value: &[u8]) -> bool {
    match (look, weight) {
        (Look::Random, Weight::Clear) => true,
        (Look::Random, Weight::Vague | Weight::Faint) => value.len() >= VAGUE_LEN,
        (Look::Uuid, Weight::Clear) => true,
        _ => false,
    }
}

/// Under a vague name a value must be at least this long, in bytes: 20 characters are 80 bits of hex.
const VAGUE_LEN: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Text;

    /// Kind and weakness of the credential in a value, and the credential.
    fn judged<'v>(role: Role, name: &str, value: &'v str) -> Option<(Kind, bool, &'v str)> {
        let pair = Pair {
            name: name.as_bytes(),
            value: Text::file(value.as_bytes()),
            role,
            inner: None,
            near: b"",
            fresh: false,
            secret_type: false,
            code_grant: false,
        };
        judge(&pair).map(|claim| (claim.kind, claim.weak, &value[claim.secret]))
    }

    /// Made by hand to look made by chance.
    const RANDOM: &str = "8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq";
    const UUID: &str = "07528ce4-8269-31d5-2795-c5e66241c127";

    #[test]
    fn names_and_looks_together_decide() {
        for (role, name, value, kind) in [
            (Role::Variable, "client_secret", RANDOM, Kind::ClientSecret),
            (Role::Variable, "client_secret", UUID, Kind::ClientSecret),
            (Role::Header, "X-API-Key", UUID, Kind::ApiKey),
            (Role::Query, "access_token", RANDOM, Kind::BearerToken),
            (Role::Variable, "depotKey", RANDOM, Kind::ApiKey),
            (Role::Auth, "value", RANDOM, Kind::ApiKey),
            (Role::Auth, "authKey", RANDOM, Kind::ClientSecret),
            (Role::Cookie, "connect.sid", RANDOM, Kind::SessionCookie),
            (Role::Query, "sig", RANDOM, Kind::BearerToken),
        ] {
            assert_eq!(judged(role, name, value), Some((kind, false, value)), "{name}");
        }
    }

    #[test]
    fn what_is_no_credential_is_left_alone() {
        for (role, name, value) in [
            (Role::Auth, "accessTokenUrl", "https://h.test/oauth/token"),
            (Role::Auth, "addTokenTo", "header"),
            (Role::Auth, "clientId", RANDOM),
            (Role::Auth, "nonce", RANDOM),
            (Role::Variable, "token", "{{token}}"),
            (Role::Variable, "token", "your_access_token_here"),
            (Role::Variable, "password", "<password>"),
            (Role::Variable, "request_id", UUID),
            (Role::Body, "sessionToken", UUID),
            (Role::Body, "sectionKey", RANDOM),
            (Role::Cookie, "_ga", RANDOM),
            (Role::Header, "ETag", RANDOM),
            (Role::Header, "Authorization", "Bearer {{token}}"),
            (Role::Header, "Authorization", "Basic <credentials>"),
            (Role::Body, "code", RANDOM),
            (Role::Description, "password", "required"),
            (Role::Text, "password", "windows_sys::core::PWSTR"),
            (Role::Text, "AUTH_TOKEN", "TOKEN_2_KIND_X9_FLAGS"),
            (Role::Text, "token", "self.next_token"),
            (Role::Text, "token", "exports2.STRICT_TOKEN"),
            (Role::Text, "password", "base64.b16encode(random_bytes[8:])"),
            (Role::Text, "secret_key", "859919186u32"),
        ] {
            assert_eq!(judged(role, name, value), None, "{name}");
        }
    }

    #[test]
    fn schemes_are_no_part_of_the_credential() {
        let value = format!("Bearer  {RANDOM}");
        assert_eq!(judged(Role::Header, "Authorization", &value), Some((Kind::BearerToken, false, RANDOM)));
        let value = format!("Token {RANDOM}");
        assert_eq!(judged(Role::Variable, "pidge", &value), Some((Kind::BearerToken, false, RANDOM)));
    }

    #[test]
    fn basic_is_decoded_and_its_password_weighed() {
        let header = |pair: &str| format!("Basic {}", data_encoding::BASE64.encode(pair.as_bytes()));
        let weak = |pair: &str| {
            judged(Role::Header, "Authorization", &header(pair)).map(|(kind, weak, _)| (kind, weak))
        };
        assert_eq!(weak("admin:Tr0ub4dor&3x"), Some((Kind::BasicAuth, false)));
        assert_eq!(weak("postman:password"), Some((Kind::BasicAuth, true)));
        assert_eq!(weak("user:{{password}}"), None);
        assert_eq!(weak("username:your_password"), None);
    }

    #[test]
    fn passwords_may_be_words_but_are_weak_then() {
        assert_eq!(judged(Role::Auth, "password", "secret"), Some((Kind::Password, true, "secret")));
        assert_eq!(
            judged(Role::Variable, "adminPassword", "9!xKq2#Lm"),
            Some((Kind::Password, false, "9!xKq2#Lm"))
        );
        assert_eq!(
            judged(Role::Certificate, "passphrase", "hunter22"),
            Some((Kind::Password, true, "hunter22"))
        );
    }
}
