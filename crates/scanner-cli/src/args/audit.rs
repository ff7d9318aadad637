use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};
use scanner_report::control::{Catalogue, Level};

use super::{ApiArgs, ConfigArgs, InputArgs, PullArgs, RuleArgs, ScanArgs};
use crate::pull::kind::Kind;

/// Judge the controls of the hardening guide, by exports or live: what holds, what fails, and the evidence.
///
/// Every control of the Postman Enterprise Hardening Guide and every item of Postman's shared-responsibility page gets a verdict: pass, partial,
/// fail, manual (a person has to look) or not evaluated. Nothing passes without evidence. What only the Postman API can tell is asked with
/// `--live`, else not evaluated; what nothing but a person can tell may be attested in a file.
#[derive(Args, Debug)]
#[command(after_help = "Exit codes:
  0  no control fails that counts: see --fail-on
  1  a control fails, and no exception that still counts accepts it
  2  wrong usage, or an internal error
  3  no control fails, but something could not be read

A file of attestations:
  [[attestation]]
  control = \"SR-1\"
  owner = \"it@example.com\"
  statement = \"Disks are encrypted by device management.\"
  until = 2027-06-30

  [[exception]]
  control = \"2.4\"
  owner = \"mia@example.com\"
  reason = \"The public workspace is our documentation.\"
  until = 2027-01-31

Examples:
  postseal audit exports/
  postseal audit exports/ --allowed-host '*.example.com' --classification internal --classification public
  postseal audit exports/ --attestations attestations.toml --fail-on L1 --fail-on 3.3
  postseal audit exports/ --output audit.html --output controls.csv
  postseal audit exports/ --output oscal=assessment-results.json
  postseal audit --live --domain example.com    the organisation, through the Postman API
  postseal audit --live --workspace Payments --output audit.html
  postseal audit exports/ --format json | jq '.controls[] | select(.verdict == \"fail\") | .id'")]
pub struct AuditArgs {
    /// Files and folders; `-` is standard input.
    #[arg(value_name = "PATH", default_value = ".", conflicts_with = "live")]
    pub paths: Vec<PathBuf>,

    /// Whether the Postman API is asked, and what.
    #[command(flatten)]
    pub live: LiveArgs,

    /// Format of the report on standard output.
    #[arg(long, value_enum, default_value_t)]
    pub format: AuditFormat,

    /// Also write the audit to a file; may be given several times. Without FORMAT= the ending of FILE decides: `.html`, `.csv`, `.sarif`, else JSON.
    #[arg(long, short, value_name = "[html|csv|sarif|oscal|json=]FILE")]
    pub output: Vec<AuditOutput>,

    /// What people say of controls: attestations and exceptions, in TOML.
    #[arg(long, value_name = "FILE")]
    pub attestations: Option<PathBuf>,

    /// End with 1 only for controls of this level and those below (L1, L2, L3), or for this control; may be given several times [default: every
    /// control].
    #[arg(long, value_name = "LEVEL|CONTROL")]
    pub fail_on: Vec<FailOnControl>,

    /// A host that requests may go to, such as `*.example.com`; may be given several times. Without any, control 4.2 is not evaluated.
    #[arg(long, value_name = "HOST")]
    pub allowed_host: Vec<String>,

    /// A word of your classification, one of which must be in the name or the tags of each collection and environment; may be given several
    /// times.
    #[arg(long, value_name = "WORD")]
    pub classification: Vec<String>,

    /// Which rules, and when.
    #[command(flatten)]
    pub rules: RuleArgs,

    /// Which files of configuration count.
    #[command(flatten)]
    pub config: ConfigArgs,

    /// Which files, and what they may cost.
    #[command(flatten)]
    pub input: InputArgs,

    /// No warnings and no progress bar.
    #[arg(long, short)]
    pub quiet: bool,
}

impl AuditArgs {
    /// The scan that finds what the audit rests on.
    pub fn as_scan(&self) -> ScanArgs {
        ScanArgs {
            paths: self.paths.clone(),
            rules: self.rules.clone(),
            config: self.config.clone(),
            input: self.input.clone(),
            quiet: self.quiet,
            ..ScanArgs::with_defaults()
        }
    }

