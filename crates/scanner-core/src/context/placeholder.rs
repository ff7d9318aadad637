//! Values that stand for a credential and are none: references, placeholders, samples.

/// Whether a value refers to a variable (`{{token}}`, `{{vault:token}}`, `${TOKEN}`) instead of being one.
pub(crate) fn has_reference(value: &[u8]) -> bool {
    let find = |needle: &[u8]| memchr::memmem::find(value, needle);
    find(b"{{").is_some_and(|at| memchr::memmem::find(&value[at..], b"}}").is_some())
        || find(b"${").is_some_and(|at| memchr::memchr(b'}', &value[at..]).is_some())
        || matches!(value, [b'$', first, ..] if first.is_ascii_uppercase())
        || matches!(value, [b'$', name @ ..] if name.len() >= 2 && name.iter().all(|b| b.is_ascii_alphabetic() || *b == b'_'))
        || matches!(value, [b'%', .., b'%'] | [b'@', .., b'@'] | [b'~', .., b'~'] if value.len() > 2)
        || matches!(value, [b'_', b'_', .., b'_', b'_'] | [b'$', b'(', .., b')'] | [b'#', b'{', ..] if value.len() > 4)
}

/// Words that a placeholder is made of, and no random string.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "example", "placeholder", "your", "xxxx", "****", "...", "replace", "insert", "redacted", "removed",
    "dummy", "sample", "fake", "mock", "bogus", "invalid", "lorem", "foobar", "todo", "tbd", "undefined",
    "generated", "enter_", "enter-", "goeshere", "goes_here", "goes-here", "_here", "-here", " here",
    "put_", "paste", "somevalue", "some_", "some-", "some ", "not-the", "not_the", "notthe", "encrypted",
    "hidden", "masked", "…", "•", "●", "&lt;", "change_me_", "change-me-", "changeme_", "secrettoken", "secretkey", "mytoken", "my-token", "my_token",
    "mysecret", "my-secret", "my_secret", "apikey", "api_key", "api-key", "accesstoken", "access_token",
    "access-token", "authtoken", "auth_token", "bearer_token", "bearertoken", "youapi", "clientsecret",
    "client_secret", "client-secret", "secret-token", "secret_token", "expired", "wrong", "abcdefgh", "12345678",
    "lmnop", "qwerty", "00000000", "11111111", "deadbeef",
];

/// Whole values that people write where a credential is due.
#[rustfmt::skip]
const WHOLE: &[&str] = &[
    "string", "token", "value", "text", "test", "none", "null", "nil", "true", "false", "key", "any", "n/a",
    "na", "abc", "xyz", "foo", "bar", "baz", "hello", "demo", "default", "empty", "blank", "integer",
    "number", "uuid", "guid", "bearer", "basic", "auth", "tokensecret", "consumersecret", "asd", "asdf",
    "x", "xx", "xxx", "invalid-token", "valid-token", "data", "unknown", "omitted", "unset", "missing", "required",
    "optional", "secret_value", "password_value",
];

/// Whether a value is a placeholder or sample. `name` is what it stands under: a value that only repeats its name says nothing.
pub(crate) fn is_placeholder(value: &[u8], name: &[u8]) -> bool {
    let lower = String::from_utf8_lossy(value).to_lowercase();
    let lower = lower.trim();
    // `value2`, `test123`: numbered, no less invented.
    WHOLE.contains(&lower.trim_end_matches(|c: char| c.is_ascii_digit()))
        || matches!(
            lower.as_bytes(),
            [b'<', .., b'>']
                | [b'{', .., b'}']
                | [b'[', .., b']']
                | [b'(', .., b')']
                | [b'#', ..]
                | [b':', ..]
        )
        || WORDS.iter().any(|word| has_word(lower, word))
        || is_filler(value)
        || has_brackets(value)
        || is_lorem(lower)
        || is_constant(value)
        || repeats(value, name)
}

