//! `postseal audit`.

use std::fs::File;
use std::io::{BufWriter, Write, stdout};

use anstream::AutoStream;
use anyhow::{Context, Result};
use scanner_core::posture::Options;
use scanner_report::audit::{Attestations, Audit, Judgement, Subject, csv, human, judge, oscal};
use scanner_report::control::Catalogue;
use scanner_report::{Report, Secrets, html, jsonl, sarif};

use super::scan;
use crate::args::{AuditArgs, AuditFile, AuditFormat, AuditOutput, FailOnControl};
use crate::audit::Exports;
use crate::config::Config;
use crate::settings::Settings;
use crate::{Exit, output};

/// Judges every control by what the exports say.
///
/// # Errors
/// If the arguments or the attestations are wrong, or the output cannot be written.
pub fn run(args: &AuditArgs) -> Result<Exit> {
    let catalogue = Catalogue::builtin();
    let said = attestations(args, &catalogue)?;
    let typed = args.as_scan();
    let config = Config::load(&typed)?;
    let settings = Settings::resolve(&typed, &config)?;
    let options = Options {
        allowed_hosts: args.allowed_host.clone(),
        classification: args.classification.clone(),
        ..Options::default()
    };
    let (mut report, postures) = scan::report_and_posture(&typed, &settings, &options)?;
    settings.gate.apply(&mut report);
    if !args.quiet {
        scan::warn(&config, &report);
    }
    let exports = Exports { report: &report, postures: &postures, options: &options };
    let evidence = exports.evidence(&catalogue);
    let rows = exports.rows(&evidence);
    let audit = judge(&catalogue, evidence, &said, subject(args, &report), rows);
    files(args, &report, &audit, &catalogue)?;
    write(args, &audit)?;
    Ok(exit(args, &audit, &report))
}

fn attestations(args: &AuditArgs, catalogue: &Catalogue) -> Result<Attestations> {
    let Some(file) = &args.attestations else { return Ok(Attestations::default()) };
    let name = || file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(name)?;
    Attestations::parse(&text, catalogue).with_context(name)
}

fn subject(args: &AuditArgs, report: &Report) -> Subject {
    let paths: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
    let at = args.rules.as_of.map_or(report.started, jiff::Timestamp::as_second);
    Subject { at, name: paths.join(", "), live: false }
}

fn files(args: &AuditArgs, report: &Report, audit: &Audit, catalogue: &Catalogue) -> Result<()> {
    for AuditOutput { format, file } in &args.output {
        let write = || -> std::io::Result<()> {
            let mut out = BufWriter::new(File::create(file)?);
            match format {
                AuditFile::Html => {
                    html::write(&mut out, report, Some(audit), catalogue, jsonl::Options::default())?;
                }
                AuditFile::Csv => csv::write(&mut out, audit)?,
                AuditFile::Sarif => {
                    sarif::write(&mut out, report, Some(audit), catalogue, Secrets::Redacted)?;
                }
                AuditFile::Oscal => oscal::write(&mut out, audit)?,
                AuditFile::Json => json(&mut out, audit)?,
            }
            out.flush()
        };
        write().with_context(|| file.display().to_string())?;
    }
    Ok(())
}

fn json(out: &mut impl Write, audit: &Audit) -> std::io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, audit)?;
    writeln!(out)
}

fn write(args: &AuditArgs, audit: &Audit) -> Result<()> {
    let stdout = stdout().lock();
    match args.format {
        AuditFormat::Human => {
            let mut out = BufWriter::new(AutoStream::auto(stdout));
            human::write(&mut out, audit, output::width())?;
            out.flush()?;
        }
        AuditFormat::Json => {
            let mut out = BufWriter::new(stdout);
            json(&mut out, audit)?;
            out.flush()?;
        }
    }
    Ok(())
}

fn exit(args: &AuditArgs, audit: &Audit, report: &Report) -> Exit {
    let wanted = |control: &Judgement| {
        args.fail_on.is_empty()
            || args.fail_on.iter().any(|one| match one {
                FailOnControl::Level(level) => control.level.is_some_and(|of| of <= *level),
                FailOnControl::Control(id) => *control.id == **id,
            })
    };
    if audit.controls.iter().any(|control| wanted(control) && control.counts_as_failed()) {
        Exit::Findings
    } else if report.coverage().complete {
        Exit::Clean
    } else {
        Exit::Incomplete
    }
}
