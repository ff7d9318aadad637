//! The `postseal` program: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    scanner_cli::main()
}
