//! What the checks of documents say of the controls.

use std::collections::{BTreeMap, HashMap};

use scanner_core::posture::{Check, Options};
use scanner_report::Report;
use scanner_report::audit::{Evidence, Origin, Verdict};
use scanner_report::control::{Catalogue, Control};

use super::Documents;

/// Whether a check looks at all: some want to be told what is allowed.
pub(super) fn runs(check: Check, options: &Options) -> bool {
    match check {
        Check::HostNotAllowed => !options.allowed_hosts.is_empty(),
        Check::Unclassified => !options.classification.is_empty(),
        _ => true,
    }
}

/// What has to be told before the checks of a control can look.
pub(super) fn what_is_missing(control: &Control) -> String {
    if control.fails_on.contains(&Check::HostNotAllowed) {
        "No host was said to be allowed (--allowed-host).".to_owned()
    } else {
        "No word of a classification was given (--classification).".to_owned()
    }
}

/// What a check saw speaks against the controls that name it. The same detail in one artefact is one piece.
pub(super) fn evidence(documents: &Documents<'_>, catalogue: &Catalogue) -> Vec<(String, Evidence)> {
    let mut seen: BTreeMap<(&str, Check, &str), usize> = BTreeMap::new();
    for (path, posture) in documents.postures {
        for observation in &posture.observations {
            *seen.entry((path, observation.check, &observation.detail)).or_default() += observation.count;
        }
    }
    let homes = homes(documents.report);
    let mut all = Vec::new();
    for ((path, check, detail), count) in seen {
        for control in catalogue.controls() {
            let verdict = if control.fails_on.contains(&check) {
                Verdict::Fail
            } else if control.doubted_by.contains(&check) {
                Verdict::Partial
            } else {
                continue;
            };
            let times = if count > 1 { format!(" ({count} times)") } else { String::new() };
            let evidence = Evidence {
                origin: Origin::Posture { check: check.as_str().to_owned() },
                text: format!("{}: {detail}{times}.", check.title()),
                place: Some(path.to_owned()),
                workspace: homes.get(path).map(|&id| id.to_owned()),
                count,
                verdict,
                at: documents.report.started,
            };
            all.push((control.id.to_string(), evidence));
        }
    }
    all
}

/// The workspace of each artefact that was pulled, by its path.
fn homes(report: &Report) -> HashMap<&str, &str> {
    let mut homes = HashMap::new();
    for artefact in &report.artefacts {
        if let Some(live) = &artefact.live {
            homes.insert(&*artefact.path, &*live.workspace_id);
        }
    }
    homes
}
