//! Which requests of an artefact send a value, and where to.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap};

use super::collection_v3::V3;
use super::{Document, Layout, PairKind, Place, location, upwards};
use crate::finding::{Reach, Role};
use crate::json::{Kind, NodeId};

/// The requests of one artefact.
pub(crate) struct Requests<'d> {
    document: &'d Document<'d>,
    /// In the order of the file. They never nest.
    requests: Vec<Request>,
    /// For each variable, the requests in which `{{name}}` stands. Made when the first is asked for.
    users: OnceCell<HashMap<String, BTreeSet<usize>>>,
}

/// A request, and where its URL is written.
pub(crate) struct Sent<'r> {
    pub(crate) at: NodeId,
    /// The URL as it is written.
    pub(crate) written: String,
    pub(crate) reach: &'r Reach,
}

struct Request {
    node: NodeId,
    reach: Reach,
    /// It has no auth block of its own, and so takes that of its folder or collection.
    inherits_auth: bool,
}

impl<'d> Requests<'d> {
    pub(crate) fn of(document: &'d Document<'d>) -> Requests<'d> {
        let requests = document.layout().map_or_else(Vec::new, |layout| {
            let text = document.text();
            let variables = variables(layout, text.bytes);
            let entities = layout.tape.ids().filter(|&id| layout.tape.node(id).kind == Kind::Object);
            entities.filter_map(|id| request(document, layout, id, &variables)).collect()
        });
        Requests { document, requests, users: OnceCell::new() }
    }

    /// All of them, in the order of the file; those that only saved examples remember are none.
    pub(crate) fn all(&self) -> impl Iterator<Item = Sent<'_>> {
        self.requests.iter().filter_map(|Request { node, reach, .. }| {
            let (layout, text) = (self.document.layout()?, self.document.text());
            let body = layout.request(text.bytes, *node)?;
            let saved = |at| matches!(layout.place(at), Place::Response | Place::V3(V3::Example));
            if upwards(layout, *node).any(saved) {
                return None;
            }
            let written = url(layout, text.bytes, body).unwrap_or_default();
            Some(Sent { at: url_node(layout, text.bytes, body).unwrap_or(*node), written, reach })
        })
    }

    /// The requests that send what stands at `node` under the name `field`.
    pub(crate) fn reached(&self, node: NodeId, role: Role, field: Option<&str>) -> Vec<Reach> {
        let Some(layout) = self.document.layout() else { return Vec::new() };
        let inside = |outer: NodeId, inner: NodeId| {
            layout.tape.node(outer).range().start <= layout.tape.node(inner).range().start
                && layout.tape.node(inner).range().end <= layout.tape.node(outer).range().end
        };
        let here = location(self.document, Some(node), role);
        if here.example.is_some() || role == Role::Description {
            return Vec::new();
        }
        let before = self.requests.partition_point(|request| request.node <= node);
        if let Some(own) = self.requests[..before].last().filter(|request| inside(request.node, node)) {
            return vec![own.reach.clone()];
        }
        let reached: BTreeSet<Reach> = match (role, field) {
            (Role::Variable, Some(name)) => self.using(name),
            (Role::Auth, _) => {
                let scope = super::owner(layout, node);
                let below = |request: &&Request| {
                    request.inherits_auth && scope.is_some_and(|s| inside(s, request.node))
                };
                self.requests.iter().filter(below).map(|r| r.reach.clone()).collect()
            }
            _ => BTreeSet::new(),
        };
        reached.into_iter().collect()
    }

    /// The requests in which `{{name}}` stands.
    fn using(&self, name: &str) -> BTreeSet<Reach> {
        let users = self.users.get_or_init(|| self.users());
        users.get(name).into_iter().flatten().map(|&at| self.requests[at].reach.clone()).collect()
    }

    fn users(&self) -> HashMap<String, BTreeSet<usize>> {
        let mut users: HashMap<String, BTreeSet<usize>> = HashMap::new();
        let text = self.document.text();
        let Some(layout) = self.document.layout() else { return users };
        for (at, request) in self.requests.iter().enumerate() {
            let source = &text.bytes[layout.tape.node(request.node).range()];
            for open in memchr::memmem::find_iter(source, b"{{") {
                let name = &source[open + 2..];
                let end = memchr::memmem::find(&name[..name.len().min(VARIABLE_MAX)], b"}}");
                if let Some(end) = end {
                    users.entry(lossy(&name[..end])).or_default().insert(at);
                }
            }
        }
        users
    }
}

/// Names of variables are not longer, in bytes.
const VARIABLE_MAX: usize = 256;

