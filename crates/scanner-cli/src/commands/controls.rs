//! `postseal controls`.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write, stdout};

use anyhow::{Result, bail};
use scanner_report::control::{Catalogue, Control, Means, oscal};
use serde::Serialize;

use crate::Exit;
use crate::args::{ControlsArgs, ControlsCommand, ControlsFormat};

/// Lists or explains controls.
///
/// # Errors
/// If there is no such control, or the output cannot be written.
pub fn run(args: &ControlsArgs) -> Result<Exit> {
    let catalogue = Catalogue::builtin();
    let mut out = BufWriter::new(stdout().lock());
    match &args.command {
        ControlsCommand::List => list(&mut out, &catalogue, args.format)?,
        ControlsCommand::Matrix => matrix(&mut out, &catalogue, args.format)?,
        ControlsCommand::Oscal => {
            oscal::write(&mut out, &catalogue, jiff::Timestamp::now().as_second())?;
        }
        ControlsCommand::Show { id } => {
            let wanted = |control: &&Control| control.id.eq_ignore_ascii_case(id);
            let Some(control) = catalogue.controls().iter().find(wanted) else {
                bail!("there is no control `{id}`\nhint: `postseal controls list` lists them");
            };
            show(&mut out, control, args.format)?;
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// A control as programs read it.
#[derive(Serialize)]
struct ControlJson<'c> {
    id: &'c str,
    source: &'static str,
    section: &'c str,
    title: &'c str,
    level: Option<&'static str>,
    plan: Option<&'c str>,
    cis: &'c [String],
    nist: &'c [String],
    soc2: &'c [String],
    judged: Vec<&'static str>,
    fails_on: Vec<&'static str>,
    doubted_by: Vec<&'static str>,
    advice: &'c str,
}

impl<'c> ControlJson<'c> {
    fn of(control: &'c Control) -> ControlJson<'c> {
        ControlJson {
            id: &control.id,
            source: control.source.title(),
            section: &control.section,
            title: &control.title,
            level: control.level.map(scanner_report::control::Level::as_str),
            plan: control.plan.as_deref(),
            cis: &control.cis,
            nist: &control.nist,
            soc2: &control.soc2,
            judged: judged(control),
            fails_on: control.fails_on.iter().map(|check| check.as_str()).collect(),
            doubted_by: control.doubted_by.iter().map(|check| check.as_str()).collect(),
            advice: &control.advice,
        }
    }
}

fn judged(control: &Control) -> Vec<&'static str> {
    control.judged.iter().map(|means| Means::as_str(*means)).collect()
}

fn level(control: &Control) -> &'static str {
    control.level.map_or("", scanner_report::control::Level::as_str)
}

fn list(out: &mut impl Write, catalogue: &Catalogue, format: ControlsFormat) -> Result<()> {
    match format {
        ControlsFormat::Json => {
            let all: Vec<ControlJson<'_>> = catalogue.controls().iter().map(ControlJson::of).collect();
            serde_json::to_writer_pretty(&mut *out, &all)?;
            writeln!(out)?;
        }
        ControlsFormat::Markdown => {
            writeln!(
                out,
                "| id | level | control | NIST 800-53 | CIS | SOC 2 | judged by |\n|---|---|---|---|---|---|---|"
            )?;
            for control in catalogue.controls() {
                let [nist, cis, soc2] =
                    [&control.nist, &control.cis, &control.soc2].map(|list| list.join(", "));
                let by = judged(control).join(", ");
                writeln!(
                    out,
                    "| {} | {} | {} | {nist} | {cis} | {soc2} | {by} |",
                    control.id,
                    level(control),
                    control.title
                )?;
            }
        }
        ControlsFormat::Human => {
            let mut section = "";
            for control in catalogue.controls() {
                if *control.section != *section {
                    section = &control.section;
                    writeln!(out, "\n{section}  ({})", control.source.title())?;
                }
                writeln!(
                    out,
                    "  {:<6} {:<3} {}  [{}]",
                    control.id,
                    level(control),
                    control.title,
                    judged(control).join(", ")
                )?;
            }
        }
    }
    Ok(())
}

fn show(out: &mut impl Write, control: &Control, format: ControlsFormat) -> Result<()> {
    if format == ControlsFormat::Json {
        serde_json::to_writer_pretty(&mut *out, &ControlJson::of(control))?;
        return Ok(writeln!(out)?);
    }
    let (bold, dash) = if format == ControlsFormat::Markdown { ("## ", "- ") } else { ("", "  ") };
    writeln!(out, "{bold}{} {}\n", control.id, control.title)?;
    writeln!(out, "{dash}source: {}, {}", control.source.title(), control.section)?;
    let lists = [
        ("level", level(control).to_owned()),
        ("plan", control.plan.as_deref().unwrap_or_default().to_owned()),
        ("NIST 800-53", control.nist.join(", ")),
        ("CIS Controls", control.cis.join(", ")),
        ("SOC 2", control.soc2.join(", ")),
        ("judged by", judged(control).join(", ")),
        ("fails on", checks(&control.fails_on)),
        ("doubted by", checks(&control.doubted_by)),
    ];
    for (name, text) in lists.iter().filter(|(_, text)| !text.is_empty()) {
        writeln!(out, "{dash}{name}: {text}")?;
    }
    writeln!(out, "\n{}", control.advice)?;
    Ok(())
}

fn checks(checks: &[scanner_core::posture::Check]) -> String {
    checks
        .iter()
        .map(|check| format!("{} ({})", check.title(), check.as_str()))
        .collect::<Vec<_>>()
        .join("; ")
}

/// The criteria of one framework, with the controls that answer them.
type Crosswalk<'c> = BTreeMap<&'c str, Vec<&'c str>>;

fn crosswalk<'c>(catalogue: &'c Catalogue, criteria: impl Fn(&'c Control) -> &'c [String]) -> Crosswalk<'c> {
    let mut rows = Crosswalk::new();
    for control in catalogue.controls() {
        for criterion in criteria(control) {
            rows.entry(criterion).or_default().push(&control.id);
        }
    }
    rows
}

