//! `postseal completions` and `postseal man`: what is made of the arguments themselves.

use std::fs;

use anyhow::{Context, Result};
use clap::CommandFactory;

use crate::Exit;
use crate::args::{Args, CompletionsArgs, ManArgs};

/// Writes the completions of a shell to standard output.
///
/// # Errors
/// If they cannot be written.
pub fn completions(args: &CompletionsArgs) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "postseal", &mut script);
    std::io::Write::write_all(&mut std::io::stdout(), &script)?;
    Ok(Exit::Clean)
}

/// Writes a manual page for every command.
///
/// # Errors
/// If a page cannot be written.
pub fn man(args: &ManArgs) -> Result<Exit> {
    let folder = args.folder.display();
    fs::create_dir_all(&args.folder).with_context(|| format!("{folder}"))?;
    // `help` would have a page for each command once more.
    let command = Args::command().disable_help_subcommand(true);
    clap_mangen::generate_to(command, &args.folder).with_context(|| format!("{folder}"))?;
    Ok(Exit::Clean)
}
