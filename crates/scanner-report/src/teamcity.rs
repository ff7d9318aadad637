//! Service messages of TeamCity: an inspection a finding, on standard output.

use std::collections::BTreeMap;
use std::io::{self, Write};

use scanner_core::{Finding, Severity};

use crate::report::Report;
use crate::wording::{self, Secrets};

/// Writes the report. Suppressed findings are not in it.
///
/// # Errors
/// Those of `out`.
pub fn write(out: &mut impl Write, report: &Report, secrets: Secrets) -> io::Result<()> {
    let rules: BTreeMap<&str, &Finding> =
        report.findings().map(|(_, finding)| (finding.rule_id(), finding)).collect();
    for (id, finding) in rules {
        let rule = &finding.rule;
        let fields =
            [("id", id), ("name", &rule.title), ("category", "Credentials"), ("description", &rule.why)];
        message(out, "inspectionType", &fields)?;
    }
    for (artefact, finding) in report.findings() {
        let severity = match finding.severity {
            Severity::Critical | Severity::High => "ERROR",
            Severity::Medium => "WARNING",
            Severity::Low => "WEAK WARNING",
        };
        let (text, line) = (wording::sentence(finding, secrets), finding.at.line.to_string());
        let fields = [
            ("typeId", finding.rule_id()),
            ("message", &text),
            ("file", &artefact.path),
            ("line", &line),
            ("SEVERITY", severity),
        ];
        message(out, "inspection", &fields)?;
    }
    for skipped in report.skipped.iter().filter(|skipped| skipped.gap) {
        let text = format!("{}: not scanned: {}", skipped.path, skipped.detail);
        message(out, "message", &[("text", &text), ("status", "WARNING")])?;
    }
    Ok(())
}

fn message(out: &mut impl Write, name: &str, fields: &[(&str, &str)]) -> io::Result<()> {
    write!(out, "##teamcity[{name}")?;
    for (key, value) in fields {
        write!(out, " {key}='{}'", escaped(value))?;
    }
    writeln!(out, "]")
}

/// The escapes of service messages.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in wording::printable(text).chars() {
        match c {
            '|' | '\'' | '[' | ']' => out.extend(['|', c]),
            c if c.is_ascii() => out.push(c),
            // UTF-16 units, as in Java.
            c => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("|0x{unit:04x}"))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_message() {
        assert_eq!(escaped("x']\n##teamcity[buildStop|"), "x|'|]\\n##teamcity|[buildStop||");
        assert_eq!(escaped("é🎉"), "|0x00e9|0xd83c|0xdf89");
    }
}
