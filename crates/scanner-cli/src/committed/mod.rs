//! From what commits change to what is reported of them: what they add, and nothing that stood there before.

mod known;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice};
use scanner_core::{Cache, Finding, parallel};
use scanner_report::{Note, Report, SkipReason, Skipped, Suppressed, SuppressedBy, Suppression};

use crate::input::Filter;
use crate::input::git::{Change, File, Kind, Objects, Repository, Selection, Step, Unread};
use crate::progress;
use crate::source::{Scanned, Source};
use known::{Known, Standing};

/// Commits whose changes are held at a time.
const WINDOW: usize = 16 << 10;

/// Scans what a selection of commits, or the index, adds.
///
/// # Errors
/// If the index, a revision or the history cannot be read.
pub(crate) fn report(
    with: Committed<'_>,
    repository: &Repository,
    selection: &Selection,
    progress: bool,
) -> Result<Report> {
    let mut walk = Walk::new(with);
    if *selection == Selection::Staged {
        walk.steps(&[repository.staged()?]);
    } else {
        let commits = repository.commits(selection)?;
        let bar = progress::commits(commits.len(), progress);
        for steps in commits.steps(with.objects, WINDOW) {
            walk.steps(&steps);
            bar.inc(steps.len() as u64);
        }
        bar.finish_and_clear();
        if let Some(end) = commits.shallow(with.objects).next() {
            let detail = format!("a shallow clone: it does not have what is older{}", of(Some(end)));
            walk.skip(BStr::new(".git/shallow"), SkipReason::Missing, &detail, true);
        }
    }
    let odd = [
        (repository.is_sparse(), "a sparse checkout: what is not checked out was read from the repository"),
        (repository.is_partial(), "a partial clone: contents that it does not have are not scanned"),
    ];
    for (_, detail) in odd.into_iter().filter(|(is, _)| *is) {
        walk.notes.insert(Note { path: ".git/config".to_owned(), detail: detail.to_owned() });
    }
    Ok(walk.finish())
}

/// How commits are scanned.
#[derive(Clone, Copy)]
pub(crate) struct Committed<'s> {
    pub(crate) source: Source<'s>,
    pub(crate) objects: &'s Objects,
    pub(crate) filter: &'s Filter,
    /// What came before, in words.
    pub(crate) base: &'s str,
    /// What came before is reported too.
    pub(crate) all: bool,
}

/// Scans steps, in their order, and keeps what the next ones are compared with.
struct Walk<'s> {
    with: Committed<'s>,
    known: Known,
    /// Steps that were scanned.
    count: usize,
    skipped: BTreeSet<Skipped>,
    notes: BTreeSet<Note>,
    report: Report,
}

/// A content that is scanned for the first time.
struct New<'t> {
    step: &'t Step,
    /// The number of the step.
    number: usize,
    change: &'t Change,
}

