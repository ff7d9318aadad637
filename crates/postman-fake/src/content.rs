//! What the elements hold, as the API writes it.

use serde_json::{Value, json};

use crate::world::{Element, OWNER, Workspace, World};
use crate::{Conduct, Config};

const MADE: &str = "2025-01-02T03:04:05.000Z";

/// The time of the last change of an element that was changed `version` times.
pub(crate) fn updated_at(version: u32) -> String {
    let hours = i64::from(version);
    let start = jiff::Timestamp::from_second(1_738_461_845).unwrap_or_default();
    start.checked_add(jiff::SignedDuration::from_hours(hours)).unwrap_or(start).to_string()
}

/// Numbers come as numbers or as strings.
fn owner(element: &Element) -> Value {
    if element.index.is_multiple_of(2) { json!(OWNER.to_string()) } else { json!(OWNER) }
}

pub(crate) fn listed(element: &Element, version: u32) -> Value {
    let mut value = json!({
        "id": element.id, "name": element.name, "owner": owner(element), "createdAt": MADE,
        "updatedAt": updated_at(version), "uid": element.uid, "isPublic": false,
    });
    if element.index.is_multiple_of(7) {
        value["somethingNew"] = json!({"added": "later"});
    }
    value
}

pub(crate) fn collection(world: &World, element: &Element, version: u32, config: &Config) -> Value {
    let secrets = world.secrets(element);
    let mut item: Vec<Value> =
        secrets.iter().enumerate().map(|(n, secret)| request(element, n, secret)).collect();
    item.push(plain_request(element, 9));
    if element.nth == 0 {
        item.extend((10..10 + config.large_requests).map(|n| plain_request(element, n)));
    }
    if element.nth.is_multiple_of(3) {
        item.push(folder(element));
    }
    if element.nth == 1 {
        item = (0..config.deep)
            .fold(item, |inner, n| vec![json!({"name": format!("Folder {n}"), "item": inner})]);
    }
    let description = if element.index.is_multiple_of(3) { Value::Null } else { json!("What it is for.") };
    let mut event = json!([]);
    if element.nth == 2 && config.long_line > 0 {
        let line = format!("// {}", "long ".repeat(config.long_line / 5));
        event = json!([{"listen": "test", "script": {"type": "text/javascript", "exec": [line]}}]);
    }
    json!({"collection": {
        "info": {"_postman_id": element.id, "name": element.name, "description": description, "uid": element.uid,
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
            "createdAt": MADE, "updatedAt": updated_at(version), "lastUpdatedBy": OWNER.to_string()},
        "item": item, "event": event, "variable": [{"key": "baseUrl", "value": "https://api.corp.test"}],
    }})
}

fn request(element: &Element, n: usize, secret: &str) -> Value {
    let mut value = plain_request(element, n);
    let auth =
        json!({"type": "oauth2", "oauth2": [{"key": "clientSecret", "value": secret, "type": "string"}]});
    match n {
        0 => value["request"]["auth"] = auth,
        _ => value["request"]["header"] = json!([{"key": "X-Client-Secret", "value": secret}]),
    }
    value["request"]["url"] = json!({"raw": "https://api.corp.test/v1/things", "protocol": "https",
        "host": ["api", "corp", "test"], "path": ["v1", "things"]});
    value
}

fn plain_request(element: &Element, n: usize) -> Value {
    let id = request_id(element, n);
    json!({"name": format!("Call {n}"), "id": id, "uid": format!("{OWNER}-{id}"), "response": [],
        "request": {"method": "GET", "header": [{"key": "Accept", "value": "application/json"}],
            "url": {"raw": "{{baseUrl}}/v1/things", "host": ["{{baseUrl}}"], "path": ["v1", "things"]}}})
}

const FOLDER: usize = 0xf0;
const RESPONSE: usize = 0xe0;

