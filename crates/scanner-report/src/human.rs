//! The report a person reads: grouped by file and request, redacted.
//!
//! Colour is written as ANSI escapes; whoever owns the terminal strips them where they do not belong.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use scanner_core::{Evidence, Finding, Location, Occurrence, Severity};

use crate::control::{Broken, Catalogue};
use crate::exception::{Comparison, Standing, Suppressed, SuppressedBy};
use crate::report::{Artefact, Coverage, Detected, Report, date};
use crate::wording::{self, Secrets, printable};

/// What to write.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Write secrets instead of their redacted form.
    pub show_secrets: bool,
    /// Rules and controls are explained at the end.
    pub advice: bool,
    /// Write the evidence for each finding.
    pub explain: bool,
    /// List what is suppressed, and what of the baseline is gone.
    pub suppressed: bool,
    /// Nothing is written if everything was scanned and nothing found; else what was not scanned is named, as no warning does.
    pub quiet: bool,
    /// Explanations are broken into lines of so many columns.
    pub width: usize,
}

impl Default for Options {
    /// Secrets redacted, no advice, no evidence, nothing that is suppressed, a summary, 100 columns.
    fn default() -> Options {
        Options {
            show_secrets: false,
            advice: false,
            explain: false,
            suppressed: false,
            quiet: false,
            width: 100,
        }
    }
}

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const GREEN: Style = AnsiColor::Green.on_default().bold();

const fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Critical => AnsiColor::BrightRed.on_default().bold(),
        Severity::High => AnsiColor::Red.on_default(),
        Severity::Medium => AnsiColor::Yellow.on_default(),
        Severity::Low => AnsiColor::Cyan.on_default(),
    }
}

/// Writes the report.
///
/// # Errors
/// Those of `out`.
pub fn write(
    out: &mut impl Write,
    report: &Report,
    catalogue: &Catalogue,
    options: Options,
) -> io::Result<()> {
    for artefact in report.artefacts.iter().filter(|artefact| !artefact.findings.is_empty()) {
        write_artefact(out, report, artefact, catalogue, options)?;
    }
    if options.advice && report.findings().next().is_some() {
        write_controls(out, report, catalogue, options.width)?;
        write_advice(out, report, options.width)?;
    }
    if options.suppressed {
        report.suppressed.iter().try_for_each(|one| write_suppressed(out, one))?;
        report.baseline.iter().try_for_each(|baseline| write_gone(out, baseline))?;
    }
    let coverage = report.coverage();
    if options.quiet && coverage.complete && report.findings().next().is_none() {
        return Ok(());
    }
    write_summary(out, report)?;
    if options.quiet {
        let gaps = coverage.skipped.iter().filter(|skipped| skipped.gap);
        gaps.take(GAPS)
            .try_for_each(|gap| writeln!(out, "  {}: {}", printable(&gap.path), printable(&gap.detail)))?;
        coverage.malformed.iter().take(GAPS).try_for_each(|one| {
            writeln!(
                out,
                "  {}:{}:{}: {}",
                printable(&one.path),
                one.line,
                one.column,
                printable(&one.message)
            )
        })?;
    }
    Ok(())
}

/// Gaps that are named.
const GAPS: usize = 20;

fn write_suppressed(out: &mut impl Write, one: &Suppressed) -> io::Result<()> {
    let (finding, why) = (&one.finding, &one.suppression);
    let (path, at) = (printable(&one.path), &finding.at);
    let (title, secret) = (&finding.rule.title, finding.secret.redacted());
    writeln!(out, "{DIM}suppressed{DIM:#}  {title}  {secret}  {DIM}{path}:{}:{}{DIM:#}", at.line, at.column)?;
    let mut words = vec![format!("by {} ({})", why.by.as_str(), printable(&why.origin))];
    words.extend(why.state.map(str::to_owned));
    words.extend(why.reason.as_deref().map(|reason| printable(reason).into_owned()));
    words.extend(why.owner.as_deref().map(|owner| format!("owner {}", printable(owner))));
    words.extend(why.expires.as_deref().map(|date| format!("until {date}")));
    writeln!(out, "            {DIM}{}{DIM:#}", words.join(", "))
}

