//! The `postseal` command line: arguments, files, output, exit codes. No detection logic: that is `scanner-core`.
//!
//! [`args`] is what was typed, [`config`] what files say, [`settings`] what both mean; [`gate`] decides what counts; [`input`] finds and reads
//! files; [`pull`] reads the Postman API; [`commands`] do the work; [`output`] writes the reports.

#![deny(missing_docs)]

pub mod args;
mod audit;
pub mod commands;
mod committed;
pub mod config;
pub mod gate;
pub mod input;
pub mod output;
mod progress;
pub mod pull;
mod resources;
pub mod settings;
mod source;
mod version;

use std::process::ExitCode;

use clap::Parser;

/// What the process ends with. The numbers are a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: everything was scanned and nothing found.
    Clean,
    /// 1: credentials were found.
    Findings,
    /// 2: wrong usage, or an internal error.
    Error,
    /// 3: nothing was found, but not everything could be scanned.
    Incomplete,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let args = args::Args::parse();
    let result = match args.command {
        args::Command::Scan(scan) => commands::scan::run(&scan),
        args::Command::Pull(pull) => commands::pull::run(&pull),
        args::Command::Resolve(resolve) => commands::resolve::run(&resolve),
        args::Command::Login(login) => commands::login::store(&login),
        args::Command::Logout(logout) => commands::login::forget(&logout),
        args::Command::Audit(audit) => commands::audit::run(&audit),
        args::Command::Controls(controls) => commands::controls::run(&controls),
        args::Command::Explain(explain) => commands::explain::run(&explain),
        args::Command::Rules(rules) => commands::rules::run(&rules),
        args::Command::Baseline(baseline) => commands::baseline::run(&baseline),
        args::Command::Config(config) => commands::config::run(&config),
        args::Command::Completions(completions) => commands::docs::completions(&completions),
        args::Command::Man(man) => commands::docs::man(&man),
        args::Command::Hook(hook) => commands::hook::run(&hook),
    };
    match result {
        Ok(exit) => exit.into(),
        // Whoever reads our output has seen enough.
        Err(error) if is_broken_pipe(&error) => Exit::Clean.into(),
        Err(error) => {
            anstream::eprintln!("error: {error:#}");
            Exit::Error.into()
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.chain().find_map(|cause| cause.downcast_ref::<std::io::Error>());
    io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
}
