//! What a name says of its value: `client_secret`, `x-api-key`, `pwd` against `tokenType`, `accessTokenUrl`, `secretId`.
//!
//! A name is split into words. The last word that names a thing decides (English compounds end with what they are: a
//! `token_url` is a URL), the words before it colour it.

/// What the value of a name would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Chosen by a person: may be short and made of words.
    Password,
    /// Handed out by a program: `client_secret` and the like.
    Secret,
    /// A key to an interface.
    ApiKey,
    /// A bearer token.
    Token,
    /// An authorization header.
    Authorization,
    /// A one-time code that is exchanged for a token.
    Code,
}

/// How much a name can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// `depotKey`: a key to something nobody knows. Counts where credentials are kept, and only for values that can be nothing else.
    Faint,
    /// `key`, `auth`, `session_token`: only a value that can be nothing else counts.
    Vague,
    /// `client_secret`, `access_token`, `x-api-key`.
    Clear,
}

/// Words that name a secret.
#[rustfmt::skip]
const PASSWORD: &[&str] = &[
    "password", "passwd", "pwd", "pass", "passphrase", "passcode", "passw", "pw", "psw", "pswd", "userpass",
    "userpwd",
    // As people write it elsewhere.
    "passwort", "kennwort", "wachtwoord", "contrasena", "contraseña", "clave", "senha", "motdepasse",
    "parola", "heslo", "haslo", "lösenord", "losenord", "mdp",
];
const SECRET: &[&str] = &["secret", "secrets", "credential", "credentials", "clientsecret", "sharedsecret"];
const TOKEN: &[&str] =
    &["token", "tokens", "jwt", "bearer", "assertion", "sessionid", "pat", "ticket", "tkn"];
const AUTHORIZATION: &[&str] = &["authorization", "authentication", "auth"];

/// What makes a `key` the key to something.
#[rustfmt::skip]
const KEY_OF: &[&str] = &[
    "api", "access", "secret", "private", "auth", "user", "app", "application", "client", "account",
    "subscription", "encryption", "master", "shared", "signing", "license", "service", "consumer",
    "developer", "dev", "admin", "write", "read", "functions", "function", "host", "storage", "server",
    "aes", "hmac", "rsa", "crypto", "partner", "merchant", "integration", "session", "security", "sas",
    "webhook", "x", "bot", "live", "sandbox", "test", "prod", "rest", "ocp", "apim", "gateway", "jwt",
    "decryption", "cipher", "send", "site", "team", "project", "org",
];

/// Words after which a value is about a secret and not the secret.
#[rustfmt::skip]
const ABOUT: &[&str] = &[
    "url", "uri", "urn", "arn", "endpoint", "host", "path", "type", "name", "names", "id", "ids", "identifier",
    "expires", "expiry", "expiration", "expire", "expired", "exp", "ttl", "lifetime", "age", "length",
    "len", "policy", "hint", "count", "limit", "format", "method", "alg", "algorithm", "algo", "enabled",
    "required", "status", "header", "headers", "prefix", "suffix", "location", "page", "cursor", "issued",
    "scope", "scopes", "audience", "aud", "username", "email", "question", "answer", "label", "description",
    "placeholder", "validation", "regex", "pattern", "min", "max", "size", "version", "date", "time", "at",
    "timestamp", "created", "updated", "modified", "link", "template", "file", "filename", "dir", "store",
    "provider", "issuer", "grant", "mode", "visible", "to", "in", "index", "row", "column", "result",
    "response", "request", "state", "reference", "ref", "uses", "usage", "used", "valid", "verified",
    "present", "exists", "flow", "reset", "changed", "change", "set", "symbol", "address", "amount",
    "decimals", "price", "standard", "balance", "supply", "class", "title", "text", "message", "error",
    "level", "strength", "rule", "rules", "attempts", "retries", "server", "service", "port", "domain",
    "in_", "info", "details", "data", "list", "map", "object", "group", "category", "code_challenge",
    "challenge", "hash", "salt", "fingerprint", "thumbprint", "kid", "on", "only", "checksum", "digest",
    "encoding", "language", "schema", "kind", "param", "params", "parameter", "field", "var", "variable",
    "interval", "duration", "period", "rotation", "role", "roles", "owner", "user", "category", "action",
    "event", "network", "chain", "contract", "quantity", "bytes",
];

/// Words before `token` or `key` that make it something public or fleeting.
#[rustfmt::skip]
const NOT_A_SECRET: &[&str] = &[
    "next", "page", "continuation", "sync", "pagination", "paging", "csrf", "xsrf", "device", "push", "fcm",
    "apns", "public", "primary", "foreign", "sort", "cache", "partition", "row", "column", "search",
    "idempotency", "registration", "postman", "request", "verification", "antiforgery", "upload", "resume",
    "skip", "delta", "watermark", "correlation", "trace", "object", "s3", "bucket", "map", "translation",
    "i18n", "hot", "short", "publishable", "pub", "site", "recaptcha", "captcha", "nft", "erc20", "from",
    "base", "quote", "buy", "sell", "in", "out", "is", "has", "no", "show", "use", "add", "require", "hide",
    "forgot", "reset", "need", "needs", "token_", "confirmation", "file", "parent", "natural", "unique",
    "composite", "json", "dictionary", "hash",
];

