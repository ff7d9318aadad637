//! `postseal resolve`.

use std::io::{IsTerminal, Write, stderr, stdin};

use anyhow::{Result, bail, ensure};
use scanner_report::Theirs;

use super::api;
use crate::Exit;
use crate::args::ResolveArgs;
use crate::pull::detected;
use crate::pull::stop::Stop;

/// Shows what is named, asks, and tells Postman.
///
/// # Errors
/// If nothing is named, the key may not, or nobody has said yes.
pub fn run(args: &ResolveArgs) -> Result<Exit> {
    let client = api::client(&args.api, 64 << 20, &Stop::default())?;
    let all: Vec<Theirs> = detected::read(&client)?.into_iter().map(|secret| secret.theirs).collect();
    let chosen: Vec<&Theirs> = all.iter().filter(|theirs| is_meant(args, theirs)).collect();
    for id in &args.ids {
        ensure!(
            chosen.iter().any(|theirs| theirs.secret_id == *id),
            "Postman's scanner knows no secret {id}"
        );
    }
    ensure!(!chosen.is_empty(), "Postman's scanner knows no such active secret");
    let word = args.resolution.as_str();
    for theirs in &chosen {
        let Theirs { secret_id, secret_type, obfuscated, workspace_id, resolution } = theirs;
        anstream::eprintln!(
            "{secret_id}  {secret_type}  {obfuscated}  in workspace {workspace_id}: {resolution} -> {word}"
        );
    }
    if !args.yes && !agreed(chosen.len())? {
        bail!("nothing was changed");
    }
    for theirs in &chosen {
        detected::resolve(&client, theirs, word)?;
    }
    anstream::eprintln!("{} of them are {word} now", chosen.len());
    Ok(Exit::Clean)
}

fn is_meant(args: &ResolveArgs, theirs: &Theirs) -> bool {
    if !args.ids.is_empty() && !args.ids.contains(&theirs.secret_id) {
        return false;
    }
    let active = !args.ids.is_empty() || theirs.resolution == "ACTIVE";
    active
        && args.workspace.as_ref().is_none_or(|id| *id == theirs.workspace_id)
        && args.secret_type.as_ref().is_none_or(|name| *name == theirs.secret_type)
}

fn agreed(count: usize) -> Result<bool> {
    ensure!(stdin().is_terminal(), "there is nobody to ask: --yes says yes");
    write!(stderr(), "Change {count}? There is no way back to ACTIVE. [y/N] ")?;
    let mut answer = String::new();
    stdin().read_line(&mut answer)?;
    Ok(answer.trim().eq_ignore_ascii_case("y"))
}
