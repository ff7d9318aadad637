//! Scores the scanner against a labelled folder: recall, precision, every miss and every false alarm.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Parser;
use scanner_benches::labels::{self, Label};
use scanner_core::{Artefact, Decoder, Finding, Occurrence, Scanner};

/// Score the scanner against a folder with labels.jsonl and files/.
///
/// A field counts as found if a finding stands in the labelled string and its secret overlaps one of the labelled spans; a field
/// that is no credential counts as flagged if any finding stands in it.
#[derive(Parser)]
struct Args {
    /// The labelled folder.
    folder: PathBuf,
    /// Also print the values of misses and false alarms.
    #[arg(long)]
    show_values: bool,
    /// Leave out the lists.
    #[arg(long)]
    quiet: bool,
    /// Fail if the recall of `secret` is lower, in per cent.
    #[arg(long, value_name = "PER_CENT")]
    min_recall: Option<f64>,
    /// Fail if the recall of `weak` is lower, in per cent.
    #[arg(long, value_name = "PER_CENT")]
    min_weak: Option<f64>,
    /// Fail if less of what is flagged is `secret` or `weak`, in per cent.
    #[arg(long, value_name = "PER_CENT")]
    min_precision: Option<f64>,
    /// Fail if more of placeholder, reference and none are flagged, in per cent.
    #[arg(long, value_name = "PER_CENT")]
    max_false_alarms: Option<f64>,
}

/// A label, and the rule that flagged the field, if one did.
struct Scored {
    label: Label,
    rule: Option<String>,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let scored = score(&args.folder)?;
    if !args.quiet {
        list(&args, "Missed", scored.iter().filter(|s| s.rule.is_none() && s.label.label == "secret"));
        list(&args, "Missed, weak", scored.iter().filter(|s| s.rule.is_none() && s.label.label == "weak"));
        list(&args, "False alarms", scored.iter().filter(|s| s.rule.is_some() && is_innocent(&s.label)));
        list(
            &args,
            "Samples flagged",
            scored.iter().filter(|s| s.rule.is_some() && s.label.label == "sample"),
        );
    }
    table("Recall of `secret` by role", &scored, |l| l.role.clone());
    table("Recall of `secret` by type", &scored, |l| l.kind.clone().unwrap_or_default());
    cases("Missed secret and weak, by case", &scored, |s| {
        (!is_innocent(&s.label) && s.label.label != "sample", s.rule.is_none())
    });
    cases("False alarms and samples, by case", &scored, |s| {
        (is_innocent(&s.label) || s.label.label == "sample", s.rule.is_some())
    });
    let Summary { recall, weak, false_alarms, precision } = summary(&scored);
    for (what, least, measured) in [
        ("recall of `secret`", args.min_recall, recall),
        ("recall of `weak`", args.min_weak, weak),
        ("precision", args.min_precision, precision),
    ] {
        ensure!(least.is_none_or(|least| measured >= least), "{what}: {measured:.2} %");
    }
    ensure!(
        args.max_false_alarms.is_none_or(|most| false_alarms <= most),
        "{false_alarms:.2} % false alarms"
    );
    Ok(())
}

fn is_innocent(label: &Label) -> bool {
    matches!(label.label.as_str(), "placeholder" | "reference" | "none")
}

fn score(folder: &Path) -> Result<Vec<Scored>> {
    let scanner = Scanner::new();
    let mut files: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    let mut scored = Vec::new();
    for label in labels::read(folder)? {
        if !files.contains_key(&label.file) {
            files.insert(label.file.clone(), scan(&scanner, folder, &label.file)?);
        }
        let rule =
            files[&label.file].iter().find(|finding| flags(finding, &label)).map(|f| f.rule_id().to_owned());
        scored.push(Scored { label, rule });
    }
    Ok(scored)
}

fn scan(scanner: &Scanner, folder: &Path, file: &str) -> Result<Vec<Finding>> {
    let path = [folder.join("files").join(file), folder.join(file)].into_iter().find(|path| path.exists());
    let path = path.with_context(|| format!("{file} is not there"))?;
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    // An empty file has nothing to scan, and a binary one is not scanned: neither has findings.
    Ok(scanner.scan(&Artefact::new(&bytes, file)).map(|scan| scan.findings).unwrap_or_default())
}

fn flags(finding: &Finding, label: &Label) -> bool {
    // In a file without pointers the name is all that tells the places of innocent values apart.
    let named = |place: &Occurrence| place.location.field == label.name;
    let in_place = |place: &Occurrence| match &label.pointer {
        Some(_) => place.pointer == label.pointer,
        None => !label.spans.is_empty() || named(place),
    };
    finding.places().any(in_place) && (label.spans.is_empty() || overlaps(finding, label))
}

