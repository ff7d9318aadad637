//! Git repositories, read without the program `git` and without writing: what the index adds to HEAD, and what commits add to their parents.
//!
//! `Repository` opens one and says which `Step`s there are; a step is a commit, or the index, with the files that it changes. Bytes come from
//! `Objects`, raw as they are stored: no filters, no attributes. Nothing here scans, and nothing here knows of findings.

mod hooks;
mod objects;
mod packs;
mod repository;
mod selection;
mod staged;
mod trees;
mod walk;

use gix::ObjectId;
use gix::bstr::BString;

pub(crate) use hooks::hooks_folder;
pub(crate) use objects::{Objects, Unread};
pub(crate) use repository::Repository;
pub use selection::Selection;
pub(crate) use walk::Commits;

/// What a commit, or the index, adds to its parents.
#[derive(Debug, Default)]
pub(crate) struct Step {
    /// None: the index.
    pub(crate) commit: Option<ObjectId>,
    pub(crate) changes: Vec<Change>,
    /// Files of the parents that are gone: what they held may have moved to a file that is new.
    pub(crate) removed: Vec<File>,
    /// Folders that could not be read, and why.
    pub(crate) unread: Vec<(BString, String)>,
}

/// A file as a commit has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) path: BString,
    pub(crate) id: ObjectId,
}

/// A file that is new, or not what it is in any parent.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) file: File,
    pub(crate) kind: Kind,
    /// What stands at its path in the parents; nothing, if it is new.
    pub(crate) before: Vec<ObjectId>,
}

/// What an entry of a tree or of the index is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Tree,
    Blob,
    Link,
    Submodule,
    /// A conflict: the index has several versions of it.
    Unmerged,
}
