//! One element.

use serde_json::{Value, json};

use crate::http::{Response, decoded};
use crate::state::State;
use crate::world::{Element, Kind};
use crate::{Conduct, content, errors};

/// The element, if it is there and may be read.
fn find<'s>(
    state: &'s State,
    kind: Kind,
    id: &str,
    missing: fn() -> Response,
) -> Result<&'s Element, Response> {
    let element = state.world.element(kind, id).ok_or_else(missing)?;
    if state.is_deleted(element) {
        return Err(missing());
    }
    // Of what may not be read some say so with 401.
    match state.is_forbidden(element) {
        false => Ok(element),
        true if element.nth.is_multiple_of(2) => Err(errors::no_key()),
        true => Err(errors::forbidden()),
    }
}

fn answer(found: Result<&Element, Response>, body: impl FnOnce(&Element) -> Value) -> Response {
    found.map_or_else(|error| error, |element| Response::ok(&body(element)))
}

pub(crate) fn workspace(state: &State, id: &str) -> Response {
    let Some(workspace) = state.world.workspace(id) else { return errors::no_workspace() };
    Response::ok(&content::workspace_detail(workspace, state.version_of(id), &state.standing_in(workspace)))
}

pub(crate) fn globals(state: &State, id: &str) -> Response {
    let at = state.world.workspaces.iter().position(|workspace| workspace.id == id);
    let Some(index) = at else { return errors::no_workspace() };
    let secret = state.changes().globals.get(id).cloned().or_else(|| state.world.global_secret(index));
    Response::ok(&content::globals(secret))
}

/// The list of groups is called `usergroup` or `group`.
pub(crate) fn workspace_roles(state: &State, id: &str) -> Response {
    let Some(workspace) = state.world.workspace(id) else { return errors::no_workspace() };
    if workspace.kind == "personal" {
        return errors::personal_roles();
    }
    let groups = if workspace.elements.len().is_multiple_of(2) { "group" } else { "usergroup" };
    let admin = json!({"id": "3", "displayName": "Admin", "user": ["41000001"], groups: []});
    let partner = json!({"id": "5", "displayName": "Editor", "partner": ["41000009"]});
    let roles = if state.config.conduct == Conduct::Tidy { vec![admin] } else { vec![admin, partner] };
    Response::ok(&json!({"roles": roles}))
}

pub(crate) fn collection(state: &State, id: &str) -> Response {
    answer(find(state, Kind::Collection, id, errors::no_instance), |element| {
        content::collection(&state.world, element, state.version(element), &state.config)
    })
}

pub(crate) fn of_collection(state: &State, id: &str, body: &Value) -> Response {
    answer(find(state, Kind::Collection, id, errors::not_found), |_| body.clone())
}

/// Comments go by UIDs, those of the collection and of what stands in it.
pub(crate) fn comments(state: &State, id: &str, of: Option<(&str, &str)>) -> Response {
    let found = find(state, Kind::Collection, id, errors::not_found).and_then(|element| {
        let within = |uid: &str| uid.strip_prefix(&element.uid[..element.uid.len() - 12]).is_some();
        let known = id == element.uid && of.is_none_or(|(_, item)| within(item));
        if known { Ok(element) } else { Err(errors::not_found()) }
    });
    answer(found, |element| content::comments(&state.world, element, of))
}

pub(crate) fn item(state: &State, collection: &str, model: &str, id: &str) -> Response {
    match state.world.element(Kind::Collection, collection) {
        Some(element) if id.starts_with(&element.id[..24]) => {
            Response::ok(&content::item(element, model, id))
        }
        _ => errors::no_item(id),
    }
}

pub(crate) fn environment(state: &State, id: &str) -> Response {
    answer(find(state, Kind::Environment, id, errors::no_instance), |element| {
        let mut body = content::environment(&state.world, element, state.version(element));
        if let Some(values) = state.changes().environments.get(&element.id) {
            body["environment"]["values"] = json!(values);
        }
        body
    })
}

pub(crate) fn mock(state: &State, id: &str) -> Response {
    answer(
        find(state, Kind::Mock, id, errors::not_found),
        |e| json!({"mock": content::mock(e, state.version(e), state.config.conduct)}),
    )
}

pub(crate) fn monitor(state: &State, id: &str) -> Response {
    answer(find(state, Kind::Monitor, id, errors::not_found), |element| {
        content::monitor(element, state.config.conduct)
    })
}

/// A text in JSON that is a text in JSON.
pub(crate) fn definition(state: &State, id: &str) -> Response {
    answer(find(state, Kind::Spec, id, errors::not_found), |element| json!(content::definition(element)))
}

pub(crate) fn spec_file(state: &State, id: &str, path: &str) -> Response {
    answer(
        find(state, Kind::Spec, id, errors::not_found),
        |element| json!({"id": path, "path": decoded(path), "type": "DEFAULT", "content": content::definition(element)}),
    )
}

pub(crate) fn package(id: &str) -> Response {
    match id.strip_prefix("package-").and_then(|n| n.parse::<u32>().ok()) {
        Some(n @ 0..3) => Response::ok(&json!({"data": content::package(n, true)})),
        _ => errors::not_found(),
    }
}
