//! From a value to the words of the person who made the collection, and to a place that survives re-export.

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
pub(super) fn upwards(layout: &Layout, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
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
            location.folders = folders_v1(layout, text, at);
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

/// Folders of a v1 collection that are searched for an id.
const FOLDERS_MAX: usize = 4096;

/// How deep folders of v1 may nest before the links between them are taken for a circle.
const FOLDER_DEPTH: usize = 32;

/// v1 keeps folders in a flat list; requests and folders name their folder by id. Innermost first.
fn folders_v1(layout: &Layout, text: &[u8], request: NodeId) -> Vec<String> {
    let tape = &layout.tape;
    let collection = upwards(layout, request).find(|&at| layout.place(at) == Place::Collection);
    let Some(list) = collection.and_then(|c| tape.member(text, c, "folders")) else { return Vec::new() };
    let mut names = Vec::new();
    let mut id = tape.string_member(text, request, "folder");
    while let Some(wanted) = id.take().filter(|id| !id.is_empty() && names.len() < FOLDER_DEPTH) {
        let folder = tape
            .children(list)
            .take(FOLDERS_MAX)
            .find(|&f| tape.string_member(text, f, "id").is_some_and(|id| id == wanted));
        let Some(folder) = folder else { break };
        names.extend(tape.string_member(text, folder, "name").map(|s| shown(&s)));
        id = tape.string_member(text, folder, "folder");
    }
    names
}

/// Whether the file says that what it holds is public, as the API does.
fn is_public(layout: &Layout, text: &[u8]) -> bool {
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

/// Names a place so that reformatting, reordering and re-exporting keep it: the id of the entity (or the names that lead to it), then the
/// members within. Positions in arrays are left out.
pub(crate) fn stable_place(document: &Document<'_>, node: NodeId) -> Vec<String> {
    let Some(layout) = document.layout() else { return Vec::new() };
    let text = document.text();
    let text = text.bytes;
    let mut path = Vec::new();
    for at in upwards(layout, node) {
        if let Some((name, is_id)) = entity_name(layout, text, at) {
            path.push(name);
            if is_id {
                break;
            }
        } else if let Some(key) = layout.tape.key(text, at) {
            path.push(shown(&key));
        } else if layout.tape.parent(at).is_some() {
            let named =
                ["key", "name", "listen"].iter().find_map(|name| layout.tape.string_member(text, at, name));
            path.push(named.map_or_else(|| "*".to_owned(), |name| shown(&name)));
        }
    }
    let Names { collection, folders, request, example } = document.names().clone();
    path.extend([example, request].into_iter().flatten());
    path.extend(folders.into_iter().rev().chain(collection));
    path.reverse();
    path
}

fn entity_name(layout: &Layout, text: &[u8], at: NodeId) -> Option<(String, bool)> {
    if layout.tape.node(at).kind != Kind::Object {
        return None;
    }
    let holder = match layout.place(at) {
        Place::Collection => layout.tape.member(text, at, "info").unwrap_or(at),
        Place::Item
        | Place::RequestV1
        | Place::FolderV1
        | Place::Response
        | Place::Environment
        | Place::HeaderPreset => at,
        _ => return None,
    };
    let member = |name: &&str| layout.tape.string_member(text, holder, name).filter(|s| !s.is_empty());
    match ["_postman_id", "id", "uid"].iter().find_map(member) {
        Some(id) => Some((shown(&id), true)),
        None => Some((member(&"name").map_or_else(String::new, |name| shown(&name)), false)),
    }
}
