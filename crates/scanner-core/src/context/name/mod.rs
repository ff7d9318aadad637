//! What a name says of its value: `client_secret`, `x-api-key`, `pwd` against `tokenType`, `accessTokenUrl`, `secretId`.
//!
//! A name is split into words. The last word that names a thing decides (English compounds end with what they are: a
//! `token_url` is a URL), the words before it colour it.

pub(super) mod lexicon;

use std::collections::HashSet;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::value::is_pronounceable;

use lexicon::{
    ABOUT, AUTHORIZATION, CODE_OF, CRYPTO_KEY_OF, KEY, KEY_OF, NEVER_A_SECRET, NO_PASS, NOT_A_SECRET,
    NOT_ITSELF, ONE_TIME, PASS_OF, PASSWORD, SECRET, SESSION, SYSTEMS, TOKEN, VERBS,
};

/// What the value of a name would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Chosen by a person: may be short and made of words.
    Password,
    /// What an application proves itself with: `client_secret` and the like.
    Secret,
    /// A key to an interface.
    ApiKey,
    /// A key that encrypts or signs.
    CryptoKey,
    /// A bearer token.
    Token,
    /// The cookie or id of a session.
    Session,
    /// An authorization header.
    Authorization,
    /// An authorization code, which is exchanged for a token.
    Code,
    /// A code that lets somebody in once: from an SMS, an app, a printed list.
    OneTimeCode,
    /// The signature of a URL.
    Signature,
}

/// How much a name can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// `depotKey`: a key to something nobody knows.
    Faint,
    /// `key`, `auth`, `session_token`: only a value that can be nothing else counts.
    Vague,
    /// `passProd`, `otp`: more often than not.
    Likely,
    /// `client_secret`, `access_token`, `x-api-key`.
    Clear,
}

/// What a name says, if it says anything about a secret.
pub(super) fn meaning(name: &[u8]) -> Option<(Meaning, Weight)> {
    // The field that Laravel puts into every form against forged requests.
    if name == b"_token" || !may_mean(name) {
        return None;
    }
    let words = words(name);
    // Most names say nothing; one look-up a word is cheaper than the lists.
    if !words.iter().any(|word| HEADS.contains(word.as_str())) {
        return None;
    }
    let (at, meaning) = words
        .iter()
        .enumerate()
        .rev()
        .find_map(|(i, word)| Some((i, head(&words[..i], word, &words[i + 1..])?)))?;
    let (before, after) = (&words[..at], &words[at + 1..]);
    // The header of an authentication is one.
    let whole = |word: &str| meaning == Meaning::Authorization && word.starts_with("header");
    let is_about = after.iter().any(|word| is(ABOUT, word) && !whole(word)) && meaning != Meaning::Session;
    // In a sentence they may be verbs: `use app key …`, `pass the key …`.
    let sentence = name.contains(&b' ');
    if sentence && words[at] == "pass" && !after.is_empty() {
        return None;
    }
    if is_about || before.iter().any(|word| is(NOT_ITSELF, word) && !(sentence && is(VERBS, word))) {
        return None;
    }
    // A public password is a password all the same; a public key is none.
    let coloured = before.last().is_some_and(|word| is(NOT_A_SECRET, word))
        || before.iter().any(|word| is(NEVER_A_SECRET, word));
    if coloured && !matches!(meaning, Meaning::Password | Meaning::Secret | Meaning::OneTimeCode) {
        return None;
    }
    Some((meaning, weight(meaning, before, &words[at], after)))
}

/// Whether a name that rests on two or three letters (`pw`, `pwd`, `otp`) is likely to be what chance made of them in random text:
/// capitals and small letters mixed, and no words beside them.
pub(super) fn is_chance(name: &[u8]) -> bool {
    const OWNERS: &[&str] =
        &["db", "my", "ad", "ftp", "sftp", "smtp", "sql", "ssh", "rds", "aws", "ldap", "crm"];
    let run = name.rsplit(u8::is_ascii_whitespace).next().unwrap_or_default();
    let words = words(run);
    let Some(at) = words.iter().rposition(|word| HEADS.contains(word.as_str())) else { return false };
    let others = || words[..at].iter().chain(&words[at + 1..]);
    let mixed = run[1..].iter().any(u8::is_ascii_uppercase) && run.iter().any(u8::is_ascii_lowercase);
    let is_word = |word: &&String| is_pronounceable(word.as_bytes()) || is(OWNERS, word);
    words[at].len() <= 3
        && words[at] != "key"
        && (mixed && !others().all(|word| is_word(&word))
            || words[at].len() == 2 && others().any(|w| w.len() == 1))
}

