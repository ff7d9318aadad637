//! One row for each artefact: which controls it speaks against.

use std::collections::HashMap;
use std::sync::Arc;

use scanner_report::Report;
use scanner_report::audit::{Evidence, Row};

/// The artefacts of Postman, and whatever else speaks against a control, in the order of the report.
pub(super) fn of(report: &Report, evidence: &[(String, Evidence)]) -> Vec<Row> {
    let mut by_path: HashMap<&str, Vec<(&str, &Evidence)>> = HashMap::new();
    for (control, evidence) in evidence {
        if let Some(path) = &evidence.place {
            by_path.entry(path).or_default().push((control, evidence));
        }
    }
    let mut rows = Vec::new();
    for artefact in &report.artefacts {
        let spoken = by_path.remove(&*artefact.path).unwrap_or_default();
        if spoken.is_empty() && !artefact.kind.is_postman() {
            continue;
        }
        let at = artefact.findings.first().map(|finding| &finding.at.location);
        let name = at.and_then(|at| at.collection.as_ref().or(at.environment.as_ref()));
        let live = artefact.live.as_ref();
        let mut row = Row {
            id: artefact.path.clone(),
            name: name.unwrap_or(&artefact.path).clone(),
            visibility: live.map(|live| live.visibility.clone()).unwrap_or_default(),
            url: live.and_then(|live| live.url.clone()),
            verdicts: std::collections::BTreeMap::new(),
            findings: artefact.findings.len(),
        };
        for (control, evidence) in spoken {
            let verdict = row.verdicts.entry(Arc::from(control)).or_insert(evidence.verdict);
            *verdict = evidence.verdict.max(*verdict);
        }
        rows.push(row);
    }
    rows
}
