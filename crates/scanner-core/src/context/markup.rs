//! Pairs in XML and HTML: SOAP bodies with a `wsse:Password`, settings with attributes.
//!
//! Not a parser: bodies are cut short and hold references, and a name beside a value is all that is wanted.

use super::expand::{Context, looks_like_json, trim};
use crate::decode::{Text, entities};
use crate::finding::Decoder;

/// `<name>value</name>`, `<element name="value">`, and `<entry key="name">value</entry>`.
pub(super) fn elements(context: &mut Context<'_, '_>, text: Text<'_>) {
    let bytes = text.bytes;
    // The content of the last `<name>` or `<key>`, for the `<value>` after it.
    let mut told: &[u8] = b"";
    let mut broken = 0;
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|i| at + i) {
        if bytes[open..].starts_with(b"<!--") {
            at = open + 4;
            continue;
        }
        let Some(close) = tag_end(&bytes[open..]).map(|i| open + i) else {
            // An open quote, or a sign that begins no tag. Many of them are no markup.
            broken += 1;
            at = open + 1;
            if broken > BROKEN_MAX {
                break;
            }
            continue;
        };
        at = close + 1;
        let tag = &bytes[open + 1..close];
        if matches!(tag.first(), None | Some(b'/' | b'!' | b'?')) {
            continue;
        }
        let name_len = tag.iter().position(|b| b.is_ascii_whitespace() || *b == b'/').unwrap_or(tag.len());
        let named = attributes(context, text.slice(open + 1 + name_len..close));
        let (value, raw) = content(text, close + 1);
        if value.bytes.is_empty() {
            continue;
        }
        match local_name(&tag[..name_len]) {
            b"name" | b"key" | b"Name" | b"Key" | b"property" => told = value.bytes,
            b"value" | b"Value" if !told.is_empty() => pair(context, told, value, raw),
            own => pair(context, named.unwrap_or(own), value, raw),
        }
    }
}

/// The position of the `>` that ends the tag; one in the quotes of an attribute does not.
fn tag_end(tag: &[u8]) -> Option<usize> {
    let mut quote = None;
    tag.iter().take(TAG_MAX).position(|&b| {
        match quote {
            Some(open) if b == open => quote = None,
            None if matches!(b, b'"' | b'\'') => quote = Some(b),
            _ => {}
        }
        b == b'>' && quote.is_none()
    })
}

/// Tags without an end that are passed over.
const BROKEN_MAX: usize = 256;

/// Tags are not longer, in bytes.
const TAG_MAX: usize = 8192;

/// A value with the references it holds undone, unless it stands `raw` in a CDATA section.
fn pair(context: &mut Context<'_, '_>, name: &[u8], value: Text<'_>, raw: bool) {
    match entities::decode(value.bytes).filter(|_| !raw) {
        Some(decoded) => said(&mut context.fresh(), name, decoded.text(&value, Decoder::HtmlEntities)),
        None => said(context, name, value),
    }
}

/// The body of a request may be shown as a text.
fn said(context: &mut Context<'_, '_>, name: &[u8], value: Text<'_>) {
    if looks_like_json(value.bytes) { context.data(name, value) } else { context.pair(name, value) }
}

/// The text up to the next tag, or what a CDATA section holds, and whether it does.
fn content(text: Text<'_>, start: usize) -> (Text<'_>, bool) {
    const CDATA: &[u8] = b"<![CDATA[";
    let rest = &text.bytes[start..];
    let blanks = rest.len() - rest.trim_ascii_start().len();
    if rest[blanks..].starts_with(CDATA) {
        let start = start + blanks + CDATA.len();
        let len = memchr::memmem::find(&text.bytes[start..], b"]]>").unwrap_or(text.bytes.len() - start);
        return (trim(text.slice(start..start + len)), true);
    }
    let len = memchr::memchr(b'<', rest).unwrap_or(rest.len());
    (trim(text.slice(start..start + len)), false)
}

/// Visits the attributes of a tag. Gives the name that the element has by an attribute, if there is one: `<entry key="password">`.
fn attributes<'t>(context: &mut Context<'_, '_>, tag: Text<'t>) -> Option<&'t [u8]> {
    let (mut name, mut value) = (None, None);
    let mut at = 0;
    while let Some(equals) = memchr::memchr(b'=', &tag.bytes[at..]).map(|i| at + i) {
        let before = tag.bytes[at..equals].trim_ascii();
        let rest = &tag.bytes[equals + 1..];
        let blanks = rest.len() - rest.trim_ascii_start().len();
        let Some(quote @ (b'"' | b'\'')) = rest.get(blanks).copied() else {
            at = equals + 1;
            continue;
        };
        let start = equals + 1 + blanks + 1;
        let Some(len) = memchr::memchr(quote, &tag.bytes[start..]) else { break };
        let attribute = tag.slice(start..start + len);
        match local_name(before) {
            b"key" | b"name" | b"Name" | b"Key" => name = Some(attribute.bytes),
            b"value" | b"Value" => value = Some(attribute),
            own => pair(context, own, attribute, false),
        }
        at = start + len + 1;
    }
    if let (Some(name), Some(value)) = (name, value) {
        pair(context, name, value, false);
    }
    name
}

/// The name without its namespace prefix.
fn local_name(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}
