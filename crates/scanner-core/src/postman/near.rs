//! What stands near a value and may say whose it is.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::collection_v3::V3;
use super::locate::upwards;
use super::reach::{resolve, url, variables};
use super::{Layout, Place};
use crate::json::NodeId;

/// Says for each value of a document what is near.
pub(crate) struct Neighbourhood<'l> {
    layout: &'l Layout,
    text: &'l [u8],
    /// Made when the first URL has a reference.
    variables: OnceLock<HashMap<String, String>>,
}

impl<'l> Neighbourhood<'l> {
    pub(crate) fn new(layout: &'l Layout, text: &'l [u8]) -> Neighbourhood<'l> {
        Neighbourhood { layout, text, variables: OnceLock::new() }
    }

    /// The request a value belongs to, or else the environment or collection.
    pub(crate) fn owner(&self, node: NodeId) -> Option<NodeId> {
        upwards(self.layout, node).find(|&at| match self.layout.place(at) {
            Place::Environment | Place::Collection | Place::V3(V3::Definition) => true,
            _ => self.layout.request(self.text, at).is_some(),
        })
    }

    /// Whether `node` belongs to `owner`, as can be seen without looking for its owner: nothing that is in a request has another one.
    pub(crate) fn belongs(&self, node: NodeId, owner: NodeId) -> bool {
        let tape = &self.layout.tape;
        tape.is_inside(node, owner)
            && match self.layout.place(owner) {
                Place::Item => tape.member(self.text, owner, "item").is_none(),
                place => place == Place::RequestV1,
            }
    }

    /// Of a request its URL without the query, with the variables that the document defines; of an environment or collection its name.
    pub(crate) fn near(&self, owner: NodeId) -> String {
        let tape = &self.layout.tape;
        let Some(request) = self.layout.request(self.text, owner) else {
            let named = tape.member(self.text, owner, "info").unwrap_or(owner);
            let name = tape.string_member(self.text, named, "name").unwrap_or_default();
            return String::from_utf8_lossy(&name).into_owned();
        };
        let mut url = url(self.layout, self.text, request).unwrap_or_default();
        url.truncate(url.find('?').unwrap_or(url.len()));
        if url.contains("{{") {
            let variables = self.variables.get_or_init(|| variables(self.layout, self.text));
            url = resolve(&url, variables);
        }
        url
    }
}
