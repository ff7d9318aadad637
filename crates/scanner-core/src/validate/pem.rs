//! Armoured private keys: PEM (RFC 7468), OpenSSH, PGP (RFC 9580 section 6), PuTTY.

use std::borrow::Cow;

use super::key::Key;
use super::{der, openssh, pgp, putty};
use crate::decode::base64;
use crate::finding::Fact;

/// What was seen of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inspected {
    /// The block has no end, or a label that is not known: nothing can be said.
    Cut,
    Wrong,
    /// Whole. It may still be of a kind that is not known.
    Right(Option<Key>),
}

/// The body between the armour lines is base64 of a private key of the kind that the label names. `None` where the block was cut short.
/// Line breaks may be written as `\n`.
pub(super) fn structure(block: &[u8]) -> Option<bool> {
    match inspect(block) {
        Inspected::Cut => None,
        Inspected::Wrong => Some(false),
        Inspected::Right(_) => Some(true),
    }
}

pub(super) fn facts(block: &[u8]) -> Vec<Fact> {
    match inspect(block) {
        Inspected::Right(Some(key)) => key.facts(),
        _ => Vec::new(),
    }
}

fn inspect(block: &[u8]) -> Inspected {
    let block = String::from_utf8_lossy(block);
    let text = unfold(&block);
    if text.contains("PuTTY-User-Key-File-") {
        return putty::inspect(&text);
    }
    let Some((label, inside)) = between(&text) else { return Inspected::Cut };
    let body = Body::read(inside);
    let Some(bytes) = base64::decode(body.base64.as_bytes()) else { return Inspected::Wrong };
    if label.starts_with("PGP") {
        return inspect_pgp(&bytes, body.sum.as_deref());
    }
    let key = if label.starts_with("OPENSSH") {
        openssh::key(&bytes)
    } else if body.encrypted {
        traditional(label, &bytes)
    } else {
        der::key(&bytes)
    };
    match key {
        Some(key) => Inspected::Right(Some(key)),
        None if LABELS.contains(&label) => Inspected::Wrong,
        None => Inspected::Cut,
    }
}

/// Labels of which it is known what they stand over (RFC 7468 sections 10 and 11, OpenSSL, OpenSSH).
const LABELS: [&str; 6] = [
    "PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "DSA PRIVATE KEY",
    "OPENSSH PRIVATE KEY",
];

/// The label, and what stands between the armour lines.
fn between(text: &str) -> Option<(&str, &str)> {
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (inside, _) = rest.split_once("-----END ")?;
    Some((label, inside))
}

#[derive(Default)]
struct Body {
    base64: String,
    /// The four characters after `=` at the end of PGP's armour.
    sum: Option<String>,
    /// `Proc-Type: 4,ENCRYPTED` (RFC 1421 section 4.6.1.1).
    encrypted: bool,
}

impl Body {
    fn read(inside: &str) -> Body {
        let mut body = Body { base64: String::with_capacity(inside.len()), ..Body::default() };
        for line in inside.lines() {
            if line.contains(':') {
                body.encrypted |= line.contains("ENCRYPTED");
                continue;
            }
            // Lines that stand as strings in a source file: `"MII…",`.
            let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ','));
            for word in line.split_whitespace() {
                match word.strip_prefix('=') {
                    Some(sum) => body.sum = Some(sum.to_owned()),
                    None => body.base64.push_str(word),
                }
            }
        }
        body
    }
}

fn inspect_pgp(bytes: &[u8], sum: Option<&str>) -> Inspected {
    let key = pgp::key(bytes);
    let stated = sum.and_then(|sum| base64::decode(sum.as_bytes()));
    let is_right = match stated.as_deref() {
        Some([a, b, c]) => u32::from_be_bytes([0, *a, *b, *c]) == pgp::crc24(bytes),
        _ => key.is_some(),
    };
    if is_right { Inspected::Right(key) } else { Inspected::Wrong }
}

