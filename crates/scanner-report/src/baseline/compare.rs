//! What a scan found against what is known.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use scanner_core::{Finding, Fingerprint};

use super::{Baseline, Entry};
use crate::exception::{Comparison, Gone, Standing, SuppressedBy, Suppression};
use crate::report::Report;

impl Baseline {
    /// Says of every finding whether it is known, takes those out of the report that the baseline suppresses on `day`, and lists what is gone.
    /// `origin` names the file of the baseline. With `suppress` off, all are only marked.
    pub fn compare(&self, report: &mut Report, origin: &str, day: Date, suppress: bool) {
        let known = Known::new(self, day);
        let mut comparison = Comparison { gone: known.gone(report), ..Comparison::default() };
        let mut expired = BTreeSet::new();
        for (_, finding) in report.findings() {
            let entry = known.entry(finding);
            expired.extend(entry.filter(|entry| entry.has_expired(day)).map(|entry| entry.hash));
            comparison.standing.insert(finding.at.fingerprint, known.standing(finding));
        }
        report.suppress(|_, finding| {
            let holds = suppress && known.standing(finding) == Standing::Known;
            let entry = known.entry(finding).filter(|entry| holds && entry.state.suppresses())?;
            Some(suppression(entry, origin))
        });
        comparison.expired = expired.len();
        report.baseline = Some(comparison);
    }
}

fn suppression(entry: &Entry, origin: &str) -> Suppression {
    Suppression {
        by: SuppressedBy::Baseline,
        origin: origin.to_owned(),
        state: Some(entry.state.as_str()),
        owner: entry.owner.clone(),
        reason: entry.reason.clone(),
        expires: entry.expires.map(|day| day.to_string()),
    }
}

/// The entries by the fingerprints of their places.
struct Known<'b> {
    baseline: &'b Baseline,
    entries: BTreeMap<Fingerprint, &'b Entry>,
    day: Date,
}

impl<'b> Known<'b> {
    fn new(baseline: &'b Baseline, day: Date) -> Known<'b> {
        let places = |entry: &'b Entry| entry.places.iter().map(move |place| (place.fingerprint, entry));
        Known { baseline, entries: baseline.entries.iter().flat_map(places).collect(), day }
    }

    fn entry(&self, finding: &Finding) -> Option<&'b Entry> {
        finding.places().find_map(|place| self.entries.get(&place.fingerprint).copied())
    }

    /// Known, if every place is; a place that only repeats another says nothing.
    fn standing(&self, finding: &Finding) -> Standing {
        let holds = |print| self.entries.get(print).is_some_and(|entry| !entry.has_expired(self.day));
        let known = finding.places().filter(|place| !place.mirror).all(|place| holds(&place.fingerprint));
        if known { Standing::Known } else { Standing::New }
    }

    fn gone(&self, report: &Report) -> Vec<Gone> {
        let found: BTreeSet<Fingerprint> = report
            .known_or_not()
            .flat_map(|(_, finding)| finding.places().map(|place| place.fingerprint))
            .collect();
        let is_gone = |entry: &&Entry| !entry.places.iter().any(|place| found.contains(&place.fingerprint));
        let gone = |entry: &Entry| {
            let place = entry.places.first()?;
            Some(Gone {
                rule_id: entry.rule_id.clone(),
                redacted: entry.redacted.clone(),
                path: place.path.clone(),
                pointer: place.pointer.clone(),
            })
        };
        self.baseline.entries.iter().filter(is_gone).filter_map(gone).collect()
    }
}
