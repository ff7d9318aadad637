//! Macaroons: PyPI's in the binary format of libmacaroons, Fly.io's in MessagePack.

use serde_json::Value;

use super::reader::Reader;
use crate::decode::base64;
use crate::finding::Fact;

/// A macaroon of version 2: <https://github.com/rescrv/libmacaroons/blob/master/doc/format.txt>.
struct Macaroon<'b> {
    location: &'b [u8],
    caveats: Vec<&'b [u8]>,
}

/// Types of fields. Each is followed by the length of the field and the field; [`END`] alone has neither.
const END: u64 = 0;
const LOCATION: u64 = 1;
const IDENTIFIER: u64 = 2;
const VERIFIER: u64 = 4;
const SIGNATURE: u64 = 6;

fn read(bytes: &[u8]) -> Option<Macaroon<'_>> {
    const VERSION: u8 = 2;
    let mut reader = Reader::new(bytes);
    if reader.byte()? != VERSION {
        return None;
    }
    let head = section(&mut reader)?;
    let mut caveats = Vec::new();
    loop {
        let mut peek = reader;
        if peek.varint()? == END {
            reader = peek;
            break;
        }
        caveats.push(section(&mut reader)?.identifier);
    }
    let signature = (reader.varint()? == SIGNATURE).then(|| reader.sized(Reader::varint))??;
    (signature.len() == 32 && reader.is_empty()).then_some(Macaroon { location: head.location, caveats })
}

#[derive(Default)]
struct Section<'b> {
    location: &'b [u8],
    identifier: &'b [u8],
}

/// Fields in the order of their types, up to the end of the section.
fn section<'b>(reader: &mut Reader<'b>) -> Option<Section<'b>> {
    let (mut section, mut last) = (Section::default(), END);
    loop {
        let kind = reader.varint()?;
        if kind == END {
            return (last >= IDENTIFIER).then_some(section);
        }
        if kind <= last || !matches!(kind, LOCATION | IDENTIFIER | VERIFIER) {
            return None;
        }
        let field = reader.sized(Reader::varint)?;
        match kind {
            LOCATION => section.location = field,
            IDENTIFIER => section.identifier = field,
            _ => {}
        }
        last = kind;
    }
}

/// `pypi-` and base64 of a macaroon whose location is the index: <https://warehouse.pypa.io/development/token-scanning.html> (the start
/// `AgEIcHlwaS5vcmc` that it names is version 2 and the location pypi.org).
pub(super) fn pypi(token: &[u8]) -> Option<bool> {
    let bytes = base64::decode(token.strip_prefix(b"pypi-")?);
    Some(bytes.as_deref().and_then(read).is_some_and(|macaroon| !macaroon.location.is_empty()))
}

/// The index, and what a project token is limited to. Tokens need not hold their caveats: PyPI may keep them.
pub(super) fn pypi_facts(token: &[u8]) -> Vec<Fact> {
    let bytes = token.strip_prefix(b"pypi-").and_then(base64::decode).unwrap_or_default();
    let Some(macaroon) = read(&bytes) else { return Vec::new() };
    let index = Fact::new("index", String::from_utf8_lossy(macaroon.location));
    let projects = macaroon.caveats.iter().find_map(|caveat| projects(caveat));
    std::iter::once(index).chain(projects.map(|projects| Fact::new("projects", projects))).collect()
}

