//! Calls that change something. Each is recorded, so that a test can say that nothing was written.

use serde_json::{Value, json};

use crate::errors;
use crate::http::{Request, Response};
use crate::routes::scanner;
use crate::state::{State, Write};
use crate::world::Kind;

/// 30 MB.
const MOST: usize = 30 << 20;

pub(super) fn answer(state: &State, request: &Request, parts: &[&str]) -> Response {
    let Some(body) = &request.body else { return errors::length_required() };
    if body.len() > MOST {
        return errors::too_large();
    }
    let text = String::from_utf8_lossy(body).into_owned();
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    let answer = match (request.method.as_str(), parts) {
        ("PUT", ["detected-secrets", id]) => return scanner::resolve(state, request, id),
        ("PATCH", ["environments", id]) => patch_environment(state, id, &json),
        ("PATCH", ["collections", id]) => patch_collection(state, id, &json),
        ("PUT", ["collections", id]) => put_collection(state, id, &json, request.prefer.as_deref()),
        ("PUT", ["workspaces", id]) => put_workspace(state, id, &json),
        _ => {
            state.unknown(&request.path);
            return errors::not_found();
        }
    };
    if answer.status < 300 {
        state.wrote(Write { method: request.method.clone(), path: request.path.clone(), body: text });
    }
    answer
}

/// A JSON Patch (RFC 6902): a list, every operation of the same kind.
fn patch_environment(state: &State, id: &str, patch: &Value) -> Response {
    let Some(element) = state.world.element(Kind::Environment, id) else { return errors::no_instance() };
    let Some(operations) = patch.as_array().filter(|list| !list.is_empty()) else {
        return errors::bad_request("the body is no list of operations");
    };
    if operations.iter().any(|operation| operation["op"] != operations[0]["op"]) {
        return errors::bad_request("operations of several kinds");
    }
    let mut values = state.changes().environments.get(&element.id).cloned().unwrap_or_else(|| {
        let body = crate::content::environment(&state.world, element, 0);
        body["environment"]["values"].as_array().cloned().unwrap_or_default()
    });
    for operation in operations {
        if operation["value"] == json!("") {
            return errors::bad_request("an empty value");
        }
        let path = operation["path"].as_str().unwrap_or_default();
        let mut parts = path.trim_start_matches("/values/").splitn(2, '/');
        let at = parts.next().and_then(|n| n.parse::<usize>().ok()).filter(|&n| n < values.len());
        let Some(at) = at else { return errors::bad_request("there is no such value") };
        match (operation["op"].as_str(), parts.next()) {
            (Some("replace"), Some(member)) => values[at][member] = operation["value"].clone(),
            (Some("replace"), None) => values[at] = operation["value"].clone(),
            (Some("add"), None) => values.insert(at, operation["value"].clone()),
            (Some("remove"), None) => drop(values.remove(at)),
            _ => return errors::bad_request("an operation that is not known"),
        }
    }
    let mut changes = state.changes();
    changes.environments.insert(element.id.clone(), values);
    *changes.versions.entry(element.id.clone()).or_default() += 1;
    Response::ok(&json!({"environment": {"id": element.id, "uid": element.uid, "name": element.name}}))
}

fn patch_collection(state: &State, id: &str, body: &Value) -> Response {
    let Some(element) = state.world.element(Kind::Collection, id) else { return errors::no_instance() };
    let Some(members) = body["collection"].as_object().filter(|members| !members.is_empty()) else {
        return errors::bad_request("there is no collection");
    };
    if members.keys().any(|name| !["info", "variable", "auth", "events"].contains(&name.as_str())) {
        return errors::bad_request("only info, variable, auth and events can be changed");
    }
    *state.changes().versions.entry(element.id.clone()).or_default() += 1;
    Response::ok(&json!({"collection": {"id": element.id, "name": element.name}}))
}

fn put_collection(state: &State, id: &str, body: &Value, prefer: Option<&str>) -> Response {
    let Some(element) = state.world.element(Kind::Collection, id) else { return errors::no_instance() };
    if body["collection"]["info"]["_postman_id"].as_str().is_some_and(|inner| inner != element.id) {
        return errors::bad_request("the ids differ");
    }
    let mut changes = state.changes();
    if !changes.busy.insert(element.id.clone()) {
        return errors::conflict();
    }
    *changes.versions.entry(element.id.clone()).or_default() += 1;
    if prefer.is_some_and(|prefer| prefer.contains("respond-async")) {
        let task = format!("task-{}", element.id);
        changes.tasks.insert(task.clone(), (element.id.clone(), 0));
        return Response::json(202, &json!({"task": {"id": task, "status": "in-progress"}}));
    }
    changes.busy.remove(&element.id);
    Response::ok(&json!({"collection": {"id": element.id, "uid": element.uid, "name": element.name}}))
}

/// Twice under way, then done.
pub(super) fn task(state: &State, id: &str) -> Response {
    let mut changes = state.changes();
    let Some((element, asked)) = changes.tasks.get_mut(id) else { return errors::not_found() };
    *asked += 1;
    let (element, done) = (element.clone(), *asked > 2);
    if done {
        changes.busy.remove(&element);
    }
    Response::ok(&json!({"status": if done { "successful" } else { "in-progress" }, "id": id}))
}

fn put_workspace(state: &State, id: &str, body: &Value) -> Response {
    let Some(workspace) = state.world.workspace(id) else { return errors::no_workspace() };
    if workspace.kind == "public" && body["workspace"]["type"] == json!("personal") {
        return errors::not_publishable();
    }
    Response::ok(&json!({"workspace": {"id": workspace.id, "name": workspace.name}}))
}