fn write_gone(out: &mut impl Write, baseline: &Comparison) -> io::Result<()> {
    for gone in &baseline.gone {
        let pointer = gone.pointer.as_deref().unwrap_or_default();
        let (path, pointer) = (printable(&gone.path), printable(pointer));
        writeln!(out, "{DIM}gone        {}  {}  {path} {pointer}{DIM:#}", gone.rule_id, gone.redacted)?;
    }
    Ok(())
}

fn write_artefact(
    out: &mut impl Write,
    report: &Report,
    artefact: &Artefact,
    catalogue: &Catalogue,
    options: Options,
) -> io::Result<()> {
    let location = &artefact.findings[0].at.location;
    let name = location.collection.as_deref().or(location.environment.as_deref());
    write!(out, "{BOLD}{}{BOLD:#}  {DIM}{}", printable(&artefact.path), artefact.kind)?;
    if let Some(name) = name {
        write!(out, " · {}", printable(name))?;
    }
    writeln!(out, "{DIM:#}")?;
    if let Some(live) = &artefact.live {
        let workspace = printable(&live.workspace);
        writeln!(out, "  {DIM}in workspace {workspace} ({}){DIM:#}", printable(&live.visibility))?;
    }
    if let Some(commit) = &artefact.commit {
        let (id, author) = (commit.short(), wording::author(commit));
        writeln!(out, "  {DIM}in commit {id} of {}, {author}{DIM:#}", commit.date)?;
    }
    // Findings are in the order of the file; those of one request stand together under its first.
    let mut groups: Vec<(String, Vec<&Finding>)> = Vec::new();
    for finding in &artefact.findings {
        let heading = heading(&finding.at.location);
        match groups.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, group)) => group.push(finding),
            None => groups.push((heading, vec![finding])),
        }
    }
    for (heading, findings) in groups {
        if !heading.is_empty() {
            writeln!(out, "  {heading}")?;
        }
        let mut page = None;
        for finding in findings {
            write_finding(out, report, finding, catalogue, options)?;
            let this = page_of(artefact, finding);
            if let Some(url) = this.filter(|_| this != page) {
                writeln!(out, "{DETAIL}{DIM}{}{DIM:#}", printable(url))?;
            }
            page = this;
            write_known_to_postman(out, artefact, finding)?;
        }
    }
    writeln!(out)
}

/// The page in Postman that shows a finding best, if its workspace or its file tells one.
fn page_of<'r>(artefact: &'r Artefact, finding: &'r Finding) -> Option<&'r str> {
    let live = artefact.live.as_ref().and_then(|live| live.link(finding));
    live.or(finding.at.location.link.as_deref())
}

/// Whether Postman's own scanner knows of it.
fn write_known_to_postman(out: &mut impl Write, artefact: &Artefact, finding: &Finding) -> io::Result<()> {
    let Some(live) = &artefact.live else { return Ok(()) };
    if let Some(id) = live.detected.get(&finding.at.fingerprint) {
        writeln!(out, "{DETAIL}{DIM}Postman's scanner knows it as {}{DIM:#}", printable(id))?;
    }
    Ok(())
}

/// `Folder › Request › example “Name”`.
fn heading(location: &Location) -> String {
    let mut parts: Vec<String> =
        location.folders.iter().map(|folder| printable(folder).into_owned()).collect();
    parts.extend(location.request.as_deref().map(|name| printable(name).into_owned()));
    parts.extend(location.example.as_deref().map(|example| format!("example “{}”", printable(example))));
    if parts.is_empty()
        && let (Some(_), Some(environment)) = (&location.collection, &location.environment)
    {
        parts.push(printable(environment).into_owned());
    }
    if parts.len() > HEADING {
        // Folders can nest without end; both ends say most.
        parts.splice(HEADING / 2..parts.len() - HEADING / 2, ["…".to_owned()]);
    }
    parts.join(" › ")
}

