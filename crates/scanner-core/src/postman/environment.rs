//! Environments and globals: a name and a list of values. <https://schema.postman.com/> has no schema for them; the shape is that of exports.

use super::{PairKind, Place};

pub(super) fn member(name: &[u8]) -> Place {
    match name {
        b"values" | b"variables" => Place::Pairs(PairKind::Variable),
        b"description" => Place::Description,
        _ => Place::Metadata,
    }
}
