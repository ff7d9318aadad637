//! One pass over one document: everything in it that may be a credential.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

#[cfg(feature = "parallel")]
use rayon::prelude::*;

use super::barren::{Barren, Key, Rest, Subject};
use super::explain::Journal;
use super::marks::Marks;
use super::survey::Survey;
use super::{Cache, Scanner};
use crate::context::{self, Beside, Claim, Heat, Inner, Pair, Source, Trail, Usage, judge, without_scheme};
use crate::decode::layers::{Budget, Layer};
use crate::decode::{self, Text, byte_array, lines};
use crate::engine::{EngineCache, Match, Named, Near, Surroundings};
use crate::finding::{Confidence, Decoder, Evidence, Fact, Role, Severity, Span, Verdict};
use crate::json::{Kind, NodeId, Tape};
use crate::postman::{Document, Layout, Neighbourhood, Place};
use crate::rule::RuleInfo;

/// Something found, before it is weighed against its neighbours.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    pub(super) rule: Arc<RuleInfo>,
    /// Position of the rule; those of known formats come first.
    pub(super) index: usize,
    pub(super) format: bool,
    pub(super) span: Span,
    pub(super) secret: Vec<u8>,
    pub(super) decoded: Vec<Decoder>,
    pub(super) verdict: Verdict,
    pub(super) confidence: Confidence,
    pub(super) severity: Severity,
    pub(super) node: Option<NodeId>,
    pub(super) role: Role,
    pub(super) field: String,
    pub(super) inner: Option<String>,
    pub(super) companion: Option<String>,
    pub(super) evidence: Vec<Evidence>,
    pub(super) facts: Vec<Fact>,
}

/// Where in the document a text stands.
#[derive(Clone, Copy)]
pub(super) struct At<'t> {
    pub(super) node: Option<NodeId>,
    pub(super) role: Role,
    pub(super) name: &'t [u8],
    pub(super) inner: Option<Inner<'t>>,
    /// What else stands around the value, see [`Pair::near`].
    pub(super) near: &'t [u8],
}

impl<'t> At<'t> {
    /// A string of the document as a whole.
    fn string(node: Option<NodeId>, role: Role, name: &'t [u8], near: &'t [u8]) -> At<'t> {
        At { node, role, name, inner: None, near }
    }
}

/// What a pass scribbles on beside the engine's own.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    trail: Trail,
    barren: Barren,
}

/// Everything in a document that may be a credential, and whether its end was reached.
pub(super) fn hits(
    scanner: &Scanner,
    cache: &mut Cache,
    document: &Document<'_>,
    survey: &Survey,
) -> (Vec<Hit>, bool) {
    let whole = Whole::new(scanner, document, survey);
    #[cfg(feature = "parallel")]
    let helpers = if cache.splits(document.text().bytes.len()) { cache.helpers.take() } else { None };
    let stop = cache.stop.clone();
    let goes_on = || !stop.as_ref().is_some_and(|stop| (stop.0)());
    let mut pass = Pass::new(&whole, cache);
    pass.whole_text();
    let Some(layout) = document.layout() else {
        pass.plain(document.text());
        return (pass.hits, true);
    };
    pass.loose();
    let stretches = layout.tape.stretches(STRETCH);
    let mut end = true;
    #[cfg(feature = "parallel")]
    if let Some(helpers) = helpers {
        let found = stretches.into_par_iter().map(|stretch| {
            let look = |cache: &mut Cache| {
                let mut pass = Pass::new(&whole, cache);
                pass.fields(layout, stretch);
                pass.hits
            };
            goes_on().then(|| helpers.with(Cache::default, look))
        });
        let found: Vec<Option<Vec<Hit>>> = found.collect();
        end = found.iter().all(Option::is_some);
        pass.hits.extend(found.into_iter().flatten().flatten());
        let hits = pass.hits;
        cache.helpers = Some(helpers);
        return (hits, end);
    }
    for stretch in stretches {
        if !goes_on() {
            end = false;
            break;
        }
        pass.fields(layout, stretch);
    }
    (pass.hits, end)
}

/// As [`hits`]; everything that was considered is written into `journal`.
pub(super) fn hits_with_reasons(
    scanner: &Scanner,
    cache: &mut Cache,
    document: &Document<'_>,
    survey: &Survey,
    journal: &mut Journal,
) -> Vec<Hit> {
    let whole = Whole::new(scanner, document, survey);
    let mut pass = Pass { journal: Some(journal), ..Pass::new(&whole, cache) };
    pass.whole_text();
    match document.layout() {
        Some(layout) => {
            layout.tape.stretches(STRETCH).into_iter().for_each(|stretch| pass.fields(layout, stretch));
        }
        None => pass.plain(document.text()),
    }
    pass.loose();
    pass.hits
}