impl<'s> Walk<'s> {
    fn new(with: Committed<'s>) -> Walk<'s> {
        Walk {
            with,
            known: Known::default(),
            count: 0,
            skipped: BTreeSet::new(),
            notes: BTreeSet::new(),
            report: Report::default(),
        }
    }

    /// Scans the next steps.
    fn steps(&mut self, steps: &[Step]) {
        let new: Vec<New<'_>> = steps.iter().flat_map(|step| self.new_in(step)).collect();
        let files = new.iter().map(|new| (&new.change.file, new.step.commit.as_ref()));
        let results = self.with.files(&files.collect::<Vec<_>>());
        for (new, scanned) in new.iter().zip(&results) {
            self.known.learn(new.change.file.id, findings(scanned));
        }
        self.learn_before(&new, &results);
        for (new, scanned) in new.iter().zip(results) {
            self.take(new, scanned);
        }
    }

    /// The report, in the order of the paths.
    fn finish(mut self) -> Report {
        self.report.artefacts.sort_by(|a, b| a.path.cmp(&b.path));
        self.report.suppressed.sort_by(|a, b| a.path.cmp(&b.path));
        self.report.skipped = self.skipped.into_iter().collect();
        self.report.notes = self.notes.into_iter().collect();
        self.report
    }

    /// The contents of a step that are to be scanned; what is not is noted. What an earlier commit has brought is scanned already.
    fn new_in<'t>(&mut self, step: &'t Step) -> Vec<New<'t>> {
        self.count += 1;
        for (path, why) in &step.unread {
            let detail = format!("{why}{}", of(step.commit.as_ref()));
            self.skip(path.as_bstr(), SkipReason::Missing, &detail, true);
        }
        let mut new = Vec::new();
        for change in &step.changes {
            if let Some((reason, detail, gap)) = self.with.refuses(change) {
                self.skip(change.file.path.as_bstr(), reason, &detail, gap);
            } else if self.known.brings(change.file.id, self.count) || step.commit.is_none() {
                new.push(New { step, number: self.count, change });
            }
        }
        new
    }

    fn skip(&mut self, path: &BStr, reason: SkipReason, detail: &str, gap: bool) {
        let (path, detail) = (path.to_string(), detail.to_owned());
        self.skipped.insert(Skipped { path, reason, detail, gap });
    }

    /// Scans what stood in the places of files in which something was found, where no step has brought it.
    fn learn_before(&mut self, new: &[New<'_>], results: &[Scanned]) {
        let leaky = new.iter().zip(results).filter(|(_, scanned)| findings(scanned).next().is_some());
        let mut once = HashSet::new();
        let mut files: Vec<File> = Vec::new();
        for (new, _) in leaky {
            let unknown = |file: &&File| !self.known.has_scanned(file.id) && once.insert(file.id);
            files.extend(new.before().iter().filter(unknown).cloned());
        }
        let results = self.with.files(&files.iter().map(|file| (file, None)).collect::<Vec<_>>());
        for (file, scanned) in files.iter().zip(&results) {
            self.known.learn(file.id, findings(scanned));
        }
    }

    /// Takes what is new into the report.
    fn take(&mut self, new: &New<'_>, mut scanned: Scanned) {
        let old = if findings(&scanned).next().is_some() { new.before() } else { Cow::default() };
        for artefact in &mut scanned.artefacts {
            let mut kept = Vec::with_capacity(artefact.findings.len());
            for finding in std::mem::take(&mut artefact.findings) {
                match self.known.standing(&finding, &old, new.number) {
                    Standing::New => kept.push(finding),
                    Standing::Repeated => {}
                    Standing::Before(_) if self.with.all => kept.push(finding),
                    Standing::Before(file) => {
                        let (path, suppression) = (artefact.path.clone(), self.with.suppression(file));
                        self.report.suppressed.push(Suppressed { path, finding, suppression });
                    }
                }
            }
            artefact.findings = kept;
        }
        self.attribute(new, &mut scanned);
        self.report.artefacts.append(&mut scanned.artefacts);
        self.skipped.extend(scanned.skipped);
        self.notes.extend(scanned.notes);
    }

    /// Says of artefacts in which something was found which commit has brought them.
    fn attribute(&self, new: &New<'_>, scanned: &mut Scanned) {
        let mut leaky =
            scanned.artefacts.iter_mut().filter(|artefact| !artefact.findings.is_empty()).peekable();
        let commit = new.step.commit.as_ref().filter(|_| leaky.peek().is_some());
        let Some(commit) = commit.and_then(|id| self.with.objects.commit(id)).map(Arc::new) else { return };
        leaky.for_each(|artefact| artefact.commit = Some(Arc::clone(&commit)));
    }
}

impl New<'_> {
    /// What stood there: the file in the parents; of a new one, the files that are gone.
    fn before(&self) -> Cow<'_, [File]> {
        if self.change.before.is_empty() {
            return Cow::Borrowed(&self.step.removed);
        }
        let path = &self.change.file.path;
        Cow::Owned(self.change.before.iter().map(|id| File { path: path.clone(), id: *id }).collect())
    }
}

