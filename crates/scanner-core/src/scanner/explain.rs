//! Why a value was reported, and why another was not.

use std::fmt;

use super::pass::{self, At};
use super::report::Report;
use super::survey::Survey;
use super::{Cache, ScanError, Scanner};
use crate::context::{Claim, Pair, Trail};
use crate::decode::Text;
use crate::engine::{Accepted, Rejected};
use crate::finding::{Evidence, Finding, Role, Secret, Span, score};
use crate::postman::{Document, LineIndex};
use crate::rule::RuleInfo;
use crate::{Artefact, json};

/// A place in an artefact that is to be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot<'a> {
    /// RFC 6901 pointer of a value in a JSON document; of an object or array, everything within.
    Pointer(&'a str),
    /// A line, from 1.
    Line(usize),
    /// The whole artefact.
    Whole,
}

/// Why a place cannot be explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExplainError {
    /// The artefact cannot be scanned.
    Scan(ScanError),
    /// The artefact is not JSON, so it has lines and no pointers.
    NotJson,
    /// There is no such value or line.
    NotFound,
}

impl fmt::Display for ExplainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExplainError::Scan(error) => error.fmt(f),
            ExplainError::NotJson => f.write_str("not JSON: name a line instead of a pointer"),
            ExplainError::NotFound => f.write_str("there is nothing at this place"),
        }
    }
}

impl std::error::Error for ExplainError {}

/// Everything that was considered at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The bytes of the place.
    pub span: Span,
    /// The values that were considered, in the order of their spans.
    pub considered: Vec<Considered>,
    /// The findings that have a place there.
    pub findings: Vec<Finding>,
}

/// One value that may have been a credential. Holds no secret in a printable form.
#[derive(Clone, Debug, PartialEq)]
pub struct Considered {
    /// The rule whose format it has, or under which it would be reported; `None` if its name and place said nothing.
    pub rule_id: Option<String>,
    /// The kind of place.
    pub role: Role,
    /// The name it stands under.
    pub name: Option<String>,
    /// RFC 6901 pointer within the JSON that stands inside the string, if it does.
    pub inner: Option<String>,
    /// The bytes of the value.
    pub span: Span,
    /// The value, which redacts itself.
    pub value: Secret,
    /// What speaks for and against it.
    pub evidence: Vec<Evidence>,
    /// The sum of the points of the evidence; only credentials without a format are counted.
    pub score: i16,
    /// What alone decided against it.
    pub veto: Option<&'static str>,
    /// The rule of the finding that stands at these bytes, if one does.
    pub reported: Option<String>,
}

/// Written by a [`Pass`] for the places that somebody asked about.
#[derive(Debug)]
pub(super) struct Journal {
    wanted: Span,
    considered: Vec<Considered>,
}

impl Journal {
    pub(super) fn pair(&mut self, pair: &Pair<'_>, at: At<'_>, claim: Option<&Claim>, trail: &Trail) {
        let value = claim.map_or(pair.value, |claim| pair.value.slice(claim.secret.clone()));
        let rule_id = claim.map(|claim| claim.kind.id().to_owned());
        self.add(value, at, rule_id, trail.evidence.clone(), trail.veto);
    }

    pub(super) fn format(
        &mut self,
        rule: &RuleInfo,
        value: Text<'_>,
        at: At<'_>,
        accepted: Result<Accepted, Rejected>,
    ) {
        let (evidence, veto) = match accepted {
            Ok(accepted) => (accepted.evidence(), None),
            Err(rejected) => (Vec::new(), Some(rejected.reason())),
        };
        self.add(value, at, Some(rule.id.clone().into_owned()), evidence, veto);
    }

    fn add(
        &mut self,
        value: Text<'_>,
        at: At<'_>,
        rule_id: Option<String>,
        evidence: Vec<Evidence>,
        veto: Option<&'static str>,
    ) {
        let span = value.span();
        if !self.wanted.contains(span) {
            return;
        }
        self.considered.push(Considered {
            rule_id,
            role: at.role,
            name: (!at.name.is_empty()).then(|| String::from_utf8_lossy(at.name).into_owned()),
            inner: at.inner.map(|inner| inner.pointer()),
            span,
            value: Secret::new(value.bytes),
            score: score(&evidence),
            evidence,
            veto,
            reported: None,
        });
    }
}

pub(super) fn explain(
    scanner: &Scanner,
    artefact: &Artefact<'_>,
    spot: Spot<'_>,
) -> Result<Explanation, ExplainError> {
    if artefact.bytes().len() > crate::MAX_ARTEFACT_LEN {
        return Err(ExplainError::Scan(ScanError::TooLong));
    }
    let document = Document::parse(artefact.bytes(), Some(artefact.origin()))
        .ok_or(ExplainError::Scan(ScanError::Binary))?;
    let wanted = find(&document, spot)?;
    let mut cache = Cache::default();
    // An explanation also says why something was not found.
    let survey = Survey::everywhere(scanner, &mut cache, &document);
    let mut journal = Journal { wanted, considered: Vec::new() };
    let hits = pass::hits_with_reasons(scanner, &mut cache, &document, &survey, &mut journal);
    let mut considered = journal.considered;
    let all = Report::new(scanner, &document).findings(hits);
    for one in &mut considered {
        let stands = |finding: &&Finding| finding.places().any(|place| place.span.overlaps(one.span));
        one.reported = all.iter().find(stands).map(|finding| finding.rule_id().to_owned());
    }
    considered.sort_by_key(|one| one.span);
    considered.dedup();
    let within = |finding: &Finding| finding.places().any(|place| wanted.contains(place.span));
    Ok(Explanation { span: wanted, considered, findings: all.into_iter().filter(within).collect() })
}

fn find(document: &Document<'_>, spot: Spot<'_>) -> Result<Span, ExplainError> {
    let text = document.text();
    let range = match spot {
        Spot::Pointer(pointer) => {
            let layout = document.layout().ok_or(ExplainError::NotJson)?;
            let node = json::resolve(&layout.tape, text.bytes, pointer).ok_or(ExplainError::NotFound)?;
            layout.tape.node(node).range()
        }
        Spot::Line(line) => LineIndex::new(text.bytes).line(line).ok_or(ExplainError::NotFound)?,
        Spot::Whole => 0..text.bytes.len(),
    };
    Ok(text.source(range))
}
