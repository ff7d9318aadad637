use std::fmt;
use std::path::PathBuf;

use clap::{Args, Parser, ValueEnum};

use super::{ApiArgs, ConfigArgs, GateArgs, ReportArgs, RuleArgs, ScanArgs};
use crate::pull::kind::Kind;

/// Read what an API key can see of Postman, and scan it as it comes.
///
/// Nothing is left on disk but the journal, which holds no secret: it remembers what was scanned, so that a pull that was interrupted goes on,
/// and what has not changed is not fetched again: what says nothing of its changes, such as globals, for a day (`--recheck`). Calls are made at the pace that the API allows: a workspace takes about a second.
#[derive(Args, Debug)]
#[command(after_help = "Exit codes:
  0  everything that was asked for was scanned, nothing was found
  1  credentials were found that count: see --fail-on, --fail-on-new, --baseline
  2  wrong usage, no key, or an internal error
  3  nothing was found, but something could not be read: the pull is incomplete

Examples:
  postseal pull --plan                          what it would cost; no element is read
  postseal pull                                 every workspace that the key can see
  postseal pull --type public --type partner    what people outside of the team can read
  postseal pull --workspace Payments            one workspace, by name, id or address
  postseal pull --all --format jsonl            all kinds of elements, for programs
  postseal pull --only environments,globals     some kinds
  postseal pull --save exports/                 keep what was read, for its owner's eyes only")]
pub struct PullArgs {
    /// A workspace, by id, address or name; may be given several times.
    #[arg(long, value_name = "WORKSPACE")]
    pub workspace: Vec<String>,

    /// A collection, by id, UID or address, in the named workspaces also by name; may be given several times.
    #[arg(long, value_name = "COLLECTION")]
    pub collection: Vec<String>,

    /// An environment, likewise; may be given several times.
    #[arg(long, value_name = "ENVIRONMENT")]
    pub environment: Vec<String>,

    /// Workspaces of this visibility; may be given several times.
    #[arg(long = "type", value_name = "TYPE", value_enum)]
    pub types: Vec<Visibility>,

    /// Every kind of element, also those that cost a call each and rarely hold credentials: comments, forks, pull requests, roles, logs of mocks.
    #[arg(long)]
    pub all: bool,

    /// These kinds of elements, separated by commas.
    #[arg(long, value_name = "KINDS", value_enum, value_delimiter = ',', hide_possible_values = true)]
    pub only: Vec<Kind>,

    /// Not these kinds of elements, separated by commas.
    #[arg(long, value_name = "KINDS", value_enum, value_delimiter = ',')]
    pub skip: Vec<Kind>,

    /// Say what it would cost, in calls and minutes; read lists alone.
    #[arg(long)]
    pub plan: bool,

    /// Save what is read in this folder, as files that only you may read. They hold every secret in plain.
    #[arg(long, value_name = "DIR")]
    pub save: Option<PathBuf>,

    /// The journal; in the user's state folder, if not given.
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,

    /// Remember nothing.
    #[arg(long, conflicts_with = "journal")]
    pub no_journal: bool,

    /// Do not go on with a pull that was interrupted: begin anew.
    #[arg(long)]
    pub restart: bool,

    /// Read elements that have not changed too: their secrets are not in the journal, for --show-secrets, nor is their evidence.
    #[arg(long)]
    pub fresh: bool,

    /// Do not fetch again what says nothing of its changes and was scanned within so many days: globals, monitors, comments, roles, logs, and the
    /// workspaces themselves, if the lists of the account show no other elements than they had. The report says how many there are and how old. 0
    /// fetches them all. [default: 1; 0, if workspaces or elements are named]
    #[arg(long, value_name = "DAYS", value_parser = days)]
    pub recheck: Option<f64>,

    /// Do not ask Postman's own secret scanner what it knows.
    #[arg(long)]
    pub no_postman_scanner: bool,

    /// How the API is reached.
    #[command(flatten)]
    pub api: ApiArgs,

    /// What is written.
    #[command(flatten)]
    pub report: ReportArgs,

    /// What counts, what is known, what is suppressed.
    #[command(flatten)]
    pub gate: GateArgs,

    /// Which rules, and when.
    #[command(flatten)]
    pub rules: RuleArgs,

    /// Which files of configuration count.
    #[command(flatten)]
    pub config: ConfigArgs,

    /// Number of calls at once.
    #[arg(long, short = 'j', value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=32))]
    pub threads: u8,

    /// Leave out elements longer than this, in bytes. They are reported as not scanned.
    #[arg(long, value_name = "BYTES", default_value_t = 256 << 20)]
    pub max_file_size: u64,

    /// No warnings and no progress.
    #[arg(long, short)]
    pub quiet: bool,
}

impl PullArgs {
    /// The arguments of `postseal pull` with nothing after it.
    pub fn with_defaults() -> PullArgs {
        #[derive(Parser)]
        struct Bare {
            #[command(flatten)]
            pull: PullArgs,
        }
        Bare::parse_from(["pull"]).pull
    }

    /// A scan of the current folder that is told the same: what it is configured to do, a pull is.
    pub fn as_scan(&self) -> ScanArgs {
        ScanArgs {
            report: self.report.clone(),
            gate: self.gate.clone(),
            rules: self.rules.clone(),
            config: self.config.clone(),
            ..ScanArgs::with_defaults()
        }
    }
}

/// A number of days, or of parts of a day.
fn days(text: &str) -> Result<f64, String> {
    let days = text.parse::<f64>().ok().filter(|days| (0.0..=3650.0).contains(days));
    days.ok_or_else(|| "should be a number of days, from 0 to 3650".to_owned())
}

/// Who can see a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Visibility {
    /// Its owner.
    Personal,
    /// Everyone in the team.
    Team,
    /// Those in the team that were invited.
    Private,
    /// Everyone.
    Public,
    /// Invited partners.
    Partner,
}

impl fmt::Display for Visibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Visibility::Personal => "personal",
            Visibility::Team => "team",
            Visibility::Private => "private",
            Visibility::Public => "public",
            Visibility::Partner => "partner",
        })
    }
}
