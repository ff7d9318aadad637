//! Numbers that states give to people, under a name that says so. All but the American one have check digits:
//!
//! - United States, SSN: no check digit; the structure of SSA's POMS RM 10201.035, without the numbers it lists as never issued.
//! - United Kingdom, NHS number: mod 11 (NHS Data Dictionary, "NHS NUMBER").
//! - Germany, Steuer-ID: ISO/IEC 7064 mod 11,10 (§ 139b AO; BZSt).
//! - Spain, DNI and NIE: letter by mod 23 (Real Decreto 1553/2005; Ministerio del Interior).
//! - France, NIR: mod 97 (INSEE).
//! - Poland, PESEL: weighted mod 10 (Ustawa o ewidencji ludności, art. 15).
//! - Brazil, CPF: two digits mod 11 (Receita Federal).
//! - India, Aadhaar: Verhoeff (UIDAI).
//! - Italy, codice fiscale: check letter (DM 23 December 1976).
//! - Netherlands, BSN: the "elfproef" (Wet algemene bepalingen burgerservicenummer).

use std::ops::Range;

use super::{Kind, Name, digits, is_alone};

pub(super) const KINDS: [Kind; 10] = [
    kind("US social security number", None, is_ssn),
    kind("UK NHS number", None, is_nhs),
    kind("German tax id", None, is_steuer_id),
    kind("Spanish DNI or NIE", None, is_dni),
    kind("French social security number", None, is_nir),
    kind("Polish PESEL", None, is_pesel),
    kind("Brazilian CPF", Some(find_cpf), is_cpf),
    kind("Indian Aadhaar number", None, is_aadhaar),
    kind("Italian tax code", Some(find_codice), is_codice),
    kind("Dutch BSN", None, is_bsn),
];

const fn kind(label: &'static str, find: Option<super::Find>, named: fn(&Name, &[u8]) -> bool) -> Kind {
    Kind { label, find, named: Some(named) }
}

/// The digits of a value that has just so many, as numbers.
fn numbers<const N: usize>(value: &[u8]) -> Option<[u32; N]> {
    let digits = digits(value)?;
    let digits: [u8; N] = digits.try_into().ok()?;
    Some(digits.map(|digit| u32::from(digit - b'0')))
}

fn weighted(digits: &[u32], weights: impl IntoIterator<Item = u32>) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

fn is_ssn(name: &Name, value: &[u8]) -> bool {
    /// Published in advertisements, and so used by thousands.
    const SAMPLES: [&[u8]; 3] = [b"078051120", b"219099999", b"123456789"];
    let named = name.has(&["ssn"]) || name.holds(&["socialsecuritynumber"]);
    let Some(number) = digits(value).filter(|number| named && number.len() == 9) else { return false };
    let (area, group, serial) = (&number[..3], &number[3..5], &number[5..]);
    !SAMPLES.contains(&&*number)
        && area != b"000"
        && area != b"666"
        && area[0] != b'9'
        && group != b"00"
        && serial != b"0000"
}

fn is_nhs(name: &Name, value: &[u8]) -> bool {
    let check = |d: [u32; 10]| (11 - weighted(&d[..9], (2..=10).rev()) % 11) % 11 == d[9];
    name.has(&["nhs"]) && numbers(value).is_some_and(check)
}

fn is_steuer_id(name: &Name, value: &[u8]) -> bool {
    let named = name.holds(&["steuerid", "steueridentifikation", "identifikationsnummer", "germantaxid"])
        || name.has(&["idnr"]);
    named && numbers(value).is_some_and(is_steuer)
}

fn is_steuer(d: [u32; 11]) -> bool {
    let product = d[..10].iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    d[0] != 0 && (11 - product) % 10 == d[10]
}

fn is_dni(name: &Name, value: &[u8]) -> bool {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let value: Vec<u8> =
        value.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_uppercase).collect();
    let [first, middle @ .., letter] = &value[..] else { return false };
    let first = match first {
        b'X' => b'0',
        b'Y' => b'1',
        b'Z' => b'2',
        other => *other,
    };
    let number = [&[first], middle].concat();
    let named = name.has(&["dni", "nif", "nie"]);
    named && number.len() == 8 && number.iter().all(u8::is_ascii_digit) && {
        let number = number.iter().fold(0usize, |sum, b| sum * 10 + usize::from(b - b'0'));
        LETTERS[number % LETTERS.len()] == *letter
    }
}

