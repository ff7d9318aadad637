//! Which hardening controls a finding breaks, and why.
//!
//! The controls and the mapping are data: `rules/controls.toml`, whose head describes the format. A [`Catalogue`] is read from it; asked
//! about a finding it answers with one [`Broken`] a control. This module knows rules by id and tag and places by what a
//! [`Location`](scanner_core::Location) says. It must not know how anything is detected, nor how a report is laid out.

mod breach;
mod error;
pub mod oscal;
mod spec;

use std::fmt;
use std::sync::Arc;

use breach::Breach;
pub use error::CatalogueError;
use scanner_core::Finding;
use scanner_core::posture::Check;
use serde::{Deserialize, Serialize};

/// `rules/controls.toml` as it was when the crate was made; a test keeps the two equal. A published crate cannot reach the original.
const BUILTIN: &str = include_str!("builtin.toml");

/// The document that a control is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Source {
    /// The Postman Enterprise Hardening Guide.
    HardeningGuide,
    /// Postman's page on security and compliance as a shared responsibility.
    SharedResponsibility,
    /// Ours: what Postman's documentation has and neither of the two.
    Postseal,
}

impl Source {
    /// What people call it.
    pub const fn title(self) -> &'static str {
        match self {
            Source::HardeningGuide => "Postman Enterprise Hardening Guide",
            Source::SharedResponsibility => "Postman, a shared responsibility model",
            Source::Postseal => "Postseal, after Postman's documentation",
        }
    }
}

/// What can judge a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Means {
    /// The credentials that were found.
    Findings,
    /// The checks of documents.
    Posture,
    /// The Postman API.
    Api,
    /// Somebody who has looked.
    Attestation,
}

impl Means {
    /// The word used in reports, such as `findings`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Means::Findings => "findings",
            Means::Posture => "posture",
            Means::Api => "api",
            Means::Attestation => "attestation",
        }
    }
}

/// Profile level of the hardening guide. Ordered from [`Level::L1`] to [`Level::L3`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Baseline: for every organisation.
    L1,
    /// Hardened: for environments where security matters more.
    L2,
    /// Maximum: for regulated industries.
    L3,
}

impl Level {
    /// The word used in reports, such as `L1`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::L1 => "L1",
            Level::L2 => "L2",
            Level::L3 => "L3",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One control. Its texts are shared with every [`Broken`] made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// The section of the hardening guide, `3.3`; or `SR-` and the item of the shared-responsibility page, `SR-4`.
    pub id: Arc<str>,
    /// Where it is from.
    pub source: Source,
    /// The part of the source it stands in, such as `3. API Key & Secret Management`.
    pub section: Arc<str>,
    /// Its title, word for word as in the source.
    pub title: Arc<str>,
    /// The plan of Postman that it needs, where the source says so.
    pub plan: Option<Arc<str>>,
    /// What can judge it.
    pub judged: Arc<[Means]>,
    /// The posture checks that show that it does not hold.
    pub fails_on: Arc<[Check]>,
    /// The posture checks that show that it may not hold.
    pub doubted_by: Arc<[Check]>,
    /// Its profile level; the shared-responsibility page has none.
    pub level: Option<Level>,
    /// CIS Controls the source maps it to, such as `3.11`.
    pub cis: Arc<[String]>,
    /// NIST 800-53 controls the source maps it to, such as `SC-12`.
    pub nist: Arc<[String]>,
    /// SOC 2 criteria the source maps it to, such as `CC6.7`.
    pub soc2: Arc<[String]>,
    /// What to do next: two or three sentences.
    pub advice: Arc<str>,
    breaches: Vec<Breach>,
}

impl Control {
    /// How `finding` breaks this control, or `None` if it does not.
    ///
    /// The first place of the secret that breaks it decides, so that the reason fits the place that reports show first; at one place the
    /// first entry of the catalogue that holds.
    pub fn broken(&self, finding: &Finding) -> Option<Broken> {
        let reason = |location| self.breaches.iter().find(|breach| breach.holds(&finding.rule, location));
        let breach = finding.places().find_map(|place| reason(&place.location))?;
        Some(Broken {
            id: Arc::clone(&self.id),
            title: Arc::clone(&self.title),
            level: self.level,
            cis: Arc::clone(&self.cis),
            nist: Arc::clone(&self.nist),
            soc2: Arc::clone(&self.soc2),
            why: Arc::clone(&breach.why),
        })
    }
}

