//! The export of a vault in plaintext: everything that was kept apart, in one file.

use super::Check;
use super::found::Found;
use super::view::View;
use crate::json::NodeId;
use crate::postman::{ArtefactKind, PairKind, Place};

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    let Some(layout) = view.document.layout() else { return };
    if view.document.kind() != ArtefactKind::VaultExport {
        return;
    }
    let is_secret = |&node: &NodeId| {
        layout.place(node) == Place::Value(PairKind::VaultSecret)
            && !layout.tape.node(node).range().is_empty()
    };
    let secrets: Vec<NodeId> = layout.leaves().filter(is_secret).collect();
    if let Some(&first) = secrets.first() {
        let detail = "secrets of a vault in plaintext".to_owned();
        found.count(Check::PlainVaultExport, Some(first), view.span(first), detail, secrets.len());
    }
}
