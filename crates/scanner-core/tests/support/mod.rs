//! The rule files, and credentials made from them.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    dead_code,
    missing_debug_implementations,
    missing_docs,
    unreachable_pub,
    reason = "shared by several test programs, which may panic and read files"
)]

use std::path::{Path, PathBuf};

use scanner_core::RuleSpec;
use scanner_core::rule::spec;

/// Every rule of `rules/*/*.toml`, in the order of the file names. The group that a file is in is a tag of its rules.
pub fn rules() -> Vec<RuleSpec> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules"));
    let groups = entries(root).into_iter().filter(|path| path.is_dir());
    groups.flat_map(|group| entries(&group)).flat_map(|file| read(&file)).collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries =
        std::fs::read_dir(folder).expect("the rule files are in the repository, not in the package");
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn read(file: &Path) -> Vec<RuleSpec> {
    let mut rules = spec::parse(&std::fs::read_to_string(file).unwrap())
        .unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let group = file.parent().and_then(Path::file_name).unwrap().to_string_lossy().into_owned();
    for rule in &mut rules {
        rule.info.tags.to_mut().insert(0, group.clone().into());
    }
    rules
}
