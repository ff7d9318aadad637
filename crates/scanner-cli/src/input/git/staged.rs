use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::index::entry::{Flags, Mode};
use gix::index::extension::Tree;
use gix::index::{Entry as Staged, State};

use super::objects::Reader;
use super::trees::{Difference, Entry};
use super::{Change, File, Kind, Step};

/// What the index adds to the trees of HEAD, and of what is being merged into it.
pub(super) fn step(reader: &mut Reader, index: &State, parents: &[ObjectId]) -> Step {
    let mut staged = Index { index, difference: Difference::new(reader, None) };
    staged.folder(BStr::new(""), index.entries(), index.tree(), parents);
    staged.difference.step
}

struct Index<'i, 'r> {
    index: &'i State,
    difference: Difference<'r>,
}

impl Index<'_, '_> {
    /// The entries of a folder. `cached` is the tree that git remembers for it, if nothing in it has changed since.
    fn folder(&mut self, path: &BStr, entries: &[Staged], cached: Option<&Tree>, parents: &[ObjectId]) {
        if !self.difference.may_enter(path) {
            return;
        }
        let unchanged = |tree: &Tree| {
            tree.num_entries.is_some_and(|count| count as usize == entries.len())
                && parents.contains(&tree.id)
        };
        if cached.is_some_and(unchanged) {
            return;
        }
        let data = self.difference.folders(path, parents);
        let mut folders = self.difference.parsed(path, &data, self.index.object_hash());
        let mut rest = entries;
        while let Some(first) = rest.first() {
            let full = first.path(self.index);
            let below = full.get(path.len()..).unwrap_or_default().as_bstr();
            let name = below.find_byte(b'/').map_or(below, |end| below[..end].as_bstr());
            let (run, others) = rest.split_at(self.run(rest, path.len() + name.len(), full));
            rest = others;
            if name.len() == below.len() {
                self.file(path, name, run, &mut folders);
                continue;
            }
            if first.mode == Mode::DIR {
                // A sparse index has folders that are not checked out as one entry.
                let entry = Entry { name, id: first.id, kind: Kind::Tree };
                self.difference.entry(path, entry, &mut folders);
                continue;
            }
            let old = folders.iter_mut().filter_map(|folder| folder.take(name));
            let (trees, files): (Vec<_>, Vec<_>) = old.partition(|old| old.kind == Kind::Tree);
            for file in files.iter().filter(|file| file.kind == Kind::Blob) {
                let path = super::trees::joined(path, name);
                self.difference.step.removed.push(File { path, id: file.id });
            }
            let trees: Vec<ObjectId> = trees.iter().map(|tree| tree.id).collect();
            let folder: BString = full[..=path.len() + name.len()].into();
            let child = cached.and_then(|tree| tree.children.iter().find(|child| child.name[..] == name[..]));
            self.folder(folder.as_bstr(), run, child, &trees);
        }
        self.difference.gone(path, &folders);
    }

    /// How many entries from the first on are the same file, or lie in the same folder; its name ends at `end`.
    fn run(&self, entries: &[Staged], end: usize, first: &BStr) -> usize {
        let same = |entry: &&Staged| match first.get(..=end) {
            Some(folder) => entry.path(self.index).starts_with(folder),
            None => entry.path(self.index) == first,
        };
        entries.iter().take_while(same).count()
    }

    /// A file; one with a conflict has several entries.
    fn file(&mut self, path: &BStr, name: &BStr, run: &[Staged], folders: &mut [super::trees::Folder<'_>]) {
        let [entry, ..] = run else { return };
        if entry.stage_raw() != 0 {
            folders.iter_mut().for_each(|folder| _ = folder.take(name));
            let file = File { path: super::trees::joined(path, name), id: entry.id };
            self.difference.step.changes.push(Change { file, kind: Kind::Unmerged, before: Vec::new() });
            return;
        }
        if entry.flags.contains(Flags::INTENT_TO_ADD) {
            // `git add --intent-to-add`: the commit does not have it.
            return;
        }
        let kind = match entry.mode {
            Mode::SYMLINK => Kind::Link,
            Mode::COMMIT => Kind::Submodule,
            _ => Kind::Blob,
        };
        self.difference.entry(path, Entry { name, id: entry.id, kind }, folders);
    }
}
