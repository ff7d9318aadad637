use std::fmt;

/// The text is no baseline.
#[derive(Debug)]
pub struct BaselineError(Kind);

#[derive(Debug)]
enum Kind {
    Form(serde_json::Error),
    Version(u32),
}

impl BaselineError {
    pub(super) fn form(error: serde_json::Error) -> BaselineError {
        BaselineError(Kind::Form(error))
    }

    pub(super) fn version(version: u32) -> BaselineError {
        BaselineError(Kind::Version(version))
    }
}

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            // serde_json names line and column; what it quotes are names of members and words, in a file that holds no secret.
            Kind::Form(error) => write!(f, "not a baseline of postseal: {error}"),
            Kind::Version(version) => {
                write!(f, "a baseline of version {version}; this program reads version 1")
            }
        }
    }
}

impl std::error::Error for BaselineError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Kind::Form(error) => Some(error),
            Kind::Version(_) => None,
        }
    }
}
