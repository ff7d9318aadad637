//! Variables whose name says that they are secret and whose type does not. Only those of environments and globals are given a type where Postman
//! shows them; what a variable of a collection holds is [`Check::SecretInVariable`]'s.

use super::Check;
use super::found::Found;
use super::view::{View, is_literal};
use crate::context::names_a_secret;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    for variable in view.variables.iter().filter(|variable| variable.typed && !variable.secret_type) {
        let secret = variable.secret.is_some() || names_a_secret(&variable.name);
        if secret && is_literal(&variable.value, &variable.name) {
            found.at(Check::PlainSecretVariable, variable.node, "its type is not secret".to_owned());
        }
    }
}