/// OpenSSL's encryption of before PKCS#8: the whole DER goes through a block cipher, of 8 or 16 bytes a block.
fn traditional(label: &str, bytes: &[u8]) -> Option<Key> {
    let kind = label.strip_suffix(" PRIVATE KEY")?;
    (!bytes.is_empty() && bytes.len().is_multiple_of(8)).then(|| Key::new(kind.to_owned(), true))
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

#[cfg(test)]
pub(super) mod tests {
    use data_encoding::BASE64;

    use super::super::{der, openssh, pgp};
    use super::*;

    fn block(label: &str, body: &[u8], eol: &str) -> String {
        let body = BASE64.encode(body);
        let lines: Vec<_> = body.as_bytes().chunks(64).map(|c| std::str::from_utf8(c).unwrap()).collect();
        format!("-----BEGIN {label}-----{eol}{}{eol}-----END {label}-----", lines.join(eol))
    }

    pub(in crate::validate) fn rsa_pkcs8() -> String {
        block("PRIVATE KEY", &der::tests::pkcs8(der::tests::RSA_ID, &der::tests::rsa()), "\n")
    }

    fn pairs(facts: &[Fact]) -> Vec<(&str, &str)> {
        facts.iter().map(|fact| (&*fact.name, fact.value.as_str())).collect()
    }

    #[test]
    fn der_with_any_line_break() {
        for eol in ["\n", "\r\n", "\\n", "\\r\\n", "\\\\n", " ", "\",\n  \""] {
            let key = block("RSA PRIVATE KEY", &der::tests::rsa(), eol);
            assert_eq!(structure(key.as_bytes()), Some(true), "{eol:?}");
            assert_eq!(
                pairs(&facts(key.as_bytes())),
                [("key-type", "RSA"), ("key-bits", "2048"), ("encrypted", "no")]
            );
        }
        assert_eq!(structure(block("RSA PRIVATE KEY", &[1; 99], "\n").as_bytes()), Some(false));
        assert_eq!(structure(block("RSA PRIVATE KEY", &[0x30; 99], "\n").as_bytes()), Some(false));
        assert_eq!(structure(block("NEW PRIVATE KEY", &[1; 99], "\n").as_bytes()), None);
    }

    #[test]
    fn headers_say_that_a_key_is_encrypted() {
        let head = "-----BEGIN RSA PRIVATE KEY-----\n";
        let key = block("RSA PRIVATE KEY", &[7; 64], "\n");
        let encrypted =
            key.replace(head, &format!("{head}Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"));
        assert_eq!(structure(encrypted.as_bytes()), Some(true));
        assert_eq!(pairs(&facts(encrypted.as_bytes())), [("key-type", "RSA"), ("encrypted", "yes")]);
    }

    #[test]
    fn openssh_has_its_magic() {
        let body = openssh::tests::file("aes256-ctr", &[7; 64]);
        let key = block("OPENSSH PRIVATE KEY", &body, "\n");
        assert_eq!(structure(key.as_bytes()), Some(true));
        assert_eq!(pairs(&facts(key.as_bytes())), [("key-type", "ssh-ed25519"), ("encrypted", "yes")]);
        assert_eq!(structure(block("OPENSSH PRIVATE KEY", &[7; 60], "\n").as_bytes()), Some(false));
    }

    #[test]
    fn pgp_has_a_sum() {
        let label = "PGP PRIVATE KEY BLOCK";
        let armour = |body: &[u8], sum: &str| {
            let end = format!("-----END {label}-----");
            let key = block(label, body, "\n").replace(&end, &format!("={sum}\n{end}"));
            key.replacen('\n', "\nVersion: GnuPG v2\n\n", 1)
        };
        let body = pgp::tests::rsa(0);
        let sum = BASE64.encode(&pgp::crc24(&body).to_be_bytes()[1..]);
        let right = armour(&body, &sum);
        assert_eq!(structure(right.as_bytes()), Some(true));
        assert_eq!(
            pairs(&facts(right.as_bytes()))[2..],
            [("encrypted", "no"), ("created", "2024-02-29T11:39:43Z")]
        );
        assert_eq!(structure(armour(&body, "AAAA").as_bytes()), Some(false));
        // RFC 9580 does without.
        assert_eq!(structure(block(label, &body, "\n").as_bytes()), Some(true));
        assert_eq!(structure(block(label, &[7; 60], "\n").as_bytes()), Some(false));
    }

    #[test]
    fn no_end_line_no_verdict() {
        assert_eq!(structure(b"-----BEGIN PRIVATE KEY-----\nMIIE"), None);
    }
}
