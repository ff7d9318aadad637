//! The words without which nothing here is ever found: what is left out where none of them stands is left out for good reason.
//!
//! A claim needs a name that says something ([`super::name`]), a scheme that announces a credential, or a form of text that logs in. Each of
//! them has one of these words in it, in any case. The list may be too long, never too short: `tests/fast.rs` compares scans with and without it.

use super::name::lexicon::{AUTHORIZATION, CODE_OF, KEY, ONE_TIME, PASSWORD, SECRET, SESSION, TOKEN};
use super::name::{ENDS, STARTS};

/// A word, and where it may stand in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trigger {
    pub(crate) word: &'static str,
    /// It also counts after a small letter: `accesstoken`.
    pub(crate) glued_before: bool,
    /// It also counts before a small letter: `secretkeysandbox`.
    pub(crate) glued_after: bool,
    /// It only counts in a path.
    in_path: bool,
}

/// What [`super::name`] takes off the end of what is written together beside [`ENDS`].
const MORE_ENDS: &[&str] = &["pass", "key", "seed", "code"];

/// Words of names that no list has.
const NAMES: &[&str] = &["passe", "sid", "session", "seed", "code", "codes", "pin", "signature", "sig"];

/// Words of the names of session cookies, wherever they stand in them, and what announces cookies.
const COOKIES: &[&str] = &["cookie"];

/// Schemes before a credential, as words of their own.
const SCHEMES: &[&str] = &["apikey", "ssws", "oauth", "bot", "accesskey", "dpop", "splunk", "hawk", "digest"];

/// Segments of paths after which a token follows.
const PATHS: &[&str] = &[
    "reset",
    "activate",
    "activation",
    "verify",
    "verification",
    "confirm",
    "confirmation",
    "invite",
    "invitation",
    "invitations",
    "unsubscribe",
    "magic",
    "recover",
    "webhook",
    "webhooks",
    "hook",
    "hooks",
    "bot",
    "shared",
    "share",
    "join",
    "accept",
    "incoming",
    "onetime",
    "link",
];

/// What scripts do with keys and passwords.
const CALLS: &[&str] = &[
    "btoa", "base64", "b64", "hmac", "crypt", "cipher", "jws", "jwt", "pbkdf2", "evpkdf", "scrypt", "sign(",
];

/// What a token is written onto: `/bot123:…`.
const BEFORE_TOKENS: &[&str] = &["/bot", "\"bot"];

/// What commands, statements and sentences say before a credential.
const TEXTS: &[&str] = &[" -u ", "--user", "identified by", "oken "];

/// Every trigger.
pub(crate) fn triggers() -> impl Iterator<Item = Trigger> {
    let lists = [PASSWORD, SECRET, TOKEN, SESSION, AUTHORIZATION, KEY, ONE_TIME, NAMES, SCHEMES];
    let words = lists.into_iter().flatten().map(|&word| Trigger {
        word,
        glued_before: ENDS.contains(&word) || MORE_ENDS.contains(&word) || !word.is_ascii(),
        glued_after: STARTS.contains(&word) || !word.is_ascii(),
        in_path: false,
    });
    let anywhere = [COOKIES, CALLS, TEXTS, BEFORE_TOKENS].into_iter().flatten();
    let anywhere =
        anywhere.map(|&word| Trigger { word, glued_before: true, glued_after: true, in_path: false });
    let in_paths = PATHS.iter().filter(|word| !SCHEMES.contains(word));
    let in_paths =
        in_paths.map(|&word| Trigger { word, glued_before: false, glued_after: false, in_path: true });
    words.chain(anywhere).chain(in_paths)
}

impl Trigger {
    /// Whether the word stands at `start..end` of `text` as its name would have it. In a text that holds no grant of an authorization code
    /// (`grants`), a mere `code` says nothing.
    pub(crate) fn stands(&self, text: &[u8], start: usize, end: usize, grants: bool) -> bool {
        let small = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_lowercase);
        let before = start.checked_sub(1).and_then(|at| text.get(at));
        let after_escape = text[..start.saturating_sub(1)].ends_with(b"\\");
        let begins = self.glued_before || !small(before) || text[start].is_ascii_uppercase() || after_escape;
        let ends = self.glued_after || !small(text.get(end));
        begins
            && ends
            && (!self.in_path || is_in_path(text, start, end))
            && (grants || !self.is_code() || is_code_of(text, start, end))
    }

    fn is_code(&self) -> bool {
        matches!(self.word, "code" | "codes")
    }
}

/// The grant type beside which a `code` is one (RFC 6749, section 4.1.3).
pub(crate) const CODE_GRANT: &[u8] = b"authorization_code";

/// Whether the word says what it is a code for, or is the parameter of a form.
fn is_code_of(text: &[u8], start: usize, end: usize) -> bool {
    let before = &text[start.saturating_sub(CODE_OF_MAX)..start];
    let separators = before.iter().rev().take(2).take_while(|b| !b.is_ascii_alphanumeric()).count();
    let apart = &before[..before.len() - separators];
    let of = |word: &&str| {
        apart.len() >= word.len() && apart[apart.len() - word.len()..].eq_ignore_ascii_case(word.as_bytes())
    };
    let parameter = text.get(end) == Some(&b'=')
        || text[..start].ends_with(b"\"")
            && text[end..].starts_with(b"\"")
            && text.get(end + 1) != Some(&b':');
    let verifier =
        text[end..].iter().find(|b| b.is_ascii_alphanumeric()).is_some_and(|b| matches!(b, b'v' | b'V'));
    parameter || verifier || CODE_OF.iter().chain(ONE_TIME).chain(&["auth", "authorization"]).any(of)
}

/// The longest word of what a code may be for, and what may stand between, in bytes.
const CODE_OF_MAX: usize = 24;

/// Whether a word stands in a segment of a path: after a `/`, before one, or in an element of a list.
fn is_in_path(text: &[u8], start: usize, end: usize) -> bool {
    let in_segment = |b: &u8| b.is_ascii_alphanumeric() || b"_-.~%".contains(b) || !b.is_ascii();
    let before = &text[..start - text[..start].iter().rev().take_while(|b| in_segment(b)).count()];
    let after = text[end..].iter().find(|b| !in_segment(b));
    let in_list = || {
        let outside = before.strip_suffix(b"\"").map(<[u8]>::trim_ascii_end);
        outside.is_some_and(|outside| outside.ends_with(b"[") || outside.ends_with(b","))
    };
    before.ends_with(b"/") || matches!(after, Some(b'/' | b'\\')) || in_list()
}
