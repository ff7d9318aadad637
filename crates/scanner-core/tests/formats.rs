//! What each format is taken for, that one collection says the same in all of them, and that findings keep their names.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used,
    reason = "helpers of tests, which may panic and read files"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use scanner_core::{Artefact, ArtefactKind, Document, Finding, Role, Scanner, Severity};
use serde_json::{Value, json};

fn scan(bytes: &[u8], origin: &str) -> Vec<Finding> {
    Scanner::new().scan(&Artefact::new(bytes, origin)).unwrap().findings
}

fn scan_json(value: &Value, origin: &str) -> Vec<Finding> {
    scan(value.to_string().as_bytes(), origin)
}

/// What a file is that the manifest calls so. Two of its words say less than we do: `other` schema versions are inventions of test files, read as the
/// newest, and globals without a scope cannot be told from an environment by their content.
fn expected(kind: &str, version: &str) -> ArtefactKind {
    match (kind, version) {
        (_, "v1") => ArtefactKind::CollectionV1,
        (_, "v2.0") => ArtefactKind::CollectionV20,
        ("collection", _) => ArtefactKind::CollectionV21,
        ("globals", "globals" | "bare-array") => ArtefactKind::Globals,
        ("environment" | "globals", _) => ArtefactKind::Environment,
        other => panic!("the manifest has a new kind: {other:?}"),
    }
}

#[test]
fn real_files_are_what_the_manifest_says() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let corpus = std::env::var_os("POSTSEAL_CORPUS").map_or(corpus, Into::into);
    let Ok(manifest) = std::fs::read_to_string(corpus.join("MANIFEST.jsonl")) else {
        println!("skipped: ../shared/corpus is not there");
        return;
    };
    let mut wrong = Vec::new();
    for line in manifest.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| row[name].as_str().unwrap();
        let bytes = std::fs::read(corpus.join(text("file"))).unwrap();
        // The origin is left out: content alone has to say it.
        let kind = Document::parse(&bytes, None).map(|document| document.kind());
        let wanted = expected(text("kind"), text("schema_version"));
        if kind != Some(wanted) {
            wrong.push(format!("{}: {kind:?}, not {wanted:?}", text("file")));
        }
    }
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), manifest.lines().count());
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn made_files_are_what_their_folder_is_called() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/artefacts");
    for kind in ArtefactKind::ALL {
        let mut all = Vec::new();
        if root.join(kind.as_str()).is_dir() {
            files(&root.join(kind.as_str()), &mut all);
        }
        // `text` holds a clean collection and settings as well; every other kind has a folder, but JSON of no known kind.
        let mixed = matches!(kind, ArtefactKind::Text | ArtefactKind::Json);
        assert!(mixed || !all.is_empty(), "no sample of {kind}");
        for path in all.iter().filter(|_| !mixed) {
            let (bytes, origin) = (std::fs::read(path).unwrap(), path.to_string_lossy());
            let document = Document::parse(&bytes, Some(&origin)).unwrap();
            assert_eq!(document.warning(), None, "{origin}");
            // What stands beside: the environments of a tree, the files of an export.
            let beside = origin.contains("/environments/") || origin.contains("/environment/");
            let wanted = match kind {
                _ if origin.contains("/globals/workspace.globals") => ArtefactKind::Globals,
                ArtefactKind::CollectionV3 | ArtefactKind::DataExport if beside => ArtefactKind::Environment,
                ArtefactKind::DataExport if origin.contains("/collection/") => ArtefactKind::CollectionV21,
                kind => kind,
            };
            assert_eq!(document.kind(), wanted, "{origin}");
        }
    }
}

/// Random letters and digits that nobody uses.
fn token(label: &str) -> String {
    let hash = Digits(label).to_string();
    hash.bytes()
        .enumerate()
        .map(|(at, b)| if at % 3 == 0 { b.to_ascii_uppercase() } else { b } as char)
        .collect()
}

