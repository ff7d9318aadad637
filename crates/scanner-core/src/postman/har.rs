//! HAR 1.2: the HTTP traffic of a browser or a proxy, with every header and cookie in it.

use super::{ArtefactKind, Place};
use crate::finding::Role;
use crate::json::{Kind, NodeId, Tape};

/// Where in an archive a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Har {
    Root,
    Log,
    /// The list of entries, and one of them.
    Entry,
}

pub(super) fn sniff(text: &[u8], tape: &Tape, root: NodeId) -> Option<(ArtefactKind, Place)> {
    let log = tape.member(text, root, "log")?;
    let entries = tape.member(text, log, "entries")?;
    (tape.node(entries).kind == Kind::Array).then_some((ArtefactKind::Har, Place::Har(Har::Root)))
}

pub(super) fn member(place: Har, name: &[u8]) -> Place {
    match (place, name) {
        (Har::Root, b"log") => Place::Har(Har::Log),
        (Har::Log, b"entries") => Place::Har(Har::Entry),
        (Har::Entry, b"request") => Place::Request,
        (Har::Entry, b"response") => Place::Response,
        // What browsers add.
        (Har::Entry, b"_webSocketMessages") => Place::Data(Role::Body),
        (_, b"comment") => Place::Description,
        _ => Place::Metadata,
    }
}
