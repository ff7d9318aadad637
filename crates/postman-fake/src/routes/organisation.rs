//! The organisation as a whole: who is in it, how it is set up, what was done in it.

use serde_json::{Value, json};

use super::list::{endless, page};
use crate::http::{Request, Response};
use crate::state::State;
use crate::{Conduct, errors};

fn is_tidy(state: &State) -> bool {
    state.config.conduct == Conduct::Tidy
}

/// Numbers, names, domains and roles. The careless have too many administrators, and one of another company.
fn people(state: &State) -> Vec<(u64, &'static str, &'static str, &'static [&'static str])> {
    let admin: &[&str] = &["user", "admin"];
    let mut all = vec![
        (41_000_001, "ada", "corp.test", admin),
        (41_000_002, "bob", "corp.test", admin),
        (41_000_003, "cleo", "corp.test", &["user", "flow-editor"][..]),
    ];
    if !is_tidy(state) {
        all.extend([
            (41_000_004, "dan", "corp.test", admin),
            (41_000_005, "mallory", "elsewhere.test", admin),
        ]);
    }
    all
}

pub(super) fn users(state: &State) -> Response {
    let user = |&(id, name, domain, roles): &(u64, &str, &str, &[&str])| {
        json!({"id": id, "name": name, "username": name, "email": format!("{name}@{domain}"), "roles": roles,
            "joinedAt": "2024-11-23 14:38:25+00:00"})
    };
    Response::ok(&json!({"data": people(state).iter().map(user).collect::<Vec<Value>>()}))
}

/// `metadata.nextCursor`.
pub(super) fn teams(request: &Request) -> Response {
    let team = |n: u32| json!({"id": n, "name": format!("Team {n}")});
    match page(request, (0..120).map(team).collect(), 50, 50) {
        Ok((data, next)) => Response::ok(&json!({"data": data, "metadata": {"nextCursor": next}})),
        Err(error) => error,
    }
}

pub(super) fn team_settings(state: &State) -> Response {
    let word = if is_tidy(state) { "enabled" } else { "disabled" };
    Response::ok(&json!({"settings": {"rfa_for_add_member": word, "rfa_for_add_collaborator": "enabled"}}))
}

/// Three keys: one in use, one that nobody has used, one that does not expire.
pub(super) fn access_keys(state: &State, request: &Request) -> Response {
    let key = |n: u32| {
        let (used, expires) = (
            if n == 1 { "" } else { "2025-03-01 08:24:23+00:00" },
            if n == 2 { "" } else { "2025-04-30 08:24:23+00:00" },
        );
        json!({"id": n.to_string(), "token": format!("PMAT-{}43BR", "*".repeat(22)), "status": "ACTIVE", "teamId": 9001,
            "userId": 41_000_001, "collectionId": format!("41000001-key-{n}"), "lastUsedAt": used, "expiresAfter": expires,
            "createdAt": "2025-01-02 13:21:11+00:00", "deletedAt": Value::Null})
    };
    let keys = if is_tidy(state) { 1 } else { 3 };
    if state.config.loop_cursor {
        return endless("data", (0..keys).map(key).collect());
    }
    match page(request, (0..keys).map(key).collect(), 2, 100) {
        Ok((data, next)) => {
            Response::ok(&json!({"data": data, "meta": {"nextCursor": next, "prevCursor": Value::Null}}))
        }
        Err(error) => error,
    }
}

/// Whoever made the workspace public, after whoever made it.
pub(super) fn activities(state: &State, request: &Request, id: &str) -> Response {
    let Some(workspace) = state.world.workspace(id) else { return errors::no_workspace() };
    let entry = |action: &str, trigger: &str, user: &str, time: &str| {
        json!({"id": 1, "workspaceId": id, "action": action, "trigger": trigger, "elementType": "workspace", "elementId": id,
            "elementName": workspace.name, "createdAt": time, "user": {"id": 41_000_005, "username": user, "name": user, "isPartner": false}})
    };
    let all = vec![
        entry("update", "update_visibility", "mallory", "2025-02-01 13:59:02+00:00"),
        entry("create", "create", "ada", "2025-01-02 03:04:05+00:00"),
    ];
    match page(request, all, 15, 100) {
        Ok((data, next)) => Response::ok(&json!({"data": data, "meta": {"nextCursor": next}})),
        Err(error) => error,
    }
}

pub(super) fn tags(state: &State, id: &str) -> Response {
    let Some(workspace) = state.world.workspace(id) else { return errors::no_workspace() };
    let tags =
        if is_tidy(state) || workspace.kind == "team" { vec![json!({"slug": "internal"})] } else { vec![] };
    Response::ok(&json!({"tags": tags}))
}

/// What happened in March 2025: hour, action, who.
fn events(state: &State) -> Vec<(u32, &'static str, &'static str)> {
    let mut all = vec![(1, "user.login_sso_success", "ada"), (2, "user.login_sso_success", "bob")];
    if !is_tidy(state) {
        all.extend([
            (3, "user.login_password_success", "dan"),
            (4, "user.login_google_success", "mallory"),
            (5, "user.mfa_disabled", "mallory"),
            (6, "user.apikey_activate", "mallory"),
            (6, "team.scheme_7", "mallory"),
        ]);
        all.extend((7..19).map(|hour| (hour, "user.login_password_failed", "ada")));
    }
    all.reverse();
    all
}

/// `nextCursor` outside of everything.
pub(super) fn audit(state: &State, request: &Request) -> Response {
    let trail = |(hour, action, who): (u32, &str, &str)| {
        let actor = json!({"id": 41_000_001, "name": who, "username": who, "email": format!("{who}@corp.test"), "active": true});
        json!({"id": hour, "ip": "192.0.2.7", "userAgent": "test", "action": action, "timestamp": format!("2025-03-09 {hour:02}:00:00+00:00"),
            "message": "", "data": {"actor": actor, "user": actor, "team": {"id": 9001, "name": "Corp"}, "variables": {}}})
    };
    let since = request.param("since").unwrap_or_default();
    let events = events(state).into_iter().filter(|_| since <= "2025-03-09").map(trail).collect();
    match page(request, events, 300, 300) {
        Ok((trails, next)) => Response::ok(&json!({"trails": trails, "nextCursor": next})),
        Err(error) => error,
    }
}

pub(super) fn audit_actions() -> Response {
    Response::ok(&json!([{"name": "user.mfa_disabled", "displayName": "2FA Disabled"},
        {"name": "team.scheme_7", "displayName": "Custom auth scheme disabled"}]))
}

pub(super) fn scim_config() -> Response {
    Response::ok(
        &json!({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"], "patch": {"supported": true}}),
    )
}

/// RFC 7644 section 3.4.2: positions from 1. The careless have one that the identity provider does not know, and one that it has switched off.
pub(super) fn scim_users(state: &State, request: &Request) -> Response {
    let all: Vec<Value> = people(state)
        .iter()
        .filter(|(_, name, ..)| *name != "mallory")
        .map(|(id, name, domain, _)| json!({"id": id.to_string(), "userName": format!("{name}@{domain}"), "active": *name != "dan", "externalId": id.to_string()}))
        .collect();
    let number =
        |name: &str, default: usize| request.param(name).and_then(|n| n.parse().ok()).unwrap_or(default);
    let (start, count) = (number("startIndex", 1).max(1), number("count", 2).min(2));
    let here: Vec<&Value> = all.iter().skip(start - 1).take(count).collect();
    Response::ok(
        &json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": all.len(),
        "itemsPerPage": here.len(), "startIndex": start, "Resources": here}),
    )
}
