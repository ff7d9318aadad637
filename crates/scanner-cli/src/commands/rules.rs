//! `postseal rules`.

use std::io::{Write, stdout};

use anyhow::{Result, bail};
use scanner_core::{RuleInfo, Scanner};

use crate::Exit;
use crate::args::RulesArgs;

/// Lists the rules, or explains one.
///
/// # Errors
/// If no rule fits, or standard output cannot be written.
pub fn run(args: &RulesArgs) -> Result<Exit> {
    let scanner = Scanner::new();
    let query = args.query.as_deref().unwrap_or_default();
    if let Some(rule) = scanner.rules().find(|rule| rule.id == query) {
        explain(rule)?;
        return Ok(Exit::Clean);
    }
    let lower = query.to_lowercase();
    let fits = |rule: &&RuleInfo| {
        [&rule.id, &rule.provider, &rule.title].iter().any(|text| text.to_lowercase().contains(&lower))
    };
    let rules: Vec<&RuleInfo> = scanner.rules().filter(fits).collect();
    if rules.is_empty() {
        bail!("no rule has `{query}` in its id, provider or title");
    }
    list(&rules)?;
    Ok(Exit::Clean)
}

fn list(rules: &[&RuleInfo]) -> Result<()> {
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut out = stdout().lock();
    for rule in rules {
        writeln!(out, "{:width$}  {:8}  {}", rule.id, rule.severity.as_str(), rule.title)?;
    }
    Ok(())
}

fn explain(rule: &RuleInfo) -> Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{}  ({}, {})\n", rule.title, rule.id, rule.severity.as_str())?;
    writeln!(
        out,
        "{}\n\nWhy it matters\n  {}\n\nHow to revoke it\n  {}\n",
        rule.description, rule.why, rule.revoke
    )?;
    writeln!(out, "References")?;
    Ok(rule.references.iter().try_for_each(|reference| writeln!(out, "  {reference}"))?)
}
