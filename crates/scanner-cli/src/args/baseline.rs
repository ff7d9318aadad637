use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{RuleArgs, ScanArgs};

/// Keep known findings in a file: accepted risks, false positives, what is to be rotated.
///
/// The file holds fingerprints and no secret. Fingerprints stay the same when a collection is reformatted, reordered, moved, imported and
/// exported again.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  postseal baseline create exports/                         what is there now is known
  postseal scan exports/ --baseline postseal.baseline.json --fail-on-new
  postseal baseline audit                                   judge what is known, one by one
  postseal baseline update exports/ --prune                 take in what is new, drop what is gone")]
pub struct BaselineArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: BaselineCommand,
}

/// What to do with a baseline.
#[derive(Debug, Subcommand)]
pub enum BaselineCommand {
    /// Make a baseline of what is found now.
    Create {
        /// What to scan, and where to write.
        #[command(flatten)]
        source: BaselineSource,

        /// Write over a baseline that is there, with all that people wrote in it.
        #[arg(long)]
        force: bool,
    },
    /// Take in what is new; keep what people wrote.
    Update {
        /// What to scan, and where to write.
        #[command(flatten)]
        source: BaselineSource,

        /// Drop what is not found any more. Only for a scan of everything that the baseline is for.
        #[arg(long)]
        prune: bool,
    },
    /// Judge known findings one by one, at the terminal.
    Audit {
        /// The baseline.
        #[arg(long, value_name = "FILE", default_value = DEFAULT_FILE)]
        baseline: PathBuf,

        /// Also those that have been judged.
        #[arg(long)]
        all: bool,

        /// Which rules, to find the places again.
        #[command(flatten)]
        rules: RuleArgs,
    },
}

/// The name of a baseline that has none.
pub(super) const DEFAULT_FILE: &str = "postseal.baseline.json";

/// What is scanned for a baseline.
#[derive(Args, Debug)]
pub struct BaselineSource {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,

    /// The baseline.
    #[arg(long, value_name = "FILE", default_value = DEFAULT_FILE)]
    pub baseline: PathBuf,

    /// Which rules, and when.
    #[command(flatten)]
    pub rules: RuleArgs,

    /// No warnings and no progress bar.
    #[arg(long, short)]
    pub quiet: bool,
}

impl BaselineSource {
    /// The scan that finds what goes into the baseline.
    pub fn scan(&self) -> ScanArgs {
        ScanArgs {
            paths: self.paths.clone(),
            rules: self.rules.clone(),
            quiet: self.quiet,
            ..ScanArgs::with_defaults()
        }
    }
}
