//! What the benches share. The programs in `src/bin/` measure quality; the criterion benches in `benches/` measure speed.

#![deny(missing_docs)]

pub mod data;
pub mod labels;

/// The Rust snippets of the README run as tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
