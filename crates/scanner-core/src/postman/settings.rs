//! What Postman's programs write beside collections: credentials of the CLI, the binding of a folder to a workspace, the contents of a data
//! export, mocks and flows. Few of these formats are published, so most are known by their names, and read as plain data.

use super::path::Path;
use super::{ArtefactKind, Place};
use crate::finding::Role;
use crate::json::{Kind, NodeId, Tape};

pub(super) fn sniff(
    text: &[u8],
    tape: &Tape,
    root: NodeId,
    path: &Path<'_>,
) -> Option<(ArtefactKind, Place)> {
    let data = Place::Data(Role::Other);
    let has = |object, name| tape.member(text, object, name).is_some();
    let login = tape.member(text, root, "login");
    if path.is_credentials() || login.is_some_and(|login| has(login, "_profiles")) {
        return Some((ArtefactKind::CliCredentials, Place::Data(Role::Auth)));
    }
    if is_contents(text, tape, root) {
        return Some((ArtefactKind::DataExport, Place::Metadata));
    }
    let mock = tape.member(text, root, "mock").unwrap_or(root);
    if has(mock, "mockUrl") || path.is_mock() {
        return Some((ArtefactKind::Mock, data));
    }
    if path.is_flow() {
        return Some((ArtefactKind::Flow, data));
    }
    path.is_workspace().then_some((ArtefactKind::Workspace, data))
}

/// `archive.json`: `{"collection": {"<id>": true}, "environment": {…}}`.
fn is_contents(text: &[u8], tape: &Tape, root: NodeId) -> bool {
    let members: Vec<NodeId> = tape.children(root).take(8).collect();
    let lists = |&member: &NodeId| {
        let named = tape.key(text, member).is_some_and(|key| matches!(&*key, b"collection" | b"environment"));
        let truth = |id: NodeId| tape.node(id).kind == Kind::Bare && text[tape.node(id).range()] == *b"true";
        named && tape.node(member).kind == Kind::Object && tape.children(member).all(truth)
    };
    tape.node(root).kind == Kind::Object && !members.is_empty() && members.iter().all(lists)
}