/// What a name says, if it says anything about a secret.
pub(super) fn meaning(name: &[u8]) -> Option<(Meaning, Weight)> {
    let words = words(name);
    let (at, meaning) =
        words.iter().enumerate().rev().find_map(|(i, word)| Some((i, head(&words[..i], word)?)))?;
    let after = &words[at + 1..];
    let before = &words[..at];
    let is_any = |list: &[&str], word: &String| list.contains(&word.as_str());
    if after.iter().any(|word| is_any(ABOUT, word)) {
        return None;
    }
    let coloured = before.iter().any(|word| is_any(NOT_A_SECRET, word));
    if coloured && !matches!(meaning, Meaning::Password | Meaning::Secret) {
        return None;
    }
    // `token_issuer`, `password_min_length` were caught above; `is_password`, `show_password` are switches.
    if coloured
        && before
            .iter()
            .any(|word| ["is", "has", "show", "use", "require", "hide", "forgot"].contains(&word.as_str()))
    {
        return None;
    }
    let last = before.last().map(String::as_str);
    let weight = match meaning {
        Meaning::Authorization if words.last().is_some_and(|last| last == "auth") => Weight::Vague,
        Meaning::ApiKey if last.is_none() => Weight::Vague,
        Meaning::ApiKey if last.is_some_and(|of| !KEY_OF.contains(&of)) => Weight::Faint,
        Meaning::Token if words[at] == "ticket" || words[at] == "pat" => Weight::Vague,
        Meaning::Token if words[at] == "token" && before.iter().any(|w| w == "session") => Weight::Vague,
        Meaning::Password if words[at] == "pass" && !after.is_empty() => Weight::Vague,
        Meaning::Code => Weight::Vague,
        _ => Weight::Clear,
    };
    Some((meaning, weight))
}

/// What `word` names, where `before` stands before it.
fn head(before: &[String], word: &str) -> Option<Meaning> {
    let is = |list: &[&str]| list.contains(&word);
    if is(PASSWORD) {
        return Some(Meaning::Password);
    }
    if is(SECRET) {
        return Some(Meaning::Secret);
    }
    // The `sid` of a session; that of an account is an identifier.
    let session =
        word == "sid" && before.last().is_none_or(|of| ["session", "sess", "connect"].contains(&of.as_str()));
    if is(TOKEN) || session {
        return Some(Meaning::Token);
    }
    if is(AUTHORIZATION) {
        return Some(Meaning::Authorization);
    }
    if word == "key" || word == "keys" {
        let of = before.last().map(String::as_str);
        return match of {
            // `private` and `secret` keys of everything; other keys by what they open.
            None => Some(Meaning::ApiKey),
            Some(of) if KEY_OF.contains(&of) => Some(Meaning::ApiKey),
            // What it opens is not known: `depotKey`.
            Some(_) => Some(Meaning::ApiKey),
        };
    }
    if word == "code"
        && (before.is_empty() || before.last().is_some_and(|w| w == "auth" || w == "authorization"))
    {
        return Some(Meaning::Code);
    }
    None
}

/// Splits a name at separators and changes of case, and takes known words off the end of what is written together:
/// `X-ApiKey`, `accesstoken`, `clientSecret2`.
pub(super) fn words(name: &[u8]) -> Vec<String> {
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
        if (starts || !c.is_alphabetic()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphabetic() {
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

fn unglue(word: String) -> Vec<String> {
    const ENDS: &[&str] = &["password", "passwd", "passphrase", "secret", "token", "authorization", "pwd"];
    const TAILS: &[&str] = &["url", "uri", "type", "id", "expires", "expiry", "name"];
    for tail in TAILS {
        // `tokenurl`, `secretid`: the end says that it is about a secret.
        if let Some(start) = word.strip_suffix(tail)
            && ["token", "secret", "password", "key", "auth"].iter().any(|end| start.ends_with(end))
        {
            return vec![start.to_owned(), (*tail).to_owned()];
        }
    }
    for end in ENDS {
        match word.strip_suffix(end) {
            Some("") => return vec![word],
            Some(start) => return vec![start.to_owned(), (*end).to_owned()],
            None => {}
        }
    }
    if let Some(start) = word.strip_suffix("key").filter(|start| !start.is_empty()) {
        // `monkey` and `turkey` are no keys: the word before must be one that has keys.
        if let Some(of) =
            KEY_OF.iter().filter(|of| of.len() > 2 && start.ends_with(**of)).max_by_key(|of| of.len())
        {
            let rest = &start[..start.len() - of.len()];
            let mut split: Vec<String> = [rest, of, "key"].iter().map(|s| (*s).to_owned()).collect();
            split.retain(|s| !s.is_empty());
            return split;
        }
    }
    vec![word]
}

/// Whether a cookie of this name keeps a session.
pub(super) fn is_session_cookie(name: &[u8]) -> bool {
    #[rustfmt::skip]
    const TRACKING: &[&str] = &[
        "_ga", "_gid", "__cf", "cf_", "_fb", "awsalb", "bigip", "optimizely", "ajs_", "__utm", "_gcl", "incap_",
        "visid",
    ];
    #[rustfmt::skip]
    const SESSION: &[&str] = &[
        "sess", "sid", "auth", "token", "jwt", "login", "remember", "identity", "sso", "credential", "ticket",
        "secure",
    ];
    let lower = String::from_utf8_lossy(name).to_lowercase();
    if TRACKING.iter().any(|t| lower.starts_with(t)) || lower.contains("csrf") || lower.contains("xsrf") {
        return false;
    }
    SESSION.iter().any(|s| lower.contains(s))
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
            ("aes_key", Meaning::ApiKey),
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
        ] {
            assert_eq!(meaning(name.as_bytes()), None, "{name}");
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
