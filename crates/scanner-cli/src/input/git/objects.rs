use std::collections::HashSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result};
use gix::ObjectId;
use gix::commitgraph::Graph;
use gix::objs::{CommitRefIter, Find, Kind, TagRefIter};
use gix::odb::pack;
use scanner_core::parallel::Pool;
use scanner_report::Commit;

use super::packs::Packs;

/// The objects of a repository, for all threads.
pub(super) type Store = Arc<gix::odb::Store>;

/// Reads objects on any thread. Each reader keeps what it has unpacked for the objects that are stored as differences from it.
pub(crate) struct Objects {
    stores: Vec<Store>,
    /// Commits whose parents a shallow clone does not have.
    shallow: Arc<HashSet<ObjectId>>,
    graph: Option<Graph>,
    packs: OnceLock<Packs>,
    readers: Pool<Reader>,
}

/// Why an object could not be read.
#[derive(Debug)]
pub(crate) enum Unread {
    /// It is longer than the limit; its bytes.
    TooLarge(u64),
    /// This clone does not have it.
    Missing,
    /// It is damaged.
    Damaged(String),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unread::TooLarge(bytes) => write!(f, "{bytes} bytes"),
            Unread::Missing => f.write_str("this clone does not have it"),
            Unread::Damaged(error) => write!(f, "damaged: {error}"),
        }
    }
}

impl Objects {
    /// Objects of several stores; the first that has one gives it.
    pub(super) fn new(stores: Vec<Store>, shallow: HashSet<ObjectId>, graph: Option<Graph>) -> Objects {
        Objects {
            stores,
            shallow: Arc::new(shallow),
            graph,
            packs: OnceLock::new(),
            readers: Pool::default(),
        }
    }

    pub(crate) fn is_shallow(&self, commit: &ObjectId) -> bool {
        self.shallow.contains(commit)
    }

    /// Runs `work` with a reader.
    pub(crate) fn with<R>(&self, work: impl FnOnce(&mut Reader) -> R) -> R {
        self.readers.with(|| Reader::new(&self.stores, Arc::clone(&self.shallow)), work)
    }

    /// Whether packs hold objects as differences from newer ones: see [`Packs::is_backwards`].
    pub(super) fn is_backwards(&self, forms: impl Iterator<Item = (ObjectId, ObjectId)>) -> bool {
        self.packs().is_backwards(forms.take(SAMPLE))
    }

    /// The numbers of `ids` in the order in which they are best read.
    pub(crate) fn order(&self, ids: &[ObjectId]) -> Vec<usize> {
        if ids.len() < MANY { (0..ids.len()).collect() } else { self.packs().order(ids) }
    }

    fn packs(&self) -> &Packs {
        self.packs.get_or_init(|| Packs::open(&self.stores))
    }

    /// A commit without its words.
    pub(super) fn node(&self, reader: &mut Reader, id: &ObjectId) -> Result<Node, Unread> {
        self.node_in_graph(id).map_or_else(|| reader.node(id), Ok)
    }

    /// From the file in which git keeps the shape of the history.
    fn node_in_graph(&self, id: &ObjectId) -> Option<Node> {
        let graph = self.graph.as_ref()?;
        let commit = graph.commit_by_id(id)?;
        let parents = commit.iter_parents().map(|parent| Some(graph.id_at(parent.ok()?).to_owned()));
        Some(Node { tree: commit.root_tree_id().to_owned(), parents: parents.collect::<Option<_>>()? })
    }

    /// Who wrote a commit, and when.
    pub(crate) fn commit(&self, id: &ObjectId) -> Option<Commit> {
        self.with(|reader| {
            let (kind, bytes) = reader.read(id, u64::MAX).ok()?;
            let author = (kind == Kind::Commit)
                .then_some(())
                .and_then(|()| CommitRefIter::from_bytes(bytes, id.kind()).author().ok())?;
            let time = author.time().ok()?;
            Some(Commit {
                id: id.to_string(),
                author: author.name.to_string(),
                email: author.email.to_string(),
                date: jiff::Timestamp::from_second(time.seconds)
                    .map(|time| time.to_string())
                    .unwrap_or_default(),
            })
        })
    }
}

/// Bytes of unpacked objects that a reader keeps: packs hold most objects as differences from another one.
const UNPACKED: usize = 8 << 20;

/// Bytes of trees and commits that a reader keeps: most are wanted as a parent's once more.
const TREES: usize = 8 << 20;

/// Objects whose place says in which order packs are.
pub(super) const SAMPLE: usize = 64;

/// Of fewer objects the order does not matter.
const MANY: usize = 64;

/// Reads objects on one thread.
pub(crate) struct Reader {
    handles: Vec<gix::odb::HandleArc>,
    /// For trees and commits.
    trees: Vec<gix::odb::HandleArc>,
    shallow: Arc<HashSet<ObjectId>>,
    buffer: Vec<u8>,
}

/// A commit without its words.
pub(super) struct Node {
    pub(super) tree: ObjectId,
    pub(super) parents: Vec<ObjectId>,
}

