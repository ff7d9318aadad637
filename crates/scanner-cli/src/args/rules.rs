use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::RuleArgs;

/// List, explain, check, try and import rules.
#[derive(Args, Debug)]
pub struct RulesArgs {
    /// What to do with them.
    #[command(subcommand)]
    pub command: RulesCommand,
}

/// What to do with rules.
#[derive(Debug, Subcommand)]
pub enum RulesCommand {
    /// List the rules.
    List(ListArgs),
    /// Say what one rule finds, why it matters and how to revoke it.
    Show(ShowArgs),
    /// Prove rules by their examples: the built-in ones, or those of rule files.
    Check {
        /// Rule files, or folders of them.
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Try one rule on a text and say what comes of it.
    Test(TestArgs),
    /// Make a rule file from the rules of another scanner.
    Import(ImportArgs),
}

/// Lists the rules.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  postseal rules list                     every rule: id, severity, title
  postseal rules list stripe              those with `stripe` in id, provider, title or tags
  postseal rules list --format markdown   the catalogue, by provider")]
pub struct ListArgs {
    /// Only those with this text in id, provider, title or tags.
    #[arg(value_name = "TEXT")]
    pub query: Option<String>,

    /// How to write them.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ListFormat,

    /// Which rules there are.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// How a list of rules is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A line each.
    #[default]
    Human,
    /// A JSON object each.
    Jsonl,
    /// Tables, by provider.
    Markdown,
}

/// Explains a rule.
#[derive(Args, Debug)]
pub struct ShowArgs {
    /// Id of the rule.
    #[arg(value_name = "RULE_ID")]
    pub id: String,

    /// Which rules there are.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// Tries a rule.
#[derive(Args, Debug)]
#[command(after_help = "Exit codes:
  0  the rule reports nothing in the text
  1  it reports something")]
pub struct TestArgs {
    /// Id of the rule.
    #[arg(value_name = "RULE_ID")]
    pub id: String,

    /// The text, or - for standard input (a command line is seen by others: do not put a real credential there).
    #[arg(value_name = "TEXT")]
    pub text: String,

    /// Which rules there are.
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// Imports rules.
#[derive(Args, Debug)]
pub struct ImportArgs {
    /// A gitleaks configuration (TOML).
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Where to write the rules; standard output, if not given. What could not be carried over is told on standard error.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
