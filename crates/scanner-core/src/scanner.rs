//! The whole pipeline on one page: read, match, judge, keep the best, locate.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use crate::context::{self, Claim, Inner, Pair, Source, judge, kind_rules};
use crate::decode::{Text, lines};
use crate::engine::{Engine, EngineCache, Match, Rank, Surroundings, Tier, entropy, keep_best};
use crate::finding::{
    Confidence, Decoder, Finding, Fingerprint, FingerprintKey, Occurrence, Role, Secret, Severity, Span,
    Verdict,
};
use crate::json::{self, Kind, NodeId};
use crate::postman::{self, Document, Layout, LineIndex, PairKind, Place, Requests, Warning};
use crate::rule::{RuleInfo, builtin_rules, compile, spec};
use crate::sink::Sink;
use crate::{Artefact, ArtefactKind, MAX_ARTEFACT_LEN, RuleError, RuleSpec};

/// Finds credentials. Compile it once, share it between threads.
///
/// ```
/// fn shared<T: Send + Sync>(_: &T) {}
/// shared(&scanner_core::Scanner::new());
/// ```
#[derive(Debug)]
pub struct Scanner {
    engine: Engine,
    /// The rules of credentials without a format, by [`context::Kind`].
    kinds: Vec<Arc<RuleInfo>>,
    disabled: Vec<String>,
    key: FingerprintKey,
}

/// Makes a [`Scanner`] with rules of your own.
///
/// ```
/// let scanner = scanner_core::Scanner::builder().disable("generic-password").build()?;
/// # Ok::<(), scanner_core::RuleError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ScannerBuilder {
    builtin: bool,
    added: Vec<RuleSpec>,
    disabled: Vec<String>,
    key: FingerprintKey,
}

impl ScannerBuilder {
    /// Leaves out the rules that ship with the crate. Credentials without a format are still found.
    pub fn without_builtin_rules(&mut self) -> &mut ScannerBuilder {
        self.builtin = false;
        self
    }

    /// Adds rules.
    pub fn rules(&mut self, rules: impl IntoIterator<Item = RuleSpec>) -> &mut ScannerBuilder {
        self.added.extend(rules);
        self
    }

    /// Adds the rules of a TOML file; `rules/README.md` documents the format.
    ///
    /// # Errors
    /// If it is not such a file.
    pub fn rules_toml(&mut self, toml: &str) -> Result<&mut ScannerBuilder, RuleError> {
        Ok(self.rules(spec::parse(toml)?.into_iter().map(|(rule, _)| rule)))
    }

    /// Switches a rule off. An id that no rule has is ignored.
    pub fn disable(&mut self, rule_id: &str) -> &mut ScannerBuilder {
        self.disabled.push(rule_id.to_owned());
        self
    }

    /// Sets the key of the fingerprints.
    pub fn fingerprint_key(&mut self, key: FingerprintKey) -> &mut ScannerBuilder {
        self.key = key;
        self
    }

    /// Compiles the rules.
    ///
    /// # Errors
    /// If an added rule is wrong or takes an id that is in use. The error names it.
    pub fn build(&self) -> Result<Scanner, RuleError> {
        let builtin = if self.builtin { builtin_rules() } else { &[] };
        let rules =
            builtin.iter().map(|rule| (rule, false)).chain(self.added.iter().map(|rule| (rule, true)));
        Ok(Scanner {
            engine: Engine::new(compile(rules)?),
            kinds: kind_rules(),
            disabled: self.disabled.clone(),
            key: self.key.clone(),
        })
    }
}

/// Scratch memory of one worker. Using it again for the next artefact saves allocations; it carries nothing over.
#[derive(Debug, Default)]
pub struct Cache {
    engine: EngineCache,
}

/// What a scan says of an artefact beside its findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What the artefact is.
    pub kind: ArtefactKind,
    /// What is wrong with it, if anything. It was scanned all the same, as text and with what structure it has left.
    pub warning: Option<Warning>,
}

/// The result of [`Scanner::scan`].
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// What was found, in the order of the spans.
    pub findings: Vec<Finding>,
    /// What the artefact is, and what is wrong with it.
    pub outcome: Outcome,
}

