//! What a long value turns out to be when its base64 is undone: most things that look random are not made by chance.

use data_encoding::HEXLOWER_PERMISSIVE;

use crate::decode::base64;

/// What the bytes behind a value are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// An image, a font, a document, an archive.
    File,
    /// A certificate, a certificate request or a public key in DER (RFC 5280, RFC 5958).
    PublicKey,
    /// A private key in DER: PKCS #8 (RFC 5958), PKCS #1 (RFC 8017), SEC 1 (RFC 5915).
    PrivateKey,
    /// JSON that says where a list goes on: a cursor.
    Cursor,
    /// Other JSON.
    Json,
    /// `user:password`.
    UserPassword,
    /// Text.
    Text,
}

/// How the files begin that are put into JSON. From the list of magic numbers of the `file` program.
#[rustfmt::skip]
const MAGIC: &[&[u8]] = &[
    b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b\x08", b"BM", b"RIFF", b"<svg", b"<?xml",
    b"wOFF", b"wOF2", b"OggS", b"ID3", b"\0\0\x01\0", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"II*\0", b"MM\0*", b"{\\rtf",
];

/// Shorter values are not worth decoding, in bytes.
const SHORTEST: usize = 8;
/// What a value is shows in its beginning. In characters of base64, a multiple of four.
const HEAD: usize = 4096;

/// Looks behind the base64 of a value. `None` if it is none, or nothing is known about what it holds.
pub(super) fn content(value: &[u8]) -> Option<Content> {
    if value.len() < SHORTEST || HEXLOWER_PERMISSIVE.decode(value).is_ok() {
        return None;
    }
    let decoded = base64::decode(&value[..value.len().min(HEAD)])?;
    if MAGIC.iter().any(|magic| decoded.starts_with(magic) && decoded.len() > 2 * magic.len()) {
        return Some(Content::File);
    }
    der(&decoded).or_else(|| json(&decoded)).or_else(|| text(&decoded))
}

/// What follows the SEQUENCE with which all of them begin: an INTEGER (the version) in a private key, another SEQUENCE in the rest.
fn der(bytes: &[u8]) -> Option<Content> {
    const SEQUENCE: u8 = 0x30;
    const INTEGER: u8 = 0x02;
    let inner = match bytes {
        [SEQUENCE, len @ 0x20..=0x7f, inner @ ..] if usize::from(*len) + 2 >= bytes.len() => inner,
        [SEQUENCE, 0x81, _, inner @ ..] | [SEQUENCE, 0x82, _, _, inner @ ..] => inner,
        _ => return None,
    };
    match inner {
        [INTEGER, 1, 0 | 1, ..] => Some(Content::PrivateKey),
        [SEQUENCE, ..] => Some(Content::PublicKey),
        _ => None,
    }
}

fn json(bytes: &[u8]) -> Option<Content> {
    if !matches!(bytes, [b'{', .., b'}'] | [b'[', .., b']']) {
        return None;
    }
    let value: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    const CURSOR: &[&str] =
        &["offset", "page", "cursor", "limit", "skip", "next", "last", "sort", "after", "before"];
    let is_cursor = value.as_object().is_none_or(|object| {
        object.keys().any(|key| CURSOR.iter().any(|word| key.to_ascii_lowercase().contains(word)))
    });
    Some(if is_cursor { Content::Cursor } else { Content::Json })
}

fn text(bytes: &[u8]) -> Option<Content> {
    let text = std::str::from_utf8(bytes).ok()?;
    if text.len() < 6 || text.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        return None;
    }
    // Chance makes printable bytes of a short string now and then: a word or a blank must be in it.
    match text.split_once(':') {
        Some((user, password))
            if !user.is_empty() && !password.is_empty() && !text.contains(char::is_whitespace) =>
        {
            Some(Content::UserPassword)
        }
        _ => (text.is_ascii() && text.len() >= 12).then_some(Content::Text),
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::{BASE64, BASE64URL_NOPAD};

    use super::*;

    #[test]
    fn what_is_behind_base64() {
        let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &[1, 2, 3, 250, 251, 252, 7, 8, 9, 10]].concat();
        let pkcs8 = [&[0x30, 0x82, 4, 0xbe, 2, 1, 0, 0x30, 13][..], &[9; 60]].concat();
        let certificate = [&[0x30, 0x82, 3, 0x01, 0x30, 0x82, 2, 1][..], &[9; 60]].concat();
        for (bytes, expected) in [
            (png.as_slice(), Some(Content::File)),
            (&pkcs8, Some(Content::PrivateKey)),
            (&certificate, Some(Content::PublicKey)),
            (br#"{"offset":20,"id":7}"#, Some(Content::Cursor)),
            (br#"{"sub":"7","x":"y"}"#, Some(Content::Json)),
            (b"operator:k4Xw-99-zQ", Some(Content::UserPassword)),
            (b"nothing to see here", Some(Content::Text)),
            (&[0x9f, 0x02, 0xff, 0xd0, 0x11, 0x87, 0xc4, 0x3b, 0x77], None),
        ] {
            assert_eq!(content(BASE64.encode(bytes).as_bytes()), expected, "{}", bytes.escape_ascii());
            assert_eq!(
                content(BASE64URL_NOPAD.encode(bytes).as_bytes()),
                expected,
                "{}",
                bytes.escape_ascii()
            );
        }
    }

    #[test]
    fn hex_is_no_base64() {
        assert_eq!(content(b"4d7326227a1a64316393b59caae6b075"), None);
    }
}
