//! Scripts that write a token into an environment, the globals or the variables of a collection, from where it is shared and exported with them.
//! `pm.variables.set` writes for the run alone, and `pm.vault.set` into the vault.

use super::Check;
use super::found::{Found, shown};
use super::script;
use super::view::View;
use crate::context::{Call, Calls, Piece, names_a_secret};

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    script::look(view, found, Check::TokenWrittenByScript);
}

/// What a call writes, if that is a token.
pub(super) fn of<'s>(calls: &Calls<'s>, call: &Call<'s>) -> Option<String> {
    let writes = matches!(
        call.path[..],
        [b"pm", b"environment" | b"globals" | b"collectionVariables", b"set"]
            | [b"postman", b"setEnvironmentVariable" | b"setGlobalVariable"]
    );
    let arguments = if writes { calls.arguments(call) } else { return None };
    let [target, value, ..] = &arguments[..] else { return None };
    // `set("token", "")` and `set("token", null)` take it away.
    let value: Vec<&Piece<'_>> = value.iter().filter(|piece| !is_nothing(piece)).collect();
    if value.is_empty() {
        return None;
    }
    let name = target.iter().find_map(|piece| match piece {
        Piece::Literal(name) | Piece::Word(name) => Some(*name),
        _ => None,
    });
    let named = name.is_some_and(names_a_secret);
    let given = value.iter().any(|piece| matches!(piece, Piece::Word(name) if names_a_secret(name)));
    (named || given).then(|| format!("{}({})", script::path(call), shown(name.unwrap_or_default())))
}

fn is_nothing(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::Literal(b"") | Piece::Word(b"null" | b"undefined" | b"false"))
}