impl Committed<'_> {
    /// Why a change is not scanned, if it is not, and whether somebody expects it to be.
    fn refuses(&self, change: &Change) -> Option<(SkipReason, String, bool)> {
        if let Some((reason, detail)) = self.filter.refuses(&on_disk(change.file.path.as_bstr()), false) {
            return Some((reason, detail, false));
        }
        let (reason, detail, gap) = match change.kind {
            Kind::Blob | Kind::Tree => return None,
            Kind::Link => (SkipReason::SymbolicLink, "links are not followed", false),
            Kind::Submodule => {
                (SkipReason::Submodule, "a repository of its own, which is not entered", false)
            }
            Kind::Unmerged => (SkipReason::Unmerged, "a conflict: what it will hold is not decided", true),
        };
        Some((reason, detail.to_owned(), gap))
    }

    /// Scans files on all threads, each as its commit has it.
    fn files(&self, files: &[(&File, Option<&ObjectId>)]) -> Vec<Scanned> {
        let ids: Vec<ObjectId> = files.iter().map(|(file, _)| file.id).collect();
        let order = self.objects.order(&ids);
        let mut scanned = parallel::scan_all(self.source.scanner, &order, |_, cache, &number| {
            let (file, commit) = files[number];
            (number, self.file(cache, file, commit))
        });
        scanned.sort_unstable_by_key(|(number, _)| *number);
        scanned.into_iter().map(|(_, scanned)| scanned).collect()
    }

    /// Scans a file as a commit has it.
    fn file(&self, cache: &mut Cache, file: &File, commit: Option<&ObjectId>) -> Scanned {
        let path = file.path.to_string();
        let mut scanned = Scanned::default();
        let max = self.source.max_file_size;
        let mut skip = |reason, detail: String, gap| {
            let detail = format!("{detail}{}", of(commit));
            scanned.skipped.push(Skipped { path: path.clone(), reason, detail, gap });
        };
        // The bytes leave the reader before they are scanned: archives are scanned by several threads.
        let read = self.objects.with(|reader| reader.read(&file.id, max).map(|(_, bytes)| bytes.to_vec()));
        let bytes = match read {
            Ok(bytes) => bytes,
            Err(error) => {
                let (reason, detail) = match error {
                    Unread::TooLarge(_) => {
                        (SkipReason::TooLarge, format!("{error}; the limit is {max} (--max-file-size)"))
                    }
                    Unread::Missing => (SkipReason::Missing, error.to_string()),
                    Unread::Damaged(_) => (SkipReason::Corrupt, error.to_string()),
                };
                skip(reason, detail, true);
                return scanned;
            }
        };
        if is_lfs_pointer(&bytes) {
            let detail = "Git LFS keeps its content elsewhere".to_owned();
            skip(SkipReason::LfsPointer, detail, false);
            return scanned;
        }
        self.source.content(cache, path, &bytes, false, &mut scanned);
        scanned
    }

    fn suppression(&self, file: &File) -> Suppression {
        Suppression {
            by: SuppressedBy::Committed,
            origin: format!("{}:{}", self.base, file.path),
            state: None,
            owner: None,
            reason: None,
            expires: None,
        }
    }
}

fn findings(scanned: &Scanned) -> impl Iterator<Item = &Finding> {
    scanned.artefacts.iter().flat_map(|artefact| &artefact.findings)
}

/// ` (commit 0123456789)`.
fn of(commit: Option<&ObjectId>) -> String {
    commit.map(|id| format!(" (commit {})", id.to_hex_with_len(10))).unwrap_or_default()
}

/// A path of a repository as the system writes it.
fn on_disk(path: &BStr) -> Cow<'_, Path> {
    gix::path::from_bstr(path).unwrap_or_else(|_| Cow::Owned(path.to_string().into()))
}

/// A pointer is a short text with a line for the version first (Git LFS specification).
fn is_lfs_pointer(bytes: &[u8]) -> bool {
    bytes.len() < 1024 && bytes.starts_with(b"version https://git-lfs.github.com/spec/")
}
