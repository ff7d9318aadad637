use std::path::PathBuf;

use clap::ValueHint;
use clap_complete::Shell;

/// `postseal completions`
#[derive(Clone, Debug, clap::Args)]
pub struct CompletionsArgs {
    /// The shell; what it is to run at its start is written to standard output.
    pub shell: Shell,
}

/// `postseal man`
#[derive(Clone, Debug, clap::Args)]
pub struct ManArgs {
    /// The folder for one page a command, such as postseal-scan.1. It is made if it is not there.
    #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
}
