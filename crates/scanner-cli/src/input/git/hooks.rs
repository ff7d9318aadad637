use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folder where git looks for the hooks of the repository that `folder` lies in: `core.hooksPath` of any of its files of configuration, else
/// `hooks` in the repository, which all its work trees have in common.
///
/// # Errors
/// If there is no repository.
pub(crate) fn hooks_folder(folder: &Path) -> Result<PathBuf> {
    let mut permissions = gix::open::Permissions::all();
    // It would start git to ask where its own file lies.
    permissions.config.git_binary = false;
    let options = || gix::open::Options::default().permissions(permissions);
    let options = gix::sec::trust::Mapping { full: options(), reduced: options() };
    let git = gix::ThreadSafeRepository::discover_opts(folder, Default::default(), options)
        .with_context(|| format!("{}: not in a git repository", folder.display()))?
        .to_thread_local();
    let named = git.config_snapshot().trusted_path("core.hooksPath").context("core.hooksPath")?;
    Ok(match named {
        // Hooks run at the top of the work tree, or in a repository without one.
        Some(path) => git.workdir().unwrap_or(git.git_dir()).join(path),
        None => git.common_dir().join("hooks"),
    })
}
