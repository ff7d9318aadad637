//! `postseal explain`.

use std::io::{BufWriter, Write, stdout};

use anstream::AutoStream;
use anyhow::{Context, Result, anyhow};
use scanner_core::{Artefact, Spot};
use scanner_report::explain;

use crate::args::{ExplainArgs, ExplainFormat};
use crate::input::{self, Item};
use crate::{Exit, settings};

/// Explains a place of a file.
///
/// # Errors
/// If the file cannot be read, has no such place, or standard output cannot be written.
pub fn run(args: &ExplainArgs) -> Result<Exit> {
    let scanner = settings::scanner(&settings::configured(&args.file, &args.rules)?)?;
    let path = args.file.display().to_string();
    let item = Item { path: args.file.clone(), bytes: 0, named: true };
    let mut bytes = Vec::new();
    input::read(&item, scanner_core::MAX_ARTEFACT_LEN as u64, &mut bytes)
        .map_err(|error| anyhow!(error.detail))
        .with_context(|| path.clone())?;
    let explanation = scanner
        .explain(&Artefact::new(&bytes, &path), spot(&args.place))
        .with_context(|| format!("{path}: {}", args.place))?;
    let out = stdout().lock();
    match args.format {
        ExplainFormat::Human => {
            let mut out = BufWriter::new(AutoStream::auto(out));
            explain::human(&mut out, &explanation, args.show_secrets)?;
            out.flush()?;
        }
        ExplainFormat::Jsonl => {
            let mut out = BufWriter::new(out);
            explain::jsonl(&mut out, &explanation, args.show_secrets)?;
            out.flush()?;
        }
    }
    Ok(Exit::Clean)
}

/// A number is a line, everything else a pointer.
fn spot(place: &str) -> Spot<'_> {
    place.parse().map_or(Spot::Pointer(place), Spot::Line)
}
