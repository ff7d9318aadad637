//! `postseal hook`.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use scanner_report::printable;

use crate::Exit;
use crate::args::{HookArgs, HookCommand, HookName, HookPlace};
use crate::input::git::hooks_folder;

/// The line by which a hook of ours is known.
const MARK: &str = "# Made by `postseal hook install`; `postseal hook uninstall` removes it.";

/// Installs or removes a hook.
///
/// # Errors
/// If there is no repository, or the hook cannot be written or is not ours.
pub fn run(args: &HookArgs) -> Result<Exit> {
    match &args.command {
        HookCommand::Install(place) => install(&Hook::new(place)?),
        HookCommand::Uninstall(place) => uninstall(&Hook::new(place)?),
    }
}

/// A hook and what stood in its place.
struct Hook {
    name: HookName,
    file: PathBuf,
    /// The hook that was there before; git does not call a file of this name.
    before: PathBuf,
}

impl Hook {
    fn new(place: &HookPlace) -> Result<Hook> {
        let folder = hooks_folder(&place.repository)?;
        let name = place.hook.as_str();
        let before = folder.join(before(place.hook));
        Ok(Hook { name: place.hook, file: folder.join(name), before })
    }

    /// Whether the hook that is there is ours; none is not.
    fn is_ours(&self) -> Result<bool> {
        match fs::read(&self.file) {
            Ok(text) => Ok(memchr::memmem::find(&text, MARK.as_bytes()).is_some()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error).with_context(|| self.file.display().to_string()),
        }
    }
}

fn before(hook: HookName) -> String {
    format!("{}.before-postseal", hook.as_str())
}

fn install(hook: &Hook) -> Result<Exit> {
    let (file, before) = (&hook.file, &hook.before);
    let folder = file.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let replaced = fs::symlink_metadata(file).is_ok() && !hook.is_ours()?;
    if replaced {
        ensure!(
            fs::symlink_metadata(before).is_err(),
            "{} is there already: two hooks cannot both be kept\nhint: join it with {} by hand",
            before.display(),
            file.display()
        );
        fs::rename(file, before).with_context(|| file.display().to_string())?;
    }
    let program = std::env::current_exe().context("the path of this program")?;
    if let Err(error) = write(file, &script(hook.name, &program)) {
        if replaced {
            fs::rename(before, file).with_context(|| before.display().to_string())?;
        }
        return Err(error).with_context(|| file.display().to_string());
    }
    say(&format!("{}: installed", file.display()));
    if fs::symlink_metadata(before).is_ok() {
        say(&format!("{}: the hook that was there, called first", before.display()));
    }
    Ok(Exit::Clean)
}

fn uninstall(hook: &Hook) -> Result<Exit> {
    let file = &hook.file;
    ensure!(hook.is_ours()?, "{}: there is no hook that postseal has installed", file.display());
    fs::remove_file(file).with_context(|| file.display().to_string())?;
    say(&format!("{}: removed", file.display()));
    if fs::symlink_metadata(&hook.before).is_ok() {
        fs::rename(&hook.before, file).with_context(|| hook.before.display().to_string())?;
        say(&format!("{}: the hook that was there before is back", file.display()));
    }
    Ok(Exit::Clean)
}

fn say(text: &str) {
    anstream::println!("{}", printable(text));
}

/// Writes a file that may be run: whole, or not at all.
fn write(file: &Path, text: &str) -> std::io::Result<()> {
    let new = file.with_extension("new-postseal");
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o755);
    let mut out = options.open(&new)?;
    out.write_all(text.as_bytes())?;
    out.sync_all()?;
    fs::rename(&new, file)
}

/// A hook in the language that git runs hooks in everywhere. Without the program nothing passes: what was not scanned must not look clean.
fn script(hook: HookName, program: &Path) -> String {
    let before = before(hook);
    let program = quoted(&program.display().to_string());
    let (input, first, scan) = match hook {
        HookName::PreCommit => {
            ("", "\"$before\" \"$@\" || exit", "\"$postseal\" scan --staged --quiet && exit")
        }
        HookName::PrePush | HookName::PreReceive => (
            "input=$(cat)\n",
            "printf '%s\\n' \"$input\" | \"$before\" \"$@\" || exit",
            "printf '%s\\n' \"$input\" | \"$postseal\" scan --range - --quiet && exit",
        ),
    };
    let advice = match hook {
        HookName::PreCommit | HookName::PrePush => {
            "postseal: stopped. Replace what is named above by a variable or a vault reference; what may stay gets a marker or an entry \
             in postseal.toml."
        }
        HookName::PreReceive => {
            "postseal: refused. Take what is named above out of the commits; a later commit that removes it is not enough."
        }
    };
    format!(
        "#!/bin/sh\n{MARK}\n{input}before=\"${{0%/*}}/{before}\"\nif [ -x \"$before\" ]; then\n    {first}\nfi\n\
         postseal={program}\n[ -x \"$postseal\" ] || postseal=postseal\n\
         if ! command -v \"$postseal\" >/dev/null; then\n    \
         echo \"postseal is not there: install it, or remove this hook, $0\" >&2\n    exit 1\nfi\n\
         {scan}\nstatus=$?\n[ \"$status\" -ne 1 ] || echo \"{advice}\" >&2\nexit \"$status\"\n"
    )
}

/// As a word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_with_an_apostrophe_is_one_word() {
        assert_eq!(quoted("/a b/it's"), "'/a b/it'\\''s'");
        assert!(
            script(HookName::PreCommit, Path::new("/a b/postseal")).contains("postseal='/a b/postseal'\n")
        );
    }
}
