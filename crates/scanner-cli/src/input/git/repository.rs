use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use gix::ObjectId;
use gix::bstr::ByteSlice;

use super::objects::{self, Objects};
use super::selection::{self, Range, Selection};
use super::{Commits, Step, staged};

/// A repository, opened to be read.
pub(crate) struct Repository {
    shared: gix::ThreadSafeRepository,
    pub(crate) objects: Objects,
    /// The top of the work tree; of one without, the folder of the repository.
    root: PathBuf,
    index: PathBuf,
}

impl Repository {
    /// Opens the repository that `folder` lies in. Where that is the current folder, a repository that git names to a hook goes before.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub(crate) fn open(folder: &Path) -> Result<Repository> {
        let here = folder == Path::new(".");
        let named = std::env::var_os("GIT_DIR").filter(|name| here && !name.is_empty());
        let options = || gix::open::Options::isolated().lossy_config(true);
        let shared = match &named {
            Some(git) => {
                gix::ThreadSafeRepository::open_opts(PathBuf::from(git), options().open_path_as_is(true))
            }
            None => {
                let options = gix::sec::trust::Mapping { full: options(), reduced: options() };
                gix::ThreadSafeRepository::discover_opts(folder, Default::default(), options)
            }
        };
        let shared = shared.with_context(|| format!("{}: not in a git repository", folder.display()))?;
        let git = shared.to_thread_local();
        let mut stores = if here { objects::of_environment(git.object_hash())? } else { Vec::new() };
        stores.push(Arc::clone(&shared.objects));
        let shallow: HashSet<ObjectId> = git
            .shallow_commits()
            .context("the file `shallow`")?
            .iter()
            .flat_map(|commits| commits.iter().copied())
            .collect();
        let work_tree = git.workdir().map(Path::to_owned);
        // A hook that names the repository runs at the top of the work tree.
        let root =
            work_tree.or_else(|| named.and_then(|_| std::env::current_dir().ok()).filter(|_| !git.is_bare()));
        let root = absolute(root.unwrap_or_else(|| git.git_dir().to_owned()));
        // Git gives a hook an index of its own where a commit is made of some files only.
        let index = std::env::var_os("GIT_INDEX_FILE").filter(|name| here && !name.is_empty());
        let index = index.map_or_else(|| git.git_dir().join("index"), PathBuf::from);
        let graph = if shallow.is_empty() { graph(&git) } else { None };
        Ok(Repository { objects: Objects::new(stores, shallow, graph), root, index, shared })
    }

    fn git(&self) -> gix::Repository {
        self.shared.to_thread_local()
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// What is not checked out all the same counts: it is in the index.
    pub(crate) fn is_sparse(&self) -> bool {
        self.git().config_snapshot().boolean("core.sparseCheckout").unwrap_or(false)
    }

    /// Whether objects may be left to another repository.
    pub(crate) fn is_partial(&self) -> bool {
        let git = self.git();
        let config = git.config_snapshot();
        config.string("extensions.partialClone").is_some()
            || config.plumbing().sections_by_name("remote").is_some_and(|mut remotes| {
                remotes.any(|remote| remote.value("promisor").is_some_and(|value| **value == *b"true"))
            })
    }

    /// What the index adds to HEAD.
    ///
    /// # Errors
    /// If HEAD or the index cannot be read.
    pub(crate) fn staged(&self) -> Result<Step> {
        anyhow::ensure!(!self.git().is_bare(), "--staged: a bare repository has no index");
        let file = &self.index;
        let options = gix::index::decode::Options::default();
        let index = match gix::index::File::at(file, self.git().object_hash(), true, options) {
            Ok(index) => gix::index::State::from(index),
            // Nothing was ever added.
            Err(_) if !file.exists() => gix::index::State::new(self.git().object_hash()),
            Err(error) => return Err(error).with_context(|| file.display().to_string()),
        };
        let parents = self.heads()?;
        self.objects.with(|reader| {
            let trees = parents.iter().map(|parent| {
                self.objects
                    .node(reader, parent)
                    .map(|node| node.tree)
                    .map_err(|error| anyhow::anyhow!("{parent}: {error}"))
            });
            let trees = trees.collect::<Result<Vec<_>>>()?;
            Ok(staged::step(reader, &index, &trees))
        })
    }

    /// The parents that the next commit will have.
    fn heads(&self) -> Result<Vec<ObjectId>> {
        let mut heads: Vec<ObjectId> = self.head().into_iter().collect();
        if let Ok(merged) = std::fs::read_to_string(self.git().git_dir().join("MERGE_HEAD")) {
            let ids = merged.lines().map(|line| ObjectId::from_hex(line.trim().as_bytes()));
            heads.extend(ids.collect::<Result<Vec<_>, _>>().context("MERGE_HEAD")?);
        }
        Ok(heads)
    }

    /// None before the first commit.
    fn head(&self) -> Option<ObjectId> {
        self.git().head_id().ok().map(gix::Id::detach)
    }

    /// The commits of a selection; of the index there are none.
    ///
    /// # Errors
    /// If a revision is not found, or the history cannot be read.
    pub(crate) fn commits(&self, selection: &Selection) -> Result<Commits> {
        let ranges = match selection {
            Selection::Staged => Vec::new(),
            Selection::Since(old) => {
                vec![Range { new: "HEAD".to_owned(), old: Some(old.clone()), known: None }]
            }
            Selection::Range(text) if text == "-" => {
                let mut input = String::new();
                std::io::stdin().read_to_string(&mut input).context("standard input")?;
                selection::ranges(&input)?
            }
            Selection::Range(text) => vec![selection::range(text)?],
            Selection::History => {
                let tips = self.references("refs/")?.into_iter().chain(self.heads_of_work_trees());
                return self.between(tips.collect(), Vec::new());
            }
        };
        let (mut tips, mut ends) = (Vec::new(), Vec::new());
        for range in &ranges {
            tips.push(self.revision(&range.new)?);
            let old = range.old.as_deref().filter(|old| !selection::is_null(old));
            ends.extend(old.map(|old| self.revision(old)).transpose()?);
            if let Some(known) = range.known {
                ends.extend(self.references(known)?);
            }
        }
        self.between(tips, ends)
    }

    fn between(&self, tips: Vec<ObjectId>, ends: Vec<ObjectId>) -> Result<Commits> {
        let git = self.git();
        let graph = if git.is_shallow().unwrap_or(true) { None } else { graph(&git) };
        Commits::between(&self.objects, graph, tips, ends)
    }

    /// The commit that a revision names.
    fn revision(&self, text: &str) -> Result<ObjectId> {
        let id = match ObjectId::from_hex(text.as_bytes()) {
            Ok(id) => id,
            Err(_) => {
                let git = self.git();
                let parsed = git.rev_parse_single(text.as_bytes().as_bstr());
                parsed.map_err(|_| self.unknown(text))?.detach()
            }
        };
        let commit = self.objects.with(|reader| reader.peeled(&id)).map_err(|_| self.unknown(text))?;
        commit.with_context(|| format!("{text}: not a commit"))
    }

    fn unknown(&self, text: &str) -> anyhow::Error {
        let hint = "\nhint: this clone is shallow, `git fetch --unshallow` brings what is missing";
        let shallow = self.git().is_shallow().unwrap_or(false);
        anyhow::anyhow!("{text}: there is no such revision here{}", if shallow { hint } else { "" })
    }

    /// The commits that references below `prefix` lead to. Those that lead to no commit, or to one that is not here, are left out.
    fn references(&self, prefix: &str) -> Result<Vec<ObjectId>> {
        let git = self.git();
        let platform = git.references().context("the references")?;
        let references = platform.prefixed(prefix).context("the references")?;
        let ids = references.filter_map(|reference| reference.ok()?.try_id().map(gix::Id::detach));
        let mut ids: Vec<ObjectId> = ids.collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(self.objects.with(|reader| ids.iter().filter_map(|id| reader.peeled(id).ok()?).collect()))
    }

    /// HEAD of this work tree and of the others: it may be on no branch.
    fn heads_of_work_trees(&self) -> Vec<ObjectId> {
        let git = self.git();
        let others = git.worktrees().unwrap_or_default().into_iter().filter_map(|other| {
            let repository = other.into_repo_with_possibly_inaccessible_worktree().ok()?;
            repository.head_id().ok().map(gix::Id::detach)
        });
        self.head().into_iter().chain(others).collect()
    }
}

/// The file in which git keeps the shape of the history, if it has written one. It knows nothing of where a shallow clone ends.
fn graph(git: &gix::Repository) -> Option<gix::commitgraph::Graph> {
    git.commit_graph_if_enabled().ok()?
}

/// Without `..`, which a search upwards leaves in it.
fn absolute(path: PathBuf) -> PathBuf {
    let full = std::path::absolute(&path).unwrap_or(path);
    gix::path::normalize(Cow::Borrowed(&full), Path::new("")).map(Cow::into_owned).unwrap_or(full)
}