/// The rows as people count: `3.3` before `3.11`, `AC-6(1)` after `AC-6` and before `AC-20`.
fn in_order<'r, 'c>(rows: &'r Crosswalk<'c>) -> Vec<(&'c str, &'r [&'c str])> {
    let numbers = |criterion: &str| -> Vec<u32> {
        criterion.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
    };
    let family = |criterion: &'c str| criterion.split(|c: char| c.is_ascii_digit()).next();
    let mut rows: Vec<_> = rows.iter().map(|(criterion, controls)| (*criterion, &**controls)).collect();
    rows.sort_by_key(|(criterion, _)| (family(criterion), numbers(criterion)));
    rows
}

fn matrix(out: &mut impl Write, catalogue: &Catalogue, format: ControlsFormat) -> Result<()> {
    let frameworks = [
        ("NIST 800-53", crosswalk(catalogue, |control| &control.nist)),
        ("CIS Controls", crosswalk(catalogue, |control| &control.cis)),
        ("SOC 2", crosswalk(catalogue, |control| &control.soc2)),
    ];
    match format {
        ControlsFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &BTreeMap::from(frameworks))?;
            writeln!(out)?;
        }
        ControlsFormat::Markdown => {
            writeln!(out, "| framework | criterion | controls |\n|---|---|---|")?;
            for (framework, rows) in &frameworks {
                in_order(rows).into_iter().try_for_each(|(criterion, controls)| {
                    writeln!(out, "| {framework} | {criterion} | {} |", controls.join(", "))
                })?;
            }
        }
        ControlsFormat::Human => {
            for (framework, rows) in &frameworks {
                writeln!(out, "\n{framework}")?;
                in_order(rows).into_iter().try_for_each(|(criterion, controls)| {
                    writeln!(out, "  {criterion:<8} {}", controls.join(", "))
                })?;
            }
        }
    }
    Ok(())
}
