//! The workers: lists become elements, elements become findings, everything is written to the journal.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use scanner_core::{Cache, Scanner};
use scanner_report::SkipReason;
use serde_json::{Value, json};

use super::client::Client;
use super::error::ApiError;
use super::fetch::{self, Fetched, segment};
use super::journal::{Journal, Run};
use super::kind::Kind;
use super::limiter::Class;
use super::model::{Element, Workspace, text, uid, uuid};
use super::observe::Observer;
use super::pages::{self, List, Style};
use super::progress::Progress;
use super::queue::{Queue, Task};
use super::save::Folder;
use super::scanned::{self, Outcome, Scanned, Skip};
use super::select::Selection;
use super::stop::Stop;

/// A pull under way.
#[derive(Debug)]
pub struct Work<'w> {
    /// The API.
    pub client: &'w Client,
    /// What finds.
    pub scanner: &'w Scanner,
    /// What is remembered.
    pub journal: &'w Journal,
    /// The pull.
    pub run: &'w Run,
    /// What is asked for.
    pub selection: &'w Selection,
    /// What is to be done.
    pub queue: Queue,
    /// When elements were changed, by UUID.
    pub changed: HashMap<String, String>,
    /// Elements that have not changed are fetched too.
    pub fresh: bool,
    /// Who looks on, if somebody does.
    pub observer: Option<&'w dyn Observer>,
    /// Where elements are saved, if they are.
    pub folder: Option<Folder>,
    /// What the user sees.
    pub progress: &'w Progress,
    /// Whether to end.
    pub stop: &'w Stop,
    /// Keys of elements that are known.
    pub seen: Mutex<HashSet<String>>,
    /// What was found now, with the secrets, by key.
    pub found: Mutex<HashMap<String, Vec<Scanned>>>,
    /// Held by who scans a great element.
    pub great: Mutex<()>,
    /// Forks that were come upon. They wait for the workspaces: one that stands in a workspace is reported there.
    pub forks: Mutex<Vec<Element>>,
    /// Why it has to end.
    pub fatal: Mutex<Option<anyhow::Error>>,
}

/// Elements that are greater, in bytes, are scanned one after another.
const GREAT: usize = 8 << 20;
/// Threads that wait for slow calls: one answer may be late.
const LISTERS: usize = 2;

