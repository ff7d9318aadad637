use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use serde::Deserialize;

/// Show the configuration.
///
/// Settings come from, each layer over the one before: what is built in; the user's file (`postseal/postseal.toml` in the folder for
/// configuration); the project's `postseal.toml`, looked for from what is scanned upwards; variables of the environment (POSTSEAL_FAIL_ON=high);
/// the command line.
///
/// Trust: a project's file counts in full where the current folder lies in its folder, or with `--trust full`. Any other is a part of
/// what is scanned, and can make the scan stricter but not weaker. What the user's file sets, no project makes weaker.
#[derive(Args, Debug)]
pub struct ConfigCommandArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: ConfigCommand,
}

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the settings of a scan.
    Show {
        /// What would be scanned.
        #[arg(value_name = "PATH", default_value = ".")]
        paths: Vec<PathBuf>,

        /// Say where each comes from.
        #[arg(long)]
        origin: bool,

        /// Which files count.
        #[command(flatten)]
        config: ConfigArgs,
    },
    /// Print the JSON Schema of `postseal.toml`, for editors.
    Schema,
}

/// Which files of configuration count.
#[derive(Args, Clone, Debug, Default)]
pub struct ConfigArgs {
    /// The project's file, instead of the `postseal.toml` that is found from what is scanned upwards. It counts in full.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// How far a project's file and markers in what is scanned are trusted [default: full for a file above the current folder, else stricter].
    #[arg(long, value_enum, value_name = "TRUST")]
    pub trust: Option<Trust>,
}

/// How far what lies in the scanned data may change the scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Trust {
    /// Not at all: the project's file is not read, markers suppress nothing.
    None,
    /// It may make the scan stricter. Markers suppress nothing, if this is asked for.
    Stricter,
    /// As the user's own.
    Full,
}
