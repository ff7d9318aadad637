//! Collection format v1, still found in dumps and in the answers of the per-item API calls: flat lists of folders and requests,
//! headers as one string. Source: `v1.0.0` of the schemas repository, and real dumps.

use super::{PairKind, Place, request};

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
