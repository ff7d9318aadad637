//! What a value looks like, whatever it is called.

use crate::engine::entropy;

/// The look of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A switch, a number, a date, a version: no credential under any name.
    Plain,
    /// A URL, a path, an e-mail address, a host, a media type.
    Address,
    /// Several words with blanks.
    Prose,
    /// One or a few words, with or without digits after them: a name, or a password that can be guessed.
    Words,
    /// A UUID.
    Uuid,
    /// Made by a random generator, by all appearance.
    Random,
    /// Something between.
    Unclear,
}

pub(super) fn look(value: &[u8]) -> Look {
    if is_plain(value) {
        Look::Plain
    } else if is_uuid(value) {
        Look::Uuid
    } else if is_address(value) {
        Look::Address
    } else if is_prose(value) {
        Look::Prose
    } else if is_grouped(value) {
        Look::Random
    } else if is_wordy(value) {
        Look::Words
    } else if is_random(value) {
        Look::Random
    } else {
        Look::Unclear
    }
}

fn is_plain(value: &[u8]) -> bool {
    let text = value.to_ascii_lowercase();
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let number = digits > 0 && value.iter().all(|b| b.is_ascii_digit() || b"+-.,:/ TZ".contains(b));
    // `v2.10.3`, `1.0.0-beta`, `30s`, `250ms`
    let version = text.strip_prefix(b"v").unwrap_or(&text).split(|b| matches!(b, b'.' | b'-' | b'+'));
    let numbers =
        version.clone().filter(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit)).count();
    let quantity = value.len() <= QUANTITY_LEN
        && digits > 0
        && value.iter().skip_while(|b| b.is_ascii_digit()).all(u8::is_ascii_lowercase)
        && value[0].is_ascii_digit();
    if is_article(value) || numbers >= 3 && version.count() <= 6 && value.len() <= VERSION_LEN || quantity {
        return true;
    }
    matches!(&*text, b"true" | b"false" | b"null" | b"undefined" | b"none" | b"yes" | b"no" | b"on" | b"off")
        || number
}

/// `FV3S4-RRFUD-EH22O-X9W9U`: groups of one length, of capitals and digits, as people are given to type.
fn is_grouped(value: &[u8]) -> bool {
    let groups = || value.split(|&b| b == b'-');
    let len = groups().next().map_or(0, <[u8]>::len);
    let group = |group: &[u8]| {
        group.len() == len && group.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    };
    (4..=8).contains(&len)
        && groups().count() >= 3
        && groups().all(group)
        && value.iter().any(u8::is_ascii_digit)
}

/// `PRJ-1024`: the key of an issue, an article number.
fn is_article(value: &[u8]) -> bool {
    let letters = value.iter().take_while(|b| b.is_ascii_uppercase()).count();
    (2..=10).contains(&letters)
        && value.get(letters) == Some(&b'-')
        && (1..=6).contains(&(value.len() - letters - 1))
        && value[letters + 1..].iter().all(u8::is_ascii_digit)
}

/// Numbers with a unit are not longer, in bytes.
const QUANTITY_LEN: usize = 5;
/// Versions are not longer, in bytes.
const VERSION_LEN: usize = 24;

/// Blanks make a sentence; so do letters of scripts that write without blanks.
fn is_prose(value: &[u8]) -> bool {
    let foreign = value.iter().filter(|b| !b.is_ascii()).count();
    let digits = value.iter().any(u8::is_ascii_digit);
    value.iter().any(u8::is_ascii_whitespace) || value.len() >= 6 && foreign * 2 > value.len() && !digits
}

/// 8-4-4-4-12 hex digits (RFC 9562). Letters past `f` are let pass: samples are often made by hand.
pub(super) fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value.iter().enumerate().all(|(i, b)| match i {
            8 | 13 | 18 | 23 => *b == b'-',
            _ => b.is_ascii_alphanumeric(),
        })
}

