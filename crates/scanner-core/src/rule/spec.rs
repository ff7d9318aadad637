//! The TOML form of rules, documented in `rules/README.md`.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::{RuleInfo, Shape};
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
    /// Literals of which every match has one. Empty: the literal starts of the shapes.
    pub anchors: List,
    /// Anchors and literals match in any case.
    pub ignore_case: bool,
    /// Context names; empty: any context will do. The parts of a name, all of which are wanted, are joined by `+`.
    pub names: List,
    /// Hosts of the provider: a request to one of them stands for a name.
    pub hosts: List,
    /// Least entropy of the secret, in bits per byte.
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
    /// How far round an anchor a pattern looks, in bytes.
    pub window: usize,
    /// What it finds and what it does not.
    pub examples: Examples,
}

/// Examples of a rule, as templates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// Texts in which the rule reports the marked span.
    #[serde(default)]
    pub positive: List,
    /// Texts in which it reports nothing.
    #[serde(default)]
    pub negative: List,
    /// Texts that are all but a match, in which it reports nothing. Those of a shape need not be written: they follow from it.
    #[serde(default)]
    pub near_miss: List,
}

/// Reads a rule file.
///
/// # Errors
/// If it is not TOML of the documented form, or a rule lacks what it needs or cannot work. The error names line and rule.
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
/// assert_eq!(rules[0].info.id, "acme-key");
/// ```
pub fn parse(toml: &str) -> Result<Vec<RuleSpec>, RuleError> {
    let file: File = toml::from_str(toml).map_err(|e| RuleError::new("", Problem::Toml(e.to_string())))?;
    let mut rules = Vec::new();
    let mut ids = HashSet::new();
    for provider in &file.provider {
        for rule in &provider.rule {
            let at = toml[..rule.id.span().start].matches('\n').count() + 1;
            let fail = |problem| RuleError::new(rule.id.get_ref(), problem).at_line(at);
            if !ids.insert(rule.id.get_ref()) {
                return Err(fail(Problem::DuplicateId));
            }
            let spec = flatten(provider, rule).map_err(fail)?;
            super::compile::check(&spec).map_err(fail)?;
            rules.push(spec);
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
    severity: Option<Severity>,
    #[serde(default)]
    generic: bool,
    #[serde(default)]
    rule: Vec<RuleToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleToml {
    id: Spanned<String>,
    title: Option<String>,
    #[serde(default)]
    description: String,
    severity: Option<Severity>,
    token: Option<OneOrMany>,
    pattern: Option<String>,
    #[serde(default)]
    anchors: Vec<String>,
    #[serde(default)]
    ignore_case: bool,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    hosts: Vec<String>,
    entropy: Option<f64>,
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

fn flatten(provider: &ProviderToml, rule: &RuleToml) -> Result<RuleSpec, Problem> {
    let text = |own: &Option<String>, shared: &Option<String>| -> Str {
        own.as_ref().or(shared.as_ref()).cloned().unwrap_or_default().into()
    };
    let id = rule.id.get_ref();
    if id.strip_prefix(provider.id.as_str()).is_none_or(|rest| !rest.is_empty() && !rest.starts_with('-')) {
        return Err(Problem::ForeignId { provider: provider.id.clone() });
    }
    let token = match &rule.token {
        None => Vec::new(),
        Some(OneOrMany::One(one)) => vec![one.clone()],
        Some(OneOrMany::Many(many)) => many.clone(),
    };
    let anchored = !rule.anchors.is_empty() || token.iter().any(|t| !t.starts_with("{{"));
    let info = RuleInfo {
        id: id.clone().into(),
        provider: provider.name.clone().into(),
        title: rule.title.as_ref().unwrap_or(id).clone().into(),
        description: rule.description.clone().into(),
        why: text(&rule.why, &provider.why),
        revoke: text(&rule.revoke, &provider.revoke),
        references: list(provider.references.iter().chain(&rule.references)),
        tags: list(provider.tags.iter().chain(&rule.tags)),
        severity: rule.severity.or(provider.severity).ok_or(Problem::Missing("severity"))?,
        confidence: rule.confidence.unwrap_or(if anchored { Confidence::High } else { Confidence::Medium }),
    };
    Ok(RuleSpec {
        info,
        token: list(&token),
        pattern: rule.pattern.clone().map(Cow::Owned),
        anchors: list(&rule.anchors),
        ignore_case: rule.ignore_case,
        names: list(&rule.names),
        hosts: list(&rule.hosts),
        entropy: rule.entropy.unwrap_or_else(|| least_entropy(&token, rule.ignore_case)),
        stop_words: list(&rule.stop_words),
        checksum: rule.checksum,
        companion: rule.companion.clone().map(Cow::Owned),
        identifier: rule.kind == KindToml::Identifier,
        generic: provider.generic || rule.generic,
        window: rule.window.map_or_else(|| window(rule.pattern.as_deref()), Ok)?,
        examples: rule.examples.clone(),
    })
}

/// Bytes round an anchor that a pattern without an upper length looks at, where the rule does not say.
const WINDOW: usize = 4096;

fn window(pattern: Option<&str>) -> Result<usize, Problem> {
    let longest = pattern.map(super::compile::longest_match).transpose()?.flatten();
    Ok(longest.unwrap_or(WINDOW).min(WINDOW))
}

/// The entropy that random tokens of these shapes have with room to spare, in bits per byte. 0 where there is no shape that can be read,
/// or so little in it that chance decides.
fn least_entropy(templates: &[String], ignore_case: bool) -> f64 {
    let random =
        |template: &String| Shape::parse(template, ignore_case).map_or(0.0, |shape| shape.least_entropy());
    templates.iter().map(random).reduce(f64::min).unwrap_or(0.0)
}

fn list<'a>(items: impl IntoIterator<Item = &'a String>) -> List {
    Cow::Owned(items.into_iter().map(|s| Cow::Owned(s.clone())).collect())
}

/// A rule that cannot be used. Ask it for the [`rule`](RuleError::rule); its text says what is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleError {
    rule: String,
    line: Option<usize>,
    problem: Problem,
}

impl RuleError {
    pub(crate) fn new(rule: &str, problem: Problem) -> RuleError {
        RuleError { rule: rule.to_owned(), line: None, problem }
    }

    fn at_line(mut self, line: usize) -> RuleError {
        self.line = Some(line);
        self
    }

    /// What is wrong, without line and rule.
    pub fn problem(&self) -> String {
        self.problem.to_string()
    }

    /// Line of the rule file at which the rule begins, from 1, where that is known.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// Id of the rule; empty if the file as a whole is at fault.
    pub fn rule(&self) -> &str {
        &self.rule
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if self.rule.is_empty() {
            write!(f, "{}", self.problem)
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
    ForeignAnchor,
    Name(String),
    UnknownCompanion(String),
    DuplicateId,
    TooMany,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::Toml(message) => write!(f, "not a rule file: {}", message.trim_end()),
            Problem::Missing(what) => write!(f, "`{what}` is needed, in the rule or in its provider"),
            Problem::ForeignId { provider } => write!(f, "the id must begin with `{provider}`"),
            Problem::Template { template, what } => write!(f, "shape `{template}`: {what}"),
            Problem::Pattern(message) => write!(f, "pattern: {message}"),
            Problem::TokenAndPattern => write!(f, "exactly one of `token` and `pattern` is needed"),
            Problem::NoAnchor => write!(f, "neither an anchor nor context names: nothing would lead to it"),
            Problem::ShortAnchor(anchor) => write!(f, "anchor `{anchor}` has fewer than 3 bytes"),
            Problem::ForeignAnchor => write!(f, "a shape has none of the anchors in one of its literals"),
            Problem::Name(name) => {
                write!(
                    f,
                    "name `{name}`: its first part says nothing of the provider or has fewer than 3 letters, or another has one"
                )
            }
            Problem::UnknownCompanion(id) => write!(f, "companion `{id}` is no rule"),
            Problem::DuplicateId => write!(f, "the id is taken"),
            Problem::TooMany => write!(f, "more than 65,535 rules"),
        }
    }
}
