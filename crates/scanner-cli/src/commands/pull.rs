//! `postseal pull`.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use scanner_core::{Cache, Scanner};
use scanner_report::control::Catalogue;
use scanner_report::{Report, SkipReason};
use sha2::{Digest, Sha256};

use super::{api, scan};
use crate::args::PullArgs;
use crate::pull::client::Client;
use crate::pull::detected;
use crate::pull::error::ApiError;
use crate::pull::journal::{End, Journal, Rules, Run};
use crate::pull::kind::Kind;
use crate::pull::limiter::Class;
use crate::pull::model::{Element, Me, Workspace, text, uid, uuid};
use crate::pull::pages::{self, List, Style};
use crate::pull::plan::Plan;
use crate::pull::progress::Progress;
use crate::pull::queue::{Queue, Task};
use crate::pull::report::Builder;
use crate::pull::save::Folder;
use crate::pull::scanned;
use crate::pull::select::Selection;
use crate::pull::stop::Stop;
use crate::pull::work::Work;
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
    let (journal, _lock) = journal(args, &scanner)?;
    stop.on_interrupt().context("Ctrl-C")?;
    let pull = Pull { args, selection, scanner, stop, client, journal };
    let me = pull.me()?;
    if args.plan {
        return pull.plan(&me);
    }
    let mut report = pull.run(&me)?;
    report.duration = start.elapsed();
    if !args.quiet {
        scan::warn(&report);
    }
    output::write(&args.report, &report, &Catalogue::builtin())?;
    Ok(scan::exit(&report))
}

/// What a pull is made of.
struct Pull<'a> {
    args: &'a PullArgs,
    selection: Selection,
    scanner: Scanner,
    stop: Stop,
    client: Client,
    journal: Journal,
}

/// The workspaces of a pull.
#[derive(Default)]
struct Chosen {
    /// Those that are asked for, each with whether its elements are known already.
    workspaces: Vec<(Workspace, bool)>,
    /// The others.
    filtered: Vec<Workspace>,
}

