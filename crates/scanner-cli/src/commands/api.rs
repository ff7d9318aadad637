//! What every command that calls the Postman API begins with.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::args::{ApiArgs, Region};
use crate::pull::base::ApiBase;
use crate::pull::client::{Auth, Client, Options};
use crate::pull::clock::Clock;
use crate::pull::key::{self, ApiKey};
use crate::pull::stop::Stop;

/// The address that the arguments name.
pub(super) fn base(api_base: Option<&ApiBase>, region: Region) -> Result<ApiBase> {
    match api_base {
        Some(base) => Ok(base.clone()),
        None => region.address().parse().map_err(anyhow::Error::msg),
    }
}

/// A client, with a key from wherever there is one.
pub(super) fn client(args: &ApiArgs, max_bytes: u64, stop: &Stop) -> Result<Client> {
    let base = base(args.api_base.as_ref(), args.region)?;
    let in_time = args.clock_speed == 1.0 || (args.clock_speed > 0.0 && base.is_loopback());
    ensure!(in_time, "--clock-speed is for an API on this computer");
    let key = key::find(args.api_key_file.as_deref(), &base.to_string())?;
    with_key(args, base, key, Auth::ApiKey, max_bytes, stop)
}

/// A client of SCIM, if there is a key for it.
pub(super) fn scim(args: &ApiArgs, file: Option<&Path>, auth: Auth, stop: &Stop) -> Result<Option<Client>> {
    let Some(key) = key::scim(file)? else { return Ok(None) };
    let base = base(args.api_base.as_ref(), args.region)?;
    with_key(args, base, key, auth, SCIM_MAX_BYTES, stop).map(Some)
}

/// The longest page of SCIM that is read, in bytes.
const SCIM_MAX_BYTES: u64 = 16 << 20;

fn with_key(
    args: &ApiArgs,
    base: ApiBase,
    key: ApiKey,
    auth: Auth,
    max_bytes: u64,
    stop: &Stop,
) -> Result<Client> {
    let clock = Clock::new(args.clock_speed);
    Client::new(Options { base, key, auth, clock, stop: stop.clone(), max_bytes, reserve: args.reserve })
}
