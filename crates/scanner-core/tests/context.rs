//! Credentials without a format: every place Postman has for one, and what becomes of severity and places.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]
#![allow(clippy::needless_pass_by_value, reason = "they are given what `json!` has just made")]

use scanner_core::{Artefact, Finding, Scanner, Severity, Spot};
use serde_json::{Value, json};

/// Made by hand to look made by chance; no service has ever issued them.
const TOKEN: &str = "8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq";
const PASSWORD: &str = "kV7-pQz4!Wn2";

fn scan(document: &Value) -> Vec<Finding> {
    scan_with(&Scanner::new(), document)
}

fn scan_with(scanner: &Scanner, document: &Value) -> Vec<Finding> {
    let bytes = serde_json::to_vec(document).unwrap();
    scanner.scan(&Artefact::new(&bytes, "test.json")).unwrap().findings
}

/// A v2.1 collection of one item.
fn collection(item: Value) -> Value {
    let mut item = item;
    item.as_object_mut().unwrap().entry("name").or_insert("r".into());
    json!({"info": {"name": "c", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [item]})
}

fn request(request: Value) -> Value {
    collection(json!({"request": request}))
}

fn v1(request: Value) -> Value {
    json!({"id": "1", "name": "c", "order": [], "requests": [request]})
}

fn script(lines: &[&str]) -> Value {
    collection(
        json!({"event": [{"listen": "prerequest", "script": {"exec": lines}}], "request": "https://h.test"}),
    )
}

fn body(raw: &str) -> Value {
    request(json!({"url": "https://h.test", "body": {"mode": "raw", "raw": raw}}))
}

/// Every document holds one secret, and it is found.
fn all_found(cases: Vec<(&str, &str, Value)>) {
    for (what, secret, document) in cases {
        let findings = scan(&document);
        assert!(
            findings.iter().any(|finding| finding.secret.reveal() == secret.as_bytes()),
            "{what}: {document}\n{findings:?}"
        );
        assert_eq!(findings.len(), 1, "{what}: {findings:?}");
    }
}

#[test]
fn parts_of_urls() {
    let url = |raw: String| request(json!({"url": {"raw": raw}}));
    all_found(vec![
        ("user information", PASSWORD, url(format!("https://me:{PASSWORD}@h.test/x"))),
        ("an @ in the password", "kV7@pQz4!Wn2", url("https://m@e:kV7@pQz4!Wn2@h.test/x".into())),
        ("query", TOKEN, url(format!("https://h.test/x?api_key={TOKEN}"))),
        ("fragment", TOKEN, url(format!("https://h.test/cb#access_token={TOKEN}&state=1"))),
        ("matrix parameter", TOKEN, url(format!("https://h.test/x;jsessionid={TOKEN}?a=b"))),
        ("path", TOKEN, url(format!("https://h.test/reset-password/{TOKEN}"))),
        ("path in pieces", TOKEN, request(json!({"url": {"host": ["h"], "path": ["hooks", TOKEN]}}))),
        ("path variable", TOKEN, request(json!({"url": {"raw": "h/:reset", "variable": [{"key": "reset_token", "value": TOKEN}]}}))),
        ("SAS", "nT4kPq8%2F3Zr%2B7vYb2Lx9Wd5c1Hs6Jg0mEe8uAaBbCcD%3D", url("https://a.blob.test/c?sv=2024-01-01&se=2030-01-01&sig=nT4kPq8%2F3Zr%2B7vYb2Lx9Wd5c1Hs6Jg0mEe8uAaBbCcD%3D".into())),
        ("S3", "4d7326227a1a64316393b59caae6b0754d7326227a1a64316393b59caae6b075", url("https://b.test/o?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=4d7326227a1a64316393b59caae6b0754d7326227a1a64316393b59caae6b075".into())),
        ("CloudFront", TOKEN, url(format!("https://d.test/o?Expires=1&Signature={TOKEN}&Key-Pair-Id=K2JCJMDEHXQW5F"))),
    ]);
}

#[test]
fn headers_and_cookies() {
    let header =
        |key: &str, value: String| request(json!({"url": "h", "header": [{"key": key, "value": value}]}));
    all_found(vec![
        ("bearer", TOKEN, header("Authorization", format!("Bearer {TOKEN}"))),
        ("no scheme", TOKEN, header("Authorization", TOKEN.into())),
        ("key", TOKEN, header("X-Api-Key", TOKEN.into())),
        ("cookie", TOKEN, header("Cookie", format!("_ga=GA1.2.1; connect.sid={TOKEN}; theme=dark"))),
        (
            "OAuth 1",
            TOKEN,
            header(
                "Authorization",
                format!("OAuth oauth_consumer_key=\"app\", oauth_token=\"{TOKEN}\", oauth_nonce=\"x8\""),
            ),
        ),
        (
            "v1 text",
            TOKEN,
            v1(json!({"name": "r", "url": "h", "headers": format!("Accept: */*\nX-Api-Key: {TOKEN}\n")})),
        ),
        (
            "preset",
            TOKEN,
            json!({"version": 1, "collections": [], "headerPresets": [{"name": "p", "headers": [{"key": "X-Api-Key", "value": TOKEN}]}]}),
        ),
    ]);
    assert_eq!(scan(&header("Cookie", format!("_ga={TOKEN}; XSRF-TOKEN={TOKEN}"))), []);
}

#[test]
fn auth_blocks() {
    let auth = |kind: &str, name: &str| {
        request(json!({"url": "h", "auth": {"type": kind, kind: [{"key": name, "value": TOKEN}]}}))
    };
    all_found(vec![
        ("bearer", TOKEN, auth("bearer", "token")),
        ("apikey", TOKEN, auth("apikey", "value")),
        ("oauth1", TOKEN, auth("oauth1", "consumerSecret")),
        ("oauth2", TOKEN, auth("oauth2", "clientSecret")),
        ("digest", TOKEN, auth("digest", "password")),
        ("hawk", TOKEN, auth("hawk", "authKey")),
        ("awsv4", TOKEN, auth("awsv4", "sessionToken")),
        (
            "v1",
            TOKEN,
            v1(
                json!({"name": "r", "currentHelper": "basicAuth", "helperAttributes": {"username": "u", "password": TOKEN}}),
            ),
        ),
        (
            "v1, JSON in a string",
            TOKEN,
            v1(
                json!({"name": "r", "helperAttributes": format!("{{\"id\":\"basic\",\"password\":\"{TOKEN}\"}}")}),
            ),
        ),
        (
            "certificate",
            PASSWORD,
            request(json!({"url": "h", "certificate": {"name": "n", "passphrase": PASSWORD}})),
        ),
    ]);
}

#[test]
fn bodies() {
    let pairs = |mode: &str| {
        request(json!({"url": "h", "body": {"mode": mode, mode: [{"key": "client_secret", "value": TOKEN}]}}))
    };
    let graphql = |query: &str, variables: &str| {
        request(
            json!({"url": "h", "body": {"mode": "graphql", "graphql": {"query": query, "variables": variables}}}),
        )
    };
    all_found(vec![
        ("urlencoded", TOKEN, pairs("urlencoded")),
        ("formdata", TOKEN, pairs("formdata")),
        (
            "JSON",
            PASSWORD,
            body(&format!("{{\"user\": {{\"login\": {{{{me}}}}, \"password\": \"{PASSWORD}\"}}}}")),
        ),
        (
            "SOAP",
            PASSWORD,
            body(&format!(
                "<s:Envelope><wsse:Password Type=\"#PasswordText\">{PASSWORD}</wsse:Password></s:Envelope>"
            )),
        ),
        ("attribute", PASSWORD, body(&format!("<login user=\"me\" password=\"{PASSWORD}\"/>"))),
        (
            "named entry",
            PASSWORD,
            body(&format!("<map><entry key=\"password\"><![CDATA[{PASSWORD}]]></entry></map>")),
        ),
        ("form text", TOKEN, body(&format!("grant_type=client_credentials&client_secret={TOKEN}"))),
        (
            "variables",
            PASSWORD,
            graphql("mutation($p: String!) { login(p: $p) }", &format!("{{\"password\": \"{PASSWORD}\"}}")),
        ),
        (
            "arguments",
            PASSWORD,
            graphql(&format!("mutation {{ login(user: \"me\", password: \"{PASSWORD}\") {{ id }} }}"), ""),
        ),
        (
            "short form of a query",
            PASSWORD,
            graphql(&format!("{{ me(password: \"{PASSWORD}\") {{ id }} }}"), ""),
        ),
    ]);
}

#[test]
fn examples() {
    let example = |response: Value| collection(json!({"request": "https://h.test", "response": [response]}));
    all_found(vec![
        (
            "original request",
            TOKEN,
            example(
                json!({"name": "e", "originalRequest": {"url": "h", "header": [{"key": "X-Api-Key", "value": TOKEN}]}}),
            ),
        ),
        (
            "header",
            TOKEN,
            example(
                json!({"name": "e", "header": [{"key": "Set-Cookie", "value": format!("sid={TOKEN}; Path=/")}]}),
            ),
        ),
        (
            "body",
            TOKEN,
            example(
                json!({"name": "e", "body": format!("{{\"access_token\": \"{TOKEN}\", \"token_type\": \"bearer\"}}")}),
            ),
        ),
        (
            "cookie",
            TOKEN,
            example(
                json!({"name": "e", "cookie": [{"name": "sessionid", "key": "sessionid", "value": TOKEN}]}),
            ),
        ),
    ]);
}

#[test]
fn scripts() {
    all_found(vec![
        ("assignment", TOKEN, script(&[&format!("const apiKey = '{TOKEN}';")])),
        ("set", TOKEN, script(&[&format!("pm.environment.set(\"token\", \"{TOKEN}\");")])),
        ("fallback", TOKEN, script(&[&format!("let t = pm.variables.get('access_token') || '{TOKEN}';")])),
        (
            "object over lines",
            TOKEN,
            script(&[
                "pm.request.headers.add({",
                "  key: 'X-Api-Key',",
                &format!("  value: '{TOKEN}'"),
                "});",
            ]),
        ),
        ("template", TOKEN, script(&[&format!("const header = `Bearer {TOKEN}`;")])),
        ("concatenation", TOKEN, script(&[&format!("headers.Authorization = 'Bearer ' + '{TOKEN}';")])),
        (
            "HMAC",
            PASSWORD,
            script(&[&format!("const s = CryptoJS.HmacSHA256(body, '{PASSWORD}').toString();")]),
        ),
        ("cipher", PASSWORD, script(&[&format!("CryptoJS.AES.encrypt(text, \"{PASSWORD}\")")])),
        ("Basic", PASSWORD, script(&[&format!("h = 'Basic ' + btoa('me:{PASSWORD}');")])),
        (
            "sendRequest",
            TOKEN,
            script(&[
                "pm.sendRequest({ url: 'https://h.test', header: {",
                &format!("  'X-Api-Key': '{TOKEN}' }} }});"),
            ]),
        ),
        (
            "old code in a comment",
            TOKEN,
            script(&[&format!("// postman.setEnvironmentVariable('token', '{TOKEN}');")]),
        ),
    ]);
}

#[test]
fn descriptions() {
    let text = |text: String| request(json!({"url": "h", "description": text}));
    all_found(vec![
        ("curl header", TOKEN, text(format!("```\ncurl -H 'X-Api-Key: {TOKEN}' https://h.test\n```"))),
        ("curl user", PASSWORD, text(format!("Run `curl -u me:{PASSWORD} https://h.test`"))),
        ("table", TOKEN, text(format!("| name | value |\n|---|---|\n| api_key | `{TOKEN}` |"))),
    ]);
}

#[test]
fn variables_in_many_languages() {
    for name in
        ["senha", "contraseña", "mot_de_passe", "пароль", "密码", "Passwort", "hasło", "şifre", "비밀번호"]
    {
        let environment = json!({"name": "e", "values": [{"key": name, "value": PASSWORD}], "_postman_variable_scope": "environment"});
        assert_eq!(scan(&environment).len(), 1, "{name}");
    }
}

#[test]
fn what_is_weak_has_its_own_rule() {
    for (value, rule) in [(PASSWORD, "generic-password"), ("Welcome@1", "generic-weak-credential")] {
        let findings = scan(&body(&format!("{{\"password\": \"{value}\"}}")));
        assert_eq!(findings[0].rule_id(), rule);
        assert_eq!(findings[0].severity == Severity::Low, value != PASSWORD);
    }
}

#[test]
fn placeholders_and_references_are_no_findings() {
    for value in [
        "<token>",
        "YOUR_KEY",
        "xxxx",
        "string",
        "REPLACE_ME",
        "lorem ipsum",
        "${TOKEN}",
        "%TOKEN%",
        "<<token>>",
        "{{token}}",
        "{{vault:token}}",
        "********",
        "[token]",
        "your-password-here",
        "...",
        "#{token}#",
        "@@TOKEN@@",
        "__TOKEN__",
        "$(TOKEN)",
        "<AUTHORIZATION_SECRET>",
        "{{vault:authorization-secret}}",
        "PMAT-**********************43BR",
    ] {
        let environment = json!({"name": "e", "values": [{"key": "password", "value": value}, {"key": "api_key", "value": value}]});
        assert_eq!(scan(&environment), [], "{value}");
    }
}

#[test]
fn one_secret_in_many_requests_is_one_finding() {
    let items: Vec<Value> = (0..300)
        .map(|i| json!({"name": format!("r{i}"), "request": {"url": {"raw": format!("https://h.test/{i}?api_key={TOKEN}"), "query": [{"key": "api_key", "value": TOKEN}]}}}))
        .collect();
    let findings = scan(&json!({"info": {"name": "c"}, "item": items}));
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].places().filter(|place| !place.mirror).count(), 300);
    assert_eq!(findings[0].places().filter(|place| place.mirror).count(), 300);
}

