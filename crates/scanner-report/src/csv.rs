//! Comma-separated values (RFC 4180) with a head, for spreadsheets.

use std::io::{self, Write};

use crate::report::Report;
use crate::wording::{self, Secrets, printable};

const HEAD: [&str; 19] = [
    "severity",
    "confidence",
    "rule_id",
    "title",
    "path",
    "line",
    "column",
    "pointer",
    "collection",
    "folders",
    "request",
    "environment",
    "role",
    "field",
    "secret",
    "fingerprint",
    "commit",
    "author",
    "date",
];

/// Writes the report, a row a finding. Suppressed findings are not in it.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, report: &Report, secrets: Secrets) -> io::Result<()> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(HEAD)?;
    for (artefact, finding) in report.findings() {
        let (at, location) = (&finding.at, &finding.at.location);
        let text = |text: Option<&str>| cell(text.unwrap_or_default());
        let commit = artefact.commit.as_deref();
        rows.write_record([
            finding.severity.as_str().to_owned(),
            confidence(finding.confidence).to_owned(),
            cell(finding.rule_id()),
            cell(&finding.rule.title),
            cell(&artefact.path),
            at.line.to_string(),
            at.column.to_string(),
            text(at.pointer.as_deref()),
            text(location.collection.as_deref()),
            cell(&location.folders.join(" › ")),
            text(location.request.as_deref()),
            text(location.environment.as_deref()),
            location.role.as_str().to_owned(),
            text(location.field.as_deref()),
            cell(&wording::secret(finding, secrets)),
            at.fingerprint.to_string(),
            text(commit.map(|commit| &*commit.id)),
            text(commit.map(wording::author).as_deref()),
            text(commit.map(|commit| &*commit.date)),
        ])?;
    }
    rows.flush()
}

const fn confidence(confidence: scanner_core::Confidence) -> &'static str {
    match confidence {
        scanner_core::Confidence::High => "high",
        scanner_core::Confidence::Medium => "medium",
        scanner_core::Confidence::Low => "low",
    }
}

/// Spreadsheets take a cell that begins so for a formula; an apostrophe before it makes it text (OWASP, CSV injection).
pub(crate) fn cell(text: &str) -> String {
    let shown = printable(text);
    if shown.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) {
        format!("'{shown}")
    } else {
        shown.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!([cell(" @SUM(1)"), cell("-1"), cell("a=b")], ["' @SUM(1)", "'-1", "a=b"]);
        assert_eq!(cell("\t=1"), "\\t=1");
    }
}
