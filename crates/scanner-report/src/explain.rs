//! Why one value is reported and another is not.

use std::io::{self, Write};

use scanner_core::{Considered, Evidence, Explanation, Role};
use serde::Serialize;

use crate::human::{BOLD, DIM, GREEN, write_evidence};
use crate::wording::printable;

/// Writes an explanation for a person. Values are redacted unless `show_values`.
///
/// # Errors
/// Those of `out`.
pub fn human(out: &mut impl Write, explanation: &Explanation, show_values: bool) -> io::Result<()> {
    let span = explanation.span;
    writeln!(out, "{DIM}bytes {}..{}{DIM:#}", span.start, span.end)?;
    if explanation.considered.is_empty() {
        writeln!(
            out,
            "Nothing here was considered: Postman keeps no credentials in such a place, or it is empty."
        )?;
    }
    explanation.considered.iter().try_for_each(|one| write_one(out, one, show_values))
}

fn write_one(out: &mut impl Write, one: &Considered, show: bool) -> io::Result<()> {
    let name = one.name.as_deref().map(|name| format!(" {}", printable(name))).unwrap_or_default();
    let inner = one.inner.as_deref().map(|inner| format!(" at {}", printable(inner))).unwrap_or_default();
    writeln!(out, "\n{BOLD}{}{name}{BOLD:#}{inner}  {}", one.role.as_str(), value(one, show))?;
    one.evidence.iter().try_for_each(|evidence| write_evidence(out, "  ", evidence))?;
    let verdict = match (one.veto, &one.rule_id) {
        (Some(veto), Some(rule)) => format!("not {rule}: {veto}"),
        (Some(veto), None) => format!("not reported: {veto}"),
        (None, Some(rule)) if is_counted(one) => {
            format!("= {} of {}: {rule}", one.score, Evidence::THRESHOLD)
        }
        (None, Some(rule)) => rule.clone(),
        (None, None) => format!("= {}: less than {}, not reported", one.score, Evidence::THRESHOLD),
    };
    writeln!(out, "  {verdict}")?;
    match &one.reported {
        Some(rule) => writeln!(out, "  {GREEN}these bytes are reported as {rule}{GREEN:#}"),
        None => Ok(()),
    }
}

/// Formats are not counted in points.
fn is_counted(one: &Considered) -> bool {
    one.evidence.iter().any(|evidence| evidence.points != 0)
}

fn value(one: &Considered, show: bool) -> String {
    if show {
        printable(&String::from_utf8_lossy(one.value.reveal())).into_owned()
    } else {
        one.value.redacted()
    }
}

#[derive(Serialize)]
struct Line<'e> {
    r#type: &'static str,
    rule_id: Option<&'e str>,
    role: Role,
    name: Option<&'e str>,
    inner: Option<&'e str>,
    start: usize,
    end: usize,
    redacted: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    evidence: &'e [Evidence],
    score: i16,
    threshold: i16,
    veto: Option<&'static str>,
    reported: Option<&'e str>,
}

/// Writes an explanation for programs: JSON Lines, one value that was considered a line.
///
/// # Errors
/// Those of `out`.
pub fn jsonl(out: &mut impl Write, explanation: &Explanation, show_values: bool) -> io::Result<()> {
    for one in &explanation.considered {
        let line = Line {
            r#type: "considered",
            rule_id: one.rule_id.as_deref(),
            role: one.role,
            name: one.name.as_deref(),
            inner: one.inner.as_deref(),
            start: one.span.start,
            end: one.span.end,
            redacted: one.value.redacted(),
            value: show_values.then(|| String::from_utf8_lossy(one.value.reveal()).into_owned()),
            evidence: &one.evidence,
            score: one.score,
            threshold: Evidence::THRESHOLD,
            veto: one.veto,
            reported: one.reported.as_deref(),
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
