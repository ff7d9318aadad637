//! What the two OSCAL documents, the catalogue of controls and the results of an audit, have in common.

use serde::Serialize;

use crate::audit::Judgement;
use crate::control::{Control, Level, Source};
use crate::wording::printable;

/// The newest version that the validators we know accept; what we write is the same in 1.1.
pub(crate) const OSCAL_VERSION: &str = "1.2.1";
/// Of the properties that OSCAL has no name for.
const NAMESPACE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/ns/oscal");
/// The last second of the year 2999: OSCAL has no later one.
const LAST_SECOND: i64 = 32_503_679_999;

#[derive(Serialize)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ns: Option<&'static str>,
    pub(crate) value: String,
}

/// A property of ours. OSCAL has none without a value.
pub(crate) fn property(name: &'static str, value: &str) -> Option<Property> {
    let value = printable(value.trim()).into_owned();
    (!value.is_empty()).then_some(Property { name, ns: Some(NAMESPACE), value })
}

/// An id of ours as a token (an XML name without a colon): `3.3` is `postman-3.3`, `SR-4` is `sr-4`.
pub(crate) fn token(id: &str) -> String {
    let allowed = |c: char| if c.is_alphanumeric() || ".-_".contains(c) { c } else { '_' };
    let token: String = id.to_lowercase().chars().map(allowed).collect();
    if token.starts_with(char::is_alphabetic) { token } else { format!("postman-{token}") }
}

/// The id of what a control wants to be so, which findings are about.
pub(crate) fn objective_id(control: &str) -> String {
    format!("{}_obj", token(control))
}

/// OSCAL knows the years 1900 to 2999.
pub(crate) fn time(seconds: i64) -> String {
    crate::report::date(seconds.clamp(0, LAST_SECOND)).unwrap_or_default()
}

/// Where a control stands and what other frameworks call it.
pub(crate) struct Labels<'c> {
    id: &'c str,
    source: Source,
    section: &'c str,
    level: Option<Level>,
    mapped: [(&'static str, &'c [String]); 3],
}

impl<'c> From<&'c Control> for Labels<'c> {
    fn from(control: &'c Control) -> Labels<'c> {
        let Control { id, source, section, level, nist, cis, soc2, .. } = control;
        Labels { id, source: *source, section, level: *level, mapped: frameworks(nist, cis, soc2) }
    }
}

impl<'c> From<&'c Judgement> for Labels<'c> {
    fn from(control: &'c Judgement) -> Labels<'c> {
        let Judgement { id, source, section, level, nist, cis, soc2, .. } = control;
        Labels { id, source: *source, section, level: *level, mapped: frameworks(nist, cis, soc2) }
    }
}

fn frameworks<'c>(
    nist: &'c [String],
    cis: &'c [String],
    soc2: &'c [String],
) -> [(&'static str, &'c [String]); 3] {
    [("nist-800-53", nist), ("cis-control", cis), ("soc-2", soc2)]
}

impl Labels<'_> {
    pub(crate) fn properties(&self) -> Vec<Property> {
        let own = [
            ("control", self.id),
            ("source", self.source.title()),
            ("section", self.section),
            ("level", self.level.map_or("", Level::as_str)),
        ];
        let mapped =
            self.mapped.iter().flat_map(|&(name, ids)| ids.iter().map(move |id| (name, id.as_str())));
        own.into_iter().chain(mapped).filter_map(|(name, value)| property(name, value)).collect()
    }
}
