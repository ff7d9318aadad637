//! The rules are compiled into the library as a table. This test keeps the table what `rules/*.toml` says.
//! `POSTSEAL_REGENERATE=1 cargo test -p scanner-core --test codegen` writes it anew. Where `RuleSpec` itself has changed, the old table
//! no longer compiles: empty it first (`RULES: &[RuleSpec] = &[];`).
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test that generates: it reads and writes files"
)]

use std::collections::BTreeMap;
use std::fmt::Write;

use scanner_core::RuleSpec;
use scanner_core::rule::spec::Examples;

mod support;

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rule/builtin.rs");

#[test]
fn builtin_table_is_fresh() {
    let table = render(&support::rules());
    if std::env::var_os("POSTSEAL_REGENERATE").is_some() {
        std::fs::write(TABLE, &table).unwrap();
    }
    let written = std::fs::read_to_string(TABLE).unwrap();
    assert!(written == table, "src/rule/builtin.rs is stale: run with POSTSEAL_REGENERATE=1");
}

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/context/samples.rs");
const SAMPLES_TOML: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules/samples.toml");

#[derive(serde::Deserialize)]
struct Samples {
    sample: Vec<Sample>,
}

/// Published credentials of one page; each value is in pieces, so that no other scanner takes the list for a leak.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    values: Vec<Vec<String>>,
    of: String,
    about: String,
    source: String,
}

#[test]
fn table_of_samples_is_fresh() {
    let samples: Samples = toml::from_str(&std::fs::read_to_string(SAMPLES_TOML).unwrap()).unwrap();
    let mut hashes = std::collections::BTreeSet::new();
    for sample in &samples.sample {
        assert!(sample.source.starts_with("https://"), "{}: no source", sample.of);
        assert!(!sample.about.is_empty() && !sample.values.is_empty(), "{}: nothing said", sample.of);
        for pieces in &sample.values {
            let value = pieces.concat();
            assert!(value.len() >= 6 && value.trim() == value, "{}: {pieces:?}", sample.of);
            let hash = blake3::hash(value.as_bytes());
            let first = u64::from_be_bytes(hash.as_bytes()[..8].try_into().unwrap());
            assert!(hashes.insert(first), "{}: {pieces:?} is there twice", sample.of);
        }
    }
    let mut table = String::from(
        "//! Generated from `rules/samples.toml` by `tests/codegen.rs`. Do not edit.\n\n\
         /// Hashes of published samples, in order.\n\
         #[rustfmt::skip]\n\
         pub(super) const SAMPLES: &[u64] = &[\n",
    );
    hashes.iter().for_each(|hash| writeln!(table, "    0x{hash:016x},").unwrap());
    table.push_str("];\n");
    if std::env::var_os("POSTSEAL_REGENERATE").is_some() {
        std::fs::write(SAMPLES, &table).unwrap();
    }
    assert!(
        std::fs::read_to_string(SAMPLES).unwrap() == table,
        "samples.rs is stale: run with POSTSEAL_REGENERATE=1"
    );
}

fn render(rules: &[RuleSpec]) -> String {
    let texts = Texts::shared(rules);
    let mut out = String::from(
        "//! Generated from `rules/*/*.toml` by `tests/codegen.rs`. Do not edit.\n\
         use std::borrow::Cow::Borrowed as B;\n\n\
         use super::spec::Examples;\n\
         use super::{RuleInfo, RuleSpec};\n\
         use crate::finding::{Confidence, Severity};\n\
         use crate::validate::Checksum;\n\n",
    );
    for (text, name) in &texts.0 {
        writeln!(out, "#[rustfmt::skip]\nconst {name}: &str = {text:?};").unwrap();
    }
    out.push_str("\n#[rustfmt::skip]\npub(super) static RULES: &[RuleSpec] = &[\n");
    for rule in rules {
        one(&mut out, rule, &texts).unwrap();
    }
    out.push_str("];\n");
    let digest = blake3::hash(out.as_bytes()).to_hex();
    out + "\n/// BLAKE3 of all that stands above, the first 16 digits.\n#[rustfmt::skip]\npub(super) const DIGEST: &str = \""
        + &digest[..16]
        + "\";\n"
}

/// Texts that several rules share, as those of a provider are, with the constant that stands for each.
struct Texts(BTreeMap<String, String>);

impl Texts {
    fn shared(rules: &[RuleSpec]) -> Texts {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for info in rules.iter().map(|rule| &rule.info) {
            for text in [&info.provider, &info.why, &info.revoke].into_iter().chain(&*info.references) {
                *counts.entry(text.to_string()).or_default() += 1;
            }
        }
        let shared = counts.into_iter().filter(|(_, count)| *count > 1);
        Texts(shared.enumerate().map(|(n, (text, _))| (text, format!("T{n}"))).collect())
    }

    fn of(&self, text: &str) -> String {
        self.0.get(text).map_or_else(|| format!("B({text:?})"), |name| format!("B({name})"))
    }
}

fn one(out: &mut String, rule: &RuleSpec, shared: &Texts) -> std::fmt::Result {
    let info = &rule.info;
    writeln!(out, "    RuleSpec {{\n        info: RuleInfo {{")?;
    let texts = [
        ("id", &info.id),
        ("provider", &info.provider),
        ("title", &info.title),
        ("description", &info.description),
        ("why", &info.why),
        ("revoke", &info.revoke),
    ];
    for (name, text) in texts {
        writeln!(out, "            {name}: {},", shared.of(text))?;
    }
    let references: Vec<String> = info.references.iter().map(|text| shared.of(text)).collect();
    writeln!(out, "            references: B(&[{}]), tags: {},", references.join(", "), list(&info.tags))?;
    writeln!(
        out,
        "            severity: Severity::{:?}, confidence: Confidence::{:?},\n        }},",
        info.severity, info.confidence
    )?;
    let option = |text: &Option<_>| match text {
        Some(text) => format!("Some(B({text:?}))"),
        None => "None".to_owned(),
    };
    writeln!(out, "        token: {}, pattern: {},", list(&rule.token), option(&rule.pattern),)?;
    writeln!(out, "        anchors: {}, ignore_case: {},", list(&rule.anchors), rule.ignore_case)?;
    writeln!(
        out,
        "        names: {}, hosts: {}, entropy: {:?}, stop_words: {},",
        list(&rule.names),
        list(&rule.hosts),
        rule.entropy,
        list(&rule.stop_words)
    )?;
    let checksum =
        rule.checksum.map_or("None".to_owned(), |checksum| format!("Some(Checksum::{checksum:?})"));
    writeln!(out, "        checksum: {checksum}, companion: {},", option(&rule.companion))?;
    writeln!(
        out,
        "        identifier: {}, generic: {}, window: {},",
        rule.identifier, rule.generic, rule.window
    )?;
    let Examples { positive, negative, near_miss } = &rule.examples;
    writeln!(out, "        examples: Examples {{")?;
    for (name, templates) in [("positive", positive), ("negative", negative), ("near_miss", near_miss)] {
        writeln!(out, "            {name}: {},", list(templates))?;
    }
    writeln!(out, "        }},\n    }},")
}

fn list(items: &[std::borrow::Cow<'static, str>]) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("B({item:?})")).collect();
    format!("B(&[{}])", items.join(", "))
}
