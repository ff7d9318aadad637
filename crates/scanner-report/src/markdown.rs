//! Markdown (GitHub's and GitLab's), for the summary of a job or a comment.

use std::collections::BTreeMap;
use std::io::{self, Write};

use scanner_core::{Finding, RuleInfo, Severity};

use crate::exception::Standing;
use crate::report::Report;
use crate::wording::{self, Secrets, printable};

/// Findings that are listed: GitHub takes a summary of at most 1 MiB.
const ROWS: usize = 500;

/// Writes the report. Suppressed findings are counted only.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, report: &Report, secrets: Secrets) -> io::Result<()> {
    let count = report.findings().count();
    let files = report.artefacts.len();
    match count {
        0 => writeln!(out, "## Postseal: no credentials found\n")?,
        1 => writeln!(out, "## Postseal: 1 credential found\n")?,
        _ => writeln!(out, "## Postseal: {count} credentials found\n")?,
    }
    writeln!(out, "{files} files scanned{}.\n", counts(report))?;
    if count > 0 {
        table(out, report, secrets)?;
        advice(out, report)?;
    }
    gaps(out, report)
}

/// `: 2 critical, 1 low; 3 new, 4 suppressed`.
fn counts(report: &Report) -> String {
    let by_severity = Severity::ALL.into_iter().rev().filter_map(|severity| {
        let count = report.count(severity);
        (count > 0).then(|| format!("{count} {}", severity.as_str()))
    });
    let mut parts: Vec<String> = by_severity.collect();
    if let Some(baseline) = &report.baseline {
        let findings = report.findings().map(|(_, finding)| finding);
        parts.push(format!("{} new", baseline.count(findings, Standing::New)));
        parts.push(format!("{} gone", baseline.gone.len()));
    }
    if !report.suppressed.is_empty() {
        parts.push(format!("{} suppressed", report.suppressed.len()));
    }
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

fn table(out: &mut impl Write, report: &Report, secrets: Secrets) -> io::Result<()> {
    writeln!(out, "| Severity | Credential | Where | File |\n|---|---|---|---|")?;
    for (artefact, finding) in report.findings().take(ROWS) {
        let mut place = wording::trail(&finding.at.location);
        place.push(wording::place(&finding.at.location));
        writeln!(
            out,
            "| {} | {}<br>{} | {} | {} line {} |",
            finding.severity.as_str(),
            escaped(&finding.rule.title),
            escaped(&wording::secret(finding, secrets)),
            escaped(&place.join(" › ")),
            escaped(&wording::path(artefact)),
            finding.at.line
        )?;
    }
    match report.findings().count().saturating_sub(ROWS) {
        0 => writeln!(out),
        more => writeln!(out, "\nand {more} more.\n"),
    }
}

fn advice(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let mut rules: BTreeMap<(&str, &str), &RuleInfo> = BTreeMap::new();
    let of = |finding: &Finding| finding.rule.clone();
    let infos: Vec<_> = report.findings().map(|(_, finding)| of(finding)).collect();
    rules.extend(infos.iter().map(|info| ((&*info.title, &*info.id), &**info)));
    writeln!(out, "<details><summary>What to do</summary>\n")?;
    for info in rules.values() {
        writeln!(out, "- **{}** ({}): {}", escaped(&info.title), escaped(&info.id), escaped(&info.revoke))?;
    }
    writeln!(out, "\n</details>\n")
}

fn gaps(out: &mut impl Write, report: &Report) -> io::Result<()> {
    if report.coverage().complete {
        return Ok(());
    }
    writeln!(out, "**The scan is incomplete**: what could not be read may hold credentials.\n")?;
    for skipped in report.skipped.iter().filter(|skipped| skipped.gap).take(ROWS) {
        writeln!(out, "- {}: {}", escaped(&skipped.path), escaped(&skipped.detail))?;
    }
    Ok(())
}

/// Text without a meaning in Markdown: no markup, no HTML, no links, nobody mentioned.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let shown = printable(text);
    let mut chars = shown.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A bare URL and a name after `@` are links: `&#…;` in them ends that.
            '@' => out.push_str("&#64;"),
            ':' if chars.peek() == Some(&'/') => out.push_str("&#58;"),
            '.' if out.ends_with("www") => out.push_str("&#46;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '!' | '|' | '~'
            | '$' => {
                out.extend(['\\', c]);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_markup() {
        assert_eq!(escaped("<script>|`x`"), "&lt;script&gt;\\|\\`x\\`");
        assert_eq!(escaped("[a](http://b) @c"), "\\[a\\]\\(http&#58;//b\\) &#64;c");
        assert_eq!(escaped("www.evil.test"), "www&#46;evil.test");
    }
}