/// Why an artefact was not scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScanError {
    /// It is no text: it has a NUL byte near its start and is not UTF-16.
    Binary,
    /// It is longer than [`MAX_ARTEFACT_LEN`].
    TooLong,
}

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScanError::Binary => f.write_str("binary data, not text"),
            ScanError::TooLong => write!(f, "longer than {MAX_ARTEFACT_LEN} bytes"),
        }
    }
}

impl std::error::Error for ScanError {}

impl Default for Scanner {
    fn default() -> Scanner {
        Scanner::new()
    }
}

impl Scanner {
    /// A scanner with the rules that ship with the crate.
    pub fn new() -> Scanner {
        Scanner::builder().build().expect("the built-in rules compile: tested in rule::compile")
    }

    /// A builder that begins with the rules that ship with the crate.
    pub fn builder() -> ScannerBuilder {
        ScannerBuilder {
            builtin: true,
            added: Vec::new(),
            disabled: Vec::new(),
            key: FingerprintKey::default(),
        }
    }

    /// Every rule a finding can name: first those of known formats, then those of credentials without one.
    pub fn rules(&self) -> impl Iterator<Item = &RuleInfo> {
        let formats = self.engine.rules().iter().map(|rule| &*rule.info);
        formats.chain(self.kinds.iter().map(|info| &**info)).filter(|info| !self.is_disabled(info))
    }

    /// Scans one artefact.
    ///
    /// # Errors
    /// If it is no text, or too long. Broken JSON, wrong encodings and the like are no errors: see [`Outcome::warning`].
    pub fn scan(&self, artefact: &Artefact<'_>) -> Result<Scan, ScanError> {
        let mut findings = Vec::new();
        let outcome = self.scan_with(&mut Cache::default(), artefact, &mut findings)?;
        Ok(Scan { findings, outcome })
    }

    /// Scans one artefact with scratch memory and a sink of the caller's. Time is linear in the length of the artefact.
    ///
    /// # Errors
    /// As [`Scanner::scan`].
    pub fn scan_with(
        &self,
        cache: &mut Cache,
        artefact: &Artefact<'_>,
        sink: &mut impl Sink,
    ) -> Result<Outcome, ScanError> {
        if artefact.bytes().len() > MAX_ARTEFACT_LEN {
            return Err(ScanError::TooLong);
        }
        let document = Document::parse(artefact.bytes(), Some(artefact.origin())).ok_or(ScanError::Binary)?;
        let mut pass =
            Pass { scanner: self, cache: &mut cache.engine, document: &document, hits: Vec::new() };
        pass.whole_text();
        match document.layout() {
            Some(layout) => pass.fields(layout),
            None => pass.plain(),
        }
        let hits = pass.hits;
        if !hits.is_empty() {
            Report::new(self, &document).findings(hits).into_iter().for_each(|finding| sink.push(finding));
        }
        Ok(Outcome { kind: document.kind(), warning: document.warning().cloned() })
    }

    fn is_disabled(&self, info: &RuleInfo) -> bool {
        self.disabled.iter().any(|id| **id == *info.id)
    }
}

/// Something found, before it is weighed against its neighbours.
#[derive(Clone, Debug)]
struct Hit {
    rule: Arc<RuleInfo>,
    /// Position of the rule; those of known formats come first.
    index: usize,
    format: bool,
    span: Span,
    secret: Vec<u8>,
    decoded: Vec<Decoder>,
    verdict: Verdict,
    confidence: Confidence,
    severity: Severity,
    node: Option<NodeId>,
    role: Role,
    field: String,
    inner: Option<String>,
    companion: Option<String>,
}

/// Where in the document a text stands.
#[derive(Clone, Copy)]
struct At<'t> {
    node: Option<NodeId>,
    role: Role,
    name: &'t [u8],
    inner: Option<Inner<'t>>,
    /// What else stands around the value, see [`Pair::near`].
    near: &'t [u8],
}

impl<'t> At<'t> {
    /// A string of the document as a whole.
    fn string(node: Option<NodeId>, role: Role, name: &'t [u8]) -> At<'t> {
        At { node, role, name, inner: None, near: b"" }
    }
}

/// One pass over one document.
struct Pass<'p> {
    scanner: &'p Scanner,
    cache: &'p mut EngineCache,
    document: &'p Document<'p>,
    hits: Vec<Hit>,
}

