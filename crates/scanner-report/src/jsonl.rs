//! JSON Lines: one finding an object, then one summary. The public contract; README.md documents the fields.

use std::collections::BTreeMap;
use std::io::{self, Write};

use scanner_core::{
    Confidence, Decoder, Evidence, Fact, Finding, Fingerprint, FingerprintKey, Location, Occurrence, Reach,
    Severity, Verdict,
};
use serde::Serialize;

use crate::control::{Broken, Catalogue};
use crate::exception::{Gone, Standing, SuppressedBy, Suppression};
use crate::report::{Commit, Coverage, Detected, Live, Report};

/// A finding as it is written.
#[derive(Serialize)]
struct Line<'r> {
    r#type: &'static str,
    rule_id: &'r str,
    provider: &'r str,
    title: &'r str,
    severity: Severity,
    confidence: Confidence,
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'r Commit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    workspace: Option<Workspace<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postman_secret_id: Option<&'r str>,
    #[serde(flatten)]
    place: Place<'r>,
    redacted: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_hash: Option<String>,
    entropy: f64,
    verdict: Verdict,
    companion: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    expired: bool,
    #[serde(skip_serializing_if = "<[Fact]>::is_empty")]
    facts: &'r [Fact],
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'r [Evidence]>,
    occurrences: Vec<Place<'r>>,
    reach: &'r [Reach],
    controls: Vec<Broken>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Standing>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppression: Option<&'r Suppression>,
}

/// The workspace of an artefact that was read from the Postman API.
#[derive(Serialize)]
struct Workspace<'r> {
    id: &'r str,
    name: &'r str,
    visibility: &'r str,
}

/// One place of a secret.
#[derive(Serialize)]
struct Place<'r> {
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    pointer: Option<&'r str>,
    location: &'r Location,
    decoded: &'r [Decoder],
    fingerprint: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    mirror: bool,
}

#[derive(Serialize)]
struct Summary<'r> {
    r#type: &'static str,
    artefacts: usize,
    bytes: u64,
    findings: usize,
    occurrences: usize,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    suppressed: BTreeMap<SuppressedBy, usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Baseline<'r>>,
    coverage: Coverage,
    duration_ms: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    postman_scanner: Option<&'r Detected>,
}

#[derive(Serialize)]
struct Baseline<'r> {
    new: usize,
    known: usize,
    expired: usize,
    gone: &'r [Gone],
}

/// What to write.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Write secrets beside their redacted form; one that is not UTF-8 is written with U+FFFD.
    pub show_secrets: bool,
    /// Write the evidence for each finding.
    pub explain: bool,
    /// Write what is suppressed too, as lines of type `suppressed`.
    pub suppressed: bool,
}

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(
    out: &mut impl Write,
    report: &Report,
    catalogue: &Catalogue,
    options: Options,
) -> io::Result<()> {
    for (artefact, finding) in report.findings() {
        let baseline = report.standing(finding);
        line(
            out,
            &Line {
                baseline,
                commit: artefact.commit.as_deref(),
                ..finding_line(&artefact.path, artefact.live.as_deref(), finding, catalogue, options)
            },
        )?;
    }
    for one in report.suppressed.iter().filter(|_| options.suppressed) {
        let suppression = Some(&one.suppression);
        let finding = finding_line(&one.path, None, &one.finding, catalogue, options);
        line(out, &Line { r#type: "suppressed", suppression, ..finding })?;
    }
    let occurrences = report.findings().map(|(_, finding)| crate::report::places(finding)).sum();
    line(
        out,
        &Summary {
            r#type: "summary",
            artefacts: report.artefacts.len(),
            bytes: report.bytes(),
            findings: report.findings().count(),
            occurrences,
            suppressed: suppressed(report),
            baseline: baseline(report),
            coverage: report.coverage(),
            duration_ms: report.duration.as_millis(),
            postman_scanner: report.detected.as_ref(),
        },
    )
}

fn suppressed(report: &Report) -> BTreeMap<SuppressedBy, usize> {
    let mut by = BTreeMap::new();
    report.suppressed.iter().for_each(|one| *by.entry(one.suppression.by).or_default() += 1);
    by
}

fn baseline(report: &Report) -> Option<Baseline<'_>> {
    let baseline = report.baseline.as_ref()?;
    let count = |standing| baseline.count(report.findings().map(|(_, finding)| finding), standing);
    let (new, known) = (count(Standing::New), count(Standing::Known));
    Some(Baseline { new, known, expired: baseline.expired, gone: &baseline.gone })
}

fn line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

fn finding_line<'r>(
    path: &'r str,
    live: Option<&'r Live>,
    finding: &'r Finding,
    catalogue: &Catalogue,
    options: Options,
) -> Line<'r> {
    Line {
        r#type: "finding",
        rule_id: &finding.rule.id,
        provider: &finding.rule.provider,
        title: &finding.rule.title,
        severity: finding.severity,
        confidence: finding.confidence,
        path,
        commit: None,
        workspace: live.map(workspace),
        url: live.and_then(|live| live.link(finding)),
        postman_secret_id: live.and_then(|live| Some(live.detected.get(&finding.at.fingerprint)?.as_str())),
        place: place(&finding.at),
        redacted: finding.secret.redacted(),
        secret: (options.show_secrets && !finding.secret.is_withheld())
            .then(|| String::from_utf8_lossy(finding.secret.reveal()).into_owned()),
        // What is told of a live element once more does not have the value.
        value_hash: (live.is_none() && !finding.secret.is_withheld())
            .then(|| Fingerprint::of_value(&FingerprintKey::default(), finding.secret.reveal()).to_string()),
        // Two decimals: more say nothing about a short string.
        entropy: (finding.entropy * 100.0).round() / 100.0,
        verdict: finding.verdict,
        companion: finding.companion.as_deref(),
        expired: finding.expired,
        expires: finding.expires.and_then(crate::report::date),
        facts: &finding.facts,
        evidence: options.explain.then_some(&finding.evidence),
        occurrences: finding.occurrences.iter().map(place).collect(),
        reach: &finding.reach,
        controls: catalogue.broken(finding),
        baseline: None,
        suppression: None,
    }
}

fn workspace(live: &Live) -> Workspace<'_> {
    Workspace { id: &live.workspace_id, name: &live.workspace, visibility: &live.visibility }
}

fn place(occurrence: &Occurrence) -> Place<'_> {
    Place {
        start: occurrence.span.start,
        end: occurrence.span.end,
        line: occurrence.line,
        column: occurrence.column,
        pointer: occurrence.pointer.as_deref(),
        location: &occurrence.location,
        decoded: &occurrence.decoded,
        fingerprint: occurrence.fingerprint.to_string(),
        mirror: occurrence.mirror,
    }
}