/// Names in a heading.
const HEADING: usize = 8;

fn write_finding(
    out: &mut impl Write,
    report: &Report,
    finding: &Finding,
    catalogue: &Catalogue,
    options: Options,
) -> io::Result<()> {
    let style = severity_style(finding.severity);
    let word = finding.severity.as_str().to_uppercase();
    let secrets = if options.show_secrets { Secrets::Plain } else { Secrets::Redacted };
    let secret = wording::secret(finding, secrets);
    writeln!(
        out,
        "    {style}{word:<8}{style:#}  {BOLD}{}{BOLD:#}  {secret}{}{}",
        finding.rule.title,
        wording::doubt(finding),
        standing(report, finding)
    )?;
    write_place(out, "", &finding.at)?;
    write_others(out, finding)?;
    if let Some(companion) = &finding.companion {
        writeln!(out, "              {DIM}belongs to {}{DIM:#}", printable(companion))?;
    }
    if let Some(date) = finding.expires.and_then(date) {
        let word = if finding.expired { "expired" } else { "expires" };
        writeln!(out, "{DETAIL}{DIM}{word} {date}{DIM:#}")?;
    }
    write_facts(out, finding)?;
    write_reach(out, finding)?;
    if options.explain {
        finding.evidence.iter().try_for_each(|evidence| write_evidence(out, DETAIL, evidence))?;
    }
    for broken in catalogue.broken(finding) {
        let text = format!("control {}: {}", broken.id, broken.why);
        write_wrapped(out, DETAIL, options.width, DIM, &text)?;
    }
    Ok(())
}

fn standing(report: &Report, finding: &Finding) -> &'static str {
    match report.standing(finding) {
        Some(Standing::New) => "  (new)",
        Some(Standing::Known) => "  (in the baseline)",
        None => "",
    }
}

/// `aws-account 029608264753, created …`.
fn write_facts(out: &mut impl Write, finding: &Finding) -> io::Result<()> {
    if finding.facts.is_empty() {
        return Ok(());
    }
    let facts = finding.facts.iter().map(|fact| format!("{} {}", fact.name, printable(&fact.value)));
    writeln!(out, "{DETAIL}{DIM}{}{DIM:#}", facts.collect::<Vec<_>>().join(", "))
}

fn write_place(out: &mut impl Write, lead: &str, place: &Occurrence) -> io::Result<()> {
    let location = &place.location;
    let field = location.field.as_deref().map(|field| format!(" {}", printable(field))).unwrap_or_default();
    let inner =
        location.inner.as_deref().map(|inner| format!(" at {}", printable(inner))).unwrap_or_default();
    let mut notes = String::new();
    if location.secret_type {
        notes.push_str(", type secret");
    }
    if location.disabled {
        notes.push_str(", disabled");
    }
    write!(out, "              {lead}{}{field}{inner}{notes}  ", location.role.as_str())?;
    write!(out, "{DIM}{}:{}", place.line, place.column)?;
    if let Some(pointer) = &place.pointer {
        write!(out, "  {}", shortened(&printable(pointer)))?;
    }
    writeln!(out, "{DIM:#}")
}

/// Characters of a pointer; of a longer one the end is shown.
const POINTER: usize = 100;

fn shortened(pointer: &str) -> String {
    match pointer.char_indices().rev().nth(POINTER) {
        Some((start, _)) => format!("…{}", &pointer[start..]),
        None => pointer.to_owned(),
    }
}

/// Places of the same secret that are listed; more are counted.
const PLACES: usize = 3;

fn write_others(out: &mut impl Write, finding: &Finding) -> io::Result<()> {
    let others = || finding.occurrences.iter().filter(|place| !place.mirror);
    others().take(PLACES).try_for_each(|place| write_place(out, "also in ", place))?;
    match others().count().saturating_sub(PLACES) {
        0 => Ok(()),
        more => writeln!(out, "              and in {more} more places of this file"),
    }
}

