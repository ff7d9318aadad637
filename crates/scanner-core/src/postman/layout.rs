use std::borrow::Cow;
use std::sync::OnceLock;

use super::collection_v1::Folders;
use super::collection_v3::V3;
use super::har::Har;
use super::report::Report;
use super::{PairKind, Place, spec};
use crate::decode::{Decoded, Text, json_string};
use crate::finding::Decoder;
use crate::json::{Kind, NodeId, Options, Tape};

/// A JSON text in which every value has its place.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) tape: Tape,
    places: Vec<Place>,
    folders_v1: OnceLock<Folders>,
}

impl Layout {
    /// Reads JSON that stands inside something else, such as a body: references may stand where values are due.
    pub(crate) fn inner(text: &[u8], root: Place) -> Layout {
        Layout::new(text, Tape::parse(text, Options { references: true }), root)
    }

    /// Gives every value of `tape` its place; that of the outermost value is `root`.
    pub(crate) fn new(text: &[u8], tape: Tape, root: Place) -> Layout {
        let mut places: Vec<Place> = Vec::with_capacity(tape.len());
        for id in tape.ids() {
            let place = match tape.parent(id) {
                None => root,
                Some(parent) => {
                    let outer = places[parent.index()];
                    match tape.key(text, id) {
                        Some(key) => outer.member(&key),
                        None => outer.element(),
                    }
                }
            };
            places.push(string_place(place, tape.node(id).kind));
        }
        Layout { tape, places, folders_v1: OnceLock::new() }
    }

    /// Of an element that is a request, or holds one, that request.
    pub(crate) fn request(&self, text: &[u8], id: NodeId) -> Option<NodeId> {
        let member = |name| self.tape.member(text, id, name);
        match self.place(id) {
            Place::RequestV1 | Place::V3(V3::Request) => Some(id),
            Place::Item | Place::Har(Har::Entry) => member("request"),
            Place::Report(Report::Execution) => member("request").or_else(|| member("requestExecuted")),
            _ => None,
        }
    }

    /// The folders of the v1 collections in it. Read when the first place in one is named.
    pub(crate) fn folders_v1(&self, text: &[u8]) -> &Folders {
        self.folders_v1.get_or_init(|| {
            let collections = self.tape.ids().filter(|&id| self.place(id) == Place::Collection);
            Folders::read(&self.tape, text, collections)
        })
    }

    pub(crate) fn place(&self, id: NodeId) -> Place {
        self.places[id.index()]
    }

