use std::collections::BTreeMap;
use std::io::{Write, stderr, stdout};

use anyhow::{Context, Result};
use regex_syntax::ast::{self, Ast};
use scanner_core::rule::{builtin_rules, spec};
use serde::{Deserialize, Serialize};

use crate::Exit;
use crate::args::ImportArgs;

/// Makes a rule file from a configuration of gitleaks, and says what could not be carried over.
pub(super) fn run(args: &ImportArgs) -> Result<Exit> {
    let file = args.file.display().to_string();
    let text = std::fs::read_to_string(&args.file).with_context(|| file.clone())?;
    let config: Config =
        toml::from_str(&text).with_context(|| format!("{file}: not a configuration of gitleaks"))?;
    let imported = import(&config);
    let rules = toml::to_string(&imported.file())?;
    match &args.output {
        Some(output) => std::fs::write(output, rules).with_context(|| output.display().to_string())?,
        None => stdout().lock().write_all(rules.as_bytes())?,
    }
    let mut err = stderr().lock();
    for note in &imported.notes {
        writeln!(err, "{file}: {note}")?;
    }
    writeln!(err, "{} of {} rules carried over", imported.rules.len(), config.rules.len())?;
    Ok(Exit::Clean)
}

/// What gitleaks reads, <https://github.com/gitleaks/gitleaks#configuration>. Keys that are not known here are kept to be told.
#[derive(Deserialize)]
struct Config {
    #[serde(default)]
    rules: Vec<GitleaksRule>,
    #[serde(flatten)]
    other: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GitleaksRule {
    #[serde(default)]
    id: String,
    #[serde(default)]
    description: String,
    regex: Option<String>,
    #[serde(default)]
    secret_group: usize,
    entropy: Option<f64>,
    #[serde(default)]
    keywords: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    allowlist: Option<Allowlist>,
    #[serde(default)]
    allowlists: Vec<Allowlist>,
    #[serde(flatten)]
    other: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
struct Allowlist {
    #[serde(default)]
    stopwords: Vec<String>,
    #[serde(flatten)]
    other: BTreeMap<String, toml::Value>,
}

/// A rule as `rules/README.md` describes it.
#[derive(Serialize)]
struct Rule {
    id: String,
    title: String,
    severity: &'static str,
    pattern: String,
    anchors: Vec<String>,
    ignore_case: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    entropy: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stop_words: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Provider<'r> {
    id: &'r str,
    name: &'r str,
    rule: Vec<&'r Rule>,
}

#[derive(Serialize)]
struct File<'r> {
    provider: Vec<Provider<'r>>,
}

#[derive(Default)]
struct Imported {
    rules: Vec<Rule>,
    /// What could not be carried over.
    notes: Vec<String>,
}

impl Imported {
    /// Rules whose ids begin with the same word are taken for those of one provider.
    fn file(&self) -> File<'_> {
        let mut provider: Vec<Provider<'_>> = Vec::new();
        for rule in &self.rules {
            let id = rule.id.split('-').next().unwrap_or_default();
            match provider.iter_mut().find(|provider| provider.id == id) {
                Some(provider) => provider.rule.push(rule),
                None => provider.push(Provider { id, name: id, rule: vec![rule] }),
            }
        }
        File { provider }
    }
}

fn import(config: &Config) -> Imported {
    let mut imported = Imported::default();
    for key in
        config.other.keys().filter(|key| !matches!(key.as_str(), "title" | "description" | "minVersion"))
    {
        imported.notes.push(format!("`{key}` is not carried over"));
    }
    for rule in &config.rules {
        let mut notes = Vec::new();
        match convert(rule, &mut notes) {
            Ok(converted) => imported.rules.push(converted),
            Err(why) => notes.push(format!("not carried over: {why}")),
        }
        imported.notes.extend(notes.into_iter().map(|note| format!("rule `{}`: {note}", rule.id)));
    }
    imported
}

/// A severity is wanted, and gitleaks has none.
const SEVERITY: &str = "medium";
/// Where a keyword need not stand in the match itself, it is looked for this far away, in bytes.
const FAR: usize = 4096;
/// Anchors are no shorter, in bytes.
const MIN_ANCHOR: usize = 3;