#[test]
fn basic_and_its_password_are_one() {
    let basic = data_encoding::BASE64.encode(format!("me:{PASSWORD}").as_bytes());
    let findings = scan(&v1(json!({
        "name": "r", "url": "https://h.test",
        "headers": format!("Authorization: Basic {basic}\n"),
        "headerData": [{"key": "Authorization", "value": format!("Basic {basic}")}],
        "helperAttributes": {"username": "me", "password": PASSWORD},
    })));
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].secret.reveal(), PASSWORD.as_bytes());
    assert_eq!(findings[0].companion.as_deref(), Some("me"));
    assert_eq!(findings[0].places().filter(|place| !place.mirror).count(), 1, "{findings:?}");
}

#[test]
fn severity_is_lowered_by_what_all_places_have_in_common() {
    let header = |more: Value| {
        let mut header = json!({"key": "X-Api-Key", "value": TOKEN});
        header.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        header
    };
    let at = |url: &str, more: Value| json!({"name": "r", "request": {"url": {"raw": url}, "header": [header(more)]}});
    let severity = |items: Value| scan(&json!({"info": {"name": "c"}, "item": items}))[0].severity;
    let example = json!({"name": "r", "request": "https://h.test", "response": [{"name": "e", "body": format!("{{\"api_key\": \"{TOKEN}\"}}")}]});
    assert_eq!(severity(json!([at("https://h.test", json!({}))])), Severity::High);
    assert_eq!(severity(json!([at("https://h.test", json!({"disabled": true}))])), Severity::Medium);
    assert_eq!(severity(json!([at("http://localhost:8080", json!({}))])), Severity::Medium);
    assert_eq!(severity(json!([at("http://127.0.0.1/x", json!({"disabled": true}))])), Severity::Low);
    assert_eq!(severity(json!([example])), Severity::Medium);
    // One place that is none of this is enough.
    assert_eq!(severity(json!([example, at("https://h.test", json!({}))])), Severity::High);
}

