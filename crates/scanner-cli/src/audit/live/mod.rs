//! What the Postman API says of the controls, one file an endpoint.
//!
//! Most answers are by-products of the pull that reads the documents ([`observed`]); the others cost a call for the organisation, or one for a
//! workspace. What is not answered is evidence too: a control that rests on it is not evaluated. An answer that cannot tell leaves the control
//! to a person.

mod answer;
mod elements;
mod keys;
mod log;
mod members;
mod mocks;
mod monitors;
mod observed;
mod reviews;
mod roles;
mod scanner;
mod scim;
mod workspaces;

use std::collections::BTreeMap;
use std::fmt;

use jiff::{Timestamp, ToSpan};
use scanner_core::posture::{Options, Posture};
use scanner_core::{Cache, Scanner};
use scanner_report::audit::Evidence;
use scanner_report::{Report, SkipReason};
use serde_json::Value;

pub(crate) use observed::Observed;
use observed::{Gathered, Kept};

use crate::pull::client::Client;
use crate::pull::detected;
use crate::pull::error::ApiError;
use crate::pull::kind::Kind;
use crate::pull::model::{Me, Workspace};
use crate::pull::scanned;

/// The workspaces that were read, by id.
type Workspaces = BTreeMap<String, Workspace>;

/// What the API is asked with, and what is asked for.
#[derive(Debug)]
pub(crate) struct Questions<'q> {
    pub(crate) client: &'q Client,
    /// The client of SCIM, if there is a key for it.
    pub(crate) scim: Option<Scim>,
    /// Whether pull requests were pulled.
    pub(crate) reviews: bool,
    /// Days of the audit log.
    pub(crate) days: u16,
    pub(crate) domains: Domains,
    /// Now, in seconds since 1970.
    pub(crate) at: i64,
}

/// The clients of SCIM: Postman does not say whether its key comes after `Bearer` or alone.
#[derive(Debug)]
pub(crate) struct Scim {
    pub(crate) bearer: Client,
    pub(crate) bare: Client,
}

/// What the API says of an organisation.
#[derive(Debug)]
pub(crate) struct Organisation {
    gathered: Gathered,
    workspaces: Workspaces,
    details: Vec<workspaces::Details>,
    collections: Result<Vec<Value>, ApiError>,
    users: Result<Vec<members::User>, ApiError>,
    teams: Result<Vec<members::Team>, ApiError>,
    log: Result<Vec<log::Event>, ApiError>,
    detected: Result<Vec<detected::Secret>, ApiError>,
    scim: Option<Result<scim::Known, ApiError>>,
}

impl Organisation {
    /// Asks everything that the pull has not asked. Nothing is an error: what cannot be read is not known.
    pub(crate) fn read(
        questions: &Questions<'_>,
        observed: &Observed<'_>,
        options: &Options,
    ) -> Organisation {
        let client = questions.client;
        let gathered = observed.gathered();
        let kept = gathered.of(Kind::Workspaces);
        let details = kept.iter().map(|kept| workspaces::details(client, kept, options)).collect();
        let workspaces = kept.iter().filter_map(|kept| Workspace::read(&kept.json["workspace"]));
        Organisation {
            workspaces: workspaces.map(|workspace| (workspace.id.clone(), workspace)).collect(),
            details,
            collections: elements::read(client),
            users: members::read(client),
            teams: members::teams(client),
            log: log::read(client, &since(questions.at, questions.days)),
            detected: detected::read(client),
            scim: questions.scim.as_ref().map(Scim::read),
            gathered,
        }
    }

    /// What the posture checks say of the artefacts, by their paths.
    pub(crate) fn postures(&self) -> &[(String, Posture)] {
        &self.gathered.postures
    }

    /// Every piece of evidence, with the id of its control.
    pub(crate) fn evidence(
        &self,
        questions: &Questions<'_>,
        report: &Report,
        options: &Options,
    ) -> Vec<(String, Evidence)> {
        let (at, domains) = (questions.at, &questions.domains);
        let kept = |kind| self.gathered.of(kind);
        let lost = |kind| unread(report, kind);
        let spaces = kept(Kind::Workspaces);
        let with_details: Vec<(&Kept, &workspaces::Details)> = spaces.iter().zip(&self.details).collect();
        let keys_read = lost(Kind::AccessKeys) == 0;
        [
            workspaces::evidence(&with_details, lost(Kind::Workspaces), options, at),
            elements::evidence(&self.collections, spaces, &self.workspaces, at),
            roles::evidence(kept(Kind::Roles), lost(Kind::Roles), &self.workspaces, at),
            members::evidence(&self.users, domains, at),
            members::invitations(&self.teams, at),
            log::evidence(&self.log, questions.days, at),
            keys::evidence(kept(Kind::AccessKeys), keys_read, &self.users, at),
            monitors::evidence(kept(Kind::Monitors), lost(Kind::Monitors), domains, at),
            mocks::evidence(kept(Kind::Mocks), lost(Kind::Mocks), at),
            scanner::evidence(&self.detected, report.detected.as_ref(), &self.workspaces, at),
            scim::evidence(self.scim.as_ref(), &self.users, at),
            reviews::evidence(kept(Kind::PullRequests), lost(Kind::PullRequests), questions.reviews, at),
        ]
        .concat()
    }
}

impl Scim {
    fn read(&self) -> Result<scim::Known, ApiError> {
        match scim::read(&self.bearer) {
            Err(ApiError::Unauthorized) => scim::read(&self.bare),
            other => other,
        }
    }
}

