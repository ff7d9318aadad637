//! A pull from its start to its report: who asks, what is remembered, what was found.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use scanner_core::rule::builtin_digest;
use scanner_core::{Cache, Scanner};
use scanner_report::Report;
use sha2::{Digest, Sha256};

use super::base::ApiBase;
use super::client::Client;
use super::journal::{Journal, Rules, Run};
use super::limiter::Class;
use super::model::{Me, Workspace};
use super::observe::Observer;
use super::plan::Plan;
use super::progress::Progress;
use super::select::Selection;
use super::stop::Stop;
use crate::args::{PullArgs, RuleArgs};
use crate::settings;

/// What a pull is made of.
#[derive(Debug)]
pub struct Session<'a> {
    /// The arguments.
    pub args: &'a PullArgs,
    /// Which rules, and when.
    pub rules: RuleArgs,
    /// Where the API is.
    pub base: ApiBase,
    /// What is asked for.
    pub selection: Selection,
    /// What finds.
    pub scanner: Scanner,
    /// Whether to end.
    pub stop: Stop,
    /// The API.
    pub client: Client,
    /// What is remembered.
    pub journal: Journal,
    /// Who looks on, if somebody does.
    pub observer: Option<&'a dyn Observer>,
    /// Keeps other pulls from the journal.
    pub lock: Option<File>,
}

/// The journal, and the lock that keeps another pull from it.
///
/// # Errors
/// If it cannot be used, or another pull is using it.
pub fn journal(args: &PullArgs, scanner: &Scanner) -> Result<(Journal, Option<File>)> {
    let rules: Rules = scanner.rules().map(|rule| (rule.id.to_string(), Arc::new(rule.clone()))).collect();
    if args.no_journal || args.plan {
        return Ok((Journal::open(None, rules)?, None));
    }
    let path = args.journal.clone().map_or_else(Journal::default_path, Ok)?;
    let journal = Journal::open(Some(&path), rules)?;
    Ok((journal, Some(lock(&path)?)))
}

/// The system lets go of it when the process ends, however that is.
fn lock(journal: &Path) -> Result<File> {
    let mut path = journal.as_os_str().to_owned();
    path.push(".lock");
    let path = PathBuf::from(path);
    let file =
        File::options().append(true).create(true).open(&path).with_context(|| path.display().to_string())?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            bail!(
                "another pull is using the journal {}\nhint: wait for it, or give --journal FILE",
                journal.display()
            )
        }
        Err(std::fs::TryLockError::Error(error)) => Err(error).with_context(|| path.display().to_string()),
    }
}

impl Session<'_> {
    /// Asks whose key it is.
    ///
    /// # Errors
    /// If the API does not take it.
    pub fn me(&self) -> Result<Me> {
        let me = Me::read(&self.client.get_json("/me", Class::Fast)?);
        if let Some(left) = me.left().filter(|_| self.client.month_left().is_none()) {
            self.client.set_month_left(left);
        }
        Ok(me)
    }

    /// Says what a pull would cost.
    ///
    /// # Errors
    /// If a list cannot be read.
    pub fn plan(&self, me: &Me) -> Result<Plan> {
        let (all, gap) = self.list_workspaces()?;
        if let Some(error) = gap {
            anstream::eprintln!("there may be more workspaces: {error}");
        }
        let chosen: Vec<Workspace> =
            all.iter().filter(|w| self.selection.wants_workspace(w)).cloned().collect();
        Ok(Plan::new(&self.client, me, &self.selection, &chosen, all.len(), self.args.api.reserve)?)
    }

    /// Pulls.
    ///
    /// # Errors
    /// If lists cannot be read, or the journal cannot be written.
    pub fn run(&self, me: &Me) -> Result<Report> {
        let started = jiff::Timestamp::now().as_second();
        let account = format!("{} {}", self.base, me.id);
        let run = self.journal.begin(&account, &self.selection.scope(), &self.engine(), self.args.restart)?;
        if run.recent {
            self.client.limiter.assume_slow_full();
        }
        self.greet(me, &run);
        let mut cache = Cache::default();
        let chosen = self.workspaces(&run, &mut cache)?;
        let progress = Progress::default();
        let work = self.work(&run, &progress, me, &chosen)?;
        let threads = usize::from(self.args.threads);
        progress.show(!self.args.quiet, &self.client, &work.queue, || {
            work.all(threads);
            work.search(threads);
            work.all_forks(threads);
        });
        self.settle(&run, &work)?;
        Ok(Report { started, ..self.report(&run, &work, &chosen.filtered)? })
    }

    fn greet(&self, me: &Me, run: &Run) {
        if self.args.quiet {
            return;
        }
        let team = me.team.as_deref().map_or_else(String::new, |team| format!(" of {team}"));
        anstream::eprintln!("pulling as {}{team}", me.name.as_deref().unwrap_or(&me.id));
        if run.resumed {
            let began =
                jiff::Timestamp::from_second(run.started).map(|time| time.to_string()).unwrap_or_default();
            anstream::eprintln!("going on with the pull of {began} (--restart begins anew)");
        }
        if self.args.report.show_secrets && !self.args.fresh {
            anstream::eprintln!(
                "secrets of elements that have not changed are not in the journal: --fresh reads them anew"
            );
        }
    }

    /// What finds: another program or other rules find something else.
    fn engine(&self) -> String {
        let mut hasher = Sha256::new();
        hasher.update(env!("CARGO_PKG_VERSION"));
        hasher.update(builtin_digest());
        hasher.update(format!("{:?}", self.rules.disable));
        for path in settings::rule_files(&self.rules.rules).unwrap_or_default() {
            hasher.update(std::fs::read(path).unwrap_or_default());
        }
        hasher.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
