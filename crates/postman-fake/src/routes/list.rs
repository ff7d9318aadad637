//! Lists, in the four styles of paging.

use serde_json::{Value, json};

use crate::http::{Request, Response};
use crate::state::State;
use crate::world::Kind;
use crate::{content, errors};

/// The part of `items` that a cursor names, and the cursor of the next. A cursor is the position, in hex, after a letter.
pub(super) fn page(
    request: &Request,
    items: Vec<Value>,
    default: usize,
    most: usize,
) -> Result<(Vec<Value>, Value), Response> {
    let limit =
        request.param("limit").map_or(Ok(default), str::parse).map_err(|_| errors::bad_param("limit"))?;
    if limit == 0 || limit > most {
        return Err(errors::bad_param("limit"));
    }
    let at = match request.param("cursor") {
        None => 0,
        Some(cursor) => cursor
            .strip_prefix('c')
            .and_then(|hex| usize::from_str_radix(hex, 16).ok())
            .ok_or_else(|| errors::bad_param("cursor"))?,
    };
    let left = items.len().saturating_sub(at);
    let next = if left > limit { json!(format!("c{:x}", at + limit)) } else { Value::Null };
    Ok((items.into_iter().skip(at).take(limit).collect(), next))
}

/// A page whose cursor names this very page.
pub(super) fn endless(member: &str, all: Vec<Value>) -> Response {
    let first: Vec<Value> = all.into_iter().take(2).collect();
    Response::ok(&json!({member: first, "meta": {"nextCursor": "c0"}}))
}

/// `meta.nextCursor`, but only where a limit was given; then at the end null, an empty text or nothing.
pub(crate) fn workspaces(state: &State, request: &Request) -> Response {
    let wanted = request.param("type");
    if wanted.is_some_and(|kind| !["personal", "team", "private", "public", "partner"].contains(&kind)) {
        return errors::bad_param("type");
    }
    let holder = request.param("elementId").map(|id| {
        let element = state.world.element(Kind::Collection, id)?;
        let home = state.changes().moved.get(id).copied().unwrap_or(element.workspace);
        Some(state.world.workspaces.get(home)?.id.as_str())
    });
    let holds = |w: &&crate::Workspace| holder.is_none_or(|holder| holder == Some(&w.id));
    let all =
        state.world.workspaces.iter().filter(|w| wanted.is_none_or(|kind| w.kind == kind)).filter(holds);
    let all: Vec<Value> = all.map(|w| content::workspace(w, state.version_of(&w.id))).collect();
    if request.param("limit").is_none() {
        return Response::ok(&json!({"workspaces": all}));
    }
    if state.config.loop_cursor && holder.is_none() {
        return endless("workspaces", all);
    }
    match page(request, all, 100, 100) {
        Ok((workspaces, next)) => {
            Response::ok(&json!({"workspaces": workspaces, "meta": {"nextCursor": next}}))
        }
        Err(error) => error,
    }
}

/// `offset`, `limit`, `total`; the total changes while one reads.
pub(crate) fn collections(state: &State, request: &Request) -> Response {
    let mut all = state.of_kind(Kind::Collection, request.param("workspace"));
    if request.param("workspace").is_none() {
        all.truncate(all.len().saturating_sub(state.config.unlisted));
    }
    let number = |name| request.param(name).map(str::parse::<usize>).transpose();
    let (Ok(limit), Ok(offset)) = (number("limit"), number("offset")) else {
        return errors::bad_param("limit");
    };
    let offset = offset.filter(|_| !state.config.loop_cursor);
    let here = all.iter().skip(offset.unwrap_or(0)).take(limit.unwrap_or(usize::MAX));
    let collections: Vec<Value> =
        here.map(|element| content::listed(element, state.version(element))).collect();
    let mut body = json!({"collections": collections});
    if limit.is_some() || offset.is_some() {
        let pages = &mut state.changes().pages;
        *pages += 1;
        let total = all.len() as u64 + *pages % 2;
        body["meta"] = json!({"total": total, "offset": offset.unwrap_or(0), "limit": limit});
    }
    Response::ok(&body)
}

/// All at once.
pub(crate) fn environments(state: &State, request: &Request) -> Response {
    let all = state.of_kind(Kind::Environment, request.param("workspace"));
    let all: Vec<Value> =
        all.iter().map(|element| content::listed(element, state.version(element))).collect();
    Response::ok(&json!({"environments": all}))
}

