//! IBANs: ISO 13616, with the lengths of SWIFT's IBAN registry and the remainder 1 of ISO 7064 mod 97-10.

use std::ops::Range;

use super::{is_alone, is_sample};

/// Countries and the lengths of their IBANs.
#[rustfmt::skip]
const LENGTHS: &[(&[u8; 2], usize)] = &[
    (b"AD", 24), (b"AE", 23), (b"AL", 28), (b"AT", 20), (b"AZ", 28), (b"BA", 20), (b"BE", 16), (b"BG", 22), (b"BH", 22), (b"BR", 29), (b"BY", 28), (b"CH", 21), (b"CR", 22),
    (b"CY", 28), (b"CZ", 24), (b"DE", 22), (b"DK", 18), (b"DO", 28), (b"EE", 20), (b"EG", 29), (b"ES", 24), (b"FI", 18), (b"FO", 18), (b"FR", 27), (b"GB", 22), (b"GE", 22),
    (b"GI", 23), (b"GL", 18), (b"GR", 27), (b"GT", 28), (b"HR", 21), (b"HU", 28), (b"IE", 22), (b"IL", 23), (b"IQ", 23), (b"IS", 26), (b"IT", 27), (b"JO", 30), (b"KW", 30),
    (b"KZ", 20), (b"LB", 28), (b"LC", 32), (b"LI", 21), (b"LT", 20), (b"LU", 20), (b"LV", 21), (b"MC", 27), (b"MD", 24), (b"ME", 22), (b"MK", 19), (b"MR", 27), (b"MT", 31),
    (b"MU", 30), (b"NL", 18), (b"NO", 15), (b"PK", 24), (b"PL", 28), (b"PS", 29), (b"PT", 25), (b"QA", 29), (b"RO", 24), (b"RS", 22), (b"SA", 24), (b"SC", 31), (b"SE", 24),
    (b"SI", 19), (b"SK", 24), (b"SM", 27), (b"ST", 25), (b"SV", 28), (b"TL", 23), (b"TN", 24), (b"TR", 26), (b"UA", 29), (b"VA", 22), (b"VG", 24), (b"XK", 20),
];

/// The examples of the registry and of encyclopedias.
#[rustfmt::skip]
const SAMPLES: &[&str] = &[
    "DE89370400440532013000", "GB29NWBK60161331926819", "GB82WEST12345698765432", "GB33BUKB20201555555555", "FR1420041010050500013M02606", "NL91ABNA0417164300", "BE68539007547034",
    "ES9121000418450200051332", "IT60X0542811101000000123456", "CH9300762011623852957", "AT611904300234573201", "SE4550000000058398257466", "DE75512108001245126199",
    "DE02120300000000202051", "FR7630006000011234567890189", "PL61109010140000071219812874", "IE29AIBK93115212345678", "PT50000201231234567890154", "DK5000400440116243", "NO9386011117947",
    "FI2112345600000785", "LU280019400644750000", "GB94BARC10201530093459", "DE91100000000123456789",
];

pub(super) fn find(text: &[u8], seen: &mut dyn FnMut(Range<usize>)) {
    let mut at = 0;
    while at + 4 <= text.len() {
        match iban(text, at) {
            Some(range) => {
                at = range.end;
                seen(range);
            }
            None => at += 1,
        }
    }
}

fn iban(text: &[u8], start: usize) -> Option<Range<usize>> {
    let head = text.get(start..start + 4)?;
    let country: &[u8] = &head[..2];
    let digits = head[2].is_ascii_digit() && head[3].is_ascii_digit();
    let length = LENGTHS.iter().find(|(code, _)| digits && *code == country)?.1;
    let mut number = Vec::with_capacity(length);
    let mut end = start;
    while number.len() < length {
        match *text.get(end)? {
            byte if byte.is_ascii_digit() || byte.is_ascii_uppercase() => number.push(byte),
            // In groups of four.
            b' ' if number.len().is_multiple_of(4) && text[end - 1] != b' ' => {}
            _ => return None,
        }
        end += 1;
    }
    let range = start..end;
    let sample = SAMPLES.iter().any(|sample| sample.as_bytes() == number) || is_made_up(&number);
    (is_alone(text, &range) && remainder(&number) == 1 && !sample).then_some(range)
}

/// Whether an account number is one that people make up: `0123456789`, `0000000`, of a bank called `TEST`.
fn is_made_up(number: &[u8]) -> bool {
    let digits = |w: &[u8]| w.iter().all(u8::is_ascii_digit);
    number.windows(9).any(|w| digits(w) && is_sample(w)) || memchr::memmem::find(number, b"TEST").is_some()
}

/// ISO 7064 mod 97-10 of an IBAN with its first four characters moved to the end, letters as 10 to 35.
fn remainder(iban: &[u8]) -> u32 {
    let (head, rest) = iban.split_at(iban.len().min(4));
    rest.iter().chain(head).fold(0, |sum, byte| match byte {
        b'0'..=b'9' => (sum * 10 + u32::from(byte - b'0')) % 97,
        _ => (sum * 100 + u32::from(byte - b'A') + 10) % 97,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> usize {
        let mut found = 0;
        find(text.as_bytes(), &mut |_| found += 1);
        found
    }

    /// An IBAN with right check digits.
    fn made(country: &str, account: &str) -> String {
        let check = 98 - remainder(format!("{country}00{account}").as_bytes());
        format!("{country}{check:02}{account}")
    }

    #[test]
    fn only_right_check_digits_count() {
        let iban = made("DE", "500105175407324931");
        let grouped: Vec<&str> =
            (0..iban.len()).step_by(4).map(|at| &iban[at..iban.len().min(at + 4)]).collect();
        assert_eq!((found(&iban), found(&grouped.join(" ")), found(&format!("{iban}, {iban}"))), (1, 1, 2));
        let last = if iban.ends_with('1') { '2' } else { '1' };
        assert_eq!(found(&format!("{}{last}", &iban[..iban.len() - 1])), 0);
        assert_eq!((found(&format!("X{iban}")), found("DE89370400440532013000"), found("DE")), (0, 0, 0));
        assert_eq!((found(&made("NL", "ABNA0123456789")), found(&made("NL", "TEST4711098265"))), (0, 0));
    }
}