fn is_address(value: &[u8]) -> bool {
    let has = |needle: &[u8]| memchr::memmem::find(value, needle).is_some();
    if has(b"://")
        || value.starts_with(b"/") && value.iter().filter(|b| **b == b'/').count() >= 2 && is_wordy(value)
    {
        return true;
    }
    if has(b"/") && is_path(value) {
        return true;
    }
    if value.starts_with(b"urn:")
        || value.starts_with(b"arn:")
        || value.starts_with(b"arn%3")
        || value.starts_with(b"www.")
        || value.starts_with(b"data:")
    {
        return true;
    }
    let mail = memchr::memchr(b'@', value).is_some_and(|at| at > 0 && is_host(&value[at + 1..]));
    let media = memchr::memchr(b'/', value).is_some_and(|at| {
        [b"application".as_slice(), b"text", b"image", b"multipart", b"audio", b"video"]
            .contains(&&value[..at])
    });
    mail || media || is_host(value) || value.starts_with(b"localhost")
}

/// `a/b/c` of words and numbers, or with the ending of a file.
fn is_path(value: &[u8]) -> bool {
    let parts = || value.split(|&b| b == b'/').filter(|part| !part.is_empty());
    let plain = |part: &[u8]| is_wordy(part) || is_plain(part);
    let ending = value.rsplit(|&b| b == b'.').next().unwrap_or_default();
    let file = (2..=5).contains(&ending.len())
        && ending.len() < value.len()
        && ending.iter().all(u8::is_ascii_lowercase);
    parts().count() >= 2 && (parts().all(plain) || file && parts().any(plain))
}

/// `name.name.tld`, all of words.
fn is_host(value: &[u8]) -> bool {
    let value = value.split(|b| matches!(b, b'/' | b':' | b'?')).next().unwrap_or_default();
    let labels: Vec<&[u8]> = value.split(|&b| b == b'.').collect();
    labels.len() >= 2
        && value.len() <= 253
        && labels.iter().all(|l| {
            !l.is_empty() && l.len() <= 63 && l.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
        })
        && !labels.iter().any(|label| is_uuid(label) || is_random(label))
        && labels
            .last()
            .is_some_and(|tld| (2..=6).contains(&tld.len()) && tld.iter().all(u8::is_ascii_lowercase))
}

/// Made of pronounceable words, digits and separators; the words are most of it.
pub(super) fn is_wordy(value: &[u8]) -> bool {
    let mut in_words = 0;
    let mut letters = 0;
    let mut odd = 0;
    for run in value.chunk_by(|a, b| a.is_ascii_alphabetic() == b.is_ascii_alphabetic()) {
        if !run[0].is_ascii_alphabetic() {
            continue;
        }
        letters += run.len();
        for word in camel_words(run) {
            if is_pronounceable(word) {
                in_words += word.len();
            } else {
                odd += 1;
            }
        }
    }
    // A digit or a letter of another kind in the middle of things, more than twice, is not how people write words.
    let changes = value.windows(2).filter(|w| w[0].is_ascii_digit() != w[1].is_ascii_digit()).count();
    letters >= 3 && in_words * 4 >= letters * 3 && odd <= 2 && changes <= 4 && letters * 2 >= value.len()
}

/// `camelCase` into `camel` and `Case`; `ALLCAPS` is one word.
fn camel_words(run: &[u8]) -> impl Iterator<Item = &[u8]> {
    run.chunk_by(|a, b| !(a.is_ascii_lowercase() && b.is_ascii_uppercase()))
}

/// Three letters or more in one case (or with one capital), vowels among them, no pile of consonants.
pub(super) fn is_pronounceable(word: &[u8]) -> bool {
    let one_case = word[1..].iter().all(u8::is_ascii_lowercase) || word.iter().all(u8::is_ascii_uppercase);
    let is_vowel = |b: &u8| b"aeiouyAEIOUY".contains(b);
    let vowels = word.iter().filter(|b| is_vowel(b)).count();
    let consonants = word
        .chunk_by(|a, b| is_vowel(a) == is_vowel(b))
        .filter(|run| !is_vowel(&run[0]))
        .map(<[u8]>::len)
        .max();
    let pile = consonants.unwrap_or(0);
    (3..=15).contains(&word.len()) && one_case && vowels * 6 >= word.len() && pile <= 4
}

