//! Credentials without a format: what a string is called and where it stands says what it is.
//!
//! [`expand`] splits a string into (name, value) pairs: header lines, cookies, query parameters, members of a JSON body, assignments in a script.
//! [`judge`] decides about one pair, from its role, its name ([`name`]), the look of its value ([`value`], [`placeholder`]). What is found is
//! reported under the rules of [`kind`].

mod authorization;
mod expand;
mod judge;
mod kind;
mod name;
pub(crate) mod placeholder;
mod script;
mod text;
mod url;
mod value;

pub(crate) use expand::{Inner, Pair, Source, expand, expand_plain};
pub(crate) use judge::{Claim, judge};
pub(crate) use kind::{Kind, kind_rules};
