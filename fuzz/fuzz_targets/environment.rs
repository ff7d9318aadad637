//! Values of environments and globals.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    scanner_fuzz::scan_in(r#"{"name":"e","values":[{"key":"token","value":@,"type":"secret"}]}"#, bytes);
    scanner_fuzz::scan_in(r#"{"values":[@],"_postman_variable_scope":"globals"}"#, bytes);
});
