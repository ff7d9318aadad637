//! Descriptions of an API.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    scanner_fuzz::scan_in(
        r#"{"openapi":"3.1.0","info":{},"servers":[{"url":@}],"paths":{"/a":{"get":{"parameters":[{"name":"token","schema":{"example":@}}]}}}}"#,
        bytes,
    );
    scanner_fuzz::scan_as("api.yaml", &[b"openapi: 3.1.0\ninfo: {}\n", bytes].concat());
});
