//! What `postseal --version` says: a report can be traced to the code and the rules that made it.

use std::sync::LazyLock;

use scanner_core::rule;

/// The commit that the program was built from, if that was known: see `build.rs`.
const COMMIT: Option<&str> = option_env!("POSTSEAL_COMMIT");

static LONG: LazyLock<String> = LazyLock::new(|| {
    let (version, commit) = (env!("CARGO_PKG_VERSION"), COMMIT.unwrap_or("unknown"));
    format!("{version}\ncommit {commit}\nrules {}", rule::builtin_digest())
});

/// Version, commit, and the digest of the built-in rules, a line each.
pub(crate) fn long() -> &'static str {
    &LONG
}
