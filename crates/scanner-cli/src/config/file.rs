//! What a file of configuration may say, and what is wrong with one.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jiff::civil::Date;
use scanner_core::Fingerprint;
use serde::Deserialize;

use crate::args::{FailOn, Format, Trust};

/// The settings of one layer; what is `None` or empty is left to the layers below. `postseal.schema.json` says the same for editors.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Values {
    /// Format of the report on standard output.
    pub format: Option<Format>,
    /// Number of threads; 0 is one for each core.
    pub threads: Option<usize>,
    /// Files longer than this, in bytes, are left out.
    pub max_file_size: Option<u64>,
    /// The least severity that counts.
    pub fail_on: Option<FailOn>,
    /// Only findings that the baseline does not have count.
    pub fail_on_new: Option<bool>,
    /// The baseline, from the folder of the file.
    pub baseline: Option<PathBuf>,
    /// How far a project is trusted; read from the user's file and the environment only.
    pub trust: Option<Trust>,
    /// Which rules.
    pub rules: RuleValues,
    /// What does not count.
    pub suppress: Vec<Exception>,
}

/// `[rules]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RuleValues {
    /// Rule files, or folders of them, from the folder of the file.
    pub files: Vec<PathBuf>,
    /// Rules that are switched off, as for `--disable`.
    pub disable: Vec<String>,
}

/// `[[suppress]]`: findings for which all that is given holds do not count.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Exception {
    /// Ids of rules, `provider:NAME`, `tag:NAME` or `severity:NAME`.
    pub rules: Vec<String>,
    /// Globs for the path, from the folder of the file; one without a `/` is for the name of the file.
    pub paths: Vec<String>,
    /// Globs for the JSON pointer of every place.
    pub pointers: Vec<String>,
    /// Hashes of secrets: `value_hash` in JSON Lines.
    pub values: Vec<Fingerprint>,
    /// Why.
    pub reason: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The first day on which it no longer holds: a date of TOML, or the same in quotes.
    #[serde(deserialize_with = "scanner_report::day::deserialize")]
    pub expires: Option<Date>,
}

impl Values {
    /// Reads a file. Paths in it are made to begin at its folder.
    ///
    /// # Errors
    /// If it cannot be read, is no TOML, or has a key or word that is not known; then with what may have been meant.
    pub fn read(path: &Path) -> Result<Values> {
        let text = read(path).with_context(|| path.display().to_string())?;
        let mut values = Values::parse(&text).with_context(|| path.display().to_string())?;
        let folder = path.parent().unwrap_or(Path::new(""));
        values.baseline = values.baseline.map(|file| folder.join(file));
        values.rules.files.iter_mut().for_each(|file| *file = folder.join(&*file));
        Ok(values)
    }

    fn parse(text: &str) -> Result<Values> {
        let values: Values = toml::from_str(text).map_err(|error| {
            let hint = suggestion(error.message()).map(|meant| format!("\nhint: did you mean `{meant}`?"));
            anyhow::anyhow!("{}{}", error.to_string().trim_end(), hint.unwrap_or_default())
        })?;
        for (n, exception) in values.suppress.iter().enumerate() {
            exception.check().with_context(|| format!("[[suppress]] number {}", n + 1))?;
        }
        Ok(values)
    }
}

impl Exception {
    fn check(&self) -> Result<()> {
        let nothing = self.rules.is_empty()
            && self.paths.is_empty()
            && self.pointers.is_empty()
            && self.values.is_empty();
        anyhow::ensure!(!nothing, "would suppress everything: give `rules`, `paths`, `pointers` or `values`");
        Ok(())
    }
}

/// Bytes of a file of configuration; one that lies in what is scanned may be of any length.
const LONGEST: u64 = 1 << 20;

fn read(path: &Path) -> Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(LONGEST + 1).read_to_string(&mut text)?;
    anyhow::ensure!(text.len() as u64 <= LONGEST, "longer than {LONGEST} bytes");
    Ok(text)
}

/// Of ``unknown field `fial_on`, expected one of `format`, …`` the name that is nearest to the unknown one.
fn suggestion(message: &str) -> Option<String> {
    let (unknown, expected) = message.split_once("expected")?;
    let quoted = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<String>>();
    let unknown = quoted(unknown).pop()?;
    let near = |name: &String| strsim::damerau_levenshtein(name, &unknown.replace('-', "_").to_lowercase());
    quoted(expected).into_iter().min_by_key(near).filter(|name| near(name) <= 1 + unknown.len() / 3)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn unknown_keys_are_errors_with_a_suggestion() {
        let error = |text: &str| format!("{:#}", Values::parse(text).unwrap_err());
        assert!(error("fial_on = \"high\"").contains("did you mean `fail_on`?"));
        assert!(error("fail-on = \"high\"").contains("did you mean `fail_on`?"));
        assert!(error("fail_on = \"hihg\"").contains("did you mean `high`?"));
        assert!(error("[rules]\ndisabled = []").contains("did you mean `disable`?"));
        assert!(error("[[suppress]]\nrule = [\"x\"]").contains("did you mean `rules`?"));
        assert!(!error("colour = 1").contains("did you mean"));
        assert!(error("\n\nthreads = \"x\"").contains("line 3"));
    }

    #[test]
    fn the_schema_names_every_format() {
        let schema: serde_json::Value = serde_json::from_str(crate::config::SCHEMA).unwrap();
        let named = &schema["properties"]["format"]["enum"];
        let formats = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let formats: Vec<String> = formats.map(|value| value.get_name().to_owned()).collect();
        assert_eq!(named, &serde_json::json!(formats));
        assert!(formats.iter().all(|name| Values::parse(&format!("format = {name:?}")).is_ok()));
    }

    #[test]
    fn an_exception_for_everything_is_an_error() {
        let error = Values::parse("[[suppress]]\nreason = \"x\"").unwrap_err();
        assert!(format!("{error:#}").contains("number 1: would suppress everything"));
        assert!(Values::parse("[[suppress]]\npaths = [\"*\"]\nexpires = \"2027-01-31\"").is_ok());
        assert!(Values::parse("[[suppress]]\npaths = [\"*\"]\nexpires = 2027-01-31").is_ok());
        assert!(Values::parse("[[suppress]]\npaths = [\"*\"]\nexpires = \"soon\"").is_err());
    }
}
