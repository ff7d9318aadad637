//! What the arguments mean.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use ignore::WalkBuilder;
use jiff::Timestamp;
use scanner_core::rule::{self, Selector};
use scanner_core::{RuleSpec, Scanner};

use crate::args::{Format, RuleArgs, ScanArgs};
use crate::commands::baseline;
use crate::config::Config;
use crate::gate::{Compiled, Gate};

/// What a scan is told, from the command line and the configuration.
#[derive(Debug)]
pub struct Settings {
    /// Format of the report on standard output.
    pub format: Format,
    /// Number of threads; 0 is one for each core.
    pub threads: usize,
    /// Files longer than this, in bytes, are left out.
    pub max_file_size: u64,
    /// Which rules, and when.
    pub rules: RuleArgs,
    /// What counts.
    pub gate: Gate,
}

impl Settings {
    /// What `args` mean, where they say nothing with the configuration.
    ///
    /// # Errors
    /// If a file of configuration or the baseline cannot be read or is wrong.
    pub fn resolve(args: &ScanArgs, config: &Config) -> Result<Settings> {
        let baseline = config.value(|values| values.baseline.clone()).map(|(file, _)| file);
        let fail_on_new = config.value(|values| values.fail_on_new).is_some_and(|(yes, _)| yes);
        anyhow::ensure!(!fail_on_new || baseline.is_some(), "--fail-on-new needs --baseline");
        let exceptions = config.list(|values| &values.suppress);
        let now = args.rules.as_of.unwrap_or_else(Timestamp::now);
        Ok(Settings {
            format: config.value(|values| values.format).map_or(Format::Human, |(format, _)| format),
            threads: config.value(|values| values.threads).map_or(0, |(threads, _)| threads),
            max_file_size: config.value(|values| values.max_file_size).map_or(u64::MAX, |(bytes, _)| bytes),
            rules: RuleArgs { as_of: Some(now), ..rule_args(config) },
            gate: Gate {
                fail_on: config.value(|values| values.fail_on).map(|(least, _)| least).unwrap_or_default(),
                fail_on_new,
                markers: config.markers,
                suppress: !args.gate.no_suppress,
                day: now.to_zoned(jiff::tz::TimeZone::UTC).date(),
                exceptions: exceptions
                    .map(|(exception, origin)| Compiled::new(exception, origin))
                    .collect::<Result<_>>()?,
                baseline: baseline
                    .map(|file| baseline::read(&file).map(|known| (file, known)))
                    .transpose()?,
                root: None,
            },
        })
    }
}

fn rule_args(config: &Config) -> RuleArgs {
    RuleArgs {
        rules: config.list(|values| &values.rules.files).map(|(file, _)| file.clone()).collect(),
        disable: config.list(|values| &values.rules.disable).map(|(rule, _)| rule.clone()).collect(),
        as_of: None,
    }
}

/// The rules that a scan of `path` with these arguments would have.
///
/// # Errors
/// If a file of configuration is wrong.
pub fn configured(path: &Path, rules: &RuleArgs) -> Result<RuleArgs> {
    let scan = ScanArgs { paths: vec![path.to_owned()], rules: rules.clone(), ..ScanArgs::with_defaults() };
    Ok(RuleArgs { as_of: rules.as_of, ..rule_args(&Config::load(&scan)?) })
}

/// Compiles the scanner that the arguments ask for.
///
/// # Errors
/// If a rule file cannot be read or is wrong, or nothing is what is to be switched off.
pub fn scanner(args: &RuleArgs) -> Result<Scanner> {
    let mut builder = Scanner::builder();
    builder.now(args.as_of.unwrap_or_else(Timestamp::now).as_second());
    builder.rules(own_rules(args)?);
    let all = builder.build().context("rules")?;
    for text in &args.disable {
        // A mistyped one would leave the rules on, in silence.
        let selector = Selector::from(text.as_str());
        anyhow::ensure!(
            all.rules().any(|rule| selector.selects(rule)),
            "--disable {text}: there is no such rule (see `postseal rules list`)"
        );
        builder.disable(selector);
    }
    if args.disable.is_empty() { Ok(all) } else { builder.build().context("rules") }
}

/// The rules that have a format, built-in and own, without those that are switched off.
///
/// # Errors
/// As [`scanner`].
pub fn rules(args: &RuleArgs) -> Result<Vec<RuleSpec>> {
    let on: HashSet<String> = scanner(args)?.rules().map(|rule| rule.id.to_string()).collect();
    let own = own_rules(args)?;
    let replaced: HashSet<&str> = own.iter().map(|rule| &*rule.info.id).collect();
    let builtin = rule::builtin_rules().iter().filter(|rule| !replaced.contains(&*rule.info.id));
    Ok(builtin.chain(&own).filter(|rule| on.contains(&*rule.info.id)).cloned().collect())
}

fn own_rules(args: &RuleArgs) -> Result<Vec<RuleSpec>> {
    let mut own = Vec::new();
    for path in rule_files(&args.rules)? {
        let file = path.display().to_string();
        let toml = std::fs::read_to_string(&path).with_context(|| file.clone())?;
        own.extend(rule::spec::parse(&toml).with_context(|| file)?);
    }
    Ok(own)
}

/// The rule files that `paths` name, in order: files as they are, of folders every `.toml` in them and below.
///
/// # Errors
/// If a folder cannot be read.
pub fn rule_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        for entry in WalkBuilder::new(path).sort_by_file_name(Ord::cmp).build() {
            let path = entry?.into_path();
            if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
    }
    Ok(files)
}
