use std::error::Error;
use std::fmt;

/// A catalogue that cannot be used. Ask it for the [`control`](CatalogueError::control); its text says what is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueError {
    control: Option<String>,
    problem: Problem,
}

impl CatalogueError {
    pub(super) fn file(problem: Problem) -> CatalogueError {
        CatalogueError { control: None, problem }
    }

    pub(super) fn of(name: String, problem: Problem) -> CatalogueError {
        CatalogueError { control: Some(name), problem }
    }

    /// Id of the control, or `#` and its position in the file (from 1) where it has none; `None` if the file as a whole is at fault.
    pub fn control(&self) -> Option<&str> {
        self.control.as_deref()
    }
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.control {
            Some(control) => write!(f, "control `{control}`: {}", self.problem),
            None => write!(f, "control catalogue: {}", self.problem),
        }
    }
}

// No `source`: the text has the TOML parser's message in it, and who prints a chain of errors would print it twice.
impl Error for CatalogueError {}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Problem {
    Toml(toml::de::Error),
    DuplicateId,
    Blank(&'static str),
    EmptyList(&'static str),
    UnknownWord { field: &'static str, word: String },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // The file as a whole still has its text, so that this has line, column and excerpt.
            Problem::Toml(error) => f.write_str(error.to_string().trim_end()),
            Problem::DuplicateId => f.write_str("the id is taken"),
            Problem::Blank(field) => write!(f, "`{field}` is blank"),
            Problem::EmptyList(field) => {
                write!(f, "`{field}` is empty, so it would never hold: leave it out, or name something")
            }
            Problem::UnknownWord { field, word } => write!(f, "`{field}` knows no `{word}`"),
        }
    }
}
