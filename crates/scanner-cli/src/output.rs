//! Writes a report to standard output and to files.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anstream::{AutoStream, StripStream};
use anyhow::{Context, Result};
use scanner_report::control::Catalogue;
use scanner_report::{
    Report, Secrets, csv, github, gitlab, html, human, jsonl, junit, markdown, sarif, teamcity,
};

use crate::args::{Format, OutputArg, ReportArgs};

/// What the reports show beside what [`ReportArgs`] says.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// Format of the report on standard output.
    pub format: Format,
    /// Findings that do not count are listed as well.
    pub suppressed: bool,
    /// A clean and complete scan says nothing to people.
    pub quiet: bool,
}

/// Writes `report` as the arguments ask.
///
/// # Errors
/// If an output cannot be written; the error names the file.
pub fn write(args: &ReportArgs, shown: Shown, report: &Report, catalogue: &Catalogue) -> Result<()> {
    // Files first: a closed pipe on standard output must not cost them.
    for OutputArg { format, file } in &args.output {
        to_file(file, Shown { format: *format, ..shown }, args, report, catalogue)
            .with_context(|| file.display().to_string())?;
    }
    if shown.format == Format::Github {
        job_summary(args, report)?;
    }
    let stdout = io::stdout().lock();
    if shown.format == Format::Human {
        let mut out = BufWriter::new(AutoStream::auto(stdout));
        one(&mut out, shown, args, report, catalogue)?;
        return Ok(out.flush()?);
    }
    let mut out = BufWriter::new(stdout);
    one(&mut out, shown, args, report, catalogue)?;
    Ok(out.flush()?)
}

/// Adds to the summary of the job, where GitHub Actions names a file for it.
fn job_summary(args: &ReportArgs, report: &Report) -> Result<()> {
    let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|file| !file.is_empty()) else {
        return Ok(());
    };
    let write = || -> io::Result<()> {
        let mut out = BufWriter::new(File::options().append(true).create(true).open(&file)?);
        markdown::write(&mut out, report, secrets(args))?;
        out.flush()
    };
    write().with_context(|| Path::new(&file).display().to_string())
}

fn secrets(args: &ReportArgs) -> Secrets {
    if args.show_secrets { Secrets::Plain } else { Secrets::Redacted }
}

fn to_file(
    file: &Path,
    shown: Shown,
    args: &ReportArgs,
    report: &Report,
    catalogue: &Catalogue,
) -> Result<()> {
    let mut out = BufWriter::new(StripStream::new(create(file, args.show_secrets)?));
    one(&mut out, shown, args, report, catalogue)?;
    Ok(out.flush()?)
}

/// A report with secrets in plain is for its owner's eyes.
fn create(file: &Path, private: bool) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if private {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = private;
    options.open(file)
}

fn one(
    out: &mut impl Write,
    shown: Shown,
    args: &ReportArgs,
    report: &Report,
    catalogue: &Catalogue,
) -> io::Result<()> {
    let secrets = secrets(args);
    match shown.format {
        Format::Human => human::write(
            out,
            report,
            catalogue,
            human::Options {
                show_secrets: args.show_secrets,
                advice: true,
                explain: args.explain,
                suppressed: shown.suppressed,
                quiet: shown.quiet,
                width: width(),
            },
        ),
        Format::Jsonl => {
            let options = jsonl::Options {
                show_secrets: args.show_secrets,
                explain: args.explain,
                suppressed: shown.suppressed,
            };
            jsonl::write(out, report, catalogue, options)
        }
        Format::Html => {
            let options = jsonl::Options {
                show_secrets: args.show_secrets,
                explain: args.explain,
                suppressed: shown.suppressed,
            };
            html::write(out, report, None, catalogue, options)
        }
        Format::Sarif => sarif::write(out, report, None, catalogue, secrets),
        Format::Gitlab => gitlab::write(out, report, secrets),
        Format::Junit => junit::write(out, report, secrets),
        Format::Github => github::write(out, report, secrets),
        Format::Teamcity => teamcity::write(out, report, secrets),
        Format::Csv => csv::write(out, report, secrets),
        Format::Markdown => markdown::write(out, report, secrets),
    }
}

/// Columns of explanations: of the terminal, within what is good to read.
pub(crate) fn width() -> usize {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    terminal.unwrap_or(100).clamp(60, 120)
}
