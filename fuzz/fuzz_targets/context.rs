//! Every place that is split into names and values: URLs, headers, bodies, scripts, descriptions, variables.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let templates = [
        r#"{"info":{"name":"c"},"item":[{"request":{"url":{"raw":@}}}]}"#,
        r#"{"info":{"name":"c"},"item":[{"request":{"url":{"path":["reset",@]}}}]}"#,
        r#"{"info":{"name":"c"},"item":[{"request":{"header":@}}]}"#,
        r#"{"info":{"name":"c"},"item":[{"request":{"body":{"raw":@}}}]}"#,
        r#"{"info":{"name":"c"},"item":[{"request":{"body":{"graphql":{"query":@}}}}]}"#,
        r#"{"info":{"name":"c"},"item":[{"request":{"description":@}}]}"#,
        r#"{"info":{"name":"c"},"item":[{"event":[{"script":{"exec":["a",@]}}],"request":"u"}]}"#,
        r#"{"values":[{"key":"password","value":@}],"_postman_variable_scope":"environment"}"#,
        r#"{"values":[{"key":@,"value":"8FMPcMXkEENsG6RG4u1y","type":"secret"}],"name":"e"}"#,
    ];
    let first = usize::from(bytes.first().copied().unwrap_or_default()) % templates.len();
    scanner_fuzz::scan_in(templates[first], bytes.get(1..).unwrap_or_default());
    scanner_fuzz::explain_in(templates[first], bytes.get(1..).unwrap_or_default());
});
