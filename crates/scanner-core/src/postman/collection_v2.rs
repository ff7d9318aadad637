//! Collection format v2.0 and v2.1: <https://schema.postman.com/>. The two differ in the shape of auth blocks (object or array of
//! pairs) and URLs (string or object), and real files mix them; both are read in either.

use super::{PairKind, Place};

pub(super) fn member(place: Place, name: &[u8]) -> Place {
    match (place, name) {
        (Place::Info, b"description") => Place::Description,
        (Place::Info, _) => Place::Metadata,
        (Place::Collection, b"info") => Place::Info,
        (_, b"item") => Place::Items,
        (_, b"request") => Place::Request,
        (_, b"response" | b"responses") => Place::Responses,
        (_, b"event" | b"events") => Place::Events,
        (_, b"variable" | b"variables") => Place::Pairs(PairKind::Variable),
        (_, b"auth") => Place::Auth,
        (_, b"description") => Place::Description,
        (_, b"protocolProfileBehavior") => Place::Settings,
        // The lists of a v1 collection.
        (Place::Collection, b"requests") => Place::RequestsV1,
        (Place::Collection, b"folders") => Place::FoldersV1,
        _ => Place::Metadata,
    }
}
