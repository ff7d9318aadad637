//! An audit for the terminal.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{Audit, Judgement, Score, Verdict};
use crate::control::Level;
use crate::printable;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const INDENT: &str = "                ";
/// Pieces of evidence that are shown of a control.
const SHOWN: usize = 3;

/// Writes the verdicts by section, each with what it rests on, then the score. Explanations are wrapped at `width` columns.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(out: &mut impl Write, audit: &Audit, width: usize) -> io::Result<()> {
    let date = crate::report::date(audit.at).unwrap_or_default();
    writeln!(out, "{BOLD}Audit of {}{BOLD:#}  {DIM}{date}{DIM:#}", printable(&audit.subject))?;
    let mut section = "";
    for control in &audit.controls {
        if *control.section != *section {
            section = &control.section;
            writeln!(out, "\n{BOLD}{section}{BOLD:#}  {DIM}{}{DIM:#}", control.source.title())?;
        }
        write_control(out, control, width)?;
    }
    write_score(out, audit)
}

fn style(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Pass => AnsiColor::Green.on_default(),
        Verdict::Partial => AnsiColor::Yellow.on_default(),
        Verdict::Fail => AnsiColor::Red.on_default().bold(),
        Verdict::Manual | Verdict::NotEvaluated => DIM,
    }
}

fn write_control(out: &mut impl Write, control: &Judgement, width: usize) -> io::Result<()> {
    let style = style(control.verdict);
    let word = control.verdict.as_str();
    let level = control.level.map_or_else(String::new, |level| format!(" ({level})"));
    writeln!(out, "  {style}{word:<13}{style:#} {BOLD}{}{BOLD:#} {}{level}", control.id, control.title)?;
    let speaking: Vec<_> = control.evidence.iter().filter(|one| one.verdict == control.verdict).collect();
    if speaking.is_empty() {
        wrapped(out, &control.summary, width)?;
    }
    for one in speaking.iter().take(SHOWN) {
        let place = one.place.as_ref().map_or_else(String::new, |place| format!("{}: ", printable(place)));
        wrapped(out, &format!("{place}{}", printable(&one.text)), width)?;
    }
    if speaking.len() > SHOWN {
        writeln!(out, "{INDENT}{DIM}and {} more{DIM:#}", speaking.len() - SHOWN)?;
    }
    if let Some(waiver) = &control.waiver {
        let until = waiver.until.as_deref().unwrap_or("further notice");
        let over = if waiver.expired { ", which is over" } else { "" };
        wrapped(
            out,
            &format!(
                "accepted by {} until {until}{over}: {}",
                printable(&waiver.owner),
                printable(&waiver.reason)
            ),
            width,
        )?;
    }
    if control.counts_as_failed() {
        wrapped(out, &control.advice, width)?;
    }
    Ok(())
}

fn wrapped(out: &mut impl Write, text: &str, width: usize) -> io::Result<()> {
    let options = textwrap::Options::new(width).initial_indent(INDENT).subsequent_indent(INDENT);
    textwrap::wrap(text, options).iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn write_score(out: &mut impl Write, audit: &Audit) -> io::Result<()> {
    writeln!(
        out,
        "\n{BOLD}Score{BOLD:#}  {DIM}what holds, of what could be judged; partly counts half{DIM:#}"
    )?;
    for level in [Level::L1, Level::L2, Level::L3] {
        let score = audit.score(|control| control.level == Some(level));
        if score != Score::default() {
            line(out, level.as_str(), score)?;
        }
    }
    line(out, "all", audit.score(|_| true))
}

fn line(out: &mut impl Write, name: &str, score: Score) -> io::Result<()> {
    let percent = score.percent().map_or_else(|| "  -".to_owned(), |percent| format!("{percent:>3} %"));
    let Score { pass, partial, fail, manual, not_evaluated } = score;
    writeln!(
        out,
        "  {name:<4} {percent:<6} {pass} pass, {partial} partial, {fail} fail, {manual} manual, {not_evaluated} not evaluated"
    )
}
