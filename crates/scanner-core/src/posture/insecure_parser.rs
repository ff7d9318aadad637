//! `insecureHTTPParser`: Node's lenient parser, which its documentation advises against for request smuggling and cache poisoning.

use super::Check;
use super::found::Found;
use super::view::View;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    for name in ["insecureHTTPParser", "insecureHttpParser"] {
        for node in view.settings_that_are(name, "true") {
            found.at(Check::InsecureParser, node, format!("{name} is true"));
        }
    }
}
