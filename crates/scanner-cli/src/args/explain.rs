use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::RuleArgs;

/// Say why a value is reported, or why it is not.
///
/// Prints every value that was considered at the place (a header has one, a body or a script may have many), what speaks for and against it,
/// with points, and what came of it. Values are redacted.
#[derive(Args, Debug)]
#[command(after_help = "Exit codes:
  0  the place was explained
  2  wrong usage, no such file, no such place

Examples:
  postseal explain prod.postman_environment.json /values/3/value
  postseal explain c.json /item/0/request          everything in a request
  postseal explain notes.md 12                     line 12 of a file that is not JSON")]
pub struct ExplainArgs {
    /// The file; `-` is standard input.
    pub file: PathBuf,

    /// JSON pointer (RFC 6901) of a value, as reports give it, or the number of a line.
    #[arg(value_name = "POINTER|LINE")]
    pub place: String,

    /// Format of the explanation.
    #[arg(long, value_enum, default_value_t)]
    pub format: ExplainFormat,

    /// Write values in plain instead of redacting them.
    #[arg(long)]
    pub show_secrets: bool,

    /// Which rules, and when.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// How an explanation is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// For people.
    #[default]
    Human,
    /// One JSON object a value.
    Jsonl,
}