fn overlaps(finding: &Finding, label: &Label) -> bool {
    let secret = String::from_utf8_lossy(finding.secret.reveal());
    // A Basic header is labelled by its base64, and found by what that decodes to.
    let basic = finding.places().any(|place| place.decoded.contains(&Decoder::Basic));
    let near = |a: &str, b: &str| a.contains(b) || b.contains(a);
    basic || label.spans.iter().any(|span| near(&secret, span) || near(&plain(&secret), &plain(span)))
}

/// Without percent-encoding: a label gives the value as it stands in the URL.
fn plain(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn list<'s>(args: &Args, title: &str, scored: impl Iterator<Item = &'s Scored>) {
    println!("{title}");
    for Scored { label, rule } in scored {
        let name = label.name.as_deref().unwrap_or("");
        let pointer = label.pointer.as_deref().unwrap_or("");
        print!(
            "  {:<11} {:<11} {:<13} {name}  {}#{pointer}",
            label.label,
            label.role,
            label.kind.as_deref().unwrap_or(""),
            label.file
        );
        if let Some(rule) = rule {
            print!("  [{rule}]");
        }
        if let Some(case) = &label.case {
            print!("  ({case})");
        }
        if args.show_values {
            print!("  {:?}", value(&args.folder, label));
        }
        println!();
    }
    println!();
}

fn value(folder: &Path, label: &Label) -> String {
    if !label.spans.is_empty() {
        return label.spans.join(" | ");
    }
    let text = std::fs::read(folder.join("files").join(&label.file)).unwrap_or_default();
    let json: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    let found = label.pointer.as_deref().and_then(|pointer| json.pointer(pointer)).map(ToString::to_string);
    found.unwrap_or_default().chars().take(300).collect()
}

fn table(title: &str, scored: &[Scored], key: impl Fn(&Label) -> String) {
    let mut rows: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for scored in scored.iter().filter(|s| s.label.label == "secret") {
        let row = rows.entry(key(&scored.label)).or_default();
        row.0 += usize::from(scored.rule.is_some());
        row.1 += 1;
    }
    println!("{title}");
    for (name, (found, all)) in rows {
        println!("  {name:<16} {found:>3} of {all:<3}");
    }
    println!();
}

/// Of generated labels: for each case the number that went wrong, and of how many. `wrong` says whether a label counts, and whether it is
/// wrong.
fn cases(title: &str, scored: &[Scored], wrong: impl Fn(&Scored) -> (bool, bool)) {
    let mut rows: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for one in scored {
        let (counts, is_wrong) = wrong(one);
        if let Some(case) = one.label.case.as_deref().filter(|_| counts) {
            let row = rows.entry(case).or_default();
            row.0 += usize::from(is_wrong);
            row.1 += 1;
        }
    }
    rows.retain(|_, (wrong, _)| *wrong > 0);
    if rows.is_empty() {
        return;
    }
    println!("{title}");
    for (case, (wrong, all)) in rows {
        println!("  {case:<40} {wrong:>5} of {all:<5}");
    }
    println!();
}

/// Totals, in per cent.
struct Summary {
    recall: f64,
    weak: f64,
    /// The share of innocent fields that are flagged.
    false_alarms: f64,
    precision: f64,
}

/// Prints and gives the totals.
fn summary(scored: &[Scored]) -> Summary {
    let count = |labels: &[&str]| {
        let of: Vec<_> = scored.iter().filter(|s| labels.contains(&s.label.label.as_str())).collect();
        (of.iter().filter(|s| s.rule.is_some()).count(), of.len())
    };
    let share = |(found, all): (usize, usize)| 100.0 * found as f64 / all.max(1) as f64;
    for (title, labels) in [
        ("recall of secret", &["secret"][..]),
        ("recall of weak", &["weak"]),
        ("flagged of sample", &["sample"]),
        ("flagged of placeholder", &["placeholder"]),
        ("flagged of reference", &["reference"]),
        ("flagged of none", &["none"]),
        ("flagged of the last three", &["placeholder", "reference", "none"]),
    ] {
        let (found, all) = count(labels);
        println!("{title:<26} {found:>4} of {all:<5} {:>6.2} %", share((found, all)));
    }
    let right = count(&["secret", "weak"]).0;
    let flagged = right + count(&["sample", "placeholder", "reference", "none"]).0;
    println!(
        "{:<26} {right:>4} of {flagged:<5} {:>6.2} %   (secret and weak, of all that is flagged)",
        "precision",
        share((right, flagged))
    );
    Summary {
        recall: share(count(&["secret"])),
        weak: share(count(&["weak"])),
        false_alarms: share(count(&["placeholder", "reference", "none"])),
        precision: share((right, flagged)),
    }
}
