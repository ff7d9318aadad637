//! One module a subcommand: from its arguments to an exit code.

mod api;
pub mod baseline;
pub mod config;
pub mod docs;
pub mod explain;
pub mod hook;
pub mod login;
pub mod pull;
pub mod resolve;
pub mod rules;
pub mod scan;