/// The values of so many bytes of a document are looked at together, by one thread and with one [`Budget`].
const STRETCH: usize = 256 << 10;

/// Strings under longer names are not remembered, in bytes.
const NAME_MAX: usize = 256;

/// What all passes over a document share.
struct Whole<'p> {
    scanner: &'p Scanner,
    document: &'p Document<'p>,
    survey: &'p Survey,
    neighbourhood: Option<Neighbourhood<'p>>,
}

impl<'p> Whole<'p> {
    fn new(scanner: &'p Scanner, document: &'p Document<'p>, survey: &'p Survey) -> Whole<'p> {
        let neighbourhood = document.layout().map(|layout| Neighbourhood::new(layout, document.text().bytes));
        Whole { scanner, document, survey, neighbourhood }
    }
}

/// One pass over a document, or a stretch of it.
struct Pass<'p> {
    scanner: &'p Scanner,
    document: &'p Document<'p>,
    whole: &'p Whole<'p>,
    marks: Option<&'p Marks>,
    engine: &'p mut EngineCache,
    trail: &'p mut Trail,
    barren: &'p mut Barren,
    /// What the answers for the string that is looked at have rested on so far.
    rest: Rest,
    /// What is near the values of the request that was asked about last.
    near: (Option<NodeId>, Rc<Near>),
    /// The [`Key`] of that.
    near_key: Key,
    budget: Budget,
    hits: Vec<Hit>,
    /// Where everything that was considered is written down, if somebody asked.
    journal: Option<&'p mut Journal>,
}

