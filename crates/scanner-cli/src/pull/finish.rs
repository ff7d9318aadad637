//! How a pull ends: the report, what was not reached, what Postman's own scanner knows.

use std::collections::HashSet;

use anyhow::Result;
use scanner_report::{Note, Report, SkipReason};

use super::clock::Clock;
use super::detected;
use super::journal::{End, Run};
use super::model::Workspace;
use super::report::Builder;
use super::scanned::Outcome;
use super::session::Session;
use super::work::Work;

impl Session<'_> {
    pub(super) fn report(&self, run: &Run, work: &Work<'_>, filtered: &[Workspace]) -> Result<Report> {
        let fatal = work.take_fatal();
        let why = fatal.as_ref().map_or_else(|| "interrupted".to_owned(), |error| format!("{error:#}"));
        let complete = !self.stop.is_set();
        self.journal.end(
            run,
            if complete { End::Finished } else { End::Interrupted },
            self.selection.is_everything(),
        )?;
        let workspaces: Vec<Workspace> = self.journal.workspaces(run)?.into_iter().map(|(w, _)| w).collect();
        let now = self.rules.as_of.unwrap_or_else(jiff::Timestamp::now).as_second();
        let mut builder = Builder::new(&workspaces, now, self.base.pages());
        let mut done = HashSet::new();
        self.journal.outcomes(run, |element, outcome| {
            let outcome = work.found_now(&element).map(Outcome::Scanned).or(outcome);
            done.insert(element.key());
            match outcome {
                Some(outcome) => builder.outcome(&element, outcome),
                None => builder.skip(element.path(), SkipReason::Failed, "the journal cannot be read", true),
            }
        })?;
        for workspace in filtered {
            let path = format!("postman://workspace/{}", workspace.id);
            builder.skip(path, SkipReason::Filtered, "not asked for", false);
        }
        if !complete {
            self.not_reached(run, &mut builder, &why, &done)?;
        }
        let (mut report, joins) = builder.build();
        report.notes.extend(self.not_again(run)?);
        if complete {
            self.join(&mut report, &joins);
        } else {
            let hint =
                if self.args.no_journal { "" } else { "\nhint: the same command goes on where it ended" };
            anstream::eprintln!("the pull is not finished: {why}{hint}");
        }
        Ok(report)
    }

    /// What was not fetched again, though nobody says that it has not changed.
    fn not_again(&self, run: &Run) -> Result<Option<Note>> {
        let Some((count, first)) = self.journal.recent(run)? else { return Ok(None) };
        let age = age(Clock::unix().saturating_sub(first));
        let detail = format!(
            "{count} elements that say nothing of their changes were not fetched again: they were scanned up to {age} ago (--recheck 0 fetches them)"
        );
        if !self.args.quiet {
            anstream::eprintln!("{detail}");
        }
        Ok(Some(Note { path: "postman://".to_owned(), detail }))
    }

    fn not_reached(
        &self,
        run: &Run,
        builder: &mut Builder<'_>,
        why: &str,
        done: &HashSet<String>,
    ) -> Result<()> {
        for (workspace, _) in self.journal.workspaces(run)?.iter().filter(|(_, listed)| !listed) {
            let path = format!("postman://workspace/{}", workspace.id);
            builder.skip(path, SkipReason::NotReached, why, true);
        }
        for element in self.journal.pending(run)?.iter().filter(|element| !done.contains(&element.key())) {
            builder.skip(element.path(), SkipReason::NotReached, why, true);
        }
        Ok(())
    }

    /// What Postman's own scanner knows, where the key may ask.
    fn join(&self, report: &mut Report, joins: &[Vec<Vec<String>>]) {
        if self.args.no_postman_scanner {
            return;
        }
        match detected::read(&self.client) {
            Ok(secrets) => detected::join(report, joins, &secrets, |hash| self.journal.salted(hash)),
            Err(_) if self.args.quiet => {}
            // No gap: everything was scanned.
            Err(error) => anstream::eprintln!("Postman's own scanner was not asked: {error}"),
        }
    }
}

/// Seconds as people say them.
fn age(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{} s", seconds.max(0)),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}
