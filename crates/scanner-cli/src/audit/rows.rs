//! One row for each workspace, and for each artefact that stands in none: which controls it speaks against.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use scanner_report::audit::{Evidence, Row};
use scanner_report::{Artefact, Report};

/// The workspaces, the artefacts of Postman, and whatever else speaks against a control.
pub(super) fn of(report: &Report, evidence: &[(String, Evidence)]) -> Vec<Row> {
    let mut rows = workspaces(report, evidence);
    rows.extend(artefacts(report, evidence));
    rows
}

/// By name. What was pulled stands in a workspace.
fn workspaces(report: &Report, evidence: &[(String, Evidence)]) -> Vec<Row> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for artefact in &report.artefacts {
        let Some(live) = &artefact.live else { continue };
        let row = rows.entry(&live.workspace_id).or_insert_with(|| Row {
            id: live.workspace_id.clone(),
            name: live.workspace.clone(),
            visibility: live.visibility.clone(),
            url: None,
            verdicts: BTreeMap::new(),
            findings: 0,
        });
        row.findings += artefact.findings.len();
        // Of all pages in it the shortest is its own.
        let shorter = |url: &String| live.url.as_ref().is_some_and(|other| other.len() < url.len());
        if row.url.as_ref().is_none_or(shorter) {
            row.url.clone_from(&live.url);
        }
    }
    for (control, evidence) in evidence {
        let workspace = evidence.workspace.as_deref().and_then(|id| rows.get_mut(id));
        workspace.into_iter().for_each(|row| worsen(row, control, evidence));
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    rows
}

/// In the order of the report.
fn artefacts(report: &Report, evidence: &[(String, Evidence)]) -> Vec<Row> {
    let mut by_path: HashMap<&str, Vec<(&str, &Evidence)>> = HashMap::new();
    for (control, evidence) in evidence {
        if let Some(path) = &evidence.place {
            by_path.entry(path).or_default().push((control, evidence));
        }
    }
    let mut rows = Vec::new();
    for artefact in report.artefacts.iter().filter(|artefact| artefact.live.is_none()) {
        let spoken = by_path.remove(&*artefact.path).unwrap_or_default();
        if spoken.is_empty() && !artefact.kind.is_postman() {
            continue;
        }
        let mut row = row(artefact);
        spoken.into_iter().for_each(|(control, evidence)| worsen(&mut row, control, evidence));
        rows.push(row);
    }
    rows
}

fn row(artefact: &Artefact) -> Row {
    let at = artefact.findings.first().map(|finding| &finding.at.location);
    let name = at.and_then(|at| at.collection.as_ref().or(at.environment.as_ref()));
    Row {
        id: artefact.path.clone(),
        name: name.unwrap_or(&artefact.path).clone(),
        visibility: String::new(),
        url: None,
        verdicts: BTreeMap::new(),
        findings: artefact.findings.len(),
    }
}

fn worsen(row: &mut Row, control: &str, evidence: &Evidence) {
    let verdict = row.verdicts.entry(Arc::from(control)).or_insert(evidence.verdict);
    *verdict = evidence.verdict.max(*verdict);
}
