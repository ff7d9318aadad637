//! The TOML form of rules, documented in `rules/README.md`.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;

use super::RuleInfo;
use crate::finding::{Confidence, Severity};
use crate::validate::Checksum;

type Str = Cow<'static, str>;
type List = Cow<'static, [Str]>;

/// One rule as it was written. May be wrong: it is checked when a [`Scanner`](crate::Scanner) is built from it.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSpec {
    /// What reports say about it.
    pub info: RuleInfo,
    /// Token shapes; empty if there is a `pattern`.
    pub token: List,
    /// A regular expression.
    pub pattern: Option<Str>,
    /// The longest match of `pattern` in bytes, where it has one.
    pub pattern_max: Option<usize>,
    /// Literals of which every match has one. Empty: the literal starts of the shapes.
    pub anchors: List,
    /// Anchors and literals match in any case.
    pub ignore_case: bool,
    /// Context names; empty: any context will do.
    pub names: List,
    /// Least entropy in bits per byte.
    pub entropy: f64,
    /// Words that a secret does not have.
    pub stop_words: List,
    /// The offline proof.
    pub checksum: Option<Checksum>,
    /// Id of the rule of the identifier that belongs to it.
    pub companion: Option<Str>,
    /// No finding alone, only a companion.
    pub identifier: bool,
    /// A format that many providers share: gives way to the rule of one provider.
    pub generic: bool,
    /// How far round an anchor an unbounded pattern looks, in bytes.
    pub window: usize,
}

/// Examples of a rule, as templates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// Texts in which the rule reports the marked span.
    #[serde(default)]
    pub positive: Vec<String>,
    /// Texts in which it reports nothing.
    #[serde(default)]
    pub negative: Vec<String>,
}

/// Reads a rule file.
///
/// # Errors
/// If it is not TOML of the documented form, or a rule lacks what it needs. The error names the rule.
///
/// ```
/// let rules = scanner_core::rule::spec::parse(r#"
///     [[provider]]
///     id = "acme"
///     name = "Acme"
///     why = "Opens every order."
///     revoke = "Delete it on the keys page."
///     references = ["https://example.com/keys"]
///
///     [[provider.rule]]
///     id = "acme-key"
///     title = "Acme key"
///     description = "Calls the API."
///     severity = "high"
///     token = "acme_{{hex:32}}"
/// "#).unwrap();
/// assert_eq!(rules[0].0.info.id, "acme-key");
/// ```
pub fn parse(toml: &str) -> Result<Vec<(RuleSpec, Examples)>, RuleError> {
    let file: File = toml::from_str(toml).map_err(|e| RuleError::new("", Problem::Toml(e.to_string())))?;
    let mut rules = Vec::new();
    for provider in file.provider {
        for rule in &provider.rule {
            let (spec, examples) = flatten(&provider, rule).map_err(|p| RuleError::new(&rule.id, p))?;
            rules.push((spec, examples));
        }
    }
    Ok(rules)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    provider: Vec<ProviderToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderToml {
    id: String,
    name: String,
    why: Option<String>,
    revoke: Option<String>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    generic: bool,
    #[serde(default)]
    rule: Vec<RuleToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleToml {
    id: String,
    title: String,
    description: String,
    severity: Severity,
    token: Option<OneOrMany>,
    pattern: Option<String>,
    #[serde(default)]
    anchors: Vec<String>,
    #[serde(default)]
    ignore_case: bool,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    entropy: f64,
    #[serde(default)]
    stop_words: Vec<String>,
    checksum: Option<Checksum>,
    companion: Option<String>,
    #[serde(default)]
    kind: KindToml,
    confidence: Option<Confidence>,
    window: Option<usize>,
    #[serde(default)]
    generic: bool,
    why: Option<String>,
    revoke: Option<String>,
    #[serde(default)]
    references: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    examples: Examples,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum KindToml {
    #[default]
    Secret,
    Identifier,
}

/// Bytes round an anchor that a pattern without an upper length looks at, where the rule does not say.
const WINDOW: usize = 4096;

fn flatten(provider: &ProviderToml, rule: &RuleToml) -> Result<(RuleSpec, Examples), Problem> {
    let need = |own: &Option<String>, shared: &Option<String>, what: &'static str| {
        own.clone().or_else(|| shared.clone()).map(Cow::Owned).ok_or(Problem::Missing(what))
    };
    if rule
        .id
        .strip_prefix(provider.id.as_str())
        .is_none_or(|rest| !rest.is_empty() && !rest.starts_with('-'))
    {
        return Err(Problem::ForeignId { provider: provider.id.clone() });
    }
    let token = match &rule.token {
        None => Vec::new(),
        Some(OneOrMany::One(one)) => vec![one.clone()],
        Some(OneOrMany::Many(many)) => many.clone(),
    };
    let anchored = !rule.anchors.is_empty() || token.iter().any(|t| !t.starts_with("{{"));
    let info = RuleInfo {
        id: rule.id.clone().into(),
        provider: provider.name.clone().into(),
        title: rule.title.clone().into(),
        description: rule.description.clone().into(),
        why: need(&rule.why, &provider.why, "why")?,
        revoke: need(&rule.revoke, &provider.revoke, "revoke")?,
        references: list(provider.references.iter().chain(&rule.references)),
        tags: list(provider.tags.iter().chain(&rule.tags)),
        severity: rule.severity,
        confidence: rule.confidence.unwrap_or(if anchored { Confidence::High } else { Confidence::Medium }),
    };
    if info.references.is_empty() {
        return Err(Problem::Missing("references"));
    }
    let spec = RuleSpec {
        info,
        token: list(&token),
        pattern_max: rule.pattern.as_deref().map(super::compile::pattern_max).transpose()?.flatten(),
        pattern: rule.pattern.clone().map(Cow::Owned),
        anchors: list(&rule.anchors),
        ignore_case: rule.ignore_case,
        names: list(&rule.names),
        entropy: rule.entropy,
        stop_words: list(&rule.stop_words),
        checksum: rule.checksum,
        companion: rule.companion.clone().map(Cow::Owned),
        identifier: rule.kind == KindToml::Identifier,
        generic: provider.generic || rule.generic,
        window: rule.window.unwrap_or(WINDOW),
    };
    Ok((spec, rule.examples.clone()))
}

fn list<'a>(items: impl IntoIterator<Item = &'a String>) -> List {
    Cow::Owned(items.into_iter().map(|s| Cow::Owned(s.clone())).collect())
}

/// A rule that cannot be used. Ask it for the [`rule`](RuleError::rule); its text says what is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleError {
    rule: String,
    problem: Problem,
}