impl Pass<'_> {
    /// The file as it stands: finds what is not escaped, in values, in member names, in what no structure explains.
    fn whole_text(&mut self) {
        let text = self.document.text();
        for found in self.scanner.engine.matches(self.cache, text.bytes) {
            let Some(layout) = self.document.layout() else {
                self.accept(&found, text, At::string(None, Role::Text, b""));
                continue;
            };
            let string = layout.tape.string_around(found.secret.clone());
            // Escaped strings are searched once more when they have been decoded; what is found in the raw form may be wrong.
            if string.is_some_and(|id| layout.tape.node(id).escaped) {
                continue;
            }
            let crosses = string.is_none() && text.bytes[found.secret.clone()].contains(&b'"');
            if crosses && layout.tape.error().is_none() {
                continue;
            }
            let node = string.or_else(|| layout.tape.node_around(found.secret.start));
            let name = node.and_then(|node| layout.name(text.bytes, node)).unwrap_or_default();
            let role = node.map_or(Role::Other, |node| layout.place(node).role());
            self.accept(&found, text, At::string(node, role, &name));
        }
    }

    /// Every string of a JSON document: decoded, split into pairs, judged.
    fn fields(&mut self, layout: &Layout) {
        let text = self.document.text();
        for node in layout.tape.ids() {
            let place = layout.place(node);
            match layout.tape.node(node).kind {
                Kind::Array if place == Place::Script => self.script_lines(layout, node),
                Kind::String => self.string(layout, node, &text),
                Kind::Bare if matches!(place, Place::Value(_) | Place::Data(_)) => {
                    self.bare(layout, node, &text);
                }
                _ => {}
            }
        }
    }

    fn string(&mut self, layout: &Layout, node: NodeId, text: &Text<'_>) {
        let place = layout.place(node);
        let escaped = layout.tape.node(node).escaped;
        if place == Place::Metadata && !escaped {
            return;
        }
        let name = layout.name(text.bytes, node).unwrap_or_default();
        layout.with_value(text, node, |value| {
            let at = At::string(Some(node), place.role(), &name);
            if escaped {
                self.formats(value, at);
            }
            if !value.bytes.is_empty() {
                let secret_type = matches!(place, Place::Value(PairKind::Variable))
                    && layout.sibling(text.bytes, node, "type").as_deref() == Some(b"secret");
                // In a form `code` is the parameter of OAuth (RFC 6749, 4.1.3); elsewhere the grant type must stand beside it.
                let form = place == Place::Value(PairKind::Form);
                let code_grant =
                    *name == *b"code" && (form || layout.beside(text.bytes, node, b"authorization_code"));
                let source = Source { place, name: &name, value, secret_type, code_grant };
                context::expand(&source, &mut |pair| self.pair(pair, Some(node)));
            }
        });
    }

    /// A number where a string is due: a PIN, a numeric password.
    fn bare(&mut self, layout: &Layout, node: NodeId, text: &Text<'_>) {
        let Some(name) = layout.name(text.bytes, node) else { return };
        let value = text.slice(layout.tape.node(node).range());
        let role = layout.place(node).role();
        let pair = Pair {
            name: &name,
            value,
            role,
            inner: None,
            fresh: false,
            secret_type: false,
            code_grant: false,
            near: b"",
        };
        self.pair(&pair, Some(node));
    }

    /// A script that is split over the elements of an array: what runs over several lines is found in the whole.
    fn script_lines(&mut self, layout: &Layout, node: NodeId) {
        let text = self.document.text();
        let tape = &layout.tape;
        let strings = tape.children(node).filter(|&line| tape.node(line).kind == Kind::String);
        let ranges: Vec<_> = strings.map(|line| tape.node(line).range()).collect();
        if ranges.len() < 2 {
            return;
        }
        let joined = lines::join(text.bytes, ranges);
        let whole = joined.text(&text, Decoder::Lines);
        for found in self.scanner.engine.matches(self.cache, whole.bytes) {
            if !whole.bytes[found.secret.clone()].contains(&b'\n') {
                continue;
            }
            let first = joined.map.source(found.secret.start..found.secret.start + 1);
            let line = tape.string_around(first).unwrap_or(node);
            self.accept(&found, whole, At::string(Some(line), Role::Script, b"exec"));
        }
    }

    fn plain(&mut self) {
        let text = self.document.text();
        context::expand_plain(text, &mut |pair| self.pair(pair, None));
    }

    fn pair(&mut self, pair: &Pair<'_>, node: Option<NodeId>) {
        let at = At { node, role: pair.role, name: pair.name, inner: pair.inner, near: pair.near };
        if pair.fresh {
            self.formats(pair.value, at);
        }
        for found in self.scanner.engine.matches_named([pair.name, pair.near], pair.value.bytes) {
            self.accept(&found, pair.value, at);
        }
        if let Some(claim) = judge(pair) {
            self.claim(claim, pair.value, at);
        }
    }

    /// The rules of known formats over a text that was decoded.
    fn formats(&mut self, text: Text<'_>, at: At<'_>) {
        for found in self.scanner.engine.matches(self.cache, text.bytes) {
            self.accept(&found, text, at);
        }
    }

    fn accept(&mut self, found: &Match, text: Text<'_>, at: At<'_>) {
        let around = Surroundings { name: at.name, near: at.near };
        let Some(accepted) = self.scanner.engine.accept(found, text.bytes, &around) else { return };
        let rule = &self.scanner.engine.rules()[found.rule];
        if self.scanner.is_disabled(&rule.info) {
            return;
        }
        let value = text.slice(found.secret.clone());
        self.hits.push(Hit {
            rule: Arc::clone(&rule.info),
            index: found.rule,
            format: true,
            span: value.span(),
            secret: value.bytes.to_vec(),
            decoded: value.decoders(),
            verdict: accepted.verdict,
            confidence: accepted.confidence,
            severity: rule.info.severity,
            node: at.node,
            role: at.role,
            field: String::from_utf8_lossy(at.name).into_owned(),
            inner: at.inner.map(|inner| inner.pointer()),
            companion: None,
        });
    }

    fn claim(&mut self, claim: Claim, text: Text<'_>, at: At<'_>) {
        let rule = &self.scanner.kinds[claim.kind.index()];
        if self.scanner.is_disabled(rule) {
            return;
        }
        let value = text.slice(claim.secret);
        let mut decoded = value.decoders();
        decoded.extend(claim.decoded.as_ref().map(|_| Decoder::Base64));
        let weak = claim.weak;
        self.hits.push(Hit {
            rule: Arc::clone(rule),
            index: self.scanner.engine.rules().len() + claim.kind.index(),
            format: false,
            span: value.span(),
            secret: claim.decoded.unwrap_or_else(|| value.bytes.to_vec()),
            decoded,
            verdict: Verdict::None,
            confidence: if weak { Confidence::Low } else { rule.confidence },
            severity: if weak { rule.severity.min(Severity::Medium) } else { rule.severity },
            node: at.node,
            role: at.role,
            field: String::from_utf8_lossy(at.name).into_owned(),
            inner: at.inner.map(|inner| inner.pointer()),
            companion: None,
        });
    }
}

