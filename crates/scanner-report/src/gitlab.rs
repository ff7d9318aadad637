//! GitLab's report of secret detection (schema 15.0.2), for `artifacts: reports: secret_detection`.

use std::io::{self, Write};

use scanner_core::{Finding, Severity};
use serde::Serialize;

use crate::report::{Artefact, Commit, Report};
use crate::wording::{self, Secrets, printable};

/// The version of the schema; every GitLab since 15.0 takes it.
const VERSION: &str = "15.0.2";

/// GitLab's limit of a name, in characters.
const NAME: usize = 255;

/// GitLab wants a commit with every finding; this is the one its own analysers give for files that are in none.
const NO_COMMIT: &str = "0000000";

#[derive(Serialize)]
struct Document<'r> {
    version: &'static str,
    scan: Scan,
    vulnerabilities: Vec<Vulnerability<'r>>,
}

#[derive(Serialize)]
struct Scan {
    analyzer: Program,
    scanner: Program,
    r#type: &'static str,
    start_time: String,
    end_time: String,
    status: &'static str,
    messages: Vec<Message>,
}

#[derive(Clone, Serialize)]
struct Program {
    id: &'static str,
    name: &'static str,
    url: &'static str,
    version: &'static str,
    vendor: Vendor,
}

#[derive(Clone, Serialize)]
struct Vendor {
    name: &'static str,
}

#[derive(Serialize)]
struct Message {
    level: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Vulnerability<'r> {
    id: String,
    category: &'static str,
    name: String,
    description: String,
    severity: &'static str,
    solution: &'r str,
    identifiers: [Identifier<'r>; 1],
    links: Vec<Link<'r>>,
    location: Place,
    tracking: Tracking,
    raw_source_code_extract: String,
}

#[derive(Serialize)]
struct Identifier<'r> {
    r#type: &'static str,
    name: String,
    value: &'r str,
}

#[derive(Serialize)]
struct Link<'r> {
    url: &'r str,
}

#[derive(Serialize)]
struct Place {
    file: String,
    commit: CommitObject,
    start_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    method: String,
}

#[derive(Serialize)]
struct CommitObject {
    sha: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

#[derive(Serialize)]
struct Tracking {
    r#type: &'static str,
    items: [Tracked; 1],
}

#[derive(Serialize)]
struct Tracked {
    file: String,
    start_line: usize,
    signatures: [Signature; 1],
}

#[derive(Serialize)]
struct Signature {
    algorithm: &'static str,
    value: String,
}

/// Writes the report. Suppressed findings are not in it.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, report: &Report, secrets: Secrets) -> io::Result<()> {
    let program = Program {
        id: "postseal",
        name: "Postseal",
        url: env!("CARGO_PKG_REPOSITORY"),
        version: env!("CARGO_PKG_VERSION"),
        vendor: Vendor { name: "Postseal" },
    };
    let coverage = report.coverage();
    let gaps = coverage.skipped.iter().filter(|skipped| skipped.gap).map(|skipped| Message {
        level: "warn",
        value: format!("{}: not scanned: {}", printable(&skipped.path), printable(&skipped.detail)),
    });
    let document = Document {
        version: VERSION,
        scan: Scan {
            analyzer: program.clone(),
            scanner: program,
            r#type: "secret_detection",
            start_time: time(report.started),
            end_time: time(report.started + report.duration.as_secs() as i64),
            status: "success",
            messages: gaps.collect(),
        },
        vulnerabilities: report
            .findings()
            .map(|(artefact, finding)| vulnerability(artefact, finding, secrets))
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    out.write_all(b"\n")
}

fn vulnerability<'r>(artefact: &Artefact, finding: &'r Finding, secrets: Secrets) -> Vulnerability<'r> {
    let rule = &finding.rule;
    let at = &finding.at;
    let trail = wording::trail(&at.location);
    let file = wording::printable(&artefact.path).into_owned();
    Vulnerability {
        id: id(artefact, finding),
        category: "secret_detection",
        name: rule.title.chars().take(NAME).collect(),
        description: markdown(&wording::message(finding, secrets)),
        severity: severity(finding.severity),
        solution: &rule.revoke,
        identifiers: [Identifier {
            r#type: "postseal_rule_id",
            name: format!("Postseal rule {}", rule.id),
            value: &rule.id,
        }],
        links: rule.references.iter().map(|url| Link { url }).collect(),
        location: Place {
            file: file.clone(),
            commit: commit(artefact.commit.as_deref()),
            start_line: at.line,
            class: (!trail.is_empty()).then(|| trail.join(" › ")),
            method: wording::place(&at.location),
        },
        tracking: Tracking {
            r#type: "source",
            items: [Tracked {
                file,
                start_line: at.line,
                signatures: [Signature {
                    algorithm: "postseal_fingerprint",
                    value: at.fingerprint.to_string(),
                }],
            }],
        },
        raw_source_code_extract: wording::secret(finding, secrets),
    }
}

fn commit(commit: Option<&Commit>) -> CommitObject {
    CommitObject {
        sha: commit.map_or(NO_COMMIT, |commit| &commit.id).to_owned(),
        author: commit.map(wording::author),
        date: commit.map(|commit| commit.date.clone()),
    }
}

/// A UUID (version 8, RFC 9562) of fingerprint, file and commit: the same finding in two files is two of GitLab's.
fn id(artefact: &Artefact, finding: &Finding) -> String {
    use scanner_core::{Fingerprint, FingerprintKey};
    let print = finding.at.fingerprint.to_string();
    let commit = artefact.commit.as_ref().map(|commit| &*commit.id);
    let place: Vec<&str> = std::iter::once(&*print).chain(commit).collect();
    let path = artefact.path.as_bytes();
    let hex = Fingerprint::new(&FingerprintKey::default(), finding.rule_id(), path, &place).to_string();
    format!("{}-{}-8{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
}

/// The description is Markdown: what means something there is escaped.
fn markdown(text: &str) -> String {
    crate::markdown::escaped(text)
}

/// `2020-01-28T03:26:02`, in UTC and without a zone, as the schema wants it.
fn time(seconds: i64) -> String {
    crate::report::date(seconds).unwrap_or_default().trim_end_matches('Z').to_owned()
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
    }
}
