//! Findings as the journal keeps them: with their place and fingerprint, without the secret.

use std::collections::HashMap;
use std::sync::Arc;

use scanner_core::{
    ArtefactKind, Confidence, Decoder, Fact, Finding, Fingerprint, Location, Marker, Occurrence, Reach,
    RuleInfo, Secret, Severity, Span, Verdict, Warning,
};
use serde::{Deserialize, Serialize};

use crate::pull::scanned::Scanned;

/// The rules, by id.
pub type Rules = HashMap<String, Arc<RuleInfo>>;

#[derive(Debug, Serialize, Deserialize)]
struct StoredPart {
    suffix: String,
    bytes: u64,
    kind: ArtefactKind,
    warning: Option<(usize, usize, usize, String)>,
    findings: Vec<StoredFinding>,
    links: Vec<Option<String>>,
    joins: Vec<Vec<String>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredFinding {
    rule: String,
    severity: Severity,
    confidence: Confidence,
    redacted: String,
    length: usize,
    entropy: f64,
    verdict: Verdict,
    expires: Option<i64>,
    expired: bool,
    facts: Vec<Fact>,
    companion: Option<String>,
    places: Vec<StoredPlace>,
    reach: Vec<Reach>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredPlace {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    pointer: Option<String>,
    location: Location,
    fingerprint: Fingerprint,
    decoded: Vec<Decoder>,
    mirror: bool,
    #[serde(default)]
    marker: Option<Marker>,
}

/// Writes what was scanned of an element.
pub(super) fn write(parts: &[Scanned]) -> serde_json::Result<String> {
    let parts: Vec<StoredPart> = parts.iter().map(part).collect();
    serde_json::to_string(&parts)
}

/// Reads it back; `None` if it is of another version, or names a rule that is no more.
pub(super) fn read(text: &str, rules: &Rules) -> Option<Vec<Scanned>> {
    let parts: Vec<StoredPart> = serde_json::from_str(text).ok()?;
    parts.into_iter().map(|part| restored(part, rules)).collect()
}

fn part(part: &Scanned) -> StoredPart {
    StoredPart {
        suffix: part.suffix.clone(),
        bytes: part.bytes,
        kind: part.kind,
        warning: part.warning.as_ref().map(|w| (w.offset, w.line, w.column, w.message.clone())),
        findings: part.findings.iter().map(finding).collect(),
        links: part.links.clone(),
        joins: part.joins.clone(),
    }
}

fn restored(part: StoredPart, rules: &Rules) -> Option<Scanned> {
    let warning = |(offset, line, column, message)| Warning { offset, line, column, message };
    let findings: Option<Vec<Finding>> = part.findings.into_iter().map(|one| found(one, rules)).collect();
    Some(Scanned {
        suffix: part.suffix,
        bytes: part.bytes,
        kind: part.kind,
        warning: part.warning.map(warning),
        findings: findings?,
        links: part.links,
        joins: part.joins,
    })
}

fn finding(finding: &Finding) -> StoredFinding {
    StoredFinding {
        rule: finding.rule_id().to_owned(),
        severity: finding.severity,
        confidence: finding.confidence,
        redacted: finding.secret.redacted(),
        length: finding.secret.len(),
        entropy: finding.entropy,
        verdict: finding.verdict,
        expires: finding.expires,
        expired: finding.expired,
        facts: finding.facts.clone(),
        companion: finding.companion.clone(),
        places: finding.places().map(place).collect(),
        reach: finding.reach.clone(),
    }
}

/// The evidence is not kept: `--explain` wants the element itself.
fn found(stored: StoredFinding, rules: &Rules) -> Option<Finding> {
    let mut places = stored.places.into_iter().map(occurrence);
    Some(Finding {
        rule: Arc::clone(rules.get(&stored.rule)?),
        severity: stored.severity,
        confidence: stored.confidence,
        secret: Secret::withheld(stored.redacted, stored.length),
        entropy: stored.entropy,
        verdict: stored.verdict,
        evidence: Vec::new(),
        expires: stored.expires,
        expired: stored.expired,
        facts: stored.facts,
        companion: stored.companion,
        at: places.next()?,
        occurrences: places.collect(),
        reach: stored.reach,
    })
}

fn place(at: &Occurrence) -> StoredPlace {
    StoredPlace {
        start: at.span.start,
        end: at.span.end,
        line: at.line,
        column: at.column,
        pointer: at.pointer.clone(),
        location: at.location.clone(),
        fingerprint: at.fingerprint,
        decoded: at.decoded.clone(),
        mirror: at.mirror,
        marker: at.marker.clone(),
    }
}

fn occurrence(stored: StoredPlace) -> Occurrence {
    Occurrence {
        span: Span::new(stored.start, stored.end),
        line: stored.line,
        column: stored.column,
        pointer: stored.pointer,
        location: stored.location,
        fingerprint: stored.fingerprint,
        decoded: stored.decoded,
        mirror: stored.mirror,
        marker: stored.marker,
    }
}
