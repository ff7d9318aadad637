//! Where the checks put what they see.

use std::collections::BTreeMap;

use super::view::View;
use super::{Check, Observation, Posture};
use crate::finding::{Role, Span};
use crate::json::{self, NodeId};
use crate::postman::{self, LineIndex, PairKind, Place};
use crate::scanner::Names;

/// Observations of one check in one artefact; the last one counts what is more.
const OBSERVATIONS_MAX: usize = 4096;
/// Words of the artefact in a detail are cut after so many characters.
const SHOWN_MAX: usize = 128;

pub(super) struct Found<'v> {
    view: &'v View<'v>,
    lines: LineIndex<'v>,
    names: Names,
    posture: Posture,
    /// How many observations the check has that is running.
    running: Option<(Check, usize)>,
}

impl<'v> Found<'v> {
    pub(super) fn new(view: &'v View<'v>) -> Found<'v> {
        let mut hosts = BTreeMap::new();
        let requests = view.requests.iter().filter_map(|request| request.reach.host.as_deref());
        for host in
            requests.chain(view.scripts.iter().flat_map(|script| script.sent.iter().map(|sent| &*sent.host)))
        {
            *hosts.entry(host.to_owned()).or_default() += 1;
        }
        let posture = Posture {
            variables_literal: view.variables.iter().filter(|variable| variable.secret.is_some()).count(),
            variables_vault: view.vault_backed,
            requests: view.requests.len(),
            hosts,
            ..Posture::default()
        };
        let lines = LineIndex::new(view.document.text().bytes);
        Found { view, lines, names: Names::of(view.findings), posture, running: None }
    }

    pub(super) fn into_posture(mut self) -> Posture {
        let names = &self.names;
        let hosts = std::mem::take(&mut self.posture.hosts);
        for (mut host, requests) in hosts {
            names.redact(&mut host);
            *self.posture.hosts.entry(host).or_default() += requests;
        }
        self.posture
    }

    /// Sees something at a value as a whole.
    pub(super) fn at(&mut self, check: Check, node: NodeId, detail: String) {
        self.count(check, Some(node), self.view.span(node), detail, 1);
    }

    /// Sees `count` of something at `span`, in the value `node`.
    pub(super) fn count(
        &mut self,
        check: Check,
        node: Option<NodeId>,
        span: Span,
        detail: String,
        count: usize,
    ) {
        let seen = match self.running {
            Some((running, seen)) if running == check => seen,
            _ => 0,
        };
        self.running = Some((check, seen + 1));
        if seen >= OBSERVATIONS_MAX {
            if let Some(last) = self.posture.observations.last_mut() {
                last.count += count;
            }
            return;
        }
        let observation = self.observation(check, node, span, detail, count);
        self.posture.observations.push(observation);
    }

    fn observation(
        &self,
        check: Check,
        node: Option<NodeId>,
        span: Span,
        detail: String,
        count: usize,
    ) -> Observation {
        let document = self.view.document;
        let text = document.text();
        let (line, column) = self.lines.line_column(document.text_offset(span.start));
        let structure = node.zip(document.layout());
        let role = structure.map_or(Role::Text, |(node, layout)| layout.place(node).role());
        let mut location = postman::location(document, node, role);
        location.public |= self.view.public;
        let named = structure.filter(|(node, layout)| has_field(layout.place(*node)));
        location.field =
            named.and_then(|(node, layout)| layout.name(text.bytes, node)).map(|name| shown(&name));
        self.names.redact_location(&mut location);
        let mut detail = detail;
        self.names.redact(&mut detail);
        Observation {
            check,
            location,
            span,
            line,
            column,
            pointer: structure.map(|(node, layout)| json::pointer(&layout.tape, text.bytes, node)),
            detail,
            count,
        }
    }
}

/// Whether what stands there has a name that says something.
fn has_field(place: Place) -> bool {
    matches!(place, Place::Value(_) | Place::Data(_) | Place::Settings | Place::Pair(PairKind::Variable))
}

/// Text of the artefact, as it may stand in a detail: in one line, and not too long.
pub(super) fn shown(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let mut shown: String =
        text.chars().take(SHOWN_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(SHOWN_MAX).is_some() {
        shown.push('…');
    }
    shown
}