/// A folder with a request with a response; as at times, nothing but the request has a UID.
fn folder(element: &Element) -> Value {
    let mut request = plain_request(element, 8);
    request["response"] = json!([{"id": request_id(element, RESPONSE), "name": "200", "code": 200, "header": [], "body": "{}"}]);
    json!({"name": "Folder", "id": request_id(element, FOLDER), "item": [request]})
}

/// What has comments, with the secret in each.
pub(crate) fn comments(world: &World, element: &Element, of: Option<(&str, &str)>) -> Value {
    let commented = [("folders", FOLDER), ("requests", 8), ("responses", RESPONSE)];
    let is = |(at, (list, n)): (usize, (&str, usize))| {
        (of == Some((list, &format!("{OWNER}-{}", request_id(element, n))))).then_some(at + 1)
    };
    let at = if of.is_none() { Some(0) } else { commented.into_iter().enumerate().find_map(is) };
    let secret = at.and_then(|at| world.comment_secrets(element).get(at).cloned());
    let comment = |secret| {
        json!({"id": 46818, "threadId": 12345, "status": "Open", "createdBy": OWNER, "createdAt": MADE, "updatedAt": MADE,
        "body": format!("It works with client_secret={secret} since today.")})
    };
    json!({"data": secret.map(comment).into_iter().collect::<Vec<_>>()})
}

/// Made from the id of the element, so that it can be told which element a request belongs to.
fn request_id(element: &Element, n: usize) -> String {
    format!("{}{:012x}", &element.id[..24], n)
}

pub(crate) fn environment(world: &World, element: &Element, version: u32) -> Value {
    let mut values = vec![
        json!({"key": "base_url", "value": "https://api.corp.test", "enabled": true, "type": "default"}),
    ];
    for (n, secret) in world.secrets(element).iter().enumerate() {
        values.push(json!({"key": format!("client_secret_{n}"), "value": secret, "enabled": n != 1, "type": "secret"}));
    }
    let source = json!({"provider": "postman", "postman": {"type": "cloud", "secretId": element.id, "vaultId": element.id}});
    values
        .push(json!({"key": "api_key", "enabled": true, "type": "secret", "secret": true, "source": source}));
    values
        .push(json!({"key": "token", "value": "{{vault:corp-token}}", "enabled": false, "type": "default"}));
    json!({"environment": {"id": element.id, "name": element.name, "owner": owner(element), "createdAt": MADE,
        "updatedAt": updated_at(version), "isPublic": false, "values": values}})
}

pub(crate) fn globals(secret: Option<String>) -> Value {
    let mut values =
        vec![json!({"key": "region", "type": "default", "value": "eu", "enabled": true, "description": ""})];
    if let Some(secret) = secret {
        values.push(json!({"key": "client_secret", "type": "secret", "value": secret, "enabled": true}));
    }
    json!({"values": values})
}

/// The definition of an API, itself a text in JSON.
pub(crate) fn definition(element: &Element) -> String {
    json!({"openapi": "3.0.3", "info": {"title": element.name, "version": "1.0.0"}, "paths": {}}).to_string()
}

pub(crate) fn mock(element: &Element, version: u32, conduct: Conduct) -> Value {
    json!({"id": element.id, "uid": element.uid, "owner": owner(element), "name": element.name,
        "collection": element.uid, "environment": Value::Null, "mockUrl": format!("https://{}.mock.pstmn.io", element.id),
        "config": {"headers": [], "matchBody": false, "matchQueryParams": true, "matchWildcards": true, "serverResponseId": Value::Null},
        "createdAt": MADE, "updatedAt": updated_at(version), "isPublic": conduct != Conduct::Tidy, "deactivated": false})
}

