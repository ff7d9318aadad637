//! The workers: lists become elements, elements become findings, everything is written to the journal.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use scanner_core::{Cache, Scanner};
use scanner_report::SkipReason;

use super::client::Client;
use super::error::ApiError;
use super::fetch::{self, Fetched};
use super::journal::{Journal, Run};
use super::kind::Kind;
use super::known::Known;
use super::limiter::Class;
use super::model::Element;
use super::observe::Observer;
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
    /// What earlier pulls know, and the lists of the account confirm.
    pub known: Known,
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

    /// Reads workspaces that were not to be read, for as long as something is missed that has left another one.
    pub fn search(&self, threads: usize) {
        let recalled = self.known.take_recalled();
        if !recalled.is_empty() && !self.stop.is_set() {
            self.progress.more_workspaces(recalled.len());
            self.queue.add(recalled.into_iter().map(Task::List));
            self.all(threads);
        }
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
                Task::List(workspace) | Task::Recall(workspace) => self.list(workspace, &mut cache),
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

    /// Takes an element as looked at that has not changed since it was scanned; whether it is such.
    pub(super) fn is_unchanged(&self, element: &Element) -> anyhow::Result<bool> {
        // What forks there are, only their list says.
        let known = !self.known.fresh && element.kind != Kind::Forks;
        Ok(known && self.journal.unchanged(self.run, element, self.known.since)?)
    }

    pub(super) fn scan(&self, element: &Element, cache: &mut Cache) -> anyhow::Result<()> {
        if self.is_unchanged(element)? {
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
        let Fetched { parts, mut found, updated_at } = fetched;
        if !found.is_empty() {
            found.iter_mut().for_each(|fork| fork.updated_at = self.known.updated_at(fork));
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
    pub(super) fn skip(&self, element: &Element, error: &ApiError) -> Skip {
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

/// A worker that panicked leaves what it had.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
