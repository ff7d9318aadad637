//! Can a password be guessed?

use std::collections::HashSet;
use std::sync::LazyLock;

use super::value::{is_pronounceable, is_wordy};

/// What lists of leaked passwords have at their top, and what systems are shipped with. In small letters; digits and marks at the
/// end are cut off before the look-up, so `admin` stands for `Admin@123` as well.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "password", "passw0rd", "p@ssw0rd", "p@ssword", "pa$$word", "pa$$w0rd", "pass", "passwd", "secret", "admin",
    "root", "toor", "changeme", "changeit", "change_me", "letmein", "qwerty", "iloveyou", "administrator", "guest",
    "user", "login", "welcome", "qwertyuiop", "qwer", "asdf",
    "asdfgh", "zxcvbn", "monkey", "dragon", "sunshine", "princess", "football", "baseball", "master",
    "superman", "batman", "trustno", "abc", "abcd", "abcdef", "aa", "temp", "default", "postgres", "mysql", "oracle",
    "sa", "tomcat", "manager", "system", "server", "passwort",
    "hunter", "shadow", "hello", "freedom", "whatever", "starwars", "computer", "internet", "service", "support",
    "test", "testing", "tester", "demo", "dev", "developer", "q1w2e3r4", "1q2w3e4r", "1qaz2wsx", "zaq12wsx", "elastic",
    "minio", "minioadmin", "rabbitmq", "redis", "mongo", "jenkins", "grafana", "vagrant", "raspberry", "ubuntu",
    "cisco", "ansible", "docker", "kubernetes", "keycloak", "magento", "wordpress", "spring", "summer", "autumn",
    "winter", "january", "senha", "contraseña", "contrasena", "motdepasse",
];

/// Numbers that are typed more often than any word.
#[rustfmt::skip]
const COMMON_NUMBERS: &[&str] = &[
    "0000", "1111", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "111111", "123123",
    "000000", "654321", "121212", "112233", "987654321", "666666", "888888", "123321", "11111111", "00000000",
];

static KNOWN: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| COMMON.iter().chain(COMMON_NUMBERS).copied().collect());

/// Whether `value` is a default or one of the most common passwords, whatever digits and marks were added to please a policy.
pub(super) fn is_common(value: &[u8]) -> bool {
    let lower = String::from_utf8_lossy(value).to_lowercase();
    let stem = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    KNOWN.contains(&*lower) || KNOWN.contains(stem)
}

/// Whether `value` is a default as it stands. Stricter than [`is_common`]: `test1` is a name for many things.
pub(super) fn is_default(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    let known = |list: &[&str]| list.iter().any(|word| word.as_bytes() == lower);
    known(COMMON_NUMBERS) || known(&COMMON[..DEFAULTS])
}

/// So many words at the start of [`COMMON`] are nothing but passwords.
const DEFAULTS: usize = 18;

/// Whether a guesser would try `value` early: short, a number, a default, or one or two words with a tail.
pub(super) fn is_guessable(value: &[u8]) -> bool {
    value.len() < SHORT
        || value.iter().all(|b| b.is_ascii_digit() || b.is_ascii_punctuation())
        || is_common(value)
        || is_wordy(value) && (letters(value) < LONG || words(value) < WORDS || holds_default(value))
}

/// Shorter passwords are tried out in hours, in bytes.
const SHORT: usize = 8;
/// So many words are more than a dictionary can try together, if they have so many letters.
const WORDS: usize = 2;
const LONG: usize = 11;

fn letters(value: &[u8]) -> usize {
    value.iter().filter(|b| b.is_ascii_alphabetic()).count()
}

/// The words in a value: runs of letters, and within them what a capital begins.
fn words(value: &[u8]) -> usize {
    value
        .chunk_by(|a, b| {
            a.is_ascii_alphabetic()
                && b.is_ascii_alphabetic()
                && !(a.is_ascii_lowercase() && b.is_ascii_uppercase())
        })
        .filter(|word| word[0].is_ascii_alphabetic() && is_pronounceable(word))
        .count()
}

fn holds_default(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    [
        "password", "secret", "admin", "welcome", "change", "default", "qwerty", "test", "demo", "login",
        "user", "pass",
    ]
    .iter()
    .any(|word| memchr::memmem::find(&lower, word.as_bytes()).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_and_words_with_a_tail() {
        for value in [
            "changeme",
            "Admin@2024",
            "P@ssw0rd!",
            "Orchard77",
            "x9",
            "20240917",
            "OpsPassword12345",
            "1q2w3e4r",
        ] {
            assert!(is_guessable(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn chance_and_long_phrases() {
        for value in ["9!xKq2#Lm", "kV7-pQz4-Wn2", "copper-lantern-seventeen-harbour", "5a6fb480a205"] {
            assert!(!is_guessable(value.as_bytes()), "{value}");
        }
    }
}
