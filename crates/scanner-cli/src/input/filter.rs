use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::DirEntry;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use scanner_report::SkipReason;

/// Which of the files in a folder are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Empty: all.
    include: GlobSet,
    exclude: GlobSet,
    git: bool,
}

impl Filter {
    /// Files that one of `include` matches, if there is one, and none of `exclude`. Patterns are matched with paths below the folder that was
    /// named; one without a `/` with names at any depth. With `git`, what git ignores is left out.
    ///
    /// # Errors
    /// If a pattern is none.
    pub fn new(include: &[String], exclude: &[String], git: bool) -> Result<Filter, globset::Error> {
        Ok(Filter { include: patterns(include)?, exclude: patterns(exclude)?, git })
    }

    /// Why a file or folder is left out, if it is; `path` is the one below the folder that was named.
    pub(crate) fn refuses(&self, path: &Path, is_dir: bool) -> Option<(SkipReason, String)> {
        if self.exclude.is_match(path) {
            return Some((SkipReason::Excluded, "left out with --exclude".to_owned()));
        }
        let missed = !is_dir && !self.include.is_empty() && !self.include.is_match(path);
        missed.then(|| (SkipReason::Excluded, "not among --include".to_owned()))
    }

    pub(super) fn below(&self, root: &Path) -> FilterBelow {
        let git = self.git.then(|| repository(root)).flatten().map(Rules::new);
        FilterBelow { filter: self.clone(), root: root.to_owned(), git }
    }
}

fn patterns(written: &[String]) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    let glob = |text: &str| -> Result<Glob, globset::Error> {
        GlobBuilder::new(text).literal_separator(true).build()
    };
    for text in written {
        // As git reads them: `/` in the middle or at the start ties a pattern to the folder, one at the end means a folder.
        let folder = text.trim_end_matches('/');
        let text = if folder.contains('/') {
            folder.trim_start_matches('/').to_owned()
        } else {
            format!("**/{folder}")
        };
        set.add(glob(&text)?);
        set.add(glob(&format!("{text}/**"))?);
    }
    set.build()
}

/// The folder with the `.git` that `path` is in.
fn repository(path: &Path) -> Option<PathBuf> {
    let full = path.canonicalize().ok()?;
    full.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// A filter for one of the folders that were named.
pub(super) struct FilterBelow {
    filter: Filter,
    root: PathBuf,
    /// None outside of a repository.
    git: Option<Rules>,
}

impl FilterBelow {
    /// Why an entry is left out, if it is.
    pub(super) fn refuses(&self, entry: &DirEntry) -> Option<(SkipReason, String)> {
        let path = entry.path();
        let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        if let Some(refused) = self.filter.refuses(below, is_dir) {
            return Some(refused);
        }
        let ignored = self.git.as_ref().is_some_and(|git| git.ignore(path, is_dir));
        ignored.then(|| (SkipReason::Ignored, "ignored by git (--no-ignore scans it)".to_owned()))
    }
}

/// The rules of a repository: `.gitignore` in each folder, `.git/info/exclude`, those of the user.
struct Rules {
    repository: PathBuf,
    shared: [Gitignore; 2],
    /// By folder, read when something in it is asked about.
    folders: Mutex<HashMap<PathBuf, Arc<Gitignore>>>,
}

impl Rules {
    fn new(repository: PathBuf) -> Rules {
        let mut exclude = GitignoreBuilder::new(&repository);
        // One that is not there has no rules.
        let _ = exclude.add(repository.join(".git/info/exclude"));
        let own = exclude.build().unwrap_or_else(|_| Gitignore::empty());
        let (user, _) = GitignoreBuilder::new(&repository).build_global();
        Rules { repository, shared: [own, user], folders: Mutex::default() }
    }

    /// The nearest rule that matches decides. Nothing below an ignored folder is asked about.
    fn ignore(&self, path: &Path, is_dir: bool) -> bool {
        let Some(full) = path.parent().and_then(|folder| folder.canonicalize().ok()) else { return false };
        let Some(name) = path.file_name() else { return false };
        let entry = full.join(name);
        for folder in full.ancestors().take_while(|folder| folder.starts_with(&self.repository)) {
            let rules = self.of(folder);
            let decision = rules.matched(&entry, is_dir);
            if !decision.is_none() {
                return decision.is_ignore();
            }
        }
        let mut shared = self.shared.iter().map(|rules| rules.matched(&entry, is_dir));
        shared.find(|decision| !decision.is_none()).is_some_and(|decision| decision.is_ignore())
    }

    fn of(&self, folder: &Path) -> Arc<Gitignore> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || {
            let mut rules = GitignoreBuilder::new(folder);
            let _ = rules.add(folder.join(".gitignore"));
            Arc::new(rules.build().unwrap_or_else(|_| Gitignore::empty()))
        };
        Arc::clone(folders.entry(folder.to_owned()).or_insert_with(read))
    }
}
