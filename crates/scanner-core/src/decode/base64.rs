//! Base64, RFC 4648 sections 4 and 5, with or without padding.

use std::sync::LazyLock;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, Encoding};

/// Decodes standard or URL-safe base64. `None` if `text` is neither, or has a length that no base64 has.
///
/// Bits past the last whole byte need not be zero, and padding need not be there: both happen in real tokens.
pub(crate) fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let padding = text.iter().rev().take_while(|&&b| b == b'=').count();
    let body = &text[..text.len() - padding];
    if padding > 2 || body.is_empty() {
        return None;
    }
    let url = body.iter().any(|b| matches!(b, b'-' | b'_'));
    if url { &URL } else { &STANDARD }.decode(body).ok()
}

static STANDARD: LazyLock<Encoding> = LazyLock::new(|| lenient(&BASE64_NOPAD));
static URL: LazyLock<Encoding> = LazyLock::new(|| lenient(&BASE64URL_NOPAD));

fn lenient(encoding: &Encoding) -> Encoding {
    let mut specification = encoding.specification();
    specification.check_trailing_bits = false;
    specification.encoding().unwrap_or_else(|_| encoding.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_with_and_without_padding() {
        for text in ["dXNlcjpwYXNz", "dXNlcjpwYXNzdw==", "dXNlcjpwYXNzdw"] {
            assert!(decode(text.as_bytes()).unwrap().starts_with(b"user:pass"), "{text}");
        }
        assert_eq!(decode(b"-_-_").unwrap(), [0xfb, 0xff, 0xbf]);
    }

    #[test]
    fn what_is_no_base64_is_none() {
        for text in ["", "=", "a", "ab c", "+_+_", "abcde", "abcd===="] {
            assert_eq!(decode(text.as_bytes()), None, "{text}");
        }
    }
}
