use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result};
use scanner_core::{RuleSpec, Scanner, check, rule};

use crate::{Exit, settings};

/// The texts are the same in every run.
const SEED: u64 = 1;

/// Proves rules by their examples. What is only missing is told, but is no failure.
pub(super) fn run(paths: &[PathBuf]) -> Result<Exit> {
    let mut out = BufWriter::new(stdout().lock());
    let mut rules: Vec<(String, RuleSpec)> = Vec::new();
    let mut wrong = 0;
    if paths.is_empty() {
        rules.extend(rule::builtin_rules().iter().map(|rule| ("built-in".to_owned(), rule.clone())));
    }
    for path in settings::rule_files(paths)? {
        let file = path.display().to_string();
        let toml = std::fs::read_to_string(&path).with_context(|| file.clone())?;
        match rule::spec::parse(&toml) {
            Ok(specs) => rules.extend(specs.into_iter().map(|spec| (file.clone(), spec))),
            Err(error) => {
                wrong += 1;
                writeln!(out, "{file}: {error}")?;
            }
        }
    }
    let mut builder = Scanner::builder();
    if !paths.is_empty() {
        builder.rules(rules.iter().map(|(_, spec)| spec.clone()));
    }
    let scanner = builder.build().context("rules")?;
    for (file, spec) in &rules {
        let missing = check::missing(spec);
        if !missing.is_empty() {
            writeln!(out, "{file}: rule `{}` lacks {}", spec.info.id, missing.join(", "))?;
        }
        let failures = check::rule(&scanner, spec, SEED);
        wrong += failures.len();
        failures.iter().try_for_each(|failure| writeln!(out, "{file}: {failure}"))?;
    }
    writeln!(out, "{} rules, {wrong} failures", rules.len())?;
    out.flush()?;
    Ok(if wrong == 0 { Exit::Clean } else { Exit::Findings })
}
