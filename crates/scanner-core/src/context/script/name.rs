//! What a literal is called.

use super::token::Run;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// It stands in the script.
    At(Run),
    /// It follows from what is done with the literal.
    Known(&'static [u8]),
}

pub(super) const AUTHORIZATION: Name = Name::Known(b"Authorization");
pub(super) const PASSWORD: Name = Name::Known(b"password");

/// Names are not longer, in bytes. It also bounds what a thousand literals under one name cost.
const NAME_MAX: usize = 128;

impl Name {
    /// The name at `run`, if that can be one.
    pub(super) fn at(run: Run) -> Option<Name> {
        (1..=NAME_MAX).contains(&run.len()).then_some(Name::At(run))
    }

    pub(super) fn of(self, script: &[u8]) -> &[u8] {
        match self {
            Name::At(run) => run.of(script),
            Name::Known(name) => name,
        }
    }

    /// What a literal calls the piece that is joined to it: `"Bearer " + …`, `"client_secret=" + …`. Blanks leave it at `before`.
    pub(super) fn announced(script: &[u8], literal: Run, before: Option<Name>) -> Option<Name> {
        let text = literal.of(script).trim_ascii_end();
        if text.is_empty() {
            return before;
        }
        if ends_with_scheme(text) {
            return Some(AUTHORIZATION);
        }
        let text = without_quote(text);
        let text =
            without_quote(text.strip_suffix(b"=").or_else(|| text.strip_suffix(b":"))?.trim_ascii_end());
        let len = text.iter().rev().take(NAME_MAX).take_while(|b| is_name(**b)).count();
        let end = literal.start + text.len();
        if len < 2 { None } else { Name::at(Run::new(end - len, end)) }
    }
}

/// Without a quote at its end, which may be escaped.
fn without_quote(text: &[u8]) -> &[u8] {
    let inner = text.strip_suffix(b"\"").or_else(|| text.strip_suffix(b"'"));
    inner.map_or(text, |inner| inner.strip_suffix(b"\\").unwrap_or(inner))
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

/// Whether a text ends with an authentication scheme. Most are common words too: those must stand alone or after `Authorization:`.
fn ends_with_scheme(text: &[u8]) -> bool {
    const SCHEMES: [&[u8]; 13] = [
        b"bearer",
        b"basic",
        b"token",
        b"jwt",
        b"apikey",
        b"api-key",
        b"key",
        b"accesskey",
        b"bot",
        b"dpop",
        b"oauth",
        b"splunk",
        b"ssws",
    ];
    let len = text.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
    let (before, word) = text.split_at(text.len() - len);
    let before = before.trim_ascii_end();
    let begins = before.is_empty() || before.ends_with(b":") || before.ends_with(b"\"");
    matches!(word, b"Bearer" | b"Basic")
        || begins && SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}
