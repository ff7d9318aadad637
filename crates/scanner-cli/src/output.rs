//! Writes a report to standard output and to files.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anstream::{AutoStream, StripStream};
use anyhow::{Context, Result};
use scanner_report::control::Catalogue;
use scanner_report::{Report, Secrets, csv, github, gitlab, human, jsonl, junit, markdown, sarif, teamcity};

use crate::args::{Format, OutputArg, ScanArgs};

/// Writes `report` as the arguments ask, in `format` to standard output.
///
/// # Errors
/// If an output cannot be written; the error names the file.
pub fn write(args: &ScanArgs, format: Format, report: &Report, catalogue: &Catalogue) -> Result<()> {
    // Files first: a closed pipe on standard output must not cost them.
    for OutputArg { format, file } in &args.output {
        to_file(file, *format, args, report, catalogue).with_context(|| file.display().to_string())?;
    }
    if format == Format::Github {
        job_summary(args, report)?;
    }
    let stdout = io::stdout().lock();
    if format == Format::Human {
        let mut out = BufWriter::new(AutoStream::auto(stdout));
        one(&mut out, format, args, report, catalogue)?;
        return Ok(out.flush()?);
    }
    let mut out = BufWriter::new(stdout);
    one(&mut out, format, args, report, catalogue)?;
    Ok(out.flush()?)
}

/// Adds to the summary of the job, where GitHub Actions names a file for it.
fn job_summary(args: &ScanArgs, report: &Report) -> Result<()> {
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

fn secrets(args: &ScanArgs) -> Secrets {
    if args.show_secrets { Secrets::Plain } else { Secrets::Redacted }
}

fn to_file(
    file: &Path,
    format: Format,
    args: &ScanArgs,
    report: &Report,
    catalogue: &Catalogue,
) -> Result<()> {
    let mut out = BufWriter::new(StripStream::new(create(file, args.show_secrets)?));
    one(&mut out, format, args, report, catalogue)?;
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
    format: Format,
    args: &ScanArgs,
    report: &Report,
    catalogue: &Catalogue,
) -> io::Result<()> {
    let secrets = secrets(args);
    match format {
        Format::Human => human::write(
            out,
            report,
            catalogue,
            human::Options {
                show_secrets: args.show_secrets,
                advice: true,
                explain: args.explain,
                suppressed: args.gate.show_suppressed,
                width: width(),
            },
        ),
        Format::Jsonl => {
            let options = jsonl::Options {
                show_secrets: args.show_secrets,
                explain: args.explain,
                suppressed: args.gate.show_suppressed,
            };
            jsonl::write(out, report, catalogue, options)
        }
        Format::Sarif => sarif::write(out, report, catalogue, secrets),
        Format::Gitlab => gitlab::write(out, report, secrets),
        Format::Junit => junit::write(out, report, secrets),
        Format::Github => github::write(out, report, secrets),
        Format::Teamcity => teamcity::write(out, report, secrets),
        Format::Csv => csv::write(out, report, secrets),
        Format::Markdown => markdown::write(out, report, secrets),
    }
}

/// Columns of explanations: of the terminal, within what is good to read.
fn width() -> usize {
    let terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    terminal.unwrap_or(100).clamp(60, 120)
}
