//! One pass over one document: everything in it that may be a credential.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use super::explain::Journal;
use super::marks::{self, Marks};
use super::{Cache, Scanner};
use crate::context::{self, Beside, Claim, Inner, Pair, Source, Trail, Usage, judge, without_scheme};
use crate::decode::layers::{Budget, Layer};
use crate::decode::{self, Text, byte_array, lines};
use crate::engine::{EngineCache, Match, Named, Near, Surroundings};
use crate::finding::{Confidence, Decoder, Evidence, Fact, Role, Severity, Span, Verdict};
use crate::json::{Kind, NodeId};
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
}

/// One pass over one document.
pub(super) struct Pass<'p> {
    scanner: &'p Scanner,
    engine: &'p mut EngineCache,
    trail: &'p mut Trail,
    document: &'p Document<'p>,
    neighbourhood: Option<Neighbourhood<'p>>,
    /// What is near the values of the request that was asked about last.
    near: (Option<NodeId>, Rc<Near>),
    budget: Budget,
    /// Where something may be found; `None` if everything is looked at.
    marks: Option<Marks>,
    pub(super) hits: Vec<Hit>,
    /// Where everything that was considered is written down, if somebody asked.
    pub(super) journal: Option<Journal>,
}

impl<'p> Pass<'p> {
    pub(super) fn new(scanner: &'p Scanner, cache: &'p mut Cache, document: &'p Document<'p>) -> Pass<'p> {
        let Cache { engine, scratch } = cache;
        let neighbourhood = document.layout().map(|layout| Neighbourhood::new(layout, document.text().bytes));
        let near = (None, Rc::default());
        let budget = Budget::new(document.text().bytes.len());
        let (trail, hits) = (&mut scratch.trail, Vec::new());
        let marks = None;
        Pass { scanner, engine, trail, document, neighbourhood, near, budget, marks, hits, journal: None }
    }

    pub(super) fn run(&mut self) {
        let text = self.document.text();
        let mut anchors = Vec::new();
        let mut on_anchor = |range: Range<usize>| anchors.push((range.start as u32, range.end as u32));
        let found = self.scanner.engine.matches_and_anchors(self.engine, text.bytes, &mut on_anchor);
        self.whole_text(text, found);
        // An explanation also says why something was not found.
        if let Some(index) = self.scanner.marks().filter(|_| self.journal.is_none()) {
            let structured = self.document.layout().is_some();
            self.marks = Some(index.find(&mut self.engine.marks, text.bytes, structured, anchors));
        }
        match self.document.layout() {
            Some(layout) => {
                self.fields(layout);
                for range in self.document.loose() {
                    self.plain(text.slice(range.clone()));
                }
            }
            None => self.plain(text),
        }
    }

    /// The file as it stands: finds what is not escaped, in values, in member names, in what no structure explains.
    fn whole_text(&mut self, text: Text<'_>, found: Vec<Match>) {
        for found in found {
            let Some(layout) = self.document.layout() else {
                self.accept(&found, text, At::string(None, Role::Text, b"", b""));
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
            self.accept(&found, text, At::string(node, role, &name, near.text()));
        }
    }

    /// Every string of a JSON document: decoded, split into pairs, judged.
    fn fields(&mut self, layout: &Layout) {
        let text = self.document.text();
        for node in layout.tape.ids() {
            let place = layout.place(node);
            if self.is_cold(layout, node, place) {
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

    /// Whether nothing can be found in a value: no mark is in it, nor in what may be its name.
    fn is_cold(&self, layout: &Layout, node: NodeId, place: Place) -> bool {
        let Some(marks) = &self.marks else { return false };
        let tape = &layout.tape;
        if marks.any(tape.node(node).range(), tape.node(node).escaped || tape.node(node).kind == Kind::Array)
            || layout.rewritten(node).is_some()
            || place.needs_no_mark()
            || matches!(place.role(), Role::Auth | Role::Certificate | Role::Cookie)
        {
            return false;
        }
        let text = self.document.text().bytes;
        match tape.node(node).kind {
            Kind::Array => return !is_buffer(layout, text, node),
            Kind::Object => return true,
            Kind::String | Kind::Bare => {}
        }
        let parent = tape.parent(node);
        let has_pair = matches!(place, Place::Value(_) | Place::UrlPart)
            || matches!(place, Place::Data(_)) && layout.is_value_member(text, node);
        if has_pair && parent.is_some_and(|parent| marks.any(tape.node(parent).range(), false)) {
            return false;
        }
        let mut upwards = std::iter::successors(Some(node), |&at| tape.parent(at));
        let key = upwards.find_map(|at| tape.node(at).key_range());
        !key.is_some_and(|key| text[key.clone()] == *marks::KEY || marks.any(key, false))
    }

    fn string(&mut self, layout: &Layout, node: NodeId, text: &Text<'_>) {
        let place = layout.place(node);
        let escaped = layout.tape.node(node).escaped;
        if place == Place::Metadata && !escaped {
            return;
        }
        let name = layout.name(text.bytes, node).unwrap_or_default();
        let near = self.near(Some(node));
        layout.with_value(text, node, |value| {
            let at = At::string(Some(node), place.role(), &name, near.text());
            let range = layout.tape.node(node).range();
            let rewritten = layout.rewritten(node).is_some();
            let marked = |what: &dyn Fn(&Marks) -> bool| rewritten || self.marks.as_ref().is_none_or(what);
            let (has_format, hides) = (
                marked(&|marks| marks.has_format(range.clone())),
                marked(&|marks| marks.hides(range.clone())),
            );
            if escaped && has_format {
                self.formats(value, at);
            }
            if hides {
                self.layers(value, at);
            }
            let in_script = place == Place::Script && layout.is_element(node);
            if value.bytes.is_empty() || in_script || self.scanner.formats_only {
                return;
            }
            let secret_type = layout.is_secret_variable(text.bytes, node);
            let before =
                if place == Place::UrlPart { layout.elements_before(text.bytes, node) } else { None };
            let name = before.as_deref().unwrap_or(&name);
            let beside = Beside::Json { layout, text: text.bytes, node };
            let source = Source { place, name, value, secret_type, near: near.text(), beside };
            context::expand(&source, &mut |pair| self.pair(pair, Some(node)));
        });
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
        let tape = &layout.tape;
        let strings = tape.children(node).filter(|&line| tape.node(line).kind == Kind::String);
        let ranges: Vec<_> = strings.map(|line| tape.node(line).range()).collect();
        let several = ranges.len() > 1;
        let joined = lines::join(text.bytes, ranges);
        let whole = joined.text(&text, Decoder::Lines);
        let near = self.near(Some(node));
        let line = |start: usize| tape.string_around(joined.map.source(start..start + 1)).unwrap_or(node);
        // What stands in one line was found when the whole text was searched.
        if several {
            for found in self.scanner.engine.matches(self.engine, whole.bytes) {
                if whole.bytes[found.secret.clone()].contains(&b'\n') {
                    let at = At::string(Some(line(found.secret.start)), Role::Script, b"exec", near.text());
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
            near: near.text(),
            beside,
        };
        context::expand(&source, &mut |pair| {
            let start = pair.value.source(0..pair.value.bytes.len().min(1)).start;
            let start = self.document.text_offset(start);
            self.pair(pair, Some(tape.string_around(start..start + 1).unwrap_or(node)));
        });
    }

    /// Text without structure: a file, or what is between the values of one.
    fn plain(&mut self, text: Text<'_>) {
        if self.scanner.formats_only {
            return;
        }
        if self.marks.as_ref().is_some_and(Marks::is_empty) {
            return;
        }
        self.layers(text, At::string(None, Role::Text, b"", b""));
        let kind = self.document.kind();
        context::expand_plain(text, kind, &mut |pair| self.pair(pair, None));
    }

    /// What is near a value of the document.
    fn near(&mut self, node: Option<NodeId>) -> Rc<Near> {
        let (Some(neighbourhood), Some(node)) = (&self.neighbourhood, node) else { return Rc::default() };
        let owner = neighbourhood.owner(node);
        if owner != self.near.0 {
            let near = owner.map(|owner| neighbourhood.near(owner)).unwrap_or_default();
            self.near = (owner, Rc::new(self.scanner.engine.near(near.as_bytes())));
        }
        Rc::clone(&self.near.1)
    }

    fn pair(&mut self, pair: &Pair<'_>, node: Option<NodeId>) {
        let at = At { node, role: pair.role, name: pair.name, inner: pair.inner, near: pair.near };
        if pair.fresh {
            self.formats(pair.value, at);
        }
        let near = if pair.near == self.near.1.text() {
            Rc::clone(&self.near.1)
        } else {
            Rc::new(self.scanner.engine.near(pair.near))
        };
        for value in [Some(pair.value), without_scheme(pair)].into_iter().flatten() {
            let named = Named { name: pair.name, near: &near };
            for found in self.scanner.engine.matches_named(self.engine, named, value.bytes) {
                self.accept(&found, value, at);
            }
        }
        let claim = judge(pair, self.trail);
        if let Some(journal) = &mut self.journal {
            journal.pair(pair, at, claim.as_ref(), self.trail);
        }
        if let Some(claim) = claim {
            self.claim(claim, pair.value, at);
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

/// `{"type":"Buffer","data":[…]}`
fn is_buffer(layout: &Layout, text: &[u8], array: NodeId) -> bool {
    layout.tape.key(text, array).as_deref() == Some(b"data")
        && layout.sibling(text, array, "type").as_deref() == Some(b"Buffer")
}

/// Name and look together are surer than the name alone.
fn claim_confidence(trail: &Trail, rule: &RuleInfo) -> Confidence {
    if trail.score() > Evidence::THRESHOLD { rule.confidence } else { Confidence::Low }
}
