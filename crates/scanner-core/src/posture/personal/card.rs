//! Numbers of payment cards: ISO/IEC 7812, with its check digit (Luhn), the ranges of the networks and the lengths that belong to them. In groups they count
//! wherever they stand, as bare digits only under a name, because one id of sixteen digits in twenty meets all of that by chance.

use std::ops::Range;

use super::{Name, digits, is_alone, is_sample};

/// Numbers that payment providers publish for tests (Stripe, Adyen, PayPal, Braintree).
#[rustfmt::skip]
const TESTS: &[&str] = &[
    "4111111111111111", "4242424242424242", "4012888888881881", "4222222222222", "4000056655665556", "5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222",
    "378282246310005", "371449635398431", "378734493671000", "6011111111111117", "6011000990139424", "6011000400000000", "3056930009020004", "36227206271667", "30569309025904", "38520000023237",
    "3530111333300000", "3566002020360505", "6200000000000005", "4917610000000000", "4000000000000002", "4000000000000077", "4000002500003155", "4000000000003220", "5424000000000015", "2222400070000005",
    "4444333322221111", "5454545454545454", "4988438843884305", "4166676667666746", "5555341244441115", "4007000000027", "4012000033330026", "4005519200000004", "4009348888881881", "4012000077777777", "4500600000000061",
    "4508750015741019", "5123456789012346", "4532015112830366",
];

/// `1234 5678 9012 3456`, `3782-822463-10005`.
pub(super) fn find(text: &[u8], seen: &mut dyn FnMut(Range<usize>)) {
    let mut at = 0;
    while let Some(start) = text[at..].iter().position(u8::is_ascii_digit).map(|first| at + first) {
        let inside = |b: &&u8| b.is_ascii_digit() || **b == b' ' || **b == b'-';
        let len = text[start..].iter().take_while(inside).count();
        let range = start
            ..start
                + text[start..start + len].iter().rposition(u8::is_ascii_digit).map_or(1, |last| last + 1);
        if is_grouped(&text[range.clone()]) && is_alone(text, &range) && is_card(&text[range.clone()]) {
            seen(range);
        }
        at = start + len;
    }
}

fn is_grouped(number: &[u8]) -> bool {
    [b' ', b'-'].into_iter().any(|separator| {
        let groups: Vec<usize> = number.split(|&b| b == separator).take(5).map(<[u8]>::len).collect();
        groups == [4, 4, 4, 4] || groups == [4, 6, 5]
    })
}

pub(super) fn is_named(name: &Name, value: &[u8]) -> bool {
    const OTHERS: &[&str] = &["id", "token", "last", "bin", "type", "holder", "reference", "ref"];
    let named =
        name.has(&["card", "pan", "cc", "ccnum", "ccnumber", "creditcard", "cardnumber", "kreditkarte"])
            || name.holds(&["cardnumber", "creditcard", "debitcard"]);
    named && !name.has(OTHERS) && is_card(value)
}

fn is_card(value: &[u8]) -> bool {
    digits(value).is_some_and(|number| {
        is_of_a_network(&number)
            && luhn(&number)
            && !is_sample(&number)
            && !TESTS.iter().any(|test| test.as_bytes() == number)
            && !number.ends_with(b"00000000")
    })
}

fn is_of_a_network(number: &[u8]) -> bool {
    let prefix = |len: usize| number.iter().take(len).fold(0u32, |sum, b| sum * 10 + u32::from(b - b'0'));
    match number.len() {
        13 | 19 if prefix(1) == 4 => true,
        14 => matches!(prefix(3), 300..=305) || matches!(prefix(2), 36 | 38),
        15 => matches!(prefix(2), 34 | 37),
        16 => {
            prefix(1) == 4
                || matches!(prefix(2), 51..=55 | 62 | 65)
                || matches!(prefix(4), 2221..=2720 | 3528..=3589 | 6011)
                || matches!(prefix(3), 644..=649)
        }
        _ => false,
    }
}

/// ISO/IEC 7812-1, annex B.
fn luhn(number: &[u8]) -> bool {
    let double = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let digits = number.iter().rev().map(|b| u32::from(b - b'0')).enumerate();
    digits.map(|(at, digit)| if at % 2 == 1 { double(digit) } else { digit }).sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number with the right check digit.
    fn made(start: &str) -> String {
        (0..10).map(|check| format!("{start}{check}")).find(|number| luhn(number.as_bytes())).unwrap()
    }

    fn found(text: &str) -> usize {
        let mut found = 0;
        find(text.as_bytes(), &mut |_| found += 1);
        found
    }

    #[test]
    fn groups_count_and_bare_digits_need_a_name() {
        let number = made("453271904882016");
        let grouped = format!("{} {} {} {}", &number[..4], &number[4..8], &number[8..12], &number[12..]);
        assert_eq!((found(&grouped), found(&number), found(&grouped.replace(' ', "-"))), (1, 0, 1));
        let is = |name: &str, value: &str| is_named(&Name::new(name.as_bytes()), value.as_bytes());
        assert!(is("cardNumber", &number) && is("pan", &grouped));
        assert!(
            !is("orderId", &number) && !is("cardToken", &number) && !is("cardNumber", "4111111111111111")
        );
        let wrong = format!("{}{}", &number[..15], (number.as_bytes()[15] - b'0' + 1) % 10);
        assert!(!is("cardNumber", &wrong));
    }
}
