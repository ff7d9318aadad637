//! Pairs in running text: assignments and sentences, credentials that an authentication scheme announces, command lines ([`command`]),
//! tables and HTML ([`layout`]), files of settings ([`setting`]).

mod command;
mod layout;
mod setting;

use super::expand::Context;
use super::url;
use crate::decode::Text;
pub(super) use setting::settings;

/// A value longer than this that has blanks in it is read as prose, in bytes.
pub(super) const PROSE_LEN: usize = 128;

/// Everything that running text can hold.
pub(super) fn prose(context: &mut Context<'_, '_>, text: Text<'_>) {
    code(context, text);
    sentences(context, text);
    command::users(context, text);
    command::cookie_headers(context, text);
    command::statements(context, text);
    layout::tables(context, text);
    layout::nodes(context, text);
}

/// What a program is started with.
pub(super) fn command(context: &mut Context<'_, '_>, text: Text<'_>) {
    code(context, text);
    command::users(context, text);
    command::options(context, text);
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
        // `token = value.as_u64()` is a call.
        if len >= SHORTEST && bytes.get(start + len) != Some(&b'(') {
            taken = start + len;
            context.encoded(name, text.slice(start..taken), context.role);
        }
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

/// Names are not longer, in bytes.
const NAME_MAX: usize = 80;
