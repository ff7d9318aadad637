//! What is encoded within a text: base64, hex, compressed data in either, and texts with the escapes of another language; one inside the other.
//!
//! Nothing is decoded that is not worth it. A run of base64 must begin with what is text, or compressed, when it is decoded; so an image or a
//! font costs a look at its first characters.

use std::ops::Range;

use super::{Decoded, Text, base64, charset, entities, hex, inflate, js_string, percent, quoted_printable};
use crate::finding::Decoder;

/// How many decoders may follow each other.
pub(crate) const MAX_DEPTH: usize = 6;

/// What may still be decoded, in bytes of output. It keeps the work linear in the length of the artefact, whatever that holds.
#[derive(Debug, Default)]
pub(crate) struct Budget {
    left: usize,
    /// How often something was taken, or not to be had.
    pub(crate) asked: usize,
}

impl Budget {
    /// For an artefact of so many bytes.
    pub(crate) fn new(len: usize) -> Budget {
        Budget { left: len.saturating_mul(4).saturating_add(1 << 20), asked: 0 }
    }

    fn left(&mut self) -> usize {
        self.asked += 1;
        self.left
    }

    fn take(&mut self, len: usize) -> bool {
        self.asked += 1;
        let enough = len <= self.left;
        if enough {
            self.left -= len;
        }
        enough
    }
}

/// What a decoded text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    /// A document of its own, which may have structure: what base64 holds.
    Document,
    /// The same text without the escapes, or a part of a token: only formats are looked for.
    Escaped,
}

/// Where decoded texts go.
pub(crate) type Visit<'v> = dyn FnMut(Text<'_>, Layer) + 'v;

/// Decodes everything in `text` that is encoded, and what is encoded in that.
pub(crate) fn layers(text: Text<'_>, budget: &mut Budget, visit: &mut Visit<'_>) {
    at_depth(text, MAX_DEPTH, budget, visit);
}

fn at_depth(text: Text<'_>, depth: usize, budget: &mut Budget, visit: &mut Visit<'_>) {
    if depth == 0 {
        return;
    }
    let mut found =
        |decoded: Decoded, parent: Text<'_>, decoder: Decoder, layer: Layer, budget: &mut Budget| {
            if budget.take(decoded.bytes.len()) {
                let inner = decoded.text(&parent, decoder);
                visit(inner, layer);
                at_depth(inner, depth - 1, budget, visit);
            }
        };
    for (decoded, decoder) in escapes(text.bytes) {
        found(decoded, text, decoder, Layer::Escaped, budget);
    }
    for run in runs(text.bytes) {
        run_layers(text, &run, budget, &mut found);
    }
}

type Found<'f> = dyn FnMut(Decoded, Text<'_>, Decoder, Layer, &mut Budget) + 'f;

fn run_layers(text: Text<'_>, run: &Run, budget: &mut Budget, found: &mut Found<'_>) {
    let part = text.slice(run.range.clone());
    match run.kind {
        RunKind::Hex => {
            if let Some(decoded) = hex::decode(part.bytes) {
                found(decoded, part, Decoder::Hex, run.layer, budget);
            }
        }
        RunKind::Base64 => {
            if let Some(decoded) = base64::decode_folded(part.bytes) {
                found(decoded, part, Decoder::Base64, run.layer, budget);
            }
        }
        RunKind::Wrapped(inner) => {
            let outer = match base64::decode_folded(part.bytes) {
                Some(decoded) if budget.take(decoded.bytes.len()) => decoded,
                _ => return,
            };
            let bytes = outer.text(&part, Decoder::Base64);
            let decoded = match inner {
                Decoder::Utf16 => Some(charset::decode_utf16(bytes.bytes, false, 0)),
                _ => inflate::decode(inner, bytes.bytes, budget.left()),
            };
            if let Some(decoded) = decoded {
                found(decoded, bytes, inner, run.layer, budget);
            }
        }
    }
}

/// Gives each place of a text to a function.
type Look = fn(&[u8], &mut dyn FnMut(Range<usize>));

/// Where something in a text, which may itself be escaped, would be decoded: each place is given to `mark`, and more places than there are.
/// Each kind of trace is looked for alone, so that several threads can look.
pub(crate) const TRACES: [Look; 2] = [escape_traces, run_traces];

