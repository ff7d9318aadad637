//! Compressed data: gzip (RFC 1952) and zlib (RFC 1950). No byte of the result stands anywhere in particular: each maps to the whole.

use std::io::Read;

use flate2::read::{GzDecoder, ZlibDecoder};

use super::{Decoded, MapBuilder};
use crate::finding::Decoder;

/// What the first bytes say.
pub(crate) fn detect(head: &[u8]) -> Option<Decoder> {
    match head {
        [0x1f, 0x8b, 8, ..] => Some(Decoder::Gzip),
        // The method is deflate with a window of 32 KiB, and the two bytes are a multiple of 31.
        [0x78, flags, ..] if (0x7800 + u16::from(*flags)) % 31 == 0 && flags & 0x20 == 0 => {
            Some(Decoder::Zlib)
        }
        _ => None,
    }
}

/// Inflates at most `limit` bytes; what is broken further on is left out.
pub(crate) fn decode(decoder: Decoder, data: &[u8], limit: usize) -> Option<Decoded> {
    let limit_len = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    // An error ends the data: what came before it has been read.
    let _ = match decoder {
        Decoder::Gzip => GzDecoder::new(data).take(limit_len).read_to_end(&mut bytes),
        _ => ZlibDecoder::new(data).take(limit_len).read_to_end(&mut bytes),
    };
    let mut map = MapBuilder::default();
    map.escape(0, 0..data.len());
    (!bytes.is_empty()).then(|| Decoded { bytes, map: map.finish() })
}
