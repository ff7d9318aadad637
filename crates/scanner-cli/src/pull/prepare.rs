//! What there is to pull, and what of it was pulled before.

use std::collections::HashMap;
use std::sync::Mutex;

use anyhow::{Context, Result, ensure};
use scanner_core::Cache;

use super::error::ApiError;
use super::fetch::segment;
use super::journal::Run;
use super::kind::Kind;
use super::limiter::Class;
use super::model::{Element, Workspace, text, uid, uuid};
use super::pages::{self, List, Style};
use super::progress::Progress;
use super::queue::{Queue, Task};
use super::save::Folder;
use super::scanned;
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
    pub(super) fn list_workspaces(&self) -> Result<Vec<Workspace>, ApiError> {
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
    pub(super) fn workspaces(&self, run: &Run, cache: &mut Cache) -> Result<Chosen> {
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

    pub(super) fn work<'w>(
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
        self.fill(&work, run, workspaces)?;
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
            self.others(run)?.into_iter().filter(|element| work.is_new(element)).collect();
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
    fn others(&self, run: &Run) -> Result<Vec<Element>> {
        let selection = &self.selection;
        if selection.is_elements_only() {
            let named = |kind, ids: &[String]| {
                ids.iter().map(|id| Element::new(kind, id.as_str(), None)).collect::<Vec<_>>()
            };
            let mut all = named(Kind::Collections, &selection.collections);
            for element in &mut all {
                element.workspace = self.home(run, &element.id)?;
            }
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

    /// The workspace of a collection that was named without one.
    fn home(&self, run: &Run, collection: &str) -> Result<Option<String>> {
        let path = format!("/workspaces?elementType=collection&elementId={}&limit=100", segment(collection));
        let list = List { path: &path, member: "workspaces", class: Class::Slow, style: Style::Cursor };
        let found = match pages::read(&self.client, list) {
            Ok(found) => found,
            Err(error) if error.is_final() => return Err(error.into()),
            // It can be scanned all the same.
            Err(_) => return Ok(None),
        };
        let Some(mut workspace) = found.first().and_then(Workspace::read) else { return Ok(None) };
        workspace.name = scanned::clean(&self.scanner, &mut Cache::default(), &workspace.name);
        let id = workspace.id.clone();
        self.journal.set_workspaces(run, &[workspace], &[])?;
        self.journal.listed(run, &id, &[])?;
        Ok(Some(id))
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
}
