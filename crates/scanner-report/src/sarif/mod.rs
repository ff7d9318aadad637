//! SARIF 2.1.0 (OASIS Standard, March 2020), for code scanning services and editors.
//!
//! The types are ours and hold only what is written: the crate that has them all is made by a generator of 2021 in its build script, which every
//! user of this library would build. A test checks every report against the published schema.
//!
//! Regions are whole lines: columns of SARIF count UTF-16 units or code points, those of a finding bytes. `properties` has the bytes.

mod audit;
mod model;
mod taxonomy;

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use scanner_core::{Confidence, Finding, Location, Occurrence, RuleInfo, Severity};

use self::model::{
    ArtifactLocation, Configuration, Driver, Help, Invocation, Log, LogicalLocation, Message, Notification,
    PhysicalLocation, Place, Properties, Region, ResultObject, ResultProperties, Rule, RuleProperties, Run,
    SuppressionObject, Tool,
};
use self::taxonomy::Taxonomies;
use crate::audit::{Audit, Evidence, Judgement};
use crate::control::Catalogue;
use crate::exception::{Standing, SuppressedBy, Suppression};
use crate::report::{Commit, Report, Skipped};
use crate::wording::{self, Secrets, uri};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Places of the same secret that are listed with a result.
const RELATED: usize = 20;

/// Writes the report as a SARIF log with one run. Suppressed findings are in it, as suppressed results.
///
/// The controls are its taxonomies, and each result names those that it breaks. With an audit, what the checks of documents and the Postman API
/// say against a control are results too, whose rule is the control.
///
/// ```
/// use scanner_report::control::Catalogue;
/// use scanner_report::{Report, Secrets, sarif};
///
/// let mut out = Vec::new();
/// sarif::write(&mut out, &Report::default(), None, &Catalogue::builtin(), Secrets::Redacted)?;
/// let log: serde_json::Value = serde_json::from_slice(&out)?;
/// assert_eq!(log["runs"][0]["taxonomies"][0]["taxa"][0]["id"], "1.1");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of `out`.
pub fn write(
    out: &mut impl Write,
    report: &Report,
    audit: Option<&Audit>,
    catalogue: &Catalogue,
    secrets: Secrets,
) -> io::Result<()> {
    let taxonomies = Taxonomies::of(catalogue);
    let rows = rows(report);
    let against = audit.map(audit::against).unwrap_or_default();
    let rules = rules(&rows, &against, &taxonomies);
    let found = rows.iter().map(|row| ResultObject {
        baseline_state: baseline_state(report, row).filter(|_| audit.is_none()),
        ..result(row, catalogue, &taxonomies, secrets)
    });
    let seen = against.iter().map(|(control, evidence)| audit::result(control, evidence, &taxonomies));
    let index: HashMap<&str, usize> = rules.iter().enumerate().map(|(at, rule)| (rule.id, at)).collect();
    let results = found
        .chain(seen)
        .map(|result| ResultObject {
            rule_index: index.get(result.rule_id).copied().unwrap_or_default(),
            ..result
        })
        .collect();
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "Postseal",
                information_uri: env!("CARGO_PKG_REPOSITORY"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules,
                supported_taxonomies: taxonomies.supported(),
            },
        },
        taxonomies: taxonomies.all,
        invocations: [Invocation {
            execution_successful: true,
            tool_execution_notifications: notifications(report),
        }],
        results,
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

/// The rules that fired by their ids, then the controls that something speaks against.
fn rules<'r>(
    rows: &[Row<'r>],
    against: &[(&'r Judgement, &Evidence)],
    taxonomies: &Taxonomies<'r>,
) -> Vec<Rule<'r>> {
    let fired: BTreeMap<&str, &RuleInfo> =
        rows.iter().map(|row| (row.finding.rule_id(), &*row.finding.rule)).collect();
    let mut rules: Vec<Rule<'_>> = fired.values().map(|info| rule(info)).collect();
    for (control, _) in against {
        if rules.last().is_none_or(|last| *last.id != *control.id) {
            rules.push(audit::rule(control, taxonomies));
        }
    }
    rules
}

fn rows(report: &Report) -> Vec<Row<'_>> {
    let suppressed = report.suppressed.iter().map(|one| Row {
        path: &one.path,
        commit: None,
        finding: &one.finding,
        suppression: Some(&one.suppression),
    });
    let active = report.findings().map(|(artefact, finding)| Row {
        path: &artefact.path,
        commit: artefact.commit.as_deref(),
        finding,
        suppression: None,
    });
    active.chain(suppressed).collect()
}

/// Either every result has one, or none has (SARIF 3.27.24): evidence of an audit is in no baseline.
fn baseline_state(report: &Report, row: &Row<'_>) -> Option<&'static str> {
    report.baseline.as_ref().map(|baseline| match baseline.of(row.finding) {
        Standing::New => "new",
        Standing::Known => "unchanged",
    })
}

/// What makes a result.
struct Row<'r> {
    path: &'r str,
    commit: Option<&'r Commit>,
    finding: &'r Finding,
    suppression: Option<&'r Suppression>,
}

