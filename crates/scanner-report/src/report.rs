//! What a scan of many artefacts came to.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use scanner_core::{ArtefactKind, Finding, Fingerprint, Severity, Warning};
use serde::Serialize;

use crate::exception::{Comparison, Standing, Suppressed, Suppression};

/// The commit that brought an artefact into a repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Commit {
    /// Its id, in hexadecimal.
    pub id: String,
    /// Name of the author.
    pub author: String,
    /// Address of the author.
    pub email: String,
    /// When it was written (RFC 3339).
    pub date: String,
}

impl Commit {
    /// The start of the id, as people write it.
    pub fn short(&self) -> &str {
        self.id.get(..10).unwrap_or(&self.id)
    }
}

/// Where an artefact stands that was read from the Postman API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// Id of the workspace.
    pub workspace_id: String,
    /// Name of the workspace.
    pub workspace: String,
    /// `personal`, `team`, `private`, `public`, `partner`, or what else the API says.
    pub visibility: String,
    /// The page of the element.
    pub url: Option<String>,
    /// The pages of the requests and folders that findings stand in, where there are such, by the fingerprint of the finding's first place.
    pub links: BTreeMap<Fingerprint, String>,
    /// What Postman's own scanner calls the same secret, by the fingerprint of the finding's first place.
    pub detected: BTreeMap<Fingerprint, String>,
}

impl Live {
    /// The page that shows a finding best.
    pub fn link(&self, finding: &Finding) -> Option<&str> {
        self.links.get(&finding.at.fingerprint).or(self.url.as_ref()).map(String::as_str)
    }
}

/// What Postman's own secret scanner knows, beside what was found here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Detected {
    /// Findings that it has as well.
    pub both: usize,
    /// Findings that it has not.
    pub only_ours: usize,
    /// What it has and was not found here.
    pub only_theirs: Vec<Theirs>,
}

/// A secret that Postman's own scanner knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Theirs {
    /// Its id there.
    pub secret_id: String,
    /// What it calls the type.
    pub secret_type: String,
    /// As it shows it.
    pub obfuscated: String,
    /// Id of the workspace.
    pub workspace_id: String,
    /// `ACTIVE`, `FALSE_POSITIVE`, `REVOKED`, `ACCEPTED_RISK`.
    pub resolution: String,
}

/// One artefact that was scanned.
#[derive(Clone, Debug)]
pub struct Artefact {
    /// Its path, as it was given or found.
    pub path: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// What it is.
    pub kind: ArtefactKind,
    /// What was found in it, in the order of the spans.
    pub findings: Vec<Finding>,
    /// What is wrong with it, if anything.
    pub warning: Option<Warning>,
    /// Where it stands in Postman, if it was read from there.
    pub live: Option<Box<Live>>,
    /// The commit that brought it, if it was read from the history of a repository and something was found in it.
    pub commit: Option<Arc<Commit>>,
}

/// Why an artefact was not scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SkipReason {
    /// It is no text.
    Binary,
    /// A link, which is not followed so that no file is scanned twice.
    SymbolicLink,
    /// A pipe, socket or device.
    NotAFile,
    /// It is longer than the limit.
    TooLarge,
    /// It is not there, or may not be read.
    Unreadable,
    /// It is encrypted.
    Encrypted,
    /// It is damaged, or breaks off. What could be read was scanned.
    Corrupt,
    /// It is packed in a way that cannot be unpacked.
    Unsupported,
    /// It would take more than an archive is allowed: bytes, members, levels.
    ArchiveLimit,
    /// A rule of git says to ignore it.
    Ignored,
    /// The user said to leave it out.
    Excluded,
    /// Scanning it took too long. What was found until then is reported.
    TimedOut,
    /// The API key may not read it.
    Forbidden,
    /// The plan of the team does not have it.
    Plan,
    /// It was deleted while the others were read.
    Deleted,
    /// It was not asked for.
    Filtered,
    /// It could not be read, however often it was tried.
    Failed,
    /// The pull ended before it was its turn.
    NotReached,
    /// Another repository inside this one.
    Submodule,
    /// A pointer to a file that Git LFS keeps elsewhere.
    LfsPointer,
    /// This clone of the repository does not have it.
    Missing,
    /// A merge has not decided yet what it holds.
    Unmerged,
}

impl SkipReason {
    /// The word used in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            SkipReason::Binary => "binary",
            SkipReason::SymbolicLink => "symbolic-link",
            SkipReason::NotAFile => "not-a-file",
            SkipReason::TooLarge => "too-large",
            SkipReason::Unreadable => "unreadable",
            SkipReason::Encrypted => "encrypted",
            SkipReason::Corrupt => "corrupt",
            SkipReason::Unsupported => "unsupported",
            SkipReason::ArchiveLimit => "archive-limit",
            SkipReason::Ignored => "ignored",
            SkipReason::Excluded => "excluded",
            SkipReason::TimedOut => "timed-out",
            SkipReason::Forbidden => "forbidden",
            SkipReason::Plan => "plan",
            SkipReason::Deleted => "deleted",
            SkipReason::Filtered => "filtered",
            SkipReason::Failed => "failed",
            SkipReason::NotReached => "not-reached",
            SkipReason::Submodule => "submodule",
            SkipReason::LfsPointer => "lfs-pointer",
            SkipReason::Missing => "missing",
            SkipReason::Unmerged => "unmerged",
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An artefact that was not scanned.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Skipped {
    /// Its path.
    pub path: String,
    /// Why.
    pub reason: SkipReason,
    /// More about it: the error of the system, the limit.
    pub detail: String,
    /// Somebody expected it to be scanned: it was named on the command line, or it could not be read. Makes the scan incomplete.
    pub gap: bool,
}

/// Something odd about an artefact that was scanned all the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    /// Its path.
    pub path: String,
    /// What it is.
    pub detail: String,
}

