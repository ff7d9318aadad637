//! From a literal of a script to the pairs in it: it may be a document, a form or header lines itself.

use super::super::expand::{Context, is_form, lines, looks_like_json, trim};
use super::super::{markup, text, url};
use super::frame::{Literal, Reading};
use crate::decode::{Text, js_string};
use crate::finding::Decoder;

pub(super) fn pairs(context: &mut Context<'_, '_>, script: Text<'_>, literal: &Literal) {
    let raw = script.slice(literal.run.range());
    let name = literal.name.map(|name| name.of(script.bytes));
    if memchr::memchr(b'\\', raw.bytes).is_none() {
        return by_reading(context, literal.reading, name, raw);
    }
    let decoded = js_string::decode(raw.bytes);
    let text = decoded.text(&raw, Decoder::JsString);
    by_reading(&mut context.fresh(), literal.reading, name, text);
}

fn by_reading(context: &mut Context<'_, '_>, reading: Reading, name: Option<&[u8]>, text: Text<'_>) {
    match (reading, name) {
        (Reading::HeaderLines, _) => header_lines(context, text),
        (Reading::Part, _) => part(context, name, text),
        (Reading::Whole, Some(name)) => named(context, name, text),
        (Reading::Whole, None) => nameless(context, text),
    }
}

fn named(context: &mut Context<'_, '_>, name: &[u8], text: Text<'_>) {
    let is_any = |names: [&[u8]; 2]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    let is_line = !looks_like_json(text.bytes) && memchr::memchr(b':', text.bytes).is_some();
    if is_line && is_any([b"header", b"headers"]) {
        header_lines(context, text);
    } else if is_any([b"cookie", b"set-cookie"]) {
        context.data(name, text);
    } else if is_markup(text.bytes) {
        markup::elements(context, text);
    } else if let Some(parameters) = parameters(text.bytes) {
        form(context, text);
        // `a=b` may be a value as well as a form.
        if parameters == 1 && memchr::memchr(b'?', text.bytes).is_none() {
            context.data(name, text);
        }
    } else {
        context.data(name, text);
    }
}

fn nameless(context: &mut Context<'_, '_>, text: Text<'_>) {
    if looks_like_json(text.bytes) {
        context.data(b"", text);
    } else if is_markup(text.bytes) {
        markup::elements(context, text);
    } else if parameters(text.bytes).is_some() {
        form(context, text);
    } else if memchr::memmem::find(text.bytes, b": ").is_some() {
        // What is shown on the console.
        text::assignments(context, text);
    }
}

/// A shorter piece is punctuation between two variables, in bytes.
const PART_MIN: usize = 6;

/// A piece that others are joined to. URLs in it are found with those of the whole script.
fn part(context: &mut Context<'_, '_>, name: Option<&[u8]>, text: Text<'_>) {
    let bytes = text.bytes;
    if bytes.len() < PART_MIN || memchr::memmem::find(bytes, b"://").is_some() {
        return;
    }
    let quoted = memchr::memchr(b'"', bytes).is_some();
    if is_markup(bytes) {
        markup::elements(context, text);
    } else if quoted && memchr::memchr2(b':', b'=', bytes).is_some() {
        text::assignments(context, text);
    } else if parameters(bytes).is_some() {
        form(context, text);
    } else if let Some(name) = name {
        context.pair(name, text);
    }
}

fn header_lines(context: &mut Context<'_, '_>, text: Text<'_>) {
    for line in lines(text) {
        if let Some(colon) = memchr::memchr(b':', line.bytes) {
            context.data(line.bytes[..colon].trim_ascii(), trim(line.slice(colon + 1..line.bytes.len())));
        }
    }
}

fn is_markup(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"<")
        && (memchr::memmem::find(bytes, b"</").is_some() || memchr::memmem::find(bytes, b"/>").is_some())
}

/// How many parameters a form has, or the query of a path. `None` for what is neither: the equals signs of base64 are padding.
fn parameters(bytes: &[u8]) -> Option<usize> {
    if !is_form(bytes) || memchr::memmem::find(bytes, b"://").is_some() {
        return None;
    }
    let query = memchr::memchr(b'?', bytes).map_or(bytes, |at| &bytes[at + 1..]);
    let parameter = |part: &&[u8]| {
        memchr::memchr(b'=', part).is_some_and(|at| {
            let (name, value) = (&part[..at], &part[at + 1..]);
            is_parameter_name(name) && !value.is_empty() && value[0] != b'='
        })
    };
    let count = query.split(|&b| b == b'&').filter(parameter).count();
    (count > 0).then_some(count)
}

fn is_parameter_name(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || b"_-.[]%".contains(b))
}

fn form(context: &mut Context<'_, '_>, text: Text<'_>) {
    if memchr::memchr2(b'?', b'=', text.bytes).is_some_and(|at| text.bytes[at] == b'?') {
        url::pairs(context, text);
    } else {
        url::form(context, text);
    }
}
