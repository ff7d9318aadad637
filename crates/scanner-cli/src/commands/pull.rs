//! `postseal pull`.

use std::time::Instant;

use anyhow::{Context, Result};
use scanner_report::control::Catalogue;

use super::{api, scan};
use crate::args::PullArgs;
use crate::config::Config;
use crate::output::Shown;
use crate::pull::observe::Observer;
use crate::pull::select::Selection;
use crate::pull::session::{self, Session};
use crate::pull::stop::Stop;
use crate::settings::{self, Settings};
use crate::{Exit, output};

/// Reads what the key can see, scans it and writes the reports.
///
/// # Errors
/// If there is no key, the API does not take it, or an output cannot be written. Elements that cannot be read are no errors: they are in the
/// report.
pub fn run(args: &PullArgs) -> Result<Exit> {
    let start = Instant::now();
    let selection = Selection::new(args)?;
    let typed = args.as_scan();
    let config = Config::load(&typed)?;
    let settings = Settings::resolve(&typed, &config)?;
    let session = session(args, selection, &settings, None)?;
    let me = session.me()?;
    if args.plan {
        anstream::print!("{}", session.plan(&me)?);
        return Ok(Exit::Clean);
    }
    let mut report = session.run(&me)?;
    report.duration = start.elapsed();
    settings.gate.apply(&mut report);
    if !args.quiet {
        scan::warn(&config, &report);
    }
    let shown = Shown { format: settings.format, suppressed: args.gate.show_suppressed, quiet: false };
    output::write(&args.report, shown, &report, &Catalogue::builtin())?;
    Ok(settings.gate.exit(&report))
}

/// What a pull is made of: nothing is asked yet.
pub(super) fn session<'a>(
    args: &'a PullArgs,
    selection: Selection,
    settings: &Settings,
    observer: Option<&'a dyn Observer>,
) -> Result<Session<'a>> {
    let scanner = settings::scanner(&settings.rules)?;
    let stop = Stop::default();
    let client = api::client(&args.api, args.max_file_size, &stop)?;
    let (journal, lock) = session::journal(args, &scanner)?;
    stop.on_interrupt().context("Ctrl-C")?;
    let base = api::base(args.api.api_base.as_ref(), args.api.region)?;
    let rules = settings.rules.clone();
    Ok(Session { args, rules, base, selection, scanner, stop, client, journal, observer, lock })
}
