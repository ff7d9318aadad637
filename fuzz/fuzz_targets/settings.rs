//! What Postman's programs keep beside collections.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    scanner_fuzz::scan_as(".postmanrc", bytes);
    scanner_fuzz::scan_as(".postman/config.yaml", bytes);
    scanner_fuzz::scan_as("a.flow", bytes);
    scanner_fuzz::scan_as("postman/mocks/m/default.js", bytes);
    scanner_fuzz::scan_as(".env", bytes);
    scanner_fuzz::scan_in_as("vault.json", r#"{"secrets":[{"name":"a","value":@}]}"#, bytes);
    scanner_fuzz::scan_in_as("archive.json", r#"{"collection":@}"#, bytes);
});
