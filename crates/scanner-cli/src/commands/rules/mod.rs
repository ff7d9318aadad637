//! `postseal rules`.

mod check;
mod import;
mod list;
mod show;
mod test;

use anyhow::Result;

use crate::Exit;
use crate::args::{RulesArgs, RulesCommand};

/// Lists, explains, checks, tries and imports rules.
///
/// # Errors
/// If a rule or file is not there or wrong, or standard output cannot be written.
pub fn run(args: &RulesArgs) -> Result<Exit> {
    match &args.command {
        RulesCommand::List(args) => list::run(args),
        RulesCommand::Show(args) => show::run(args),
        RulesCommand::Check { files } => check::run(files),
        RulesCommand::Test(args) => test::run(args),
        RulesCommand::Import(args) => import::run(args),
    }
}
