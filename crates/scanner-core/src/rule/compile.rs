//! From [`RuleSpec`] to [`Rule`]: everything a scan needs, computed once.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use regex_automata::meta::Regex;
use regex_automata::util::syntax;

use super::spec::{Problem, RuleError};
use super::{Names, RuleInfo, RuleSpec, Shape};
use crate::validate::Checksum;

/// A rule that can be run.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) info: Arc<RuleInfo>,
    pub(crate) matcher: Matcher,
    /// Literals for the prefilter. Empty: only context names lead to this rule.
    pub(crate) anchors: Vec<Box<[u8]>>,
    pub(crate) ignore_case: bool,
    pub(crate) names: Names,
    /// Hosts, in lower case: a request to one of them, or to a host below, stands for a name.
    pub(crate) hosts: Vec<Box<str>>,
    pub(crate) entropy: f64,
    /// In lower case.
    pub(crate) stop_words: Vec<Box<[u8]>>,
    pub(crate) checksum: Option<Checksum>,
    /// Index of the companion's rule.
    pub(crate) companion: Option<usize>,
    pub(crate) identifier: bool,
    /// A format that many providers share: gives way to the rule of one.
    pub(crate) generic: bool,
}

#[derive(Debug)]
pub(crate) enum Matcher {
    Shapes(Vec<Shape>),
    Pattern(Pattern),
}

/// A regular expression that is compiled when the first candidate asks for it: most scans meet few providers.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: Box<str>,
    regex: OnceLock<Option<Regex>>,
    /// It began with `\b`: a match begins where a token may begin, which is also after an escape that ends with a letter.
    pub(crate) begins_token: bool,
    /// How far round an anchor a match can reach, in bytes.
    pub(crate) reach: usize,
}

impl Pattern {
    #[cfg(test)]
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// The compiled expression.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| build(&self.source).ok()).as_ref()
    }
}

/// The group of a pattern that spans the secret.
pub(crate) const SECRET_GROUP: &str = "secret";

fn build(source: &str) -> Result<Regex, Problem> {
    // Bytes, ASCII classes: credentials are ASCII, and files are not always UTF-8.
    Regex::builder()
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .configure(
            Regex::config().utf8_empty(false).nfa_size_limit(Some(4 << 20)).hybrid_cache_capacity(1 << 20),
        )
        .build(source)
        .map_err(|e| Problem::Pattern(e.to_string()))
}

/// The longest match of a pattern in bytes, if it is bounded.
pub(crate) fn longest_match(source: &str) -> Result<Option<usize>, Problem> {
    let hir = regex_syntax::ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .build()
        .parse(source)
        .map_err(|e| Problem::Pattern(e.to_string()))?;
    Ok(hir.properties().maximum_len())
}

/// Compiles rules. Patterns are compiled at once if `eager`: user rules must fail here, built-in ones have passed a test.
pub(crate) fn compile<'s>(
    specs: impl IntoIterator<Item = (&'s RuleSpec, bool)>,
) -> Result<Vec<Rule>, RuleError> {
    let specs: Vec<_> = specs.into_iter().collect();
    let mut ids = HashMap::with_capacity(specs.len());
    for (index, (spec, _)) in specs.iter().enumerate() {
        if ids.insert(&*spec.info.id, index).is_some() {
            return Err(RuleError::new(&spec.info.id, Problem::DuplicateId));
        }
    }
    if specs.len() > usize::from(u16::MAX) {
        return Err(RuleError::new("", Problem::TooMany));
    }
    specs
        .iter()
        .map(|(spec, eager)| rule(spec, *eager, &ids).map_err(|p| RuleError::new(&spec.info.id, p)))
        .collect()
}

/// Finds what is wrong with a rule in itself. A companion may stand elsewhere.
pub(super) fn check(spec: &RuleSpec) -> Result<(), Problem> {
    let ids = spec.companion.iter().map(|id| (&**id, 0)).collect();
    rule(spec, true, &ids).map(|_| ())
}

