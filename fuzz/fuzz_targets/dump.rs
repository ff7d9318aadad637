//! Full dumps.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    scanner_fuzz::scan_in(
        r#"{"version":1,"collections":[@],"environments":[],"headerPresets":[],"globals":[]}"#,
        bytes,
    );
    scanner_fuzz::scan_in(
        r#"{"version":1,"collections":[],"headerPresets":[{"name":"p","headers":[{"key":"Cookie","value":@}]}]}"#,
        bytes,
    );
});
