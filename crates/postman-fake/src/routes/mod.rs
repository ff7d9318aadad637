//! Which address answers what.

mod list;
mod organisation;
mod read;
mod scanner;
mod write;

use serde_json::{Value, json};

use crate::http::{Request, Response};
use crate::state::State;
use crate::{Conduct, errors};

/// Whether the call counts against ten in ten seconds.
pub(crate) fn is_slow(request: &Request) -> bool {
    let parts = parts(&request.path);
    request.method == "GET"
        && matches!(parts.as_slice(), ["collections"] | ["workspaces"] | ["workspaces", _])
}

/// Answers a request whose key is right.
pub(crate) fn answer(state: &State, request: &Request, admin: bool) -> Response {
    let parts = parts(&request.path);
    let admin_only = matches!(
        parts.first(),
        Some(
            &("audit"
                | "audit-actions"
                | "users"
                | "secret-types"
                | "detected-secrets"
                | "detected-secrets-queries")
        )
    );
    if admin_only && !admin {
        return errors::needs_role();
    }
    if state.config.conduct == Conduct::Closed && !matches!(parts.as_slice(), ["me"] | ["workspaces"]) {
        return errors::forbidden();
    }
    if request.method == "GET" {
        return get(state, request, &parts);
    }
    match (request.method.as_str(), parts.as_slice()) {
        ("POST", ["detected-secrets-queries"]) => scanner::query(state, request),
        _ => write::answer(state, request, &parts),
    }
}

fn get(state: &State, request: &Request, parts: &[&str]) -> Response {
    match parts {
        ["me"] => me(state),
        ["workspaces"] => list::workspaces(state, request),
        ["workspaces", id] => read::workspace(state, id),
        ["workspaces", id, "global-variables"] => read::globals(state, id),
        ["workspaces", id, "roles"] => read::workspace_roles(state, id),
        ["collections"] => list::collections(state, request),
        ["collections", id] => read::collection(state, id),
        ["collections", id, "pull-requests"] => read::of_collection(state, id, &json!({"data": []})),
        ["collections", id, "comments"] => read::comments(state, id, None),
        ["collections", id, list @ ("requests" | "folders" | "responses"), item, "comments"] => {
            read::comments(state, id, Some((list, item)))
        }
        ["collections", id, "forks"] => list::forks(state, request, id),
        ["collections", id, "roles"] => read::of_collection(
            state,
            id,
            &json!({"group": [], "team": [], "user": [{"role": "EDITOR", "id": 41_000_001}]}),
        ),
        ["collections", id, model @ ("requests" | "folders" | "responses"), item] => {
            read::item(state, id, model.trim_end_matches('s'), item)
        }
        ["environments"] => list::environments(state, request),
        ["environments", id] => read::environment(state, id),
        ["mocks"] => list::mocks(state, request),
        ["mocks", id] => read::mock(state, id),
        ["mocks", id, "call-logs"] => list::call_logs(state, request, id),
        ["monitors"] => list::monitors(state, request),
        ["monitors", id] => read::monitor(state, id),
        ["specs"] => list::specs(state, request),
        ["specs", id, "definitions"] => read::definition(state, id),
        ["specs", id, "files"] => list::spec_files(state, id),
        ["specs", id, "files", path] => read::spec_file(state, id, path),
        ["packages", ..] if state.config.no_packages => errors::needs_role(),
        ["packages"] => list::packages(state, request),
        ["packages", id] => read::package(id),
        ["workspaces", id, "activities"] => organisation::activities(state, request, id),
        ["workspaces", id, "tags"] => organisation::tags(state, id),
        ["collection-access-keys"] => organisation::access_keys(state, request),
        ["users"] => organisation::users(state),
        ["teams"] => organisation::teams(request),
        ["teams", _, "settings"] => organisation::team_settings(state),
        ["audit", "logs"] => organisation::audit(state, request),
        ["audit-actions"] => organisation::audit_actions(),
        ["scim", "v2", "ServiceProviderConfig"] => organisation::scim_config(),
        ["scim", "v2", "Users"] => organisation::scim_users(state, request),
        ["secret-types"] => scanner::types(),
        ["detected-secrets", id, "locations"] => scanner::locations(state, request, id),
        ["collection-updates-tasks", id] => write::task(state, id),
        _ => {
            state.unknown(&request.path);
            errors::not_found()
        }
    }
}

fn parts(path: &str) -> Vec<&str> {
    path.trim_matches('/').split('/').collect()
}

fn me(state: &State) -> Response {
    let (limit, usage) = (state.config.month, state.limits.used());
    Response::ok(&json!({
        "user": {"id": 41_000_001, "username": "ada-test", "email": "ada@corp.test", "fullName": "Ada Test", "avatar": Value::Null,
            "isPublic": false, "teamId": 9001, "teamName": "Corp", "teamDomain": "corp", "roles": ["user", "admin"]},
        "operations": [{"name": "api_usage", "limit": limit, "usage": usage, "overage": 0}, {"name": "mock_usage", "limit": "1000", "usage": 1}],
    }))
}