/// `[1, ["name"]]`, before that `{"version": 1, "permissions": {"projects": ["name"]}}` (`warehouse/macaroons/caveats`).
fn projects(caveat: &[u8]) -> Option<String> {
    const PROJECT_NAME: u64 = 1;
    const LONGEST: usize = 16 << 10;
    if caveat.len() > LONGEST {
        return None;
    }
    let caveat: Value = serde_json::from_slice(caveat).ok()?;
    let names = match caveat.get(0) {
        Some(tag) if tag.as_u64() == Some(PROJECT_NAME) => caveat.get(1)?,
        Some(_) => return None,
        None => caveat.get("permissions")?.get("projects")?,
    };
    let names: Vec<&str> = names.as_array()?.iter().filter_map(Value::as_str).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// `fm2_`, `fm1r_` or `fm1a_` and base64 of a macaroon in MessagePack, several joined with commas. <https://github.com/superfly/macaroon>. Only the
/// second version is refuted: of the first it is not known that all have this form.
pub(super) fn fly(token: &[u8]) -> Option<bool> {
    let token = token.strip_prefix(b"FlyV1 ").unwrap_or(token);
    let one = |one: &[u8]| {
        let second = one.strip_prefix(b"fm2_");
        let first = || one.strip_prefix(b"fm1r_").or_else(|| one.strip_prefix(b"fm1a_"));
        let is_macaroon =
            base64::decode(second.or_else(first)?).is_some_and(|bytes| is_fly(&bytes).is_some());
        (is_macaroon || second.is_some()).then_some(is_macaroon)
    };
    token.split(|&byte| byte == b',').map(one).try_fold(true, |all, one| Some(all & one?))
}

/// An array of nonce, location, caveats and a tail of 32 bytes.
fn is_fly(bytes: &[u8]) -> Option<()> {
    const ARRAY_OF_FOUR: u8 = 0x94;
    const BYTES_32: [u8; 2] = [0xc4, 32];
    let mut reader = Reader::new(bytes);
    if reader.byte()? != ARRAY_OF_FOUR {
        return None;
    }
    let is_array = |reader: &Reader<'_>| matches!(reader.rest().first(), Some(0x90..=0x9f | 0xdc | 0xdd));
    let is_text = |reader: &Reader<'_>| matches!(reader.rest().first(), Some(0xa0..=0xbf | 0xd9..=0xdb));
    for is_due in [is_array, is_text, is_array] {
        skip(is_due(&reader).then_some(&mut reader)?)?;
    }
    let tail = reader.take(2)?;
    (tail == BYTES_32 && reader.take(32).is_some() && reader.is_empty()).then_some(())
}

/// Skips one value of MessagePack (<https://github.com/msgpack/msgpack/blob/master/spec.md>) with all that is in it. Counts what is still to
/// come instead of calling itself: arrays nest as deep as the token is long.
fn skip(reader: &mut Reader<'_>) -> Option<()> {
    let mut due: u64 = 1;
    while due > 0 {
        due -= 1;
        match reader.byte()? {
            0x00..=0x7f | 0xe0..=0xff | 0xc0 | 0xc2 | 0xc3 => {}
            head @ 0x80..=0x8f => due += 2 * u64::from(head & 0x0f),
            head @ 0x90..=0x9f => due += u64::from(head & 0x0f),
            head @ 0xa0..=0xbf => drop(reader.take(usize::from(head & 0x1f))?),
            0xc1 => return None,
            head @ 0xc4..=0xc6 => skip_sized(reader, head - 0xc4, 0)?,
            head @ 0xc7..=0xc9 => skip_sized(reader, head - 0xc7, 1)?,
            0xca => drop(reader.take(4)?),
            0xcb => drop(reader.take(8)?),
            head @ 0xcc..=0xcf => drop(reader.take(1 << (head - 0xcc))?),
            head @ 0xd0..=0xd3 => drop(reader.take(1 << (head - 0xd0))?),
            head @ 0xd4..=0xd8 => drop(reader.take((1 << (head - 0xd4)) + 1)?),
            head @ 0xd9..=0xdb => skip_sized(reader, head - 0xd9, 0)?,
            head @ 0xdc..=0xdd => due += reader.number(2 << (head - 0xdc))?,
            head @ 0xde..=0xdf => due += 2 * reader.number(2 << (head - 0xde))?,
        }
    }
    Some(())
}

/// A length of 1, 2 or 4 bytes, then so many bytes and `more`.
fn skip_sized(reader: &mut Reader<'_>, width: u8, more: usize) -> Option<()> {
    let len = usize::try_from(reader.number(1 << width)?).ok()?;
    reader.take(len.checked_add(more)?).map(drop)
}

#[cfg(test)]
mod tests {
    use data_encoding::{BASE64, BASE64URL_NOPAD};

    use super::*;

    fn pypi_token(caveats: &[&str]) -> Vec<u8> {
        let field = |kind: u8, bytes: &[u8]| [&[kind, bytes.len() as u8], bytes].concat();
        let mut bytes = [&[2][..], &field(1, b"pypi.org"), &field(2, &[b'0'; 36]), &[0]].concat();
        for caveat in caveats {
            bytes.extend(field(2, caveat.as_bytes()));
            bytes.push(0);
        }
        bytes.push(0);
        bytes.extend(field(6, &[7; 32]));
        format!("pypi-{}", BASE64URL_NOPAD.encode(&bytes)).into_bytes()
    }

    #[test]
    fn pypi_tokens_say_what_they_are_for() {
        let token = pypi_token(&[]);
        assert!(token.starts_with(b"pypi-AgEIcHlwaS5vcmc"));
        assert_eq!(pypi(&token), Some(true));
        assert_eq!(pypi_facts(&token), [Fact::new("index", "pypi.org")]);
        for caveat in
            [r#"[1, ["acme", "shop"]]"#, r#"{"version": 1, "permissions": {"projects": ["acme", "shop"]}}"#]
        {
            let token = pypi_token(&[r#"[3, "user"]"#, caveat]);
            assert_eq!(pypi(&token), Some(true));
            assert_eq!(pypi_facts(&token)[1], Fact::new("projects", "acme, shop"));
        }
    }

    #[test]
    fn cut_macaroons_are_refuted() {
        let token = pypi_token(&["[0, 2, 1]"]);
        for end in 5..token.len() - 1 {
            assert_eq!(pypi(&token[..end]), Some(false), "{end}");
        }
        assert_eq!(pypi(b"something else"), None);
    }

    #[test]
    fn fly_tokens_are_four_things() {
        let nonce = [&[0x93, 0xc4, 3][..], b"kid", &[0xc4, 16], &[7; 16], &[0xc2]].concat();
        let location = [&[0xb5][..], b"https://api.fly.io/v1"].concat();
        let caveats = [0x92, 3, 0x92, 0xcd, 1, 2, 0x81, 0xa1, b'k', 0xc0];
        let bytes = [&[0x94][..], &nonce, &location, &caveats, &[0xc4, 32], &[9; 32]].concat();
        let packed = BASE64.encode(&bytes);
        for token in
            [format!("fm2_{packed}"), format!("fm2_{packed},fm2_{packed}"), format!("FlyV1 fm1r_{packed}")]
        {
            assert_eq!(fly(token.as_bytes()), Some(true), "{token}");
        }
        assert_eq!(fly(format!("fm2_{},fm2_{packed}", BASE64.encode(&bytes[1..])).as_bytes()), Some(false));
        assert_eq!(fly(format!("fm1a_{}", BASE64.encode(&bytes[1..])).as_bytes()), None);
        for end in 0..bytes.len() {
            assert_eq!(is_fly(&bytes[..end]), None, "{end}");
        }
    }

    #[test]
    fn deep_arrays_do_not_end_the_stack() {
        assert_eq!(skip(&mut Reader::new(&vec![0x91; 1 << 20])), None);
        assert_eq!(skip(&mut Reader::new(&[0xdd, 0xff, 0xff, 0xff, 0xff, 0])), None);
    }
}
