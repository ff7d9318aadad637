//! Lines that Postman keeps as elements of an array (`exec`), put together again: a private key is split over many of them.

use super::{Decoded, MapBuilder};
use crate::decode::json_string;
use std::ops::Range;

/// Joins the strings `ranges` (insides of JSON strings in `raw`) with line feeds. Offsets in the map are offsets in `raw`.
pub(crate) fn join(raw: &[u8], ranges: impl IntoIterator<Item = Range<usize>>) -> Decoded {
    let mut bytes = Vec::new();
    let mut map = MapBuilder::default();
    for (index, range) in ranges.into_iter().enumerate() {
        if index > 0 {
            // The line feed stands for whatever is between the two strings; a point is enough to find it.
            map.escape(bytes.len(), range.start..range.start);
            bytes.push(b'\n');
        }
        let line = json_string::decode(raw, range);
        map.append(&line.map, bytes.len());
        bytes.extend_from_slice(&line.bytes);
    }
    Decoded { bytes, map: map.finish() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_over_two_lines_spans_both_strings() {
        let raw = br#"["ab\t", "cd"]"#;
        let out = join(raw, [2..6, 10..12]);
        assert_eq!(out.bytes, b"ab\t\ncd");
        assert_eq!(&raw[out.map.source(0..6)], br#"ab\t", "cd"#);
        assert_eq!(&raw[out.map.source(4..6)], b"cd");
    }
}
