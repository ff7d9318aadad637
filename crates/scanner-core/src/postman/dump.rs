//! `Backup.postman_dump.json`: everything an old app had, in one file.

use super::{PairKind, Place};

pub(super) fn member(place: Place, name: &[u8]) -> Place {
    match (place, name) {
        (Place::Dump, b"collections") => Place::Collections,
        (Place::Dump, b"environments") => Place::Environments,
        (Place::Dump, b"globals") => Place::Pairs(PairKind::Variable),
        (Place::Dump, b"headerPresets") => Place::HeaderPresets,
        (Place::HeaderPreset, b"headers") => Place::Pairs(PairKind::Header),
        _ => Place::Metadata,
    }
}