pub(crate) fn write_evidence(out: &mut impl Write, indent: &str, evidence: &Evidence) -> io::Result<()> {
    match evidence.points {
        0 => writeln!(out, "{indent}{DIM}   ·  {}{DIM:#}", evidence.reason),
        points => writeln!(out, "{indent}{DIM}{points:+4}  {}{DIM:#}", evidence.reason),
    }
}

fn write_reach(out: &mut impl Write, finding: &Finding) -> io::Result<()> {
    let mut hosts: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for reach in &finding.reach {
        let Some(host) = reach.host.as_deref() else { continue };
        let host = hosts.entry(host).or_default();
        host.0 += 1;
        host.1 |= reach.tls == Some(false);
    }
    if hosts.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = hosts
        .iter()
        .take(PLACES)
        .map(|(host, (requests, plain))| {
            let requests = if *requests == 1 { String::new() } else { format!(" ({requests} requests)") };
            format!("{}{requests}{}", printable(host), if *plain { " without TLS" } else { "" })
        })
        .collect();
    let more = match hosts.len().saturating_sub(PLACES) {
        0 => String::new(),
        more => format!(" and {more} more hosts"),
    };
    writeln!(out, "              {DIM}sent to {}{more}{DIM:#}", shown.join(", "))
}

fn write_controls(
    out: &mut impl Write,
    report: &Report,
    catalogue: &Catalogue,
    width: usize,
) -> io::Result<()> {
    let mut broken: BTreeMap<String, (Broken, usize)> = BTreeMap::new();
    for (_, finding) in report.findings() {
        for control in catalogue.broken(finding) {
            broken.entry(control.id.to_string()).or_insert((control, 0)).1 += 1;
        }
    }
    if broken.is_empty() {
        return Ok(());
    }
    writeln!(out, "{BOLD}Controls broken{BOLD:#}")?;
    for (control, count) in broken.values() {
        let level = control.level.as_ref().map_or_else(String::new, |level| format!(" ({level})"));
        writeln!(out, "  {:<5} {}{level}: {}", control.id, control.title, plural(*count, "finding"))?;
        if let Some(known) = catalogue.control(&control.id) {
            write_wrapped(out, "        ", width, DIM, &known.advice)?;
        }
    }
    writeln!(out)
}

fn write_advice(out: &mut impl Write, report: &Report, width: usize) -> io::Result<()> {
    let mut rules: BTreeMap<&str, (&Finding, usize)> = BTreeMap::new();
    for (_, finding) in report.findings() {
        rules.entry(finding.rule_id()).or_insert((finding, 0)).1 += 1;
    }
    let mut rules: Vec<_> = rules.into_values().collect();
    rules.sort_by_key(|(finding, _)| (std::cmp::Reverse(finding.rule.severity), finding.rule.title.clone()));
    writeln!(out, "{BOLD}What to do{BOLD:#}")?;
    for (finding, count) in rules {
        let rule = &finding.rule;
        writeln!(out, "  {} {DIM}({}, {count}){DIM:#}", rule.title, rule.id)?;
        write_wrapped(out, "    ", width, Style::new(), &rule.revoke)?;
    }
    writeln!(out)
}

fn write_summary(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let coverage = report.coverage();
    let found = report.findings().count();
    if found == 0 {
        let style = if coverage.complete { GREEN } else { Style::new() };
        writeln!(out, "{style}No credentials found{style:#} in {}.", scanned(report))?;
    } else {
        let by_severity: Vec<String> = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low]
            .into_iter()
            .filter(|&severity| report.count(severity) > 0)
            .map(|severity| format!("{} {}", report.count(severity), severity.as_str()))
            .collect();
        let files = report.artefacts.iter().filter(|artefact| !artefact.findings.is_empty()).count();
        writeln!(
            out,
            "{BOLD}{}{BOLD:#} ({}) in {}; scanned {}.",
            plural(found, "credential"),
            by_severity.join(", "),
            plural(files, "file"),
            scanned(report)
        )?;
    }
    if let Some(detected) = &report.detected {
        write_detected(out, detected)?;
    }
    write_exceptions(out, report)?;
    write_gaps(out, &coverage)
}

