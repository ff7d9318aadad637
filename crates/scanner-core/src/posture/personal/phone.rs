//! Phone numbers: with `+` as E.164 has them, else by their name. Those that regulators keep for films are samples: `555` in North America, Ofcom's
//! `7700 900`.

use std::ops::Range;

use super::{Name, digits, is_alone, is_sample};

/// E.164: at most fifteen digits. Shorter ones than eight are extensions, times and offsets.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

pub(super) fn find(text: &[u8], seen: &mut dyn FnMut(Range<usize>)) {
    for at in memchr::memchr_iter(b'+', text) {
        let rest = &text[at + 1..];
        let inside = |b: &&u8| b.is_ascii_digit() || b" -().".contains(b);
        let len = rest.iter().take(LEN_MAX).take_while(inside).count();
        let len = rest[..len].iter().rposition(u8::is_ascii_digit).map_or(0, |last| last + 1);
        let range = at..at + 1 + len;
        let numbers: Vec<u8> = rest[..len].iter().copied().filter(u8::is_ascii_digit).collect();
        // Two separators in a row part numbers, rather than groups of one.
        let grouped = !rest[..len].windows(3).any(|w| w.iter().all(|b| !b.is_ascii_digit()));
        let starts = rest.first().is_some_and(|b| (b'1'..=b'9').contains(b));
        let base64 = text[..at].last().is_some_and(|b| b"/+=".contains(b))
            || text.get(range.end).is_some_and(|b| b"/+=".contains(b));
        if starts
            && grouped
            && !base64
            && DIGITS.contains(&numbers.len())
            && is_alone(text, &range)
            && !is_fiction(&numbers)
        {
            seen(range);
        }
    }
}

/// Separators included, in bytes.
const LEN_MAX: usize = 24;

pub(super) fn is_named(name: &Name, value: &[u8]) -> bool {
    const WORDS: &[&str] = &[
        "phone",
        "mobile",
        "telephone",
        "tel",
        "msisdn",
        "cell",
        "cellphone",
        "fax",
        "telefon",
        "handy",
        "telefono",
        "celular",
        "whatsapp",
        "phonenumber",
    ];
    // What belongs to a phone and is no number of it.
    const OTHERS: &[&str] =
        &["id", "app", "version", "token", "type", "model", "imei", "at", "time", "date", "otp", "code"];
    let value = value.strip_prefix(b"+").unwrap_or(value);
    name.has(WORDS)
        && !name.has(OTHERS)
        && digits(value).is_some_and(|numbers| DIGITS.contains(&numbers.len()) && !is_fiction(&numbers))
}

fn is_fiction(numbers: &[u8]) -> bool {
    let national = numbers.strip_prefix(b"1").unwrap_or(numbers);
    let american = national.len() == 10 && &national[3..6] == b"555" || national.starts_with(b"555");
    let british =
        numbers.strip_prefix(b"44").or(numbers.strip_prefix(b"0")).is_some_and(|n| n.starts_with(b"7700900"));
    let tail = numbers.get(numbers.len().saturating_sub(7)..).unwrap_or_default();
    american || british || is_sample(numbers) || is_sample(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text.as_bytes(), &mut |range| found.push(&text[range]));
        found
    }

    #[test]
    fn numbers_with_a_plus() {
        assert_eq!(
            found("call +49 30 901820-48, or (+33.1.40.20.50.92)"),
            ["+49 30 901820-48", "+33.1.40.20.50.92"]
        );
        for text in [
            "12:00:00+0200",
            "a+49309018204b",
            "+1 (415) 555-0132",
            "+44 7700 900123",
            "+1234567890",
            "+00000000",
            "1+30901820/48=",
            "+12",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn numbers_with_a_name() {
        let is = |name: &str, value: &str| is_named(&Name::new(name.as_bytes()), value.as_bytes());
        assert!(is("mobilePhone", "0301 9018204") && is("tel", "(030) 9018-2041"));
        assert!(
            !is("orderNumber", "03019018204") && !is("phone", "4155550132") && !is("phoneId", "9018204719")
        );
    }
}
