//! `postseal audit`.

use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::time::Instant;

use anstream::AutoStream;
use anyhow::{Context, Result};
use scanner_core::posture::Options;
use scanner_report::audit::{
    Attestations, Audit, Evidence, Judgement, Row, Subject, csv, human, judge, oscal,
};
use scanner_report::control::Catalogue;
use scanner_report::{Report, Secrets, html, jsonl, sarif};

use super::{api, pull, scan};
use crate::args::{AuditArgs, AuditFile, AuditFormat, AuditOutput, FailOnControl, LiveArgs};
use crate::audit::Documents;
use crate::audit::live::{self, Domains, Observed, Organisation, Questions, Scim};
use crate::config::Config;
use crate::pull::client::Auth;
use crate::pull::kind::Kind;
use crate::pull::select::Selection;
use crate::pull::stop::Stop;
use crate::settings::Settings;
use crate::{Exit, output};

/// Judges every control, by exports or by what the Postman API says.
///
/// # Errors
/// If the arguments or the attestations are wrong, the API does not take the key, or the output cannot be written.
pub fn run(args: &AuditArgs) -> Result<Exit> {
    let catalogue = Catalogue::builtin();
    let said = attestations(args, &catalogue)?;
    let options = Options {
        allowed_hosts: args.allowed_host.clone(),
        classification: args.classification.clone(),
        ..Options::default()
    };
    let seen =
        if args.live.live { live(args, &catalogue, &options) } else { exports(args, &catalogue, &options) }?;
    let Seen { report, subject, evidence, rows } = seen;
    let audit = judge(&catalogue, evidence, &said, subject, rows);
    files(args, &report, &audit, &catalogue)?;
    write(args, &audit)?;
    Ok(exit(args, &audit, &report))
}

/// What an audit rests on.
struct Seen {
    report: Report,
    subject: Subject,
    evidence: Vec<(String, Evidence)>,
    rows: Vec<Row>,
}

fn exports(args: &AuditArgs, catalogue: &Catalogue, options: &Options) -> Result<Seen> {
    let typed = args.as_scan();
    let config = Config::load(&typed)?;
    let settings = Settings::resolve(&typed, &config)?;
    let (mut report, postures) = scan::report_and_posture(&typed, &settings, options)?;
    settings.gate.apply(&mut report);
    if !args.quiet {
        scan::warn(&config, &report);
    }
    let complete = report.coverage().complete;
    let documents = Documents { report: &report, postures: &postures, options, complete, live: &[] };
    let evidence = documents.evidence(catalogue);
    let rows = documents.rows(&evidence);
    let paths: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
    let subject = Subject { at: now(args, &report), name: paths.join(", "), live: false };
    Ok(Seen { report, subject, evidence, rows })
}

fn live(args: &AuditArgs, catalogue: &Catalogue, options: &Options) -> Result<Seen> {
    let pulled = args.as_pull();
    let typed = pulled.as_scan();
    let config = Config::load(&typed)?;
    let settings = Settings::resolve(&typed, &config)?;
    let observed = Observed::new(options);
    let session = pull::session(&pulled, Selection::new(&pulled)?, &settings, Some(&observed))?;
    let scim = scim(args, &session.stop)?;
    let me = session.me()?;
    let start = Instant::now();
    let mut report = session.run(&me)?;
    settings.gate.apply(&mut report);
    if !args.quiet {
        scan::warn(&config, &report);
    }
    let (at, domains) = (now(args, &report), Domains::new(&args.live.domain, &me));
    let LiveArgs { days, reviews, .. } = args.live;
    let questions = Questions { client: &session.client, scim, reviews, days, domains, at };
    let organisation = Organisation::read(&questions, &observed, options);
    report.duration = start.elapsed();
    let mut told = organisation.evidence(&questions, &report, options);
    live::without_secrets(&session.scanner, &mut told);
    let complete = CONTENTS.iter().all(|&kind| live::unread(&report, kind) == 0);
    let documents =
        Documents { report: &report, postures: organisation.postures(), options, complete, live: &told };
    let evidence = [documents.evidence(catalogue), told.clone()].concat();
    let rows = documents.rows(&evidence);
    let name = me.team.or(me.name).unwrap_or(me.id);
    Ok(Seen { report, subject: Subject { at, name, live: true }, evidence, rows })
}

/// The kinds of elements that hold what people write.
const CONTENTS: [Kind; 5] =
    [Kind::Collections, Kind::Environments, Kind::Globals, Kind::Specs, Kind::Packages];

fn scim(args: &AuditArgs, stop: &Stop) -> Result<Option<Scim>> {
    let of = |auth| api::scim(&args.live.api, args.live.scim_key_file.as_deref(), auth, stop);
    let (Some(bearer), Some(bare)) = (of(Auth::Bearer)?, of(Auth::Bare)?) else { return Ok(None) };
    Ok(Some(Scim { bearer, bare }))
}

/// When the audit is made, in seconds since 1970.
fn now(args: &AuditArgs, report: &Report) -> i64 {
    args.rules.as_of.map_or(report.started, jiff::Timestamp::as_second)
}

fn attestations(args: &AuditArgs, catalogue: &Catalogue) -> Result<Attestations> {
    let Some(file) = &args.attestations else { return Ok(Attestations::default()) };
    let name = || file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(name)?;
    Attestations::parse(&text, catalogue).with_context(name)
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
