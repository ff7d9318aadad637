//! The `postseal` program: see the library.

use std::process::ExitCode;

/// A scan allocates many small things on every thread, which the allocator of musl, in the static program, is slow at; that of glibc a little.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    scanner_cli::main()
}
