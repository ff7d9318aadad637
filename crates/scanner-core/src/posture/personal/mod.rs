//! Personal data in bodies, examples and variables: what makes somebody known. It is counted, by request and kind, and never shown.
//!
//! So that few counts are false, a pattern counts alone only if it is hard to meet by chance: e-mail addresses, phone numbers with `+`, IBANs (mod 97),
//! cards and CPF numbers in their groups with right check digits, the Italian tax code. Bare digits need a name that says what they are, beside right
//! check digits where there are any. Samples are not counted at all: names and addresses of documentation (RFC 2606), test cards, numbers that are all the
//! same digit or count up, the first of January, placeholders and `{{references}}`.

mod card;
mod email;
mod iban;
mod national;
mod phone;

use std::collections::HashMap;
use std::ops::Range;

use super::Check;
use super::data::{Tally, values};
use super::found::Found;
use super::view::{View, is_literal};
use crate::context::words;

/// A kind of personal data.
struct Kind {
    label: &'static str,
    /// Finds it in any text.
    find: Option<Find>,
    /// Whether a value is of this kind, under a name.
    named: Option<fn(&Name, &[u8]) -> bool>,
}

type Find = fn(&[u8], &mut dyn FnMut(Range<usize>));

const KINDS: [Kind; 5] = [
    Kind { label: "e-mail address", find: Some(email::find), named: None },
    Kind { label: "phone number", find: Some(phone::find), named: Some(phone::is_named) },
    Kind { label: "IBAN", find: Some(iban::find), named: None },
    Kind { label: "payment card number", find: Some(card::find), named: Some(card::is_named) },
    Kind { label: "date of birth", find: None, named: Some(is_birth) },
];

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    let mut tally = Tally::default();
    let mut names: HashMap<Vec<u8>, Name> = HashMap::new();
    let kinds = || KINDS.iter().chain(&national::KINDS);
    values(view, &mut |node, name, value| {
        let Some(name) = name else {
            for kind in kinds() {
                let Some(find) = kind.find else { continue };
                find(value.bytes, &mut |range| tally.add(view, node, kind.label, &value.slice(range)));
            }
            return;
        };
        if !(VALUE_MIN..=VALUE_MAX).contains(&value.bytes.len()) || !is_number(value.bytes) {
            return;
        }
        let known = names.entry(name.to_vec()).or_insert_with(|| Name::new(name));
        for kind in kinds() {
            let is_named = |is: fn(&Name, &[u8]) -> bool| is(known, value.bytes);
            if kind.named.is_some_and(is_named) && is_literal(value.bytes, name) {
                tally.add(view, node, kind.label, value);
                break;
            }
        }
    });
    tally.tell(found, Check::PersonalData);
}

/// What counts only under a name is not shorter or longer, in bytes.
const VALUE_MIN: usize = 7;
const VALUE_MAX: usize = 40;

/// Whether most of a value is digits, and not all the same or one after the other.
fn is_number(value: &[u8]) -> bool {
    let digits: Vec<u8> = value.iter().copied().filter(u8::is_ascii_digit).collect();
    digits.len() >= 6 && !is_sample(&digits)
}

/// Whether digits are what people type who need some: `0000000`, `123456789`, `9876543210`.
fn is_sample(digits: &[u8]) -> bool {
    let steps = |step: u8| {
        digits.windows(2).filter(|pair| (pair[0] - b'0' + step) % 10 == pair[1] - b'0').count() + 2
            >= digits.len()
    };
    [0, 1, 9].into_iter().any(steps)
}

/// The digits of a value in which only separators stand beside them.
fn digits(value: &[u8]) -> Option<Vec<u8>> {
    let rest = value.iter().filter(|b| !matches!(b, b' ' | b'-' | b'.' | b'/' | b'(' | b')'));
    let digits: Vec<u8> = rest.copied().collect();
    digits.iter().all(u8::is_ascii_digit).then_some(digits)
}

/// A name, in words.
struct Name {
    words: Vec<String>,
    joined: String,
}

impl Name {
    fn new(name: &[u8]) -> Name {
        let words = words(name);
        Name { joined: words.concat(), words }
    }

    /// Whether one of the words stands in it as a word.
    fn has(&self, wanted: &[&str]) -> bool {
        self.words.iter().any(|word| wanted.contains(&word.as_str()))
    }

    /// Whether one of the terms stands in it, in as many words as may be.
    fn holds(&self, wanted: &[&str]) -> bool {
        wanted.iter().any(|term| self.joined.contains(term))
    }
}

/// A date under the name of one on which somebody was born.
fn is_birth(name: &Name, value: &[u8]) -> bool {
    let named = name.has(&["dob", "birthdate", "birthday", "geburtsdatum"])
        || name.holds(&["dateofbirth", "birthdate", "birthday", "datenaissance", "fechanacimiento"]);
    let date = value.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.')).count();
    // The first of January is what people type who need a date.
    let sample = value.ends_with(b"-01-01") || value.starts_with(b"01/01/") || value.starts_with(b"01.01.");
    named && !sample && (8..=10).contains(&date) && (date == value.len() || value[date] == b'T')
}

/// Whether what stands before and after a range is part of the same run of letters and digits.
fn is_alone(text: &[u8], range: &Range<usize>) -> bool {
    let joins = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
    let before = range.start.checked_sub(1).and_then(|at| text.get(at));
    !before.is_some_and(joins) && !text.get(range.end).is_some_and(joins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_digits() {
        for digits in ["0000000", "1234567890", "9876543210", "1111112"] {
            assert!(is_sample(digits.as_bytes()), "{digits}");
        }
        assert!(!is_sample(b"4929381172") && !is_sample(b"5512093847"));
    }

    #[test]
    fn dates_of_birth_are_named() {
        assert!(is_birth(&Name::new(b"dateOfBirth"), b"1984-03-12"));
        assert!(is_birth(&Name::new(b"dob"), b"12/03/1984"));
        assert!(
            !is_birth(&Name::new(b"createdAt"), b"1984-03-12")
                && !is_birth(&Name::new(b"dob"), b"1990-01-01")
        );
    }
}
