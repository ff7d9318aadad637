//! What an audit came to: a verdict on every control, with the evidence it rests on.
//!
//! This is the data that the reports are made of. Who judges, and from what, is the business of the caller; a control that nothing can answer
//! is [`Verdict::Manual`] with the steps to take, never [`Verdict::Pass`].

mod attest;
pub mod csv;
pub mod human;
mod judge;
pub mod oscal;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

pub use attest::{Attestation, AttestationError, Attestations, Exception};
pub use judge::{Subject, judge};
use serde::Serialize;

use crate::control::{Level, Source};

/// Whether a control holds. Ordered from the best to the worst, so that the verdict on a whole is the greatest of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The evidence says that it holds.
    Pass,
    /// It was not asked for, or what would say so could not be read.
    NotEvaluated,
    /// Nothing that can be read says so: a person has to look, or to attest it.
    Manual,
    /// It holds in part.
    Partial,
    /// The evidence says that it does not hold.
    Fail,
}

impl Verdict {
    /// Every verdict, in order.
    pub const ALL: [Verdict; 5] =
        [Verdict::Pass, Verdict::NotEvaluated, Verdict::Manual, Verdict::Partial, Verdict::Fail];

    /// The word used in reports, such as `not-evaluated`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::NotEvaluated => "not-evaluated",
            Verdict::Manual => "manual",
            Verdict::Partial => "partial",
            Verdict::Fail => "fail",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a piece of evidence is from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Origin {
    /// A credential was found.
    Finding {
        /// Id of the rule.
        rule: String,
        /// The fingerprint, by which the finding stands in the other reports.
        fingerprint: String,
    },
    /// A posture check looked at a document.
    Posture {
        /// Id of the check.
        check: String,
    },
    /// The Postman API answered.
    Api {
        /// Method and path, such as `GET /workspaces`.
        endpoint: String,
        /// The field of the answer, such as `visibility`; empty where the status is the answer.
        field: String,
    },
    /// Somebody vouches for it.
    Attestation {
        /// Who.
        owner: String,
    },
}

impl Origin {
    /// What is known of it, each by its name; nothing that is empty.
    pub(crate) fn details(&self) -> Vec<(&'static str, &str)> {
        let mut details: Vec<(&'static str, &str)> = match self {
            Origin::Finding { rule, fingerprint } => vec![("rule", rule), ("fingerprint", fingerprint)],
            Origin::Posture { check } => vec![("check", check)],
            Origin::Api { endpoint, field } => vec![("endpoint", endpoint), ("field", field)],
            Origin::Attestation { owner } => vec![("owner", owner)],
        };
        details.retain(|(_, value)| !value.is_empty());
        details
    }
}

/// One thing that speaks for or against a control.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// Where it is from.
    #[serde(flatten)]
    pub origin: Origin,
    /// What was seen, in one sentence; never a secret.
    pub text: String,
    /// Path of the artefact or name of the element it was seen in, if it was in one.
    pub place: Option<String>,
    /// Id of the workspace, if it was in one.
    pub workspace: Option<String>,
    /// How many times.
    pub count: usize,
    /// What it says of the control by itself.
    pub verdict: Verdict,
    /// When it was seen, in seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
}

/// An exception that somebody made for a control: a failure that is accepted until a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiver {
    /// Who accepts it.
    pub owner: String,
    /// Why.
    pub reason: String,
    /// Its last day, `YYYY-MM-DD`.
    pub until: Option<String>,
    /// Whether that day is over: the exception counts no more.
    pub expired: bool,
}

/// The verdict on one control. The texts are those of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// Id of the control.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// Where it is from.
    pub source: Source,
    /// Its section there, such as `3. API Key & Secret Management`.
    pub section: Arc<str>,
    /// Its profile level, if it has one.
    pub level: Option<Level>,
    /// CIS Controls.
    pub cis: Arc<[String]>,
    /// NIST 800-53 controls.
    pub nist: Arc<[String]>,
    /// SOC 2 criteria.
    pub soc2: Arc<[String]>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub summary: String,
    /// What to do next.
    pub advice: Arc<str>,
    /// What the verdict rests on, the worst first.
    pub evidence: Vec<Evidence>,
    /// The exception that was made, if one was. A control that fails and has one that is not expired does not fail the audit.
    pub waiver: Option<Waiver>,
}

impl Judgement {
    /// Whether it fails and nobody accepts that.
    pub fn counts_as_failed(&self) -> bool {
        self.verdict == Verdict::Fail && self.waiver.as_ref().is_none_or(|waiver| waiver.expired)
    }
}

/// One workspace, or one artefact that stands alone, with its verdicts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Id of the workspace; the path where there is none.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `personal`, `team`, `private`, `public`, `partner`; empty where it is not known.
    pub visibility: String,
    /// Its page.
    pub url: Option<String>,
    /// Verdict by id of the control, where there is evidence of its own.
    pub verdicts: BTreeMap<Arc<str>, Verdict>,
    /// Number of findings in it.
    pub findings: usize,
}

/// How many controls came to which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Number of [`Verdict::Pass`].
    pub pass: usize,
    /// Number of [`Verdict::Partial`].
    pub partial: usize,
    /// Number of [`Verdict::Fail`], waived ones too.
    pub fail: usize,
    /// Number of [`Verdict::Manual`].
    pub manual: usize,
    /// Number of [`Verdict::NotEvaluated`].
    pub not_evaluated: usize,
}

impl Score {
    /// Counts verdicts.
    pub fn of(verdicts: impl IntoIterator<Item = Verdict>) -> Score {
        let mut score = Score::default();
        for verdict in verdicts {
            match verdict {
                Verdict::Pass => score.pass += 1,
                Verdict::Partial => score.partial += 1,
                Verdict::Fail => score.fail += 1,
                Verdict::Manual => score.manual += 1,
                Verdict::NotEvaluated => score.not_evaluated += 1,
            }
        }
        score
    }

    /// Share of what was judged that holds, in percent, a partial one counting half; `None` if nothing was judged.
    ///
    /// ```
    /// use scanner_report::audit::{Score, Verdict};
    ///
    /// let score = Score::of([Verdict::Pass, Verdict::Partial, Verdict::Fail, Verdict::Manual]);
    /// assert_eq!(score.percent(), Some(50));
    /// ```
    pub fn percent(&self) -> Option<usize> {
        let judged = self.pass + self.partial + self.fail;
        (judged > 0).then(|| (self.pass * 100 + self.partial * 50) / judged)
    }
}

/// The result of an audit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Audit {
    /// When it was made, in seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// What was audited: the name of the team, or the paths.
    pub subject: String,
    /// Whether the Postman API was asked.
    pub live: bool,
    /// A verdict on every control, in the order of the catalogue.
    pub controls: Vec<Judgement>,
    /// The workspaces, or the artefacts.
    pub rows: Vec<Row>,
}

impl Audit {
    /// The score of the controls that `wanted` picks: of a section, of a level.
    pub fn score(&self, wanted: impl Fn(&Judgement) -> bool) -> Score {
        Score::of(self.controls.iter().filter(|control| wanted(control)).map(|control| control.verdict))
    }
}
