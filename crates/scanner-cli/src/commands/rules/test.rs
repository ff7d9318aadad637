use std::io::{BufWriter, Read, Write, stdin, stdout};

use anstream::AutoStream;
use anyhow::{Context, Result, ensure};
use scanner_core::{Artefact, Spot};
use scanner_report::explain;

use crate::args::TestArgs;
use crate::{Exit, settings};

/// Tries one rule on a text.
pub(super) fn run(args: &TestArgs) -> Result<Exit> {
    let scanner = settings::scanner(&args.rules)?;
    ensure!(
        scanner.rules().any(|rule| rule.id == args.id),
        "no rule has the id `{}` (see `postseal rules list`)",
        args.id
    );
    let mut text = args.text.clone();
    if text == "-" {
        text.clear();
        stdin().read_to_string(&mut text).context("standard input")?;
    }
    let artefact = Artefact::new(text.as_bytes(), "text");
    let mut explanation = scanner.explain(&artefact, Spot::Whole)?;
    explanation.considered.retain(|one| one.rule_id.as_deref() == Some(&*args.id));
    explanation.findings.retain(|finding| finding.rule_id() == args.id);
    let mut out = BufWriter::new(AutoStream::auto(stdout().lock()));
    if explanation.considered.is_empty() {
        writeln!(out, "Nothing in the text has the form that `{}` looks for.", args.id)?;
    } else {
        explain::human(&mut out, &explanation, false)?;
    }
    out.flush()?;
    Ok(if explanation.findings.is_empty() { Exit::Clean } else { Exit::Findings })
}
