//! URLs without TLS. What is sent to this computer leaves it nowhere.

use super::Check;
use super::found::{Found, shown};
use super::view::View;
use crate::postman::host::is_local;
use crate::postman::{PairKind, Place, target};

const CHECK: Check = Check::PlainHttp;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    for request in &view.requests {
        // Where a variable holds the scheme, the variable is to be changed.
        let (_, tls) = target(&request.written);
        if let (Some(false), Some(host)) = (tls, &request.reach.host) {
            plain(found, &scheme(&request.written), host, |found, detail| {
                found.at(CHECK, request.at, detail)
            });
        }
    }
    for (variable, host, tls) in view.url_variables() {
        if !tls {
            let scheme = scheme(&String::from_utf8_lossy(&variable.value));
            plain(found, &scheme, &host, |found, detail| found.at(CHECK, variable.node, detail));
        }
    }
    in_auth(view, found);
    for script in &view.scripts {
        for sent in script.sent.iter().filter(|sent| sent.tls == Some(false)) {
            plain(found, "http", &sent.host, |found, detail| {
                found.count(CHECK, script.node, sent.span, detail, 1);
            });
        }
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
        // The address that a browser comes back to is often of this computer, and is not called.
        let (host, tls) = view.target(&url);
        if let (Some(host), Some(false)) = (host, tls) {
            plain(found, &scheme(&url), &host, |found, detail| found.at(CHECK, node, detail));
        }
    }
}

fn plain(found: &mut Found<'_>, scheme: &str, host: &str, see: impl FnOnce(&mut Found<'_>, String)) {
    if !is_local(host) {
        see(found, format!("{scheme}://{}", shown(host.as_bytes())));
    }
}

fn scheme(url: &str) -> String {
    let scheme = url.split_once("://").map_or("http", |(scheme, _)| scheme);
    shown(scheme.trim().to_ascii_lowercase().as_bytes())
}