fn escape_traces(text: &[u8], mark: &mut dyn FnMut(Range<usize>)) {
    for at in memchr::memchr3_iter(b'\\', b'=', b'%', text) {
        let len = match text[at..] {
            // Escapes of JSON that hide a letter, and in them those of JavaScript.
            [b'\\', b'u' | b'/' | b'x', ..] => 2,
            // Signs and folded lines of quoted-printable.
            [b'=', b'3', b'D', ..] | [b'=', b'\r', b'\n', ..] => 3,
            [b'=', b'\\', b'r', ..] => 3,
            [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => 3,
            _ => continue,
        };
        mark(at..at + len);
    }
    let is_entity = |at: &usize| entities::reference(&text[*at..]).is_some();
    memchr::memchr_iter(b'&', text).filter(is_entity).for_each(|at| mark(at..at + 3));
}

fn run_traces(text: &[u8], mark: &mut dyn FnMut(Range<usize>)) {
    for (start, end) in spans(text) {
        // The letter of an escape is no part of what follows it.
        let inner = start + usize::from(text[..start].ends_with(b"\\"));
        let worth = |start: usize| {
            end - start >= SHORTEST
                && (peek(&text[start..end]).is_some()
                    || segments(text, start..end).any(|segment| peek(&text[segment]).is_some()))
        };
        if worth(start) || inner > start && worth(inner) {
            mark(start..start + 1);
        }
    }
}

/// The text without the escapes it has, one language at a time.
fn escapes(text: &[u8]) -> impl Iterator<Item = (Decoded, Decoder)> + '_ {
    type Decode = fn(&[u8]) -> Option<Decoded>;
    const DECODERS: [(Decoder, Decode); 4] = [
        (Decoder::JsString, unescaped),
        (Decoder::Percent, percent::decode),
        (Decoder::HtmlEntities, entities::decode),
        (Decoder::QuotedPrintable, quoted_printable::decode),
    ];
    DECODERS.into_iter().filter_map(|(decoder, decode)| Some((decode(text)?, decoder)))
}

/// Escapes that hide no letter of a token are left alone: `\"` and `\n` only stand beside them.
fn unescaped(text: &[u8]) -> Option<Decoded> {
    let has = |sign: &[u8]| memchr::memmem::find(text, sign).is_some();
    (has(b"\\u") || has(b"\\/") || has(b"\\x")).then(|| js_string::decode(text))
}

#[derive(Debug)]
struct Run {
    range: Range<usize>,
    kind: RunKind,
    layer: Layer,
}

#[derive(Clone, Copy, Debug)]
enum RunKind {
    Hex,
    Base64,
    /// Something inside base64 that has to be decoded in turn.
    Wrapped(Decoder),
}

/// A shorter run holds no credential, in characters.
const SHORTEST: usize = 24;
/// So many characters of base64 show what it holds; a multiple of four.
const HEAD: usize = 64;

fn is_base64(byte: u8) -> bool {
    const IS: [bool; 256] = {
        let mut is = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            let b = byte as u8;
            is[byte] = b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_');
            byte += 1;
        }
        is
    };
    IS[usize::from(byte)]
}

/// The runs of base64 and hex that are worth decoding.
fn runs(text: &[u8]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut done = 0;
    for (start, line) in spans(text) {
        if start < done {
            continue;
        }
        let end = folded(text, start, line);
        done = end;
        let padded = end + text[end..].iter().take(2).take_while(|&&b| b == b'=').count();
        // A `/` may be part of a run, or of the path that it stands in.
        match run(text, start..padded) {
            Some(run) => runs.push(run),
            None => runs.extend(segments(text, start..padded).filter_map(|segment| run(text, segment))),
        }
    }
    runs
}

/// Where enough characters of base64 follow each other.
fn spans(text: &[u8]) -> impl Iterator<Item = (usize, usize)> + '_ {
    // A run may begin at `start`; all from there to `known` are characters of base64.
    let (mut start, mut known) = (0, 0);
    std::iter::from_fn(move || {
        loop {
            // Looked at from the end of the shortest run backwards, most bytes need not be looked at.
            let enough = text.get(known..start + SHORTEST)?;
            if let Some(other) = enough.iter().rposition(|&b| !is_base64(b)) {
                (start, known) = (known + other + 1, start + SHORTEST);
                continue;
            }
            let more = text[start + SHORTEST..].iter().take_while(|&&b| is_base64(b)).count();
            let run = (start, start + SHORTEST + more);
            (start, known) = (run.1 + 1, run.1 + 1);
            return Some(run);
        }
    })
}

/// The end of a run that goes on over several lines, of which all but the last have the length of the first.
fn folded(text: &[u8], start: usize, line_end: usize) -> usize {
    let width = line_end - start;
    let mut end = line_end;
    if !width.is_multiple_of(4) {
        return end;
    }
    loop {
        let feed = base64::line_break(&text[end..]);
        if feed == 0 {
            return end;
        }
        let next = end + feed;
        let len = text[next..].iter().take(width + 1).take_while(|&&b| is_base64(b)).count();
        if len == 0 || len > width {
            return end;
        }
        end = next + len;
        if len < width {
            return end;
        }
    }
}

