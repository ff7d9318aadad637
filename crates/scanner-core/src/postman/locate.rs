//! From a value to the words of the person who made the collection, and to a place that survives re-export.

use std::borrow::Cow;

use super::collection_v3::V3;
use super::har::Har;
use super::path::Names;
use super::reach::{target, url};
use super::report::Report;
use super::{ArtefactKind, Document, Layout, Place, identity};
use crate::finding::{Ids, Location, Role};
use crate::json::{Kind, NodeId};

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The value itself and what holds it, innermost first.
pub(crate) fn upwards(layout: &Layout, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    std::iter::successors(Some(node), |&at| layout.tape.parent(at))
}

/// Where `node` is; for a file without structure, only what the file is.
pub(crate) fn location(document: &Document<'_>, node: Option<NodeId>, role: Role) -> Location {
    let mut location = Location {
        artefact: document.kind(),
        collection: None,
        folders: Vec::new(),
        request: None,
        example: None,
        environment: None,
        ids: Ids::default(),
        link: None,
        role,
        field: None,
        inner: None,
        disabled: false,
        secret_type: false,
        local: false,
        public: false,
    };
    let (Some(layout), Some(node)) = (document.layout(), node) else {
        name_from_path(document.names(), &mut location);
        return location;
    };
    let text = document.text();
    let text = text.bytes;
    for at in upwards(layout, node) {
        name_entity(layout, text, at, &mut location);
        identity::collect(layout, text, at, &mut location.ids);
    }
    location.link = identity::link(&location.ids);
    location.folders.reverse();
    name_from_path(document.names(), &mut location);
    if location.environment.is_none() && document.kind() == ArtefactKind::Globals {
        location.environment = Some("Globals".to_owned());
    }
    location.disabled = layout.is_disabled(text, node);
    location.secret_type = layout.is_secret_typed(text, node);
    location.local = layout.is_local(text, node);
    location.public = is_public(layout, text);
    location
}

fn name_entity(layout: &Layout, text: &[u8], at: NodeId, location: &mut Location) {
    if layout.tape.node(at).kind != Kind::Object {
        return;
    }
    let member = |name: &str| layout.tape.string_member(text, at, name).map(|s| shown(&s));
    match layout.place(at) {
        Place::Item if layout.tape.member(text, at, "request").is_some() => location.request = member("name"),
        Place::Item | Place::FolderV1 => location.folders.extend(member("name")),
        Place::RequestV1 => {
            location.request = member("name");
            location.folders = layout.folders_v1(text).above(&layout.tape, text, at);
        }
        Place::Response => location.example = member("name"),
        Place::HeaderPreset => {
            location.folders.push("Header presets".to_owned());
            location.request = member("name");
        }
        Place::Collection => {
            let info = layout.tape.member(text, at, "info");
            let name = info.and_then(|info| layout.tape.string_member(text, info, "name")).map(|s| shown(&s));
            location.collection = name.or_else(|| member("name"));
        }
        Place::Environment => location.environment = member("name"),
        Place::V3(V3::Definition) if location.folders.is_empty() => location.collection = member("name"),
        // The request of an example has no name of its own.
        Place::V3(V3::Request) => location.request = member("name"),
        Place::V3(V3::Example) => location.example = member("name"),
        Place::Report(Report::Execution | Report::Result) => {
            let item = layout.tape.member(text, at, "item").unwrap_or(at);
            let executed = layout.tape.member(text, at, "requestExecuted").unwrap_or(item);
            location.request = layout.tape.string_member(text, executed, "name").map(|s| shown(&s));
        }
        Place::Har(Har::Entry) => location.request = sent_to(layout, text, at),
        _ => {}
    }
}

/// A request of recorded traffic has no name: its method and host stand for it. The rest of the URL may be secret.
fn sent_to(layout: &Layout, text: &[u8], entry: NodeId) -> Option<String> {
    let request = layout.request(text, entry)?;
    let method =
        layout.tape.string_member(text, request, "method").map_or_else(String::new, |m| shown(&m) + " ");
    let (host, _) = target(&url(layout, text, request)?);
    Some(method + &host?)
}

/// What the file does not say, its path does.
fn name_from_path(names: &Names, location: &mut Location) {
    let Names { collection, folders, request, example } = names.clone();
    if folders.is_empty() {
        location.collection = location.collection.take().or(collection);
    } else {
        location.folders = folders;
        location.collection = collection;
    }
    location.request = location.request.take().or(request);
    location.example = location.example.take().or(example);
}

/// Whether the file says that what it holds is public, as the API does.
pub(crate) fn is_public(layout: &Layout, text: &[u8]) -> bool {
    let tape = &layout.tape;
    let root = NodeId::ROOT;
    let inner = ["collection", "environment", "workspace", "info"]
        .iter()
        .filter_map(|name| tape.member(text, root, name));
    std::iter::once(root).chain(inner).any(|object| {
        let flag = tape.member(text, object, "isPublic");
        flag.is_some_and(|f| text[tape.node(f).range()] == *b"true")
            || tape.string_member(text, object, "visibility").as_deref() == Some(b"public")
    })
}

