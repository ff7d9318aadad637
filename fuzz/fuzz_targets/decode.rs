//! What is encoded within a text, and in that: escapes of every language at once, base64 and hex of arbitrary bytes, buffers.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (kind, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    let hex = || bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let text = match kind % 4 {
        0 => String::from_utf8_lossy(bytes).into_owned(),
        1 => scanner_fuzz::base64(bytes),
        2 => scanner_fuzz::base64(scanner_fuzz::base64(bytes).as_bytes()),
        _ => hex(),
    };
    scanner_fuzz::scan_in(
        r#"{"info":{"name":"c"},"item":[{"request":{"body":{"raw":@}}}]}"#,
        text.as_bytes(),
    );
    let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
    let buffer = format!(r#"{{"stream":{{"type":"Buffer","data":[{}]}}}}"#, numbers.join(","));
    scanner_fuzz::scan(buffer.as_bytes());
});
