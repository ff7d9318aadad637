//! Workflow commands of GitHub Actions: an annotation a finding, on standard output. The summary of a job is [`crate::markdown`].

use std::cmp::Reverse;
use std::io::{self, Write};

use scanner_core::Severity;

use crate::report::{Artefact, Report};
use crate::wording::{self, Secrets};

/// Writes the report, the most severe findings first: GitHub shows ten annotations of a kind and step. Suppressed findings are not in it.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, report: &Report, secrets: Secrets) -> io::Result<()> {
    let mut findings: Vec<(&Artefact, &scanner_core::Finding)> = report.findings().collect();
    findings.sort_by_key(|(_, finding)| Reverse(finding.severity));
    for (artefact, finding) in findings {
        let (path, at) = (property(&artefact.path), &finding.at);
        let (command, title) = (command(finding.severity), property(&finding.rule.title));
        let text = data(&wording::sentence(finding, secrets));
        writeln!(out, "::{command} file={path},line={},title={title}::{text}", at.line)?;
    }
    for skipped in report.skipped.iter().filter(|skipped| skipped.gap) {
        let (path, detail) = (property(&skipped.path), data(&skipped.detail));
        writeln!(out, "::warning file={path},title=Not scanned::{detail}")?;
    }
    let (count, files) = (report.findings().count(), report.artefacts.len());
    writeln!(out, "::notice title=Postseal::findings: {count}, files scanned: {files}")
}

const fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "notice",
    }
}

/// Text after `::`. The runner undoes these escapes; a line break could begin a command of its own.
fn data(text: &str) -> String {
    wording::printable(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which also ends at `:` and `,`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_property_or_begins_a_command() {
        assert_eq!(property("a,line=1::x%\n::error::"), "a%2Cline=1%3A%3Ax%25\\n%3A%3Aerror%3A%3A");
        assert_eq!(data("50%"), "50%25");
    }
}
