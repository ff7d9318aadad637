//! `followAuthorizationHeader`: the `Authorization` header goes along with a redirect to another host.

use super::Check;
use super::found::Found;
use super::view::View;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    for node in view.settings_that_are("followAuthorizationHeader", "true") {
        found.at(Check::AuthorizationFollowsRedirect, node, "followAuthorizationHeader is true".to_owned());
    }
}