    /// The pull that reads what the audit rests on. Everything is read, and nothing remembered: the checks of documents want the documents.
    pub fn as_pull(&self) -> PullArgs {
        let skip = |kind: &Kind| match kind {
            Kind::CallLogs | Kind::Comments | Kind::Forks => true,
            Kind::PullRequests => !self.live.reviews,
            _ => false,
        };
        PullArgs {
            workspace: self.live.workspace.clone(),
            all: true,
            skip: Kind::all().filter(skip).collect(),
            no_journal: true,
            fresh: true,
            api: self.live.api.clone(),
            rules: self.rules.clone(),
            config: self.config.clone(),
            quiet: self.quiet,
            ..PullArgs::with_defaults()
        }
    }
}

/// An audit through the Postman API.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Live")]
pub struct LiveArgs {
    /// Ask the Postman API instead of reading exports: workspaces with all they hold, roles, users, settings, access keys, monitors, mocks, the
    /// audit log, Postman's own scanner. The key of an administrator sees most.
    #[arg(long)]
    pub live: bool,

    /// A workspace, by id, address or name; may be given several times. Controls are judged by these alone.
    #[arg(long, value_name = "WORKSPACE", requires = "live")]
    pub workspace: Vec<String>,

    /// Read pull requests too: they cost a call for each collection, and are evidence of reviews.
    #[arg(long, requires = "live")]
    pub reviews: bool,

    /// A domain of your own, for addresses of users and of those that monitors notify; may be given several times [default: that of the owner
    /// of the key].
    #[arg(long, value_name = "DOMAIN", requires = "live")]
    pub domain: Vec<String>,

    /// How many days of the audit log are read. Postman keeps 180.
    #[arg(long, value_name = "DAYS", default_value_t = 30, requires = "live", value_parser = clap::value_parser!(u16).range(1..=180))]
    pub days: u16,

    /// Read the key of SCIM from this file (`-`: standard input); without it, from the variable POSTMAN_SCIM_KEY. Without a key control 1.2 is
    /// for a person to look at.
    #[arg(long, value_name = "FILE", requires = "live")]
    pub scim_key_file: Option<PathBuf>,

    /// How the API is reached.
    #[command(flatten)]
    pub api: ApiArgs,
}

/// The formats of an audit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    /// For people.
    #[default]
    Human,
    /// One JSON object.
    Json,
}

/// `[FORMAT=]FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditOutput {
    /// The format.
    pub format: AuditFile,
    /// The file.
    pub file: PathBuf,
}

/// The formats of files of an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFile {
    /// One page, with the findings.
    Html,
    /// A control a line.
    Csv,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// OSCAL assessment results.
    Oscal,
    /// One object.
    Json,
}

impl FromStr for AuditOutput {
    type Err = String;

    fn from_str(text: &str) -> Result<AuditOutput, String> {
        let named = |name: &str| match name {
            "html" => Some(AuditFile::Html),
            "csv" => Some(AuditFile::Csv),
            "sarif" => Some(AuditFile::Sarif),
            "oscal" => Some(AuditFile::Oscal),
            "json" => Some(AuditFile::Json),
            _ => None,
        };
        let told = text.split_once('=').and_then(|(name, file)| Some((named(name)?, file)));
        let ending = text.rsplit_once('.').and_then(|(_, ending)| named(ending));
        let (format, file) = told.unwrap_or((ending.unwrap_or(AuditFile::Json), text));
        if file.is_empty() {
            return Err("a file name is missing".to_owned());
        }
        Ok(AuditOutput { format, file: PathBuf::from(file) })
    }
}

/// The controls that fail an audit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FailOnControl {
    /// Those of this level and of the levels below.
    Level(Level),
    /// This one.
    Control(String),
}

impl FromStr for FailOnControl {
    type Err = String;

    fn from_str(text: &str) -> Result<FailOnControl, String> {
        let level = [Level::L1, Level::L2, Level::L3].into_iter().find(|level| level.as_str() == text);
        if let Some(level) = level {
            return Ok(FailOnControl::Level(level));
        }
        if Catalogue::builtin().control(text).is_none() {
            return Err("neither L1, L2, L3 nor a control (see `postseal controls list`)".to_owned());
        }
        Ok(FailOnControl::Control(text.to_owned()))
    }
}
