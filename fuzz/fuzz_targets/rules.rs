//! Rule files: a rule that compiles can be run.
#![no_main]

use libfuzzer_sys::fuzz_target;
use scanner_core::{Artefact, Scanner};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut builder = Scanner::builder();
    builder.without_builtin_rules();
    if builder.rules_toml(text).is_ok()
        && let Ok(scanner) = builder.build()
    {
        let _ = scanner.scan(&Artefact::new(bytes, "fuzz.toml"));
    }
});
