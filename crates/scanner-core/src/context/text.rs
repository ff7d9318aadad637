//! Pairs in running text: markup, settings files, and credentials that an authentication scheme announces.

use super::expand::{Context, lines as each_line, split, trim};
use super::url;
use crate::decode::Text;

/// A value longer than this that has blanks in it is read as prose, in bytes.
pub(super) const PROSE_LEN: usize = 128;

/// Everything that running text can hold.
pub(super) fn prose(context: &mut Context<'_, '_>, text: Text<'_>) {
    urls(context, text);
    schemes(context, text);
    assignments(context, text);
}

/// The schemes that announce a credential (RFC 6750, RFC 7617).
const SCHEMES: [&[u8]; 2] = [b"bearer ", b"basic "];

/// `Bearer …` and `Basic …` anywhere in a text: in a curl line, a comment, a Markdown table.
pub(super) fn schemes(context: &mut Context<'_, '_>, text: Text<'_>) {
    for at in memchr::memchr2_iter(b'B', b'b', text.bytes) {
        let rest = &text.bytes[at..];
        let scheme =
            SCHEMES.iter().find(|s| rest.get(..s.len()).is_some_and(|head| head.eq_ignore_ascii_case(s)));
        let Some(scheme) = scheme else { continue };
        if at > 0 && text.bytes[at - 1].is_ascii_alphanumeric() {
            continue;
        }
        let start = at + scheme.len();
        let len = text.bytes[start..].iter().take_while(|b| is_credential(**b)).count();
        if len >= SHORTEST {
            context.pair(b"Authorization", text.slice(at..start + len));
        }
    }
}

/// The parameters of the URLs in a text.
pub(super) fn urls(context: &mut Context<'_, '_>, text: Text<'_>) {
    let mut from = 0;
    for at in memchr::memmem::find_iter(text.bytes, b"://") {
        if at < from {
            continue;
        }
        let ends = |b: &u8| b.is_ascii_whitespace() || b"\"'`<>()".contains(b);
        let len = text.bytes[at..].iter().position(ends).unwrap_or(text.bytes.len() - at);
        url::pairs(context, text.slice(at..at + len));
        from = at + len;
    }
}

/// `name=value`, `name: value` and `"name": "value"` in running text: in a curl line, in a code block of a description.
pub(super) fn assignments(context: &mut Context<'_, '_>, text: Text<'_>) {
    let bytes = text.bytes;
    // A value that was taken is not searched for colons: `a:b:c:d…` would cost the square of its length.
    let mut taken = 0;
    for at in memchr::memchr2_iter(b'=', b':', bytes) {
        if bytes[at] == b':' && at < taken {
            continue;
        }
        let name = name_before(&bytes[..at]);
        let after = &bytes[at + 1..];
        let blanks = after.iter().take(3).take_while(|b| matches!(b, b' ' | b'"' | b'\'')).count();
        if name.len() < 2 || blanks > 2 {
            continue;
        }
        let start = at + 1 + blanks;
        let len = value_len(&bytes[start..]);
        if len >= SHORTEST {
            taken = start + len;
            context.encoded(name, text.slice(start..taken), context.role);
        }
    }
}

/// The name at the end of a text, which may stand in quotes.
fn name_before(text: &[u8]) -> &[u8] {
    let text = text.trim_ascii_end();
    let text = text.strip_suffix(b"\"").or_else(|| text.strip_suffix(b"'")).unwrap_or(text);
    let len = text.iter().rev().take(NAME_MAX).take_while(|b| is_name(**b)).count();
    &text[text.len() - len..]
}

/// The length of the value that a text begins with. An equals sign in it gives something else a value, unless it is padding.
fn value_len(text: &[u8]) -> usize {
    let ends = |b: u8| b.is_ascii_whitespace() || b"\"'`&,;<>()[]{}|".contains(&b);
    let inside = |at: &usize| {
        let padding = text.get(at + 1).is_none_or(|&next| next == b'=' || ends(next));
        !ends(text[*at]) && (text[*at] != b'=' || padding)
    };
    (0..text.len().min(VALUE_MAX)).take_while(inside).count()
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// A longer run without a blank is no value that somebody pasted, in bytes.
const VALUE_MAX: usize = 2048;

/// A shorter word after a scheme is the next word of the sentence.
const SHORTEST: usize = 8;

fn is_credential(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~+/=|:".contains(&byte)
}

/// `name=value` and `name: value` lines, as in `.env`, property and YAML files.
pub(super) fn settings(context: &mut Context<'_, '_>, text: Text<'_>) {
    for line in each_line(text) {
        if let Some((name, value)) = setting(trim(line)) {
            context.pair(name, value);
        }
    }
}

fn setting<'t>(line: Text<'t>) -> Option<(&'t [u8], Text<'t>)> {
    let at = memchr::memchr2(b'=', b':', line.bytes)?;
    let name = line.bytes[..at].trim_ascii();
    let name = name.strip_prefix(b"export ").unwrap_or(name).trim_ascii();
    let name = name.strip_prefix(b"- ").unwrap_or(name);
    let plain = !name.is_empty()
        && name.len() <= NAME_MAX
        && name.iter().all(|b| b.is_ascii_alphanumeric() || b"_-.\"'".contains(b));
    plain.then(|| (trim_quotes(name), unquote(trim(line.slice(at + 1..line.bytes.len())))))
}

/// Names of settings are not longer, in bytes.
const NAME_MAX: usize = 80;

fn trim_quotes(name: &[u8]) -> &[u8] {
    match name {
        [b'"' | b'\'', inner @ .., b'"' | b'\''] => inner,
        _ => name,
    }
}

/// The value without its quotes, its comment and a comma at its end.
fn unquote(value: Text<'_>) -> Text<'_> {
    if let Some(quote @ (b'"' | b'\'')) = value.bytes.first()
        && let Some(end) = memchr::memchr(*quote, &value.bytes[1..])
    {
        return value.slice(1..1 + end);
    }
    let end = memchr::memmem::find(value.bytes, b" #").unwrap_or(value.bytes.len());
    let value = trim(value.slice(0..end));
    let end = value.bytes.strip_suffix(b",").map_or(value.bytes.len(), <[u8]>::len);
    value.slice(0..end)
}

/// `<name …>value</name>` in XML: SOAP bodies with a password.
pub(super) fn elements(context: &mut Context<'_, '_>, text: Text<'_>) {
    for piece in split(text, b'<') {
        let Some(close) = memchr::memchr(b'>', piece.bytes) else { continue };
        let tag = &piece.bytes[..close];
        let end = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
        let name = &tag[..end];
        let name = memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..]);
        let value = trim(piece.slice(close + 1..piece.bytes.len()));
        if !name.starts_with(b"/") && !value.bytes.is_empty() {
            context.pair(name, value);
        }
    }
}