/// A control that a finding breaks, as reports write it. Cheap to clone: the texts are those of the [`Control`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// [`Control::id`].
    pub id: Arc<str>,
    /// [`Control::title`].
    pub title: Arc<str>,
    /// [`Control::level`].
    pub level: Option<Level>,
    /// [`Control::cis`].
    pub cis: Arc<[String]>,
    /// [`Control::nist`].
    pub nist: Arc<[String]>,
    /// [`Control::soc2`].
    pub soc2: Arc<[String]>,
    /// How the finding breaks it: one sentence. Never holds the secret, being a text of the catalogue.
    pub why: Arc<str>,
}

/// The controls, in the order of their file, and the mapping from findings to them.
///
/// ```
/// use scanner_core::{Artefact, Scanner};
/// use scanner_report::control::Catalogue;
///
/// let environment = br#"{"name": "Prod", "values": [{"key": "client_secret", "value": "8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq"}]}"#;
/// let scan = Scanner::new().scan(&Artefact::new(environment, "prod.json"))?;
///
/// let catalogue = Catalogue::builtin();
/// let broken = catalogue.broken(&scan.findings[0]);
/// let ids: Vec<&str> = broken.iter().map(|control| &*control.id).collect();
/// assert_eq!(ids, ["3.3", "SR-4"]);
/// # Ok::<(), scanner_core::ScanError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    controls: Vec<Control>,
}

impl Catalogue {
    /// The catalogue that ships with the crate. It is parsed by every call (30 kB of TOML): keep it.
    pub fn builtin() -> Catalogue {
        Catalogue::parse(BUILTIN).expect("builtin.toml does not change after the tests, which parse it")
    }

    /// Reads a catalogue of the form that the head of `rules/controls.toml` describes.
    ///
    /// ```
    /// let catalogue = scanner_report::control::Catalogue::parse(r#"
    ///     [[control]]
    ///     id = "SR-4"
    ///     source = "shared-responsibility"
    ///     section = "Responsibilities"
    ///     judged = ["findings"]
    ///     title = "Safely store sensitive information"
    ///     advice = "Replace it."
    ///
    ///     [[control.broken_by]]
    ///     artefacts = ["collection-*"]
    ///     roles = ["auth"]
    ///     why = "It stands in the auth block."
    /// "#)?;
    /// assert_eq!(catalogue.controls().len(), 1);
    /// # Ok::<(), scanner_report::control::CatalogueError>(())
    /// ```
    ///
    /// # Errors
    /// If it is not of that form: unknown fields and words, empty lists and texts, an id that is taken. The error names the control.
    pub fn parse(toml: &str) -> Result<Catalogue, CatalogueError> {
        Ok(Catalogue { controls: spec::parse(toml)? })
    }

    /// Every control, in the order of the file.
    pub fn controls(&self) -> &[Control] {
        &self.controls
    }

    /// The control with this id.
    ///
    /// ```
    /// let catalogue = scanner_report::control::Catalogue::builtin();
    /// assert_eq!(&*catalogue.control("3.3").unwrap().title, "Use Postman Vault for Secrets");
    /// assert!(catalogue.control("9.9").is_none());
    /// ```
    pub fn control(&self, id: &str) -> Option<&Control> {
        self.controls.iter().find(|control| *control.id == *id)
    }

    /// The controls that `finding` breaks, in the order of the file, each with one reason.
    ///
    /// A control is broken if any place of the secret breaks it. Costs at most entries times places comparisons of short words.
    pub fn broken(&self, finding: &Finding) -> Vec<Broken> {
        self.controls.iter().filter_map(|control| control.broken(finding)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_ordered_and_print_as_the_guide_writes_them() {
        assert!(Level::L1 < Level::L2 && Level::L2 < Level::L3);
        assert_eq!(Level::L3.to_string(), "L3");
    }

    #[test]
    fn builtin_parses_and_has_text_everywhere() {
        for control in Catalogue::builtin().controls() {
            let by_findings = control.judged.contains(&Means::Findings);
            assert_eq!(
                by_findings,
                !control.breaches.is_empty(),
                "{}: broken by findings or not",
                control.id
            );
            let by_posture = !control.fails_on.is_empty() || !control.doubted_by.is_empty();
            assert_eq!(
                by_posture,
                control.judged.contains(&Means::Posture),
                "{}: broken by checks or not",
                control.id
            );
            assert!(
                control.advice.ends_with('.') && !control.advice.contains('\n'),
                "{}: {}",
                control.id,
                control.advice
            );
            for breach in &control.breaches {
                assert!(
                    breach.why.ends_with('.') && breach.why.len() <= 120,
                    "{}: {}",
                    control.id,
                    breach.why
                );
            }
        }
    }
}
