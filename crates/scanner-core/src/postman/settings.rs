//! What Postman's programs write beside collections: credentials of the CLI, the binding of a folder to a workspace, exports of the local vault, the
//! contents of a data export, mocks and flows. Few of these formats are published, so most are known by their names, and read as plain data.

use super::path::Path;
use super::{ArtefactKind, PairKind, Place};
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
    if let Some(place) = vault(text, tape, root, path) {
        return Some((ArtefactKind::VaultExport, place));
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

/// The keys of the export are not published: a list of pairs, in a file that is named after the vault or says that it is of one.
fn vault(text: &[u8], tape: &Tape, root: NodeId, path: &Path<'_>) -> Option<Place> {
    let named = path.is_vault()
        || tape.string_member(text, root, "_postman_variable_scope").as_deref() == Some(b"vault");
    let lists = ["secrets", "values", "vault", "vaultSecrets", "data"];
    let list = std::iter::once(root).chain(lists.iter().filter_map(|name| tape.member(text, root, name)));
    let pairs = list.filter(|&list| tape.node(list).kind == Kind::Array).any(|list| {
        tape.children(list).next().is_some_and(|first| {
            tape.member(text, first, "value").is_some()
                && ["key", "name"].iter().any(|name| tape.member(text, first, name).is_some())
        })
    });
    if !named || !pairs {
        return None;
    }
    let array = tape.node(root).kind == Kind::Array;
    Some(if array { Place::Pairs(PairKind::VaultSecret) } else { Place::Vault })
}

pub(super) fn vault_member(name: &[u8]) -> Place {
    match name {
        b"secrets" | b"values" | b"vault" | b"vaultSecrets" | b"data" => Place::Pairs(PairKind::VaultSecret),
        _ => Place::Metadata,
    }
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
