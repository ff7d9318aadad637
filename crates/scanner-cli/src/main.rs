//! The `postseal` program: see the library.

use std::process::ExitCode;

/// A scan allocates many small things on every thread. The allocator of musl has one lock for all; others do well, with less memory.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    scanner_cli::main()
}
