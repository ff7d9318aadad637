//! Reports of runs: JSON, JUnit, pages.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    scanner_fuzz::scan_in(
        r#"{"run":{"executions":[{"item":{"name":"r"},"request":{"url":@,"header":[{"key":"Authorization","value":@}]},"response":{"stream":@}}]}}"#,
        bytes,
    );
    scanner_fuzz::scan_in(
        r#"{"run":{"executions":[{"response":{"stream":{"type":"Buffer","data":[@]}}}]}}"#,
        bytes,
    );
    scanner_fuzz::scan_as("junit.xml", &[b"<testsuites>", bytes].concat());
    scanner_fuzz::scan_as("report.html", &[b"<html>newman", bytes].concat());
});
