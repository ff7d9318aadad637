//! Findings in words, the same in every format, and text from files made harmless.
//!
//! Names in a collection are the words of whoever wrote it, who may be an attacker. Nothing of theirs reaches a report but through
//! [`printable`]; what a format itself gives a meaning to (`<`, `::`, `|`) is that format's to escape.

use std::borrow::Cow;

use scanner_core::{Confidence, Finding, Location, Severity, Verdict};

use crate::report::{Artefact, Commit};

/// Whether secrets are written in plain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Secrets {
    /// The redacted form: the default of everything.
    #[default]
    Redacted,
    /// In plain. Whoever asks for it answers for where it goes.
    Plain,
}

/// Characters of a name; of a longer one the start is shown.
const NAME: usize = 120;

/// Names on the way to a request; of a longer way both ends are shown.
const TRAIL: usize = 8;

/// Text from a file, made safe for a terminal and a log: control characters, which could move the cursor or begin a line, and characters that
/// are not seen but change what is read (direction marks, zero-width ones; Unicode Technical Report 36) are written as `\u{…}`.
///
/// ```
/// assert_eq!(scanner_report::printable("a\u{1b}[31m\n\u{202e}b"), "a\\u{1b}[31m\\n\\u{202e}b");
/// ```
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unsafe(c) { out.extend(c.escape_default()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A name from a file, [`printable`] and short.
pub(crate) fn name(text: &str) -> String {
    match text.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", printable(&text[..end])),
        None => printable(text).into_owned(),
    }
}

/// Who wrote a commit: `Jane Doe <jane@example.com>`.
pub(crate) fn author(commit: &Commit) -> String {
    format!("{} <{}>", name(&commit.author), name(&commit.email))
}

/// The path of an artefact, and the commit that brought it: `prod.json (commit 0123456789)`.
pub(crate) fn path(artefact: &Artefact) -> String {
    let path = printable(&artefact.path);
    match &artefact.commit {
        Some(commit) => format!("{path} (commit {})", commit.short()),
        None => path.into_owned(),
    }
}

/// The names that lead to a place, outermost first: collection, folders, request, example; or the environment.
pub(crate) fn trail(location: &Location) -> Vec<String> {
    let mut names: Vec<String> = location.collection.iter().map(|text| name(text)).collect();
    names.extend(location.folders.iter().map(|folder| name(folder)));
    names.extend(location.request.as_deref().map(name));
    names.extend(location.example.as_deref().map(|example| format!("example “{}”", name(example))));
    names.extend(location.environment.as_deref().map(name));
    if names.len() > TRAIL {
        names.splice(TRAIL / 2..names.len() - TRAIL / 2, ["…".to_owned()]);
    }
    names
}

/// `header Authorization`.
pub(crate) fn place(location: &Location) -> String {
    let role = location.role.as_str();
    match (location.field.as_deref(), location.inner.as_deref()) {
        (Some(field), Some(inner)) => format!("{role} {} at {}", name(field), name(inner)),
        (Some(field), None) => format!("{role} {}", name(field)),
        (None, _) => role.to_owned(),
    }
}

/// One sentence, without the title of the rule: `gho_…(40 bytes) in header Authorization of Orders › Create order, sent to … without TLS`.
pub(crate) fn sentence(finding: &Finding, secrets: Secrets) -> String {
    let mut text = format!("{} in {}", secret(finding, secrets), place(&finding.at.location));
    let trail = trail(&finding.at.location);
    if !trail.is_empty() {
        text.push_str(&format!(" of {}", trail.join(" › ")));
    }
    match crate::report::places(finding) {
        0 | 1 => {}
        2 => text.push_str(", and in another place of this file"),
        more => text.push_str(&format!(", and in {} more places of this file", more - 1)),
    }
    if finding.reach.iter().any(|reach| reach.tls == Some(false)) {
        text.push_str(", sent without TLS");
    }
    text.push_str(doubt(finding));
    text
}

/// Title and [`sentence`].
pub(crate) fn message(finding: &Finding, secrets: Secrets) -> String {
    format!("{}: {}", finding.rule.title, sentence(finding, secrets))
}

/// The secret as it may be shown; bytes that are not UTF-8 as U+FFFD.
pub(crate) fn secret(finding: &Finding, secrets: Secrets) -> String {
    match secrets {
        _ if finding.secret.is_withheld() => finding.secret.redacted(),
        Secrets::Redacted => finding.secret.redacted(),
        Secrets::Plain => printable(&String::from_utf8_lossy(finding.secret.reveal())).into_owned(),
    }
}

/// Why the finding may be none, or surely is one.
pub(crate) fn doubt(finding: &Finding) -> &'static str {
    match (finding.verdict, finding.confidence) {
        (Verdict::Valid, _) => "  (checksum or structure is right)",
        (Verdict::Invalid, _) => "  (checksum or structure is wrong: mistyped or invented)",
        (Verdict::None, Confidence::Low) if finding.rule.severity > Severity::Low => "  (not sure)",
        (Verdict::None, _) => "",
    }
}

/// A path as a URI reference (RFC 3986): `/` between its parts, everything else that means something in a URI escaped.
pub(crate) fn uri(path: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const ESCAPED: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b':')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    let encode = |text: &str| utf8_percent_encode(text, ESCAPED).to_string();
    let path = if cfg!(windows) { Cow::Owned(path.replace('\\', "/")) } else { Cow::Borrowed(path) };
    match path.split_once("://") {
        // A live workspace has a URI already.
        Some(("postman", rest)) => format!("postman://{}", encode(rest)),
        _ if path.starts_with('/') => format!("file://{}", encode(&path)),
        _ => encode(path.strip_prefix("./").unwrap_or(&path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown() {
        assert_eq!(printable("a\u{1b}[31mb\nc"), "a\\u{1b}[31mb\\nc");
        assert_eq!(printable("\u{202e}gpj\u{200b}"), "\\u{202e}gpj\\u{200b}");
        assert_eq!(printable("schöne Grüße 🎉"), "schöne Grüße 🎉");
    }

    #[test]
    fn names_are_short() {
        assert_eq!(name(&"é".repeat(10_000)).chars().count(), NAME + 1);
        assert_eq!(name("short"), "short");
    }

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a b/c#d%.json"), "a%20b/c%23d%25.json");
        assert_eq!(uri("./x.zip!a.json"), "x.zip!a.json");
        assert_eq!(uri("/tmp/x.json"), "file:///tmp/x.json");
        assert_eq!(uri("javascript:alert(1)"), "javascript%3Aalert(1)");
        assert_eq!(uri("postman://workspace/1 2"), "postman://workspace/1%202");
    }
}
