//! Recorded traffic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    scanner_fuzz::scan_in(
        r#"{"log":{"entries":[{"request":{"url":@,"headers":[{"name":"Cookie","value":@}],"postData":{"text":@}},"response":{"content":{"text":@}}}]}}"#,
        bytes,
    );
    scanner_fuzz::scan_in(r#"{"log":{"entries":[@]}}"#, bytes);
});