#[test]
fn a_token_that_has_ended_is_of_little_use() {
    let part = |json: Value| data_encoding::BASE64URL_NOPAD.encode(json.to_string().as_bytes());
    let token = format!(
        "{}.{}.{}",
        part(json!({"alg": "HS256"})),
        part(json!({"sub": "u-7", "exp": 1_800_000_000})),
        TOKEN
    );
    let document = request(
        json!({"url": "https://h.test", "header": [{"key": "Authorization", "value": format!("Bearer {token}")}]}),
    );
    let severity = |now: i64| scan_with(&Scanner::builder().now(now).build().unwrap(), &document)[0].severity;
    assert_eq!(severity(1_800_000_000), Severity::Low);
    assert!(severity(1_799_999_999) > Severity::Low);
    assert!(scan(&document)[0].severity > Severity::Low, "no clock, no expiry");
    assert_eq!(scan(&document)[0].expires, Some(1_800_000_000));
}

#[test]
fn explanations_say_what_scans_do() {
    let document = json!({"name": "e", "values": [
        {"key": "client_secret", "value": TOKEN}, {"key": "token", "value": "{{token}}"},
        {"key": "colour", "value": "red"}, {"key": "password", "value": "<password>"}, {"key": "page_token", "value": TOKEN},
    ]});
    let bytes = serde_json::to_vec(&document).unwrap();
    let artefact = Artefact::new(&bytes, "e.json");
    let scanner = Scanner::new();
    let explain = |pointer: &str| scanner.explain(&artefact, Spot::Pointer(pointer)).unwrap();
    let first = explain("/values/0/value");
    assert_eq!(first.considered.len(), 1);
    assert_eq!(first.considered[0].reported.as_deref(), Some("generic-client-secret"));
    assert_eq!(first.considered[0].evidence, first.findings[0].evidence);
    for (pointer, veto) in [
        ("/values/1/value", "it refers to a variable"),
        ("/values/2/value", "the name says nothing of a credential"),
        ("/values/3/value", "it is a placeholder"),
        ("/values/4/value", "the name says nothing of a credential"),
    ] {
        assert_eq!(explain(pointer).considered[0].veto, Some(veto), "{pointer}");
        assert_eq!(explain(pointer).findings, [], "{pointer}");
    }
    assert_eq!(explain("").considered.len(), 5, "the whole document");
    assert!(scanner.explain(&artefact, Spot::Pointer("/nowhere")).is_err());
    assert!(!format!("{:?}", explain("")).contains(TOKEN), "explanations redact");
}
