//! Posture checks: what is unsafe about a document as a whole, whatever secrets it holds.
//!
//! Each [`Check`] is a file of its own. They read what the scanner reads, the fields of a document with their places, and so hold for every format
//! alike; which secrets stand in it they are told by the scanner's findings.
//!
//! ```
//! use scanner_core::Artefact;
//! use scanner_core::posture::{Check, Options, inspect};
//!
//! let collection = br#"{"info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [
//!   {"name": "Pay", "request": {"method": "POST", "url": "http://pay.shop.test/v1"}, "protocolProfileBehavior": {"strictSSL": false}}]}"#;
//! let posture = inspect(&Artefact::new(collection, "shop.json"), &Options::default())?;
//! let seen: Vec<_> = posture.observations.iter().map(|o| (o.check, o.detail.as_str())).collect();
//! assert_eq!(seen, [(Check::PlainHttp, "http://pay.shop.test"), (Check::TlsVerificationOff, "strictSSL is false")]);
//! assert_eq!(posture.observations[0].location.request.as_deref(), Some("Pay"));
//! assert_eq!(posture.hosts["pay.shop.test"], 1);
//! # Ok::<(), scanner_core::ScanError>(())
//! ```

mod authorization_redirect;
mod check;
mod data;
mod found;
mod health;
mod host_not_allowed;
mod insecure_parser;
mod internal_host;
mod personal;
mod plain_http;
mod plain_variable;
mod script;
mod secret_logged;
mod secret_variable;
mod sends_out;
mod tls_downgrade;
mod tls_verification;
mod token_written;
mod unclassified;
mod vault_export;
mod view;

use std::collections::BTreeMap;

pub use check::{Check, UnknownCheck};
use found::Found;
use view::View;

use crate::finding::{Finding, Location, Span};
use crate::postman::Document;
use crate::{Artefact, MAX_ARTEFACT_LEN, ScanError, Scanner};

/// What the checks are held against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The hosts that requests may go to; `*` stands for any run of characters, so `*.example.com` is every host below `example.com`. If empty,
    /// [`Check::HostNotAllowed`] does not run, and [`Check::ScriptSendsOut`] judges by the hosts that the requests of the artefact go to.
    pub allowed_hosts: Vec<String>,
    /// The words of the classification (`public`, `internal`, …), one of which a collection or environment has to have in its name or among its
    /// tags. If empty, [`Check::Unclassified`] does not run.
    pub classification: Vec<String>,
    /// The artefact is known to be public, even if it does not say so: its workspace is.
    pub public: bool,
}

impl Options {
    /// Whether a name has a word of the classification, not as a part of another word. Case does not count.
    ///
    /// ```
    /// use scanner_core::posture::Options;
    ///
    /// let options = Options { classification: vec!["internal".to_owned()], ..Options::default() };
    /// assert!(options.is_classified("Orders (Internal)"));
    /// assert!(!options.is_classified("Internals"));
    /// ```
    pub fn is_classified(&self, name: &str) -> bool {
        self.classification.iter().any(|word| unclassified::has_word(name, word))
    }
}

/// Something that a check saw. Holds no secret and no personal value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The check that saw it.
    pub check: Check,
    /// Where it is, in Postman's terms.
    pub location: Location,
    /// The bytes of the artefact that say so; of what was counted, the first.
    pub span: Span,
    /// Line of the first byte, from 1.
    pub line: usize,
    /// Column of the first byte, from 1, in UTF-8 bytes.
    pub column: usize,
    /// RFC 6901 pointer of the value it stands in; `None` outside JSON and YAML.
    pub pointer: Option<String>,
    /// What was seen: a host, a setting, a call, a kind of personal data.
    pub detail: String,
    /// How many of them; 1 where each is an observation of its own.
    pub count: usize,
}

/// What the checks say of an artefact, or of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Posture {
    /// What they saw: by artefact, then by check, then by place.
    pub observations: Vec<Observation>,
    /// Variables that hold a secret literally.
    pub variables_literal: usize,
    /// Variables that a vault holds the value of.
    pub variables_vault: usize,
    /// The hosts that requests and scripts go to, with how many of them do. Variables that the artefact does not define stay as they are written.
    pub hosts: BTreeMap<String, usize>,
    /// How many requests there are.
    pub requests: usize,
}

impl Posture {
    /// Adds what is said of another artefact.
    ///
    /// ```
    /// use scanner_core::posture::Posture;
    ///
    /// let mut all = Posture { requests: 2, ..Posture::default() };
    /// all.merge(Posture { requests: 3, ..Posture::default() });
    /// assert_eq!(all.requests, 5);
    /// ```
    pub fn merge(&mut self, other: Posture) {
        self.observations.extend(other.observations);
        self.variables_literal += other.variables_literal;
        self.variables_vault += other.variables_vault;
        self.requests += other.requests;
        for (host, requests) in other.hosts {
            *self.hosts.entry(host).or_default() += requests;
        }
    }
}

/// Runs every check on one artefact, with the rules that ship with the crate. To inspect many artefacts, scan each with a [`Scanner`] of one's own and
/// give what it found to [`inspect_with`].
///
/// # Errors
/// If it is no text, or too long, as [`Scanner::scan`].
pub fn inspect(artefact: &Artefact<'_>, options: &Options) -> Result<Posture, ScanError> {
    let scan = Scanner::new().scan(artefact)?;
    inspect_with(artefact, options, &scan.findings)
}

/// Runs every check on one artefact of which the findings are known. They say which variables hold secrets. Time is linear in the length of the artefact.
///
/// # Errors
/// If it is no text, or too long, as [`Scanner::scan`].
pub fn inspect_with(
    artefact: &Artefact<'_>,
    options: &Options,
    findings: &[Finding],
) -> Result<Posture, ScanError> {
    if artefact.bytes().len() > MAX_ARTEFACT_LEN {
        return Err(ScanError::TooLong);
    }
    let document = Document::parse(artefact.bytes(), Some(artefact.origin())).ok_or(ScanError::Binary)?;
    let view = View::new(&document, options, findings);
    let mut found = Found::new(&view);
    for check in Check::ALL {
        check.run(&view, &mut found);
    }
    Ok(found.into_posture())
}

#[cfg(test)]
mod tests;
