use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;
use serde::Deserialize;

/// The formats of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people.
    Human,
    /// JSON Lines: one finding an object, then one summary.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitLab's report of secret detection.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// Annotations of GitHub Actions; on standard output also the summary of the job, if GITHUB_STEP_SUMMARY names its file.
    Github,
    /// Service messages of TeamCity.
    Teamcity,
    /// Comma-separated values.
    Csv,
    /// One HTML page, with filters and search, that loads nothing.
    Html,
    /// Markdown, for a comment or the summary of a job.
    Markdown,
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
    match Path::new(file)
        .extension()
        .and_then(|ending| ending.to_str())
        .map(str::to_ascii_lowercase)
        .as_deref()
    {
        Some("jsonl" | "json") => Format::Jsonl,
        Some("sarif") => Format::Sarif,
        Some("csv") => Format::Csv,
        Some("md") => Format::Markdown,
        Some("html" | "htm") => Format::Html,
        Some("xml") => Format::Junit,
        _ => Format::Human,
    }
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
        assert_eq!(parse("gl.json=gitlab"), Ok((Format::Human, "gl.json=gitlab".to_owned())));
        assert_eq!(parse("gitlab=gl.json"), Ok((Format::Gitlab, "gl.json".to_owned())));
        assert_eq!(parse("out/r.sarif"), Ok((Format::Sarif, "out/r.sarif".to_owned())));
        assert!(parse("jsonl=").is_err());
    }
}