/// What does not count, and how the rest stands to the baseline.
fn write_exceptions(out: &mut impl Write, report: &Report) -> io::Result<()> {
    if let Some(baseline) = &report.baseline {
        let count = |standing| baseline.count(report.findings().map(|(_, finding)| finding), standing);
        let (new, known) = (count(Standing::New), count(Standing::Known));
        let expired = match baseline.expired {
            0 => String::new(),
            1 => ", 1 entry has expired".to_owned(),
            more => format!(", {more} entries have expired"),
        };
        writeln!(out, "Baseline: {new} new, {known} known, {} gone{expired}.", baseline.gone.len())?;
    }
    let mut by: BTreeMap<SuppressedBy, usize> = BTreeMap::new();
    report.suppressed.iter().for_each(|one| *by.entry(one.suppression.by).or_default() += 1);
    if let Some(count) = by.remove(&SuppressedBy::Committed) {
        writeln!(out, "Committed before: {count}, not shown (--show-suppressed lists them).")?;
    }
    if by.is_empty() {
        return Ok(());
    }
    let total: usize = by.values().sum();
    let by: Vec<String> = by.iter().map(|(by, count)| format!("{count} by {}", by.as_str())).collect();
    writeln!(out, "Suppressed: {total} ({}).", by.join(", "))
}

fn scanned(report: &Report) -> String {
    let seconds = report.duration.as_secs_f64();
    format!("{}, {} in {seconds:.2} s", plural(report.artefacts.len(), "file"), size(report.bytes()))
}

/// What Postman's own scanner knows; of what only it knows, the first few.
fn write_detected(out: &mut impl Write, detected: &Detected) -> io::Result<()> {
    const SHOWN: usize = 10;
    let theirs = detected.only_theirs.len();
    writeln!(
        out,
        "Postman's own scanner knows {} of them, and {theirs} that were not found here; {} it does not know.",
        detected.both, detected.only_ours
    )?;
    for one in detected.only_theirs.iter().take(SHOWN) {
        let words =
            [&one.secret_id, &one.secret_type, &one.obfuscated].map(|word| printable(word)).join("  ");
        writeln!(out, "  {words}  {DIM}in workspace {}{DIM:#}", printable(&one.workspace_id))?;
    }
    if theirs > SHOWN {
        writeln!(out, "  and {} more", theirs - SHOWN)?;
    }
    Ok(())
}

/// What was not scanned, and what only in part.
fn write_gaps(out: &mut impl Write, coverage: &Coverage) -> io::Result<()> {
    if !coverage.malformed.is_empty() {
        let count = plural(coverage.malformed.len(), "file");
        writeln!(out, "{count} not valid JSON: scanned as text, and with the structure that is left.")?;
    }
    if !coverage.skipped.is_empty() {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        coverage.skipped.iter().for_each(|skipped| *reasons.entry(skipped.reason.as_str()).or_default() += 1);
        let reasons: Vec<String> =
            reasons.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        writeln!(out, "Not scanned: {} ({}).", plural(coverage.skipped.len(), "file"), reasons.join(", "))?;
    }
    if !coverage.complete {
        let style = severity_style(Severity::Medium);
        writeln!(
            out,
            "{style}The scan is incomplete{style:#}: what could not be read may hold credentials."
        )?;
    }
    Ok(())
}

/// What is said about a finding stands under its title.
const DETAIL: &str = "              ";

fn write_wrapped(
    out: &mut impl Write,
    indent: &str,
    width: usize,
    style: Style,
    text: &str,
) -> io::Result<()> {
    // URLs are not broken: they are there to be opened.
    let options = textwrap::Options::new(width.max(indent.len() + 20))
        .initial_indent(indent)
        .subsequent_indent(indent)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).iter().try_for_each(|line| writeln!(out, "{style}{line}{style:#}"))
}

fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        assert_eq!([size(999), size(1_500), size(25_000_000)], ["999 bytes", "1.5 kB", "25.0 MB"]);
    }
}
