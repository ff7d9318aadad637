//! Pairs in URLs and forms: RFC 3986, and the `application/x-www-form-urlencoded` of the URL standard.

use super::expand::{Context, split};
use crate::decode::Text;
use crate::finding::Role;

/// Whether a value is a URL rather than something that holds one.
pub(super) fn looks_like_url(bytes: &[u8]) -> bool {
    let scheme = memchr::memmem::find(&bytes[..bytes.len().min(SCHEME_MAX)], b"://");
    scheme.is_some_and(|at| {
        at > 0 && bytes[..at].iter().all(|b| b.is_ascii_alphanumeric() || b"+-.{}:".contains(b))
    }) && !bytes.contains(&b'\n')
}

/// A URL scheme (or the reference in its place) ends before this.
const SCHEME_MAX: usize = 64;

/// The password, the segments of the path and the parameters of a URL. It may begin with its `://` or with a reference.
pub(super) fn pairs(context: &mut Context<'_, '_>, url: Text<'_>) {
    let fragment = memchr::memchr(b'#', url.bytes).unwrap_or(url.bytes.len());
    let query = memchr::memchr(b'?', &url.bytes[..fragment]).unwrap_or(fragment);
    let authority = memchr::memmem::find(&url.bytes[..query], b"://").map_or(0, |at| at + "://".len());
    let path = memchr::memchr(b'/', &url.bytes[authority..query]).map_or(query, |at| authority + at);
    // The host names the provider of a parameter; what stands in the path is mostly an id of that provider's.
    segments(context, url.slice(path..query));
    let mut context = context.near(&url.bytes[..query]);
    if authority > 0 {
        user_information(&mut context, url.slice(authority..path));
    }
    for part in [query..fragment, fragment..url.bytes.len()] {
        if !part.is_empty() {
            parameters(&mut context, url.slice(part.start + 1..part.end), Role::Query);
        }
    }
}

/// `user:password@host`; of several `@` the last one ends the password.
fn user_information(context: &mut Context<'_, '_>, authority: Text<'_>) {
    let Some(at) = memchr::memrchr(b'@', authority.bytes) else { return };
    let colon = memchr::memchr(b':', &authority.bytes[..at]).unwrap_or(at);
    if colon < at {
        context.encoded(b"password", authority.slice(colon + 1..at), Role::Url);
    }
    // `https://token@host` and `https://token:x-oauth-basic@host`. What stands there for Sentry is public.
    let filler = authority.bytes[colon..at].len() <= 2 || authority.bytes[colon..at].ends_with(b"-basic");
    if filler && memchr::memmem::find(authority.bytes, b"sentry").is_none() {
        context.encoded(b"token", authority.slice(0..colon), Role::Url);
    }
}

/// Each segment under the two before it (`recovery-code/login/`), and its matrix parameters (RFC 3986 section 3.3).
pub(super) fn segments(context: &mut Context<'_, '_>, path: Text<'_>) {
    // Where the two segments before begin.
    let mut starts = [0, 0];
    let mut at = 0;
    for segment in split(path, b'/') {
        let (plain, matrix) = match memchr::memchr(b';', segment.bytes) {
            Some(semicolon) => {
                (segment.slice(0..semicolon), Some(segment.slice(semicolon + 1..segment.bytes.len())))
            }
            None => (segment, None),
        };
        if plain.bytes.len() >= SEGMENT_MIN && at > 0 {
            // With its slash, which tells it from the name of a path variable.
            let before = &path.bytes[starts[0]..at];
            context.encoded(before, plain, Role::Path);
            bot(context, plain);
        }
        for parameter in matrix.into_iter().flat_map(|matrix| split(matrix, b';')) {
            if let Some(equals) = memchr::memchr(b'=', parameter.bytes) {
                let value = parameter.slice(equals + 1..parameter.bytes.len());
                context.encoded(&parameter.bytes[..equals], value, Role::Query);
            }
        }
        starts = [starts[1], at];
        at += segment.bytes.len() + 1;
    }
}

/// `bot<token>`, as messengers have it.
fn bot(context: &mut Context<'_, '_>, segment: Text<'_>) {
    const BOT: &[u8] = b"bot";
    if segment.bytes.starts_with(BOT) && segment.bytes.len() >= BOT.len() + BOT_TOKEN_MIN {
        context.encoded(b"bot/", segment.slice(BOT.len()..segment.bytes.len()), Role::Path);
    }
}

/// Tokens of bots are not shorter, in bytes.
const BOT_TOKEN_MIN: usize = 20;

/// A path in pieces: `before` are the two before this one.
pub(super) fn piece(context: &mut Context<'_, '_>, before: &[u8], piece: Text<'_>) {
    if memchr::memchr(b'?', piece.bytes).is_some() {
        pairs(context, piece);
    } else if memchr::memchr2(b'/', b';', piece.bytes).is_some() {
        segments(context, piece);
    } else if memchr::memchr(b'=', piece.bytes).is_some() {
        parameters(context, piece, Role::Query);
    } else if piece.bytes.len() >= SEGMENT_MIN && !before.is_empty() {
        context.encoded(&[before, b"/"].concat(), piece, Role::Path);
    }
    bot(context, piece);
}

/// Shorter segments are words and numbers, in bytes.
const SEGMENT_MIN: usize = 8;

/// A form, as it stands in a body.
pub(super) fn form(context: &mut Context<'_, '_>, text: Text<'_>) {
    let role = context.role;
    parameters(context, text, role);
}

fn parameters(context: &mut Context<'_, '_>, text: Text<'_>, role: Role) {
    let mut context = context.beside(text.bytes);
    for parameter in split(text, b'&') {
        if let Some(equals) = memchr::memchr(b'=', parameter.bytes) {
            let name = &parameter.bytes[..equals];
            context.encoded(name, parameter.slice(equals + 1..parameter.bytes.len()), role);
        }
    }
}
