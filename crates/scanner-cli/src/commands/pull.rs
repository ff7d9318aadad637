//! `postseal pull`.

use std::time::Instant;

use anyhow::{Context, Result};
use jiff::Timestamp;
use scanner_report::control::Catalogue;

use super::{api, scan};
use crate::args::{Format, PullArgs};
use crate::gate::Gate;
use crate::output::Shown;
use crate::pull::select::Selection;
use crate::pull::session::{self, Session};
use crate::pull::stop::Stop;
use crate::{Exit, output, settings};

/// Reads what the key can see, scans it and writes the reports.
///
/// # Errors
/// If there is no key, the API does not take it, or an output cannot be written. Elements that cannot be read are no errors: they are in the
/// report.
pub fn run(args: &PullArgs) -> Result<Exit> {
    let start = Instant::now();
    let selection = Selection::new(args)?;
    let scanner = settings::scanner(&args.rules)?;
    let stop = Stop::default();
    let client = api::client(&args.api, args.max_file_size, &stop)?;
    let (journal, _lock) = session::journal(args, &scanner)?;
    stop.on_interrupt().context("Ctrl-C")?;
    let base = api::base(args.api.api_base.as_ref(), args.api.region)?;
    let session = Session { base, args, selection, scanner, stop, client, journal };
    let me = session.me()?;
    if args.plan {
        anstream::print!("{}", session.plan(&me)?);
        return Ok(Exit::Clean);
    }
    let mut report = session.run(&me)?;
    report.duration = start.elapsed();
    let gate = Gate::of_live(args.rules.as_of.unwrap_or_else(Timestamp::now));
    gate.apply(&mut report);
    if !args.quiet {
        scan::warn(&report);
    }
    let shown = Shown { format: args.report.format.unwrap_or(Format::Human), suppressed: false };
    output::write(&args.report, shown, &report, &Catalogue::builtin())?;
    Ok(gate.exit(&report))
}
