use std::collections::BTreeMap;
use std::io::{BufWriter, Write, stdout};

use anyhow::{Result, bail};
use scanner_core::{RuleInfo, RuleSpec};
use serde::Serialize;

use crate::args::{ListArgs, ListFormat};
use crate::{Exit, settings};

/// Lists the rules.
pub(super) fn run(args: &ListArgs) -> Result<Exit> {
    let scanner = settings::scanner(&args.rules)?;
    let specs = settings::rules(&args.rules)?;
    let specs: BTreeMap<&str, &RuleSpec> = specs.iter().map(|spec| (&*spec.info.id, spec)).collect();
    let query = args.query.as_deref().unwrap_or_default();
    let lower = query.to_lowercase();
    let fits = |rule: &&RuleInfo| {
        let texts = [&rule.id, &rule.provider, &rule.title].into_iter().chain(&*rule.tags);
        texts.into_iter().any(|text| text.to_lowercase().contains(&lower))
    };
    let rules: Vec<Entry<'_>> =
        scanner.rules().filter(fits).map(|info| Entry::new(info, specs.get(&*info.id).copied())).collect();
    if rules.is_empty() {
        bail!("no rule has `{query}` in its id, provider, title or tags");
    }
    let mut out = BufWriter::new(stdout().lock());
    match args.format {
        ListFormat::Human => human(&mut out, &rules)?,
        ListFormat::Jsonl => {
            for rule in &rules {
                serde_json::to_writer(&mut out, rule)?;
                writeln!(out)?;
            }
        }
        ListFormat::Markdown => markdown(&mut out, &rules)?,
    }
    out.flush()?;
    Ok(Exit::Clean)
}

/// A rule in a list.
#[derive(Serialize)]
struct Entry<'r> {
    r#type: &'static str,
    #[serde(flatten)]
    info: &'r RuleInfo,
    /// `secret`, or `identifier`: no finding alone.
    kind: &'static str,
    /// What finds it: a `shape`, a `pattern`, or the `context` alone.
    matcher: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    checksum: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    companion: Option<&'r str>,
}

impl<'r> Entry<'r> {
    fn new(info: &'r RuleInfo, spec: Option<&'r RuleSpec>) -> Entry<'r> {
        Entry {
            r#type: "rule",
            info,
            kind: if spec.is_some_and(|spec| spec.identifier) { "identifier" } else { "secret" },
            matcher: match spec {
                None => "context",
                Some(spec) if spec.pattern.is_some() => "pattern",
                Some(_) => "shape",
            },
            checksum: spec.and_then(|spec| spec.checksum).map(|checksum| checksum.to_string()),
            companion: spec.and_then(|spec| spec.companion.as_deref()),
        }
    }
}

fn human(out: &mut impl Write, rules: &[Entry<'_>]) -> Result<()> {
    let width = rules.iter().map(|rule| rule.info.id.len()).max().unwrap_or(0);
    for rule in rules {
        let RuleInfo { id, severity, title, .. } = rule.info;
        writeln!(out, "{id:width$}  {:8}  {title}", severity.as_str())?;
    }
    Ok(())
}

/// The catalogue: a table for each provider.
fn markdown(out: &mut impl Write, rules: &[Entry<'_>]) -> Result<()> {
    let mut providers: BTreeMap<String, Vec<&Entry<'_>>> = BTreeMap::new();
    for rule in rules {
        providers.entry(rule.info.provider.to_lowercase()).or_default().push(rule);
    }
    let secrets = rules.iter().filter(|rule| rule.kind == "secret").count();
    writeln!(out, "# Catalogue of rules\n")?;
    writeln!(
        out,
        "{secrets} kinds of credential and {} of identifier, of {} providers. Made by `postseal rules list --format markdown`.",
        rules.len() - secrets,
        providers.len()
    )?;
    for rules in providers.values() {
        writeln!(
            out,
            "\n## {}\n\n| rule | what it finds | severity | proof |\n|---|---|---|---|",
            cell(&rules[0].info.provider)
        )?;
        for rule in rules {
            let RuleInfo { id, description, severity, title, .. } = rule.info;
            let severity = if rule.kind == "identifier" { "identifier" } else { severity.as_str() };
            let proof = rule.checksum.as_deref().unwrap_or("");
            writeln!(out, "| `{id}` | **{}**: {} | {severity} | {proof} |", cell(title), cell(description))?;
        }
    }
    Ok(())
}

/// A text that may stand in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
