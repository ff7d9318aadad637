//! `postseal config show`.

use std::io::{self, Write};

use clap::ValueEnum;

use super::{Config, Origin, Values};

/// Writes every setting as a line of TOML, with where it comes from if that is asked for.
///
/// # Errors
/// Those of `out`.
pub fn show(out: &mut impl Write, config: &Config, origin: bool) -> io::Result<()> {
    let mut line = |text: String, from: &Origin| {
        if origin { writeln!(out, "{text:<40}  # {from}") } else { writeln!(out, "{text}") }
    };
    for (key, pick) in SETTINGS {
        if let Some((value, from)) = config.value(pick) {
            line(format!("{key} = {value}"), from)?;
        }
    }
    for (file, from) in config.list(|values| &values.rules.files) {
        line(format!("rules.files += {}", quoted(&file.display().to_string())), from)?;
    }
    for (rule, from) in config.list(|values| &values.rules.disable) {
        line(format!("rules.disable += {}", quoted(rule)), from)?;
    }
    for (exception, from) in config.list(|values| &values.suppress) {
        let values: Vec<String> = exception.values.iter().map(ToString::to_string).collect();
        let lists =
            [&exception.rules, &exception.paths, &exception.pointers, &values].map(|list| list.join(", "));
        let named = ["rules", "paths", "pointers", "values"].iter().zip(&lists);
        let words: Vec<String> = named
            .filter(|(_, list)| !list.is_empty())
            .map(|(name, list)| format!("{name} {}", quoted(list)))
            .collect();
        line(format!("suppress += {}", words.join(", ")), from)?;
    }
    for refused in &config.refused {
        writeln!(out, "# not taken from {refused}")?;
    }
    Ok(())
}

type Pick = fn(&Values) -> Option<String>;

const SETTINGS: [(&str, Pick); 7] = [
    ("format", |values| values.format.map(|word| name(&word))),
    ("threads", |values| values.threads.map(|number| number.to_string())),
    ("max_file_size", |values| values.max_file_size.map(|number| number.to_string())),
    ("fail_on", |values| values.fail_on.map(|word| name(&word))),
    ("fail_on_new", |values| values.fail_on_new.map(|yes| yes.to_string())),
    ("baseline", |values| values.baseline.as_ref().map(|file| quoted(&file.display().to_string()))),
    ("trust", |values| values.trust.map(|word| name(&word))),
];

fn name(word: &impl ValueEnum) -> String {
    quoted(word.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned()).as_str())
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
