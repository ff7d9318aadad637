//! `postseal config`.

use std::io::{BufWriter, Write, stdout};

use anyhow::Result;

use crate::Exit;
use crate::args::{ConfigCommand, ConfigCommandArgs, ScanArgs};
use crate::config::{self, Config};

/// Shows the configuration, or its schema.
///
/// # Errors
/// If a file of configuration is wrong, or standard output cannot be written.
pub fn run(args: &ConfigCommandArgs) -> Result<Exit> {
    let mut out = BufWriter::new(stdout().lock());
    match &args.command {
        ConfigCommand::Schema => out.write_all(config::SCHEMA.as_bytes())?,
        ConfigCommand::Show { paths, origin, config } => {
            let scan = ScanArgs { paths: paths.clone(), config: config.clone(), ..ScanArgs::with_defaults() };
            config::show(&mut out, &Config::load(&scan)?, *origin)?;
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}
