//! Descriptions of an API: OpenAPI 2 and 3, AsyncAPI 2 and 3, as JSON or YAML. Credentials stand in examples, defaults and server addresses.

use super::{ArtefactKind, Place};
use crate::finding::Role;
use crate::json::{NodeId, Tape};

/// Where in a description a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Spec {
    Root,
    /// Anything that has no meaning of its own here.
    Part,
    /// An object whose members have names of the author's: properties, parameters, paths.
    Named,
    /// A value that somebody gave as an example or a default.
    Value,
}

pub(super) fn sniff(text: &[u8], tape: &Tape, root: NodeId) -> Option<(ArtefactKind, Place)> {
    let has = |name| tape.member(text, root, name).is_some();
    let spec = ["openapi", "swagger", "asyncapi"].into_iter().any(has)
        && ["info", "paths", "channels", "components"].into_iter().any(has);
    spec.then_some((ArtefactKind::Spec, Place::Spec(Spec::Root)))
}

pub(super) fn member(place: Spec, name: &[u8]) -> Place {
    if place == Spec::Named {
        return Place::Spec(Spec::Part);
    }
    match name {
        _ if place == Spec::Value => Place::Data(Role::Example),
        b"example" | b"examples" | b"default" | b"enum" | b"const" | b"x-example" | b"x-examples" => {
            Place::Spec(Spec::Value)
        }
        b"description" | b"summary" => Place::Description,
        b"url" | b"tokenUrl" | b"authorizationUrl" | b"refreshUrl" | b"host" => Place::UrlText,
        b"properties"
        | b"patternProperties"
        | b"paths"
        | b"securitySchemes"
        | b"securityDefinitions"
        | b"schemas"
        | b"definitions"
        | b"variables"
        | b"parameters"
        | b"headers" => Place::Spec(Spec::Named),
        _ if name.starts_with(b"x-") => Place::Data(Role::Other),
        _ => Place::Spec(Spec::Part),
    }
}

/// What the value `at` is an example of: the parameter or property that the nearest author's name belongs to.
pub(super) fn described(tape: &Tape, text: &[u8], mut at: NodeId, place: impl Fn(NodeId) -> Place) -> NodeId {
    let passed = |at: NodeId| {
        place(at) == Place::Spec(Spec::Value)
            || tape.key(text, at).is_some_and(|key| matches!(&*key, b"schema" | b"items"))
    };
    while passed(at) {
        match tape.parent(at) {
            Some(parent) => at = parent,
            None => break,
        }
    }
    at
}
