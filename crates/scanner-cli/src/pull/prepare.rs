//! What there is to pull, and what of it was pulled before.

use std::sync::Mutex;

use anyhow::{Context, Result, ensure};
use scanner_core::Cache;
use scanner_report::SkipReason;

use super::clock::Clock;
use super::error::ApiError;
use super::fetch::segment;
use super::journal::{Member, Run};
use super::kind::Kind;
use super::known::Known;
use super::limiter::Class;
use super::lists::Lists;
use super::model::{Element, Me, Workspace, text, uid, uuid};
use super::pages::{self, List, Style};
use super::progress::Progress;
use super::queue::{Queue, Task};
use super::save::Folder;
use super::scanned::{self, Outcome, Skip};
use super::session::Session;
use super::work::Work;

/// The workspaces of a pull.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// Those that are asked for, each with whether its elements are known already.
    pub(super) workspaces: Vec<(Workspace, bool)>,
    /// The others.
    pub(super) filtered: Vec<Workspace>,
}

/// So many workspaces are few.
const FEW: usize = 10;

impl Session<'_> {
    /// The workspaces, and why there may be more, if the list breaks off. Without any there is nothing to pull.
    pub(super) fn list_workspaces(&self) -> Result<(Vec<Workspace>, Option<ApiError>), ApiError> {
        let list = List {
            path: "/workspaces?limit=100",
            member: "workspaces",
            class: Class::Slow,
            style: Style::Cursor,
        };
        let (all, end) = pages::read_some(&self.client, list);
        let mut all: Vec<Workspace> = all.iter().filter_map(Workspace::read).collect();
        all.sort();
        all.dedup_by(|a, b| a.id == b.id);
        match end {
            Err(error) if all.is_empty() || error.is_final() => Err(error),
            end => Ok((all, end.err())),
        }
    }

    /// Finds out which workspaces there are.
    pub(super) fn workspaces(&self, run: &Run, cache: &mut Cache) -> Result<Chosen> {
        let known = self.journal.workspaces(run)?;
        if !known.is_empty() {
            return Ok(Chosen { workspaces: known, filtered: Vec::new() });
        }
        if self.selection.is_elements_only() {
            return Ok(Chosen::default());
        }
        let (mut all, gap) = self.list_workspaces()?;
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
        if let Some(error) = gap {
            // Before the list itself: whoever goes on with this pull has both or none.
            let skip = Skip { reason: SkipReason::Failed, detail: error.to_string(), gap: true };
            self.journal.record(run, &Element::list_of(Kind::Workspaces), &Outcome::Skipped(skip))?;
        }
        self.journal.set_workspaces(run, &chosen, &[])?;
        let workspaces = chosen.into_iter().map(|workspace| (workspace, false)).collect();
        Ok(Chosen { workspaces, filtered })
    }

    pub(super) fn work<'w>(
        &'w self,
        run: &'w Run,
        progress: &'w Progress,
        me: &Me,
        chosen: &Chosen,
    ) -> Result<Work<'w>> {
        let folder = self.args.save.as_deref().map(Folder::new).transpose().context("--save")?;
        let work = Work {
            client: &self.client,
            scanner: &self.scanner,
            journal: &self.journal,
            run,
            selection: &self.selection,
            queue: Queue::default(),
            known: self.known(run, me, chosen)?,
            observer: self.observer,
            folder,
            progress,
            stop: &self.stop,
            seen: Mutex::default(),
            found: Mutex::default(),
            great: Mutex::default(),
            forks: Mutex::default(),
            fatal: Mutex::default(),
        };
        self.fill(&work, run, &chosen.workspaces)?;
        Ok(work)
    }

    /// Queues what is to be done: what is left of a pull that was interrupted, or everything.
    fn fill(&self, work: &Work<'_>, run: &Run, workspaces: &[(Workspace, bool)]) -> Result<()> {
        self.journal.outcomes(run, |element, _| work.know(&element))?;
        // Of what is pending only forks stand in no workspace, unless elements were named.
        let is_fork = |element: &Element| {
            element.kind == Kind::Collections
                && element.workspace.is_none()
                && !self.selection.is_elements_only()
        };
        let (forks, mut elements): (Vec<_>, Vec<_>) =
            self.journal.pending(run)?.into_iter().partition(is_fork);
        work.wait_for_workspaces(forks);
        elements.iter().for_each(|element| work.know(element));
        let others: Vec<Element> =
            self.others(work, run)?.into_iter().filter(|element| work.is_new(element)).collect();
        self.journal.wanted(run, &others)?;
        elements.extend(others);
        let lists = workspaces.iter().filter(|(_, listed)| !listed).map(|(workspace, _)| workspace);
        let mut lists: Vec<&Workspace> = lists.collect();
        // What has changed last comes first: what is looked for stands there, as like as not.
        lists.sort_by_key(|workspace| std::cmp::Reverse(workspace.updated_at.clone()));
        let task = |workspace: &Workspace| match work.known.is_recent(workspace) {
            true => Task::Recall(workspace.clone()),
            false => Task::List(workspace.clone()),
        };
        let lists: Vec<Task> = lists.into_iter().map(task).collect();
        work.progress.begin(workspaces.len(), workspaces.len() - lists.len(), elements.len());
        work.queue.add(lists);
        work.queue.add(elements.into_iter().map(|element| Task::Scan(Box::new(element))));
        Ok(())
    }

    /// Elements that stand in no workspace, or are named without one.
    fn others(&self, work: &Work<'_>, run: &Run) -> Result<Vec<Element>> {
        let selection = &self.selection;
        if selection.is_elements_only() {
            let named = |kind, ids: &[String]| {
                ids.iter().map(|id| Element::new(kind, id.as_str(), None)).collect::<Vec<_>>()
            };
            let mut all = named(Kind::Collections, &selection.collections);
            for element in &mut all {
                element.workspace = self.home(run, &element.id)?;
            }
            let extras: Vec<Element> = all.iter().flat_map(|element| selection.extras_of(element)).collect();
            all.retain(|element| selection.wants(element.kind));
            all.extend(extras);
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
            let (packages, end) = pages::read_some(&self.client, list);
            all.extend(packages.iter().filter_map(|package| {
                let updated_at = text(package, "updatedAt");
                Some(Element { updated_at, ..Element::new(Kind::Packages, uid(package)?, None) })
            }));
            match end {
                Ok(()) => {}
                Err(error) if error.is_final() => return Err(error.into()),
                Err(error) => {
                    let list = Element::list_of(Kind::Packages);
                    self.journal.record(run, &list, &Outcome::Skipped(work.skip(&list, &error)))?;
                }
            }
        }
        Ok(all)
    }

    /// The workspace of a collection that was named without one.
    fn home(&self, run: &Run, collection: &str) -> Result<Option<String>> {
        let Some(mut workspace) = self.workspace_of(collection)? else { return Ok(None) };
        workspace.name = scanned::clean(&self.scanner, &mut Cache::default(), &workspace.name);
        let id = workspace.id.clone();
        self.journal.set_workspaces(run, &[workspace], &[])?;
        self.journal.listed(run, &id, &[])?;
        Ok(Some(id))
    }

    fn workspace_of(&self, collection: &str) -> Result<Option<Workspace>, ApiError> {
        let path = format!("/workspaces?elementType=collection&elementId={}&limit=100", segment(collection));
        let list = List { path: &path, member: "workspaces", class: Class::Slow, style: Style::Cursor };
        match pages::read(&self.client, list) {
            Ok(found) => Ok(found.first().and_then(Workspace::read)),
            Err(error) if error.is_final() => Err(error),
            // It can be scanned all the same.
            Err(_) => Ok(None),
        }
    }

    /// What earlier pulls know, as far as it is worth the calls for the lists.
    fn known(&self, run: &Run, me: &Me, chosen: &Chosen) -> Result<Known> {
        let days = self.args.recheck.unwrap_or(if self.selection.is_named() { 0.0 } else { 1.0 });
        let since = if days > 0.0 { Clock::unix() - (days * 86_400.0) as i64 } else { i64::MAX };
        let mut places = self.journal.places(run)?;
        let (done, left): (Vec<_>, Vec<_>) = chosen.workspaces.iter().partition(|(_, listed)| *listed);
        let left: Vec<&Workspace> = left.into_iter().map(|(workspace, _)| workspace).collect();
        let before = |(workspace, _): &&(Workspace, bool)| {
            places.get(&workspace.id).is_some_and(|place| place.looked < run.started)
        };
        let recalled: Vec<Workspace> = done.into_iter().filter(before).map(|(w, _)| w.clone()).collect();
        let nothing = left.is_empty() && recalled.is_empty();
        let known =
            Known { fresh: self.args.fresh, since, recalled: Mutex::new(recalled), ..Known::default() };
        if known.fresh || nothing || !self.journal.knows(run)? {
            return Ok(known);
        }
        // Of a few of many it is cheaper to ask each.
        if left.len() <= FEW && (self.selection.is_named() || !chosen.filtered.is_empty()) {
            let lists = Lists::of_workspaces(&self.client, &self.selection, &left)?;
            return Ok(Known { lists, ..known });
        }
        let lists = Lists::of_account(&self.client, &self.selection, me.team_id.as_deref())?;
        let placed = self.journal.placed(run, &self.selection.scope(), since)?;
        let mut unplaced: Vec<_> = lists.all().filter(|(_, id, _)| !placed.contains(*id)).collect();
        // Of a collection the API says where it is: that is read, and there is nothing left to be looked for.
        let collections = unplaced.iter().filter(|(kind, ..)| *kind == Kind::Collections);
        let collections: Vec<String> = collections.filter_map(|(.., entry)| uid(entry)).take(FEW).collect();
        for collection in collections {
            let Some(home) = self.workspace_of(&collection)? else { continue };
            places.remove(&home.id);
            if !left.iter().any(|workspace| workspace.id == home.id) {
                unplaced.retain(|(_, id, _)| *id != uuid(&collection));
            }
        }
        let unplaced = Mutex::new(unplaced.into_iter().map(|(_, id, _)| id.to_owned()).collect());
        Ok(Known { lists, of_account: true, places, unplaced, ..known })
    }

    /// Remembers what stands in no workspace that is asked for: it is not looked for again.
    pub(super) fn settle(&self, run: &Run, work: &Work<'_>) -> Result<()> {
        let nowhere = work.known.take_unplaced();
        if nowhere.is_empty() || self.stop.is_set() {
            return Ok(());
        }
        let members = work.known.lists.all().filter(|(_, id, _)| nowhere.contains(*id));
        let members = members.map(|(kind, id, _)| Member { kind, id: id.to_owned(), unlisted: None });
        self.journal.add_nowhere(run, &self.selection.scope(), &members.collect::<Vec<_>>())
    }
}
