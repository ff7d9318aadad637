use std::io::{BufWriter, Write, stdout};

use anyhow::{Result, bail};
use scanner_core::{RuleInfo, RuleSpec};

use crate::args::ShowArgs;
use crate::{Exit, settings};

/// Says everything about one rule.
pub(super) fn run(args: &ShowArgs) -> Result<Exit> {
    let scanner = settings::scanner(&args.rules)?;
    let Some(info) = scanner.rules().find(|rule| rule.id == args.id) else {
        bail!("no rule has the id `{}` (see `postseal rules list`)", args.id);
    };
    let mut out = BufWriter::new(stdout().lock());
    about(&mut out, info)?;
    if let Some(spec) = settings::rules(&args.rules)?.iter().find(|spec| spec.info.id == args.id) {
        matching(&mut out, spec)?;
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn about(out: &mut impl Write, rule: &RuleInfo) -> Result<()> {
    writeln!(out, "{}  ({}, {})", rule.title, rule.id, rule.severity.as_str())?;
    for (heading, text) in
        [("", &rule.description), ("Why it matters", &rule.why), ("How to revoke it", &rule.revoke)]
    {
        match (heading, text.is_empty()) {
            (_, true) => {}
            ("", false) => writeln!(out, "\n{text}")?,
            (heading, false) => writeln!(out, "\n{heading}\n  {text}")?,
        }
    }
    section(out, "References", &rule.references)
}

fn matching(out: &mut impl Write, spec: &RuleSpec) -> Result<()> {
    section(out, "Shapes", &spec.token)?;
    section(out, "Pattern", spec.pattern.as_slice())?;
    section(out, "Anchors", &spec.anchors)?;
    section(out, "Names that must stand beside it", &spec.names)?;
    section(out, "Hosts that stand for a name", &spec.hosts)?;
    if spec.entropy > 0.0 {
        writeln!(out, "\nLeast entropy\n  {:.2} bits per byte", spec.entropy)?;
    }
    if let Some(checksum) = spec.checksum {
        writeln!(out, "\nProof\n  {checksum}")?;
    }
    section(out, "Companion", spec.companion.as_slice())?;
    section(out, "Examples", &spec.examples.positive)
}

fn section<T: AsRef<str>>(out: &mut impl Write, heading: &str, lines: &[T]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{heading}")?;
    Ok(lines.iter().try_for_each(|line| writeln!(out, "  {}", line.as_ref()))?)
}
