use std::time::Duration;

use crate::input::archive::Limits;

/// Which files, and what they may cost.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Input")]
pub struct InputArgs {
    /// Scan only files of a folder that match; may be given several times. Patterns are git's: `*.json` at any depth, `team/*.json` from the folder
    /// that was named, `**`, `{a,b}`.
    #[arg(long, value_name = "GLOB")]
    pub include: Vec<String>,

    /// Leave out files and folders that match; may be given several times. Stronger than `--include`.
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Scan also what git ignores. (Hidden files are always scanned, links are never followed, `.git` is not entered.)
    #[arg(long)]
    pub no_ignore: bool,

    /// Leave out files longer than this, in bytes, also in archives. They are reported as not scanned [default: 1073741824].
    #[arg(long, value_name = "BYTES")]
    pub max_file_size: Option<u64>,

    /// Stop scanning a file after so many seconds; what was found until then is reported, and the file as not scanned to its end.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub file_timeout: Option<Duration>,

    /// Unpack archives inside each other to this depth; 0 unpacks none.
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub max_archive_depth: u32,

    /// Unpack at most so many files of an archive.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    pub max_archive_members: u64,

    /// Unpack at most so many bytes of an archive.
    #[arg(long, value_name = "BYTES", default_value_t = 8 << 30)]
    pub max_archive_bytes: u64,

    /// Take a member that unpacks to so many times its size for a bomb.
    #[arg(long, value_name = "N", default_value_t = 250)]
    pub max_archive_ratio: u64,
}

impl InputArgs {
    /// What an archive may cost, whose members have at most `member` bytes.
    pub fn limits(&self, member: u64) -> Limits {
        Limits {
            depth: self.max_archive_depth,
            members: self.max_archive_members,
            bytes: self.max_archive_bytes,
            ratio: self.max_archive_ratio,
            member,
        }
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}
