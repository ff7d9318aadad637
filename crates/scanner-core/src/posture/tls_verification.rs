//! `strictSSL: false`, of a request, a folder or a collection: anybody between the two ends can read and change what is sent.

use super::Check;
use super::found::Found;
use super::view::View;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    for node in view.settings_that_are("strictSSL", "false") {
        found.at(Check::TlsVerificationOff, node, "strictSSL is false".to_owned());
    }
}
