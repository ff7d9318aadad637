//! From bytes as they stand in a file to the bytes that were meant, with a way back.
//!
//! A [`Text`] is a run of decoded bytes that knows where each of them came from, through any chain of decoders. Each decoder
//! is one file; [`layers`] finds what is encoded within a text, and tries them on each other's output. This room knows encodings. It must not
//! know what the text is for.

pub(crate) mod base64;
pub(crate) mod byte_array;
pub(crate) mod charset;
pub(crate) mod entities;
mod hex;
mod inflate;
pub(crate) mod js_string;
pub(crate) mod json_string;
pub(crate) mod layers;
pub(crate) mod lines;
mod map;
pub(crate) mod percent;
mod quoted_printable;
pub(crate) mod yaml_scalar;

use std::ops::Range;

pub(crate) use layers::layers;
pub(crate) use map::{Map, MapBuilder};

use crate::finding::{Decoder, Span};

/// The result of a decoder: bytes, and where in the encoded bytes each came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Decoded {
    pub(crate) bytes: Vec<u8>,
    pub(crate) map: Map,
}

impl Decoded {
    /// The decoded bytes as a text whose encoded form stands in `parent`.
    pub(crate) fn text<'a>(&'a self, parent: &'a Text<'a>, decoder: Decoder) -> Text<'a> {
        Text { bytes: &self.bytes, shift: 0, base: Base::Decoded { parent, map: &self.map, decoder } }
    }
}

/// Decoded bytes that can be traced back to the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    /// The decoded bytes.
    pub(crate) bytes: &'a [u8],
    /// Where `bytes` begins in what `base` describes.
    shift: usize,
    base: Base<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Base<'a> {
    /// The file itself.
    File,
    /// The output of a decoder that read `parent`.
    Decoded { parent: &'a Text<'a>, map: &'a Map, decoder: Decoder },
}

impl<'a> Text<'a> {
    /// The file as it is, byte for byte.
    pub(crate) fn file(bytes: &'a [u8]) -> Text<'a> {
        Text { bytes, shift: 0, base: Base::File }
    }

    /// The part `range` (byte offsets in this text).
    pub(crate) fn slice(&self, range: Range<usize>) -> Text<'a> {
        Text { bytes: &self.bytes[range.clone()], shift: self.shift + range.start, base: self.base }
    }

    /// The bytes of the file from which `range` of this text was decoded. Where an escape stands for part of the range, the
    /// whole escape is in the span.
    pub(crate) fn source(&self, range: Range<usize>) -> Span {
        let range = self.shift + range.start..self.shift + range.end;
        match self.base {
            Base::File => Span::new(range.start, range.end),
            Base::Decoded { parent, map, .. } => parent.source(map.source(range)),
        }
    }

    /// The span of the whole text.
    pub(crate) fn span(&self) -> Span {
        self.source(0..self.bytes.len())
    }

    /// The decoders between the file and this text, outermost first. A decoder that left every byte of the text as it
    /// was is not named.
    pub(crate) fn decoders(&self) -> Vec<Decoder> {
        match self.base {
            Base::File => Vec::new(),
            Base::Decoded { parent, map, decoder } => {
                let within = self.shift..self.shift + self.bytes.len();
                let mut chain = parent.slice(map.source(within.clone())).decoders();
                if !map.is_plain(within) {
                    chain.push(decoder);
                }
                chain
            }
        }
    }
}
