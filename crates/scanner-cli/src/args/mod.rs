//! What was typed.

mod api;
mod audit;
mod baseline;
mod config;
mod controls;
mod docs;
mod explain;
mod format;
mod gate;
mod git;
mod hook;
mod input;
mod pull;
mod report;
mod resolve;
mod rules;
mod scan;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use jiff::Timestamp;

pub use api::{ApiArgs, LoginArgs, LogoutArgs, Region};
pub use audit::{AuditArgs, AuditFile, AuditFormat, AuditOutput, FailOnControl, LiveArgs};
pub use baseline::{BaselineArgs, BaselineCommand, BaselineSource};
pub use config::{ConfigArgs, ConfigCommand, ConfigCommandArgs, Trust};
pub use controls::{ControlsArgs, ControlsCommand, ControlsFormat};
pub use docs::{CompletionsArgs, ManArgs};
pub use explain::{ExplainArgs, ExplainFormat};
pub use format::{Format, OutputArg};
pub use gate::{FailOn, GateArgs};
pub use git::GitArgs;
pub use hook::{HookArgs, HookCommand, HookName, HookPlace};
pub use input::InputArgs;
pub use pull::{PullArgs, Visibility};
pub use report::ReportArgs;
pub use resolve::{Resolution, ResolveArgs};
pub use rules::{ImportArgs, ListArgs, ListFormat, RulesArgs, RulesCommand, ShowArgs, TestArgs};
pub use scan::ScanArgs;

/// Find credentials in Postman exports: say exactly where they stand, what they reach and which control they break.
#[derive(Debug, Parser)]
#[command(name = "postseal", version, long_version = crate::version::long(), about, disable_help_subcommand = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Scan files and folders for credentials.
    Scan(Box<ScanArgs>),
    /// Read and scan what an API key can see of Postman.
    Pull(Box<PullArgs>),
    /// Tell Postman's own secret scanner what became of a secret.
    Resolve(ResolveArgs),
    /// Store an API key in the keyring of the system.
    Login(LoginArgs),
    /// Remove the API key from the keyring of the system.
    Logout(LogoutArgs),
    /// Judge the controls of the hardening guide by exports: what holds, what fails, and the evidence.
    Audit(Box<AuditArgs>),
    /// List and explain the controls.
    Controls(ControlsArgs),
    /// Say why a value is reported, or why it is not.
    Explain(ExplainArgs),
    /// List, explain, check, try and import rules.
    Rules(RulesArgs),
    /// Keep known findings in a file: accepted risks, false positives, what is to be rotated.
    Baseline(BaselineArgs),
    /// Show the configuration.
    Config(ConfigCommandArgs),
    /// Write completions for a shell.
    Completions(CompletionsArgs),
    /// Write the manual pages.
    Man(ManArgs),
    /// Let git scan what is committed, pushed or received.
    Hook(HookArgs),
}

/// What a scanner is made of.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct RuleArgs {
    /// Rule files of your own, in TOML, or folders of them; may be given several times. A rule with the id of a built-in one takes its place.
    #[arg(long, value_name = "FILE")]
    pub rules: Vec<PathBuf>,

    /// Switch rules off: RULE_ID, provider:NAME, tag:NAME or severity:NAME; may be given several times.
    #[arg(long, value_name = "RULES")]
    pub disable: Vec<String>,

    /// The day at which tokens count as expired, such as 2026-01-31 (its first second, UTC) or 2026-01-31T12:00:00Z; now, if not given.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Timestamp>,
}

fn date(text: &str) -> Result<Timestamp, String> {
    let day = || {
        text.parse::<jiff::civil::Date>()
            .and_then(|day| Ok(day.to_zoned(jiff::tz::TimeZone::UTC)?.timestamp()))
    };
    text.parse::<Timestamp>().or_else(|_| day()).map_err(|error| error.to_string())
}
