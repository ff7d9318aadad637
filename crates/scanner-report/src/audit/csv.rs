//! The controls as comma-separated values, a control a line.

use std::io::{self, Write};

use csv::WriterBuilder;

use super::{Audit, Evidence};
use crate::csv::cell;

/// Writes a header, then a line for each control.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(out: &mut impl Write, audit: &Audit) -> io::Result<()> {
    let mut csv = WriterBuilder::new().from_writer(out);
    csv.write_record([
        "id",
        "title",
        "source",
        "section",
        "level",
        "nist",
        "cis",
        "soc2",
        "verdict",
        "counts_as_failed",
        "summary",
        "evidence",
        "accepted_by",
        "accepted_until",
    ])?;
    for control in &audit.controls {
        let count: usize = control
            .evidence
            .iter()
            .filter(|one| one.verdict == control.verdict)
            .map(|one: &Evidence| one.count)
            .sum();
        let waiver = control.waiver.as_ref();
        csv.write_record([
            &*control.id,
            &*control.title,
            control.source.title(),
            &*control.section,
            control.level.map_or("", crate::control::Level::as_str),
            &control.nist.join(" "),
            &control.cis.join(" "),
            &control.soc2.join(" "),
            control.verdict.as_str(),
            if control.counts_as_failed() { "true" } else { "false" },
            &cell(&control.summary),
            &count.to_string(),
            &cell(waiver.map_or("", |waiver| &waiver.owner)),
            waiver.and_then(|waiver| waiver.until.as_deref()).unwrap_or_default(),
        ])?;
    }
    csv.flush()
}
