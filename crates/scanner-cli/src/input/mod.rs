//! Where bytes come from: files, folders, standard input, git repositories, and archives in any of them.

pub mod archive;
mod filter;
pub mod git;
mod read;
mod walk;

use std::path::PathBuf;

pub use filter::Filter;
pub use read::{STDIN, read};
pub use walk::walk;

/// Something to scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The path, as it is reported.
    pub path: PathBuf,
    /// Length in bytes when it was found; 0 for standard input.
    pub bytes: u64,
    /// Named on the command line, not found in a folder: it is a gap if it is not scanned.
    pub named: bool,
}