/// Of a workspace, of the team, or the user's own: every second one.
pub(crate) fn mocks(state: &State, request: &Request) -> Response {
    let mut all = state.of_kind(Kind::Mock, request.param("workspace"));
    if request.param("workspace").is_none() && request.param("teamId").is_none() {
        all.retain(|element| element.nth.is_multiple_of(2));
    }
    let all: Vec<Value> = all
        .iter()
        .map(|element| content::mock(element, state.version(element), state.config.conduct))
        .collect();
    Response::ok(&json!({"mocks": all}))
}

pub(crate) fn call_logs(state: &State, request: &Request, id: &str) -> Response {
    if state.world.element(Kind::Mock, id).is_none() {
        return errors::not_found();
    }
    // The last page says so with an empty text.
    match page(request, (0..3).map(content::call_log).collect(), 100, 100) {
        Ok((logs, next)) => {
            let next = if next.is_null() { json!("") } else { next };
            Response::ok(&json!({"call-logs": logs, "meta": {"nextCursor": next}}))
        }
        Err(error) => error,
    }
}

pub(crate) fn monitors(state: &State, request: &Request) -> Response {
    let all = state.of_kind(Kind::Monitor, request.param("workspace"));
    let entry = |e: &&crate::Element| json!({"id": e.id, "uid": e.uid, "name": e.name, "active": true, "owner": 41_000_001});
    if state.config.loop_cursor {
        return endless("monitors", all.iter().map(entry).collect());
    }
    match page(request, all.iter().map(entry).collect(), 25, 25) {
        Ok((monitors, next)) => {
            Response::ok(&json!({"monitors": monitors, "meta": {"nextCursor": next, "limit": 25}}))
        }
        Err(error) => error,
    }
}

pub(crate) fn specs(state: &State, request: &Request) -> Response {
    let Some(workspace) = request.param("workspaceId") else {
        return errors::bad_request("workspaceId is missing");
    };
    let all = state.of_kind(Kind::Spec, Some(workspace));
    let entry = |e: &&crate::Element| {
        let kind = if e.nth % 5 == 4 { "SOMETHING:9.0" } else { "OPENAPI:3.0" };
        json!({"id": e.id, "name": e.name, "type": kind, "createdBy": 1, "updatedAt": content::updated_at(state.version(e))})
    };
    match page(request, all.iter().map(entry).collect(), 10, 100) {
        // The last page has no `nextCursor` at all.
        Ok((specs, Value::Null)) => Response::ok(&json!({"specs": specs, "meta": {}})),
        Ok((specs, next)) => Response::ok(&json!({"specs": specs, "meta": {"nextCursor": next}})),
        Err(error) => error,
    }
}

pub(crate) fn spec_files(state: &State, id: &str) -> Response {
    let Some(element) = state.world.element(Kind::Spec, id) else { return errors::not_found() };
    let entry = |path: &str, kind: &str| json!({"id": path, "path": path, "name": path, "type": kind, "updatedAt": content::updated_at(state.version(element))});
    let files = [entry("index.json", "ROOT"), entry("parts/more one.json", "DEFAULT")];
    Response::ok(&json!({"files": files, "meta": {"nextCursor": Value::Null}}))
}

pub(crate) fn packages(state: &State, request: &Request) -> Response {
    if state.config.loop_cursor {
        return endless("data", (0..3).map(|n| content::package(n, false)).collect());
    }
    match page(request, (0..3).map(|n| content::package(n, false)).collect(), 2, 100) {
        Ok((data, next)) => Response::ok(&json!({"data": data, "meta": {"nextCursor": next}})),
        Err(error) => error,
    }
}

/// Every tenth collection has the next one for a fork; the first ones after those that stand in no workspace have these.
pub(crate) fn forks(state: &State, request: &Request, id: &str) -> Response {
    let Some(parent) = state.world.element(Kind::Collection, id) else { return errors::not_found() };
    let all = state.world.of_kind(Kind::Collection, None);
    let loose = state.config.loose_forks;
    let next = parent.nth.is_multiple_of(10).then_some(parent.nth + 1);
    let hidden = parent.nth.checked_sub(loose).filter(|&nth| nth < loose);
    let forks = next.into_iter().chain(hidden).filter_map(|nth| all.get(nth));
    let entry = |fork: &&crate::Element| json!({"forkId": fork.uid, "forkName": fork.name, "createdBy": "Ada", "createdAt": "2025-01-02T03:04:05.000Z"});
    match page(request, forks.map(entry).collect(), 1, 100) {
        Ok((data, next)) => Response::ok(&json!({"data": data, "meta": {"total": 1, "nextCursor": next}})),
        Err(error) => error,
    }
}
