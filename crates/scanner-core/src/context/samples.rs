//! Generated from `rules/samples.toml` by `tests/codegen.rs`. Do not edit.

/// Hashes of published samples, in order.
#[rustfmt::skip]
pub(super) const SAMPLES: &[u64] = &[
];
