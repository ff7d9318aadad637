//! URLs without TLS. What is sent to this computer leaves it nowhere. A URL without a scheme is one of `http`: that is what Postman puts before it
//! (`DEFAULT_PROTOCOL` of its URL encoder).

use super::Check;
use super::found::{Found, shown};
use super::view::{Request, View, is_known};
use crate::postman::host::is_local;
use crate::postman::{ArtefactKind, PairKind, Place, target};

const CHECK: Check = Check::PlainHttp;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    for request in &view.requests {
        if let Some(detail) = in_request(view, request) {
            found.at(CHECK, request.at, detail);
        }
    }
    for (variable, host, tls) in view.url_variables() {
        let value = String::from_utf8_lossy(&variable.value);
        if let Some(detail) = plain(scheme(&value), &host).filter(|_| !tls) {
            found.at(CHECK, variable.node, detail);
        }
    }
    in_auth(view, found);
    for script in &view.scripts {
        for sent in script.sent.iter().filter(|sent| sent.tls == Some(false)) {
            if let Some(detail) = plain("http", &sent.host) {
                found.count(CHECK, script.node, sent.span, detail, 1);
            }
        }
    }
}

fn in_request(view: &View<'_>, request: &Request) -> Option<String> {
    let host = request.reach.host.as_deref()?;
    let (_, written) = target(&request.written);
    match request.reach.tls {
        // Where a variable holds the scheme, the variable is to be changed.
        Some(false) if written == Some(false) => plain(scheme(&request.written), host),
        // The requests of version 3 speak other protocols as well.
        None if is_known(host)
            && host.contains('.')
            && view.document.kind() != ArtefactKind::CollectionV3 =>
        {
            plain("http", host).map(|url| url + " (the URL has no scheme)")
        }
        _ => None,
    }
}

/// Where tokens are fetched: `accessTokenUrl` and its like.
fn in_auth(view: &View<'_>, found: &mut Found<'_>) {
    let text = view.document.text().bytes;
    let Some(layout) = view.document.layout() else { return };
    for node in layout.leaves().filter(|&node| layout.place(node) == Place::Value(PairKind::Auth)) {
        let is_url = layout.name(text, node).is_some_and(|name| name.to_ascii_lowercase().ends_with(b"url"));
        let url = if is_url { view.value(node) } else { continue };
        let url = String::from_utf8_lossy(&url);
        if let (Some(host), Some(false)) = view.target(&url)
            && let Some(detail) = plain(scheme(&url), &host)
        {
            found.at(CHECK, node, detail);
        }
    }
}

/// What is said of a URL without TLS; nothing, if it is of this computer.
fn plain(scheme: &str, host: &str) -> Option<String> {
    (!is_local(host)).then(|| format!("{scheme}://{}", shown(host.as_bytes())))
}

/// The scheme of a URL that has one without TLS.
fn scheme(url: &str) -> &'static str {
    let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme.trim());
    let known = ["ws", "grpc"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known));
    known.unwrap_or("http")
}
