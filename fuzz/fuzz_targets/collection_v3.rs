//! Values of files of format v3: a header, a body, a script, credentials, an example.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let templates = [
        "$kind: http-request\nurl: u\nheaders:\n  - key: Authorization\n    value: @\n",
        "$kind: http-request\nbody:\n  type: json\n  content: |-\n    @\nscripts:\n  - type: afterResponse\n    code: >-\n      @\n",
        "$kind: http-request\nauth: {type: bearer, credentials: {token: @}}\nheaders: {X-Api-Key: @}\n",
        "$kind: http-example\nrequest: {url: @}\nresponse: {headers: {set-cookie: @}, body: {content: @}}\n",
        "$kind: llm-request\nmcpConfig: @\nuserPrompts:\n  - value: @\ncommand: @\n",
    ];
    for template in templates {
        scanner_fuzz::scan_in_as(
            "postman/collections/c/.resources/r.resources/examples/a.example.yaml",
            template,
            bytes,
        );
    }
});
