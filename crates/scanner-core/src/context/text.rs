//! Pairs in running text: curl lines, tables, settings files, and credentials that an authentication scheme announces.

use super::expand::{Context, lines as each_line, split, trim};
use super::judge::is_template;
use super::url;
use crate::decode::Text;

/// A value longer than this that has blanks in it is read as prose, in bytes.
pub(super) const PROSE_LEN: usize = 128;

/// Everything that running text can hold.
pub(super) fn prose(context: &mut Context<'_, '_>, text: Text<'_>) {
    code(context, text);
    users(context, text);
    tables(context, text);
    nodes(context, text);
    sentences(context, text);
    cookie_headers(context, text);
    statements(context, text);
}

/// What source code and settings hold.
pub(super) fn code(context: &mut Context<'_, '_>, text: Text<'_>) {
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
        let name = if bytes[at] == b':' || bytes[..at].ends_with(b" ") {
            words_before(&bytes[..at], NAME_WORDS)
        } else {
            name_before(&bytes[..at])
        };
        let after = &bytes[at + 1..];
        // `**Password:** x`, `<b>Password:</b> x`, `"token": "x"`
        let closing = if after.starts_with(b"</") {
            memchr::memchr(b'>', &after[..after.len().min(TAG_MAX)]).map_or(0, |at| at + 1)
        } else {
            0
        };
        let is_mark = |b: &&u8| matches!(b, b' ' | b'"' | b'\'' | b'*' | b'`');
        let blanks = closing + after[closing..].iter().take(MARKS_MAX + 1).take_while(is_mark).count();
        if name.len() < 2 || blanks > closing + MARKS_MAX {
            continue;
        }
        let start = at + 1 + blanks;
        // After a colon and a blank an equals sign is part of the value; `a=b=c` would cost the square of its length.
        let len = value_len(&bytes[start..], bytes[at] == b':' && blanks > 0);
        if len >= SHORTEST {
            taken = start + len;
            context.encoded(name, text.slice(start..taken), context.role);
        }
    }
}

