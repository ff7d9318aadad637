//! Credentials without a format: what a string is called and where it stands says what it is.
//!
//! [`expand`] splits a string into (name, value) pairs: header lines, cookies, query parameters, members of a JSON body, assignments in a script.
//! [`judge`] weighs the evidence about one pair: its role, its name ([`name`]), the look of its value ([`value`], [`strength`]), what it
//! decodes to ([`content`]), what stands beside it ([`beside`]). References and placeholders ([`placeholder`]) and published samples
//! ([`sample`]) are no credentials whatever they are called. What is found is reported under the rules of [`kind`].

mod authorization;
mod beside;
mod content;
mod expand;
mod judge;
mod kind;
mod markup;
mod multipart;
mod name;
pub(crate) mod placeholder;
pub(crate) mod sample;
mod samples;
mod script;
mod strength;
mod text;
mod trigger;
mod url;
mod value;

pub(crate) use beside::Beside;
pub(crate) use expand::{Heat, Inner, Pair, Source, Usage, expand, expand_document, expand_plain};
pub(crate) use judge::{Claim, Trail, judge, without_scheme};
pub(crate) use kind::{Kind, kind_rules};
pub(crate) use name::{is_credential, names_a_secret, words};
pub(crate) use script::{Call, Calls, Piece};
pub(crate) use trigger::{CODE_GRANT, Trigger, triggers};
