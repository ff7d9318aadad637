use std::path::PathBuf;

use clap::{Args, ValueEnum};
use scanner_core::Severity;
use serde::Deserialize;

/// What counts, what is known, what is suppressed.
#[derive(Args, Clone, Debug, Default)]
pub struct GateArgs {
    /// End with 1 only if a finding is at least this severe; `never`: report, and end with 0 [default: low].
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,

    /// End with 1 only for findings that the baseline does not have.
    #[arg(long)]
    pub fail_on_new: bool,

    /// Known findings, made by `postseal baseline create`: accepted risks and false positives are suppressed until they expire, the others
    /// are marked as known.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Report also what a marker, the configuration or the baseline suppresses.
    #[arg(long)]
    pub no_suppress: bool,

    /// List what is suppressed, and what of the baseline is gone.
    #[arg(long)]
    pub show_suppressed: bool,
}

/// The severity from which on a finding counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Every finding.
    #[default]
    Low,
    /// Medium, high, critical.
    Medium,
    /// High, critical.
    High,
    /// Critical only.
    Critical,
    /// None.
    Never,
}

impl FailOn {
    /// Whether a finding of this severity counts.
    pub fn counts(self, severity: Severity) -> bool {
        let least = match self {
            FailOn::Low => Severity::Low,
            FailOn::Medium => Severity::Medium,
            FailOn::High => Severity::High,
            FailOn::Critical => Severity::Critical,
            FailOn::Never => return false,
        };
        severity >= least
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_counts_what_is_as_severe() {
        assert!(FailOn::High.counts(Severity::High) && FailOn::High.counts(Severity::Critical));
        assert!(!FailOn::High.counts(Severity::Medium) && FailOn::Low.counts(Severity::Low));
        assert!(!FailOn::Never.counts(Severity::Critical));
    }
}
