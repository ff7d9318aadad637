//! Findings in, text out.
//!
//! [`report`] is the data: findings with their paths, and what was and was not scanned. Each output format is a module with one
//! function `write`: [`human`] for the terminal, [`jsonl`] for programs. [`explain`] says why one value is reported and another is not. [`control`] says which hardening controls a finding breaks.
//! This crate knows no files and no arguments.

#![deny(missing_docs)]

pub mod control;
pub mod explain;
pub mod human;
pub mod jsonl;
pub mod report;

pub use report::{Artefact, Coverage, Detected, Live, Malformed, Note, Report, SkipReason, Skipped, Theirs};
