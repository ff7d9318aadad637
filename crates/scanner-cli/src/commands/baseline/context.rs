//! What stands around a place, with every secret in it redacted.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;

use scanner_core::{Artefact, Finding, Fingerprint, Scanner};
use scanner_report::printable;

use crate::input::{self, Item};

/// Bytes that are shown before and after a secret.
const AROUND: usize = 160;

/// Files of more bytes are not read again for a look.
const MAX: u64 = 64 << 20;

/// Finds places again and shows them. A file is scanned once.
pub(super) struct Places<'s> {
    scanner: &'s Scanner,
    files: HashMap<String, Option<Scanned>>,
}

struct Scanned {
    bytes: Vec<u8>,
    findings: Vec<Finding>,
}

impl<'s> Places<'s> {
    pub(super) fn new(scanner: &'s Scanner) -> Places<'s> {
        Places { scanner, files: HashMap::new() }
    }

    /// The text around a place; `None` if it is not there any more.
    pub(super) fn around(&mut self, path: &str, fingerprint: Fingerprint) -> Option<String> {
        let scanner = self.scanner;
        let scanned = self.files.entry(path.to_owned()).or_insert_with(|| read(scanner, path)).as_ref()?;
        let mut places =
            scanned.findings.iter().flat_map(|finding| finding.places().map(move |at| (finding, at)));
        let (finding, at) = places.find(|(_, at)| at.fingerprint == fingerprint)?;
        let span = at.span.range();
        let before = redacted(scanned, span.start.saturating_sub(AROUND)..span.start);
        let after = redacted(scanned, span.end..(span.end + AROUND).min(scanned.bytes.len()));
        Some(format!("…{before}\u{ab}{}\u{bb}{after}…", finding.secret.redacted()))
    }
}

fn read(scanner: &Scanner, path: &str) -> Option<Scanned> {
    let item = Item { path: PathBuf::from(path), bytes: 0, named: true };
    let mut bytes = Vec::new();
    input::read(&item, MAX, &mut bytes).ok()?;
    let findings = scanner.scan(&Artefact::new(&bytes, path)).ok()?.findings;
    Some(Scanned { bytes, findings })
}

/// A range of the file without what any finding covers of it, on one line.
fn redacted(scanned: &Scanned, range: Range<usize>) -> String {
    let mut spans: Vec<Range<usize>> = scanned
        .findings
        .iter()
        .flat_map(Finding::places)
        .map(|place| place.span.start.max(range.start)..place.span.end.min(range.end))
        .filter(|span| span.start < span.end)
        .collect();
    spans.sort_by_key(|span| span.start);
    let mut out = String::new();
    let mut at = range.start;
    for span in spans {
        if span.start >= at {
            out.push_str(&text(&scanned.bytes[at..span.start]));
            out.push_str("********");
        }
        at = at.max(span.end);
    }
    out + &text(&scanned.bytes[at.min(range.end)..range.end])
}

fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let (start, end) = (text.starts_with(char::is_whitespace), text.ends_with(char::is_whitespace));
    let words: Vec<&str> = text.split_whitespace().collect();
    let space = |there| if there { " " } else { "" };
    format!("{}{}{}", space(start), printable(&words.join(" ")), space(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_in_what_stands_around() {
        let secrets = [
            ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"].concat(),
            ["Zq3TfWb7NcKx9LmV", "hRd2PsYg5UjEa8Dt"].concat(),
        ];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("e.json").display().to_string();
        let json = format!(
            r#"{{"name":"e","values":[{{"key":"client_secret","value":"{}"}},{{"key":"other_client_secret","value":"{}"}}]}}"#,
            secrets[0], secrets[1]
        );
        std::fs::write(&path, json).unwrap();
        let scanner = Scanner::new();
        let mut places = Places::new(&scanner);
        let found = read(&scanner, &path).unwrap().findings;
        assert_eq!(found.len(), 2);
        for finding in &found {
            let shown = places.around(&path, finding.at.fingerprint).unwrap();
            assert!(shown.contains("client_secret") && shown.contains("********"), "{shown}");
            assert!(!secrets.iter().any(|secret| shown.contains(&secret[4..])), "{shown}");
        }
        assert_eq!(places.around("gone.json", found[0].at.fingerprint), None);
    }
}