fn result<'r>(
    row: &Row<'r>,
    catalogue: &Catalogue,
    taxonomies: &Taxonomies<'r>,
    secrets: Secrets,
) -> ResultObject<'r> {
    let Row { path, commit, finding, suppression } = *row;
    let broken = catalogue.broken(finding);
    let hosts = finding.reach.iter().filter_map(|reach| reach.host.as_deref());
    let mut hosts: Vec<String> = hosts.map(wording::name).collect();
    hosts.sort_unstable();
    hosts.dedup();
    let fingerprint = finding.at.fingerprint.to_string();
    let others = finding.occurrences.iter().filter(|place| !place.mirror).take(RELATED);
    ResultObject {
        rule_id: finding.rule_id(),
        rule_index: 0,
        kind: None,
        level: level(finding.severity),
        message: message(&wording::message(finding, secrets)),
        locations: vec![place(path, &finding.at, None)],
        related_locations: others.enumerate().map(|(id, other)| place(path, other, Some(id + 1))).collect(),
        // GitHub tells results apart by the first alone, and makes it from the line where it is missing: an export may be one line.
        partial_fingerprints: BTreeMap::from([
            ("primaryLocationLineHash", format!("{fingerprint}:1")),
            ("postseal/v1", fingerprint),
        ]),
        baseline_state: None,
        taxa: broken.iter().filter_map(|control| taxonomies.reference(&control.id)).collect(),
        suppressions: suppression.map(suppression_object).into_iter().collect(),
        properties: ResultProperties::Finding(Properties {
            security_severity: security_severity(finding.severity),
            severity: finding.severity,
            confidence: finding.confidence,
            start: finding.at.span.start,
            end: finding.at.span.end,
            redacted: finding.secret.redacted(),
            controls: broken.iter().map(|control| control.id.to_string()).collect(),
            hosts,
            commit: commit.map(|commit| commit.id.clone()),
            author: commit.map(wording::author),
            committed: commit.map(|commit| commit.date.clone()),
        }),
    }
}

fn suppression_object(suppression: &Suppression) -> SuppressionObject {
    SuppressionObject {
        kind: match suppression.by {
            SuppressedBy::Marker => "inSource",
            SuppressedBy::Config | SuppressedBy::Baseline | SuppressedBy::Committed => "external",
        },
        status: "accepted",
        justification: suppression.reason.as_deref().or(suppression.state).map(escaped),
    }
}

fn rule(info: &RuleInfo) -> Rule<'_> {
    let links = info.references.iter().map(|url| format!("- <{url}>\n")).collect::<String>();
    Rule {
        id: &info.id,
        short_description: message(&info.title),
        full_description: message(&info.description),
        help: Help {
            text: format!("{}\n\n{}\n\nWhat to do: {}", info.description, info.why, info.revoke),
            markdown: format!(
                "{}\n\n**Why it matters.** {}\n\n**What to do.** {}\n\n{links}",
                info.description, info.why, info.revoke
            ),
        },
        help_uri: info.references.first().map(|url| &**url),
        default_configuration: Configuration { level: level(info.severity) },
        relationships: Vec::new(),
        properties: RuleProperties {
            security_severity: Some(security_severity(info.severity)),
            precision: Some(match info.confidence {
                Confidence::High => "very-high",
                Confidence::Medium => "high",
                Confidence::Low => "medium",
            }),
            tags: ["security", "secret"].into_iter().chain(info.tags.iter().map(|tag| &**tag)).collect(),
        },
    }
}

fn place(path: &str, at: &Occurrence, id: Option<usize>) -> Place {
    Place {
        id,
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(path) },
            region: Some(Region { start_line: at.line }),
        },
        logical_locations: logical(&at.location, at.pointer.as_deref()),
        message: id.map(|_| message(&wording::place(&at.location))),
    }
}

/// The way a person goes in Postman, and the one a program goes in the file (SARIF 3.33.5 and 3.33.7: a JSON pointer for JSON).
fn logical(location: &Location, pointer: Option<&str>) -> Vec<LogicalLocation> {
    let mut trail = wording::trail(location);
    let mut places = Vec::new();
    if let Some(last) = trail.last().cloned() {
        trail.push(wording::place(location));
        places
            .push(LogicalLocation { name: last, fully_qualified_name: trail.join(" › "), kind: "member" });
    }
    if let Some(pointer) = pointer {
        let pointer = wording::printable(pointer);
        let name = pointer.rsplit('/').next().unwrap_or_default().to_owned();
        places.push(LogicalLocation { name, fully_qualified_name: pointer.into_owned(), kind: "value" });
    }
    places
}

fn notifications(report: &Report) -> Vec<Notification> {
    let coverage = report.coverage();
    let skipped = |skipped: &&Skipped| skipped.gap;
    let not_scanned = coverage.skipped.iter().filter(skipped).map(|skipped| Notification {
        level: "warning",
        message: message(&format!("not scanned: {}", skipped.detail)),
        locations: [file(&skipped.path, None)],
    });
    let malformed = coverage.malformed.iter().map(|malformed| Notification {
        level: "note",
        message: message(&malformed.message),
        locations: [file(&malformed.path, Some(malformed.line))],
    });
    let odd = coverage.notes.iter().map(|note| Notification {
        level: "note",
        message: message(&note.detail),
        locations: [file(&note.path, None)],
    });
    not_scanned.chain(malformed).chain(odd).collect()
}

fn file(path: &str, line: Option<usize>) -> Place {
    Place {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(path) },
            region: line.map(|start_line| Region { start_line }),
        },
        logical_locations: Vec::new(),
        message: None,
    }
}

fn message(text: &str) -> Message {
    Message { text: escaped(text) }
}

/// Brackets in a message make links (SARIF 3.11.6), which names from a file must not.
fn escaped(text: &str) -> String {
    wording::printable(text).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

/// Scores as GitHub reads them: over 9.0 is critical, from 7.0 high, from 4.0 medium.
const fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.0",
    }
}
