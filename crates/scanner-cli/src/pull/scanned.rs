//! From the bytes of an element to findings that may be kept: secrets are taken out of names too, pages in Postman are found.

use aho_corasick::AhoCorasick;
use scanner_core::{Artefact, ArtefactKind, Cache, Finding, Location, ScanError, Scanner, Warning};
use scanner_report::SkipReason;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::model::{text, uid};

/// A part of an element, which is scanned by itself: a file of a specification, or all there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What its path has after that of the element; empty, or with a `/` before it.
    pub suffix: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The request or folder that it belongs to, as `request/UID`, if that is not to be found in it.
    pub page: Option<String>,
}

impl Part {
    /// The one part of an element that has no others.
    pub fn whole(bytes: Vec<u8>) -> Part {
        Part { suffix: String::new(), bytes, page: None }
    }
}

/// What a scan of a part came to.
#[derive(Clone, Debug)]
pub struct Scanned {
    /// [`Part::suffix`].
    pub suffix: String,
    /// Its length.
    pub bytes: u64,
    /// What it is.
    pub kind: ArtefactKind,
    /// What is wrong with it.
    pub warning: Option<Warning>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// The request or folder that each finding stands in, as `request/UID`.
    pub links: Vec<Option<String>>,
    /// Of each finding, salted hashes of what Postman's scanner may take for the secret.
    pub joins: Vec<Vec<String>>,
}

/// Why an element was not scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skip {
    /// What kind of reason it is.
    pub reason: SkipReason,
    /// The reason in words.
    pub detail: String,
    /// It was wanted.
    pub gap: bool,
}

/// What came of an element.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Its parts.
    Scanned(Vec<Scanned>),
    /// None.
    Skipped(Skip),
}

/// Scans a part. `salted` is how hashes of secrets are made fit to be kept.
///
/// # Errors
/// If it is no text, or too long.
pub fn scan(
    scanner: &Scanner,
    cache: &mut Cache,
    part: &Part,
    path: &str,
    salted: impl Fn(&[u8]) -> String,
) -> Result<Scanned, ScanError> {
    let mut findings = Vec::new();
    let outcome = scanner.scan_with(cache, &Artefact::new(&part.bytes, path), &mut findings)?;
    let joins = findings.iter().map(|finding| joins(finding, &part.bytes, &salted)).collect();
    let links = match &part.page {
        Some(page) => vec![Some(page.clone()); findings.len()],
        None => links(&findings, &part.bytes),
    };
    scrub(&mut findings);
    Ok(Scanned {
        suffix: part.suffix.clone(),
        bytes: part.bytes.len() as u64,
        kind: outcome.kind,
        warning: outcome.warning,
        findings,
        links,
        joins,
    })
}

/// `text` without what the scanner finds in it: a name may be a secret.
pub fn clean(scanner: &Scanner, cache: &mut Cache, text: &str) -> String {
    let mut findings: Vec<Finding> = Vec::new();
    let scanned = scanner.scan_with(cache, &Artefact::new(text.as_bytes(), "name"), &mut findings);
    match Scrubber::new(&findings) {
        Some(scrubber) if scanned.is_ok() => scrubber.text(text),
        _ => text.to_owned(),
    }
}

/// Postman hashes what it takes for the secret: the value, or a header with its scheme.
fn joins(finding: &Finding, bytes: &[u8], salted: impl Fn(&[u8]) -> String) -> Vec<String> {
    let secret = finding.secret.reveal();
    let written = bytes.get(finding.at.span.range()).unwrap_or_default();
    let with = |scheme: &[u8]| [scheme, written].concat();
    let mut forms = vec![secret.to_vec(), written.to_vec(), with(b"Bearer "), with(b"Basic ")];
    forms.dedup();
    forms.iter().map(|form| salted(hex_sha256(form).as_bytes())).collect()
}

/// As the API writes it.
fn hex_sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Documents longer than this are not parsed once more for the sake of links.
const LINKED: usize = 16 << 20;

fn links(findings: &[Finding], bytes: &[u8]) -> Vec<Option<String>> {
    let none = || vec![None; findings.len()];
    if findings.is_empty() || bytes.len() > LINKED {
        return none();
    }
    let Ok(json) = serde_json::from_slice::<Value>(bytes) else { return none() };
    let Some(collection) = json.get("collection") else { return none() };
    let owner = collection.pointer("/info/uid").and_then(Value::as_str).and_then(|uid| uid.split_once('-'));
    let owner = owner.map_or("", |(owner, _)| owner);
    findings.iter().map(|finding| item(collection, owner, finding.at.pointer.as_deref()?)).collect()
}

