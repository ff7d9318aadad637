//! Secrets in variables. The value of a variable is shared with everybody who sees its collection or environment, and exported; a vault keeps it.

use super::Check;
use super::found::Found;
use super::view::View;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    for variable in &view.variables {
        if let Some(secret) = &variable.secret {
            found.at(Check::SecretInVariable, variable.node, secret.clone());
        }
    }
}
