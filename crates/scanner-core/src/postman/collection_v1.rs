//! Collection format v1, still found in dumps and in the answers of the per-item API calls: flat lists of folders and requests,
//! headers as one string. Source: `v1.0.0` of the schemas repository, and real dumps.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{PairKind, Place, request};
use crate::json::{NodeId, Tape};

pub(super) fn member(place: Place, name: &[u8]) -> Place {
    match (place, name) {
        (_, b"events") => Place::Events,
        (_, b"variables") => Place::Pairs(PairKind::Variable),
        (_, b"auth") => Place::Auth,
        (_, b"description") => Place::Description,
        (_, b"protocolProfileBehavior") => Place::Settings,
        (Place::RequestV1, _) => request::member(Place::Request, name),
        _ => Place::Metadata,
    }
}

/// How deep folders may nest before the links between them are taken for a circle.
const DEPTH_MAX: usize = 32;

/// The folders of flat lists, and what each holds. Both sides say so: elements name their `folder`, and folders list their requests in `order`
/// and their folders in `folders_order`. Exports have either or both.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folders {
    by_id: HashMap<Vec<u8>, NodeId>,
    /// The folder that lists an element, by the id of the element.
    holders: HashMap<Vec<u8>, NodeId>,
}

impl Folders {
    /// Reads the folders of `collections`: the ids of a dump are unique in it.
    pub(super) fn read(tape: &Tape, text: &[u8], collections: impl Iterator<Item = NodeId>) -> Folders {
        let mut folders = Folders::default();
        let lists = collections.filter_map(|collection| tape.member(text, collection, "folders"));
        for folder in lists.flat_map(|list| tape.children(list)) {
            if let Some(id) = id(tape, text, folder) {
                folders.by_id.entry(id.into_owned()).or_insert(folder);
            }
            let orders = ["order", "folders_order"].iter().filter_map(|name| tape.member(text, folder, name));
            for held in orders.flat_map(|order| tape.children(order)) {
                folders.holders.entry(tape.value(text, held).into_owned()).or_insert(folder);
            }
        }
        folders
    }

    /// The names of the folders that hold a request, the innermost first.
    pub(super) fn above(&self, tape: &Tape, text: &[u8], request: NodeId) -> Vec<String> {
        let folder = |element: NodeId| {
            let named = tape.string_member(text, element, "folder").and_then(|id| self.by_id.get(&*id));
            named.or_else(|| self.holders.get(&*id(tape, text, element)?)).copied()
        };
        let above = std::iter::successors(folder(request), |&at| folder(at)).take(DEPTH_MAX);
        let name = |folder| tape.string_member(text, folder, "name");
        above.filter_map(name).map(|name| String::from_utf8_lossy(&name).into_owned()).collect()
    }
}

fn id<'t>(tape: &Tape, text: &'t [u8], element: NodeId) -> Option<Cow<'t, [u8]>> {
    tape.string_member(text, element, "id").filter(|id| !id.is_empty())
}
