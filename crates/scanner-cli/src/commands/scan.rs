//! `postseal scan`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use scanner_core::parallel;
use scanner_core::posture::{Options, Posture};
use scanner_report::control::Catalogue;
use scanner_report::{Report, printable};

use crate::args::{InputArgs, ScanArgs};
use crate::committed::{self, Committed};
use crate::config::Config;
use crate::input::git::{Repository, Selection};
use crate::input::{self, Filter};
use crate::output::Shown;
use crate::settings::Settings;
use crate::source::Source;
use crate::{Exit, gate, output, progress, resources, settings};

/// Scans what the arguments name and writes the reports.
///
/// # Errors
/// If the arguments are wrong or an output cannot be written. Inputs that cannot be read are no errors: they are in the report.
pub fn run(args: &ScanArgs) -> Result<Exit> {
    let repository = match args.git.selection() {
        Some(selection) => Some((repository(&args.paths)?, selection)),
        None => None,
    };
    let config = match &repository {
        Some((repository, _)) => Config::of(args, &[repository.root().to_owned()])?,
        None => Config::load(args)?,
    };
    let mut settings = Settings::resolve(args, &config)?;
    let catalogue = Catalogue::builtin();
    let mut report = match &repository {
        Some((repository, selection)) => {
            settings.gate.root = Some(repository.root().to_owned());
            commits(args, &settings, repository, selection)?
        }
        None => report(args, &settings)?,
    };
    let root = repository.as_ref().map_or(Path::new(""), |(repository, _)| repository.root());
    resources::identify(&mut report, root);
    settings.gate.apply(&mut report);
    if repository.is_some()
        && let Some(baseline) = &mut report.baseline
    {
        // Of what was not scanned nothing is gone.
        baseline.gone.clear();
    }
    if !args.quiet {
        warn(&config, &report);
    }
    let shown = Shown { format: settings.format, suppressed: args.gate.show_suppressed, quiet: args.quiet };
    output::write(&args.report, shown, &report, &catalogue)?;
    Ok(settings.gate.exit(&report))
}

fn repository(paths: &[PathBuf]) -> Result<Repository> {
    let [folder] = paths else { bail!("an option of git takes one PATH, the repository") };
    Repository::open(folder)
}

/// Scans what the arguments name; nothing is suppressed yet.
///
/// # Errors
/// If rules, globs or the number of threads are wrong.
pub fn report(args: &ScanArgs, settings: &Settings) -> Result<Report> {
    with_scanner(args, settings, |source, filter| Ok(scan(args, source, filter).0))
}

/// As [`report`], with what the posture checks say of each artefact, by its path.
///
/// # Errors
/// As [`report`].
pub fn report_and_posture(
    args: &ScanArgs,
    settings: &Settings,
    options: &Options,
) -> Result<(Report, Vec<(String, Posture)>)> {
    with_scanner(args, settings, |source, filter| {
        Ok(scan(args, Source { posture: Some(options), ..source }, filter))
    })
}

/// Scans what commits, or the index, add. What was there before is suppressed.
fn commits(
    args: &ScanArgs,
    settings: &Settings,
    repository: &Repository,
    selection: &Selection,
) -> Result<Report> {
    with_scanner(args, settings, |source, filter| {
        let (start, started) = (Instant::now(), Timestamp::now().as_second());
        let with = Committed {
            source,
            objects: &repository.objects,
            filter,
            base: selection.base(),
            all: !settings.gate.suppress,
        };
        let mut report = committed::report(with, repository, selection, !args.quiet)?;
        report.started = started;
        report.duration = start.elapsed();
        Ok(report)
    })
}

/// Makes what every scan needs, and runs one on the threads that were asked for.
fn with_scanner<R: Send>(
    args: &ScanArgs,
    settings: &Settings,
    scan: impl FnOnce(Source<'_>, &Filter) -> Result<R> + Send,
) -> Result<R> {
    let scanner = settings::scanner(&settings.rules)?;
    let InputArgs { include, exclude, no_ignore, .. } = &args.input;
    let filter = Filter::new(include, exclude, !no_ignore).context("--include or --exclude")?;
    let threads =
        rayon::ThreadPoolBuilder::new().num_threads(settings.threads).build().context("--threads")?;
    let max_file_size = settings.max_file_size;
    let source = Source { scanner: &scanner, input: &args.input, max_file_size, posture: None };
    threads.install(|| scan(source, &filter))
}

fn scan(args: &ScanArgs, source: Source<'_>, filter: &Filter) -> (Report, Vec<(String, Posture)>) {
    let start = Instant::now();
    let started = Timestamp::now().as_second();
    let found = input::walk(&args.paths, filter);
    let bytes = found.items.iter().map(|item| item.bytes).sum();
    let bar = progress::bar(bytes, found.items.len(), !args.quiet);
    let results = parallel::scan_all(source.scanner, &found.items, |_, cache, item| {
        let result = source.item(cache, item);
        bar.inc(item.bytes);
        result
    });
    bar.finish_and_clear();
    let mut report = Report { skipped: found.skipped, started, ..Report::default() };
    let mut postures = Vec::new();
    for result in results {
        postures.extend(result.postures);
        report.artefacts.extend(result.artefacts);
        report.skipped.extend(result.skipped);
        report.notes.extend(result.notes);
    }
    report.skipped.sort();
    report.duration = start.elapsed();
    (report, postures)
}

/// Says on standard error what does not count as it is written, and what could not be scanned as it should.
pub(super) fn warn(config: &Config, report: &Report) {
    config.refused.iter().for_each(|refused| say(&format!("not taken from {refused}")));
    gate::broken_markers(report).iter().for_each(|text| say(text));
    let coverage = report.coverage();
    for malformed in &coverage.malformed {
        let (line, column) = (malformed.line, malformed.column);
        say(&format!("{}:{line}:{column}: {}", malformed.path, malformed.message));
    }
    for note in &coverage.notes {
        say(&format!("{}: {}", note.path, note.detail));
    }
    for skipped in coverage.skipped.iter().filter(|skipped| skipped.gap) {
        say(&format!("{}: not scanned: {}", skipped.path, skipped.detail));
    }
}

/// A warning. Paths and names in it are the words of others.
fn say(text: &str) {
    anstream::eprintln!("warning: {}", printable(text));
}
