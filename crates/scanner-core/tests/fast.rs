//! What a scan leaves out loses nothing: it finds what a scan that looks at everything finds, in the same words.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "helpers of tests, which may panic and read files"
)]

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use scanner_core::{Artefact, Cache, Scan, ScanError, Scanner};

static FAST: LazyLock<Scanner> = LazyLock::new(Scanner::new);
static SLOW: LazyLock<Scanner> = LazyLock::new(|| Scanner::builder().exhaustive().build().unwrap());

thread_local! {
    /// What a worker keeps from one artefact to the next.
    static KEPT: RefCell<Cache> = RefCell::default();
}

/// A scan by a worker that has scanned all that this was called with before.
fn scan_once_more(artefact: &Artefact<'_>) -> Result<Scan, ScanError> {
    let mut findings = Vec::new();
    let outcome = KEPT.with_borrow_mut(|cache| FAST.scan_with(cache, artefact, &mut findings))?;
    Ok(Scan { findings, outcome })
}

fn same(bytes: &[u8], origin: &str) -> Result<(), String> {
    let artefact = Artefact::new(bytes, origin);
    let (fast, slow) = (FAST.scan(&artefact), SLOW.scan(&artefact));
    let again = scan_once_more(&artefact);
    if fast == slow && again == slow {
        return Ok(());
    }
    let fast = if fast == slow { again } else { fast };
    let rules = |scan: &Result<scanner_core::Scan, _>| match scan {
        Ok(scan) => scan
            .findings
            .iter()
            .map(|f| format!("{} {:?} {:?}", f.rule_id(), f.at.span, f.at.pointer))
            .collect(),
        Err(_) => Vec::new(),
    };
    let (fast, slow) = (rules(&fast), rules(&slow));
    let lost: Vec<_> = slow.iter().filter(|finding| !fast.contains(finding)).collect();
    Err(format!("{origin}: lost {lost:#?}"))
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn on_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut all = Vec::new();
    for folder in [
        "corpus/artefacts",
        "../shared/gold/files",
        "../shared/corpus",
        "target/placements",
        "rules",
        "crates",
    ] {
        files(&root.join(folder), &mut all);
    }
    let differ: Vec<String> = all
        .iter()
        .filter_map(|path| same(&std::fs::read(path).unwrap(), &path.to_string_lossy()).err())
        .collect();
    assert!(differ.is_empty(), "{} of {} files differ:\n{}", differ.len(), all.len(), differ.join("\n"));
}

