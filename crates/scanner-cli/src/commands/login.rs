//! `postseal login` and `postseal logout`.

use std::io::{IsTerminal, stdin};
use std::path::Path;

use anyhow::Result;

use crate::Exit;
use crate::args::{ApiArgs, LoginArgs, LogoutArgs};
use crate::pull::client::{Auth, Client, Options};
use crate::pull::clock::Clock;
use crate::pull::key::{self, ApiKey};
use crate::pull::limiter::Class;
use crate::pull::model::Me;
use crate::pull::stop::Stop;

use super::api;

/// Reads a key, asks the API whether it is good, and puts it into the keyring.
///
/// # Errors
/// If there is no key, it is not good, or there is no keyring.
pub fn store(args: &LoginArgs) -> Result<Exit> {
    let base = api::base(args.api.api_base.as_ref(), args.api.region)?;
    let key = read(&args.api)?;
    let options = Options {
        auth: Auth::ApiKey,
        base: base.clone(),
        key: key.clone(),
        clock: Clock::new(1.0),
        stop: Stop::default(),
        max_bytes: 1 << 20,
        reserve: 0,
    };
    let me = Me::read(&Client::new(options)?.get_json("/me", Class::Fast)?);
    key::store(&base.to_string(), &key)?;
    anstream::eprintln!("the key of {} for {base} is in the keyring", me.name.unwrap_or(me.id));
    Ok(Exit::Clean)
}

/// From a file, standard input or a prompt; what is in the keyring is to be replaced.
fn read(args: &ApiArgs) -> Result<ApiKey> {
    match &args.api_key_file {
        None if stdin().is_terminal() => key::ask(),
        None => key::find(Some(Path::new("-")), ""),
        file => key::find(file.as_deref(), ""),
    }
}

/// Takes the key out of the keyring.
///
/// # Errors
/// If there is no keyring.
pub fn forget(args: &LogoutArgs) -> Result<Exit> {
    let base = api::base(args.api_base.as_ref(), args.region)?;
    let was_there = key::forget(&base.to_string())?;
    anstream::eprintln!(
        "{}",
        if was_there { "the key is removed from the keyring" } else { "there was no key in the keyring" }
    );
    Ok(Exit::Clean)
}
