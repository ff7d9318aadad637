use clap::Args;

use super::{Format, OutputArg};

/// What is written, and where.
#[derive(Args, Clone, Debug)]
pub struct ReportArgs {
    /// Format of the report on standard output [default: human].
    #[arg(long, value_enum)]
    pub format: Option<Format>,

    /// Also write the report to a file; may be given several times. Without FORMAT= the ending of FILE decides: `.jsonl`, `.json`
    /// (jsonl), `.sarif`, `.csv`, `.md` (markdown), `.xml` (junit), else human.
    #[arg(long, short, value_name = "[FORMAT=]FILE")]
    pub output: Vec<OutputArg>,

    /// Write secrets in plain instead of redacting them, in every output of this run.
    #[arg(long)]
    pub show_secrets: bool,

    /// Say for each finding why it is reported: the evidence and its points. `postseal explain` does so for what is not reported.
    #[arg(long)]
    pub explain: bool,
}