/// Whether a token of a known format is one only in form. Stricter than [`is_placeholder`]: random text holds short words by chance.
pub(crate) fn in_token(token: &[u8]) -> bool {
    const IN_TOKENS: &[&[u8]] = &[
        b"example",
        b"placeholder",
        b"xxxxxx",
        b"******",
        b"redacted",
        b"your_",
        b"your-",
        b"yourtoken",
        b"yourkey",
        b"your_api",
        b"changeme",
        b"replace_me",
        b"replace-me",
        b"dummytoken",
        b"abcdefghijkl",
        b"0123456789abcdef",
        b"1234567890123",
        b"testtest",
    ];
    let lower = token.to_ascii_lowercase();
    // A key in armour, a document with a key in it.
    let packed = token.starts_with(b"-----") || matches!(token, [b'{', b'"' | b'\\', .., b'}']);
    IN_TOKENS.iter().any(|word| memchr::memmem::find(&lower, word).is_some())
        || !packed && memchr::memchr2(b'<', b'{', token).is_some()
        || !packed && longest_run(token) >= RUN
}

/// The same byte so many times in a row does not come from a random generator.
const RUN: usize = 10;

/// Runs of `A` do not count: they are zero bytes in base64.
fn longest_run(bytes: &[u8]) -> usize {
    bytes.chunk_by(|a, b| a == b).filter(|run| run[0] != b'A').map(<[u8]>::len).max().unwrap_or(0)
}

/// Whether a value holds a word. Short words stand in random text by chance: they must begin or end something.
fn has_word(lower: &str, word: &str) -> bool {
    if word.len() > SHORT_WORD || !word.bytes().all(|b| b.is_ascii_alphabetic()) {
        return lower.contains(word);
    }
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let mut found = memchr::memmem::find_iter(lower.as_bytes(), word);
    found.any(|at| {
        let before = at.checked_sub(1).and_then(|i| lower.as_bytes().get(i));
        !is_letter(before) || !is_letter(lower.as_bytes().get(at + word.len()))
    })
}

/// Words of more letters hardly ever turn up by chance.
const SHORT_WORD: usize = 4;

/// `<token>` and `prefix-<your key>`; a bracket alone is a letter like any other of a password.
fn has_brackets(value: &[u8]) -> bool {
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || b" _-./|:".contains(b) || !b.is_ascii();
    memchr::memchr_iter(b'<', value).any(|open| {
        let inside = value[open + 1..].split(|&b| b == b'>').next().unwrap_or_default();
        !inside.is_empty() && open + 1 + inside.len() < value.len() && inside.iter().all(is_name)
    })
}

/// The text that typesetters fill pages with, in any order.
#[rustfmt::skip]
const LOREM: &[&str] = &[
    "lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "adipisicing", "elit", "sed", "do", "eiusmod",
    "tempor", "incididunt", "ut", "labore", "et", "dolore", "magna", "aliqua", "enim", "ad", "minim", "veniam", "quis",
    "nostrud", "exercitation", "ullamco", "laboris", "nisi", "aliquip", "ex", "ea", "commodo", "consequat", "duis",
    "aute", "irure", "in", "reprehenderit", "voluptate", "velit", "esse", "cillum", "eu", "fugiat", "nulla", "pariatur",
    "excepteur", "sint", "occaecat", "cupidatat", "non", "proident", "sunt", "culpa", "qui", "officia", "deserunt",
    "mollit", "anim", "id", "est", "laborum",
];

fn is_lorem(lower: &str) -> bool {
    lower.len() >= 3 && lower.split([' ', ',', '.']).all(|word| word.is_empty() || LOREM.contains(&word))
}

/// `MY_DB_PASSWORD`: the name of a constant, where its value is due.
pub(super) fn is_constant(value: &[u8]) -> bool {
    let is_name = value.iter().all(|b| b.is_ascii_uppercase() || *b == b'_');
    is_name && value.split(|&b| b == b'_').filter(|word| word.len() >= 2).count() >= 2
}

