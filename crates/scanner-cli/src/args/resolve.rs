use clap::{Args, ValueEnum};

use super::ApiArgs;

/// Tell Postman's own secret scanner what became of secrets that it has detected.
///
/// Shows which secrets that are, and asks. Postman has no way back to `ACTIVE`.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  postseal resolve --as revoked OTk5            a secret, by the id that reports show
  postseal resolve --as false-positive --type \"Basic Auth\" --workspace 11111111-0000-4000-8000-000000000002")]
pub struct ResolveArgs {
    /// Ids of detected secrets: `postman_secret_id` in the reports of `postseal pull`.
    #[arg(value_name = "SECRET_ID", required_unless_present_any = ["workspace", "secret_type"])]
    pub ids: Vec<String>,

    /// What became of them.
    #[arg(long = "as", value_name = "RESOLUTION", value_enum)]
    pub resolution: Resolution,

    /// All active ones of this workspace, by its id.
    #[arg(long, value_name = "WORKSPACE_ID")]
    pub workspace: Option<String>,

    /// All active ones of this type, as Postman calls it.
    #[arg(long = "type", value_name = "TYPE")]
    pub secret_type: Option<String>,

    /// Do not ask.
    #[arg(long, short)]
    pub yes: bool,

    /// How the API is reached.
    #[command(flatten)]
    pub api: ApiArgs,
}

/// What became of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Resolution {
    /// It is none.
    FalsePositive,
    /// It is not valid any more.
    Revoked,
    /// It stays.
    AcceptedRisk,
}

impl Resolution {
    /// The word of the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Resolution::FalsePositive => "FALSE_POSITIVE",
            Resolution::Revoked => "REVOKED",
            Resolution::AcceptedRisk => "ACCEPTED_RISK",
        }
    }
}