    /// Strings and bare values, in the order of the file.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.tape.ids().filter(|&id| matches!(self.tape.node(id).kind, Kind::String | Kind::Bare))
    }

    /// The name that a value stands under: of the pair it belongs to, else its member name, else that of the array it is in.
    pub(crate) fn name<'t>(&self, text: &'t [u8], id: NodeId) -> Option<Cow<'t, [u8]>> {
        if let Some(name) = self.pair_name(text, id) {
            return Some(name);
        }
        let mut at = id;
        if self.place(id).is_named_from_afar() {
            at = spec::described(&self.tape, text, id, |at| self.place(at));
            if let Some(name) = self.tape.string_member(text, at, "name") {
                return Some(name);
            }
        }
        loop {
            if let Some(key) = self.tape.key(text, at) {
                return Some(key);
            }
            at = self.tape.parent(at)?;
        }
    }

    /// In `{"key": "x-api-key", "value": "…"}` the name of the value is `x-api-key`.
    fn pair_name<'t>(&self, text: &'t [u8], id: NodeId) -> Option<Cow<'t, [u8]>> {
        let paired = match self.place(id) {
            Place::Value(_) => matches!(self.place(self.tape.parent(id)?), Place::Pair(_)),
            Place::Data(_) => self.tape.key(text, id).is_some_and(|key| VALUE_MEMBERS.contains(&&*key)),
            _ => false,
        };
        if !paired {
            return None;
        }
        let pair = self.tape.parent(id)?;
        NAME_MEMBERS
            .iter()
            .find_map(|name| self.tape.string_member(text, pair, name))
            .filter(|name| !name.is_empty())
    }

    /// Whether a value stands under a member name that holds the values of pairs.
    pub(crate) fn is_value_member(&self, text: &[u8], id: NodeId) -> bool {
        self.tape.key(text, id).is_some_and(|key| VALUE_MEMBERS.contains(&&*key))
    }

    /// Whether a value is an element of an array.
    pub(crate) fn is_element(&self, id: NodeId) -> bool {
        self.tape.parent(id).is_some_and(|parent| self.tape.node(parent).kind == Kind::Array)
    }

    /// The string just before an element of an array, as it is written: the line above in a script.
    pub(crate) fn element_before<'t>(&self, text: &'t [u8], id: NodeId) -> Option<&'t [u8]> {
        let array = self.tape.parent(id).filter(|_| self.is_element(id))?;
        // Nodes are in the order of the text, and a string holds no others.
        let before = id.before()?;
        let is_string =
            self.tape.parent(before) == Some(array) && self.tape.node(before).kind == Kind::String;
        is_string.then(|| &text[self.tape.node(before).range()])
    }

    /// The two strings before an element of an array, as `a/b`: what stands before a segment of a path.
    pub(crate) fn elements_before(&self, text: &[u8], id: NodeId) -> Option<Vec<u8>> {
        let array = self.tape.parent(id).filter(|_| self.is_element(id))?;
        let index = self.tape.index_in_parent(id);
        let before = self.tape.children(array).take(index).skip(index.saturating_sub(2));
        let strings: Vec<_> = before.map(|element| self.tape.value(text, element)).collect();
        Some(strings.join(&b'/'))
    }

    /// The decoded string member `name` of the object that holds `id`.
    pub(crate) fn sibling<'t>(&self, text: &'t [u8], id: NodeId, name: &str) -> Option<Cow<'t, [u8]>> {
        self.tape.string_member(text, self.tape.parent(id)?, name)
    }

    /// Whether the object that holds `id` has the member `name` with the bare value `value`.
    pub(crate) fn sibling_is(&self, text: &[u8], id: NodeId, name: &str, value: &[u8]) -> bool {
        let member = self.tape.parent(id).and_then(|parent| self.tape.member(text, parent, name));
        member.is_some_and(|m| {
            self.tape.node(m).kind == Kind::Bare && text[self.tape.node(m).range()] == *value
        })
    }

    /// Whether the entry that a value belongs to is switched off.
    pub(crate) fn is_disabled(&self, text: &[u8], id: NodeId) -> bool {
        self.is_in_entry(id)
            && (self.sibling_is(text, id, "disabled", b"true")
                || self.sibling_is(text, id, "enabled", b"false"))
    }

    /// Whether it is the local value of a variable, which is not shared.
    pub(crate) fn is_local(&self, text: &[u8], id: NodeId) -> bool {
        let local = |key: &[u8]| matches!(key, b"sessionValue" | b"currentValue");
        self.place(id) == Place::Value(PairKind::Variable)
            && self.tape.key(text, id).is_some_and(|key| local(&key))
    }

    /// Whether a vault holds the value, and only its name stands here: `{{vault:…}}`, or an empty value beside its source.
    pub(crate) fn is_vault_backed(&self, text: &[u8], id: NodeId) -> bool {
        let value = self.tape.value(text, id);
        let value = value.trim_ascii();
        if value.starts_with(b"{{vault:") && value.ends_with(b"}}") {
            return true;
        }
        let pair = self.tape.parent(id).filter(|_| matches!(self.place(id), Place::Value(_)));
        value.is_empty() && pair.is_some_and(|pair| self.tape.member(text, pair, "source").is_some())
    }

    /// Whether a value is of a variable that says it is secret, or of a vault.
    pub(crate) fn is_secret_variable(&self, text: &[u8], id: NodeId) -> bool {
        match self.place(id) {
            Place::Value(PairKind::Variable) => self.is_secret_typed(text, id),
            place => place == Place::Value(PairKind::VaultSecret),
        }
    }

    /// Whether the object that holds a value says that it is secret: `"type": "secret"`, `"secret": true`.
    pub(crate) fn is_secret_typed(&self, text: &[u8], id: NodeId) -> bool {
        self.is_in_entry(id)
            && (self.sibling(text, id, "type").as_deref() == Some(b"secret")
                || self.sibling_is(text, id, "secret", b"true"))
    }

    /// Whether the object that holds a value says something of it; in an object of pairs the other members are pairs as well.
    fn is_in_entry(&self, id: NodeId) -> bool {
        self.tape.parent(id).is_some_and(|parent| !matches!(self.place(parent), Place::Pairs(_)))
    }

    /// The value of a leaf, if it is written otherwise than JSON does: no mark in the bytes says what is in it.
    pub(crate) fn rewritten(&self, id: NodeId) -> Option<&Decoded> {
        let node = self.tape.node(id);
        if node.escaped { self.tape.decoded_at(node.range().start) } else { None }
    }

    /// Gives the decoded value of a leaf to `f`, with its way back through `text`.
    pub(crate) fn with_value<R>(&self, text: &Text<'_>, id: NodeId, f: impl FnOnce(Text<'_>) -> R) -> R {
        let node = self.tape.node(id);
        if let Some(decoded) = self.rewritten(id) {
            f(decoded.text(text, Decoder::YamlScalar))
        } else if node.escaped {
            let decoded = json_string::decode(text.bytes, node.range());
            f(decoded.text(text, Decoder::JsonString))
        } else {
            f(text.slice(node.range()))
        }
    }
}

/// Members that hold the value of a pair in JSON that is nobody's structure.
const VALUE_MEMBERS: [&[u8]; 2] = [b"value", b"Value"];
/// Members that hold the name of a pair. `id` names old collection variables.
const NAME_MEMBERS: [&str; 9] =
    ["key", "name", "id", "Key", "Name", "property", "field", "attribute", "parameter"];

/// Some places are objects in one version and strings in another.
fn string_place(place: Place, kind: Kind) -> Place {
    match (place, kind) {
        (Place::V3(part), Kind::String) => part.text(),
        // A request that is only its URL.
        (Place::Url, Kind::String) => Place::UrlText,
        (Place::Item | Place::RequestV1, Kind::String) => Place::Metadata,
        (Place::Pair(kind @ (PairKind::Variable | PairKind::VaultSecret)), Kind::String) => {
            Place::Value(kind)
        }
        _ => place,
    }
}
