//! Requests of v2 collections: a request, a script, an example.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let templates = [
        r#"{"info":{"name":"c"},"item":[{"name":"r","request":@}]}"#,
        r#"{"info":{"name":"c"},"item":[{"name":"r","event":[{"script":{"exec":["a",@]}}],"request":"u"}]}"#,
        r#"{"info":{"name":"c"},"item":[{"name":"r","request":{"header":[{"key":"Authorization","value":@}],"body":{"raw":@}}}]}"#,
    ];
    for template in templates {
        scanner_fuzz::scan_in(template, bytes);
    }
});