/// Takes out of evidence what the scanner finds in it: a name may be a secret.
pub(crate) fn without_secrets(scanner: &Scanner, evidence: &mut [(String, Evidence)]) {
    let mut cache = Cache::default();
    for (_, one) in evidence {
        for text in std::iter::once(&mut one.text).chain(&mut one.place) {
            *text = scanned::clean(scanner, &mut cache, text);
        }
    }
}

/// How many elements of a kind were asked for and not read. What stands in a workspace that was not read was not read either.
pub(crate) fn unread(report: &Report, kind: Kind) -> usize {
    let lost = |reason| !matches!(reason, SkipReason::Deleted | SkipReason::Filtered);
    let is = |path: &str| {
        let mut segments = path.strip_prefix("postman://").unwrap_or(path).split('/');
        let word = match segments.next() {
            Some("workspace") => segments.nth(1),
            word => word,
        };
        word.is_none_or(|word| word == kind.one() || word == Kind::Workspaces.one())
    };
    report.skipped.iter().filter(|skipped| lost(skipped.reason) && is(&skipped.path)).count()
}

/// The day so many days before, `YYYY-MM-DD`.
fn since(at: i64, days: u16) -> String {
    let now = Timestamp::from_second(at).unwrap_or_default();
    let then = now.checked_sub((i64::from(days) * 24).hours()).unwrap_or(now);
    then.strftime("%Y-%m-%d").to_string()
}

/// The domains of the organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Domains(Vec<String>);

impl Domains {
    /// Those that were given; else that of the owner of the key.
    pub(crate) fn new(given: &[String], me: &Me) -> Domains {
        let lower = |domain: &str| domain.trim_start_matches(['@', '.']).to_lowercase();
        if !given.is_empty() {
            return Domains(given.iter().map(|domain| lower(domain)).collect());
        }
        let own = me.email.as_deref().and_then(|email| Some(email.rsplit_once('@')?.1));
        Domains(own.map(lower).into_iter().collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is of one of them, or of a domain below one.
    fn own(&self, email: &str) -> bool {
        let Some((_, domain)) = email.rsplit_once('@') else { return false };
        let domain = domain.to_lowercase();
        let below = |own: &String| {
            domain.strip_suffix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        self.0.iter().any(below)
    }
}

impl fmt::Display for Domains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" or "))
    }
}

/// The first of some names, and how many more there are.
fn listed(names: &[&str]) -> String {
    const SHOWN: usize = 5;
    let shown = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("{shown} and {more} more"),
        _ => shown,
    }
}

#[cfg(test)]
mod tests {
    use scanner_report::Skipped;
    use scanner_report::control::{Catalogue, Means};

    use super::*;

    #[test]
    fn an_address_is_ones_own_by_its_domain_or_one_below() {
        let domains = Domains(vec!["corp.test".to_owned()]);
        for (email, own) in [
            ("ada@corp.test", true),
            ("Ada@EU.Corp.Test", true),
            ("ada@notcorp.test", false),
            ("ada@corp.test.evil.test", false),
            ("ada", false),
        ] {
            assert_eq!(domains.own(email), own, "{email}");
        }
    }

    #[test]
    fn what_was_not_read_is_counted_by_kind() {
        let skipped =
            |path: &str, reason| Skipped { path: path.to_owned(), reason, detail: String::new(), gap: true };
        let report = Report {
            skipped: vec![
                skipped("postman://workspace/w/monitor/m", SkipReason::Forbidden),
                skipped("postman://workspace/w/mock/m", SkipReason::Deleted),
                skipped("postman://workspace/x/about", SkipReason::Failed),
                skipped("postman://access-keys/account", SkipReason::Forbidden),
            ],
            ..Report::default()
        };
        let counts =
            [Kind::Monitors, Kind::Mocks, Kind::AccessKeys, Kind::Roles].map(|kind| unread(&report, kind));
        assert_eq!(counts, [2, 1, 2, 1]);
    }

    #[test]
    fn the_log_is_read_from_a_day_on() {
        assert_eq!(since(1_741_564_800, 30), "2025-02-08");
    }

    /// A control that the catalogue says the API can judge is spoken of by some endpoint, and no other is.
    #[test]
    fn the_api_speaks_of_the_controls_that_it_can_judge() {
        let nothing = || Err(ApiError::Forbidden(String::new()));
        let mut evidence = [
            workspaces::evidence(&[], 1, &Options::default(), 0),
            workspaces::evidence(
                &[],
                1,
                &Options { classification: vec!["x".to_owned()], ..Options::default() },
                0,
            ),
            elements::evidence(&nothing(), &[], &Workspaces::new(), 0),
            roles::evidence(&[], 1, &Workspaces::new(), 0),
            members::evidence(&Err(ApiError::NotFound), &Domains::default(), 0),
            members::invitations(&Err(ApiError::NotFound), 0),
            log::evidence(&Err(ApiError::NotFound), 30, 0),
            keys::evidence(&[], false, &Err(ApiError::NotFound), 0),
            monitors::evidence(&[], 1, &Domains::default(), 0),
            mocks::evidence(&[], 1, 0),
            scanner::evidence(&Err(ApiError::NotFound), None, &Workspaces::new(), 0),
            scim::evidence(None, &Err(ApiError::NotFound), 0),
            reviews::evidence(&[], 1, true, 0),
        ]
        .concat();
        evidence.sort_by(|(a, _), (b, _)| a.cmp(b));
        evidence.dedup_by(|(a, _), (b, _)| a == b);
        let catalogue = Catalogue::builtin();
        let judged = catalogue.controls().iter().filter(|control| control.judged.contains(&Means::Api));
        let mut judged: Vec<&str> = judged.map(|control| &*control.id).collect();
        judged.sort_unstable();
        assert_eq!(evidence.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), judged);
    }
}
