//! What counts: markers, exceptions of the configuration and the baseline are applied to a report, and the exit code follows.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use jiff::civil::Date;
use scanner_core::rule::Selector;
use scanner_core::{Finding, Fingerprint, FingerprintKey};
use scanner_report::baseline::Baseline;
use scanner_report::{Artefact, Report, Standing, SuppressedBy, Suppression};

use crate::Exit;
use crate::args::FailOn;
use crate::config::{Exception, Origin};

/// Decides what counts.
#[derive(Debug)]
pub struct Gate {
    /// The least severity that counts.
    pub fail_on: FailOn,
    /// Only what the baseline does not have counts.
    pub fail_on_new: bool,
    /// Markers in what is scanned count.
    pub markers: bool,
    /// Anything is suppressed at all.
    pub suppress: bool,
    /// The day that judges what has expired.
    pub day: Date,
    /// Exceptions of the configuration.
    pub exceptions: Vec<Compiled>,
    /// The baseline and its file.
    pub baseline: Option<(PathBuf, Baseline)>,
    /// The folder that paths in the report begin at, if it is not the current one.
    pub root: Option<PathBuf>,
}

impl Gate {
    /// Takes out of the report what does not count, and says how the rest stands to the baseline.
    pub fn apply(&self, report: &mut Report) {
        if self.suppress {
            report.suppress(|artefact, finding| {
                self.marked(artefact, finding).or_else(|| self.excepted(artefact, finding))
            });
        }
        if let Some((file, baseline)) = &self.baseline {
            baseline.compare(report, &file.display().to_string(), self.day, self.suppress);
        }
    }

    /// The exit code that a report asks for.
    pub fn exit(&self, report: &Report) -> Exit {
        let is_new = |finding: &Finding| report.standing(finding) != Some(Standing::Known);
        let counts = |finding: &Finding| {
            self.fail_on.counts(finding.severity) && (!self.fail_on_new || is_new(finding))
        };
        if report.findings().any(|(_, finding)| counts(finding)) {
            Exit::Findings
        } else if report.coverage().complete {
            Exit::Clean
        } else {
            Exit::Incomplete
        }
    }

    /// Markers suppress a finding if they cover every place of it. A place that only repeats another needs none.
    fn marked(&self, artefact: &Artefact, finding: &Finding) -> Option<Suppression> {
        let day = self.day.to_string();
        let holds = |marker: &scanner_core::Marker| marker.holds_for(&finding.rule) && marker.holds_on(&day);
        let mut places = finding.places().filter(|place| !place.mirror);
        if !self.markers || !places.all(|place| place.marker.as_ref().is_some_and(holds)) {
            return None;
        }
        let marker = finding.at.marker.as_ref()?;
        Some(Suppression {
            by: SuppressedBy::Marker,
            origin: format!("{}:{}", artefact.path, marker.place),
            state: None,
            owner: None,
            reason: marker.reason.clone(),
            expires: marker.until.clone(),
        })
    }

    fn excepted(&self, artefact: &Artefact, finding: &Finding) -> Option<Suppression> {
        let path = match &self.root {
            Some(root) => root.join(&artefact.path),
            None => PathBuf::from(&artefact.path),
        };
        let holds = |one: &&Compiled| !one.has_expired(self.day) && one.holds(&path, finding);
        let one = self.exceptions.iter().find(holds)?;
        Some(Suppression {
            by: SuppressedBy::Config,
            origin: one.origin.clone(),
            state: None,
            owner: one.exception.owner.clone(),
            reason: one.exception.reason.clone(),
            expires: one.exception.expires.map(|day| day.to_string()),
        })
    }
}

/// An exception of the configuration, ready to be asked.
#[derive(Debug)]
pub struct Compiled {
    exception: Exception,
    origin: String,
    rules: Vec<Selector>,
    paths: GlobSet,
    pointers: GlobSet,
    folder: PathBuf,
}

impl Compiled {
    /// Compiles the globs.
    ///
    /// # Errors
    /// If one is wrong; the error names it.
    pub fn new(exception: &Exception, origin: &Origin) -> Result<Compiled> {
        // A file in the current folder has no folder in its path.
        let folder =
            origin.folder().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Compiled {
            rules: exception.rules.iter().map(|rule| Selector::from(rule.as_str())).collect(),
            paths: set(exception.paths.iter().map(|path| {
                // As in `.gitignore`: a name alone is for files of that name anywhere.
                if path.contains('/') {
                    path.trim_start_matches("./").to_owned()
                } else {
                    format!("**/{path}")
                }
            }))?,
            pointers: set(exception.pointers.iter().cloned())?,
            folder: std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
            origin: origin.to_string(),
            exception: exception.clone(),
        })
    }

    fn has_expired(&self, day: Date) -> bool {
        self.exception.expires.is_some_and(|expires| expires <= day)
    }

    fn holds(&self, path: &Path, finding: &Finding) -> bool {
        let value = || Fingerprint::of_value(&FingerprintKey::default(), finding.secret.reveal());
        let pointer = |pointer: Option<&str>| pointer.is_some_and(|pointer| self.pointers.is_match(pointer));
        (self.rules.is_empty() || self.rules.iter().any(|rule| rule.selects(&finding.rule)))
            && (self.exception.paths.is_empty() || self.holds_for_path(path))
            && (self.exception.values.is_empty() || self.exception.values.contains(&value()))
            && (self.exception.pointers.is_empty()
                || finding.places().all(|place| place.mirror || pointer(place.pointer.as_deref())))
    }

    /// From the folder of the file; else as it is written, which is what a live workspace has.
    fn holds_for_path(&self, path: &Path) -> bool {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let inside = absolute.strip_prefix(&self.folder).unwrap_or(path);
        self.paths.is_match(inside)
    }
}

fn set(globs: impl Iterator<Item = String>) -> Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let compiled: Glob = GlobBuilder::new(&glob)
            .literal_separator(true)
            .build()
            .with_context(|| format!("suppress: `{glob}`"))?;
        set.add(compiled);
    }
    set.build().context("suppress")
}

/// What is said on standard error of markers that cannot be read: they hold for nothing.
pub fn broken_markers(report: &Report) -> Vec<String> {
    let place = |artefact: &Artefact, finding: &Finding| {
        let marker = finding.at.marker.as_ref()?;
        Some(format!(
            "{}:{}: a marker that holds for nothing: {}",
            artefact.path,
            marker.place,
            marker.error.as_deref()?
        ))
    };
    let mut texts: Vec<String> =
        report.findings().filter_map(|(artefact, finding)| place(artefact, finding)).collect();
    texts.dedup();
    texts
}
