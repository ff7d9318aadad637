//! Findings that are known: what a baseline says of them, and those that a person has suppressed.

use std::collections::BTreeMap;

use scanner_core::{Finding, Fingerprint};
use serde::{Deserialize, Serialize};

/// What suppresses a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SuppressedBy {
    /// A marker beside it, in the artefact.
    Marker,
    /// An entry of the configuration.
    Config,
    /// The baseline: an accepted risk, or a false positive.
    Baseline,
    /// It was committed before: the commits that are scanned do not add it.
    Committed,
}

impl SuppressedBy {
    /// The word used in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            SuppressedBy::Marker => "marker",
            SuppressedBy::Config => "config",
            SuppressedBy::Baseline => "baseline",
            SuppressedBy::Committed => "committed",
        }
    }
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suppression {
    /// What suppresses it.
    pub by: SuppressedBy,
    /// Where that is written: a file and a place in it.
    pub origin: String,
    /// The state of the entry of a baseline: `accepted-risk`, `false-positive`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'static str>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Why, in the words of whoever decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The first day on which the finding counts again: `2027-01-31`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

/// A finding that does not count.
#[derive(Clone, Debug)]
pub struct Suppressed {
    /// Path of the artefact.
    pub path: String,
    /// The finding.
    pub finding: Finding,
    /// Why it does not count.
    pub suppression: Suppression,
}

/// How a finding stands to the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// The baseline does not have it, or its entry has expired, or it stands in a place that the entry does not have.
    New,
    /// The baseline has it.
    Known,
}

/// What a baseline has and the scan did not find.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gone {
    /// The rule that reported it.
    pub rule_id: String,
    /// The secret, redacted.
    pub redacted: String,
    /// Where it was last seen.
    pub path: String,
    /// The pointer there, in JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// What comparing a scan with a baseline came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How the findings stand, by the fingerprint of their first place.
    pub standing: BTreeMap<Fingerprint, Standing>,
    /// Entries that have expired and were found.
    pub expired: usize,
    /// What is no longer there.
    pub gone: Vec<Gone>,
}

impl Comparison {
    /// How a finding stands; one that was not compared is new.
    pub fn of(&self, finding: &Finding) -> Standing {
        self.standing.get(&finding.at.fingerprint).copied().unwrap_or(Standing::New)
    }

    /// Number of findings of a standing.
    pub fn count<'f>(&self, findings: impl Iterator<Item = &'f Finding>, standing: Standing) -> usize {
        findings.filter(|finding| self.of(finding) == standing).count()
    }
}