/// Whether a value of this name may be a credential.
pub(crate) fn is_credential(name: &[u8]) -> bool {
    meaning(name).is_some()
}

/// Whether a name alone says that its value is a secret.
pub(crate) fn names_a_secret(name: &[u8]) -> bool {
    meaning(name).is_some_and(|(_, weight)| weight >= Weight::Likely)
}

/// Every word that [`head`] may take for one.
static HEADS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    const OTHERS: &[&str] = &["passe", "sid", "session", "seed", "code", "codes", "pin", "signature", "sig"];
    [PASSWORD, SECRET, TOKEN, SESSION, AUTHORIZATION, KEY, ONE_TIME, OTHERS]
        .into_iter()
        .flatten()
        .copied()
        .collect()
});

/// Whether one of [`HEADS`] stands in a name at all.
fn may_mean(name: &[u8]) -> bool {
    static IN_NAMES: LazyLock<Option<AhoCorasick>> =
        LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(HEADS.iter()).ok());
    // Letters of other scripts have capitals, and ligatures, that are not compared byte by byte.
    !name.is_ascii() || IN_NAMES.as_ref().is_none_or(|words| words.is_match(name))
}

fn is(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

fn weight(meaning: Meaning, before: &[String], word: &str, after: &[String]) -> Weight {
    let last = before.last().map(String::as_str);
    match meaning {
        Meaning::Authorization if word == "auth" && after.is_empty() || word == "basic" => Weight::Vague,
        Meaning::ApiKey => match last {
            Some(of) if is(KEY_OF, of) || KEY_OF[..4].iter().any(|known| of.ends_with(known)) => {
                Weight::Clear
            }
            // `clé_api`: elsewhere the noun stands first.
            _ if after.first().is_some_and(|of| is(KEY_OF, of)) => Weight::Clear,
            None => Weight::Vague,
            Some(_) => Weight::Faint,
        },
        Meaning::Token if word == "ticket" || word == "pat" || word == "tok" => Weight::Vague,
        Meaning::Token if before.iter().any(|w| w == "session") => Weight::Likely,
        Meaning::Session if word == "jsessionid" || word == "phpsessid" => Weight::Likely,
        Meaning::Session | Meaning::Code | Meaning::Signature => Weight::Vague,
        Meaning::OneTimeCode if word == "pin" => Weight::Vague,
        Meaning::OneTimeCode if is(ONE_TIME, word) => Weight::Clear,
        // The list that is printed once is good for years; what comes by SMS is not.
        Meaning::OneTimeCode if last.is_some_and(|of| of == "recovery" || of == "backup") => Weight::Clear,
        Meaning::OneTimeCode => Weight::Likely,
        // Tests pass; Mexico's catalogues have a `clave`, songs have a `parole`.
        Meaning::Password if ["pass", "clave", "parole"].contains(&word) && before.is_empty() => {
            Weight::Likely
        }
        Meaning::Password if word == "pass" && !after.is_empty() => Weight::Likely,
        _ => Weight::Clear,
    }
}

/// What `word` names, with what stands before and after it.
fn head(before: &[String], word: &str, after: &[String]) -> Option<Meaning> {
    let last = before.last().map(String::as_str);
    if is(ONE_TIME, word) {
        return Some(Meaning::OneTimeCode);
    }
    // `mot_de_passe`; a `passe` alone is a pass.
    let ticket = word == "pass" && last.is_some_and(|of| is(PASS_OF, of));
    // Two letters before another word are too little: `pwHash`, `pwc`.
    let abbreviated = word == "pw" && !after.is_empty();
    if is(PASSWORD, word) && !ticket && !abbreviated
        || word == "passe" && before.iter().any(|w| w == "mot" || w == "palavra")
    {
        return Some(Meaning::Password);
    }
    if is(SECRET, word) {
        return Some(Meaning::Secret);
    }
    if is(TOKEN, word) {
        return Some(Meaning::Token);
    }
    if is_session(last, word, after) {
        return Some(Meaning::Session);
    }
    if is(AUTHORIZATION, word) {
        return Some(Meaning::Authorization);
    }
    // What one-time codes are computed from.
    if word == "seed" && last.is_some_and(|of| ["otp", "totp", "mfa", "fa", "recovery"].contains(&of)) {
        return Some(Meaning::Secret);
    }
    if is(KEY, word) {
        let crypto = last.is_some_and(|of| is(CRYPTO_KEY_OF, of));
        return Some(if crypto { Meaning::CryptoKey } else { Meaning::ApiKey });
    }
    if word == "code" || word == "codes" {
        return match last {
            None | Some("auth" | "authorization") => Some(Meaning::Code),
            Some(of) if is(CODE_OF, of) => Some(Meaning::OneTimeCode),
            Some(_) => None,
        };
    }
    // A PIN is also what India calls a postal code: the user or the card it belongs to must be named.
    let pin_of = ["user", "login", "card", "account", "secret", "atm", "transaction"];
    if word == "pin" && (last.is_none() || last.is_some_and(|of| pin_of.contains(&of))) && after.is_empty() {
        return Some(Meaning::OneTimeCode);
    }
    (word == "signature" || word == "sig").then_some(Meaning::Signature)
}

/// `session_id`, `session`, the `sid` of a session: that of an account is an identifier.
fn is_session(last: Option<&str>, word: &str, after: &[String]) -> bool {
    is(SESSION, word)
        || word == "sid" && last.is_none_or(|of| ["session", "sess", "connect"].contains(&of))
        || word == "session" && (after.is_empty() || after[0] == "id" && after.len() == 1)
}

/// Splits a name at separators and changes of case, and takes known words off the end of what is written together:
/// `X-ApiKey`, `accesstoken`, `clientSecret2`.
pub(crate) fn words(name: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(name);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let chars: Vec<char> = text.chars().take(NAME_MAX).collect();
    for (i, &c) in chars.iter().enumerate() {
        let previous = i.checked_sub(1).map(|i| chars[i]);
        let next = chars.get(i + 1);
        // `apiKey`, `APIKey`: a capital begins a word after a small letter, or before one.
        let starts = c.is_uppercase()
            && previous.is_some_and(|p| {
                p.is_lowercase() || (p.is_uppercase() && next.is_some_and(|n| n.is_lowercase()))
            });
        // Marks of Hindi or Thai are no letters and belong to the word all the same.
        let in_word = c.is_alphabetic() || !c.is_ascii();
        if (starts || !in_word) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if in_word {
            word.extend(c.to_lowercase());
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words.into_iter().flat_map(unglue).collect()
}

/// Names are not longer, in characters; what is, is no name.
const NAME_MAX: usize = 96;

/// Words that are taken off the end of what is written together.
pub(super) const ENDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passwort",
    "secret",
    "token",
    "authorization",
    "sessionid",
    "session",
    "pwd",
    "jwt",
    "bearer",
];

/// Words before the name of a system that is written together with them.
pub(super) const STARTS: &[&str] = &["key", "secret", "token", "password", "pwd"];

fn unglue(word: String) -> Vec<String> {
    if let Some(parts) = about_a_secret(&word) {
        return parts;
    }
    if !word.is_ascii()
        && let Some(end) = foreign_end(&word)
    {
        return split_at_end(&word, end.len());
    }
    // `secretkeysandbox`
    let mut systems = SYSTEMS.iter().filter_map(|system| word.strip_suffix(system));
    if let Some(start) = systems.find(|start| STARTS.iter().any(|end| start.ends_with(end))) {
        return unglue(start.to_owned());
    }
    if let Some(of) = word.strip_suffix("seed").filter(|of| ["otp", "totp", "mfa"].contains(of)) {
        return vec![of.to_owned(), "seed".to_owned()];
    }
    if let Some(of) = word.strip_suffix("code").filter(|of| is(CODE_OF, of) || is(ONE_TIME, of)) {
        return vec![of.to_owned(), "code".to_owned()];
    }
    if is(SESSION, &word) || is(PASSWORD, &word) {
        return vec![word];
    }
    if word.ends_with("pass") && !is(NO_PASS, &word) {
        return split_at_end(&word, "pass".len());
    }
    if let Some(end) = ENDS.iter().find(|end| word.ends_with(**end)) {
        return split_at_end(&word, end.len());
    }
    key_of(&word).unwrap_or_else(|| vec![word])
}

/// `tokenurl`, `secretid`: the end says that it is about a secret.
fn about_a_secret(word: &str) -> Option<Vec<String>> {
    const TAILS: &[&str] =
        &["url", "uri", "type", "id", "expires", "expiry", "expire", "name", "hash", "length", "endpoint"];
    const SECRETS: &[&str] = &["token", "secret", "password", "key", "auth"];
    TAILS.iter().find_map(|tail| {
        let start = word.strip_suffix(tail)?;
        let named = SECRETS.iter().any(|end| start.ends_with(end));
        named.then(|| vec![start.to_owned(), (*tail).to_owned()])
    })
}

/// `apikey`. `monkey` and `turkey` are no keys: the word before must be one that has keys.
fn key_of(word: &str) -> Option<Vec<String>> {
    let start = word.strip_suffix("key")?;
    let known = KEY_OF.iter().chain(CRYPTO_KEY_OF).filter(|of| of.len() > 2 && start.ends_with(**of));
    let mut split = split_at_end(start, known.map(|of| of.len()).max()?);
    split.push("key".to_owned());
    Some(split)
}

/// The word of another script that `word` ends with: `用户密码` is written without a blank.
fn foreign_end(word: &str) -> Option<&'static str> {
    let known = [PASSWORD, SECRET, TOKEN, KEY].into_iter().flatten().filter(|end| !end.is_ascii());
    known.copied().filter(|end| word.ends_with(end)).max_by_key(|end| end.len())
}

/// `word` in two, the second `len` bytes long; in one if nothing stands before.
fn split_at_end(word: &str, len: usize) -> Vec<String> {
    let (start, end) = word.split_at(word.len() - len);
    [start, end].into_iter().filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Whether a name is that of something which is public or only about a secret, whatever else it says: an id, a hash, a place.
pub(super) fn is_about(name: &[u8]) -> bool {
    #[rustfmt::skip]
    const THINGS: &[&str] = &[
        "user", "login", "client", "tenant", "org", "organization", "region", "locale", "currency", "country", "env",
        "environment", "iban", "bic", "integrity", "content", "document", "passport", "phone", "digest", "crc", "md5", "sha",
        "stage", "channel", "account", "authority", "edition", "etag", "version",
    ];
    words(name).iter().any(|word| is(ABOUT, word) || is(NOT_A_SECRET, word) || is(THINGS, word))
}

/// Whether a word is one for a password, in any language: in a catalogue of texts it is the label of a field.
pub(super) fn is_word_for_password(value: &[u8]) -> bool {
    is(PASSWORD, &String::from_utf8_lossy(value).to_lowercase())
}

/// Whether a name is that of a user, which stands beside a password.
pub(super) fn is_user(name: &[u8]) -> bool {
    const USERS: &[&str] = &[
        "user",
        "username",
        "login",
        "email",
        "usuario",
        "utilisateur",
        "benutzer",
        "benutzername",
        "uid",
        "userid",
        "account",
        "mail",
        "usr",
        "identifier",
        "principal",
        "mobile",
        "phone",
        "логин",
        "пользователь",
        "用户名",
    ];
    let words = words(name);
    words.last().is_some_and(|last| {
        is(USERS, last)
            || (last == "name" || last == "id") && words[..words.len() - 1].iter().any(|w| is(USERS, w))
    })
}

/// Whether nothing but `pw` makes a name that of a password, and does so by a change of case or a digit before it.
pub(super) fn ends_with_two_letters(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    let apart = [b"_pw".as_slice(), b"-pw", b".pw"].iter().any(|end| lower.ends_with(end));
    !apart && words(name).iter().any(|word| word == "pw")
}

/// Whether a cookie of this name keeps a session.
pub(super) fn is_session_cookie(name: &[u8]) -> bool {
    // Of analytics, load balancers and bot filters.
    #[rustfmt::skip]
    const TRACKING: &[&str] = &[
        "_ga", "_gid", "__cf", "cf_", "_fb", "awsalb", "bigip", "optimizely", "ajs_", "__utm", "_gcl", "incap_",
        "visid", "_hj", "ai_", "mp_", "amcv", "s_sess", "_uet", "__stripe", "_dd_", "intercom", "__secure-y",
        "__secure-en", "__hs", "_pk_", "ab_", "datadome", "akaalb", "bm_", "ak_bmsc", "nlbi_", "_clsk", "_sp_",
        "amplitude", "cookie", "consent", "route", "lb_",
    ];
    #[rustfmt::skip]
    const SESSION: &[&str] = &[
        "sess", "sid", "auth", "token", "jwt", "login", "remember", "identity", "sso", "credential", "ticket",
        "secure", "bearer", ".aspnet", "directorypro",
    ];
    let lower = String::from_utf8_lossy(name).to_lowercase();
    let tracking =
        TRACKING.iter().any(|t| lower.starts_with(t)) || lower.contains("csrf") || lower.contains("xsrf");
    !tracking && SESSION.iter().any(|s| lower.contains(s))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names() {
        assert_eq!(words(b"X-APIKey"), ["x", "api", "key"]);
        assert_eq!(words(b"accesstoken"), ["access", "token"]);
        assert_eq!(words(b"Oauth2ClientSecret_2"), ["oauth", "client", "secret"]);
        assert_eq!(words(b"subaccountapikey"), ["subaccount", "api", "key"]);
        assert_eq!(words(b"monkey"), ["monkey"]);
    }

    #[test]
    fn names_of_secrets() {
        for (name, expected) in [
            ("client_secret", Meaning::Secret),
            ("x-api-key", Meaning::ApiKey),
            ("pwd", Meaning::Password),
            ("adminPassword", Meaning::Password),
            ("access_token", Meaning::Token),
            ("bearerToken", Meaning::Token),
            ("jwt_token_without_claims", Meaning::Token),
            ("secret_limited", Meaning::Secret),
            ("user_key", Meaning::ApiKey),
            ("aes_key", Meaning::CryptoKey),
            ("senha", Meaning::Password),
            ("用户密码", Meaning::Password),
            ("contraseña_usuario_bd", Meaning::Password),
            ("mot_de_passe", Meaning::Password),
            ("Пароль", Meaning::Password),
            ("रूटपासवर्ड", Meaning::Password),
            ("datenbankPasswort", Meaning::Password),
            ("api密钥", Meaning::Secret),
            ("jwtSigningKey", Meaning::CryptoKey),
            ("X-RapidAPI-Key", Meaning::ApiKey),
            ("backup_code", Meaning::OneTimeCode),
            ("Ones-Auth-Token", Meaning::Token),
        ] {
            assert_eq!(meaning(name.as_bytes()), Some((expected, Weight::Clear)), "{name}");
        }
    }

    #[test]
    fn names_about_secrets() {
        for name in [
            "tokenType",
            "addTokenTo",
            "accessTokenUrl",
            "secretId",
            "password_policy",
            "token_expires_in",
            "nextPageToken",
            "csrf_token",
            "account_sid",
            "public_key",
            "primaryKey",
            "tokenName",
            "passwordHash",
            "show_password",
            "monkey",
            "username",
            "client_id",
            "device_token",
            "accesstokenurl",
            "pincode",
            "postal_code",
            "statusCode",
            "sessionTimeout",
        ] {
            assert_eq!(meaning(name.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn weights() {
        for (name, expected) in [
            ("depotKey", (Meaning::ApiKey, Weight::Faint)),
            ("key", (Meaning::ApiKey, Weight::Vague)),
            ("session_id", (Meaning::Session, Weight::Vague)),
            ("connect.sid", (Meaning::Session, Weight::Vague)),
            ("passProd", (Meaning::Password, Weight::Likely)),
            ("smsCode", (Meaning::OneTimeCode, Weight::Likely)),
            ("code", (Meaning::Code, Weight::Vague)),
            ("sig", (Meaning::Signature, Weight::Vague)),
        ] {
            assert_eq!(meaning(name.as_bytes()), Some(expected), "{name}");
        }
    }

    #[test]
    fn letters_that_chance_put_together() {
        for name in ["aw0dQpPksPW", "u_PW", "lBPWD", "xyzUFe.pw", "uPwd2Z", "JQOtp", "P_CZTAhjwt", "q-pw"] {
            assert!(is_chance(name.as_bytes()), "{name}");
        }
        for name in [
            "pw",
            "PWD",
            "Pwd",
            "db_pw",
            "DbPwd",
            "mailPwd",
            "SMTP_PWD",
            "u_pwd",
            "the pwd",
            "password",
            "xQzPassword",
            "X-Api-Key",
        ] {
            assert!(!is_chance(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn users_stand_beside_passwords() {
        for name in ["username", "user_name", "Login", "userId", "email", "adminUser"] {
            assert!(is_user(name.as_bytes()), "{name}");
        }
        for name in ["password", "id", "name", "user_agent"] {
            assert!(!is_user(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn cookies() {
        for name in ["JSESSIONID", "connect.sid", "sails.sid", "auth_token", "PHPSESSID", "ASP.NET_SessionId"]
        {
            assert!(is_session_cookie(name.as_bytes()), "{name}");
        }
        for name in ["_ga", "__cfduid", "XSRF-TOKEN", "AWSALB", "lang"] {
            assert!(!is_session_cookie(name.as_bytes()), "{name}");
        }
    }
}