/// A fixed hash of a label: FNV-1a (draft-eastlake-fnv), run on for as long as is needed.
struct Digits<'l>(&'l str);

impl std::fmt::Display for Digits<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut state = self
            .0
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        for _ in 0..28 {
            state = (state ^ 0x5a).wrapping_mul(0x100_0000_01b3);
            let digit = u32::try_from((state >> 40) % 36).unwrap_or(0);
            write!(f, "{}", char::from_digit(digit, 36).unwrap_or('x'))?;
        }
        Ok(())
    }
}

/// The same collection in each format.
struct Made {
    header: String,
    query: String,
    password: String,
    body: String,
    script: String,
    variable: String,
    answer: String,
}

impl Made {
    fn new() -> Made {
        Made {
            header: token("header"),
            query: token("query"),
            password: token("password"),
            body: token("body"),
            script: token("script"),
            variable: token("variable"),
            answer: token("answer"),
        }
    }

    fn raw(&self) -> String {
        json!({"user": "mia", "client_secret": self.body}).to_string()
    }

    fn line(&self) -> String {
        format!("pm.environment.set('access_token', '{}');", self.script)
    }

    fn response(&self) -> String {
        json!({"refresh_token": self.answer}).to_string()
    }

    fn url(&self) -> String {
        format!("https://api.parcel.test/orders?api_key={}", self.query)
    }

    fn v2(&self, version: &str) -> Value {
        let query = json!([{"key": "api_key", "value": self.query}]);
        let url = json!({"raw": self.url(), "protocol": "https", "host": ["api", "parcel", "test"], "path": ["orders"], "query": query});
        let (url, basic) = match version {
            "2.1.0" => (
                url,
                json!([{"key": "username", "value": "mia"}, {"key": "password", "value": self.password}]),
            ),
            _ => (Value::from(self.url()), json!({"username": "mia", "password": self.password})),
        };
        let header = json!([{"key": "X-Api-Key", "value": self.header}]);
        let request = json!({"method": "POST", "header": header, "url": url, "auth": {"type": "basic", "basic": basic},
            "body": {"mode": "raw", "raw": self.raw()}});
        let event = json!([{"listen": "test", "script": {"exec": [self.line()]}}]);
        let example = json!([{"name": "ok", "code": 200, "body": self.response()}]);
        json!({
            "info": {"name": "Orders", "schema": format!("https://schema.getpostman.com/json/collection/v{version}/collection.json")},
            "item": [{"name": "list", "item": [{"name": "Create", "event": event, "request": request, "response": example}]}],
            "variable": [{"key": "ciToken", "value": self.variable}],
        })
    }

    fn v1(&self) -> Value {
        json!({
            "id": "c", "name": "Orders", "order": [], "folders": [{"id": "f", "name": "list", "order": ["r"]}],
            "variables": [{"key": "ciToken", "value": self.variable}],
            "requests": [{
                "id": "r", "name": "Create", "folder": "f", "method": "POST", "url": self.url(),
                "headerData": [{"key": "X-Api-Key", "value": self.header}],
                "currentHelper": "basicAuth", "helperAttributes": {"username": "mia", "password": self.password},
                "dataMode": "raw", "rawModeData": self.raw(), "tests": self.line(),
                "responses": [{"name": "ok", "text": self.response()}],
            }],
        })
    }

    fn dump(&self) -> Value {
        json!({"version": 1, "collections": [self.v1()], "environments": [], "headerPresets": [], "globals": []})
    }

