use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Let git scan what is committed, pushed or received.
///
/// The hook is a script in the folder where git looks for hooks (`core.hooksPath`, or `hooks` in the repository). A hook that is there already is kept
/// beside it and called first; `uninstall` puts it back.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  postseal hook install                         scan what is staged before each commit
  postseal hook install --hook pre-push         scan what is new to the remote before each push
  postseal hook install --hook pre-receive      on a server, in the bare repository: refuse a push
  postseal hook uninstall")]
pub struct HookArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: HookCommand,
}

/// What to do with a hook.
#[derive(Debug, Subcommand)]
pub enum HookCommand {
    /// Write the hook. One that `postseal` wrote before is renewed.
    Install(HookPlace),
    /// Remove the hook, and put back the one that was there before it.
    Uninstall(HookPlace),
}

/// Which hook.
#[derive(Args, Debug)]
pub struct HookPlace {
    /// The repository, or a folder in it.
    #[arg(value_name = "PATH", default_value = ".")]
    pub repository: PathBuf,

    /// When git calls it.
    #[arg(long, value_enum, default_value_t)]
    pub hook: HookName,
}

/// The hooks of git that can refuse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum HookName {
    /// Before a commit is made: what is staged.
    #[default]
    PreCommit,
    /// Before commits are sent: what the remote does not have.
    PrePush,
    /// On a server, before commits are taken in: what no reference has.
    PreReceive,
}

impl HookName {
    /// The name of the file.
    pub const fn as_str(self) -> &'static str {
        match self {
            HookName::PreCommit => "pre-commit",
            HookName::PrePush => "pre-push",
            HookName::PreReceive => "pre-receive",
        }
    }
}