impl Reader {
    fn new(stores: &[Store], shallow: Arc<HashSet<ObjectId>>) -> Reader {
        let handle = |store: &Store| {
            // What was committed counts, not what `git replace` shows in its place.
            let mut handle = store.to_handle_arc();
            handle.ignore_replacements = true;
            gix::odb::Cache::from(handle)
                .with_pack_cache(|| Box::new(pack::cache::lru::MemoryCappedHashmap::new(UNPACKED)))
        };
        let trees = |store: &Store| {
            let cache = || -> Box<gix::odb::cache::ObjectCache> {
                Box::new(pack::cache::object::MemoryCappedHashmap::new(TREES))
            };
            handle(store).with_object_cache(cache)
        };
        let (handles, trees) = (stores.iter().map(handle).collect(), stores.iter().map(trees).collect());
        Reader { handles, trees, shallow, buffer: Vec::new() }
    }

    /// The bytes of a tree or commit.
    pub(super) fn tree(&mut self, id: &ObjectId) -> Result<Vec<u8>, Unread> {
        let mut buffer = Vec::new();
        match self.try_find(id, &mut buffer) {
            Ok(Some(_)) => Ok(buffer),
            Ok(None) => Err(Unread::Missing),
            Err(error) => Err(Unread::Damaged(error.to_string())),
        }
    }

    /// The bytes of an object of at most `max` bytes.
    pub(crate) fn read(&mut self, id: &ObjectId, max: u64) -> Result<(Kind, &[u8]), Unread> {
        if max < u64::MAX
            && let Some(len) = self.len(id)
            && len > max
        {
            return Err(Unread::TooLarge(len));
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let kind = match find(&self.handles, id, &mut buffer) {
            Ok(Some((kind, _))) => Ok(kind),
            Ok(None) => Err(Unread::Missing),
            Err(error) => Err(Unread::Damaged(error.to_string())),
        };
        self.buffer = buffer;
        Ok((kind?, &self.buffer))
    }

    /// Its length, without unpacking all of it.
    fn len(&self, id: &ObjectId) -> Option<u64> {
        use gix::odb::Header as _;
        self.handles.iter().find_map(|handle| handle.try_header(id).ok()?.map(|header| header.size()))
    }

    /// A commit; tags lead to what they name.
    pub(super) fn peeled(&mut self, id: &ObjectId) -> Result<Option<ObjectId>, Unread> {
        let mut id = *id;
        loop {
            let (kind, bytes) = self.read(&id, u64::MAX)?;
            match kind {
                Kind::Commit => return Ok(Some(id)),
                Kind::Tag => {
                    let target = TagRefIter::from_bytes(bytes, id.kind()).target_id();
                    id = target.map_err(|error| Unread::Damaged(error.to_string()))?;
                }
                Kind::Tree | Kind::Blob => return Ok(None),
            }
        }
    }

    fn node(&mut self, id: &ObjectId) -> Result<Node, Unread> {
        let bytes = self.tree(id)?;
        let mut fields = CommitRefIter::from_bytes(&bytes, id.kind());
        let tree = fields.tree_id().map_err(|error| Unread::Damaged(error.to_string()))?;
        Ok(Node { tree, parents: fields.parent_ids().collect() })
    }
}

impl Find for Reader {
    fn try_find<'a>(
        &self,
        id: &gix::oid,
        buffer: &'a mut Vec<u8>,
    ) -> Result<Option<gix::objs::Data<'a>>, gix::Error> {
        let Some((kind, hash_kind)) = find(&self.trees, id, buffer)? else { return Ok(None) };
        if kind == Kind::Commit && self.shallow.contains(id) {
            without_parents(buffer);
        }
        Ok(Some(gix::objs::Data::new(buffer, kind, hash_kind)))
    }
}

fn find(
    handles: &[gix::odb::HandleArc],
    id: &gix::oid,
    buffer: &mut Vec<u8>,
) -> Result<Option<(Kind, gix::hash::Kind)>, gix::Error> {
    for handle in handles {
        if let Some((data, _)) = pack::Find::try_find(handle, id, buffer)? {
            return Ok(Some((data.kind, data.object_hash)));
        }
    }
    Ok(None)
}

/// Cuts the parents out of a commit, as git does with those where a shallow clone ends.
fn without_parents(commit: &mut Vec<u8>) {
    let header = memchr::memmem::find(commit, b"\n\n").unwrap_or(commit.len());
    let is_parent = |line: &&[u8]| line.starts_with(b"parent ");
    let lines = commit[..header].split_inclusive(|&byte| byte == b'\n').filter(|line| !is_parent(line));
    *commit = lines.chain([&commit[header..]]).flatten().copied().collect();
}

/// The stores of a process that git has started: in the quarantine of a push, new objects lie beside the old ones.
pub(super) fn of_environment(hash: gix::hash::Kind) -> Result<Vec<Store>> {
    let folder = std::env::var_os("GIT_OBJECT_DIRECTORY").filter(|folder| !folder.is_empty());
    let others = std::env::var_os("GIT_ALTERNATE_OBJECT_DIRECTORIES").unwrap_or_default();
    let folders = folder.map(PathBuf::from).into_iter().chain(std::env::split_paths(&others));
    folders
        .filter(|folder| folder.is_dir())
        .map(|folder| {
            let handle = gix::odb::at(&folder, hash).with_context(|| folder.display().to_string())?;
            Ok(handle.into_inner().store())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_parents_are_cut_out() {
        let mut commit = b"tree 1\nparent 2\nparent 3\nauthor a\n\nparent of all\n".to_vec();
        without_parents(&mut commit);
        assert_eq!(commit, b"tree 1\nauthor a\n\nparent of all\n");
    }
}
