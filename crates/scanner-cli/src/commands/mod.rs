//! One module a subcommand: from its arguments to an exit code.

pub mod baseline;
pub mod config;
pub mod explain;
pub mod rules;
pub mod scan;
