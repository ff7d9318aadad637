//! What the checks read: a document with its requests, variables, settings and scripts looked up once.

use std::collections::HashMap;

use super::Options;
use super::script::Script;
use crate::context::placeholder::{has_reference, is_placeholder};
use crate::context::sample;
use crate::finding::{Finding, Reach, Span};
use crate::json::NodeId;
use crate::postman::{self, Document, Layout, PairKind, Place, Requests, Sent};

pub(super) struct View<'d> {
    pub(super) document: &'d Document<'d>,
    pub(super) options: &'d Options,
    pub(super) findings: &'d [Finding],
    pub(super) requests: Vec<Request>,
    pub(super) variables: Vec<Variable>,
    pub(super) vault_backed: usize,
    pub(super) scripts: Vec<Script>,
    /// It says that it is public, or is known to be.
    pub(super) public: bool,
    /// Values that the artefact gives its variables.
    values: HashMap<String, String>,
}

/// A request.
pub(super) struct Request {
    /// Where its URL is written.
    pub(super) at: NodeId,
    /// The URL as it is written.
    pub(super) written: String,
    pub(super) reach: Reach,
}

/// A variable that has a value of its own.
pub(super) struct Variable {
    pub(super) node: NodeId,
    pub(super) name: Vec<u8>,
    pub(super) value: Vec<u8>,
    pub(super) secret_type: bool,
    /// It is of an environment or of the globals, where variables have a type.
    pub(super) typed: bool,
    /// What secret it holds.
    pub(super) secret: Option<String>,
}

impl<'d> View<'d> {
    pub(super) fn new(document: &'d Document<'d>, options: &'d Options, findings: &'d [Finding]) -> View<'d> {
        let mut view = View {
            document,
            options,
            findings,
            requests: Vec::new(),
            variables: Vec::new(),
            vault_backed: 0,
            scripts: Vec::new(),
            public: options.public,
            values: HashMap::new(),
        };
        if let Some(layout) = document.layout() {
            let text = document.text();
            view.public |= postman::is_public(layout, text.bytes);
            view.values = postman::variables(layout, text.bytes);
            let requests = Requests::of(document);
            let request =
                |Sent { at, written, reach }: Sent<'_>| Request { at, written, reach: reach.clone() };
            view.requests = requests.all().map(request).collect();
            view.read_variables(layout);
        }
        view.scripts = Script::all(&view);
        view
    }

    fn read_variables(&mut self, layout: &Layout) {
        let text = self.document.text();
        let text = text.bytes;
        let secrets = Secrets::of(self.findings);
        for node in layout.leaves() {
            if layout.place(node) != Place::Value(PairKind::Variable) || layout.is_local(text, node) {
                continue;
            }
            if layout.is_vault_backed(text, node) {
                self.vault_backed += 1;
                continue;
            }
            let name = layout.name(text, node).unwrap_or_default().into_owned();
            let value = layout.tape.value(text, node).into_owned();
            let secret_type = layout.is_secret_typed(text, node);
            let known = secrets.within(self.span(node)).map(str::to_owned);
            let typed_secret =
                || (secret_type && is_literal(&value, &name)).then(|| "a value of type secret".to_owned());
            let secret = known.or_else(typed_secret);
            let in_collection = |at| {
                matches!(layout.place(at), Place::Collection | Place::Item | Place::FolderV1 | Place::V3(_))
            };
            let typed = !postman::upwards(layout, node).any(in_collection);
            self.variables.push(Variable { node, name, value, secret_type, typed, secret });
        }
    }

    /// The bytes of the artefact that hold a value.
    pub(super) fn span(&self, node: NodeId) -> Span {
        let text = self.document.text();
        let range = self.document.layout().map_or(0..0, |layout| layout.tape.node(node).range());
        text.source(range)
    }

    /// The values of how requests are sent, by the name of the setting.
    pub(super) fn settings<'v>(&'v self, name: &'v str) -> impl Iterator<Item = NodeId> + 'v {
        let text = self.document.text().bytes;
        let leaves =
            self.document.layout().into_iter().flat_map(|layout| layout.leaves().map(move |at| (layout, at)));
        leaves
            .filter(move |(layout, at)| {
                layout.place(*at) == Place::Settings
                    && layout.name(text, *at).is_some_and(|key| *key == *name.as_bytes())
            })
            .map(|(_, at)| at)
    }

    /// The settings of that name that are `value`, also where it is written as a string.
    pub(super) fn settings_that_are<'v>(
        &'v self,
        name: &'v str,
        value: &'v str,
    ) -> impl Iterator<Item = NodeId> + 'v {
        self.settings(name).filter(move |&at| self.value(at).eq_ignore_ascii_case(value.as_bytes()))
    }

    pub(super) fn value(&self, node: NodeId) -> Vec<u8> {
        let text = self.document.text();
        self.document
            .layout()
            .map_or_else(Vec::new, |layout| layout.tape.value(text.bytes, node).into_owned())
    }

    /// The host that a URL names, with the variables of the artefact put in, and whether it is encrypted.
    pub(super) fn target(&self, url: &str) -> (Option<String>, Option<bool>) {
        postman::target(&postman::resolve(url, &self.values))
    }

    /// Variables that hold a URL with a host, and that host.
    pub(super) fn url_variables(&self) -> impl Iterator<Item = (&Variable, String, bool)> {
        self.variables.iter().filter_map(|variable| {
            let url = std::str::from_utf8(&variable.value).ok()?.trim();
            let is_url = url.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme));
            let (host, tls) = self.target(url);
            Some((variable, host.filter(|_| is_url && !url.contains(char::is_whitespace))?, tls?))
        })
    }

    /// Whether a host is one of the list.
    pub(super) fn is_allowed(&self, host: &str) -> bool {
        self.options.allowed_hosts.iter().any(|pattern| postman::host::matches(pattern.trim(), host))
    }
}

fn is_scheme(scheme: &str) -> bool {
    ["http", "https", "ws", "wss", "grpc", "grpcs"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// Whether a host is written out, rather than named by variables that nobody defines.
pub(super) fn is_known(host: &str) -> bool {
    !host.is_empty() && !has_reference(host.as_bytes()) && !host.contains(['{', '}', '<', '>', '$', ' ', ':'])
        || host.starts_with('[')
}

/// Whether a value is one, rather than a reference, a placeholder or a sample.
pub(super) fn is_literal(value: &[u8], name: &[u8]) -> bool {
    !value.trim_ascii().is_empty()
        && !has_reference(value)
        && !is_placeholder(value, name)
        && !sample::is_published(value)
}

/// The places of the secrets of an artefact, in order, with the titles of their rules.
struct Secrets<'f>(Vec<(Span, &'f str)>);

impl<'f> Secrets<'f> {
    fn of(findings: &'f [Finding]) -> Secrets<'f> {
        let places = findings.iter().flat_map(|f| f.places().map(|place| (place.span, &*f.rule.title)));
        let mut places: Vec<_> = places.collect();
        places.sort_unstable();
        Secrets(places)
    }

    /// What the first secret inside `span` is.
    fn within(&self, span: Span) -> Option<&'f str> {
        let at = self.0.partition_point(|(place, _)| place.start < span.start);
        self.0.get(at).filter(|(place, _)| span.contains(*place)).map(|(_, title)| *title)
    }
}
