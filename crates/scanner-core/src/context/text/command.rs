//! What commands and requests in a text log in with: curl, raw HTTP, SQL.

use super::super::expand::Context;
use super::super::judge::is_template;
use super::VALUE_MAX;
use crate::decode::Text;

/// `curl -u user:password`.
pub(super) fn users(context: &mut Context<'_, '_>, text: Text<'_>) {
    for option in [b" -u ".as_slice(), b" --user ", b" --user="] {
        let mut taken = 0;
        for at in memchr::memmem::find_iter(text.bytes, option) {
            if at < taken {
                continue;
            }
            let start = at + option.len();
            let quote = text.bytes.get(start).copied().filter(|b| matches!(b, b'"' | b'\''));
            let start = start + usize::from(quote.is_some());
            let ends = |b: &u8| {
                quote.map_or(b.is_ascii_whitespace() || *b == b'\\', |quote| *b == quote || *b == b'\n')
            };
            let rest = &text.bytes[start..text.bytes.len().min(start + VALUE_MAX)];
            let len = rest.iter().position(ends).unwrap_or(rest.len());
            taken = start + len;
            let Some(colon) = memchr::memchr(b':', &rest[..len]) else { continue };
            if colon > 0 && !is_template(&rest[..colon], &rest[colon + 1..len]) {
                context.password(text.slice(start + colon + 1..start + len));
            }
        }
    }
}

/// `--api-key …` and `--api-key=…`: what a program is started with.
pub(super) fn options(context: &mut Context<'_, '_>, text: Text<'_>) {
    for at in memchr::memmem::find_iter(text.bytes, b"--") {
        let start = at + 2;
        let rest = &text.bytes[start..];
        let name = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
        if name == 0 || !matches!(rest.get(name), Some(b' ' | b'=')) {
            continue;
        }
        let value = &rest[name + 1..];
        let quote = value.first().copied().filter(|b| matches!(b, b'"' | b'\''));
        let begin = start + name + 1 + usize::from(quote.is_some());
        let ends = |b: &u8| quote.map_or(b.is_ascii_whitespace(), |quote| *b == quote);
        let value = &text.bytes[begin.min(text.bytes.len())..];
        let value = &value[..value.len().min(VALUE_MAX)];
        let len = value.iter().position(ends).unwrap_or(value.len());
        // The next option is no value of this one.
        if !value.starts_with(b"-") {
            context.pair(&rest[..name], text.slice(begin..begin + len));
        }
    }
}

/// `Cookie: a=b; c=d` in the text of a request, in a curl line.
pub(super) fn cookie_headers(context: &mut Context<'_, '_>, text: Text<'_>) {
    let mut taken = 0;
    for at in memchr::memmem::find_iter(text.bytes, b"ookie: ") {
        if at < taken {
            continue;
        }
        let start = at + "ookie: ".len();
        let rest = &text.bytes[start..text.bytes.len().min(start + VALUE_MAX)];
        let len =
            rest.iter().position(|b| matches!(b, b'\n' | b'\r' | b'\'' | b'"' | b'`')).unwrap_or(rest.len());
        taken = start + len;
        context.cookies(text.slice(start..taken));
    }
}

/// `IDENTIFIED BY '…'` and `PASSWORD '…'` of SQL.
pub(super) fn statements(context: &mut Context<'_, '_>, text: Text<'_>) {
    for at in memchr::memmem::find_iter(text.bytes, b" '") {
        let before = &text.bytes[at.saturating_sub(STATEMENT_WORD)..at];
        let upper = before.to_ascii_uppercase();
        if upper.ends_with(b"IDENTIFIED BY") || upper.ends_with(b"PASSWORD") {
            let rest = &text.bytes[at + 2..text.bytes.len().min(at + 2 + VALUE_MAX)];
            let len = memchr::memchr(b'\'', rest).unwrap_or(0);
            context.pair(b"password", text.slice(at + 2..at + 2 + len));
        }
    }
}

/// Bytes before the literal of a statement that are looked at.
const STATEMENT_WORD: usize = 16;
