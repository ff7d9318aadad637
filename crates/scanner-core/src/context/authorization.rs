//! Authorization headers that carry parameters: OAuth 1, Digest, Hawk, AWS Signature 4.

use super::expand::{Context, split, trim};
use crate::decode::Text;
use crate::finding::Role;

/// `Scheme name="value", name=value`. Whether the value is of that form.
pub(super) fn parameters(context: &mut Context<'_, '_>, value: Text<'_>) -> bool {
    let Some(space) = memchr::memchr(b' ', value.bytes) else { return false };
    let scheme = &value.bytes[..space];
    let known = [
        b"OAuth".as_slice(),
        b"Digest",
        b"Hawk",
        b"AWS4-HMAC-SHA256",
        b"EG1-HMAC-SHA256",
        b"MAC",
        b"MediaBrowser",
        b"Signature",
    ];
    if !known.iter().any(|k| k.eq_ignore_ascii_case(scheme)) || !value.bytes.contains(&b'=') {
        return false;
    }
    let separator = if value.bytes.contains(&b',') { b',' } else { b';' };
    for parameter in split(value.slice(space + 1..value.bytes.len()), separator) {
        let parameter = trim(parameter);
        if let Some(equals) = memchr::memchr(b'=', parameter.bytes) {
            let name = parameter.bytes[..equals].trim_ascii();
            let quoted = trim(parameter.slice(equals + 1..parameter.bytes.len()));
            let plain = match quoted.bytes {
                [b'"', .., b'"'] => quoted.slice(1..quoted.bytes.len() - 1),
                _ => quoted,
            };
            context.encoded(name, plain, Role::Header);
        }
    }
    true
}
