//! The parts of `multipart/form-data` (RFC 7578), as they stand in a raw body.

use super::expand::Context;
use crate::decode::Text;

const NAME: &[u8] = b"form-data; name=\"";

/// The head of a part is not longer, in bytes.
const HEAD_MAX: usize = 2048;

pub(super) fn is_multipart(bytes: &[u8]) -> bool {
    memchr::memmem::find(&bytes[..bytes.len().min(HEAD_MAX)], NAME).is_some()
}

/// Each part: its name, and the first line of its content.
pub(super) fn parts(context: &mut Context<'_, '_>, text: Text<'_>) {
    for at in memchr::memmem::find_iter(text.bytes, NAME) {
        let start = at + NAME.len();
        let rest = &text.bytes[start..];
        let head = &rest[..rest.len().min(HEAD_MAX)];
        let Some(name) = memchr::memchr(b'"', head) else { continue };
        let blank = |line: &[u8]| memchr::memmem::find(head, line).map(|i| i + line.len());
        let Some(value) = [blank(b"\r\n\r\n"), blank(b"\n\n")].into_iter().flatten().min() else { continue };
        let len = memchr::memchr2(b'\r', b'\n', &rest[value..]).unwrap_or(rest.len() - value);
        context.pair(&rest[..name], text.slice(start + value..start + value + len));
    }
}