fn convert(rule: &GitleaksRule, notes: &mut Vec<String>) -> Result<Rule, String> {
    let regex = rule.regex.as_deref().filter(|regex| !regex.is_empty()).ok_or("it has no regex")?;
    let id = kebab(&rule.id);
    if id.is_empty() {
        return Err("it has no id".to_owned());
    }
    let pattern = name_group(regex, rule.secret_group)?;
    let (anchors, short): (Vec<String>, Vec<String>) =
        rule.keywords.iter().map(|word| word.to_lowercase()).partition(|word| word.len() >= MIN_ANCHOR);
    if anchors.is_empty() {
        return Err("it has no keyword of three letters or more, so nothing would lead to it".to_owned());
    }
    for word in short {
        notes.push(format!("keyword `{word}` is shorter than three letters and left out"));
    }
    let source = regex.to_lowercase();
    let elsewhere = anchors.iter().any(|word| !source.contains(word.as_str()));
    if elsewhere {
        notes.push(format!(
            "its keywords must stand within {FAR} bytes of the match, not just in the same file"
        ));
    }
    let mut stop_words = Vec::new();
    for list in rule.allowlist.iter().chain(&rule.allowlists) {
        stop_words.extend(list.stopwords.iter().cloned());
        notes.extend(list.other.keys().map(|key| format!("`{key}` of its allowlist is not carried over")));
    }
    notes.extend(rule.other.keys().map(|key| format!("`{key}` is not carried over")));
    if id != rule.id {
        notes.push(format!("its id becomes `{id}`"));
    }
    if builtin_rules().iter().any(|known| known.info.id == id) {
        notes.push("it takes the place of the built-in rule with the same id".to_owned());
    }
    let title = if rule.description.is_empty() { id.clone() } else { rule.description.clone() };
    let converted = Rule {
        id,
        title,
        severity: SEVERITY,
        pattern,
        anchors,
        ignore_case: true,
        entropy: rule.entropy,
        stop_words,
        window: elsewhere.then_some(FAR),
        tags: rule.tags.clone(),
    };
    check(&converted)?;
    Ok(converted)
}

/// Reads the rule back as a scan would.
fn check(rule: &Rule) -> Result<(), String> {
    let id = rule.id.split('-').next().unwrap_or_default();
    let file = File { provider: vec![Provider { id, name: id, rule: vec![rule] }] };
    let toml = toml::to_string(&file).map_err(|error| error.to_string())?;
    spec::parse(&toml).map(|_| ()).map_err(|error| error.problem())
}

fn kebab(id: &str) -> String {
    let words = id.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// Names the group that holds the secret: the one that the rule numbers, else the first. Without groups the whole match is the secret.
fn name_group(regex: &str, wanted: usize) -> Result<String, String> {
    let ast = ast::parse::Parser::new()
        .parse(regex)
        .map_err(|error| format!("its regex is not understood: {}", error.kind()))?;
    let mut groups = Groups(Vec::new());
    let Ok(()) = ast::visit(&ast, &mut groups);
    match groups.0.iter().find(|(index, _)| *index as usize == wanted.max(1)) {
        // `(` becomes `(?P<secret>`, and so does the beginning of a group that has another name.
        Some((_, span)) => {
            Ok(format!("{}(?P<secret>{}", &regex[..span.start.offset], &regex[span.end.offset..]))
        }
        None if wanted == 0 => Ok(regex.to_owned()),
        None => Err(format!("its regex has no group {wanted}")),
    }
}

/// The capturing groups of a regex: number, and the span of what opens each.
struct Groups(Vec<(u32, ast::Span)>);

impl ast::Visitor for &mut Groups {
    type Output = ();
    type Err = std::convert::Infallible;

    fn finish(self) -> Result<(), Self::Err> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), Self::Err> {
        if let Ast::Group(group) = ast {
            let open = |end| ast::Span::new(group.span.start, end);
            match &group.kind {
                ast::GroupKind::CaptureIndex(index) => self.0.push((*index, open(group.ast.span().start))),
                ast::GroupKind::CaptureName { name, .. } => {
                    self.0.push((name.index, open(group.ast.span().start)));
                }
                ast::GroupKind::NonCapturing(_) => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_of_the_secret_gets_its_name() {
        assert_eq!(name_group("a(b)(c)", 0).unwrap(), "a(?P<secret>b)(c)");
        assert_eq!(name_group("a(b)(c)", 2).unwrap(), "a(b)(?P<secret>c)");
        assert_eq!(name_group("a(?:b)(?P<x>c|d)", 0).unwrap(), "a(?:b)(?P<secret>c|d)");
        assert_eq!(name_group("abc", 0).unwrap(), "abc");
        assert!(name_group("abc", 1).is_err() && name_group("a(?=b)", 0).is_err());
    }

    #[test]
    fn ids_become_kebab_case() {
        assert_eq!(kebab("Acme_API.key"), "acme-api-key");
    }
}
