//! Names in a report are redacted too: Postman names a request after its URL, with the token in it.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::finding::{Finding, Location, Secret};

/// Secrets of more bytes are not looked for in names; tokens have fewer.
const LONGEST: usize = 4096;

/// Puts the redacted form in the place of every secret of the artefact that stands in a name of a collection, folder, request, example, environment
/// or field.
pub(super) fn redact(findings: &mut [Finding]) {
    let named = |finding: &Finding| finding.places().any(|place| texts(&place.location).any(may_hold_one));
    if !findings
        .iter()
        .any(|finding| named(finding) || finding.reach.iter().any(|r| may_hold_one(&r.request)))
    {
        return;
    }
    let names = Names::of(findings);
    for finding in findings {
        for place in std::iter::once(&mut finding.at).chain(&mut finding.occurrences) {
            names.redact_location(&mut place.location);
        }
        finding.reach.iter_mut().for_each(|reach| names.redact(&mut reach.request));
    }
}

/// The secrets that may stand in names.
pub(crate) struct Names {
    finder: Option<AhoCorasick>,
    shown: Vec<String>,
}

impl Names {
    pub(crate) fn of(findings: &[Finding]) -> Names {
        let secrets: HashSet<&[u8]> = findings.iter().map(|finding| finding.secret.reveal()).collect();
        let mut secrets: Vec<&[u8]> = secrets.into_iter().filter(|secret| is_looked_for(secret)).collect();
        secrets.sort_unstable();
        // Fails only for more bytes than an artefact may have.
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&secrets).ok();
        let shown = secrets.iter().map(|secret| Secret::new(*secret).redacted()).collect();
        Names { finder, shown }
    }

    pub(crate) fn redact(&self, text: &mut String) {
        if let Some(finder) = &self.finder
            && may_hold_one(text)
            && finder.is_match(text.as_str())
        {
            *text = finder.replace_all(text, &self.shown);
        }
    }

    pub(crate) fn redact_location(&self, location: &mut Location) {
        texts_mut(location).for_each(|text| self.redact(text));
    }
}

/// A secret without spaces that is no ordinary word.
fn is_looked_for(secret: &[u8]) -> bool {
    secret.len() <= LONGEST
        && std::str::from_utf8(secret).is_ok_and(|text| !text.contains(char::is_whitespace) && is_odd(text))
}

fn may_hold_one(text: &str) -> bool {
    text.split_whitespace().any(is_odd)
}

/// Too long for a word, or with a digit: `password` in a name is a word, `admin123` is none.
fn is_odd(word: &str) -> bool {
    word.len() >= 16 || word.len() >= 8 && word.bytes().any(|b| b.is_ascii_digit())
}

fn texts(location: &Location) -> impl Iterator<Item = &str> {
    let Location { collection, folders, request, example, environment, field, .. } = location;
    let options = [collection, request, example, environment, field];
    options.into_iter().filter_map(|name| name.as_deref()).chain(folders.iter().map(String::as_str))
}

fn texts_mut(location: &mut Location) -> impl Iterator<Item = &mut String> {
    let Location { collection, folders, request, example, environment, field, .. } = location;
    let options = [collection, request, example, environment, field];
    options.into_iter().filter_map(|name| name.as_mut()).chain(folders)
}
