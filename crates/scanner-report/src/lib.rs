//! Findings in, text out.
//!
//! [`report`] is the data: findings with their paths, and what was and was not scanned. Each output format is a module with one
//! function `write`: [`human`] for the terminal, [`jsonl`] for programs, [`sarif`], [`gitlab`], [`junit`], [`github`], [`teamcity`], [`csv`] and
//! [`markdown`] for what CI systems read. [`explain`] says why one value is reported and another is not. [`control`] says which hardening
//! controls a finding breaks, [`exception`] what is known of findings, from a [`baseline`] or otherwise. This crate knows no files and no arguments.

#![deny(missing_docs)]

pub mod audit;
pub mod baseline;
pub mod control;
pub mod csv;
pub mod day;
pub mod exception;
pub mod explain;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod human;
mod identity;
pub mod jsonl;
pub mod junit;
pub mod markdown;
mod oscal;
pub mod report;
pub mod sarif;
pub mod teamcity;
mod wording;

pub use exception::{Comparison, Gone, Standing, Suppressed, SuppressedBy, Suppression};
pub use report::{
    Artefact, Commit, Coverage, Detected, Live, Malformed, Note, Report, SkipReason, Skipped, Theirs,
};
pub use wording::{Secrets, printable};