    /// The files of the tree, by their paths.
    fn v3(&self) -> BTreeMap<String, String> {
        let root = "postman/collections/Orders";
        let definition = format!(
            "$kind: collection\nname: Orders\nvariables:\n  - key: ciToken\n    value: {}\n",
            self.variable
        );
        let request = format!(
            "$kind: http-request\nname: Create\nurl: {}\nmethod: POST\nheaders:\n  X-Api-Key: '{}'\nauth:\n  type: basic\n  credentials:\n    \
             username: mia\n    password: {}\nbody:\n  type: json\n  content: |-\n    {}\nscripts:\n  - type: afterResponse\n    code: |-\n      {}\n",
            self.url(),
            self.header,
            self.password,
            self.raw(),
            self.line(),
        );
        let example = format!(
            "$kind: http-example\nname: ok\nresponse:\n  body:\n    type: json\n    content: >-\n      {}\n",
            self.response()
        );
        BTreeMap::from([
            (format!("{root}/.resources/definition.yaml"), definition),
            (format!("{root}/list/Create.request.yaml"), request),
            (format!("{root}/list/.resources/Create.resources/examples/ok.example.yaml"), example),
        ])
    }
}

/// What a finding says of its secret, in words that all formats share.
fn said(findings: &[Finding]) -> BTreeSet<(String, Role, String)> {
    let mut all = BTreeSet::new();
    for finding in findings {
        for place in finding.places() {
            // What stands twice in one format stands once in another.
            let role = match place.location.role {
                Role::Url => Role::Query,
                role => role,
            };
            let at = &place.location;
            let names = [
                at.collection.as_deref(),
                at.folders.first().map(String::as_str),
                at.request.as_deref(),
                at.example.as_deref(),
            ];
            let names: Vec<&str> = names.into_iter().flatten().collect();
            let secret = String::from_utf8_lossy(finding.secret.reveal()).into_owned();
            all.insert((secret, role, format!("{} {}", finding.rule_id(), names.join(" / "))));
        }
    }
    all
}

#[test]
fn folders_of_version_1_are_named_by_their_lists_as_well() {
    let made = Made::new();
    let mut collection = made.v1();
    collection["requests"][0].as_object_mut().unwrap().remove("folder");
    collection["folders"] = json!([
        {"id": "f", "name": "list", "order": ["r"], "folders_order": ["top"]},
        {"id": "top", "name": "All", "order": [], "folders_order": ["f"]},
    ]);
    let findings = scan_json(&collection, "orders.json");
    let held = findings.iter().find(|finding| finding.at.location.request.is_some()).unwrap();
    let folders = &held.at.location.folders;
    assert_eq!(folders[folders.len() - 2..], ["All", "list"], "the nearest folder last");
    assert_eq!(folders.len(), 32, "a circle ends");
}

#[test]
fn one_collection_says_the_same_in_every_format() {
    let made = Made::new();
    let newest = said(&scan_json(&made.v2("2.1.0"), "orders.json"));
    assert_eq!(newest.len(), 7, "{newest:#?}");
    assert_eq!(said(&scan_json(&made.v2("2.0.0"), "orders.json")), newest, "v2.0");
    assert_eq!(said(&scan_json(&made.v1(), "orders.json")), newest, "v1");
    assert_eq!(said(&scan_json(&made.dump(), "dump.json")), newest, "dump");
    let tree = made.v3().into_iter().flat_map(|(path, text)| scan(text.as_bytes(), &path));
    assert_eq!(said(&tree.collect::<Vec<_>>()), newest, "v3");
}

#[test]
fn yaml_and_json_of_one_file_say_the_same() {
    let made = Made::new();
    for (path, text) in made.v3() {
        let document = Document::parse(text.as_bytes(), Some(&path)).unwrap();
        assert_eq!((document.kind(), document.warning()), (ArtefactKind::CollectionV3, None), "{path}");
        for field in document.fields() {
            let span = field.span();
            assert!(span.end <= text.len());
            assert!(!field.pointer().is_empty());
        }
    }
}

fn fingerprints(findings: &[Finding]) -> BTreeSet<String> {
    findings.iter().flat_map(Finding::places).map(|place| place.fingerprint.to_string()).collect()
}

/// Turns the order of everything round, as an export after some moving about has it.
fn turned(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().rev().map(turned).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().rev().map(|(k, v)| (k.clone(), turned(v))).collect())
        }
        other => other.clone(),
    }
}

