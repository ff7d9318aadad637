use std::collections::HashSet;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};
use scanner_report::{SkipReason, Skipped};

use super::filter::Filter;
use super::{Item, STDIN};

/// What the walk found.
#[derive(Debug, Default)]
pub struct Found {
    /// Files to scan, sorted by path.
    pub items: Vec<Item>,
    /// What is none.
    pub skipped: Vec<Skipped>,
}

/// Finds the files below `roots` that `filter` lets pass, hidden ones as well. Folders are walked without following links; `.git` is not entered: it
/// holds the history, compressed, which is not what this command reads. A file that two roots lead to is taken once; one that is named is
/// always taken.
pub fn walk(roots: &[PathBuf], filter: &Filter) -> Found {
    let mut found = Found::default();
    let mut seen = HashSet::new();
    for root in roots {
        if root.as_os_str() == STDIN {
            found.items.push(Item { path: root.clone(), bytes: 0, named: true });
        } else {
            walk_root(root, filter, &mut found, &mut seen, roots.len() > 1);
        }
    }
    found.items.sort_by(|a, b| a.path.cmp(&b.path));
    found.skipped.sort();
    found
}

fn walk_root(root: &Path, filter: &Filter, found: &mut Found, seen: &mut HashSet<PathBuf>, several: bool) {
    let left_out: Arc<Mutex<Vec<Skipped>>> = Arc::default();
    let keep = {
        let (left_out, filter) = (Arc::clone(&left_out), filter.below(root));
        move |entry: &DirEntry| match filter.refuses(entry) {
            None => true,
            Some((reason, detail)) => {
                let path = entry.path().display().to_string();
                let skipped = Skipped { path, reason, detail, gap: false };
                left_out.lock().unwrap_or_else(PoisonError::into_inner).push(skipped);
                false
            }
        }
    };
    let is_git = |entry: &DirEntry| entry.depth() > 0 && entry.file_name() == ".git";
    let walker = WalkBuilder::new(root)
        .standard_filters(false)
        .filter_entry(move |entry| entry.depth() == 0 || !is_git(entry) && keep(entry))
        .build();
    for entry in walker {
        match entry {
            Ok(entry) => take(&entry, found, seen, several),
            Err(error) => found.skipped.push(unreadable(root, &error)),
        }
    }
    found.skipped.append(&mut left_out.lock().unwrap_or_else(PoisonError::into_inner));
}

fn take(entry: &DirEntry, found: &mut Found, seen: &mut HashSet<PathBuf>, several: bool) {
    let path = entry.path();
    let named = entry.depth() == 0;
    let skip =
        |reason, detail: String, gap| Skipped { path: path.display().to_string(), reason, detail, gap };
    let link = entry.path_is_symlink();
    if link && !named {
        found.skipped.push(skip(SkipReason::SymbolicLink, "links are not followed".to_owned(), false));
        return;
    }
    match metadata(path) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(metadata) if metadata.is_file() => {
            // Only where roots can overlap is it worth asking the system for the true path.
            let fresh = !several || path.canonicalize().map_or(true, |true_path| seen.insert(true_path));
            if fresh {
                found.items.push(Item { path: path.to_owned(), bytes: metadata.len(), named });
            }
        }
        // A pipe may be named: `postseal scan <(command)`.
        Ok(_) if named => found.items.push(Item { path: path.to_owned(), bytes: 0, named }),
        Ok(_) => found.skipped.push(skip(SkipReason::NotAFile, "not a regular file".to_owned(), false)),
        Err(error) => found.skipped.push(skip(SkipReason::Unreadable, error.to_string(), true)),
    }
}

fn metadata(path: &Path) -> std::io::Result<Metadata> {
    std::fs::metadata(path)
}

fn unreadable(root: &Path, error: &ignore::Error) -> Skipped {
    let path = error_path(error).unwrap_or(root);
    let detail = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Skipped { path: path.display().to_string(), reason: SkipReason::Unreadable, detail, gap: true }
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        _ => None,
    }
}
