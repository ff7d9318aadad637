use std::fmt;

use serde::{Deserialize, Serialize};

use super::{PairKind, Place};
use crate::finding::Role;
use crate::json::{Kind, NodeId, Tape};

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ArtefactKind {
    /// A collection of format v1.
    #[serde(rename = "collection-v1")]
    CollectionV1,
    /// A collection of format v2.0.
    #[serde(rename = "collection-v2.0")]
    CollectionV20,
    /// A collection of format v2.1.
    #[serde(rename = "collection-v2.1")]
    CollectionV21,
    /// An environment.
    #[serde(rename = "environment")]
    Environment,
    /// The globals of a workspace.
    #[serde(rename = "globals")]
    Globals,
    /// A full dump of an old app.
    #[serde(rename = "dump")]
    Dump,
    /// JSON of another kind.
    #[serde(rename = "json")]
    Json,
    /// Any other text.
    #[serde(rename = "text")]
    Text,
}

impl ArtefactKind {
    /// The word used in reports, such as `collection-v2.1`.
    pub const fn as_str(self) -> &'static str {
        match self {
            ArtefactKind::CollectionV1 => "collection-v1",
            ArtefactKind::CollectionV20 => "collection-v2.0",
            ArtefactKind::CollectionV21 => "collection-v2.1",
            ArtefactKind::Environment => "environment",
            ArtefactKind::Globals => "globals",
            ArtefactKind::Dump => "dump",
            ArtefactKind::Json => "json",
            ArtefactKind::Text => "text",
        }
    }

    /// Whether Postman wrote it.
    pub const fn is_postman(self) -> bool {
        !matches!(self, ArtefactKind::Json | ArtefactKind::Text)
    }
}

impl fmt::Display for ArtefactKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a JSON text is, and the place of its outermost value. Works on what a broken file still shows.
pub(super) fn sniff(text: &[u8], tape: &Tape) -> (ArtefactKind, Place) {
    let json = (ArtefactKind::Json, Place::Data(Role::Other));
    if tape.len() == 0 {
        return json;
    }
    let root = NodeId::ROOT;
    match tape.node(root).kind {
        Kind::Object => object(text, tape, root).unwrap_or(json),
        // Globals that were exported by an old app: a bare list of variables.
        Kind::Array if is_variables(text, tape, root) => {
            (ArtefactKind::Globals, Place::Pairs(PairKind::Variable))
        }
        _ => json,
    }
}

fn object(text: &[u8], tape: &Tape, root: NodeId) -> Option<(ArtefactKind, Place)> {
    let member = |name| tape.member(text, root, name);
    if let Some(kind) = collection(text, tape, root) {
        return Some((kind, Place::Collection));
    }
    if let Some(kind) = environment(text, tape, root) {
        return Some((kind, Place::Environment));
    }
    let first = |name| member(name).and_then(|list| first_element(tape, list));
    let presets = first("headerPresets").is_some_and(|preset| tape.member(text, preset, "headers").is_some());
    if presets
        || is_dump(text, tape, root)
        || first("collections").is_some_and(|c| collection(text, tape, c).is_some())
    {
        return Some((ArtefactKind::Dump, Place::Dump));
    }
    let inner = |kind| (kind, Place::Wrapper);
    if let Some(kind) = member("collection").and_then(|node| collection(text, tape, node)) {
        return Some(inner(kind));
    }
    member("environment").and_then(|node| environment(text, tape, node)).map(inner)
}

fn collection(text: &[u8], tape: &Tape, node: NodeId) -> Option<ArtefactKind> {
    let member = |name| tape.member(text, node, name);
    let schema = member("info").and_then(|info| tape.string_member(text, info, "schema"));
    let schema = schema.as_deref().unwrap_or_default();
    let has = |part: &[u8]| memchr::memmem::find(schema, part).is_some();
    if has(b"/v2.0.0/") {
        return Some(ArtefactKind::CollectionV20);
    }
    // Old exports name `…/collection/v2/`, test files invent versions: what has the members is read as the newest.
    if has(b"/collection/v") || has(b"/v2.1.0/") || (member("info").is_some() && member("item").is_some()) {
        return Some(ArtefactKind::CollectionV21);
    }
    let requests = member("requests").filter(|&requests| tape.node(requests).kind == Kind::Array)?;
    let listed = ["order", "folders", "folders_order"].iter().any(|name| member(name).is_some());
    let v1 =
        listed || first_element(tape, requests).is_some_and(|request| is_request_v1(text, tape, request));
    v1.then_some(ArtefactKind::CollectionV1)
}