/// The innermost request or folder on the way to `pointer`.
fn item(collection: &Value, owner: &str, pointer: &str) -> Option<String> {
    let mut steps = pointer.strip_prefix("/collection")?.split('/').skip(1);
    let (mut at, mut found) = (collection, None);
    while steps.next() == Some("item") {
        at = at.get("item")?.get(steps.next()?.parse::<usize>().ok()?)?;
        found = page(at, owner).or(found);
    }
    found
}

fn page(item: &Value, owner: &str) -> Option<String> {
    let kind = if item.get("item").is_some() { "folder" } else { "request" };
    let uid = text(item, "uid").or_else(|| {
        let id = uid(item)?;
        (!owner.is_empty()).then(|| format!("{owner}-{id}"))
    })?;
    Some(format!("{kind}/{uid}"))
}

/// Takes secrets out of what is not redacted by itself.
struct Scrubber {
    secrets: AhoCorasick,
    redacted: Vec<String>,
}

/// Shorter ones stand in names by chance.
const SCRUBBED_FROM: usize = 6;

impl Scrubber {
    fn new(findings: &[Finding]) -> Option<Scrubber> {
        let secrets = findings.iter().map(|finding| &finding.secret);
        let (secrets, redacted): (Vec<&[u8]>, Vec<String>) = secrets
            .filter(|secret| secret.len() >= SCRUBBED_FROM)
            .map(|secret| (secret.reveal(), secret.redacted()))
            .unzip();
        if secrets.is_empty() {
            return None;
        }
        let matcher =
            AhoCorasick::builder().match_kind(aho_corasick::MatchKind::LeftmostLongest).build(secrets);
        Some(Scrubber { secrets: matcher.ok()?, redacted })
    }

    fn text(&self, text: &str) -> String {
        self.secrets.replace_all(text, &self.redacted)
    }

    fn each<'t>(&self, texts: impl IntoIterator<Item = &'t mut String>) {
        for text in texts {
            if self.secrets.is_match(text.as_str()) {
                *text = self.text(text);
            }
        }
    }
}

fn scrub(findings: &mut [Finding]) {
    let Some(scrubber) = Scrubber::new(findings) else { return };
    for finding in findings {
        scrubber.each(finding.companion.as_mut());
        scrubber.each(finding.facts.iter_mut().map(|fact| &mut fact.value));
        for reach in &mut finding.reach {
            scrubber.each(reach.host.iter_mut().chain([&mut reach.request]));
        }
        for place in std::iter::once(&mut finding.at).chain(&mut finding.occurrences) {
            scrubber.each(place.pointer.as_mut().into_iter().chain(names(&mut place.location)));
        }
    }
}

fn names(location: &mut Location) -> impl Iterator<Item = &mut String> {
    let single = [
        &mut location.collection,
        &mut location.request,
        &mut location.example,
        &mut location.environment,
        &mut location.field,
        &mut location.inner,
    ];
    single.into_iter().flatten().chain(&mut location.folders)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> String {
        ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"].concat()
    }

    fn collection(name: &str) -> Part {
        let json = serde_json::json!({"collection": {
            "info": {"name": name, "uid": "7-c", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
            "item": [{"name": "Folder", "id": "f", "item": [{"name": name, "id": "r", "request": {"method": "GET",
                "url": "https://api.corp.test", "header": [{"key": "X-Client-Secret", "value": secret()}]}}]}]}});
        Part::whole(json.to_string().into_bytes())
    }

    fn scanned(part: &Part) -> Scanned {
        scan(&Scanner::new(), &mut Cache::default(), part, "postman://collection/c", |hash| {
            String::from_utf8_lossy(hash).into_owned()
        })
        .unwrap()
    }

    #[test]
    fn a_finding_knows_its_request() {
        let scanned = scanned(&collection("Orders"));
        assert_eq!(scanned.findings.len(), 1);
        assert_eq!(scanned.links, [Some("request/7-r".to_owned())]);
    }

    #[test]
    fn names_that_hold_the_secret_are_scrubbed() {
        let scanned = scanned(&collection(&format!("GET /?key={}", secret())));
        let location = &scanned.findings[0].at.location;
        assert_eq!(location.request.as_deref(), Some("GET /?key=8FMP…(32 bytes)"));
        assert!(!format!("{scanned:?}").contains(&secret()));
    }

    #[test]
    fn the_hash_of_the_value_is_among_the_joins() {
        let scanned = scanned(&collection("Orders"));
        assert!(scanned.joins[0].contains(&hex_sha256(secret().as_bytes())));
    }
}
