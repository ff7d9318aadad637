//! `postseal scan`.

use std::time::Instant;

use anyhow::{Context, Result};
use scanner_core::{Scanner, parallel};
use scanner_report::Report;
use scanner_report::control::Catalogue;

use crate::args::{InputArgs, ScanArgs};
use crate::input::{self, Filter};
use crate::source::Source;
use crate::{Exit, output, progress, settings};

/// Scans what the arguments name and writes the reports.
///
/// # Errors
/// If the arguments are wrong or an output cannot be written. Inputs that cannot be read are no errors: they are in the report.
pub fn run(args: &ScanArgs) -> Result<Exit> {
    let scanner = settings::scanner(&args.rules)?;
    let catalogue = Catalogue::builtin();
    let InputArgs { include, exclude, no_ignore, .. } = &args.input;
    let filter = Filter::new(include, exclude, !no_ignore).context("--include or --exclude")?;
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.threads).build().context("--threads")?;
    let report = threads.install(|| scan(args, &filter, &scanner));
    if !args.quiet {
        warn(&report);
    }
    output::write(&args.report, &report, &catalogue)?;
    Ok(exit(&report))
}

/// The exit code that a report asks for.
pub fn exit(report: &Report) -> Exit {
    if report.findings().next().is_some() {
        Exit::Findings
    } else if report.coverage().complete {
        Exit::Clean
    } else {
        Exit::Incomplete
    }
}

fn scan(args: &ScanArgs, filter: &Filter, scanner: &Scanner) -> Report {
    let start = Instant::now();
    let found = input::walk(&args.paths, filter);
    let bytes = found.items.iter().map(|item| item.bytes).sum();
    let bar = progress::bar(bytes, found.items.len(), !args.quiet);
    let results = parallel::scan_all(scanner, &found.items, |scanner, cache, item| {
        let result = Source { scanner, input: &args.input }.item(cache, item);
        bar.inc(item.bytes);
        result
    });
    bar.finish_and_clear();
    let mut report = Report { skipped: found.skipped, ..Report::default() };
    for result in results {
        report.artefacts.extend(result.artefacts);
        report.skipped.extend(result.skipped);
        report.notes.extend(result.notes);
    }
    report.skipped.sort();
    report.duration = start.elapsed();
    report
}

/// Says on standard error what could not be scanned as it should.
pub(super) fn warn(report: &Report) {
    let coverage = report.coverage();
    for malformed in &coverage.malformed {
        let (line, column) = (malformed.line, malformed.column);
        anstream::eprintln!("warning: {}:{line}:{column}: {}", malformed.path, malformed.message);
    }
    for note in &coverage.notes {
        anstream::eprintln!("warning: {}: {}", note.path, note.detail);
    }
    for skipped in coverage.skipped.iter().filter(|skipped| skipped.gap) {
        anstream::eprintln!("warning: {}: not scanned: {}", skipped.path, skipped.detail);
    }
}
