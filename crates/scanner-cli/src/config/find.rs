//! Where files of configuration lie.

use std::path::{Path, PathBuf};

use crate::input::STDIN;

/// The name of a project's file, and of the user's.
const NAME: &str = "postseal.toml";

/// The user's file, if there is one: in `$XDG_CONFIG_HOME`, `%APPDATA%` or `~/.config`.
pub(super) fn user_file() -> Option<PathBuf> {
    let folder = |name: &str| std::env::var_os(name).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let home = || std::env::home_dir().map(|home| home.join(".config"));
    let base = folder("XDG_CONFIG_HOME").or_else(|| folder("APPDATA")).or_else(home)?;
    Some(base.join("postseal").join(NAME)).filter(|file| file.is_file())
}

/// The nearest `postseal.toml` in the folder that holds all paths, or above it. Of one of standard input: from the current folder.
pub(super) fn project_file(paths: &[PathBuf], current: &Path) -> Option<PathBuf> {
    let folder = |path: &PathBuf| {
        let path = if path.as_os_str() == STDIN { current } else { path };
        let absolute = current.join(path).canonicalize().ok()?;
        if absolute.is_dir() { Some(absolute) } else { absolute.parent().map(Path::to_owned) }
    };
    let common = paths.iter().filter_map(folder).reduce(|common, other| {
        common.ancestors().find(|above| other.starts_with(above)).unwrap_or(Path::new("")).to_owned()
    })?;
    let file = common.ancestors().map(|folder| folder.join(NAME)).find(|file| file.is_file())?;
    // As a person would name it.
    let current = current.canonicalize().ok()?;
    Some(file.strip_prefix(&current).map(Path::to_owned).unwrap_or(file))
}

/// Whether the current folder lies in the folder of `file`.
pub(super) fn is_above(file: &Path, current: &Path) -> bool {
    let folder = |path: &Path| path.canonicalize().ok();
    let above = folder(&current.join(file)).and_then(|file| file.parent().map(Path::to_owned));
    above.zip(folder(current)).is_some_and(|(above, current)| current.starts_with(above))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_above_all_paths_is_found() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().canonicalize().unwrap().join(path);
        std::fs::create_dir_all(at("a/b")).unwrap();
        std::fs::create_dir_all(at("c")).unwrap();
        std::fs::write(at("postseal.toml"), "").unwrap();
        std::fs::write(at("a/postseal.toml"), "").unwrap();
        std::fs::write(at("a/b/x.json"), "").unwrap();
        let find = |paths: &[&str]| {
            project_file(&paths.iter().map(PathBuf::from).collect::<Vec<_>>(), &at("a")).unwrap()
        };
        assert_eq!(find(&["b/x.json"]), Path::new("postseal.toml"));
        assert_eq!(find(&["b/x.json", "../c"]), at("postseal.toml"));
        assert!(is_above(Path::new("postseal.toml"), &at("a")) && is_above(&at("postseal.toml"), &at("a/b")));
        assert!(!is_above(&at("a/postseal.toml"), &at("c")));
    }
}
