use std::collections::HashSet;

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::objs::TreeRefIter;
use gix::objs::tree::EntryKind;

use super::objects::Reader;
use super::{Change, File, Kind, Step};

/// An entry of a tree.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'d> {
    pub(super) name: &'d BStr,
    pub(super) id: ObjectId,
    pub(super) kind: Kind,
}

impl Entry<'_> {
    /// Modes do not matter: a file that may be run has the same bytes.
    fn is(&self, other: &Entry<'_>) -> bool {
        self.id == other.id && self.kind == other.kind
    }
}

/// A folder of a parent: entries are taken out by name, and what is left is gone.
pub(super) struct Folder<'d> {
    entries: Vec<Entry<'d>>,
    taken: Vec<bool>,
}

impl<'d> Folder<'d> {
    pub(super) fn new(data: &'d [u8], hash: gix::hash::Kind) -> Result<Folder<'d>, String> {
        let mut entries = entries(data, hash)?;
        // Git sorts folders as if their names ended in `/`.
        entries.sort_unstable_by_key(|entry| entry.name);
        Ok(Folder { taken: vec![false; entries.len()], entries })
    }

    pub(super) fn take(&mut self, name: &BStr) -> Option<Entry<'d>> {
        let at = self.entries.binary_search_by_key(&name, |entry| entry.name).ok()?;
        self.taken[at] = true;
        Some(self.entries[at])
    }

    fn left(&self) -> impl Iterator<Item = Entry<'d>> {
        self.entries.iter().zip(&self.taken).filter(|(_, taken)| !**taken).map(|(entry, _)| *entry)
    }
}

fn entries(data: &[u8], hash: gix::hash::Kind) -> Result<Vec<Entry<'_>>, String> {
    TreeRefIter::from_bytes(data, hash)
        .map(|entry| {
            let entry = entry.map_err(|error| error.to_string())?;
            let kind = match entry.mode.kind() {
                EntryKind::Tree => Kind::Tree,
                EntryKind::Link => Kind::Link,
                EntryKind::Commit => Kind::Submodule,
                EntryKind::Blob | EntryKind::BlobExecutable => Kind::Blob,
            };
            Ok(Entry { name: entry.filename, id: entry.oid.to_owned(), kind })
        })
        .collect()
}

/// Finds what one side adds to others, by ids alone: what has the same id is the same, folders are not entered then.
pub(super) struct Difference<'r> {
    pub(super) reader: &'r mut Reader,
    pub(super) step: Step,
    /// Trees of a commit that were compared, and with what: one that stands in a thousand places has nothing new in the second.
    entered: HashSet<(ObjectId, Vec<ObjectId>)>,
    /// Trees that are gone.
    left: HashSet<ObjectId>,
}

/// Folders below each other that are entered; nobody has so many but who wants to do harm.
const DEPTH: usize = 400;

impl<'r> Difference<'r> {
    pub(super) fn new(reader: &'r mut Reader, commit: Option<ObjectId>) -> Difference<'r> {
        let step = Step { commit, ..Step::default() };
        Difference { reader, step, entered: HashSet::new(), left: HashSet::new() }
    }

    /// What tree `new` adds to the trees `old`. `path` is theirs, empty or with a `/` at its end.
    pub(super) fn trees(&mut self, path: &BStr, new: ObjectId, old: &[ObjectId]) {
        if old.contains(&new) || !self.may_enter(path) {
            return;
        }
        if self.step.commit.is_some() && !self.entered.insert((new, old.to_vec())) {
            return;
        }
        let Some(data) = self.tree(path, new) else { return };
        let list = match entries(&data, new.kind()) {
            Ok(list) => list,
            Err(error) => return self.unread(path, error),
        };
        let parents = self.folders(path, old);
        let mut parents = self.parsed(path, &parents, new.kind());
        for entry in list {
            self.entry(path, entry, &mut parents);
        }
        self.gone(path, &parents);
    }

    /// The bytes of the folders of the parents.
    pub(super) fn folders(&mut self, path: &BStr, ids: &[ObjectId]) -> Vec<Vec<u8>> {
        ids.iter().filter_map(|id| self.tree(path, *id)).collect()
    }

    pub(super) fn parsed<'d>(
        &mut self,
        path: &BStr,
        data: &'d [Vec<u8>],
        hash: gix::hash::Kind,
    ) -> Vec<Folder<'d>> {
        let parsed = data.iter().map(|data| Folder::new(data, hash));
        parsed.filter_map(|folder| folder.map_err(|error| self.unread(path, error)).ok()).collect()
    }

    /// One entry beside what the parents have under its name.
    pub(super) fn entry(&mut self, path: &BStr, entry: Entry<'_>, parents: &mut [Folder<'_>]) {
        let old: Vec<Entry<'_>> = parents.iter_mut().filter_map(|parent| parent.take(entry.name)).collect();
        if old.iter().any(|old| old.is(&entry)) {
            return;
        }
        let path = joined(path, entry.name);
        let (same, other): (Vec<_>, Vec<_>) = old.into_iter().partition(|old| old.kind == entry.kind);
        // A folder in the place of a file, or the other way round.
        other.iter().for_each(|old| self.removed(path.clone(), old));
        let before: Vec<ObjectId> = same.iter().map(|old| old.id).collect();
        if entry.kind == Kind::Tree {
            self.trees(folder(path).as_bstr(), entry.id, &before);
        } else {
            let file = File { path, id: entry.id };
            self.step.changes.push(Change { file, kind: entry.kind, before });
        }
    }

    /// What is left in the folders of the parents.
    pub(super) fn gone(&mut self, path: &BStr, parents: &[Folder<'_>]) {
        for entry in parents.iter().flat_map(Folder::left) {
            self.removed(joined(path, entry.name), &entry);
        }
    }

    fn removed(&mut self, path: BString, entry: &Entry<'_>) {
        match entry.kind {
            Kind::Blob => self.step.removed.push(File { path, id: entry.id }),
            Kind::Tree => {
                let path = folder(path);
                if !self.may_enter(path.as_bstr()) || !self.left.insert(entry.id) {
                    return;
                }
                let Some(data) = self.tree(path.as_bstr(), entry.id) else { return };
                let Ok(list) = entries(&data, entry.id.kind()) else { return };
                list.iter().for_each(|entry| self.removed(joined(path.as_bstr(), entry.name), entry));
            }
            Kind::Link | Kind::Submodule | Kind::Unmerged => {}
        }
    }

    fn tree(&mut self, path: &BStr, id: ObjectId) -> Option<Vec<u8>> {
        if id.is_empty_tree() {
            return Some(Vec::new());
        }
        match self.reader.tree(&id) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                self.unread(path, format!("the folder: {error}"));
                None
            }
        }
    }

    /// Whether a folder is not too deep; one that is counts as not read.
    pub(super) fn may_enter(&mut self, path: &BStr) -> bool {
        let may = memchr::memchr_iter(b'/', path).count() <= DEPTH;
        if !may {
            self.unread(path, format!("it is more than {DEPTH} folders deep"));
        }
        may
    }

    fn unread(&mut self, path: &BStr, why: String) {
        self.step.unread.push((path.to_owned(), why));
    }
}

pub(super) fn joined(path: &BStr, name: &BStr) -> BString {
    [path.as_bytes(), name.as_bytes()].concat().into()
}

fn folder(mut path: BString) -> BString {
    path.push(b'/');
    path
}