fn is_request_v1(text: &[u8], tape: &Tape, request: NodeId) -> bool {
    const MEMBERS: [&str; 7] =
        ["url", "headers", "headerData", "method", "dataMode", "rawModeData", "helperAttributes"];
    tape.member(text, request, "name").is_some()
        && MEMBERS.iter().any(|name| tape.member(text, request, name).is_some())
}

fn is_dump(text: &[u8], tape: &Tape, root: NodeId) -> bool {
    let has = |object, name| tape.member(text, object, name).is_some();
    let Some(collections) = tape.member(text, root, "collections") else { return false };
    // A part of a dump has its collections only.
    let collection = |first| {
        has(first, "name")
            && ["requests", "order", "folders", "variables", "info"].iter().any(|m| has(first, m))
    };
    ["environments", "headerPresets", "globals"].iter().any(|name| has(root, name))
        || first_element(tape, collections).is_some_and(collection)
}

fn first_element(tape: &Tape, list: NodeId) -> Option<NodeId> {
    tape.children(list).next().filter(|_| tape.node(list).kind == Kind::Array)
}

fn environment(text: &[u8], tape: &Tape, node: NodeId) -> Option<ArtefactKind> {
    let values = tape.member(text, node, "values")?;
    let scope = tape.string_member(text, node, "_postman_variable_scope");
    match scope.as_deref() {
        Some(b"globals") => Some(ArtefactKind::Globals),
        Some(_) => Some(ArtefactKind::Environment),
        None if is_variables(text, tape, values) => Some(ArtefactKind::Environment),
        None => None,
    }
}

/// A list of objects of which the first has a name and a value.
fn is_variables(text: &[u8], tape: &Tape, list: NodeId) -> bool {
    tape.node(list).kind == Kind::Array
        && first_element(tape, list).is_some_and(|first| {
            tape.member(text, first, "key").is_some() && tape.member(text, first, "value").is_some()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Options;

    fn kind(json: &str) -> (ArtefactKind, Place) {
        sniff(json.as_bytes(), &Tape::parse(json.as_bytes(), Options::default()))
    }

    #[test]
    fn every_format_by_content() {
        use ArtefactKind::*;
        let v21 = r#"{"info":{"schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[]}"#;
        assert_eq!(kind(v21), (CollectionV21, Place::Collection));
        assert_eq!(kind(&v21.replace("2.1.0", "2.0.0")), (CollectionV20, Place::Collection));
        assert_eq!(kind(&format!(r#"{{"collection":{v21}}}"#)), (CollectionV21, Place::Wrapper));
        assert_eq!(kind(r#"{"id":"1","name":"x","order":[],"requests":[]}"#).0, CollectionV1);
        assert_eq!(
            kind(r#"{"name":"x","values":[],"_postman_variable_scope":"environment"}"#).0,
            Environment
        );
        assert_eq!(kind(r#"{"name":"x","values":[{"key":"a","value":1}]}"#).0, Environment);
        assert_eq!(kind(r#"{"values":[],"_postman_variable_scope":"globals"}"#).0, Globals);
        assert_eq!(kind(r#"[{"key":"a","value":"b","enabled":true}]"#).0, Globals);
        assert_eq!(kind(r#"{"version":1,"collections":[],"environments":[]}"#), (Dump, Place::Dump));
        assert_eq!(kind(r#"{"collections":[{"name":"c","variables":[]}]}"#), (Dump, Place::Dump));
        assert_eq!(kind(r#"{"collections":[{"name":"c","size":1}]}"#), (Json, Place::Data(Role::Other)));
        assert_eq!(kind(r#"{"name":"npm","version":"1.0.0"}"#).0, Json);
        assert_eq!(kind("[1,2]").0, Json);
        assert_eq!(kind("").0, Json);
    }

    #[test]
    fn a_cut_file_is_known_by_what_is_left() {
        assert_eq!(kind(r#"{"info":{"name":"x","#).0, ArtefactKind::Json);
        assert_eq!(kind(r#"{"info":{"name":"x"},"item":[{"na"#).0, ArtefactKind::CollectionV21);
    }
}