/// A Postman file, or a file that is named as JSON, that is not valid JSON. It was scanned as text, and with the structure it has left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Malformed {
    /// Its path.
    pub path: String,
    /// Line of the first mistake, from 1.
    pub line: usize,
    /// Column of the first mistake, from 1, in bytes.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

/// What was scanned and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Whether everything that was asked for was scanned.
    pub complete: bool,
    /// Number of artefacts that were scanned, by kind.
    pub scanned: BTreeMap<ArtefactKind, usize>,
    /// Scanned, but broken.
    pub malformed: Vec<Malformed>,
    /// Not scanned.
    pub skipped: Vec<Skipped>,
    /// Scanned, but odd.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// The result of a scan.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What was scanned, in the order of the paths.
    pub artefacts: Vec<Artefact>,
    /// What was not, in the order of the paths.
    pub skipped: Vec<Skipped>,
    /// What was odd, in the order of the paths.
    pub notes: Vec<Note>,
    /// What Postman's own scanner knows, if it was asked.
    pub detected: Option<Detected>,
    /// When it began, in seconds since 1970-01-01T00:00:00Z.
    pub started: i64,
    /// How long it took.
    pub duration: Duration,
    /// What was found and does not count, in the order of the paths.
    pub suppressed: Vec<Suppressed>,
    /// How the findings stand to the baseline, if there is one.
    pub baseline: Option<Comparison>,
}

impl Report {
    /// Every finding with its artefact, in order.
    pub fn findings(&self) -> impl Iterator<Item = (&Artefact, &Finding)> {
        self.artefacts
            .iter()
            .flat_map(|artefact| artefact.findings.iter().map(move |finding| (artefact, finding)))
    }

    /// Every finding with its path, also the suppressed ones.
    pub(crate) fn known_or_not(&self) -> impl Iterator<Item = (&str, &Finding)> {
        let suppressed = self.suppressed.iter().map(|one| (&*one.path, &one.finding));
        self.findings().map(|(artefact, finding)| (&*artefact.path, finding)).chain(suppressed)
    }

    /// Takes every finding out of the report that `why` gives a reason for.
    pub fn suppress(&mut self, why: impl Fn(&Artefact, &Finding) -> Option<Suppression>) {
        for at in 0..self.artefacts.len() {
            let found = std::mem::take(&mut self.artefacts[at].findings);
            let artefact = &self.artefacts[at];
            let mut kept = Vec::with_capacity(found.len());
            for finding in found {
                match why(artefact, &finding) {
                    Some(suppression) => {
                        self.suppressed.push(Suppressed {
                            path: artefact.path.clone(),
                            finding,
                            suppression,
                        });
                    }
                    None => kept.push(finding),
                }
            }
            self.artefacts[at].findings = kept;
        }
    }

    /// How a finding stands to the baseline, if there is one.
    pub fn standing(&self, finding: &Finding) -> Option<Standing> {
        self.baseline.as_ref().map(|baseline| baseline.of(finding))
    }

    /// Bytes of all artefacts that were scanned.
    pub fn bytes(&self) -> u64 {
        self.artefacts.iter().map(|artefact| artefact.bytes).sum()
    }

    /// Number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|(_, finding)| finding.severity == severity).count()
    }

    /// What was scanned and what was not.
    pub fn coverage(&self) -> Coverage {
        let mut scanned = BTreeMap::new();
        for artefact in &self.artefacts {
            *scanned.entry(artefact.kind).or_default() += 1;
        }
        let malformed = |artefact: &Artefact| {
            let warning = artefact.warning.as_ref()?;
            let (line, column, message) = (warning.line, warning.column, warning.message.clone());
            Some(Malformed { path: artefact.path.clone(), line, column, message })
        };
        let broken_export = |artefact: &Artefact| artefact.warning.is_some() && artefact.kind.is_postman();
        Coverage {
            complete: !self.skipped.iter().any(|skipped| skipped.gap)
                && !self.artefacts.iter().any(broken_export),
            scanned,
            malformed: self.artefacts.iter().filter_map(malformed).collect(),
            skipped: self.skipped.clone(),
            notes: self.notes.clone(),
        }
    }
}

/// The places of a secret, without those that only say once more what another says.
pub(crate) fn places(finding: &Finding) -> usize {
    finding.places().filter(|place| !place.mirror).count()
}

/// Seconds since 1970 as RFC 3339 writes them; `None` past the year 9999.
pub(crate) fn date(seconds: i64) -> Option<String> {
    jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}
