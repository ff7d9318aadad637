//! Postman's own secret scanner: it knows every second secret of the public workspaces, and one that nobody else finds.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::http::{Request, Response};
use crate::state::{State, Write};
use crate::{Conduct, errors};

struct Detected {
    id: String,
    hash: String,
    workspace: String,
}

fn detected(state: &State) -> Vec<Detected> {
    if state.config.conduct == Conduct::Tidy {
        return Vec::new();
    }
    let world = &state.world;
    let public = world.elements.iter().filter(|e| world.workspaces[e.workspace].kind == "public");
    let secrets = public.flat_map(|e| world.secrets(e).into_iter().map(move |secret| (e.workspace, secret)));
    let mut all: Vec<Detected> =
        secrets.step_by(2).map(|(home, secret)| entry(state, home, &secret)).collect();
    if !world.workspaces.is_empty() {
        all.push(entry(state, 0, "only Postman knows this one"));
    }
    all
}

fn entry(state: &State, workspace: usize, secret: &str) -> Detected {
    let hash: String = Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    Detected { id: hash[..12].to_owned(), hash, workspace: state.world.workspaces[workspace].id.clone() }
}

pub(super) fn query(state: &State, request: &Request) -> Response {
    let body: Value = serde_json::from_slice(request.body.as_deref().unwrap_or_default()).unwrap_or_default();
    if !body.is_object() {
        return errors::bad_request("the body is no object");
    }
    let (limit, at) = (request.param("limit"), request.param("cursor"));
    let limit: usize = limit.and_then(|n| n.parse().ok()).unwrap_or(10);
    let at: usize = at.and_then(|n| n.parse().ok()).unwrap_or(0);
    let all = detected(state);
    let next = if at + limit < all.len() { json!((at + limit).to_string()) } else { Value::Null };
    let resolutions = state.changes().resolutions.clone();
    let row = |d: &Detected| {
        json!({"secretId": d.id, "secretType": "Authorization Secret", "secretHash": d.hash, "obfuscatedSecret": "******",
            "detectedAt": "2025-03-01T00:00:00.000Z", "workspaceId": d.workspace, "workspaceVisibility": "public",
            "resolution": resolutions.get(&d.id).map_or("ACTIVE", String::as_str), "occurrences": 1})
    };
    let data: Vec<Value> = all.iter().skip(at).take(limit).map(row).collect();
    Response::ok(&json!({"meta": {"limit": limit, "nextCursor": next}, "data": data}))
}

pub(super) fn locations(state: &State, request: &Request, id: &str) -> Response {
    if request.param("workspaceId").is_none() {
        return errors::bad_request("workspaceId is missing");
    }
    let Some(found) = detected(state).into_iter().find(|d| d.id == id) else { return errors::not_found() };
    let meta =
        json!({"cursor": Value::Null, "nextCursor": Value::Null, "secretHash": found.hash, "total": 1});
    Response::ok(
        &json!({"data": [{"location": "Headers", "resourceType": "collection", "occurrences": 1}], "meta": meta}),
    )
}

pub(super) fn types() -> Response {
    Response::ok(
        &json!({"data": [{"id": "1", "name": "Authorization Secret", "type": "DEFAULT"}], "meta": {"total": 1}}),
    )
}

/// `PUT /detected-secrets/{id}`.
pub(super) fn resolve(state: &State, request: &Request, id: &str) -> Response {
    let text = String::from_utf8_lossy(request.body.as_deref().unwrap_or_default()).into_owned();
    let body: Value = serde_json::from_str(&text).unwrap_or_default();
    let Some(found) = detected(state).into_iter().find(|d| d.id == id) else { return errors::not_found() };
    let resolution = body["resolution"].as_str().unwrap_or_default();
    if !["FALSE_POSITIVE", "REVOKED", "ACCEPTED_RISK"].contains(&resolution)
        || body["workspaceId"] != json!(found.workspace)
    {
        return errors::bad_request("resolution or workspaceId is wrong");
    }
    state.wrote(Write { method: request.method.clone(), path: request.path.clone(), body: text.clone() });
    state.changes().resolutions.insert(id.to_owned(), resolution.to_owned());
    Response::ok(
        &json!({"secretHash": found.hash, "workspaceId": found.workspace, "resolution": resolution, "history": []}),
    )
}
