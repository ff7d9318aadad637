//! Scripts that write a secret to the console. Postman's console, Newman's output and the log of a monitor keep it.

use super::Check;
use super::found::{Found, shown};
use super::script;
use super::view::View;
use crate::context::{Call, Calls, Piece, names_a_secret};

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    script::look(view, found, Check::SecretLogged);
}

/// What a call logs, if that is a secret: a variable, a member or a stored value with such a name. Text that only speaks of one is none.
pub(super) fn of<'s>(calls: &Calls<'s>, call: &Call<'s>) -> Option<String> {
    let [b"console", function] = call.path[..] else { return None };
    let logs =
        matches!(function, b"log" | b"info" | b"warn" | b"error" | b"debug" | b"trace" | b"dir" | b"table");
    let arguments = if logs { calls.arguments(call) } else { return None };
    let mut names = arguments.iter().flatten().filter_map(|piece| match piece {
        Piece::Word(name) | Piece::Key(name) => Some(*name),
        Piece::Member(_) | Piece::Literal(_) => None,
    });
    let name = names.find(|name| names_a_secret(name))?;
    Some(format!("{}({})", script::path(call), shown(name)))
}
