//! Scripts that send a request to a host that is not allowed; without a list, to one that belongs to nobody to whom a request of the artefact goes. Hosts
//! that only a variable of somebody else's knows are not judged.

use std::collections::HashSet;

use super::Check;
use super::found::{Found, shown};
use super::view::{View, is_known};
use crate::context::{Call, Calls, Piece};
use crate::postman::host::{is_local, site};

/// Variables that are given variables are followed so far.
const FOLLOWED: usize = 2;
/// Pieces of a URL that are put together: the host is in the first ones.
const PIECES_MAX: usize = 4;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    let hosts = view.requests.iter().filter_map(|request| request.reach.host.as_deref());
    let own: HashSet<String> = hosts.map(site).collect();
    let listed = !view.options.allowed_hosts.is_empty();
    for script in &view.scripts {
        for sent in script.sent.iter().filter(|sent| is_known(&sent.host)) {
            let known = if listed {
                view.is_allowed(&sent.host)
            } else {
                is_local(&sent.host) || own.contains(&site(&sent.host))
            };
            if !known {
                let detail = format!("{}: {}", sent.call, shown(sent.host.as_bytes()));
                found.count(Check::ScriptSendsOut, script.node, sent.span, detail, 1);
            }
        }
    }
}

/// The URL that a call sends a request to, as far as the script tells.
pub(super) fn url<'s>(calls: &Calls<'s>, call: &Call<'s>) -> Option<String> {
    let sends = matches!(
        call.path[..],
        [b"pm" | b"postman", b"sendRequest"]
            | [b"fetch" | b"axios" | b"request"]
            | [b"axios" | b"request" | b"$", b"get" | b"post" | b"put" | b"patch" | b"delete" | b"ajax"]
    );
    let arguments = if sends { calls.arguments(call) } else { return None };
    written(calls, arguments.first()?, FOLLOWED)
}

fn written(calls: &Calls<'_>, pieces: &[Piece<'_>], followed: usize) -> Option<String> {
    // Of an object its `url`.
    let start = pieces.iter().position(|piece| *piece == Piece::Member(b"url")).map(|at| at + 1);
    if let (None, Some(Piece::Member(_))) = (start, pieces.first()) {
        return None;
    }
    let mut url = String::new();
    for piece in pieces.iter().skip(start.unwrap_or(0)).take(PIECES_MAX) {
        match piece {
            Piece::Literal(text) => url.push_str(&String::from_utf8_lossy(text)),
            Piece::Key(name) => url.push_str(&format!("{{{{{}}}}}", String::from_utf8_lossy(name))),
            Piece::Word(name) if followed > 0 => match written(calls, &calls.value(name), followed - 1) {
                Some(value) => url.push_str(&value),
                None => url.push_str("{{}}"),
            },
            Piece::Word(_) => url.push_str("{{}}"),
            Piece::Member(_) => break,
        }
    }
    (!url.is_empty()).then_some(url)
}