/// What a run holds, if that is worth anything.
fn run(text: &[u8], range: Range<usize>) -> Option<Run> {
    let kind = peek(&text[range.clone()])?;
    let in_token = text[..range.start].ends_with(b".") || text.get(range.end) == Some(&b'.');
    let layer = if in_token { Layer::Escaped } else { Layer::Document };
    Some(Run { range, kind, layer })
}

/// The segments of a run that is a path.
fn segments(text: &[u8], range: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut next = range.start;
    text[range].split(|&b| b == b'/').filter_map(move |segment| {
        let start = next;
        next += segment.len() + 1;
        (segment.len() >= SHORTEST).then_some(start..start + segment.len())
    })
}

fn peek(run: &[u8]) -> Option<RunKind> {
    let head = &run[..run.len().min(HEAD)];
    if run.len().is_multiple_of(2) && head.iter().all(u8::is_ascii_hexdigit) {
        let text = hex::decode(&head[..head.len() / 2 * 2]).is_some_and(|head| is_text(&head.bytes));
        return text.then_some(RunKind::Hex);
    }
    let line = head.iter().take_while(|&&b| is_base64(b)).count();
    let head = &head[..line / 4 * 4];
    if !may_begin(base64::first_group(head)?) {
        return None;
    }
    let bytes = base64::decode(head)?;
    if let Some(compressed) = inflate::detect(&bytes) {
        return Some(RunKind::Wrapped(compressed));
    }
    if is_utf16(&bytes) {
        return Some(RunKind::Wrapped(Decoder::Utf16));
    }
    is_text(&bytes).then_some(RunKind::Base64)
}

/// Whether something that [`peek`] wants may begin with these bytes: most runs of letters are none and end here.
fn may_begin(first: [u8; 3]) -> bool {
    let in_text = |b: u8| !b.is_ascii_control() || matches!(b, b'\t' | b'\n' | b'\r');
    // Bytes that no character of UTF-8 begins with.
    let begins = !matches!(first[0], 0x80..=0xc1 | 0xf5..);
    begins && first.into_iter().all(in_text) || inflate::detect(&first).is_some() || first[1] == 0
}

/// Text has no control characters but line breaks and tabs. The last character may be cut.
fn is_text(bytes: &[u8]) -> bool {
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !valid.is_empty() && !valid.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// Little-endian UTF-16 of ASCII text, as PowerShell encodes its commands.
fn is_utf16(bytes: &[u8]) -> bool {
    let pairs = bytes.chunks_exact(2);
    pairs.len() >= 8
        && pairs.take(16).all(|pair| pair[1] == 0 && (pair[0].is_ascii_graphic() || pair[0] == b' '))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Bytes as they begin what is wanted, and others.
    fn beginnings() -> impl Strategy<Value = Vec<u8>> {
        let known = prop::sample::select(vec![
            &[0x1f_u8, 0x8b, 8][..],
            &[0x78, 0x9c],
            b"p\0a\0",
            "é\t".as_bytes(),
            b"",
        ]);
        (known, prop::collection::vec(any::<u8>(), 0..4), "[ -~\n]{18,30}")
            .prop_map(|(known, noise, text)| [known, &noise, text.as_bytes()].concat())
    }

    proptest! {
        #[test]
        fn what_is_wanted_may_begin_as_it_does(bytes in beginnings()) {
            let wanted = inflate::detect(&bytes).is_some() || is_utf16(&bytes) || is_text(&bytes);
            prop_assert!(!wanted || may_begin([bytes[0], bytes[1], bytes[2]]));
            let head = data_encoding::BASE64URL_NOPAD.encode(&bytes);
            prop_assert_eq!(base64::first_group(head.as_bytes()), Some([bytes[0], bytes[1], bytes[2]]));
        }

        #[test]
        fn spans_are_all_long_runs(text in "([a-zA-Z0-9+/_-]{0,30}[ =.\n]{0,2}){0,8}") {
            let text = text.as_bytes();
            let mut naive = Vec::new();
            let mut at = 0;
            for run in text.chunk_by(|a, b| is_base64(*a) == is_base64(*b)) {
                if is_base64(run[0]) && run.len() >= SHORTEST {
                    naive.push((at, at + run.len()));
                }
                at += run.len();
            }
            prop_assert_eq!(spans(text).collect::<Vec<_>>(), naive);
        }
    }
}