pub(crate) fn monitor(element: &Element, conduct: Conduct) -> Value {
    let tidy = conduct == Conduct::Tidy;
    let told = if tidy { "oncall@corp.test" } else { "someone@elsewhere.test" };
    let region = if tidy { "us-east-staticip" } else { "us-east" };
    json!({"monitor": {"id": element.id, "uid": element.uid, "name": element.name, "owner": OWNER, "active": true,
        "collectionUid": element.uid, "options": {"strictSSL": tidy, "followRedirects": true, "requestTimeout": 3000, "requestDelay": 1},
        "notifications": {"onError": [{"email": "ops@corp.test"}], "onFailure": [{"email": told}]},
        "distribution": [{"region": region}], "schedule": {"cron": "0 0 * * *", "timezone": "UTC"}}})
}

/// As the list of workspaces has it.
pub(crate) fn workspace(workspace: &Workspace, version: u32) -> Value {
    let kind = if matches!(workspace.kind, "personal" | "private") { workspace.kind } else { "team" };
    json!({"id": workspace.id, "name": workspace.name, "type": kind, "visibility": workspace.kind, "createdBy": OWNER.to_string(),
        "about": "", "createdAt": MADE, "updatedAt": updated_at(version)})
}

/// As the API answers when asked for one; lists with nothing in them are left out.
pub(crate) fn workspace_detail(of: &Workspace, version: u32, elements: &[&Element]) -> Value {
    let mut value = workspace(of, version);
    value["description"] = if of.elements.len().is_multiple_of(2) { Value::Null } else { json!("") };
    value["updatedBy"] = json!(OWNER.to_string());
    for element in elements {
        let list = list_name(element.kind);
        let mut entry = json!({"id": element.id, "name": element.name});
        // Mocks and specs come without one at times.
        if !matches!(element.kind, crate::Kind::Spec) {
            entry["uid"] = json!(element.uid);
        }
        match value[list].as_array_mut() {
            Some(entries) => entries.push(entry),
            None => value[list] = json!([entry]),
        }
    }
    json!({"workspace": value})
}

pub(crate) fn list_name(kind: crate::Kind) -> &'static str {
    match kind {
        crate::Kind::Collection => "collections",
        crate::Kind::Environment => "environments",
        crate::Kind::Spec => "specs",
        crate::Kind::Mock => "mocks",
        crate::Kind::Monitor => "monitors",
    }
}

/// One request, folder or response of a collection: in the words of format v1, with the request as a text in JSON.
pub(crate) fn item(element: &Element, model: &str, id: &str) -> Value {
    let request = json!({"method": "GET", "url": "https://api.corp.test/v1", "headerData": [{"key": "Accept", "value": "*/*"}]});
    let mut data = json!({"id": id, "name": "Call", "owner": OWNER.to_string(), "collection": element.id});
    if model == "response" {
        data["requestObject"] = json!(request.to_string());
        data["responseCode"] = json!({"code": 200, "name": "OK"});
        data["headers"] = json!([{"key": "Content-Type", "value": "application/json"}]);
        data["text"] = json!("{\"ok\":true}");
    }
    json!({"model_id": id, "meta": {"model": model, "populate": false, "changeset": false, "action": "find"}, "data": data})
}

pub(crate) fn package(n: u32, with_script: bool) -> Value {
    let mut value = json!({"id": format!("package-{n}"), "name": format!("lib-{n}"), "description": "", "createdAt": MADE, "updatedAt": updated_at(0)});
    if with_script {
        value["createdBy"] = json!(OWNER);
        value["script"] = json!("module.exports = { twice: (x) => 2 * x };\n");
    }
    value
}

/// An entry of the log of a mock server.
pub(crate) fn call_log(n: usize) -> Value {
    json!({"id": format!("log-{n}"), "responseName": "200", "servedAt": MADE,
        "request": {"method": "GET", "path": "/v1", "headers": {"key": "Accept", "value": "*/*"}, "body": {"mode": "raw", "data": ""}},
        "response": {"type": "success", "statusCode": 200, "headers": {"key": "Server", "value": "x"}, "body": {"data": "{}"}}})
}
