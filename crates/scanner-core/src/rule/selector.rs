use super::RuleInfo;
use super::names::normalise;
use crate::finding::Severity;

/// Some of the rules: one by its id, or those of a provider, a tag or a severity.
///
/// ```
/// use scanner_core::rule::{Selector, builtin_rules};
///
/// let slack = Selector::from("provider:slack");
/// assert!(builtin_rules().iter().filter(|rule| slack.selects(&rule.info)).count() > 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// The rule with this id.
    Id(String),
    /// The rules of the provider of this name, in any case and with or without blanks.
    Provider(String),
    /// The rules with this tag.
    Tag(String),
    /// The rules of this severity.
    Severity(Severity),
}

impl From<&str> for Selector {
    /// `provider:NAME`, `tag:NAME`, `severity:NAME`; everything else is an id.
    fn from(text: &str) -> Selector {
        let severity = |name| Severity::ALL.into_iter().find(|severity| severity.as_str() == name);
        match text.split_once(':') {
            Some(("provider", name)) => Selector::Provider(name.to_owned()),
            Some(("tag", name)) => Selector::Tag(name.to_owned()),
            Some(("severity", name)) => {
                severity(name).map_or_else(|| Selector::Id(text.to_owned()), Selector::Severity)
            }
            _ => Selector::Id(text.to_owned()),
        }
    }
}

impl Selector {
    /// Whether a rule is one of them.
    pub fn selects(&self, rule: &RuleInfo) -> bool {
        match self {
            Selector::Id(id) => rule.id == *id,
            Selector::Provider(name) => normalise(rule.provider.as_bytes()) == normalise(name.as_bytes()),
            Selector::Tag(tag) => rule.tags.iter().any(|t| t == tag),
            Selector::Severity(severity) => rule.severity == *severity,
        }
    }
}
