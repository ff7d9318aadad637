//! The YAML reader: any bytes as a file that says it is one of format v3.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    scanner_fuzz::scan_as(
        "postman/collections/c/a.request.yaml",
        &[b"$kind: http-request\n", bytes].concat(),
    );
    scanner_fuzz::scan_as("a.environment.yaml", &[b"name: e\nvalues:\n", bytes].concat());
});
