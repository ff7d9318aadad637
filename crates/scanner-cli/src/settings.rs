//! What the arguments mean.

use anyhow::{Context, Result};
use jiff::Timestamp;
use scanner_core::Scanner;

use crate::args::RuleArgs;

/// Compiles the scanner that the arguments ask for.
///
/// # Errors
/// If a rule file cannot be read or is wrong, or a rule that is switched off does not exist.
pub fn scanner(args: &RuleArgs) -> Result<Scanner> {
    let mut builder = Scanner::builder();
    builder.now(args.as_of.unwrap_or_else(Timestamp::now).as_second());
    for path in &args.rules {
        let toml = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        builder.rules_toml(&toml).with_context(|| path.display().to_string())?;
    }
    let all = builder.build().context("rules")?;
    for id in &args.disable {
        // A mistyped id would leave the rule on, in silence.
        anyhow::ensure!(
            all.rules().any(|rule| rule.id == *id),
            "--disable {id}: no rule has this id (see `postseal rules`)"
        );
        builder.disable(id);
    }
    if args.disable.is_empty() { Ok(all) } else { builder.build().context("rules") }
}