#[test]
fn fingerprints_survive_order_and_layout() {
    let made = Made::new();
    for document in [made.v2("2.1.0"), made.v1(), made.dump()] {
        let before = fingerprints(&scan_json(&document, "a.json"));
        // Lines of scripts keep their order; there is only one here.
        let after = serde_json::to_vec_pretty(&turned(&document)).unwrap();
        assert_eq!(fingerprints(&scan(&after, "elsewhere/b.json")), before);
        assert!(before.len() >= 7);
    }
    let path = "postman/collections/Orders/list/Create.request.yaml";
    let text = made.v3()[path].clone();
    let moved = text
        .replace("method: POST\n", "")
        .replace("$kind", "# checked in again\nmethod: POST\n$kind")
        .replace('\'', "\"");
    assert_ne!(moved, text);
    assert_eq!(fingerprints(&scan(moved.as_bytes(), path)), fingerprints(&scan(text.as_bytes(), path)));
    let at = |path: &str| fingerprints(&scan(text.as_bytes(), path));
    assert_eq!(at(&path.replace("list", "other")), at(path), "requests move between folders");
    assert!(at(&path.replace("Orders", "Others")).is_disjoint(&at(path)));
    assert!(at(&path.replace("Create", "Delete")).is_disjoint(&at(path)));
}

#[test]
fn ids_and_links_are_carried() {
    let made = Made::new();
    let id = "0b3e0d0a-1f2c-4b11-9a1c-2f5d6c7b8a90";
    let mut collection = made.v2("2.1.0");
    collection["info"]["_postman_id"] = id.into();
    collection["info"]["uid"] = format!("4812-{id}").into();
    collection["item"][0]["item"][0]["id"] = id.replace("0b3e", "1c4f").into();
    let findings = scan_json(&json!({"collection": collection}), "orders.json");
    let header = findings.iter().find(|finding| finding.secret.reveal() == made.header.as_bytes()).unwrap();
    let at = &header.at.location;
    assert_eq!(at.ids.collection, Some(format!("4812-{id}")));
    assert_eq!(at.ids.request, Some(id.replace("0b3e", "1c4f")));
    assert_eq!(at.link, Some(format!("https://go.postman.co/request/4812-{}", id.replace("0b3e", "1c4f"))));
    let variable =
        findings.iter().find(|finding| finding.secret.reveal() == made.variable.as_bytes()).unwrap();
    assert_eq!(variable.at.location.link, Some(format!("https://go.postman.co/collection/4812-{id}")));
}

fn variable(member: &str, more: &Value, scope: &str, origin: &str) -> Vec<Finding> {
    let mut pair = json!({"key": "client_secret", "enabled": true});
    pair[member] = token("fact").into();
    for (name, value) in more.as_object().unwrap() {
        pair[name] = value.clone();
    }
    scan_json(&json!({"name": "e", "values": [pair], "_postman_variable_scope": scope}), origin)
}

#[test]
fn facts_on_a_variable_move_its_severity() {
    let severity = |member, more: Value| variable(member, &more, "environment", "e.json")[0].severity;
    assert_eq!(severity("value", json!({})), Severity::High);
    assert_eq!(severity("value", json!({"enabled": false})), Severity::Medium);
    assert_eq!(severity("sessionValue", json!({})), Severity::Medium);
    assert_eq!(severity("currentValue", json!({"enabled": false})), Severity::Low);
    assert_eq!(severity("initialValue", json!({})), Severity::High);
    let masked = &variable("value", &json!({"type": "secret"}), "environment", "e.json")[0];
    assert!(masked.at.location.secret_type && masked.severity == Severity::High);
    let public = json!({"isPublic": true, "environment": {"name": "e", "values": [{"key": "client_secret", "value": token("fact")}]}});
    assert_eq!(scan_json(&public, "e.json")[0].severity, Severity::Critical);
}

