//! From outcomes to the report that `scan` gives too.

use std::collections::{BTreeMap, HashMap};

use scanner_core::{Evidence, Finding};
use scanner_report::{Artefact, Live, Report, SkipReason, Skipped};

use super::base::PAGES;
use super::model::{Element, Workspace};
use super::scanned::{Outcome, Scanned};

/// Puts a report together.
#[derive(Debug)]
pub struct Builder<'b> {
    workspaces: HashMap<&'b str, &'b Workspace>,
    now: i64,
    /// Where Postman's pages are.
    pages: &'static str,
    artefacts: Vec<(Artefact, Vec<Vec<String>>)>,
    skipped: Vec<Skipped>,
}

const EXPOSED: Evidence =
    Evidence::note("people outside of the team can read the workspace (severity one step up)");

impl<'b> Builder<'b> {
    /// A report of elements in these workspaces, at a time in seconds since 1970, with links to these pages: [`super::base::ApiBase::pages`].
    pub fn new(workspaces: &'b [Workspace], now: i64, pages: &'static str) -> Builder<'b> {
        let workspaces = workspaces.iter().map(|workspace| (workspace.id.as_str(), workspace)).collect();
        Builder { workspaces, now, pages, artefacts: Vec::new(), skipped: Vec::new() }
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
            Some((finding.at.fingerprint, format!("{}/workspace/{}/{}", self.pages, workspace?.id, page?)))
        });
        let live = Live {
            workspace_id: element.workspace.clone().unwrap_or_default(),
            workspace: workspace.map(|workspace| workspace.name.clone()).unwrap_or_default(),
            visibility: workspace.map(|workspace| workspace.visibility.clone()).unwrap_or_default(),
            url: page(element, self.pages),
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
        for place in std::iter::once(&mut finding.at).chain(&mut finding.occurrences) {
            // An export does not say where its team is.
            if let Some(path) = place.location.link.as_deref().and_then(|link| link.strip_prefix(PAGES)) {
                place.location.link = Some(format!("{}{path}", self.pages));
            }
        }
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
fn page(element: &Element, pages: &str) -> Option<String> {
    use super::kind::Kind;

    let workspace = element.workspace.as_ref()?;
    let word = match element.kind {
        Kind::Collections | Kind::Comments | Kind::Forks | Kind::PullRequests => "collection",
        Kind::Environments => "environment",
        Kind::Specs => "specification",
        Kind::Mocks | Kind::CallLogs => "mock",
        Kind::Monitors => "monitor",
        _ => return Some(format!("{pages}/workspace/{workspace}")),
    };
    Some(format!("{pages}/workspace/{workspace}/{word}/{}", element.id))
}

#[cfg(test)]
mod tests {
    use scanner_core::{Cache, Scanner};

    use super::*;
    use crate::pull::kind::Kind;
    use crate::pull::scanned::{self, Part};

    /// The links of a report of a collection with a secret.
    fn links(pages: &'static str) -> Vec<String> {
        let secret = ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"].concat();
        let id = "11111111-0000-4000-8000-000000000001";
        let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
        let json = serde_json::json!({"collection": {
            "info": {"name": "Orders", "uid": format!("7-{id}"), "schema": schema},
            "item": [{"name": "Call", "id": id, "uid": format!("7-{id}"), "request": {"method": "GET",
                "url": "https://api.corp.test", "header": [{"key": "X-Client-Secret", "value": secret}]}}]}});
        let part = Part::whole(json.to_string().into_bytes());
        let path = "postman://workspace/w/collection/c";
        let scanned =
            scanned::scan(&Scanner::new(), &mut Cache::default(), &part, path, |_| String::new()).unwrap();
        let workspaces = [Workspace { id: "w".into(), ..Workspace::default() }];
        let mut builder = Builder::new(&workspaces, 0, pages);
        let element = Element::new(Kind::Collections, "c", Some("w"));
        builder.outcome(&element, Outcome::Scanned(vec![scanned]));
        let (report, _) = builder.build();
        let (artefact, finding) = report.findings().next().unwrap();
        let live = artefact.live.as_ref().unwrap();
        let all = [live.url.clone(), live.link(finding).map(str::to_owned), finding.at.location.link.clone()];
        all.into_iter().flatten().collect()
    }

    #[test]
    fn links_lead_to_the_pages_of_the_region() {
        let us = links("https://go.postman.co");
        assert_eq!(us.len(), 3, "{us:?}");
        let eu = links("https://go.eu.postman.co");
        let moved: Vec<String> = us.iter().map(|link| link.replace("go.postman", "go.eu.postman")).collect();
        assert_eq!(eu, moved);
    }
}