impl RuleError {
    pub(crate) fn new(rule: &str, problem: Problem) -> RuleError {
        RuleError { rule: rule.to_owned(), problem }
    }

    /// Id of the rule; empty if the file as a whole is at fault.
    pub fn rule(&self) -> &str {
        &self.rule
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.rule.is_empty() {
            write!(f, "rule file: {}", self.problem)
        } else {
            write!(f, "rule `{}`: {}", self.rule, self.problem)
        }
    }
}

impl std::error::Error for RuleError {}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Problem {
    Toml(String),
    Missing(&'static str),
    ForeignId { provider: String },
    Template { template: String, what: String },
    Pattern(String),
    TokenAndPattern,
    NoAnchor,
    ShortAnchor(String),
    UnknownCompanion(String),
    DuplicateId,
    TooMany,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Toml(message) => write!(f, "not a rule file: {message}"),
            Problem::Missing(what) => write!(f, "`{what}` is needed, in the rule or in its provider"),
            Problem::ForeignId { provider } => write!(f, "the id must begin with `{provider}`"),
            Problem::Template { template, what } => write!(f, "shape `{template}`: {what}"),
            Problem::Pattern(message) => write!(f, "pattern: {message}"),
            Problem::TokenAndPattern => write!(f, "exactly one of `token` and `pattern` is needed"),
            Problem::NoAnchor => write!(f, "neither an anchor nor context names: nothing would lead to it"),
            Problem::ShortAnchor(anchor) => write!(f, "anchor `{anchor}` has fewer than 3 bytes"),
            Problem::UnknownCompanion(id) => write!(f, "companion `{id}` is no rule"),
            Problem::DuplicateId => write!(f, "the id is taken"),
            Problem::TooMany => write!(f, "more than 65,535 rules"),
        }
    }
}
