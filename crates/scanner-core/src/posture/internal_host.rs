//! Hosts of internal networks in what everybody can read: they tell a stranger what there is to look for.

use super::Check;
use super::found::{Found, shown};
use super::view::View;
use crate::postman::host::is_internal;

const CHECK: Check = Check::InternalHostPublic;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    if !view.public {
        return;
    }
    for request in &view.requests {
        if let Some(host) = request.reach.host.as_deref().filter(|host| is_internal(host)) {
            found.at(CHECK, request.at, shown(host.as_bytes()));
        }
    }
    for (variable, host, _) in view.url_variables().filter(|(_, host, _)| is_internal(host)) {
        found.at(CHECK, variable.node, shown(host.as_bytes()));
    }
    for script in &view.scripts {
        for sent in script.sent.iter().filter(|sent| is_internal(&sent.host)) {
            found.count(CHECK, script.node, sent.span, shown(sent.host.as_bytes()), 1);
        }
    }
}
