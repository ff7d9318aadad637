//! The whole pipeline on one page: read, match, judge, keep the best, locate.

mod barren;
mod explain;
mod markers;
mod marks;
mod names;
mod pass;
mod report;
mod severity;
mod survey;

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::context::kind_rules;
use crate::engine::{Engine, EngineCache};
use crate::finding::{Finding, FingerprintKey};
use crate::postman::{Document, Warning};
use crate::rule::{RuleInfo, Selector, builtin_rules, compile, spec};
use crate::sink::Sink;
use crate::{Artefact, ArtefactKind, MAX_ARTEFACT_LEN, RuleError, RuleSpec};

pub use explain::{Considered, ExplainError, Explanation, Spot};
use marks::MarkIndex;
#[cfg(test)]
pub(crate) use marks::mark_literals;
pub(crate) use names::Names;
use pass::Scratch;
use report::Report;
use survey::Survey;

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
    disabled: Vec<Selector>,
    key: FingerprintKey,
    formats_only: bool,
    /// What may be left out; none, if nothing is to be.
    marks: Option<OnceLock<MarkIndex>>,
    now: Option<i64>,
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
    disabled: Vec<Selector>,
    key: FingerprintKey,
    formats_only: bool,
    exhaustive: bool,
    now: Option<i64>,
}

impl ScannerBuilder {
    /// Leaves out the rules that ship with the crate. Credentials without a format are still found.
    pub fn without_builtin_rules(&mut self) -> &mut ScannerBuilder {
        self.builtin = false;
        self
    }

    /// Adds rules. One with the id of a rule that ships with the crate takes its place.
    pub fn rules(&mut self, rules: impl IntoIterator<Item = RuleSpec>) -> &mut ScannerBuilder {
        self.added.extend(rules);
        self
    }

    /// Adds the rules of a TOML file; `rules/README.md` documents the format.
    ///
    /// # Errors
    /// If it is not such a file.
    pub fn rules_toml(&mut self, toml: &str) -> Result<&mut ScannerBuilder, RuleError> {
        Ok(self.rules(spec::parse(toml)?))
    }

    /// Switches rules off: by id, or as [`Selector`] says. One that selects no rule is ignored.
    pub fn disable(&mut self, rules: impl Into<Selector>) -> &mut ScannerBuilder {
        self.disabled.push(rules.into());
        self
    }

    /// Sets the key of the fingerprints.
    pub fn fingerprint_key(&mut self, key: FingerprintKey) -> &mut ScannerBuilder {
        self.key = key;
        self
    }

    /// Looks for known formats only: strings are not split into pairs, and nothing is found by its name and place. Rules that need a name
    /// beside the value find less as well. Several times faster, and half as useful; meant for comparison.
    pub fn formats_only(&mut self) -> &mut ScannerBuilder {
        self.formats_only = true;
        self
    }

    /// Looks at everything, also where nothing can be found. Several times slower, with the same findings; meant for comparison.
    pub fn exhaustive(&mut self) -> &mut ScannerBuilder {
        self.exhaustive = true;
        self
    }

    /// Sets the time of the scan, in seconds since 1970-01-01T00:00:00Z: a token that says it has expired by then is reported at low severity.
    /// Without it nothing counts as expired; the scanner has no clock.
    pub fn now(&mut self, seconds: i64) -> &mut ScannerBuilder {
        self.now = Some(seconds);
        self
    }

    /// Compiles the rules.
    ///
    /// # Errors
    /// If an added rule is wrong, or two of them have the same id. The error names it.
    pub fn build(&self) -> Result<Scanner, RuleError> {
        let builtin = if self.builtin { builtin_rules() } else { &[] };
        let added: HashSet<&str> = self.added.iter().map(|rule| &*rule.info.id).collect();
        let kept = builtin.iter().filter(|rule| !added.contains(&*rule.info.id));
        let rules = kept.map(|rule| (rule, false)).chain(self.added.iter().map(|rule| (rule, true)));
        Ok(Scanner {
            engine: Engine::new(compile(rules)?),
            kinds: kind_rules(),
            disabled: self.disabled.clone(),
            key: self.key.clone(),
            formats_only: self.formats_only,
            marks: (!self.exhaustive).then(OnceLock::new),
            now: self.now,
        })
    }
}

/// Scratch memory of one worker. Using it again for the next artefact saves allocations, and looking again at strings that held nothing; what is found
/// does not depend on it. It remembers hashes of strings, not what is in them.
#[derive(Debug, Default)]
pub struct Cache {
    engine: EngineCache,
    scratch: Scratch,
    /// What the threads of the rayon pool use that long artefacts are split between; `None` if they are not.
    #[cfg(feature = "parallel")]
    helpers: Option<Box<crate::parallel::Pool<Cache>>>,
    stop: Option<Stop>,
}

/// Asked now and then whether to stop.
#[derive(Clone)]
struct Stop(Arc<dyn Fn() -> bool + Send + Sync>);

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stop")
    }
}

impl Cache {
    /// A cache with which long artefacts are split between the threads of the rayon pool that one is in.
    #[cfg(feature = "parallel")]
    pub(crate) fn splitting() -> Cache {
        Cache { helpers: Some(Box::default()), ..Cache::default() }
    }

    /// Makes the next scans with this cache ask `stop` now and then, after each quarter of a MiB of a JSON document at the latest, and end early when
    /// it says so: [`Outcome::stopped`]. What was found until then is reported. Which findings those are depends on the machine.
    pub fn stop_when(&mut self, stop: impl Fn() -> bool + Send + Sync + 'static) {
        self.stop = Some(Stop(Arc::new(stop)));
    }

    fn splits(&self, len: usize) -> bool {
        #[cfg(feature = "parallel")]
        let may_split = self.helpers.is_some();
        #[cfg(not(feature = "parallel"))]
        let may_split = false;
        may_split && len >= SPLIT_LEN
    }
}

/// Shorter artefacts are not worth splitting, in bytes.
const SPLIT_LEN: usize = 1 << 20;

/// What a scan says of an artefact beside its findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What the artefact is.
    pub kind: ArtefactKind,
    /// What is wrong with it, if anything. It was scanned all the same, as text and with what structure it has left.
    pub warning: Option<Warning>,
    /// It was not scanned to its end, because [`Cache::stop_when`] said so.
    pub stopped: bool,
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
            formats_only: false,
            exhaustive: false,
            now: None,
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
        let mut document = Document::open(artefact.bytes()).ok_or(ScanError::Binary)?;
        let survey = Survey::read(self, cache, &mut document, artefact.origin());
        let (hits, end) = pass::hits(self, cache, &document, &survey);
        if !hits.is_empty() {
            Report::new(self, &document).findings(hits).into_iter().for_each(|finding| sink.push(finding));
        }
        Ok(Outcome { kind: document.kind(), warning: document.warning().cloned(), stopped: !end })
    }

    /// Says why the values at a place of an artefact are reported, and why the others are not.
    ///
    /// # Errors
    /// As [`Scanner::scan`], and if there is no such place.
    pub fn explain(&self, artefact: &Artefact<'_>, spot: Spot<'_>) -> Result<Explanation, ExplainError> {
        explain::explain(self, artefact, spot)
    }

    /// What leaves a mark where something may be found; `None` if that is not to be asked.
    fn marks(&self) -> Option<&MarkIndex> {
        Some(self.marks.as_ref()?.get_or_init(|| MarkIndex::new(self.engine.rules())))
    }

    fn is_disabled(&self, info: &RuleInfo) -> bool {
        self.disabled.iter().any(|selector| selector.selects(info))
    }
}