/// The journal, and the lock that keeps another pull from it.
fn journal(args: &PullArgs, scanner: &Scanner) -> Result<(Journal, Option<File>)> {
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

impl Pull<'_> {
    fn me(&self) -> Result<Me> {
        let me = Me::read(&self.client.get_json("/me", Class::Fast)?);
        if let Some(left) = me.left().filter(|_| self.client.month_left().is_none()) {
            self.client.set_month_left(left);
        }
        Ok(me)
    }

    fn plan(&self, me: &Me) -> Result<Exit> {
        let all = self.list_workspaces()?;
        let chosen: Vec<Workspace> =
            all.iter().filter(|w| self.selection.wants_workspace(w)).cloned().collect();
        let plan = Plan::new(&self.client, me, &self.selection, &chosen, all.len(), self.args.api.reserve)?;
        anstream::print!("{plan}");
        Ok(Exit::Clean)
    }

    fn run(&self, me: &Me) -> Result<Report> {
        let base = api::base(self.args.api.api_base.as_ref(), self.args.api.region)?;
        let account = format!("{base} {}", me.id);
        let run = self.journal.begin(&account, &self.selection.scope(), &self.engine(), self.args.restart)?;
        if run.recent {
            self.client.limiter.assume_slow_full();
        }
        self.greet(me, &run);
        let mut cache = Cache::default();
        let Chosen { workspaces, filtered } = self.workspaces(&run, &mut cache)?;
        let progress = Progress::default();
        let work = self.work(&run, &progress, &workspaces)?;
        progress
            .show(!self.args.quiet, &self.client, &work.queue, || work.all(usize::from(self.args.threads)));
        let report = self.report(&run, &work, &filtered)?;
        Ok(report)
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
        for rule in self.scanner.rules() {
            hasher.update(format!("{rule:?}"));
        }
        hasher.update(format!("{:?} {:?}", self.args.rules.rules, self.args.rules.disable));
        for path in settings::rule_files(&self.args.rules.rules).unwrap_or_default() {
            hasher.update(std::fs::read(path).unwrap_or_default());
        }
        hasher.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn list_workspaces(&self) -> Result<Vec<Workspace>, ApiError> {
        let list = List {
            path: "/workspaces?limit=100",
            member: "workspaces",
            class: Class::Slow,
            style: Style::Cursor,
        };
        let mut all: Vec<Workspace> =
            pages::read(&self.client, list)?.iter().filter_map(Workspace::read).collect();
        all.sort();
        all.dedup_by(|a, b| a.id == b.id);
        Ok(all)
    }

    /// Finds out which workspaces there are.
    fn workspaces(&self, run: &Run, cache: &mut Cache) -> Result<Chosen> {
        let known = self.journal.workspaces(run)?;
        if !known.is_empty() {
            return Ok(Chosen { workspaces: known, filtered: Vec::new() });
        }
        if self.selection.is_elements_only() {
            return Ok(Chosen::default());
        }
        let mut all = self.list_workspaces()?;
        for workspace in &mut all {
            workspace.name = scanned::clean(&self.scanner, cache, &workspace.name);
        }
        let (mut chosen, filtered): (Vec<Workspace>, Vec<Workspace>) =
            all.into_iter().partition(|workspace| self.selection.wants_workspace(workspace));
        for wanted in self.selection.missing(&chosen) {
            // A public workspace of another team stands in no list.
            ensure!(uuid(wanted).len() == 36, "there is no workspace {wanted} that the key can see");
            chosen.push(Workspace { id: uuid(wanted).to_owned(), ..Workspace::default() });
        }
        self.journal.set_workspaces(run, &chosen, &[])?;
        let workspaces = chosen.into_iter().map(|workspace| (workspace, false)).collect();
        Ok(Chosen { workspaces, filtered })
    }

    fn work<'w>(
        &'w self,
        run: &'w Run,
        progress: &'w Progress,
        workspaces: &[(Workspace, bool)],
    ) -> Result<Work<'w>> {
        let folder = self.args.save.as_deref().map(Folder::new).transpose().context("--save")?;
        let work = Work {
            client: &self.client,
            scanner: &self.scanner,
            journal: &self.journal,
            run,
            selection: &self.selection,
            queue: Queue::default(),
            changed: self.changed(run, workspaces)?,
            fresh: self.args.fresh,
            folder,
            progress,
            stop: &self.stop,
            seen: Mutex::default(),
            found: Mutex::default(),
            fatal: Mutex::default(),
        };
        self.fill(&work, run, workspaces)?;
        Ok(work)
    }

    /// Queues what is to be done: what is left of a pull that was interrupted, or everything.
    fn fill(&self, work: &Work<'_>, run: &Run, workspaces: &[(Workspace, bool)]) -> Result<()> {
        self.journal.outcomes(run, |element, _| work.know(&element))?;
        let mut elements = self.journal.pending(run)?;
        elements.iter().for_each(|element| work.know(element));
        let others: Vec<Element> =
            self.others()?.into_iter().filter(|element| work.is_new(element)).collect();
        self.journal.wanted(run, &others)?;
        elements.extend(others);
        let lists = workspaces.iter().filter(|(_, listed)| !listed);
        let lists: Vec<Task> = lists.map(|(workspace, _)| Task::List(workspace.clone())).collect();
        work.progress.begin(workspaces.len(), workspaces.len() - lists.len(), elements.len());
        work.queue.add(lists);
        work.queue.add(elements.into_iter().map(|element| Task::Scan(Box::new(element))));
        Ok(())
    }

    /// Elements that stand in no workspace, or are named without one.
    fn others(&self) -> Result<Vec<Element>> {
        let selection = &self.selection;
        if selection.is_elements_only() {
            let named = |kind, ids: &[String]| {
                ids.iter().map(|id| Element::new(kind, id.as_str(), None)).collect::<Vec<_>>()
            };
            let mut all = named(Kind::Collections, &selection.collections);
            all.extend(named(Kind::Environments, &selection.environments));
            return Ok(all);
        }
        let mut all = Vec::new();
        if !selection.is_everything() {
            return Ok(all);
        }
        if selection.wants(Kind::AccessKeys) {
            all.push(Element::new(Kind::AccessKeys, "account", None));
        }
        if selection.wants(Kind::Packages) {
            let list = List {
                path: "/packages?limit=100",
                member: "data",
                class: Class::Fast,
                style: Style::Cursor,
            };
            match pages::read(&self.client, list) {
                Ok(packages) => all.extend(packages.iter().filter_map(|package| {
                    let updated_at = text(package, "updatedAt");
                    Some(Element { updated_at, ..Element::new(Kind::Packages, uid(package)?, None) })
                })),
                Err(error) if error.is_final() => return Err(error.into()),
                // Asked for again as an element, to be reported as one.
                Err(_) => all.push(Element::new(Kind::Packages, "list", None)),
            }
        }
        Ok(all)
    }

    /// When collections and environments were changed. Of use only where something is known of before.
    fn changed(&self, run: &Run, workspaces: &[(Workspace, bool)]) -> Result<HashMap<String, String>> {
        let mut changed = HashMap::new();
        if self.args.fresh || workspaces.iter().all(|(_, listed)| *listed) || !self.journal.knows(run)? {
            return Ok(changed);
        }
        let lists = [
            (Kind::Collections, "/collections", "collections", Class::Slow, Style::Offset(100)),
            (Kind::Environments, "/environments", "environments", Class::Fast, Style::Cursor),
        ];
        for (kind, path, member, class, style) in lists {
            let wanted = self.selection.wants(kind);
            // Of a few workspaces it is cheaper to ask each.
            let paths = if workspaces.len() <= FEW {
                workspaces.iter().map(|(workspace, _)| format!("{path}?workspace={}", workspace.id)).collect()
            } else {
                vec![path.to_owned()]
            };
            for path in paths.iter().filter(|_| wanted) {
                match pages::read(&self.client, List { path, member, class, style }) {
                    Ok(list) => changed.extend(list.iter().filter_map(|entry| {
                        Some((uuid(&uid(entry)?).to_owned(), text(entry, "updatedAt")?))
                    })),
                    Err(error) if error.is_final() => return Err(error.into()),
                    // Without the list everything counts as changed.
                    Err(_) => {}
                }
            }
        }
        Ok(changed)
    }

    fn report(&self, run: &Run, work: &Work<'_>, filtered: &[Workspace]) -> Result<Report> {
        let fatal = work.take_fatal();
        let why = fatal.as_ref().map_or_else(|| "interrupted".to_owned(), |error| format!("{error:#}"));
        let complete = !self.stop.is_set();
        self.journal.end(
            run,
            if complete { End::Finished } else { End::Interrupted },
            self.selection.is_everything(),
        )?;
        let workspaces: Vec<Workspace> = self.journal.workspaces(run)?.into_iter().map(|(w, _)| w).collect();
        let now = self.args.rules.as_of.unwrap_or_else(jiff::Timestamp::now).as_second();
        let mut builder = Builder::new(&workspaces, now);
        let mut done = HashSet::new();
        self.journal.outcomes(run, |element, outcome| {
            let outcome = work.found_now(&element).map(scanned::Outcome::Scanned).or(outcome);
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
        if complete {
            self.join(&mut report, &joins);
        } else {
            anstream::eprintln!(
                "the pull is not finished: {why}\nhint: the same command goes on where it ended"
            );
        }
        Ok(report)
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

/// So many workspaces are few.
const FEW: usize = 10;
