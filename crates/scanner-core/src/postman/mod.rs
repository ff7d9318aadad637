//! What Postman writes: which format a file is, what each string in it is for, and what it belongs to.
//!
//! [`sniff`] names the format by content. Each format is one file that says which [`Place`] a member leads to; [`Layout`] gives every value its
//! place; [`Document`] is a whole file; [`locate`] turns a value into words a person reads. This room must not know what a
//! credential is.

mod collection_v1;
mod collection_v2;
mod collection_v3;
mod document;
mod dotenv;
mod dump;
mod environment;
mod har;
pub(crate) mod host;
mod identity;
mod kind;
mod layout;
mod lines;
mod locate;
mod near;
mod path;
mod place;
mod plain;
mod reach;
mod report;
mod request;
mod settings;
mod sniff;
mod spec;
mod vault;

pub use document::{Document, Field, Warning};
pub(crate) use identity::link;
pub use kind::ArtefactKind;
pub(crate) use layout::Layout;
pub(crate) use lines::LineIndex;
pub(crate) use locate::{
    description, entities, is_public, location, owner, stable_place, stable_pointer, upwards,
};
pub(crate) use near::Neighbourhood;
pub(crate) use place::{PairKind, Place};
pub(crate) use reach::{Requests, Sent, resolve, target, variables};
