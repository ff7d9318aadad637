//! Hexadecimal, RFC 4648 section 8, in either case.

use data_encoding::HEXLOWER_PERMISSIVE;

use super::{Decoded, MapBuilder};

/// Decodes hex, or `None` if it is none.
pub(crate) fn decode(text: &[u8]) -> Option<Decoded> {
    let bytes = HEXLOWER_PERMISSIVE.decode(text).ok()?;
    let mut map = MapBuilder::default();
    map.groups(0, 0, (1, 2));
    Some(Decoded { bytes, map: map.finish() })
}