impl<'p> Pass<'p> {
    fn new(whole: &'p Whole<'p>, cache: &'p mut Cache) -> Pass<'p> {
        let Scratch { trail, barren } = &mut cache.scratch;
        barren.of_engine(whole.scanner.engine.id());
        Pass {
            scanner: whole.scanner,
            document: whole.document,
            whole,
            marks: whole.survey.marks.as_ref(),
            engine: &mut cache.engine,
            trail,
            near_key: barren.key(b""),
            barren,
            rest: Rest::default(),
            near: (None, Rc::default()),
            budget: Budget::new(whole.document.text().bytes.len()),
            hits: Vec::new(),
            journal: None,
        }
    }

    /// The file as it stands: finds what is not escaped, in values, in member names, in what no structure explains.
    fn whole_text(&mut self) {
        let text = self.document.text();
        for found in &self.whole.survey.found {
            let Some(layout) = self.document.layout() else {
                self.accept(found, text, At::string(None, Role::Text, b"", b""));
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
            let near = self.near(node);
            self.accept(found, text, At::string(node, role, &name, near.text()));
        }
    }

    /// Every string of a stretch of a JSON document: decoded, split into pairs, judged.
    fn fields(&mut self, layout: &Layout, stretch: Range<u32>) {
        let text = self.document.text();
        self.budget = Budget::new(STRETCH);
        for node in Tape::ids_in(stretch) {
            let place = layout.place(node);
            if self.is_cold(layout, node) {
                continue;
            }
            match layout.tape.node(node).kind {
                Kind::Array if place == Place::Script => self.script(layout, node),
                Kind::Array if is_buffer(layout, text.bytes, node) => self.buffer(layout, node, &text),
                Kind::String => self.string(layout, node, &text),
                Kind::Bare
                    if matches!(place, Place::Value(_) | Place::Data(_)) && !self.scanner.formats_only =>
                {
                    self.bare(layout, node, &text);
                }
                _ => {}
            }
        }
    }

    fn is_cold(&self, layout: &Layout, node: NodeId) -> bool {
        self.marks
            .as_ref()
            .is_some_and(|marks| marks.is_cold(layout, self.document.text().bytes, node, |range| range))
    }

    fn string(&mut self, layout: &Layout, node: NodeId, text: &Text<'_>) {
        let place = layout.place(node);
        let escaped = layout.tape.node(node).escaped;
        if place.is_metadata() && !escaped {
            return;
        }
        let range = layout.tape.node(node).range();
        let rewritten = layout.rewritten(node);
        let before = if place == Place::UrlPart { layout.elements_before(text.bytes, node) } else { None };
        let subject = Subject {
            kind: Kind::String,
            place,
            name: &layout.name(text.bytes, node).unwrap_or_default(),
            before: before.as_deref(),
            value: rewritten.map_or(&text.bytes[range], |decoded| &decoded.bytes),
            escaped,
            rewritten: rewritten.is_some(),
            secret_type: layout.is_secret_variable(text.bytes, node),
            element: layout.is_element(node),
        };
        self.unless_barren(subject, node, |pass, near| {
            layout.with_value(text, node, |value| pass.string_near(layout, &subject, value, node, near));
        });
    }

    fn string_near(
        &mut self,
        layout: &Layout,
        subject: &Subject<'_>,
        value: Text<'_>,
        node: NodeId,
        near: &[u8],
    ) {
        let Subject { place, name, escaped, rewritten, secret_type, .. } = *subject;
        let at = At::string(Some(node), place.role(), name, near);
        let range = layout.tape.node(node).range();
        let marked = |what: &dyn Fn(&Marks) -> bool| rewritten || self.marks.is_none_or(what);
        let (has_format, hides) =
            (marked(&|marks| marks.has_format(range.clone())), marked(&|marks| marks.hides(range.clone())));
        if escaped && has_format {
            self.formats(value, at);
        }
        if hides {
            self.layers(value, at);
        }
        let in_script = place == Place::Script && subject.element;
        if value.bytes.is_empty() || in_script || self.scanner.formats_only {
            return;
        }
        let name = subject.before.unwrap_or(name);
        let text = self.document.text();
        let beside = Beside::Json { layout, text: text.bytes, node };
        // Marks stand in the bytes of the file; what is folded or indented there has others.
        let heat =
            self.marks.filter(|_| !rewritten).map(|marks| WithinDocument { marks, document: self.document });
        let heat = heat.as_ref().map(|heat| heat as &dyn Heat);
        let source = Source { place, name, value, secret_type, near, beside, heat };
        context::expand(&source, &mut |pair| self.pair(pair, Some(node)));
    }

    /// Runs `look` on what is a value of the document, unless it is known to find nothing there. It is given what is near.
    fn unless_barren(&mut self, subject: Subject<'_>, node: NodeId, look: impl FnOnce(&mut Pass<'p>, &[u8])) {
        // Who asks for reasons wants them all. One long name may be that of every string of a document.
        let remembers = self.marks.is_some() && self.journal.is_none() && subject.name.len() <= NAME_MAX;
        let key = remembers.then(|| self.barren.key(&subject));
        if key.is_some_and(|key| self.barren.has(key)) {
            return;
        }
        let near = self.near(Some(node));
        if key.is_some_and(|key| self.barren.has_near(key, self.near_key)) {
            return;
        }
        let before = (self.hits.len(), self.budget.asked);
        (self.rest, self.trail.looked_beside, self.trail.looked_near) = (Rest::Nothing, false, false);
        look(self, near.text());
        let rest = if before != (self.hits.len(), self.budget.asked) || self.trail.looked_beside {
            Rest::Here
        } else if self.trail.looked_near {
            Rest::Near
        } else {
            self.rest
        };
        if let Some(key) = key {
            self.barren.add(key, self.near_key, rest);
        }
    }

    /// A buffer that Node.js wrote as a list of numbers: the body of a response in a report of Newman.
    fn buffer(&mut self, layout: &Layout, node: NodeId, text: &Text<'_>) {
        let tape = &layout.tape;
        let numbers = tape.children(node).map(|number| tape.node(number).range());
        let Some(decoded) = byte_array::decode(text.bytes, numbers) else { return };
        let near = self.near(Some(node));
        let value = decoded.text(text, Decoder::ByteArray);
        let at = At::string(Some(node), layout.place(node).role(), b"data", near.text());
        self.document_within(value, at);
        self.layers(value, at);
    }

    /// A number where a string is due: a PIN, a numeric password.
    fn bare(&mut self, layout: &Layout, node: NodeId, text: &Text<'_>) {
        let Some(name) = layout.name(text.bytes, node) else { return };
        let near = self.near(Some(node));
        let value = text.slice(layout.tape.node(node).range());
        let pair = Pair {
            name: &name,
            value,
            role: layout.place(node).role(),
            inner: None,
            fresh: false,
            secret_type: false,
            usage: Usage::Plain,
            near: near.text(),
            beside: Beside::Json { layout, text: text.bytes, node },
        };
        self.pair(&pair, Some(node));
    }

    /// A script that is split over the elements of an array is read as a whole: an object, a template, a private key run over many lines.
    fn script(&mut self, layout: &Layout, node: NodeId) {
        let text = self.document.text();
        let subject = Subject {
            kind: Kind::Array,
            place: Place::Script,
            name: b"exec",
            before: None,
            value: &text.bytes[layout.tape.node(node).range()],
            escaped: false,
            rewritten: false,
            secret_type: false,
            element: false,
        };
        // Arrays in arrays are all scripts, and each would be hashed with all inside it.
        if layout.tape.children(node).all(|line| layout.tape.node(line).kind == Kind::String) {
            self.unless_barren(subject, node, |pass, near| pass.script_near(layout, node, near));
        } else {
            let near = self.near(Some(node));
            self.script_near(layout, node, near.text());
        }
    }

    fn script_near(&mut self, layout: &Layout, node: NodeId, near: &[u8]) {
        let text = self.document.text();
        let tape = &layout.tape;
        let strings = tape.children(node).filter(|&line| tape.node(line).kind == Kind::String);
        let ranges: Vec<_> = strings.map(|line| tape.node(line).range()).collect();
        let several = ranges.len() > 1;
        let joined = lines::join(text.bytes, ranges);
        let whole = joined.text(&text, Decoder::Lines);
        let line = |start: usize| tape.string_around(joined.map.source(start..start + 1)).unwrap_or(node);
        // What stands in one line was found when the whole text was searched.
        if several {
            for found in self.scanner.engine.matches(self.engine, whole.bytes) {
                if whole.bytes[found.secret.clone()].contains(&b'\n') {
                    let at = At::string(Some(line(found.secret.start)), Role::Script, b"exec", near);
                    self.accept(&found, whole, at);
                }
            }
        }
        if self.scanner.formats_only {
            return;
        }
        let beside = Beside::Nothing;
        let source = Source {
            place: Place::Script,
            name: b"exec",
            value: whole,
            secret_type: false,
            near,
            beside,
            heat: None,
        };
        context::expand(&source, &mut |pair| {
            let start = pair.value.source(0..pair.value.bytes.len().min(1)).start;
            let start = self.document.text_offset(start);
            self.pair(pair, Some(tape.string_around(start..start + 1).unwrap_or(node)));
        });
    }

    /// What is in no value of a document that has structure.
    fn loose(&mut self) {
        let text = self.document.text();
        self.document.loose().iter().for_each(|range| self.plain(text.slice(range.clone())));
    }

    /// Text without structure: a file, or what is between the values of one.
    fn plain(&mut self, text: Text<'_>) {
        if self.scanner.formats_only {
            return;
        }
        if self.marks.is_some_and(Marks::is_empty) {
            return;
        }
        self.layers(text, At::string(None, Role::Text, b"", b""));
        let kind = self.document.kind();
        context::expand_plain(text, kind, &mut |pair| self.pair(pair, None));
    }

    /// What is near a value of the document.
    fn near(&mut self, node: Option<NodeId>) -> Rc<Near> {
        let (Some(neighbourhood), Some(node)) = (&self.whole.neighbourhood, node) else {
            return Rc::default();
        };
        if !self.near.0.is_some_and(|owner| neighbourhood.belongs(node, owner)) {
            let owner = neighbourhood.owner(node);
            if owner != self.near.0 {
                let near = owner.map(|owner| neighbourhood.near(owner)).unwrap_or_default();
                self.near_key = self.barren.key(&near.as_bytes());
                self.near = (owner, Rc::new(Near::new(near.into_bytes())));
            }
        }
        Rc::clone(&self.near.1)
    }

    fn pair(&mut self, pair: &Pair<'_>, node: Option<NodeId>) {
        let at = At { node, role: pair.role, name: pair.name, inner: pair.inner, near: pair.near };
        if pair.fresh {
            self.formats(pair.value, at);
        }
        for value in [Some(pair.value), without_scheme(pair)].into_iter().flatten() {
            let engine = &self.scanner.engine;
            if engine.may_match_named(value.bytes) && engine.leads(self.engine, pair.name)
                || self.marks.is_none()
            {
                self.named(pair, value, at);
            }
        }
        if self.marks.is_some() && self.trail.rules_out(pair) {
            return;
        }
        let claim = judge(pair, self.trail);
        if let Some(journal) = &mut self.journal {
            journal.pair(pair, at, claim.as_ref(), self.trail);
        }
        if let Some(claim) = claim {
            self.claim(claim, pair.value, at);
        }
    }

    /// The rules of formats that only the name of a value leads to.
    fn named(&mut self, pair: &Pair<'_>, value: Text<'_>, at: At<'_>) {
        let near = if pair.near == self.near.1.text() {
            self.rest = self.rest.max(Rest::Near);
            Rc::clone(&self.near.1)
        } else {
            Rc::new(Near::new(pair.near.to_vec()))
        };
        let named = Named { name: pair.name, near: &near };
        for found in self.scanner.engine.matches_named(self.engine, named, value.bytes) {
            self.accept(&found, value, at);
        }
    }

    /// What is encoded within a text.
    fn layers(&mut self, text: Text<'_>, at: At<'_>) {
        let mut budget = std::mem::take(&mut self.budget);
        decode::layers(text, &mut budget, &mut |inner, layer| match layer {
            Layer::Document => self.document_within(inner, at),
            Layer::Escaped => self.formats(inner, at),
        });
        self.budget = budget;
    }

    /// A document that was decoded.
    fn document_within(&mut self, text: Text<'_>, at: At<'_>) {
        self.formats(text, at);
        if !self.scanner.formats_only {
            context::expand_document(text, at.role, at.near, &mut |pair| self.pair(pair, at.node));
        }
    }

    /// The rules of known formats over a text that was decoded.
    fn formats(&mut self, text: Text<'_>, at: At<'_>) {
        for found in self.scanner.engine.matches(self.engine, text.bytes) {
            self.accept(&found, text, at);
        }
    }

    fn accept(&mut self, found: &Match, text: Text<'_>, at: At<'_>) {
        self.rest = self.rest.max(Rest::Near);
        let around = Surroundings { name: at.name, near: at.near };
        let rule = &self.scanner.engine.rules()[found.rule];
        if self.scanner.is_disabled(&rule.info) {
            return;
        }
        let value = text.slice(found.secret.clone());
        let accepted = self.scanner.engine.accept(found, text.bytes, &around);
        if let Some(journal) = &mut self.journal {
            journal.format(&rule.info, value, at, accepted);
        }
        let Ok(accepted) = accepted else { return };
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
            evidence: accepted.evidence(),
            facts: rule.checksum.map_or_else(Vec::new, |checksum| checksum.facts(value.bytes)),
        });
    }

    fn claim(&mut self, claim: Claim, text: Text<'_>, at: At<'_>) {
        let rule = &self.scanner.kinds[claim.kind.index()];
        if self.scanner.is_disabled(rule) {
            return;
        }
        let value = text.slice(claim.secret);
        let mut decoded = value.decoders();
        decoded.extend(claim.decoded.as_ref().map(|_| Decoder::Basic));
        let user = claim.decoded.as_ref().and_then(|basic| basic.user.as_deref());
        let (user, secret) =
            (user.map(|user| String::from_utf8_lossy(user).into_owned()), claim.decoded.map(|b| b.secret));
        self.hits.push(Hit {
            rule: Arc::clone(rule),
            index: self.scanner.engine.rules().len() + claim.kind.index(),
            format: false,
            span: value.span(),
            verdict: Verdict::None,
            secret: secret.unwrap_or_else(|| value.bytes.to_vec()),
            decoded,
            confidence: if claim.weak { Confidence::Low } else { claim_confidence(self.trail, rule) },
            severity: rule.severity,
            node: at.node,
            role: at.role,
            field: String::from_utf8_lossy(at.name).into_owned(),
            inner: at.inner.map(|inner| inner.pointer()),
            companion: user,
            evidence: self.trail.evidence.clone(),
            facts: Vec::new(),
        });
    }
}

/// The marks of a document, for texts that were decoded from it.
#[derive(Debug)]
struct WithinDocument<'p> {
    marks: &'p Marks,
    document: &'p Document<'p>,
}

impl Heat for WithinDocument<'_> {
    fn is_cold(&self, layout: &Layout, text: &Text<'_>, node: NodeId) -> bool {
        self.marks.is_cold(layout, text.bytes, node, |range| {
            let source = text.source(range);
            self.document.text_offset(source.start)..self.document.text_offset(source.end)
        })
    }
}

/// `{"type":"Buffer","data":[…]}`
pub(super) fn is_buffer(layout: &Layout, text: &[u8], array: NodeId) -> bool {
    layout.tape.key(text, array).as_deref() == Some(b"data")
        && layout.sibling(text, array, "type").as_deref() == Some(b"Buffer")
}

/// Name and look together are surer than the name alone.
fn claim_confidence(trail: &Trail, rule: &RuleInfo) -> Confidence {
    if trail.score() > Evidence::THRESHOLD { rule.confidence } else { Confidence::Low }
}
