//! What functions do with the literals they are given: a table of what scripts of Postman call.

use super::name::Name;
use super::token::Run;

/// The last words of `a.b.c`, of which the last one is called.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    words: Vec<Run>,
    /// The first word is a member of what a call returned: `f().word`.
    pub(super) detached: bool,
}

/// `KJUR.jws.JWS.sign`
const CHAIN_MAX: usize = 4;

impl Chain {
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.detached = false;
    }

    pub(super) fn push(&mut self, word: Run) {
        if self.words.len() == CHAIN_MAX {
            self.words.remove(0);
        }
        self.words.push(word);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn last(&self) -> Option<Run> {
        self.words.last().copied()
    }

    /// The word `back` places before the last one; empty if there is none.
    fn word<'s>(&self, script: &'s [u8], back: usize) -> &'s [u8] {
        self.words.iter().rev().nth(back).map_or(b"", |run| run.of(script))
    }

    fn any(&self, script: &[u8], holds: impl Fn(&[u8]) -> bool) -> bool {
        self.words.iter().any(|run| holds(run.of(script)))
    }
}

/// What a function does with its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// It gives a value to the name in the argument before; of a header, name and value may be one line.
    Setter {
        header: bool,
    },
    /// It returns what the name in its argument stands for.
    Getter,
    /// It returns its first argument in another form; the argument may be `user:password` in the making.
    Encoder {
        basic: bool,
    },
    /// One of its arguments is a key.
    Keyed {
        argument: usize,
        name: Name,
    },
    /// It shows or compares what it is given.
    Silent,
    Other,
}

impl Call {
    /// What is called with `chain`. `base64` says whether the script encodes anything in base64.
    pub(super) fn of(script: &[u8], chain: &Chain, base64: bool) -> Call {
        let function = chain.word(script, 0);
        let receiver = chain.word(script, 1);
        let method = !receiver.is_empty() || chain.detached;
        if is_silent(script, chain, function) {
            Call::Silent
        } else if let Some((argument, name)) = key_argument(receiver, function, chain.detached) {
            Call::Keyed { argument, name: Name::Known(name) }
        } else if is_setter(function, method) {
            let header = chain.any(script, |word| contains_ignore_case(word, b"header"));
            Call::Setter { header }
        } else if is_getter(function, method) {
            Call::Getter
        } else {
            encoder(receiver, function, base64).map_or(Call::Other, |basic| Call::Encoder { basic })
        }
    }
}

fn is_silent(script: &[u8], chain: &Chain, function: &[u8]) -> bool {
    let shows = |word: &[u8]| matches!(word, b"console" | b"assert" | b"to" | b"be" | b"have" | b"should");
    matches!(
        function,
        b"expect" | b"test" | b"describe" | b"it" | b"require" | b"alert" | b"Error" | b"TypeError"
    ) || chain.any(script, shows)
}

fn is_setter(function: &[u8], method: bool) -> bool {
    match function {
        b"set" | b"append" | b"upsert" | b"add" | b"put" | b"header" => method,
        b"setItem" | b"setRequestHeader" | b"setHeader" | b"addHeader" | b"setCookie" | b"addQueryParam" => {
            true
        }
        _ => function.starts_with(b"set") && function.ends_with(b"Variable"),
    }
}

fn is_getter(function: &[u8], method: bool) -> bool {
    match function {
        b"get" => method,
        b"getItem" | b"getenv" => true,
        _ => function.starts_with(b"get") && function.ends_with(b"Variable"),
    }
}

/// Which argument is a key, and what to call it.
fn key_argument(receiver: &[u8], function: &[u8], detached: bool) -> Option<(usize, &'static [u8])> {
    const HMAC: &[u8] = b"hmac_key";
    const CIPHER: &[u8] = b"encryption_key";
    const SIGNATURE: &[u8] = b"signing_key";
    Some(match (receiver, function) {
        (_, b"createHmac") | (b"HMAC", b"create") => (1, HMAC),
        (b"md5" | b"sha1" | b"sha224" | b"sha256" | b"sha384" | b"sha512", b"hmac") => (0, HMAC),
        (_, b"setHMACKey") => (0, HMAC),
        (
            b"AES" | b"DES" | b"TripleDES" | b"RC4" | b"RC4Drop" | b"Rabbit" | b"Blowfish",
            b"encrypt" | b"decrypt",
        ) => (1, CIPHER),
        (_, b"createCipheriv" | b"createDecipheriv" | b"createCipher" | b"createDecipher") => (1, CIPHER),
        (b"JWS", b"sign") => (3, SIGNATURE),
        (b"JWS", b"verify" | b"verifyJWT") => (1, SIGNATURE),
        // `new SignJWT(…).sign(key)` of jose, `createSign(…).update(…).sign(key)` of Node
        (b"", b"sign") if detached => (0, SIGNATURE),
        // `const { sign } = require("jsonwebtoken")`
        (b"", b"sign") => (1, SIGNATURE),
        (_, b"sign" | b"verify" | b"encode" | b"decode") if is_jwt(receiver) => (1, SIGNATURE),
        (_, b"PBKDF2" | b"EvpKDF" | b"pbkdf2" | b"pbkdf2Sync" | b"scrypt" | b"scryptSync") => {
            (0, b"passphrase")
        }
        (_, b"importKey") => (1, b"secret_key"),
        _ if function.starts_with(b"Hmac") => (1, HMAC),
        _ => return None,
    })
}

fn is_jwt(receiver: &[u8]) -> bool {
    contains_ignore_case(receiver, b"jwt") || receiver.eq_ignore_ascii_case(b"jsonwebtoken")
}

/// Whether what it makes of its argument may be the `user:password` of HTTP Basic; `None` for what is no encoder.
fn encoder(receiver: &[u8], function: &[u8], base64: bool) -> Option<bool> {
    match (receiver, function) {
        (_, b"btoa") | (b"Base64", b"encode") => Some(true),
        (b"Buffer", b"from") | (_, b"Buffer") | (b"Utf8" | b"Latin1", b"parse") => Some(base64),
        (b"Hex" | b"Base64" | b"Base64url" | b"Utf16" | b"Utf16LE" | b"JSON", b"parse" | b"stringify") => {
            Some(false)
        }
        (_, b"encode" | b"atob" | b"String" | b"escape" | b"unescape") => Some(false),
        (_, b"encodeURI" | b"encodeURIComponent" | b"decodeURI" | b"decodeURIComponent") => Some(false),
        _ => {
            let named = contains_ignore_case(function, b"base64") || contains_ignore_case(function, b"b64");
            named.then(|| !contains_ignore_case(function, b"dec") && !contains_ignore_case(function, b"from"))
        }
    }
}

fn contains_ignore_case(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted))
}
