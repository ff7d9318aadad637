//! Files of settings: `.env`, properties, flat YAML.

use super::super::expand::{Context, lines, trim};
use super::NAME_MAX;
use crate::decode::Text;

/// `name=value` and `name: value` lines, as in `.env`, property and YAML files.
pub(in super::super) fn settings(context: &mut Context<'_, '_>, text: Text<'_>) {
    for line in lines(text) {
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
