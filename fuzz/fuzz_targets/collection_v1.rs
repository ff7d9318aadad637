//! Requests of v1 collections.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    scanner_fuzz::scan_in(
        r#"{"id":"1","name":"c","order":[],"folders":[],"requests":[{"name":"r","folder":"f","headers":@,"url":"u"}]}"#,
        bytes,
    );
    scanner_fuzz::scan_in(r#"{"id":"1","name":"c","order":[],"requests":[@]}"#, bytes);
});
