//! A JSON reader that keeps the place of everything and never gives up.
//!
//! [`Tape`] is one pass over the bytes: every value in the order of the file with its span, its member name and its parent. Broken
//! input yields what can be had, and the list of what is wrong. This room knows RFC 8259. It must not know Postman.

mod pointer;
mod tape;

pub(crate) use pointer::{pointer, resolve};
pub(crate) use tape::{Builder, Kind, NodeId, Options, Problem, Str, SyntaxError, Tape, is_literal};
