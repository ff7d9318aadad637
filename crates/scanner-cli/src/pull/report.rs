//! From outcomes to the report that `scan` gives too.

use std::collections::{BTreeMap, HashMap};

use scanner_core::{Evidence, Finding};
use scanner_report::{Artefact, Live, Report, SkipReason, Skipped};

use super::model::{Element, Workspace};
use super::scanned::{Outcome, Scanned};

/// Puts a report together.
#[derive(Debug)]
pub struct Builder<'b> {
    workspaces: HashMap<&'b str, &'b Workspace>,
    now: i64,
    artefacts: Vec<(Artefact, Vec<Vec<String>>)>,
    skipped: Vec<Skipped>,
}

/// Where Postman's pages are.
const PAGES: &str = "https://go.postman.co";

const EXPOSED: Evidence =
    Evidence::note("people outside of the team can read the workspace (severity one step up)");

impl<'b> Builder<'b> {
    /// A report of elements in these workspaces, at a time in seconds since 1970.
    pub fn new(workspaces: &'b [Workspace], now: i64) -> Builder<'b> {
        let workspaces = workspaces.iter().map(|workspace| (workspace.id.as_str(), workspace)).collect();
        Builder { workspaces, now, artefacts: Vec::new(), skipped: Vec::new() }
    }

    /// Adds what came of an element.
    pub fn outcome(&mut self, element: &Element, outcome: Outcome) {
        match outcome {
            Outcome::Scanned(parts) => parts.into_iter().for_each(|part| self.part(element, part)),
            Outcome::Skipped(skip) => self.skip(element.path(), skip.reason, skip.detail, skip.gap),
        }
    }

    /// Adds something that was not scanned.
    pub fn skip(&mut self, path: String, reason: SkipReason, detail: impl Into<String>, gap: bool) {
        self.skipped.push(Skipped { path, reason, detail: detail.into(), gap });
    }

    fn part(&mut self, element: &Element, part: Scanned) {
        let workspace = element.workspace.as_deref().and_then(|id| self.workspaces.get(id).copied());
        let mut findings = part.findings;
        for finding in &mut findings {
            self.adjust(finding, workspace);
        }
        let links = findings.iter().zip(part.links).filter_map(|(finding, page)| {
            Some((finding.at.fingerprint, format!("{PAGES}/workspace/{}/{}", workspace?.id, page?)))
        });
        let live = Live {
            workspace_id: element.workspace.clone().unwrap_or_default(),
            workspace: workspace.map(|workspace| workspace.name.clone()).unwrap_or_default(),
            visibility: workspace.map(|workspace| workspace.visibility.clone()).unwrap_or_default(),
            url: page(element),
            links: links.collect::<BTreeMap<_, _>>(),
            detected: BTreeMap::new(),
        };
        let artefact = Artefact {
            path: format!("{}{}", element.path(), part.suffix),
            bytes: part.bytes,
            kind: part.kind,
            findings,
            warning: part.warning,
            live: element.workspace.is_some().then(|| Box::new(live)),
            commit: None,
        };
        self.artefacts.push((artefact, part.joins));
    }

    /// What the element itself does not know: who can read it, and what time it is.
    fn adjust(&self, finding: &mut Finding, workspace: Option<&Workspace>) {
        finding.expire(self.now);
        let Some(workspace) = workspace.filter(|workspace| workspace.is_exposed()) else { return };
        if !finding.expired {
            finding.severity = finding.severity.one_up();
            finding.evidence.push(EXPOSED);
        }
        if workspace.visibility == "public" {
            finding.at.location.public = true;
            finding.occurrences.iter_mut().for_each(|place| place.location.public = true);
        }
    }

    /// The report, and the hashes of each finding of each of its artefacts.
    pub fn build(mut self) -> (Report, Vec<Vec<Vec<String>>>) {
        self.artefacts.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        self.skipped.sort();
        let (artefacts, joins) = self.artefacts.into_iter().unzip();
        (Report { artefacts, skipped: self.skipped, ..Report::default() }, joins)
    }
}

/// The page of an element.
fn page(element: &Element) -> Option<String> {
    use super::kind::Kind;

    let workspace = element.workspace.as_ref()?;
    let word = match element.kind {
        Kind::Collections | Kind::Comments | Kind::Forks | Kind::PullRequests => "collection",
        Kind::Environments => "environment",
        Kind::Specs => "specification",
        Kind::Mocks | Kind::CallLogs => "mock",
        Kind::Monitors => "monitor",
        _ => return Some(format!("{PAGES}/workspace/{workspace}")),
    };
    Some(format!("{PAGES}/workspace/{workspace}/{word}/{}", element.id))
}
