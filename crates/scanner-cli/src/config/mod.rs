//! Layers of configuration: built-in, user, project, environment, command line; and which of them are trusted.

mod file;
mod find;
mod show;
mod trust;

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::args::{ConfigArgs, FailOn, Format, ScanArgs, Trust};
pub use file::{Exception, RuleValues, Values};
pub use show::show;

/// The JSON Schema of a file.
pub const SCHEMA: &str = include_str!("postseal.schema.json");

/// Where settings come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said otherwise.
    Builtin,
    /// The user's file.
    User(PathBuf),
    /// The project's file.
    Project(PathBuf),
    /// The environment.
    Environment,
    /// The command line.
    CommandLine,
}

impl Origin {
    /// The folder of the file.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            Origin::User(file) | Origin::Project(file) => file.parent(),
            Origin::Builtin | Origin::Environment | Origin::CommandLine => None,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Builtin => f.write_str("built-in"),
            Origin::User(file) => write!(f, "user: {}", file.display()),
            Origin::Project(file) => write!(f, "project: {}", file.display()),
            Origin::Environment => f.write_str("environment"),
            Origin::CommandLine => f.write_str("command line"),
        }
    }
}

/// One layer.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Where it comes from.
    pub origin: Origin,
    /// What it says.
    pub values: Values,
}

/// Every layer, the strongest last.
#[derive(Clone, Debug)]
pub struct Config {
    layers: Vec<Layer>,
    /// What a project's file says and what is not taken from it.
    pub refused: Vec<String>,
    /// Whether markers in what is scanned count.
    pub markers: bool,
}

impl Config {
    /// The configuration of a scan with these arguments.
    ///
    /// # Errors
    /// If a file cannot be read or says what is not known, or a variable of the environment does.
    pub fn load(args: &ScanArgs) -> Result<Config> {
        Config::of(args, &args.paths)
    }

    /// The configuration of a scan of `paths`, which are not those of the arguments.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn of(args: &ScanArgs, paths: &[PathBuf]) -> Result<Config> {
        let environment = Layer { origin: Origin::Environment, values: environment()? };
        let builtin = Layer { origin: Origin::Builtin, values: builtin() };
        let user = match find::user_file() {
            Some(file) => Some(Layer { values: Values::read(&file)?, origin: Origin::User(file) }),
            None => None,
        };
        let asked = args
            .config
            .trust
            .or(environment.values.trust)
            .or(user.as_ref().and_then(|user| user.values.trust));
        let mut config = Config {
            layers: std::iter::once(builtin).chain(user).collect(),
            refused: Vec::new(),
            markers: asked.is_none_or(|trust| trust == Trust::Full),
        };
        if let Some((file, trust)) = project(&args.config, paths, asked)? {
            config.take_project(file, trust)?;
        }
        config.layers.push(environment);
        config.layers.push(Layer { origin: Origin::CommandLine, values: command_line(args) });
        Ok(config)
    }

    fn take_project(&mut self, file: PathBuf, trust: Option<Trust>) -> Result<()> {
        let values = match (Values::read(&file), trust) {
            (Ok(values), _) => values,
            // A part of what is scanned may be broken; the scan goes on.
            (Err(error), Some(Trust::Stricter)) => {
                let text = format!("{error:#}");
                self.refused.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
                return Ok(());
            }
            (Err(error), _) => return Err(error),
        };
        let (values, refused) = match trust {
            Some(trust) => trust::limited(values, trust, self),
            None => (values, Vec::new()),
        };
        self.refused.extend(refused.iter().map(|key| format!("{}: {key}", file.display())));
        self.layers.push(Layer { origin: Origin::Project(file), values });
        Ok(())
    }

    /// The setting of the strongest layer that has it.
    pub fn value<T>(&self, pick: impl Fn(&Values) -> Option<T>) -> Option<(T, &Origin)> {
        self.layers.iter().rev().find_map(|layer| Some((pick(&layer.values)?, &layer.origin)))
    }

    /// The entries of a list, of every layer.
    pub fn list<'c, T: 'c>(
        &'c self,
        pick: impl Fn(&'c Values) -> &'c [T],
    ) -> impl Iterator<Item = (&'c T, &'c Origin)> {
        self.layers.iter().flat_map(move |layer| pick(&layer.values).iter().map(|one| (one, &layer.origin)))
    }
}

fn builtin() -> Values {
    Values {
        format: Some(Format::Human),
        threads: Some(0),
        max_file_size: Some(1 << 30),
        fail_on: Some(FailOn::Low),
        fail_on_new: Some(false),
        ..Values::default()
    }
}

fn command_line(args: &ScanArgs) -> Values {
    Values {
        format: args.report.format,
        threads: args.threads,
        max_file_size: args.input.max_file_size,
        fail_on: args.gate.fail_on,
        fail_on_new: args.gate.fail_on_new.then_some(true),
        baseline: args.gate.baseline.clone(),
        trust: args.config.trust,
        rules: RuleValues { files: args.rules.rules.clone(), disable: args.rules.disable.clone() },
        suppress: Vec::new(),
    }
}

/// The project's file, and how far it is trusted; `None`, if the user named it: then it is the user's own.
fn project(
    args: &ConfigArgs,
    paths: &[PathBuf],
    asked: Option<Trust>,
) -> Result<Option<(PathBuf, Option<Trust>)>> {
    if let Some(file) = &args.config {
        return Ok(Some((file.clone(), None)));
    }
    if asked == Some(Trust::None) {
        return Ok(None);
    }
    let current = std::env::current_dir().context("the current folder")?;
    let Some(file) = find::project_file(paths, &current) else { return Ok(None) };
    let ours = find::is_above(&file, &current);
    let trust = asked.unwrap_or(if ours { Trust::Full } else { Trust::Stricter });
    Ok(Some((file, Some(trust))))
}

fn environment() -> Result<Values> {
    let list = |name| variable(name).map(|text| text.split(',').map(|one| one.trim().to_owned()).collect());
    Ok(Values {
        format: word("POSTSEAL_FORMAT")?,
        threads: parsed("POSTSEAL_THREADS")?,
        max_file_size: parsed("POSTSEAL_MAX_FILE_SIZE")?,
        fail_on: word("POSTSEAL_FAIL_ON")?,
        fail_on_new: parsed("POSTSEAL_FAIL_ON_NEW")?,
        baseline: variable("POSTSEAL_BASELINE").map(PathBuf::from),
        trust: word("POSTSEAL_TRUST")?,
        rules: RuleValues {
            files: std::env::var_os("POSTSEAL_RULES")
                .map_or_else(Vec::new, |paths| std::env::split_paths(&paths).collect()),
            disable: list("POSTSEAL_DISABLE").unwrap_or_default(),
        },
        suppress: Vec::new(),
    })
}

/// A variable that is set to something.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}

fn word<T: ValueEnum>(name: &str) -> Result<Option<T>> {
    let parse = |text: String| {
        T::from_str(&text, true)
            .map_err(|_| anyhow::anyhow!("{name}: `{text}` is not one of {}", words::<T>()))
    };
    variable(name).map(parse).transpose()
}

fn words<T: ValueEnum>() -> String {
    let names = T::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    names.map(|value| value.get_name().to_owned()).collect::<Vec<_>>().join(", ")
}

fn parsed<T: std::str::FromStr>(name: &str) -> Result<Option<T>> {
    let parse = |text: String| {
        text.parse().map_err(|_| anyhow::anyhow!("{name}: `{text}` is not what this setting takes"))
    };
    variable(name).map(parse).transpose()
}