fn request(
    document: &Document<'_>,
    layout: &Layout,
    id: NodeId,
    variables: &HashMap<String, String>,
) -> Option<Request> {
    let text = document.text();
    let text = text.bytes;
    let tape = &layout.tape;
    let body = layout.request(text, id)?;
    let named = match layout.place(id) {
        Place::Report(_) => tape.member(text, id, "item").unwrap_or(body),
        _ => id,
    };
    let name = tape.string_member(text, named, "name").map(|n| lossy(&n));
    let name = name.or_else(|| document.names().request.clone()).unwrap_or_default();
    let (host, tls) = target(&resolve(&url(layout, text, body).unwrap_or_default(), variables));
    let auth = tape.member(text, body, "auth");
    let inherits_auth = auth.is_none_or(|auth| tape.node(auth).kind != Kind::Object);
    Some(Request { node: id, reach: Reach { request: name, host, tls }, inherits_auth })
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Where the URL of a request is written: a string, `raw`, or the object of its parts.
fn url_node(layout: &Layout, text: &[u8], request: NodeId) -> Option<NodeId> {
    let tape = &layout.tape;
    if tape.node(request).kind == Kind::String {
        return Some(request);
    }
    let url = tape.member(text, request, "url")?;
    let raw = tape.member(text, url, "raw").filter(|&raw| tape.node(raw).kind == Kind::String);
    Some(raw.unwrap_or(url))
}

/// The URL of a request as it is written: a string, `raw`, or put together from its parts.
pub(super) fn url(layout: &Layout, text: &[u8], request: NodeId) -> Option<String> {
    let tape = &layout.tape;
    let url = url_node(layout, text, request)?;
    if tape.node(url).kind == Kind::String {
        return Some(lossy(&tape.value(text, url)));
    }
    let host = tape.member(text, url, "host")?;
    let parts: Vec<String> = match tape.node(host).kind {
        Kind::Array => tape.children(host).map(|part| lossy(&tape.value(text, part))).collect(),
        _ => vec![lossy(&tape.value(text, host))],
    };
    let protocol = tape.string_member(text, url, "protocol").map(|p| lossy(&p));
    Some(protocol.map_or_else(String::new, |p| p + "://") + &parts.join("."))
}

/// The variables that the artefact defines.
pub(crate) fn variables(layout: &Layout, text: &[u8]) -> HashMap<String, String> {
    layout
        .leaves()
        .filter(|&id| layout.place(id) == Place::Value(PairKind::Variable))
        .filter_map(|id| Some((lossy(&layout.name(text, id)?), lossy(&layout.tape.value(text, id)))))
        .collect()
}

/// Variables that stand for variables: deeper than this they are left as they are.
const RESOLVE_DEPTH: usize = 4;
/// A URL that grows past this while variables are put in is left as it is, in bytes.
const URL_MAX: usize = 4096;

pub(crate) fn resolve(url: &str, variables: &HashMap<String, String>) -> String {
    let mut url = url.to_owned();
    for _ in 0..RESOLVE_DEPTH {
        let mut next = String::with_capacity(url.len());
        let mut rest = url.as_str();
        while let Some((before, name, after)) = first_reference(rest) {
            next.push_str(before);
            match variables.get(name) {
                Some(value) => next.push_str(value),
                None => {
                    next.push_str("{{");
                    next.push_str(name);
                    next.push_str("}}");
                }
            }
            rest = after;
        }
        next.push_str(rest);
        if next == url || next.len() > URL_MAX {
            break;
        }
        url = next;
    }
    url
}

fn first_reference(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    Some((before, name, after))
}

/// The host that a URL names, and whether it is encrypted.
pub(crate) fn target(url: &str) -> (Option<String>, Option<bool>) {
    // In a path or query it begins another URL.
    let own = url.split_once("://").filter(|(scheme, _)| !scheme.contains(['/', '?', '#']));
    let (scheme, rest) = own.map_or((None, url), |(scheme, rest)| (Some(scheme), rest));
    let tls = match scheme.map(str::to_ascii_lowercase).as_deref() {
        Some("https" | "wss" | "grpcs") => Some(true),
        Some("http" | "ws" | "grpc") => Some(false),
        _ => None,
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    // A port; the colon inside an IPv6 address or a reference is none.
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    ((!host.is_empty()).then(|| host.to_owned()), tls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        let some = |s: &str| Some(s.to_owned());
        assert_eq!(target("https://u:p@api.example.com:8443/v1?x=1"), (some("api.example.com"), Some(true)));
        assert_eq!(target("http://[::1]:80/"), (some("[::1]"), Some(false)));
        assert_eq!(target("{{baseUrl}}/orders"), (some("{{baseUrl}}"), None));
        assert_eq!(target("{{base}}/x?next=https://other.test/"), (some("{{base}}"), None));
        assert_eq!(target("api.test/x?next=https://other.test/"), (some("api.test"), None));
        assert_eq!(target("{{scheme}}://api.test/"), (some("api.test"), None));
        assert_eq!(target(""), (None, None));
    }

    #[test]
    fn variables_that_go_round_in_circles_end() {
        let variables =
            HashMap::from([("a".to_owned(), "{{b}}x".to_owned()), ("b".to_owned(), "{{a}}y".to_owned())]);
        assert!(resolve("{{a}}", &variables).len() < 64);
    }
}