/// From hits to findings.
struct Report<'r> {
    scanner: &'r Scanner,
    document: &'r Document<'r>,
    lines: LineIndex,
    requests: Requests<'r>,
}

impl<'r> Report<'r> {
    fn new(scanner: &'r Scanner, document: &'r Document<'r>) -> Report<'r> {
        let lines = LineIndex::new(document.text().bytes);
        Report { scanner, document, lines, requests: Requests::of(document) }
    }

    fn findings(&self, mut hits: Vec<Hit>) -> Vec<Finding> {
        self.companions(&mut hits);
        hits.retain(|hit| !(hit.format && self.scanner.engine.rules()[hit.index].identifier));
        let hits = keep_best(hits, |hit| Rank {
            span: hit.span,
            verdict: hit.verdict,
            confidence: hit.confidence,
            tier: self.tier(hit),
            rule: hit.index,
        });
        let mut findings: Vec<Finding> = Vec::new();
        let mut known: HashMap<(usize, Vec<u8>), usize> = HashMap::new();
        for hit in hits {
            let key = (hit.index, hit.secret.clone());
            match known.get(&key) {
                Some(&first) => self.again(&mut findings[first], &hit),
                None => {
                    known.insert(key, findings.len());
                    findings.push(self.finding(hit));
                }
            }
        }
        for finding in &mut findings {
            finding.reach.sort();
            finding.reach.dedup();
        }
        findings
    }

    fn tier(&self, hit: &Hit) -> Tier {
        if !hit.format {
            return Tier::Context;
        }
        match &self.scanner.engine.rules()[hit.index] {
            rule if rule.generic => Tier::Generic,
            rule if rule.names.is_empty() => Tier::Format,
            _ => Tier::Named,
        }
    }

    /// A match of the companion's rule in the same request, auth block or environment makes a match surer, and is named. One that is a
    /// secret itself is named in its redacted form.
    fn companions(&self, hits: &mut [Hit]) {
        let rules = self.scanner.engine.rules();
        let owner = |hit: &Hit| {
            self.document.layout().zip(hit.node).and_then(|(layout, node)| postman::owner(layout, node))
        };
        let wanted: HashSet<usize> = rules.iter().filter_map(|rule| rule.companion).collect();
        let mut beside: HashMap<(usize, Option<NodeId>), String> = HashMap::new();
        for hit in hits.iter().filter(|hit| hit.format && wanted.contains(&hit.index)) {
            let named = if rules[hit.index].identifier {
                String::from_utf8_lossy(&hit.secret).into_owned()
            } else {
                Secret::new(&*hit.secret).redacted()
            };
            beside.entry((hit.index, owner(hit))).or_insert(named);
        }
        for hit in hits.iter_mut().filter(|hit| hit.format) {
            let Some(companion) = rules[hit.index].companion else { continue };
            if let Some(named) = beside.get(&(companion, owner(hit))) {
                hit.companion = Some(named.clone());
                hit.confidence = hit.confidence.max(Confidence::High);
            }
        }
    }

    fn finding(&self, hit: Hit) -> Finding {
        let at = self.occurrence(&hit);
        let reach = self.reach(&hit, &at);
        Finding {
            severity: hit.severity,
            confidence: hit.confidence,
            entropy: entropy(&hit.secret),
            verdict: hit.verdict,
            companion: hit.companion,
            at,
            occurrences: Vec::new(),
            reach,
            secret: Secret::new(hit.secret),
            rule: hit.rule,
        }
    }

    /// The same secret in another place of the artefact.
    fn again(&self, finding: &mut Finding, hit: &Hit) {
        let occurrence = self.occurrence(hit);
        finding.reach.extend(self.reach(hit, &occurrence));
        finding.severity = finding.severity.max(hit.severity);
        finding.confidence = finding.confidence.max(hit.confidence);
        finding.occurrences.push(occurrence);
    }

    fn reach(&self, hit: &Hit, at: &Occurrence) -> Vec<crate::Reach> {
        hit.node
            .map_or_else(Vec::new, |node| self.requests.reached(node, hit.role, at.location.field.as_deref()))
    }

    fn occurrence(&self, hit: &Hit) -> Occurrence {
        let text = self.document.text();
        let (line, column) = self.lines.line_column(self.document.text_offset(hit.span.start));
        let string = hit.node.zip(self.document.layout());
        let mut location = postman::location(self.document, hit.node, hit.role);
        location.field = (!hit.field.is_empty()).then(|| hit.field.clone());
        location.inner = hit.inner.clone();
        let mut place = hit.node.map_or_else(Vec::new, |node| postman::stable_place(self.document, node));
        place.extend(hit.inner.clone());
        let place: Vec<&str> = place.iter().map(String::as_str).collect();
        Occurrence {
            span: hit.span,
            line,
            column,
            pointer: string.map(|(node, layout)| json::pointer(&layout.tape, text.bytes, node)),
            location,
            fingerprint: Fingerprint::new(&self.scanner.key, &hit.rule.id, &hit.secret, &place),
            decoded: hit.decoded.clone(),
        }
    }
}
