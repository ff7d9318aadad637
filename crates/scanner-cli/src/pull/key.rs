//! The API key: where it comes from, and that it shows nowhere.

use std::fmt;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The variable of the environment that holds the key.
pub const VARIABLE: &str = "POSTMAN_API_KEY";

/// A key of the Postman API. Neither `Debug` nor anything else shows it; [`ApiKey::reveal`] is the only way out.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

impl ApiKey {
    /// Takes a key as it was read; white space round it is cut off.
    ///
    /// # Errors
    /// If it cannot be one: empty, or with characters that no header may have. The error does not show it.
    pub fn new(text: &str) -> Result<ApiKey> {
        let key = text.trim();
        if key.is_empty() {
            bail!("the API key is empty");
        }
        if !key.bytes().all(|b| b.is_ascii_graphic()) {
            bail!("the API key has characters that no key has: is it another file?");
        }
        Ok(ApiKey(key.to_owned()))
    }

    /// The key itself, for the header of a request.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// `text` without the key, should a server have put it there.
    pub fn redact(&self, text: &str) -> String {
        text.replace(&self.0, "[API key]")
    }
}

/// Finds the key: in `file` if one is given, else in the environment, the keyring of the system, or by asking.
///
/// # Errors
/// If there is none.
pub fn find(file: Option<&Path>, account: &str) -> Result<ApiKey> {
    if let Some(file) = file {
        return from_file(file).with_context(|| format!("--api-key-file {}", file.display()));
    }
    if let Some(key) = std::env::var_os(VARIABLE).filter(|key| !key.is_empty()) {
        let text = key.into_string().map_err(|_| anyhow::anyhow!("{VARIABLE}: not text"))?;
        return ApiKey::new(&text).context(VARIABLE);
    }
    if let Some(key) = stored(account) {
        return Ok(key);
    }
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        return ask();
    }
    bail!("no API key\nhint: set {VARIABLE}, give --api-key-file FILE, or store one with `postseal login`")
}

/// The variable of the environment that holds the key of SCIM.
pub const SCIM_VARIABLE: &str = "POSTMAN_SCIM_KEY";

/// The key of SCIM, if there is one: in `file`, else in the environment.
///
/// # Errors
/// If what is there cannot be one.
pub fn scim(file: Option<&Path>) -> Result<Option<ApiKey>> {
    if let Some(file) = file {
        let key = from_file(file).with_context(|| format!("--scim-key-file {}", file.display()))?;
        return Ok(Some(key));
    }
    let Some(key) = std::env::var_os(SCIM_VARIABLE).filter(|key| !key.is_empty()) else { return Ok(None) };
    let text = key.into_string().map_err(|_| anyhow::anyhow!("{SCIM_VARIABLE}: not text"))?;
    ApiKey::new(&text).context(SCIM_VARIABLE).map(Some)
}

/// Asks for a key without showing it.
///
/// # Errors
/// If there is nobody to ask.
pub fn ask() -> Result<ApiKey> {
    let text =
        rpassword::prompt_password("Postman API key (not shown): ").context("cannot ask for the API key")?;
    ApiKey::new(&text)
}

/// The longest file that may hold a key, in bytes. Anything longer is another file.
const MAX_FILE: u64 = 4096;

fn from_file(path: &Path) -> Result<ApiKey> {
    let mut text = String::new();
    if path.as_os_str() == "-" {
        io::stdin().lock().take(MAX_FILE).read_to_string(&mut text)?;
    } else {
        std::fs::File::open(path)?.take(MAX_FILE).read_to_string(&mut text)?;
    }
    ApiKey::new(&text)
}

const SERVICE: &str = "postseal";
const KEYRING: &str = "the keyring of this system";

fn entry(account: &str) -> keyring::Result<keyring::Entry> {
    keyring::Entry::new(SERVICE, account)
}

/// The key in the keyring; `None` too where there is no keyring.
fn stored(account: &str) -> Option<ApiKey> {
    let text = entry(account).ok()?.get_password().ok()?;
    ApiKey::new(&text).ok()
}

/// Puts a key into the keyring of the system.
///
/// # Errors
/// If there is none.
pub fn store(account: &str, key: &ApiKey) -> Result<()> {
    let stored = entry(account).and_then(|entry| entry.set_password(key.reveal()));
    // A keyring may say what it was given.
    stored.map_err(|error| anyhow::anyhow!("{KEYRING}: {}", key.redact(&error.to_string())))
}