/// A few different bytes over and over: `xxxx`, `0000-0000`, `ababab`; or a part of the alphabet in order.
fn is_filler(value: &[u8]) -> bool {
    let mut letters: Vec<u8> =
        value.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect();
    let in_order = letters.windows(2).filter(|w| w[1] == w[0].wrapping_add(1)).count();
    let len = letters.len();
    if len >= 6 && in_order * 10 >= len * 8 || is_counted(&letters) || is_mashed(&letters) {
        return true;
    }
    // `aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee`
    let repeated = letters.windows(2).filter(|w| w[1] == w[0]).count();
    if len >= 12 && repeated * 10 >= len * 6 {
        return true;
    }
    letters.sort_unstable();
    letters.dedup();
    letters.is_empty() || (value.len() >= 6 && letters.len() <= 2)
}

/// `a1b2c3d4e5`: letters and digits that each count up.
fn is_counted(letters: &[u8]) -> bool {
    let counts = |kind: fn(&u8) -> bool| {
        let of: Vec<u8> = letters.iter().copied().filter(kind).collect();
        of.len() >= 4 && of.windows(2).all(|w| w[1] == w[0].wrapping_add(1) || w == b"90")
    };
    counts(u8::is_ascii_digit) && counts(u8::is_ascii_alphabetic)
}

/// `sdfjkhsdkfjhsdf`: fingers on the home row of the keyboard.
fn is_mashed(letters: &[u8]) -> bool {
    let home = letters.iter().filter(|b| b"asdfghjkl".contains(b)).count();
    letters.len() >= 10 && home * 20 >= letters.len() * 17
}

/// `vcenter-password` under `vcenter-password`. One plain word is left alone: `password` is the password of many a system.
fn repeats(value: &[u8], name: &[u8]) -> bool {
    let value = crate::rule::normalise(value);
    let name = crate::rule::normalise(name);
    !value.is_empty() && value != b"password" && value == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        for value in [
            "{{token}}",
            "Bearer {{x}}",
            "{{vault:authorization-secret}}",
            "${TOKEN}",
            "$TOKEN",
            "$access_token",
            "%TOKEN%",
            "@@TOKEN@@",
            "__TOKEN__",
            "$(TOKEN)",
            "#{token}#",
            "a{{b}}c",
        ] {
            assert!(has_reference(value.as_bytes()), "{value}");
        }
        for value in ["pa$$word", "$2b$10$abc", "100%", "}}{{", "a{b}c"] {
            assert!(!has_reference(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn placeholders() {
        for value in [
            "<API Key>",
            "YOUR_TOKEN",
            "xxxxxxxx",
            "replace-me",
            "[replace with valid token]",
            "string",
            "some value",
            "****",
            "00000000-0000-0000-0000-000000000000",
            "<AUTHORIZATION_SECRET>",
            "1234567890",
            "abcdefg",
            "token",
            "MY_DB_PASSWORD",
            "lorem ipsum dolor",
            "prefix-<your key>-suffix",
            "PMAT-******************43BR",
            "ab12…9f",
            "a1b2c3d4e5f6",
            "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
            "sdfjkhsdkfjhsdf",
        ] {
            assert!(is_placeholder(value.as_bytes(), b"token"), "{value}");
        }
        assert!(is_placeholder(b"vcenter-password", b"vcenter-password"));
    }

    #[test]
    fn real_values_are_none() {
        for value in [
            "Tr0ub4dor&3",
            "5cc74b958b115b",
            "password",
            "admin",
            "Q0eJKFAnPBUNbS8Cc6ZhgvltKqHikNmV",
            "P>bL9la;kOEX9t",
            "jye<P3ut\"0>Ujrk0",
            "1xdm7ftbd2ox36x",
        ] {
            assert!(!is_placeholder(value.as_bytes(), b"password"), "{value}");
        }
    }
}