/// A type, a constant, a path or a number of a programming language.
pub(super) fn is_code(value: &[u8]) -> bool {
    let identifier = value.iter().all(|b| b.is_ascii_alphabetic() || b"_.:()&<>$".contains(b));
    let capitals = value.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let numbered = capitals >= CONSTANT_LEN && value[capitals..].iter().all(u8::is_ascii_digit);
    let constant = numbered
        || value.contains(&b'_') && !value.iter().any(|b| b.is_ascii_lowercase() || b"+/=-".contains(b));
    let digits = value.iter().take_while(|b| b.is_ascii_digit()).count();
    let number = digits > 0
        && matches!(&value[digits..], [b'u' | b'i' | b'f', rest @ ..] if rest.iter().all(u8::is_ascii_digit));
    // A call, an index, a path, a member of a member.
    let expression = value.iter().any(|b| b"()[]{};".contains(b)) || value.starts_with(b"/");
    let member = value.contains(&b'.') && value.split(|&b| b == b'.').all(is_wordy);
    let scoped = memchr::memmem::find(value, b"::").is_some();
    identifier || constant || number || expression || member || scoped
}

/// So many capitals in a row are a constant of a program, whatever digits follow them.
const CONSTANT_LEN: usize = 12;

/// Long enough and mixed enough that chance made it.
fn is_random(value: &[u8]) -> bool {
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = value.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let len = value.len();
    if len < RANDOM_LEN || (digits == 0 && len < WORDLESS_LEN) || letters == 0 {
        return false;
    }
    // No generator draws from the small letters alone; names and sentences without blanks are made of them.
    let small = value.iter().all(u8::is_ascii_lowercase);
    if small {
        return false;
    }
    // The entropy a random string of this length would have is bounded by its length and by its alphabet.
    let hex = value.iter().all(|b| b.is_ascii_hexdigit() || b"-._:|".contains(b));
    let possible = (len as f64).log2().min(if hex { 4.0 } else { 5.5 });
    entropy(value) >= possible * LIKENESS
}

/// Shorter values with digits are unclear, in bytes.
const RANDOM_LEN: usize = 12;
/// Shorter values without digits are unclear: random letters of twenty characters hardly ever read like words.
const WORDLESS_LEN: usize = 20;
/// The part of the possible entropy that random strings have at least (16 characters of hex: 0.7 in 99 of 100).
const LIKENESS: f64 = 0.68;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks() {
        for (value, expected) in [
            ("true", Look::Plain),
            ("2024-01-02T03:04:05Z", Look::Plain),
            ("48447", Look::Plain),
            ("https://example.com/oauth/token", Look::Address),
            ("api.example.com", Look::Address),
            ("me@example.com", Look::Address),
            ("application/json", Look::Address),
            ("openid profile email", Look::Prose),
            ("DevPassword", Look::Words),
            ("vcenter-password", Look::Words),
            ("Summer2019", Look::Words),
            ("07528ce4-8269-31d5-2795-c5e66241c127", Look::Uuid),
            ("4d7326227a1a64316393b59caae6b075", Look::Random),
            ("8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq", Look::Random),
            ("8eMOSbp8CmHoY8KcJJ5YObs8dzdWsuqD", Look::Random),
            ("h1hqmw1nt21k7rfriu8387nar5d0zdy", Look::Random),
            ("5cc74b958b115b", Look::Random),
            ("a1b2c3", Look::Unclear),
            ("FVNS4-RRFUD-EH22O-X9W9U", Look::Random),
            ("PRJ-1024", Look::Plain),
            ("v2.10.3-beta.1", Look::Plain),
            ("30s", Look::Plain),
            ("exports/2024-04-01/list.csv", Look::Address),
            ("密码不能为空", Look::Prose),
            ("71f3af71.bae7f7f4ba6d797e3768ab5a43dbefbf", Look::Random),
            ("certificateserialnumber", Look::Unclear),
        ] {
            assert_eq!(look(value.as_bytes()), expected, "{value}");
        }
    }
}