fn is_nir(name: &Name, value: &[u8]) -> bool {
    let named = name.has(&["nir", "insee"]) || name.holds(&["numerosecu", "securitesociale", "numsecu"]);
    // The two parts of Corsica have a letter, which counts as a number.
    let text = String::from_utf8_lossy(value).to_ascii_uppercase().replace("2A", "19").replace("2B", "18");
    let check = |d: [u32; 15]| {
        let number = |digits: &[u32]| digits.iter().fold(0u64, |sum, digit| sum * 10 + u64::from(*digit));
        matches!(d[0], 1..=4 | 7 | 8) && 97 - number(&d[..13]) % 97 == number(&d[13..])
    };
    named && numbers(text.as_bytes()).is_some_and(check)
}

fn is_pesel(name: &Name, value: &[u8]) -> bool {
    let check = |d: [u32; 11]| {
        let sum = weighted(&d[..10], [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
        let month = (d[2] * 10 + d[3]) % 20;
        (1..=12).contains(&month) && (10 - sum % 10) % 10 == d[10]
    };
    name.has(&["pesel"]) && numbers(value).is_some_and(check)
}

fn is_cpf(name: &Name, value: &[u8]) -> bool {
    name.has(&["cpf"]) && numbers(value).is_some_and(is_cpf_number)
}

fn is_cpf_number(d: [u32; 11]) -> bool {
    let check = |len: usize| weighted(&d[..len], (2..=len as u32 + 1).rev()) * 10 % 11 % 10;
    d.iter().any(|digit| *digit != d[0]) && check(9) == d[9] && check(10) == d[10]
}

/// `ddd.ddd.ddd-dd`: a form that nothing else has.
fn find_cpf(text: &[u8], seen: &mut dyn FnMut(Range<usize>)) {
    const LEN: usize = 14;
    for at in memchr::memchr_iter(b'-', text) {
        let Some(start) = at.checked_sub(LEN - 3) else { continue };
        let range = start..start + LEN;
        let Some(form) = text.get(range.clone()) else { continue };
        let dots =
            form[3] == b'.' && form[7] == b'.' && form.iter().filter(|b| b.is_ascii_digit()).count() == 11;
        let is_number =
            || numbers(form).is_some_and(|d| is_cpf_number(d) && d != [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 9]);
        if dots && is_alone(text, &range) && is_number() {
            seen(range);
        }
    }
}

fn is_aadhaar(name: &Name, value: &[u8]) -> bool {
    let named = name.has(&["aadhaar", "aadhar", "uidai"]) || name.holds(&["aadhaar", "aadhar"]);
    named && numbers::<12>(value).is_some_and(|d| d[0] >= 2 && verhoeff(&d))
}

/// J. Verhoeff, Error Detecting Decimal Codes (1969): the sum in the dihedral group of order ten, with its permutation, is 0.
fn verhoeff(digits: &[u32]) -> bool {
    const PERMUTATION: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let permuted =
        |digit: u32, times: usize| (0..times % 8).fold(digit, |digit, _| PERMUTATION[digit as usize % 10]);
    digits.iter().rev().enumerate().fold(0, |sum, (at, digit)| dihedral(sum, permuted(*digit, at))) == 0
}

/// The product of two elements of the dihedral group of order ten: turns are 0 to 4, reflections 5 to 9.
fn dihedral(a: u32, b: u32) -> u32 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b - 5) % 5,
        (false, true) => 5 + (a - 5 + 5 - b) % 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

fn is_codice(name: &Name, value: &[u8]) -> bool {
    let named = name.holds(&["codicefiscale", "codfiscale", "fiscalcode"]);
    named && is_codice_fiscale(&value.to_ascii_uppercase())
}

/// Six letters, two digits, letter, two digits, letter, three digits, letter.
fn find_codice(text: &[u8], seen: &mut dyn FnMut(Range<usize>)) {
    const LEN: usize = 16;
    let mut at = 0;
    while at < text.len() {
        let len = text[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let range = at..at + len;
        if len == LEN && is_alone(text, &range) && is_codice_fiscale(&text[range.clone()]) {
            seen(range);
        }
        at += len + 1;
    }
}

fn is_codice_fiscale(code: &[u8]) -> bool {
    const FORM: &[u8; 16] = b"LLLLLLNNLNNLNNNL";
    /// What a letter or digit counts at the first, third … place.
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    /// The example of the Agenzia delle Entrate and of most articles.
    const SAMPLE: &[u8] = b"RSSMRA85T10A562S";
    let fits = |(byte, form): (&u8, &u8)| {
        if *form == b'L' { byte.is_ascii_uppercase() } else { byte.is_ascii_digit() }
    };
    if code.len() != FORM.len() || !code.iter().zip(FORM).all(fits) || code == SAMPLE {
        return false;
    }
    let number = |byte: u8| usize::from(if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' });
    let value =
        |(at, byte): (usize, &u8)| if at % 2 == 0 { ODD[number(*byte) % 26] } else { number(*byte) as u32 };
    let sum: u32 = code[..15].iter().enumerate().map(value).sum();
    sum % 26 == number(code[15]) as u32 && b"ABCDEHLMPRST".contains(&code[8])
}

fn is_bsn(name: &Name, value: &[u8]) -> bool {
    let check = |d: [u32; 9]| {
        let sum = weighted(&d[..8], (2..=9).rev());
        sum >= d[8] && (sum - d[8]).is_multiple_of(11)
    };
    let named = name.has(&["bsn", "sofinummer"]) || name.holds(&["burgerservicenummer"]);
    named && numbers(value).is_some_and(check)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many numbers of one form with the ten (or more) last characters in `ends` are taken: of check digits few may be.
    fn taken(
        is: fn(&Name, &[u8]) -> bool,
        name: &str,
        start: &str,
        ends: impl Iterator<Item = String>,
    ) -> usize {
        let name = Name::new(name.as_bytes());
        ends.filter(|end| is(&name, format!("{start}{end}").as_bytes())).count()
    }

    fn digits_of(len: usize) -> impl Iterator<Item = String> {
        (0..10usize.pow(len as u32)).map(move |n| format!("{n:0len$}"))
    }

    #[test]
    fn one_check_digit_is_right() {
        assert_eq!(taken(is_nhs, "nhsNumber", "485 777 3456"[..11].trim(), digits_of(1)), 1);
        assert_eq!(taken(is_steuer_id, "steuerId", "4703892681", digits_of(1)), 1);
        assert_eq!(taken(is_pesel, "pesel", "8903120471", digits_of(1)), 1);
        assert_eq!(taken(is_aadhaar, "aadhaar_number", "29384756102", digits_of(1)), 1);
        assert_eq!(taken(is_bsn, "bsn", "18352947", digits_of(1)), 1);
        assert_eq!(taken(is_cpf, "cpf", "529.982.247-", digits_of(2)), 1);
        assert_eq!(taken(is_nir, "numeroSecu", "1 85 05 78 006 084 ", digits_of(2)), 1);
        assert_eq!(taken(is_nir, "nir", "2 91 03 2A 004 017 ", digits_of(2)), 1);
        let letters = || (b'A'..=b'Z').map(|letter| char::from(letter).to_string());
        assert_eq!(taken(is_dni, "dni", "48201937", letters()), 1);
        assert_eq!(taken(is_dni, "nie", "X4820193", letters()), 1);
        assert_eq!(taken(is_codice, "codiceFiscale", "VGTMRA84C52F205", letters()), 1);
    }

    #[test]
    fn published_examples() {
        let is = |is: fn(&Name, &[u8]) -> bool, name: &str, value: &str| {
            is(&Name::new(name.as_bytes()), value.as_bytes())
        };
        // The example of Verhoeff's article is 2363, with the check digit last.
        assert!(verhoeff(&[2, 3, 6, 3]) && !verhoeff(&[2, 3, 6, 4]) && !verhoeff(&[3, 2, 6, 3]));
        assert!(
            is(is_dni, "nif", "12345678Z")
                && is(is_cpf, "cpf", "52998224725")
                && is(is_bsn, "bsn", "111222333")
        );
        assert!(is(is_nhs, "nhs_number", "9434765919") && is(is_steuer_id, "steuerId", "86095742719"));
        assert!(is(is_pesel, "pesel", "44051401359") && is_codice_fiscale(b"MRTMTT91D08F205J"));
        assert!(is(is_ssn, "ssn", "536-22-8174"));
        for number in [
            "000-22-8174",
            "666-22-8174",
            "912-22-8174",
            "536-00-8174",
            "536-22-0000",
            "078-05-1120",
            "5362281",
        ] {
            assert!(!is(is_ssn, "ssn", number), "{number}");
        }
    }

    #[test]
    fn without_its_name_a_number_is_a_number() {
        let other = Name::new(b"orderNumber");
        for kind in &KINDS {
            let is = kind.named.unwrap();
            assert!(
                ["536-22-8174", "9434765919", "86095742719", "44051401359", "12345678Z", "111222333"]
                    .iter()
                    .all(|n| !is(&other, n.as_bytes())),
                "{}",
                kind.label
            );
        }
    }

    #[test]
    fn forms_that_need_no_name() {
        let found = |find: super::super::Find, text: &str| {
            let mut found = 0;
            find(text.as_bytes(), &mut |_| found += 1);
            found
        };
        assert_eq!(
            (
                found(find_cpf, "CPF 529.982.247-25."),
                found(find_cpf, "529.982.247-26"),
                found(find_cpf, "-25")
            ),
            (1, 0, 0)
        );
        assert_eq!(
            (found(find_codice, "(MRTMTT91D08F205J)"), found(find_codice, "MRTMTT91D08F205K")),
            (1, 0)
        );
    }
}
