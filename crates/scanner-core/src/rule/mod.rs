//! Rules: what a credential of a known format looks like, and what to say about it.
//!
//! [`spec`] is the TOML form that people write (reference: `rules/README.md`), which may be wrong; `compile` turns it into a `Rule`, which
//! cannot be. `builtin` is the generated table of the rules that ship with the crate. This room must not know Postman.

mod builtin;
mod compile;
mod example;
mod names;
mod selector;
mod shape;
pub mod spec;

use std::borrow::Cow;

pub(crate) use compile::{Matcher, Pattern, Rule, SECRET_GROUP, compile};
pub(crate) use example::{BadTemplate, Example, Maker};
pub(crate) use names::{NamePart, Names, Words, normalise};
pub use selector::Selector;
use serde::Serialize;
#[cfg(test)]
pub(crate) use shape::Part;
pub(crate) use shape::{ByteSet, Shape, starts_token};
pub use spec::{RuleError, RuleSpec};

use crate::finding::{Confidence, Severity};

/// What a report says about a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleInfo {
    /// Kebab-case id, beginning with the provider's: `github-personal-access-token`.
    pub id: Cow<'static, str>,
    /// Whose credential it is: `GitHub`.
    pub provider: Cow<'static, str>,
    /// What it is, in a few words.
    pub title: Cow<'static, str>,
    /// What it is for and how it is recognised.
    pub description: Cow<'static, str>,
    /// What its holder can do.
    pub why: Cow<'static, str>,
    /// How to revoke it.
    pub revoke: Cow<'static, str>,
    /// URLs of the provider's documentation.
    pub references: Cow<'static, [Cow<'static, str>]>,
    /// Labels, such as `postman-default` for what Postman's own Secret Scanner detects.
    pub tags: Cow<'static, [Cow<'static, str>]>,
    /// How bad a leak is.
    pub severity: Severity,
    /// How sure a match is, if no checksum says otherwise.
    pub confidence: Confidence,
}

/// Names the rules that ship with the crate: 16 hexadecimal digits that are others if anything in a rule is.
///
/// ```
/// assert_eq!(scanner_core::rule::builtin_digest().len(), 16);
/// ```
pub fn builtin_digest() -> &'static str {
    builtin::DIGEST
}

/// The rules that ship with the crate.
pub fn builtin_rules() -> &'static [RuleSpec] {
    builtin::RULES
}
