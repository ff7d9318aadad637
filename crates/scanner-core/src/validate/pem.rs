//! Armoured private keys: PEM (RFC 7468), OpenSSH, PGP (RFC 9580 section 6), PuTTY.

use std::borrow::Cow;

use data_encoding::BASE64;

/// The body between the armour lines is base64, and where it is DER, it begins with a SEQUENCE. `None` where the block has no end line:
/// it was cut short, and nothing can be said. Line breaks may be written as `\n`.
pub(super) fn structure(block: &[u8]) -> Option<bool> {
    let block = String::from_utf8_lossy(block);
    let text = unfold(&block);
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let body: String = body
        .lines()
        // Lines that stand as strings in a source file: `"MII…",`.
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',')))
        // Headers (`Proc-Type: …`) and the CRC-24 of PGP are no part of the body.
        .filter(|line| !line.contains(':') && !line.starts_with('='))
        .collect();
    let body: String = body.split_whitespace().collect();
    let Ok(bytes) = BASE64.decode(body.as_bytes()) else { return Some(false) };
    if label.starts_with("OPENSSH") {
        return Some(bytes.starts_with(b"openssh-key-v1\0"));
    }
    let der = !label.starts_with("PGP") && !text.contains("Proc-Type");
    Some(!bytes.is_empty() && (!der || bytes[0] == DER_SEQUENCE))
}

/// Line breaks that are written out: `\n`, and `\\n` where JSON stands in JSON. No other letter follows a backslash in armour.
fn unfold(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('\\');
    out.extend(pieces.next());
    for piece in pieces {
        match piece.strip_prefix(['n', 'r']) {
            Some(rest) => {
                out.push('\n');
                out.push_str(rest);
            }
            None => out.push_str(piece),
        }
    }
    out.into()
}

/// ITU-T X.690: tag of a constructed SEQUENCE, with which every DER private key begins.
const DER_SEQUENCE: u8 = 0x30;

#[cfg(test)]
mod tests {
    use super::*;

    fn block(label: &str, body: &[u8], eol: &str) -> String {
        let body = BASE64.encode(body);
        let lines: Vec<_> = body.as_bytes().chunks(64).map(|c| std::str::from_utf8(c).unwrap()).collect();
        format!("-----BEGIN {label}-----{eol}{}{eol}-----END {label}-----", lines.join(eol))
    }

    #[test]
    fn der_with_any_line_break() {
        let body = [&[DER_SEQUENCE][..], &[7; 200]].concat();
        for eol in ["\n", "\r\n", "\\n", "\\r\\n", "\\\\n", " "] {
            assert_eq!(structure(block("RSA PRIVATE KEY", &body, eol).as_bytes()), Some(true), "{eol:?}");
        }
        assert_eq!(structure(block("RSA PRIVATE KEY", &[1; 99], "\n").as_bytes()), Some(false));
    }

    #[test]
    fn openssh_has_its_magic() {
        let body = [b"openssh-key-v1\0".as_slice(), &[0; 60]].concat();
        assert_eq!(structure(block("OPENSSH PRIVATE KEY", &body, "\n").as_bytes()), Some(true));
        assert_eq!(structure(block("OPENSSH PRIVATE KEY", &[7; 60], "\n").as_bytes()), Some(false));
    }

    #[test]
    fn no_end_line_no_verdict() {
        assert_eq!(structure(b"-----BEGIN PRIVATE KEY-----\nMIIE"), None);
    }
}
