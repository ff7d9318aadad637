//! Bytes that are written as a JSON array of numbers: `{"type":"Buffer","data":[104,105]}`, which is how Node.js, and so Newman, writes a buffer.

use std::ops::Range;

use super::{Decoded, MapBuilder};

/// Decodes the numbers that stand at `numbers` in `raw`. `None` if one of them is no byte. Offsets in the map are offsets in `raw`.
pub(crate) fn decode(raw: &[u8], numbers: impl IntoIterator<Item = Range<usize>>) -> Option<Decoded> {
    let mut bytes = Vec::new();
    let mut map = MapBuilder::default();
    for number in numbers {
        let byte = std::str::from_utf8(&raw[number.clone()]).ok()?.parse().ok()?;
        map.escape(bytes.len(), number);
        bytes.push(byte);
    }
    Some(Decoded { bytes, map: map.finish() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_bytes() {
        let raw = b"[104, 105]";
        let out = decode(raw, [1..4, 6..9]).unwrap();
        assert_eq!(out.bytes, b"hi");
        assert_eq!(out.map.source(0..2), 1..9);
        assert_eq!(decode(b"[256]", std::iter::once(1..4)), None);
        assert_eq!(decode(b"[-1]", std::iter::once(1..3)), None);
    }
}
