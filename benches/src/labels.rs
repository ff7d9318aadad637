//! A labelled folder: `labels.jsonl`, one field a line, beside `files/`.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

/// One labelled field.
#[derive(Clone, Debug, Deserialize)]
pub struct Label {
    /// Path of the file, relative to `files/` or to the folder itself.
    pub file: String,
    /// RFC 6901 pointer of the string; none for files that are not JSON.
    pub pointer: Option<String>,
    /// What kind of place it is.
    pub role: String,
    /// The name it stands under.
    pub name: Option<String>,
    /// `secret`, `weak`, `sample`, `placeholder`, `reference` or `none`.
    pub label: String,
    /// Kind of credential.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// What made it, for generated labels.
    #[serde(default)]
    pub case: Option<String>,
    /// The credentials in the decoded value.
    #[serde(default)]
    pub spans: Vec<String>,
}

/// Reads `labels.jsonl` (or `expected.jsonl`) of a folder.
///
/// # Errors
/// If there is none, or a line is not a label; the error names the line.
pub fn read(folder: &Path) -> Result<Vec<Label>> {
    let path =
        ["labels.jsonl", "expected.jsonl"].map(|name| folder.join(name)).into_iter().find(|p| p.exists());
    let path = path.with_context(|| format!("no labels.jsonl in {}", folder.display()))?;
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let parse = |(line, text): (usize, &str)| {
        serde_json::from_str(text).with_context(|| format!("{}:{}", path.display(), line + 1))
    };
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(parse).collect()
}
