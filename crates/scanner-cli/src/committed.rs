//! From what commits change to what is reported of them: what they add, and nothing that stood there before.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use gix::ObjectId;
use gix::bstr::{BStr, ByteSlice};
use scanner_core::{Cache, Finding, Fingerprint, FingerprintKey, parallel};
use scanner_report::{Note, Report, SkipReason, Skipped, Suppressed, SuppressedBy, Suppression};

use crate::input::Filter;
use crate::input::git::{Change, File, Kind, Objects, Repository, Selection, Step, Unread};
use crate::progress;
use crate::source::{Scanned, Source};

/// Commits whose changes are held at a time.
const WINDOW: usize = 1024;

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
pub(crate) struct Walk<'s> {
    with: Committed<'s>,
    key: FingerprintKey,
    /// Contents that belong to a step that was scanned.
    seen: HashSet<ObjectId>,
    /// The secrets of contents that have any.
    secrets: HashMap<ObjectId, HashSet<Fingerprint>>,
    skipped: BTreeSet<Skipped>,
    notes: BTreeSet<Note>,
    pub(crate) report: Report,
}

/// A content that is scanned for the first time.
struct New<'t> {
    step: &'t Step,
    change: &'t Change,
}

impl<'s> Walk<'s> {
    pub(crate) fn new(with: Committed<'s>) -> Walk<'s> {
        Walk {
            with,
            key: FingerprintKey::default(),
            seen: HashSet::new(),
            secrets: HashMap::new(),
            skipped: BTreeSet::new(),
            notes: BTreeSet::new(),
            report: Report::default(),
        }
    }

    /// Scans the next steps.
    pub(crate) fn steps(&mut self, steps: &[Step]) {
        let new: Vec<New<'_>> = steps.iter().flat_map(|step| self.new_in(step)).collect();
        let results = parallel::scan_all(self.with.source.scanner, &new, |_, cache, new| {
            self.with.file(cache, &new.change.file, new.step.commit.as_ref())
        });
        for (new, scanned) in new.iter().zip(&results) {
            self.learn(new.change.file.id, scanned);
        }
        let before = self.before(&new, &results);
        for (new, scanned) in new.iter().zip(results) {
            self.take(new, scanned, &before);
        }
    }

    /// The report, in the order of the paths.
    pub(crate) fn finish(mut self) -> Report {
        self.report.artefacts.sort_by(|a, b| a.path.cmp(&b.path));
        self.report.suppressed.sort_by(|a, b| a.path.cmp(&b.path));
        self.report.skipped = self.skipped.into_iter().collect();
        self.report.notes = self.notes.into_iter().collect();
        self.report
    }

    /// The contents of a step that are to be scanned; what is not is noted. A commit that brings back what another had brings nothing.
    fn new_in<'t>(&mut self, step: &'t Step) -> Vec<New<'t>> {
        for (path, why) in &step.unread {
            let detail = format!("{why}{}", of(step.commit.as_ref()));
            self.skip(path.as_bstr(), SkipReason::Missing, &detail, true);
        }
        let mut new = Vec::new();
        for change in &step.changes {
            let path = change.file.path.as_bstr();
            let refused = self.with.filter.refuses(&on_disk(path), false);
            match (change.kind, refused) {
                (_, Some((reason, detail))) => self.skip(path, reason, &detail, false),
                (Kind::Link, _) => self.skip(path, SkipReason::SymbolicLink, "links are not followed", false),
                (Kind::Submodule, _) => {
                    let detail = "a repository of its own, which is not entered";
                    self.skip(path, SkipReason::Submodule, detail, false);
                }
                (Kind::Unmerged, _) => {
                    let detail = "it has a conflict, what it will hold is not decided";
                    self.skip(path, SkipReason::Unmerged, detail, true);
                }
                (Kind::Blob | Kind::Tree, _) => {
                    if self.seen.insert(change.file.id) || step.commit.is_none() {
                        new.push(New { step, change });
                    }
                }
            }
        }
        new
    }

    fn skip(&mut self, path: &BStr, reason: SkipReason, detail: &str, gap: bool) {
        let (path, detail) = (path.to_string(), detail.to_owned());
        self.skipped.insert(Skipped { path, reason, detail, gap });
    }

    /// Remembers the secrets of a content.
    fn learn(&mut self, id: ObjectId, scanned: &Scanned) {
        let found: HashSet<Fingerprint> = findings(scanned).map(|finding| self.name(finding)).collect();
        if !found.is_empty() {
            self.secrets.insert(id, found);
        }
    }

    /// One secret by one rule.
    fn name(&self, finding: &Finding) -> Fingerprint {
        Fingerprint::new(&self.key, finding.rule_id(), finding.secret.reveal(), &[])
    }

    /// The secrets of what stood in the places of files in which something was found. What no step has brought is scanned for that.
    fn before(&self, new: &[New<'_>], results: &[Scanned]) -> HashMap<ObjectId, HashSet<Fingerprint>> {
        let leaky = new.iter().zip(results).filter(|(_, scanned)| findings(scanned).next().is_some());
        let mut files: Vec<File> = leaky.flat_map(|(new, _)| new.before()).collect();
        files.sort_unstable_by_key(|file| file.id);
        files.dedup_by_key(|file| file.id);
        files.retain(|file| !self.seen.contains(&file.id) || new.iter().any(|new| new.step.commit.is_none()));
        let results = parallel::scan_all(self.with.source.scanner, &files, |_, cache, file| {
            self.with.file(cache, file, None)
        });
        let names = |scanned: &Scanned| findings(scanned).map(|finding| self.name(finding)).collect();
        files.iter().zip(&results).map(|(file, scanned)| (file.id, names(scanned))).collect()
    }

    /// Takes what is new into the report.
    fn take(
        &mut self,
        new: &New<'_>,
        mut scanned: Scanned,
        before: &HashMap<ObjectId, HashSet<Fingerprint>>,
    ) {
        let old = if findings(&scanned).next().is_some() { new.before() } else { Vec::new() };
        for artefact in &mut scanned.artefacts {
            let mut kept = Vec::with_capacity(artefact.findings.len());
            for finding in std::mem::take(&mut artefact.findings) {
                let name = self.name(&finding);
                let has = |known: &HashMap<ObjectId, HashSet<Fingerprint>>, file: &&File| {
                    known.get(&file.id).is_some_and(|secrets| secrets.contains(&name))
                };
                let committed = old.iter().find(|file| has(before, file));
                match committed {
                    Some(_) if self.with.all => kept.push(finding),
                    Some(file) => {
                        let suppression = self.with.suppression(file);
                        self.report.suppressed.push(Suppressed {
                            path: artefact.path.clone(),
                            finding,
                            suppression,
                        });
                    }
                    // An earlier step has brought it, and is reported.
                    None if old.iter().any(|file| new.step.commit.is_some() && has(&self.secrets, &file)) => {
                    }
                    None => kept.push(finding),
                }
            }
            artefact.findings = kept;
        }
        let leaky = scanned.artefacts.iter().any(|artefact| !artefact.findings.is_empty());
        let commit = new.step.commit.as_ref().filter(|_| leaky);
        if let Some(commit) = commit.and_then(|id| self.with.objects.commit(id)).map(Arc::new) {
            let with = scanned.artefacts.iter_mut().filter(|artefact| !artefact.findings.is_empty());
            with.for_each(|artefact| artefact.commit = Some(Arc::clone(&commit)));
        }
        self.report.artefacts.append(&mut scanned.artefacts);
        self.skipped.extend(scanned.skipped);
        self.notes.extend(scanned.notes);
    }
}

impl New<'_> {
    /// What stood there: the file in the parents; of a new one, the files that are gone.
    fn before(&self) -> Vec<File> {
        if self.change.before.is_empty() {
            return self.step.removed.clone();
        }
        let path = &self.change.file.path;
        self.change.before.iter().map(|id| File { path: path.clone(), id: *id }).collect()
    }
}

impl Committed<'_> {
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
        let bytes =
            match self.objects.with(|reader| reader.read(&file.id, max).map(|(_, bytes)| bytes.to_vec())) {
                Ok(bytes) => bytes,
                Err(error) => {
                    match error {
                        Unread::TooLarge(bytes) => {
                            let detail = format!("{bytes} bytes; the limit is {max} (--max-file-size)");
                            skip(SkipReason::TooLarge, detail, true);
                        }
                        Unread::Missing => {
                            let detail = "this clone does not have its content (a partial clone?)".to_owned();
                            skip(SkipReason::Missing, detail, true);
                        }
                        Unread::Damaged(error) => skip(SkipReason::Corrupt, error, true),
                    }
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
