use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::{InputArgs, ReportArgs, RuleArgs};

/// Scan files and folders for credentials.
///
/// Collections (v1, v2.0, v2.1, also as the Postman API wraps them), environments, globals and `Backup.postman_dump.json` are recognised by their
/// content, whatever they are called; any other text file is scanned as text. ZIP, tar and gzip archives are unpacked in memory: `outer.zip!inner.json`. Secrets are redacted unless `--show-secrets` is
/// given. Nothing is sent anywhere.
#[derive(Args, Debug)]
#[command(after_help = "Exit codes:
  0  everything was scanned, nothing was found
  1  credentials were found
  2  wrong usage, or an internal error
  3  nothing was found, but something could not be scanned

Examples:
  postseal scan                                 everything below this folder
  postseal scan exports/ prod.json              a folder and a file
  postseal scan --include '*.json' team/        only some files of a folder
  curl -s https://example.com/c.json | postseal scan -
  postseal scan --format jsonl | jq -r 'select(.type == \"finding\") | .path'
  postseal scan --output jsonl=report.jsonl     the report on the terminal, and for programs in a file
  postseal scan --format jsonl --explain        with the evidence for each finding
  postseal scan --rules our-rules.toml --disable generic-weak-credential")]
pub struct ScanArgs {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,

    /// What is written.
    #[command(flatten)]
    pub report: ReportArgs,

    /// Which rules, and when.
    #[command(flatten)]
    pub rules: RuleArgs,

    /// Number of threads; 0 is one for each core.
    #[arg(long, short = 'j', value_name = "N", default_value_t = 0)]
    pub threads: usize,

    /// Which files, and what they may cost.
    #[command(flatten)]
    pub input: InputArgs,

    /// No warnings and no progress bar.
    #[arg(long, short)]
    pub quiet: bool,
}

/// The formats of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Human,
    /// JSON Lines: one finding an object, then one summary.
    Jsonl,
}

/// `[FORMAT=]FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputArg {
    /// The format.
    pub format: Format,
    /// The file.
    pub file: PathBuf,
}

impl FromStr for OutputArg {
    type Err = String;

    fn from_str(text: &str) -> Result<OutputArg, String> {
        let named =
            text.split_once('=').and_then(|(name, file)| Some((Format::from_str(name, true).ok()?, file)));
        let (format, file) = named.unwrap_or_else(|| (by_ending(text), text));
        if file.is_empty() {
            return Err("a file name is missing".to_owned());
        }
        Ok(OutputArg { format, file: PathBuf::from(file) })
    }
}

fn by_ending(file: &str) -> Format {
    let lower = file.to_ascii_lowercase();
    if lower.ends_with(".jsonl") || lower.ends_with(".json") { Format::Jsonl } else { Format::Human }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_named_or_follows_from_the_ending() {
        let parse = |text: &str| text.parse::<OutputArg>().map(|o| (o.format, o.file.display().to_string()));
        assert_eq!(parse("jsonl=x.txt"), Ok((Format::Jsonl, "x.txt".to_owned())));
        assert_eq!(parse("a.JSONL"), Ok((Format::Jsonl, "a.JSONL".to_owned())));
        assert_eq!(parse("report.txt"), Ok((Format::Human, "report.txt".to_owned())));
        // Not a format: part of the name.
        assert_eq!(parse("a=b.txt"), Ok((Format::Human, "a=b.txt".to_owned())));
        assert!(parse("jsonl=").is_err());
    }
}
