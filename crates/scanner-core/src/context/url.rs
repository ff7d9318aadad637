//! Pairs in URLs and forms: RFC 3986, and the `application/x-www-form-urlencoded` of the URL standard.

use super::expand::{Context, split};
use crate::decode::Text;
use crate::finding::Role;

/// Whether a value is a URL rather than something that holds one.
pub(super) fn looks_like_url(bytes: &[u8]) -> bool {
    let scheme = memchr::memmem::find(&bytes[..bytes.len().min(SCHEME_MAX)], b"://");
    scheme.is_some_and(|at| {
        at > 0 && bytes[..at].iter().all(|b| b.is_ascii_alphanumeric() || b"+-.{}".contains(b))
    }) && !bytes.contains(&b'\n')
}

/// A URL scheme (or the reference in its place) ends before this.
const SCHEME_MAX: usize = 64;

/// The query and fragment parameters of a URL. (User information is found by the connection-string rules.)
pub(super) fn pairs(context: &mut Context<'_, '_>, url: Text<'_>) {
    let fragment = memchr::memchr(b'#', url.bytes).unwrap_or(url.bytes.len());
    let query = memchr::memchr(b'?', &url.bytes[..fragment]).unwrap_or(fragment);
    let mut context = context.near(&url.bytes[..query]);
    for part in [query..fragment, fragment..url.bytes.len()] {
        if !part.is_empty() {
            parameters(&mut context, url.slice(part.start + 1..part.end), Role::Query);
        }
    }
}

/// A form, as it stands in a body.
pub(super) fn form(context: &mut Context<'_, '_>, text: Text<'_>) {
    let role = context.role;
    parameters(context, text, role);
}

fn parameters(context: &mut Context<'_, '_>, text: Text<'_>, role: Role) {
    for parameter in split(text, b'&') {
        if let Some(equals) = memchr::memchr(b'=', parameter.bytes) {
            let name = &parameter.bytes[..equals];
            context.encoded(name, parameter.slice(equals + 1..parameter.bytes.len()), role);
        }
    }
}