/// What documents are made of: names, values, and what hides them.
const NAMES: [&str; 24] = [
    "password",
    "client_secret",
    "X-Api-Key",
    "token",
    "accesstoken",
    "name",
    "id",
    "key",
    "value",
    "type",
    "Authorization",
    "Cookie",
    "pin",
    "shipping",
    "MAILGUN_API_KEY",
    "ddApiKey",
    "Пароль",
    "用户密码",
    "code",
    "secretkeysandbox",
    "passphrase",
    "p\\u0061ssword",
    "auth",
    "url",
];
const VALUES: [&str; 20] = [
    "Zk9!mQ4tLw2x",
    "8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq",
    "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    "Bearer q8Jw5Zr2Lm9Xc4Vt7Bn1",
    "Basic YWRtaW46azRYdy05OS16UQ==",
    "https://u:k4Xw99zQ@h.test/a?access_token=q8Jw5Zr2Lm9Xc4Vt7Bn1",
    "{{token}}",
    "text with words",
    "secret",
    "sid=q8Jw5Zr2Lm9Xc4Vt7Bn1; theme=dark",
    "eyJwYXNzd29yZCI6Ins5IWs0WHctOTktelEifQ==",
    "https:\\/\\/h.test\\/reset\\/q8Jw5Zr2Lm9Xc4Vt7Bn1",
    "{\\\"password\\\":\\\"Zk9!mQ4tLw2x\\\"}",
    "curl -u me:k4Xw-99-zQ h.test",
    "p%61ssword=Zk9%21mQ4tLw2x",
    "&#112;assword: Zk9!mQ4tLw2x",
    "api_key = \\\"8FMPcMXkEENsG6RG4u1y\\\"",
    "12345678",
    "true",
    "pm.environment.set(\\\"token\\\", \\\"q8Jw5Zr2Lm9Xc4Vt7Bn1\\\");",
];
/// Documents with holes: `@` for a name, `#` for a value.
const DOCUMENTS: [&str; 22] = [
    r##"{"name":"e","values":[{"key":"@","value":"#"},{"key":"@","value":"#","type":"secret"}],"_postman_variable_scope":"environment"}"##,
    r##"{"info":{"name":"c"},"item":[{"name":"r","request":{"header":[{"key":"@","value":"#"}],"url":{"raw":"#","query":[{"key":"@","value":"#"}]}}}]}"##,
    r##"{"info":{"name":"c"},"item":[{"name":"r","request":{"url":{"raw":"x","path":["@","#"]},"body":{"mode":"raw","raw":"#"}}}]}"##,
    r##"{"info":{"name":"c"},"item":[{"name":"r","request":{"auth":{"type":"apikey","apikey":[{"key":"@","value":"#"}]},"url":"#"}}]}"##,
    r##"{"info":{"name":"c"},"item":[{"name":"r","event":[{"listen":"test","script":{"exec":["var @ = '#';","#"]}}],"request":"#"}]}"##,
    r##"{"info":{"name":"c"},"item":[{"name":"r","request":{"url":"u","description":"@: #"},"response":[{"body":"#","cookie":[{"name":"@","value":"#"}]}]}]}"##,
    r##"{"info":{"name":"c"},"item":[{"request":{"url":"u","body":{"mode":"raw","raw":"{\"@\": \"#\", \"list\": [{\"key\": \"@\", \"value\": \"#\"}]}"}}}]}"##,
    r##"{"id":"1","order":[],"requests":[{"name":"r","headers":"@: #\nAccept: x","helperAttributes":{"@":"#"},"rawModeData":"@=#&a=b"}]}"##,
    r##"{"@":{"@":"#","deep":[["#"],{"@":["#",12345678]}]},"postman":1}"##,
    "@=#\nexport @=#\n@: #\n",
    "<a @=\"#\"><@>#</@></a>",
    r##"{"stream":{"type":"Buffer","data":[123,34,112,97,115,115,119,111,114,100,34,58,34,90,107,57,33,109,81,52,116,76,119,50,120,34,125]},"@":"#"}"##,
    "$kind: http-request\nurl: \"#\"\nheaders:\n  - key: \"@\"\n    value: \"#\"\nauth: {type: apikey, credentials: {\"@\": \"#\"}}\n",
    "$kind: http-request\nbody:\n  type: json\n  content: |-\n    {\n      \"@\": \"#\"\n    }\nscripts:\n  - type: x\n    code: >-\n      const @ =\n      '#';\n",
    "$kind: http-example # @=#\nrequest: {headers: {\"@\": '#'}}\nresponse: {body: {content: \"#\"}}\ndescription: >-\n  @:\n  #\n",
    "name: e\nvalues:\n  - {key: \"@\", value: \"#\", type: secret}\n  - key: @\n    value: #\n",
    "$kind: mcp-request\ncommand: run --@ \"#\"\nenv: {\"@\": \"#\"}\nmcpConfig: '{\"@\": \"#\"}'\n",
    r##"{"log":{"entries":[{"request":{"url":"#","headers":[{"name":"@","value":"#"}],"postData":{"text":"{\"@\": \"#\"}","params":[{"name":"@","value":"#"}]}},"response":{"content":{"text":"#"},"cookies":[{"name":"@","value":"#"}]}}]}}"##,
    r##"{"run":{"executions":[{"item":{"name":"r"},"request":{"url":{"query":[{"key":"@","value":"#"}]},"header":[{"key":"@","value":"#"}]},"response":{"stream":{"type":"Buffer","data":[123,34,112,97,115,115,119,111,114,100,34,58,34,90,107,57,33,109,81,52,116,76,119,50,120,34,125]}}}]}}"##,
    r##"{"openapi":"3.1.0","info":{},"servers":[{"url":"#"}],"paths":{"/a":{"get":{"parameters":[{"name":"@","schema":{"example":"#"}}],"description":"@: #"}}},"components":{"schemas":{"A":{"properties":{"@":{"default":"#","examples":["#"]}}}}}}"##,
    r##"{"_postman_variable_scope":"vault","values":[{"key":"@","value":"#"},{"key":"@","value":"#"}]}"##,
    "<testsuites><testcase name=\"@\"><![CDATA[@: # and {\"@\": \"#\"}]]></testcase><pre>{&quot;@&quot;: &quot;#&quot;}</pre></testsuites>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn on_documents_made_of_what_matters(
        document in 0..DOCUMENTS.len(),
        names in prop::collection::vec(prop_oneof![4 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned), 1 => "[a-zA-Z_-]{1,12}"], 6),
        values in prop::collection::vec(prop_oneof![4 => prop::sample::select(&VALUES[..]).prop_map(str::to_owned), 1 => "[ -!#-\\[\\]-~]{0,30}"], 6),
    ) {
        let (mut names, mut values) = (names.iter().cycle(), values.iter().cycle());
        let text: String = DOCUMENTS[document]
            .chars()
            .map(|c| match c {
                '@' => names.next().unwrap().clone(),
                '#' => values.next().unwrap().clone(),
                c => c.to_string(),
            })
            .collect();
        prop_assert_eq!(same(text.as_bytes(), "made.json"), Ok(()), "{}", text);
        if DOCUMENTS[document].starts_with("@=") {
            prop_assert_eq!(same(text.as_bytes(), ".env"), Ok(()), "{}", text);
        }
    }
}

/// A long artefact is split between threads: the findings are those of one thread, in the same order.
#[cfg(feature = "parallel")]
#[test]
fn on_long_documents_that_are_split() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/artefacts");
    let mut all = Vec::new();
    files(&root, &mut all);
    let json: Vec<String> = all
        .iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .filter_map(|path| String::from_utf8(std::fs::read(path).unwrap()).ok())
        .filter(|text| text.starts_with('{'))
        .collect();
    let once = json.join(",\n");
    let long = format!("[{}]", vec![once.as_str(); (3 << 20) / once.len() + 1].join(",\n"));
    let whole = FAST.scan(&Artefact::new(long.as_bytes(), "long.json")).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
    let split = pool.install(|| {
        scanner_core::parallel::scan_all(&FAST, &[long.as_bytes()], |scanner, cache, bytes| {
            let mut findings = Vec::new();
            let outcome =
                scanner.scan_with(cache, &Artefact::new(bytes, "long.json"), &mut findings).unwrap();
            scanner_core::Scan { findings, outcome }
        })
    });
    assert!(whole.findings.len() > 50);
    assert_eq!(split, [whole]);
}