fn rule(spec: &RuleSpec, eager: bool, ids: &HashMap<&str, usize>) -> Result<Rule, Problem> {
    let matcher = matcher(spec, eager)?;
    let anchors = anchors(spec, &matcher)?;
    if anchors.is_empty() && spec.names.is_empty() {
        return Err(Problem::NoAnchor);
    }
    let companion = match &spec.companion {
        Some(id) => Some(*ids.get(&**id).ok_or_else(|| Problem::UnknownCompanion(id.to_string()))?),
        None => None,
    };
    Ok(Rule {
        info: Arc::new(spec.info.clone()),
        matcher,
        anchors,
        ignore_case: spec.ignore_case,
        names: Names::parse(&spec.names)?,
        hosts: spec.hosts.iter().map(|host| host.to_ascii_lowercase().into()).collect(),
        entropy: spec.entropy,
        stop_words: spec.stop_words.iter().map(|w| w.to_ascii_lowercase().into_bytes().into()).collect(),
        checksum: spec.checksum,
        companion,
        identifier: spec.identifier,
        generic: spec.generic,
    })
}

fn matcher(spec: &RuleSpec, eager: bool) -> Result<Matcher, Problem> {
    match &spec.pattern {
        Some(source) if spec.token.is_empty() => {
            let regex = OnceLock::new();
            let (begins_token, source) =
                source.strip_prefix(r"\b").map_or((false, &**source), |rest| (true, rest));
            if eager {
                let _ = regex.set(Some(build(source)?));
            }
            Ok(Matcher::Pattern(Pattern { source: source.into(), regex, begins_token, reach: spec.window }))
        }
        None if !spec.token.is_empty() => {
            let shapes: Result<_, _> = spec.token.iter().map(|t| Shape::parse(t, spec.ignore_case)).collect();
            Ok(Matcher::Shapes(shapes?))
        }
        _ => Err(Problem::TokenAndPattern),
    }
}

fn anchors(spec: &RuleSpec, matcher: &Matcher) -> Result<Vec<Box<[u8]>>, Problem> {
    let mut anchors: Vec<Box<[u8]>> = spec.anchors.iter().map(|a| a.as_bytes().into()).collect();
    if let (true, Matcher::Shapes(shapes)) = (anchors.is_empty(), matcher) {
        let prefixes: Vec<_> =
            shapes.iter().filter_map(Shape::prefix).filter(|p| p.len() >= MIN_ANCHOR).collect();
        // All shapes or none: a rule that is found in part by anchor and in part by name would be hard to reason about.
        if prefixes.len() == shapes.len() {
            anchors = prefixes.into_iter().map(Into::into).collect();
        }
    }
    anchors.sort();
    anchors.dedup();
    if let (Matcher::Shapes(shapes), false) = (matcher, anchors.is_empty()) {
        let has = |shape: &Shape| {
            anchors.iter().any(|anchor| shape.anchor_distances(anchor, spec.ignore_case).next().is_some())
        };
        if !shapes.iter().all(has) {
            return Err(Problem::ForeignAnchor);
        }
    }
    match anchors.iter().find(|a| a.len() < MIN_ANCHOR) {
        Some(short) => Err(Problem::ShortAnchor(String::from_utf8_lossy(short).into_owned())),
        None => Ok(anchors),
    }
}

/// Shorter anchors hit on every line of a collection.
const MIN_ANCHOR: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{builtin_rules, spec};

    #[test]
    fn every_builtin_rule_compiles() {
        compile(builtin_rules().iter().map(|spec| (spec, true))).unwrap();
    }

    fn error(rule: &str) -> String {
        let file =
            format!("[[provider]]\nid='a'\nname='A'\n\n[[provider.rule]]\nid='a-b'\nseverity='low'\n{rule}");
        let compiled =
            spec::parse(&file).and_then(|rules| compile(rules.iter().map(|spec| (spec, true))).map(|_| ()));
        compiled.unwrap_err().to_string()
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(error(""), "line 6: rule `a-b`: exactly one of `token` and `pattern` is needed");
        assert_eq!(
            error("token='{{hex:32}}'"),
            "line 6: rule `a-b`: neither an anchor nor context names: nothing would lead to it"
        );
        assert_eq!(
            error("pattern='x(y)'\nanchors=['x']"),
            "line 6: rule `a-b`: anchor `x` has fewer than 3 bytes"
        );
        assert!(error("pattern='x('\nanchors=['xyz']").starts_with("line 6: rule `a-b`: pattern: "));
        assert_eq!(error("token='abc{{hex:2}}'\ncompanion='zz'"), "rule `a-b`: companion `zz` is no rule");
        let unknown = error("tokn='abc'");
        assert!(unknown.contains("unknown field `tokn`") && unknown.contains("line 8"), "{unknown}");
    }
}
