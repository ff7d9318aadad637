use std::path::PathBuf;

use clap::{Args, Parser};

use super::{ConfigArgs, Format, GateArgs, OutputArg, RuleArgs};

/// Scan files and folders for credentials.
///
/// Collections (v1, v2.0, v2.1, also as the Postman API wraps them), environments, globals and `Backup.postman_dump.json` are recognised by their
/// content, whatever they are called; any other text file is scanned as text. Secrets are redacted unless `--show-secrets` is
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
  curl -s https://example.com/c.json | postseal scan -
  postseal scan --format jsonl | jq -r 'select(.type == \"finding\") | .path'
  postseal scan --output jsonl=report.jsonl     the report on the terminal, and for programs in a file
  postseal scan --output sarif=r.sarif --output junit=r.xml    for CI, several at once
  postseal scan --baseline postseal.baseline.json --fail-on-new --fail-on high
  postseal scan --format jsonl --explain        with the evidence for each finding
  postseal scan --rules our-rules.toml --disable generic-weak-credential")]
pub struct ScanArgs {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,

    /// Format of the report on standard output [default: human].
    #[arg(long, value_enum)]
    pub format: Option<Format>,

    /// Also write the report to a file; may be given several times. Without FORMAT= the ending of FILE decides: `.jsonl`, `.json`
    /// (jsonl), `.sarif`, `.csv`, `.md` (markdown), `.xml` (junit), else human.
    #[arg(long, short, value_name = "[FORMAT=]FILE")]
    pub output: Vec<OutputArg>,

    /// What counts, what is known, what is suppressed.
    #[command(flatten)]
    pub gate: GateArgs,

    /// Write secrets in plain instead of redacting them, in every output of this run.
    #[arg(long)]
    pub show_secrets: bool,

    /// Say for each finding why it is reported: the evidence and its points. `postseal explain` does so for what is not reported.
    #[arg(long)]
    pub explain: bool,

    /// Which rules, and when.
    #[command(flatten)]
    pub rules: RuleArgs,

    /// Which files of configuration count.
    #[command(flatten)]
    pub config: ConfigArgs,

    /// Number of threads; 0 is one for each core [default: 0].
    #[arg(long, short = 'j', value_name = "N")]
    pub threads: Option<usize>,

    /// Leave out files longer than this, in bytes. They are reported as not scanned [default: 1073741824].
    #[arg(long, value_name = "BYTES")]
    pub max_file_size: Option<u64>,

    /// No warnings and no progress bar.
    #[arg(long, short)]
    pub quiet: bool,
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
