use std::path::PathBuf;

use clap::{Args, Parser};

use super::{ConfigArgs, GateArgs, GitArgs, InputArgs, ReportArgs, RuleArgs};

/// Scan files and folders for credentials.
///
/// Collections (v1, v2.0, v2.1, also as the Postman API wraps them), environments, globals and `Backup.postman_dump.json` are recognised by their
/// content, whatever they are called; any other text file is scanned as text. ZIP, tar and gzip archives are unpacked in memory: `outer.zip!inner.json`. Secrets are redacted unless `--show-secrets` is
/// given. Nothing is sent anywhere.
#[derive(Args, Debug)]
#[command(after_help = "Exit codes:
  0  everything was scanned, nothing was found
  1  credentials were found that count: see --fail-on, --fail-on-new, --baseline
  2  wrong usage, or an internal error
  3  nothing was found, but something could not be scanned

Examples:
  postseal scan                                 everything below this folder
  postseal scan exports/ prod.json              a folder and a file
  postseal scan --include '*.json' team/        only some files of a folder
  curl -s https://example.com/c.json | postseal scan -
  postseal scan --format jsonl | jq -r 'select(.type == \"finding\") | .path'
  postseal scan --output jsonl=report.jsonl     the report on the terminal, and for programs in a file
  postseal scan --output sarif=r.sarif --output junit=r.xml    for CI, several at once
  postseal scan --baseline postseal.baseline.json --fail-on-new --fail-on high
  postseal scan --staged                        what the next commit adds
  postseal scan --since origin/main             what a branch adds
  postseal scan --history                       all that was ever committed
  postseal scan --format jsonl --explain        with the evidence for each finding
  postseal scan --rules our-rules.toml --disable generic-weak-credential")]
pub struct ScanArgs {
    /// Files and folders; `-` is standard input. With an option of git: a repository, or a folder in one.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,

    /// What is written.
    #[command(flatten)]
    pub report: ReportArgs,

    /// What counts, what is known, what is suppressed.
    #[command(flatten)]
    pub gate: GateArgs,

    /// Which rules, and when.
    #[command(flatten)]
    pub rules: RuleArgs,

    /// Which files of configuration count.
    #[command(flatten)]
    pub config: ConfigArgs,

    /// Number of threads; 0 is one for each core [default: 0].
    #[arg(long, short = 'j', value_name = "N")]
    pub threads: Option<usize>,

    /// No warnings, no progress bar, and for people nothing at all if everything was scanned and nothing found.
    #[arg(long, short)]
    pub quiet: bool,

    /// Which part of a repository.
    #[command(flatten)]
    pub git: GitArgs,

    /// Which files, and what they may cost.
    #[command(flatten)]
    pub input: InputArgs,
}

impl ScanArgs {
    /// The arguments of `postseal scan` with nothing after it.
    pub fn with_defaults() -> ScanArgs {
        #[derive(Parser)]
        struct Bare {
            #[command(flatten)]
            scan: ScanArgs,
        }
        Bare::parse_from(["scan"]).scan
    }
}
