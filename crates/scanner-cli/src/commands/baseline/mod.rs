//! `postseal baseline`.

mod audit;
mod context;
mod terminal;

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use scanner_report::baseline::Baseline;

use crate::Exit;
use crate::args::{BaselineArgs, BaselineCommand, BaselineSource, RuleArgs};
use crate::commands::scan;
use crate::config::Config;
use crate::settings::{self, Settings};

/// Makes, updates or reviews a baseline.
///
/// # Errors
/// If the baseline cannot be read or written, or the scan cannot start.
pub fn run(args: &BaselineArgs) -> Result<Exit> {
    match &args.command {
        BaselineCommand::Create { source, force } => create(source, *force),
        BaselineCommand::Update { source, prune } => update(source, *prune),
        BaselineCommand::Audit { baseline, all, rules } => review(baseline, *all, rules),
    }
}

/// Reads a baseline.
///
/// # Errors
/// If it cannot be read, or is none.
pub fn read(file: &Path) -> Result<Baseline> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    Baseline::parse(&text).with_context(|| file.display().to_string())
}

/// Writes a baseline: whole, or not at all.
fn write(file: &Path, baseline: &Baseline) -> Result<()> {
    let mut name = file.file_name().context("--baseline names no file")?.to_owned();
    name.push(".tmp");
    let new = file.with_file_name(name);
    let put = || -> std::io::Result<()> {
        let mut out = std::fs::File::create(&new)?;
        out.write_all(baseline.to_json().as_bytes())?;
        out.sync_all()?;
        std::fs::rename(&new, file)
    };
    put().with_context(|| file.display().to_string())
}

fn create(source: &BaselineSource, force: bool) -> Result<Exit> {
    let file = &source.baseline;
    anyhow::ensure!(
        force || !file.exists(),
        "{} is there already\nhint: `postseal baseline update` keeps what people wrote in it; --force writes over it",
        file.display()
    );
    take_in(source, Baseline::default(), false)
}

fn update(source: &BaselineSource, prune: bool) -> Result<Exit> {
    take_in(source, read(&source.baseline)?, prune)
}

/// Scans and takes what is found into the baseline. Markers and exceptions of the configuration hold here too: what they suppress needs no
/// entry.
fn take_in(source: &BaselineSource, mut baseline: Baseline, prune: bool) -> Result<Exit> {
    let args = source.scan();
    let config = Config::load(&args)?;
    let mut settings = Settings::resolve(&args, &config)?;
    settings.gate.baseline = None;
    let mut report = scan::report(&args, &settings)?;
    settings.gate.apply(&mut report);
    report.suppressed.clear();
    if !args.quiet {
        scan::warn(&config, &report);
    }
    let complete = report.coverage().complete;
    // What was not read is not gone.
    let changes = baseline.update(&report, prune && complete);
    write(&source.baseline, &baseline)?;
    let verb = if prune && complete { "dropped" } else { "not found, kept" };
    anstream::println!(
        "{}: {} known; {} new, {} new places, {} {verb}",
        source.baseline.display(),
        baseline.entries().len(),
        changes.added,
        changes.places,
        changes.gone
    );
    Ok(if complete { Exit::Clean } else { Exit::Incomplete })
}

fn review(file: &Path, all: bool, rules: &RuleArgs) -> Result<Exit> {
    let mut baseline = read(file)?;
    let scanner = settings::scanner(&settings::configured(Path::new("."), rules)?)?;
    let mut screen = terminal::Terminal::open()?;
    let save = |baseline: &Baseline| write(file, baseline);
    let mut places = context::Places::new(&scanner);
    audit::Audit::new(&mut baseline, all, save).run(&mut screen, &mut places)?;
    Ok(Exit::Clean)
}