#[test]
fn what_is_kept_in_a_vault_is_no_finding_and_its_plaintext_export_is_the_worst() {
    let id = "0b3e0d0a-1f2c-4b11-9a1c-2f5d6c7b8a90";
    let source = json!({"provider": "postman", "postman": {"type": "cloud", "secretId": id, "vaultId": id}});
    let vault_backed = |value: &Value| {
        let json = json!({"name": "e", "values": [value]}).to_string();
        let document = Document::parse(json.as_bytes(), None).unwrap();
        document.fields().filter(scanner_core::Field::is_vault_backed).count()
    };
    for kept in [
        json!({"value": "", "secret": true, "source": source}),
        json!({"value": "{{vault:client-secret}}", "type": "secret"}),
    ] {
        let values = json!([{"key": "client_secret", "value": kept["value"], "secret": kept["secret"], "source": kept["source"], "type": kept["type"]}]);
        assert_eq!(vault_backed(&values[0]), 1);
        assert_eq!(scan_json(&json!({"name": "e", "values": values}), "e.json").len(), 0);
    }
    let text = format!(
        "name: e\nvalues:\n  - key: client_secret\n    secret: true\n    source: {{provider: postman, postman: {{secretId: {id}, vaultId: {id}}}}}\n"
    );
    assert_eq!(scan(text.as_bytes(), "e.environment.yaml").len(), 0);
    let named =
        json!({"name": "e", "values": [{"key": "depot", "value": "AMS-3", "enabled": true}]}).to_string();
    let document = Document::parse(named.as_bytes(), Some("vault-service.json")).unwrap();
    assert_eq!(document.kind(), ArtefactKind::Environment);
    let export = json!({"secrets": [{"name": "anything", "value": token("fact"), "allowedDomains": []}]});
    let findings = scan_json(&export, "vault-export.json");
    assert_eq!((findings.len(), findings[0].severity), (1, Severity::Critical));
    assert_eq!(findings[0].at.location.artefact, ArtefactKind::VaultExport);
}

#[test]
fn a_private_key_in_a_block_has_its_exact_span() {
    let body: String =
        (0..24).map(|line| token(&format!("key {line}")) + &token(&format!("key' {line}")) + "\n").collect();
    let label = ["PRIVATE", " KEY"].concat();
    let key = format!("-----BEGIN RSA {label}-----\n{body}-----END RSA {label}-----");
    let indented = key.replace('\n', "\n      ");
    for style in ["|-", "|", "|2-", ">-"] {
        // Folded, the lines of a key need a blank one between them to stay apart.
        let indented = if style == ">-" { indented.replace('\n', "\n\n") } else { indented.clone() };
        let text = format!(
            "name: e\nvalues:\n  - key: signing\n    value: {style}\n      {indented}\n    enabled: true\n"
        );
        let findings = scan(text.as_bytes(), "e.environment.yaml");
        assert_eq!(findings.len(), 1, "{style}: {findings:#?}");
        let span = findings[0].at.span.range();
        assert!(text[span.clone()].starts_with("-----BEGIN RSA"), "{style}: {:?}", findings[0].rule_id());
        assert!(text[span].ends_with(&format!("{label}-----")), "{style}");
        assert_eq!(findings[0].at.pointer.as_deref(), Some("/values/0/value"));
    }
}

#[test]
fn comments_and_lines_that_do_not_fit_are_read_as_text() {
    let (commented, torn) = (token("comment"), token("torn"));
    let text = format!(
        "$kind: http-request\nname: R # was: client_secret={commented}\nheaders:\n  X-Api-Key: a: {torn}\nurl: u\n"
    );
    let document = Document::parse(text.as_bytes(), None).unwrap();
    let warning = document.warning().unwrap();
    assert_eq!((warning.line, warning.column), (4, 1), "{warning}");
    let findings = scan(text.as_bytes(), "postman/collections/C/R.request.yaml");
    let secrets: Vec<_> = findings
        .iter()
        .map(|finding| String::from_utf8_lossy(finding.secret.reveal()).into_owned())
        .collect();
    assert!(secrets.contains(&commented), "{secrets:?}");
    assert_eq!(findings[0].at.location.collection.as_deref(), Some("C"));
}