impl Work<'_> {
    /// Works until there is nothing left to do, or it has to end.
    pub fn all(&self, threads: usize) {
        thread::scope(|scope| {
            for _ in 0..LISTERS {
                scope.spawn(|| self.work(Class::Slow));
            }
            for _ in 0..threads.max(1) {
                scope.spawn(|| self.work(Class::Fast));
            }
        });
    }

    /// Works on forks that no workspace has, on the forks of these, and so on.
    pub fn all_forks(&self, threads: usize) {
        while !self.stop.is_set() {
            let forks = std::mem::take(&mut *lock(&self.forks));
            let forks: Vec<Element> = forks.into_iter().filter(|fork| self.is_new(fork)).collect();
            if forks.is_empty() {
                return;
            }
            self.progress.listed_more(forks.len());
            self.queue.add(forks.into_iter().map(|fork| Task::Scan(Box::new(fork))));
            self.all(threads);
        }
    }

    fn work(&self, class: Class) {
        let mut cache = Cache::default();
        while let Some(turn) = self.queue.next(class) {
            let done = match &turn.task {
                Task::List(workspace) => self.list(workspace, &mut cache),
                Task::Scan(element) => self.scan(element, &mut cache),
            };
            if let Err(error) = done {
                self.end(error);
            }
            if self.stop.is_set() {
                self.queue.close();
            }
        }
    }

    /// Nothing will go better: the first reason is the one.
    fn end(&self, error: anyhow::Error) {
        let interrupted = matches!(error.downcast_ref(), Some(ApiError::Interrupted));
        if !interrupted {
            lock(&self.fatal).get_or_insert(error);
        }
        self.stop.set();
        self.queue.close();
    }

    fn list(&self, workspace: &Workspace, cache: &mut Cache) -> anyhow::Result<()> {
        let bytes = match self.client.get(&format!("/workspaces/{}", segment(&workspace.id)), Class::Slow) {
            Ok(bytes) => bytes,
            Err(error) => return self.not_listed(workspace, error),
        };
        let detail: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let detail = &detail["workspace"];
        if workspace.visibility.is_empty()
            && let Some(mut known) = Workspace::read(detail)
        {
            // It was named by its id, and stands in no list.
            known.name = scanned::clean(self.scanner, cache, &known.name);
            self.journal.set_workspaces(self.run, &[known], &[])?;
        }
        let mut elements = Vec::new();
        self.elements_of(workspace, detail, &mut elements)?;
        elements.retain(|element| self.is_new(element));
        if self.selection.wants_element(Kind::Workspaces, &workspace.id, "") {
            // At once, with the bytes that are there: they cost a slow call.
            let about = Element::new(Kind::Workspaces, &workspace.id, Some(&workspace.id));
            self.progress.listed_more(1);
            self.scan(&Element { body: Some(bytes), ..about }, cache)?;
        }
        self.journal.listed(self.run, &workspace.id, &elements)?;
        self.progress.listed(elements.len());
        self.queue.add(elements.into_iter().map(|element| Task::Scan(Box::new(element))));
        Ok(())
    }

    fn not_listed(&self, workspace: &Workspace, error: ApiError) -> anyhow::Result<()> {
        if error.is_final() {
            return Err(error.into());
        }
        let about = Element::new(Kind::Workspaces, &workspace.id, Some(&workspace.id));
        let skip = self.skip(&about, &error);
        if skip.reason != SkipReason::Failed {
            self.journal.listed(self.run, &workspace.id, &[])?;
        }
        self.progress.listed(0);
        self.journal.record(self.run, &about, &Outcome::Skipped(skip))
    }

    fn elements_of(
        &self,
        workspace: &Workspace,
        detail: &Value,
        elements: &mut Vec<Element>,
    ) -> Result<(), ApiError> {
        let home = Some(workspace.id.as_str());
        let wants = |kind| self.selection.wants_element(kind, "", "");
        for kind in [Kind::Globals, Kind::Roles] {
            let personal = kind == Kind::Roles && workspace.visibility == "personal";
            if wants(kind) && !personal {
                elements.push(Element::new(kind, &workspace.id, home));
            }
        }
        for (kind, id) in self.members(detail, "collections", Kind::Collections) {
            let updated_at = self.changed.get(uuid(&id)).cloned();
            elements.push(Element { updated_at, ..Element::new(kind, &id, home) });
            for extra in [Kind::Comments, Kind::Forks, Kind::PullRequests] {
                if self.selection.wants(extra) {
                    elements.push(Element::new(extra, &id, home));
                }
            }
        }
        for (kind, id) in self.members(detail, "environments", Kind::Environments) {
            let updated_at = self.changed.get(uuid(&id)).cloned();
            elements.push(Element { updated_at, ..Element::new(kind, id, home) });
        }
        let monitors = self.members(detail, "monitors", Kind::Monitors);
        elements.extend(monitors.into_iter().map(|(kind, id)| Element::new(kind, id, home)));
        let mocks = self.members(detail, "mocks", Kind::Mocks);
        elements.extend(self.mocks(&workspace.id, mocks)?);
        if wants(Kind::CallLogs) {
            let ids = entries(detail, "mocks").filter_map(uid);
            elements.extend(ids.map(|id| Element::new(Kind::CallLogs, id, home)));
        }
        let specs = self.members(detail, "specs", Kind::Specs);
        elements.extend(self.specs(&workspace.id, specs)?);
        Ok(())
    }

    /// The elements of one kind that a workspace names, as far as they are asked for.
    fn members(&self, detail: &Value, list: &str, kind: Kind) -> Vec<(Kind, String)> {
        let wanted = |entry: &Value| {
            let uid = uid(entry)?;
            let name = text(entry, "name").unwrap_or_default();
            self.selection.wants_element(kind, &uid, &name).then_some((kind, uid))
        };
        entries(detail, list).filter_map(wanted).collect()
    }

    /// The list of mocks says all there is to say of each.
    fn mocks(&self, workspace: &str, ids: Vec<(Kind, String)>) -> Result<Vec<Element>, ApiError> {
        let path = format!("/mocks?workspace={}", segment(workspace));
        let mut listed = self.listed_by(&path, "mocks", ids.is_empty())?;
        let element = |(kind, id): (Kind, String)| {
            let entry = listed.remove(uuid(&id));
            let updated_at = entry.as_ref().and_then(|entry| text(entry, "updatedAt"));
            let body = entry.map(|entry| json!({"mock": entry}).to_string().into_bytes());
            Element { updated_at, body, ..Element::new(kind, id, Some(workspace)) }
        };
        Ok(ids.into_iter().map(element).collect())
    }

    /// Specifications go by their UUID alone.
    fn specs(&self, workspace: &str, ids: Vec<(Kind, String)>) -> Result<Vec<Element>, ApiError> {
        let path = format!("/specs?workspaceId={}", segment(workspace));
        let listed = self.listed_by(&path, "specs", ids.is_empty())?;
        let element = |(kind, id): (Kind, String)| {
            let id = uuid(&id);
            let updated_at = listed.get(id).and_then(|entry| text(entry, "updatedAt"));
            Element { updated_at, ..Element::new(kind, id, Some(workspace)) }
        };
        Ok(ids.into_iter().map(element).collect())
    }

    /// A list by UUID. It only tells more of what is known: without it each element is asked for itself.
    fn listed_by(&self, path: &str, member: &str, idle: bool) -> Result<HashMap<String, Value>, ApiError> {
        if idle {
            return Ok(HashMap::new());
        }
        match pages::read(self.client, List { path, member, class: Class::Fast, style: Style::Cursor }) {
            Ok(list) => Ok(list
                .into_iter()
                .filter_map(|entry| Some((uuid(&uid(&entry)?).to_owned(), entry)))
                .collect()),
            Err(error) if error.is_final() => Err(error),
            Err(_) => Ok(HashMap::new()),
        }
    }

    /// Keeps forks until all workspaces are known.
    pub fn wait_for_workspaces(&self, forks: Vec<Element>) {
        lock(&self.forks).extend(forks);
    }

    /// It is known: nobody comes upon it once more.
    pub fn know(&self, element: &Element) {
        lock(&self.seen).insert(element.key());
    }

    /// Whether nobody has come upon it yet: a collection may be named in two places.
    pub fn is_new(&self, element: &Element) -> bool {
        lock(&self.seen).insert(element.key())
    }

    fn scan(&self, element: &Element, cache: &mut Cache) -> anyhow::Result<()> {
        if !self.fresh && self.journal.unchanged(self.run, element)? {
            self.progress.unchanged();
            return Ok(());
        }
        let fetched = match fetch::fetch(self.client, element) {
            Ok(fetched) => fetched,
            Err(error) if error.is_final() => return Err(error.into()),
            Err(error) => {
                self.progress.skipped();
                let outcome = Outcome::Skipped(self.skip(element, &error));
                return self.journal.record(self.run, element, &outcome);
            }
        };
        let Fetched { parts, found, updated_at } = fetched;
        if !found.is_empty() {
            self.journal.wanted(self.run, &found)?;
            lock(&self.forks).extend(found);
        }
        let outcome = self.outcome(element, &parts, cache)?;
        let dated =
            Element { updated_at: element.updated_at.clone().or(updated_at), body: None, ..element.clone() };
        self.journal.record(self.run, &dated, &outcome)?;
        if let Outcome::Scanned(parts) = outcome {
            self.keep(&dated, parts);
        }
        Ok(())
    }

    fn outcome(
        &self,
        element: &Element,
        parts: &[scanned::Part],
        cache: &mut Cache,
    ) -> anyhow::Result<Outcome> {
        let path = element.path();
        // A scan takes several times the memory of what it scans: great ones are scanned one after another.
        let bytes: usize = parts.iter().map(|part| part.bytes.len()).sum();
        let _turn = (bytes > GREAT).then(|| lock(&self.great));
        let salted = |bytes: &[u8]| self.journal.salted(bytes);
        let mut all = Vec::with_capacity(parts.len());
        for part in parts {
            if let Some(folder) = &self.folder {
                folder.save(element, part)?;
            }
            match scanned::scan(self.scanner, cache, part, &path, salted) {
                Ok(scanned) => {
                    if let Some(observer) = self.observer {
                        observer.saw(element, part, &scanned);
                    }
                    all.push(scanned);
                }
                Err(error) => {
                    let skip = Skip { reason: SkipReason::Binary, detail: error.to_string(), gap: true };
                    return Ok(Outcome::Skipped(skip));
                }
            }
        }
        Ok(Outcome::Scanned(all))
    }

    fn keep(&self, element: &Element, parts: Vec<Scanned>) {
        let findings: usize = parts.iter().map(|part| part.findings.len()).sum();
        let bytes = parts.iter().map(|part| part.bytes).sum();
        self.progress.scanned(bytes, findings);
        if findings > 0 {
            lock(&self.found).insert(element.key(), parts);
        }
    }

    /// Why an element was not scanned, and whether it is missed.
    fn skip(&self, element: &Element, error: &ApiError) -> Skip {
        let named = self.selection.named.contains(&element.kind);
        let asked_for = self.selection.is_elements_only();
        let (reason, gap) = match error {
            ApiError::Forbidden(_) => (SkipReason::Forbidden, true),
            ApiError::Plan(_) => (SkipReason::Plan, named),
            ApiError::NotFound => (SkipReason::Deleted, asked_for),
            ApiError::TooLarge(_) => (SkipReason::TooLarge, true),
            _ => (SkipReason::Failed, true),
        };
        Skip { reason, detail: error.to_string(), gap }
    }
}

impl Work<'_> {
    /// Why the pull had to end, if it had to.
    pub fn take_fatal(&self) -> Option<anyhow::Error> {
        lock(&self.fatal).take()
    }

    /// What was found in an element now, with the secrets.
    pub fn found_now(&self, element: &Element) -> Option<Vec<Scanned>> {
        lock(&self.found).remove(&element.key())
    }
}

fn entries<'v>(detail: &'v Value, list: &str) -> impl Iterator<Item = &'v Value> {
    detail.get(list).and_then(Value::as_array).into_iter().flatten()
}

/// A worker that panicked leaves what it had.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
