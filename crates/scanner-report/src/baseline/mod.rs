//! Known findings: a file that a team keeps beside its exports, without a secret in it.
//!
//! A [`Baseline`] has an entry a secret, and in it the fingerprints of the places where it is known to stand. What a scan finds is *known*, if its
//! entry has not expired and has every place of it; else it is new. Entries that a person has judged to be an accepted risk or a false positive
//! suppress their findings. This module reads no files and no clock: text in, text out, and the day is given.

mod compare;
mod error;

use std::collections::BTreeMap;
use std::fmt;

pub use error::BaselineError;
use scanner_core::{Finding, Fingerprint, FingerprintKey};
use serde::{Deserialize, Serialize};

use crate::report::Report;
use crate::wording;

/// The version of the form, in every file.
const VERSION: u32 = 1;

/// What a person has said of a known secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing yet.
    #[default]
    Unreviewed,
    /// It is to be replaced at its provider: known, and reported until it is gone.
    ToBeRotated,
    /// It is a credential, and may stay until the entry expires: suppressed.
    AcceptedRisk,
    /// It is none: suppressed.
    FalsePositive,
}

impl State {
    /// All of them.
    pub const ALL: [State; 4] =
        [State::Unreviewed, State::ToBeRotated, State::AcceptedRisk, State::FalsePositive];

    /// The word used in files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            State::Unreviewed => "unreviewed",
            State::ToBeRotated => "to-be-rotated",
            State::AcceptedRisk => "accepted-risk",
            State::FalsePositive => "false-positive",
        }
    }

    /// Whether it suppresses the finding.
    pub const fn suppresses(self) -> bool {
        matches!(self, State::AcceptedRisk | State::FalsePositive)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One place of a known secret. Only the fingerprint is compared; the rest is for whoever reads the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Path of the artefact when it was last seen.
    pub path: String,
    /// The pointer there, in JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The names that lead to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub location: String,
    /// What is compared.
    pub fingerprint: Fingerprint,
}

/// One known secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The rule that reports it.
    pub rule_id: String,
    /// The secret, redacted.
    pub redacted: String,
    /// Hash of the secret ([`Fingerprint::of_value`]): what the places of an entry have in common.
    pub hash: Fingerprint,
    /// What a person has said of it.
    #[serde(default)]
    pub state: State,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Why it is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The first day on which the finding counts again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<jiff::civil::Date>,
    /// Where it stands.
    pub places: Vec<Place>,
}

impl Entry {
    /// Whether it no longer counts on `day`.
    pub fn has_expired(&self, day: jiff::civil::Date) -> bool {
        self.expires.is_some_and(|expires| expires <= day)
    }
}

/// Known findings.
///
/// ```
/// use scanner_report::baseline::Baseline;
/// use scanner_report::Report;
///
/// let mut baseline = Baseline::default();
/// baseline.update(&Report::default(), true);
/// assert_eq!(Baseline::parse(&baseline.to_json())?, baseline);
/// # Ok::<(), scanner_report::baseline::BaselineError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// In the order of [`Entry::hash`], so that two people's changes seldom touch the same lines.
    entries: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    entries: Vec<Entry>,
}

/// What an update has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Secrets that were not known.
    pub added: usize,
    /// Places of known secrets that were not known.
    pub places: usize,
    /// Entries of which no place was found.
    pub gone: usize,
}

impl Baseline {
    /// Reads a file.
    ///
    /// # Errors
    /// If it is no such file, or one of a later version. The error says where.
    pub fn parse(json: &str) -> Result<Baseline, BaselineError> {
        let file: File = serde_json::from_str(json).map_err(BaselineError::form)?;
        if file.version != VERSION {
            return Err(BaselineError::version(file.version));
        }
        Ok(Baseline { entries: file.entries })
    }

    /// The text of the file.
    pub fn to_json(&self) -> String {
        let file = File { version: VERSION, entries: self.entries.clone() };
        let mut json = serde_json::to_string_pretty(&file).expect("strings and lists have a JSON form");
        json.push('\n');
        json
    }

    /// Every entry.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every entry, to be judged.
    pub fn entries_mut(&mut self) -> &mut [Entry] {
        &mut self.entries
    }

    /// Takes in what a scan found, also what is suppressed by this baseline: entries for new secrets, new places of known ones, and where
    /// known places are now. With `prune`, what was not found goes.
    pub fn update(&mut self, report: &Report, prune: bool) -> Changes {
        let mut changes = Changes::default();
        let mut entries: BTreeMap<Fingerprint, Entry> =
            std::mem::take(&mut self.entries).into_iter().map(|entry| (entry.hash, entry)).collect();
        let mut seen: BTreeMap<Fingerprint, Vec<Place>> = BTreeMap::new();
        for (path, finding) in report.known_or_not() {
            let value = Fingerprint::of_value(&FingerprintKey::default(), finding.secret.reveal());
            entries.entry(value).or_insert_with(|| {
                changes.added += 1;
                entry(value, finding)
            });
            seen.entry(value).or_default().extend(places(path, finding));
        }
        for (value, entry) in &mut entries {
            match seen.remove(value) {
                Some(places) => changes.places += entry.take(places, prune),
                None => {
                    changes.gone += 1;
                    if prune {
                        entry.places.clear();
                    }
                }
            }
        }
        entries.retain(|_, entry| !entry.places.is_empty());
        self.entries = entries.into_values().collect();
        changes
    }
}

impl Entry {
    /// Takes places that were found, and counts those that are new.
    fn take(&mut self, found: Vec<Place>, prune: bool) -> usize {
        let known: Vec<Fingerprint> = self.places.iter().map(|place| place.fingerprint).collect();
        let mut places: Vec<Place> = found;
        if !prune {
            let old = std::mem::take(&mut self.places);
            let still = |place: &Place| places.iter().any(|new| new.fingerprint == place.fingerprint);
            let gone: Vec<Place> = old.into_iter().filter(|place| !still(place)).collect();
            places.extend(gone);
        }
        places.sort();
        places.dedup();
        let added = places.iter().filter(|place| !known.contains(&place.fingerprint)).count();
        self.places = places;
        if known.is_empty() { 0 } else { added }
    }
}

fn entry(hash: Fingerprint, finding: &Finding) -> Entry {
    Entry {
        rule_id: finding.rule_id().to_owned(),
        redacted: finding.secret.redacted(),
        hash,
        state: State::default(),
        owner: None,
        reason: None,
        expires: None,
        places: Vec::new(),
    }
}

fn places(path: &str, finding: &Finding) -> Vec<Place> {
    let place = |at: &scanner_core::Occurrence| {
        let mut location = wording::trail(&at.location);
        location.push(wording::place(&at.location));
        Place {
            path: path.to_owned(),
            pointer: at.pointer.clone(),
            location: location.join(" › "),
            fingerprint: at.fingerprint,
        }
    };
    finding.places().map(place).collect()
}
