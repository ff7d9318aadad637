//! `postseal scan`.

use std::time::Instant;

use anyhow::{Context, Result};
use jiff::Timestamp;
use scanner_core::{Artefact as Bytes, Cache, ScanError, Scanner, parallel};
use scanner_report::control::Catalogue;
use scanner_report::{Artefact, Report, SkipReason, Skipped, printable};

use crate::args::ScanArgs;
use crate::config::Config;
use crate::input::{self, Item};
use crate::settings::Settings;
use crate::{Exit, gate, output, progress, settings};

/// Scans what the arguments name and writes the reports.
///
/// # Errors
/// If the arguments are wrong or an output cannot be written. Inputs that cannot be read are no errors: they are in the report.
pub fn run(args: &ScanArgs) -> Result<Exit> {
    let config = Config::load(args)?;
    let settings = Settings::resolve(args, &config)?;
    let catalogue = Catalogue::builtin();
    let mut report = report(args, &settings)?;
    settings.gate.apply(&mut report);
    if !args.quiet {
        config.refused.iter().for_each(|refused| say(&format!("not taken from {refused}")));
        gate::broken_markers(&report).iter().for_each(|text| say(text));
        warn(&report);
    }
    output::write(args, settings.format, &report, &catalogue)?;
    Ok(settings.gate.exit(&report))
}

/// Scans what the arguments name; nothing is suppressed yet.
///
/// # Errors
/// If rules or the number of threads are wrong.
pub fn report(args: &ScanArgs, settings: &Settings) -> Result<Report> {
    let scanner = settings::scanner(&settings.rules)?;
    let threads =
        rayon::ThreadPoolBuilder::new().num_threads(settings.threads).build().context("--threads")?;
    Ok(threads.install(|| scan(args, settings.max_file_size, &scanner)))
}

fn scan(args: &ScanArgs, max_file_size: u64, scanner: &Scanner) -> Report {
    let start = Instant::now();
    let started = Timestamp::now().as_second();
    let found = input::walk(&args.paths);
    let bytes = found.items.iter().map(|item| item.bytes).sum();
    let bar = progress::bar(bytes, found.items.len(), !args.quiet);
    let results = parallel::scan_all(scanner, &found.items, |scanner, cache, item| {
        let result = one(scanner, cache, item, max_file_size);
        bar.inc(item.bytes);
        result
    });
    bar.finish_and_clear();
    let mut report = Report { skipped: found.skipped, started, ..Report::default() };
    for result in results {
        match result {
            Ok(artefact) => report.artefacts.push(artefact),
            Err(skipped) => report.skipped.push(skipped),
        }
    }
    report.skipped.sort();
    report.duration = start.elapsed();
    report
}

fn one(scanner: &Scanner, cache: &mut Cache, item: &Item, max: u64) -> Result<Artefact, Skipped> {
    let path = item.path.display().to_string();
    let skip = |reason, detail, gap| Skipped { path: path.clone(), reason, detail, gap };
    let mut bytes = Vec::new();
    input::read(item, max, &mut bytes).map_err(|error| skip(error.reason, error.detail, true))?;
    let mut findings = Vec::new();
    match scanner.scan_with(cache, &Bytes::new(&bytes, &path), &mut findings) {
        Ok(outcome) => {
            let (kind, warning) = (outcome.kind, outcome.warning);
            Ok(Artefact { path: path.clone(), bytes: bytes.len() as u64, kind, findings, warning })
        }
        // Binary files lie in every folder; one that was named is another matter.
        Err(error @ ScanError::Binary) => Err(skip(SkipReason::Binary, error.to_string(), item.named)),
        Err(error) => Err(skip(SkipReason::TooLarge, error.to_string(), true)),
    }
}

/// Says on standard error what could not be scanned as it should.
pub(super) fn warn(report: &Report) {
    let coverage = report.coverage();
    for malformed in &coverage.malformed {
        let (line, column) = (malformed.line, malformed.column);
        say(&format!("{}:{line}:{column}: {}", malformed.path, malformed.message));
    }
    for skipped in coverage.skipped.iter().filter(|skipped| skipped.gap) {
        say(&format!("{}: not scanned: {}", skipped.path, skipped.detail));
    }
}

/// A warning. Paths and names in it are the words of others.
fn say(text: &str) {
    anstream::eprintln!("warning: {}", printable(text));
}
