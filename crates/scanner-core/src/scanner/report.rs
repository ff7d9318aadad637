//! From hits to findings: the best of overlapping ones, one for each secret, with its places.

use std::collections::{HashMap, HashSet};

use super::markers::Markers;
use super::pass::Hit;
use super::{Scanner, names, severity};
use crate::engine::{Rank, Tier, entropy, keep_best};
use crate::finding::{Confidence, Fact, Finding, Fingerprint, Marker, Occurrence, Reach, Role, Secret, Span};
use crate::json::{self, NodeId};
use crate::postman::{self, Document, LineIndex, Requests};
use crate::validate;

/// From hits to findings.
pub(super) struct Report<'r> {
    scanner: &'r Scanner,
    document: &'r Document<'r>,
    lines: LineIndex<'r>,
    requests: Requests<'r>,
    markers: Markers<'r>,
}

impl<'r> Report<'r> {
    pub(super) fn new(scanner: &'r Scanner, document: &'r Document<'r>) -> Report<'r> {
        let lines = LineIndex::new(document.text().bytes);
        let (requests, markers) = (Requests::of(document), Markers::new(document));
        Report { scanner, document, lines, requests, markers }
    }

    pub(super) fn findings(&self, mut hits: Vec<Hit>) -> Vec<Finding> {
        self.companions(&mut hits);
        let mut hits = keep_best(hits, |hit| Rank {
            span: hit.span,
            verdict: hit.verdict,
            confidence: hit.confidence,
            tier: self.tier(hit),
            rule: hit.index,
        });
        // An identifier is no finding, and what it claims is nothing else either.
        hits.retain(|hit| !(hit.format && self.scanner.engine.rules()[hit.index].identifier));
        let mut groups: Vec<Vec<Hit>> = Vec::new();
        let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
        for hit in hits {
            match known.get(&hit.secret) {
                Some(&group) => groups[group].push(hit),
                None => {
                    known.insert(hit.secret.clone(), groups.len());
                    groups.push(vec![hit]);
                }
            }
        }
        let mut findings: Vec<Finding> = groups.into_iter().map(|hits| self.finding(hits)).collect();
        names::redact(&mut findings);
        findings
    }

    fn tier(&self, hit: &Hit) -> Tier {
        if !hit.format {
            return Tier::Context;
        }
        match &self.scanner.engine.rules()[hit.index] {
            rule if rule.generic => Tier::Generic,
            rule if rule.anchors.is_empty() => Tier::Name,
            rule if rule.names.is_empty() => Tier::Format,
            _ => Tier::Named,
        }
    }

    /// A match of the companion's rule in the same request, auth block or environment makes a match surer, and is named. One that is a
    /// secret itself is named in its redacted form.
    fn companions(&self, hits: &mut [Hit]) {
        let rules = self.scanner.engine.rules();
        let owner = |hit: &Hit| self.owner(hit);
        let wanted: HashSet<usize> = rules.iter().filter_map(|rule| rule.companion).collect();
        let mut beside: HashMap<(usize, Option<NodeId>), (String, Vec<Fact>)> = HashMap::new();
        for hit in hits.iter().filter(|hit| hit.format && wanted.contains(&hit.index)) {
            let named = if rules[hit.index].identifier {
                String::from_utf8_lossy(&hit.secret).into_owned()
            } else {
                Secret::new(&*hit.secret).redacted()
            };
            beside.entry((hit.index, owner(hit))).or_insert_with(|| (named, hit.facts.clone()));
        }
        for hit in hits.iter_mut().filter(|hit| hit.format) {
            let Some(companion) = rules[hit.index].companion else { continue };
            if let Some((named, facts)) = beside.get(&(companion, owner(hit))) {
                hit.companion = Some(named.clone());
                hit.facts.extend(facts.iter().cloned());
                hit.confidence = hit.confidence.max(Confidence::High);
            }
        }
    }

    /// One secret with all its places. The claim that knows most names it: a password that is also the password of a Basic header is one.
    fn finding(&self, hits: Vec<Hit>) -> Finding {
        let mut places: Vec<Occurrence> = Vec::with_capacity(hits.len());
        let mut reach: Vec<Reach> = Vec::new();
        let mut seen: HashSet<(Option<NodeId>, Section)> = HashSet::new();
        for hit in &hits {
            let mut place = self.occurrence(hit);
            place.mirror =
                Section::of(hit.role).is_some_and(|section| !seen.insert((self.owner(hit), section)));
            reach.extend(self.reach(hit, &place));
            places.push(place);
        }
        reach.sort();
        reach.dedup();
        let companion = hits.iter().find_map(|hit| hit.companion.clone());
        let confidence = hits.iter().map(|hit| hit.confidence).max().unwrap_or(Confidence::Low);
        let lead = hits
            .into_iter()
            .reduce(|lead, hit| if self.knows(&hit) > self.knows(&lead) { hit } else { lead });
        let lead = lead.expect("a group has a hit");
        let mut places = places.into_iter();
        let mut finding = Finding {
            severity: lead.severity,
            confidence,
            entropy: entropy(&lead.secret),
            verdict: lead.verdict,
            companion,
            evidence: lead.evidence,
            expires: validate::claims(&lead.secret).and_then(|claims| claims.expires),
            expired: false,
            facts: lead.facts,
            at: places.next().expect("a group has a hit"),
            occurrences: places.collect(),
            reach,
            secret: Secret::new(lead.secret),
            rule: lead.rule,
        };
        severity::adjust(&mut finding, self.scanner.now);
        finding
    }

    fn marker(&self, hit: &Hit, line: usize) -> Option<Marker> {
        let [start, end] = [hit.span.start, hit.span.end].map(|offset| self.document.text_offset(offset));
        self.markers.covering(hit.node, Span::new(start, end), line)
    }

    fn owner(&self, hit: &Hit) -> Option<NodeId> {
        self.document.layout().zip(hit.node).and_then(|(layout, node)| postman::owner(layout, node))
    }

    fn knows(&self, hit: &Hit) -> impl Ord + use<> {
        (self.tier(hit), hit.severity, hit.confidence)
    }

    fn reach(&self, hit: &Hit, at: &Occurrence) -> Vec<Reach> {
        hit.node
            .map_or_else(Vec::new, |node| self.requests.reached(node, hit.role, at.location.field.as_deref()))
    }

    fn occurrence(&self, hit: &Hit) -> Occurrence {
        let text = self.document.text();
        let (line, column) = self.lines.line_column(self.document.text_offset(hit.span.start));
        let string = hit.node.zip(self.document.layout());
        let mut location = postman::location(self.document, hit.node, hit.role);
        location.field = (!hit.field.is_empty()).then(|| hit.field.clone());
        location.inner = hit.inner.clone();
        let mut place = hit.node.map_or_else(Vec::new, |node| postman::stable_place(self.document, node));
        place.extend(hit.inner.as_deref().map(postman::stable_pointer));
        let place: Vec<&str> = place.iter().map(String::as_str).collect();
        Occurrence {
            span: hit.span,
            line,
            column,
            pointer: string.map(|(node, layout)| json::pointer(&layout.tape, text.bytes, node)),
            location,
            fingerprint: Fingerprint::new(&self.scanner.key, &hit.rule.id, &hit.secret, &place),
            decoded: hit.decoded.clone(),
            mirror: false,
            marker: self.marker(hit, line),
        }
    }
}

/// Parts of a request that say the same thing twice: `url.raw` and its parameters, the header text and the list of headers, which may repeat
/// the auth block.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Section {
    Url,
    Header,
}

impl Section {
    fn of(role: Role) -> Option<Section> {
        match role {
            Role::Url | Role::Query | Role::Path => Some(Section::Url),
            Role::Header | Role::Auth => Some(Section::Header),
            _ => None,
        }
    }
}
