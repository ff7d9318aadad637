//! What was typed.

mod rules;
mod scan;

use clap::{Parser, Subcommand};

pub use rules::RulesArgs;
pub use scan::{Format, OutputArg, ScanArgs};

/// Find credentials in Postman exports: say exactly where they stand, what they reach and which control they break.
#[derive(Debug, Parser)]
#[command(name = "postseal", version, about, disable_help_subcommand = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Scan files and folders for credentials.
    Scan(ScanArgs),
    /// List the rules, or explain one.
    Rules(RulesArgs),
}
