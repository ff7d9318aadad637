//! The shapes of the API's errors. The wording is ours: clients must go by status, name and type.

use serde_json::json;

use crate::http::Response;

fn legacy(status: u16, name: &str, message: &str) -> Response {
    Response::json(status, &json!({"error": {"name": name, "message": message}}))
}

fn problem(status: u16, kind: &str, title: &str, detail: &str) -> Response {
    let kind = format!("https://api.postman.com/problems/{kind}");
    let body = json!({"type": kind, "title": title, "status": status, "detail": detail});
    Response::text(status, "application/problem+json", &body.to_string())
}

pub(crate) fn no_key() -> Response {
    legacy(401, "AuthenticationError", "No API key came with the request.")
}

pub(crate) fn unknown_key() -> Response {
    problem(401, "unauthorized", "Unauthorized", "The key is not known here.")
}

pub(crate) fn forbidden() -> Response {
    legacy(403, "forbiddenError", "You may not read this.")
}

pub(crate) fn needs_role() -> Response {
    let title = "Needs the Advanced Security Administration add-on and an admin role";
    Response::json(403, &json!({"instance": "", "status": 403, "title": title, "type": "FORBIDDEN"}))
}

/// A collection or environment that is not there: 400, not 404.
pub(crate) fn no_instance() -> Response {
    legacy(400, "instanceNotFoundError", "There is no such element.")
}

pub(crate) fn no_workspace() -> Response {
    let error = json!({"name": "workspaceNotFoundError", "message": "There is no such workspace.", "statusCode": 404});
    Response::json(404, &json!({"error": error}))
}

pub(crate) fn no_item(id: &str) -> Response {
    let error = json!({"name": "instanceNotFoundError", "message": "There is no such item.", "details": {"model_id": id}});
    Response::json(404, &json!({"error": error}))
}

pub(crate) fn not_found() -> Response {
    problem(404, "not-found", "Not Found", "There is nothing at this address.")
}

pub(crate) fn bad_param(what: &str) -> Response {
    Response::json(400, &json!({"error": {"name": "invalidParamError", "message": what}, "statusCode": 400}))
}

pub(crate) fn bad_request(what: &str) -> Response {
    problem(400, "bad-request", "Bad Request", what)
}

pub(crate) fn conflict() -> Response {
    problem(409, "conflict", "Conflict", "Another update is under way.")
}

pub(crate) fn length_required() -> Response {
    problem(411, "length-required", "Length Required", "There is no Content-Length.")
}

pub(crate) fn too_large() -> Response {
    problem(413, "too-large", "Payload Too Large", "More than 30 MB.")
}

pub(crate) fn personal_roles() -> Response {
    problem(422, "unprocessable-entity", "Unprocessable", "Personal workspaces have no roles.")
}

pub(crate) fn internal() -> Response {
    legacy(500, "serverError", "Something went wrong.")
}

pub(crate) fn rate_limited() -> Response {
    legacy(429, "rateLimited", "Too many calls: wait.")
}

pub(crate) fn exhausted() -> Response {
    legacy(429, "serviceLimitExhausted", "The calls of this month are used up.")
}

pub(crate) fn too_many_requests() -> Response {
    problem(429, "rate-limit-exceeded", "Too Many Requests", "Wait for as long as Retry-After says.")
}

pub(crate) fn not_publishable() -> Response {
    legacy(403, "forbiddenError", "First convert it to a team workspace.")
}