/// The collections and environments of a document, and the definition of one of version 3, each with its name.
pub(crate) fn entities<'t>(
    document: &'t Document<'_>,
    text: &'t [u8],
) -> impl Iterator<Item = (NodeId, Option<String>)> + 't {
    let layout = document.layout();
    let nodes = layout.into_iter().flat_map(|layout| layout.tape.ids().map(move |id| (layout, id)));
    nodes.filter_map(move |(layout, id)| {
        let is_entity = layout.tape.node(id).kind == Kind::Object
            && match layout.place(id) {
                Place::Collection | Place::Environment => true,
                Place::V3(V3::Definition) => document.names().folders.is_empty(),
                _ => false,
            };
        is_entity.then(|| {
            let info = layout.tape.member(text, id, "info").unwrap_or(id);
            let name = layout.tape.string_member(text, info, "name").map(|name| shown(&name));
            (id, name.or_else(|| document.names().collection.clone()))
        })
    })
}

/// The nearest thing a person would call one: a request, an example, an environment, else the collection.
pub(crate) fn owner(layout: &Layout, node: NodeId) -> Option<NodeId> {
    upwards(layout, node).find(|&at| {
        layout.tape.node(at).kind == Kind::Object
            && matches!(
                layout.place(at),
                Place::Item
                    | Place::RequestV1
                    | Place::Response
                    | Place::Environment
                    | Place::HeaderPreset
                    | Place::Collection
                    | Place::V3(V3::Definition | V3::Request | V3::Example)
                    | Place::Report(Report::Execution | Report::Result)
                    | Place::Har(Har::Entry)
            )
    })
}

/// The description of what `at` is, with its node: of a request also where v2 keeps it, in `request`; of a collection in `info`.
pub(crate) fn description<'t>(
    layout: &Layout,
    text: &'t [u8],
    at: NodeId,
) -> Option<(NodeId, Cow<'t, [u8]>)> {
    if layout.tape.node(at).kind != Kind::Object {
        return None;
    }
    let holders = [Some(at), layout.tape.member(text, at, "request"), layout.tape.member(text, at, "info")];
    holders.into_iter().flatten().find_map(|holder| {
        let found = layout.tape.member(text, holder, "description")?;
        let node = match layout.tape.node(found).kind {
            Kind::Object => layout.tape.member(text, found, "content")?,
            _ => found,
        };
        (layout.tape.node(node).kind == Kind::String).then(|| (node, layout.tape.value(text, node)))
    })
}

/// Names a place so that reformatting, reordering, moving to another folder and exporting again keep it: the names of the collection (or
/// environment) and of the request that hold it, then the members within. Ids are left out, since importing makes new ones and some exports
/// have none; folders are, since requests move; and positions in arrays, unless the entry has a name.
pub(crate) fn stable_place(document: &Document<'_>, node: NodeId) -> Vec<String> {
    let Some(layout) = document.layout() else { return Vec::new() };
    let text = document.text();
    let text = text.bytes;
    let mut path = Vec::new();
    let mut within = true;
    for at in upwards(layout, node) {
        if let Some((folder, name)) = entity_name(layout, text, at) {
            // A folder names what is its own, such as its auth block.
            if within || !folder {
                path.push(name);
            }
            within = false;
        } else if !within {
            // The way from the request to the collection: `item`, folders, positions.
        } else if let Some(key) = layout.tape.key(text, at) {
            // Version 2.0 has `"token": "…"` where 2.1 has `{"key": "token", "value": "…"}`, and a URL as text.
            if at != node || !matches!(&*key, b"value" | b"raw") {
                path.push(shown(&key));
            }
        } else if layout.tape.parent(at).is_some() {
            let named =
                ["key", "name", "listen"].iter().find_map(|name| layout.tape.string_member(text, at, name));
            path.push(named.map_or_else(|| "*".to_owned(), |name| shown(&name)));
        }
    }
    let Names { collection, folders, request, example } = document.names().clone();
    // What stands in no request is a folder's own.
    let folder = if within && request.is_none() { folders.into_iter().next_back() } else { None };
    path.extend([example, request, folder, collection].into_iter().flatten());
    path.reverse();
    path
}

/// A pointer within a value without the positions in its arrays.
pub(crate) fn stable_pointer(pointer: &str) -> String {
    let position = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = pointer.split('/').map(|part| if position(part) { "*" } else { part }).collect();
    parts.join("/")
}

/// The name of a collection, folder, request, example or environment, and whether it is a folder.
fn entity_name(layout: &Layout, text: &[u8], at: NodeId) -> Option<(bool, String)> {
    if layout.tape.node(at).kind != Kind::Object {
        return None;
    }
    let member = |object, name| layout.tape.member(text, object, name);
    let (folder, holder) = match layout.place(at) {
        Place::Collection => (false, member(at, "info").unwrap_or(at)),
        Place::Item => (member(at, "request").is_none(), at),
        Place::FolderV1 => (true, at),
        Place::RequestV1 | Place::Response | Place::Environment | Place::HeaderPreset => (false, at),
        _ => return None,
    };
    let name = layout.tape.string_member(text, holder, "name");
    Some((folder, name.map_or_else(String::new, |name| shown(&name))))
}
