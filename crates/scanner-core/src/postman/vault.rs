//! Exports of the local vault in plaintext. Their keys are not published: what is taken for one is a list of names with values, in a file that says it is of a
//! vault, or that is named after one and holds no variables of an environment. Everything in it is a secret.

use super::path::Path;
use super::{ArtefactKind, PairKind, Place};
use crate::json::{Kind, NodeId, Tape};

/// Members that hold the list.
const LISTS: [&str; 5] = ["secrets", "values", "vault", "vaultSecrets", "data"];

pub(super) fn sniff(
    text: &[u8],
    tape: &Tape,
    root: NodeId,
    path: &Path<'_>,
) -> Option<(ArtefactKind, Place)> {
    let scope = tape.string_member(text, root, "_postman_variable_scope");
    let told = scope.as_deref() == Some(b"vault");
    if !told && (scope.is_some() || !path.is_vault()) {
        return None;
    }
    let secret = |first| {
        let has = |name| tape.member(text, first, name).is_some();
        has("value") && (has("key") || has("name")) && (told || !has("enabled"))
    };
    let lists = LISTS.iter().filter_map(|name| tape.member(text, root, name));
    let list = std::iter::once(root)
        .chain(lists)
        .filter(|&list| tape.node(list).kind == Kind::Array)
        .find(|&list| tape.children(list).next().is_some_and(secret))?;
    let place = if list == root { Place::Pairs(PairKind::VaultSecret) } else { Place::Vault };
    Some((ArtefactKind::VaultExport, place))
}

pub(super) fn member(name: &[u8]) -> Place {
    if LISTS.iter().any(|list| list.as_bytes() == name) {
        Place::Pairs(PairKind::VaultSecret)
    } else {
        Place::Metadata
    }
}
