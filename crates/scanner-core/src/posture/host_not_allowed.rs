//! Hosts that are not on the list of allowed ones: of requests, and in variables that hold a URL, for the host of a request often stands there. A host
//! that only a variable of somebody else's knows is not judged.

use super::Check;
use super::found::{Found, shown};
use super::view::{View, is_known};
use crate::postman::target;

const CHECK: Check = Check::HostNotAllowed;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    if view.options.allowed_hosts.is_empty() {
        return;
    }
    let is_foreign = |host: &str| is_known(host) && !view.is_allowed(host);
    for request in &view.requests {
        // Where a variable of the artefact holds the host, the variable is to be changed.
        let written = target(&request.written).0.is_some_and(|host| is_known(&host));
        let host = request.reach.host.as_deref().filter(|host| written && is_foreign(host));
        if let Some(host) = host {
            found.at(CHECK, request.at, shown(host.as_bytes()));
        }
    }
    for (variable, host, _) in view.url_variables().filter(|(_, host, _)| is_foreign(host)) {
        found.at(CHECK, variable.node, shown(host.as_bytes()));
    }
}
