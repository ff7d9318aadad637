use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::pull::base::ApiBase;

/// How the Postman API is reached. The key is never an argument: every user of a computer can see those.
#[derive(Args, Clone, Debug)]
pub struct ApiArgs {
    /// Read the API key from this file (`-`: standard input). Without it: the variable POSTMAN_API_KEY, the keyring of the system (`postseal
    /// login`), or a prompt.
    #[arg(long, value_name = "FILE")]
    pub api_key_file: Option<PathBuf>,

    /// Where the team's data is kept. A key is good for one region.
    #[arg(long, value_enum, default_value_t = Region::Us)]
    pub region: Region,

    /// Another address of the API, https only (http on this computer).
    #[arg(long, value_name = "URL", conflicts_with = "region")]
    pub api_base: Option<ApiBase>,

    /// Keep so many of the month's calls for others: stop before they are touched.
    #[arg(long, value_name = "CALLS", default_value_t = 1000)]
    pub reserve: u64,

    /// How fast time goes, for tests against a fake whose limits run as fast.
    #[arg(long, value_name = "TIMES", default_value_t = 1.0, hide = true)]
    pub clock_speed: f64,
}

/// Where the data of a team is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Region {
    /// The United States.
    Us,
    /// The European Union.
    Eu,
}

impl Region {
    /// The address of the API there.
    pub const fn address(self) -> &'static str {
        match self {
            Region::Us => "https://api.getpostman.com",
            Region::Eu => "https://api.eu.postman.com",
        }
    }
}

/// Store an API key in the keyring of the system, for `postseal pull`.
#[derive(Args, Debug)]
pub struct LoginArgs {
    /// How the API is reached.
    #[command(flatten)]
    pub api: ApiArgs,
}

/// Remove the API key from the keyring of the system.
#[derive(Args, Debug)]
pub struct LogoutArgs {
    /// The region of the key.
    #[arg(long, value_enum, default_value_t = Region::Us)]
    pub region: Region,

    /// The address of the API, if it is another.
    #[arg(long, value_name = "URL", conflicts_with = "region")]
    pub api_base: Option<ApiBase>,
}