/// `curl -u user:password`.
fn users(context: &mut Context<'_, '_>, text: Text<'_>) {
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

/// `| name | value |` in Markdown: beside the name, or below it.
fn tables(context: &mut Context<'_, '_>, text: Text<'_>) {
    let mut titles: Vec<&[u8]> = Vec::new();
    for line in each_line(text) {
        if !line.bytes.contains(&b'|') {
            titles.clear();
            continue;
        }
        let is_title = titles.is_empty();
        let mut before: &[u8] = b"";
        for (column, cell) in split(line, b'|').enumerate() {
            let cell = plain_cell(cell);
            if is_title {
                titles.push(cell.bytes);
            } else if let Some(title) =
                titles.get(column).filter(|title| !title.is_empty() && title.len() <= NAME_MAX)
            {
                context.pair(title, cell);
            }
            if !before.is_empty() && before.len() <= NAME_MAX && !cell.bytes.is_empty() {
                context.pair(before, cell);
            }
            before = cell.bytes;
        }
    }
}

/// Texts that follow each other in HTML: `<td>name</td><td>value</td>`, `<b>name</b>: value`, `name: <code>value</code>`.
fn nodes(context: &mut Context<'_, '_>, text: Text<'_>) {
    if memchr::memmem::find(text.bytes, b"</").is_none() {
        return;
    }
    let mut before: &[u8] = b"";
    for piece in split(text, b'<') {
        let close = memchr::memchr(b'>', piece.bytes).map_or(0, |at| at + 1);
        let node = plain_cell(piece.slice(close..piece.bytes.len()));
        if node.bytes.is_empty() {
            continue;
        }
        // A sentence before a value is no name.
        if !before.is_empty() && before.len() <= LABEL_MAX {
            context.pair(before, node);
        }
        before = node.bytes;
    }
}

/// `the API key is …`, `token …`.
pub(super) fn sentences(context: &mut Context<'_, '_>, text: Text<'_>) {
    for verb in [b" is ".as_slice(), b" is: ", b" was ", b" to ", b"oken "] {
        for at in memchr::memmem::find_iter(text.bytes, verb) {
            let start = at + verb.len();
            let marks =
                text.bytes[start..].iter().take_while(|b| matches!(b, b'`' | b'"' | b'\'' | b'*')).count();
            let len = value_len(&text.bytes[start + marks..], true);
            let name = if verb == b"oken " {
                b"token".as_slice()
            } else {
                words_before(&text.bytes[..at], SUBJECT_WORDS)
            };
            if len >= SENTENCE_MIN {
                context.pair(name, text.slice(start + marks..start + marks + len));
            }
        }
    }
}

/// Words of a sentence before its verb that are read as a name.
const SUBJECT_WORDS: usize = 5;
/// Shorter words in a sentence are words, in bytes.
const SENTENCE_MIN: usize = 12;

/// `Cookie: a=b; c=d` in the text of a request, in a curl line.
fn cookie_headers(context: &mut Context<'_, '_>, text: Text<'_>) {
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
fn statements(context: &mut Context<'_, '_>, text: Text<'_>) {
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

pub(super) fn is_multipart(bytes: &[u8]) -> bool {
    memchr::memmem::find(&bytes[..bytes.len().min(VALUE_MAX)], b"form-data; name=\"").is_some()
}

/// The parts of `multipart/form-data` (RFC 7578), as they stand in a raw body.
pub(super) fn multipart(context: &mut Context<'_, '_>, text: Text<'_>) {
    const NAME: &[u8] = b"form-data; name=\"";
    for at in memchr::memmem::find_iter(text.bytes, NAME) {
        let start = at + NAME.len();
        let rest = &text.bytes[start..];
        let head = &rest[..rest.len().min(VALUE_MAX)];
        let Some(name) = memchr::memchr(b'"', head) else { continue };
        let blank = |line: &[u8]| memchr::memmem::find(head, line).map(|i| i + line.len());
        let Some(value) = [blank(b"\r\n\r\n"), blank(b"\n\n")].into_iter().flatten().min() else { continue };
        let len = memchr::memchr2(b'\r', b'\n', &rest[value..]).unwrap_or(rest.len() - value);
        context.pair(&rest[..name], text.slice(start + value..start + value + len));
    }
}

/// A cell without what makes it bold or code.
fn plain_cell(cell: Text<'_>) -> Text<'_> {
    let is_mark = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'`' | b'*' | b':');
    let start = cell.bytes.iter().position(|b| !is_mark(b)).unwrap_or(cell.bytes.len());
    let end = cell.bytes.iter().rposition(|b| !is_mark(b)).map_or(start, |at| at + 1);
    cell.slice(start..end)
}

/// Labels are not longer, in bytes.
const LABEL_MAX: usize = 40;

/// A closing tag is not longer, in bytes.
const TAG_MAX: usize = 16;

/// Blanks, quotes and stars between a name and its value.
const MARKS_MAX: usize = 4;

fn marks_at_end(text: &[u8]) -> usize {
    let is_mark = |b: &&u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'*' | b'`');
    text.iter().rev().take(MARKS_MAX).take_while(is_mark).count()
}

/// The name at the end of a text, which may stand in quotes.
fn name_before(text: &[u8]) -> &[u8] {
    let text = &text[..text.len() - marks_at_end(text)];
    let len = text.iter().rev().take(NAME_MAX).take_while(|b| is_name(**b)).count();
    &text[text.len() - len..]
}

/// The length of the value that a text begins with. An equals sign in it gives something else a value, unless it is padding.
fn value_len(text: &[u8], equals: bool) -> usize {
    let ends = |b: u8| b.is_ascii_whitespace() || b"\"'`&,;<>()[]{}|".contains(&b);
    let inside = |at: &usize| {
        let padding = text.get(at + 1).is_none_or(|&next| next == b'=' || ends(next));
        !ends(text[*at]) && (text[*at] != b'=' || padding || equals)
    };
    (0..text.len().min(VALUE_MAX)).take_while(inside).count()
}

/// Up to `count` words at the end of a text, one blank between them: `mot de passe`, `Merchant Key`.
fn words_before(text: &[u8], count: usize) -> &[u8] {
    let end = text.len() - marks_at_end(text);
    let mut start = end - name_before(text).len();
    for _ in 1..count {
        let Some(before) = text[..start].strip_suffix(b" ") else { break };
        let len = before.iter().rev().take(NAME_MAX).take_while(|b| is_name(**b)).count();
        if len == 0 {
            break;
        }
        start = before.len() - len;
    }
    &text[start..end]
}

/// Words of a name in running text.
const NAME_WORDS: usize = 5;

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') || !byte.is_ascii()
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