/// Takes the key out of the keyring; whether there was one.
///
/// # Errors
/// If there is no keyring.
pub fn forget(account: &str) -> Result<bool> {
    match entry(account).and_then(|entry| entry.delete_credential()) {
        Ok(()) => Ok(true),
        Err(keyring::Error::NoEntry) => Ok(false),
        Err(error) => Err(error).context(KEYRING),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_shows_nowhere() {
        let key = ApiKey::new(" made-up-key-0123456789\n").unwrap();
        assert_eq!(key.reveal(), "made-up-key-0123456789");
        assert!(!format!("{key:?}").contains("made-up"));
        assert_eq!(key.redact("no such key: made-up-key-0123456789!"), "no such key: [API key]!");
    }

    #[test]
    fn what_cannot_be_a_key_is_said_and_not_shown() {
        for wrong in ["", "  \n", "line one\nline two", "ключ"] {
            let error = ApiKey::new(wrong).unwrap_err().to_string();
            assert!(wrong.trim().is_empty() || !error.contains(wrong), "{error}");
        }
    }

    /// A keyring in memory. The one of the crate forgets what it has been given as soon as somebody else asks.
    mod memory {
        use std::any::Any;
        use std::collections::HashMap;
        use std::sync::{LazyLock, Mutex};

        use keyring::credential::{Credential, CredentialApi, CredentialBuilderApi};
        use keyring::{Error, Result};

        static STORE: LazyLock<Mutex<HashMap<String, Vec<u8>>>> = LazyLock::new(Mutex::default);

        pub(super) struct Memory;

        /// Accounts that begin with this may not be written to, and the keyring is loud about it.
        pub(super) const LOCKED: &str = "locked";

        struct Slot(String);

        impl CredentialBuilderApi for Memory {
            fn build(&self, _: Option<&str>, service: &str, user: &str) -> Result<Box<Credential>> {
                Ok(Box::new(Slot(format!("{user} {service}"))))
            }

            fn as_any(&self) -> &dyn Any {
                self
            }
        }

        impl CredentialApi for Slot {
            fn set_secret(&self, secret: &[u8]) -> Result<()> {
                if self.0.starts_with(LOCKED) {
                    let text = format!("cannot write {}", String::from_utf8_lossy(secret));
                    return Err(Error::PlatformFailure(text.into()));
                }
                STORE.lock().unwrap().insert(self.0.clone(), secret.to_vec());
                Ok(())
            }

            fn get_secret(&self) -> Result<Vec<u8>> {
                STORE.lock().unwrap().get(&self.0).cloned().ok_or(Error::NoEntry)
            }

            fn delete_credential(&self) -> Result<()> {
                STORE.lock().unwrap().remove(&self.0).map(|_| ()).ok_or(Error::NoEntry)
            }

            fn as_any(&self) -> &dyn Any {
                self
            }
        }
    }

    #[test]
    fn the_keyring_keeps_a_key_for_each_address_and_tells_it_to_nobody_else() {
        keyring::set_default_credential_builder(Box::new(memory::Memory));
        let (us, eu) = ("https://api.getpostman.com", "https://api.eu.postman.com");
        let (first, second) =
            (ApiKey::new("made-up-key-of-us").unwrap(), ApiKey::new("made-up-key-of-eu").unwrap());
        assert_eq!(stored(us), None);
        store(us, &first).unwrap();
        store(eu, &second).unwrap();
        assert_eq!((stored(us), stored(eu)), (Some(first.clone()), Some(second.clone())));
        store(us, &second).unwrap();
        assert_eq!(stored(us), Some(second.clone()), "a key is replaced");
        assert!(forget(us).unwrap() && !forget(us).unwrap());
        assert_eq!((stored(us), stored(eu)), (None, Some(second)));
        // What is there and can be no key is none; an error does not quote what was to be stored.
        entry("odd").unwrap().set_password("two words").unwrap();
        assert_eq!(stored("odd"), None);
        let error = format!("{:#} {0:?}", store(memory::LOCKED, &first).unwrap_err());
        assert!(error.contains(KEYRING) && !error.contains(first.reveal()), "{error}");
    }
}
