use super::collection_v3::V3;
use super::har::Har;
use super::report::Report;
use super::spec::Spec;
use super::{
    collection_v1, collection_v2, collection_v3, dump, environment, har, report, request, spec, vault,
};
use crate::finding::Role;

/// Where in a Postman document a value stands. Assigned from the root down: the place of a value follows from its parent's place and its
/// member name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// `{"collection": …}` or `{"environment": …}`, as the Postman API answers.
    Wrapper,
    /// Collections of any version, and one of them.
    Collections,
    Collection,
    /// `info` of a v2 collection.
    Info,
    /// A list of requests and folders, and one of them (v2).
    Items,
    Item,
    /// The flat lists of v1, and their elements.
    FoldersV1,
    FolderV1,
    RequestsV1,
    RequestV1,
    /// A request; in v2 the member `request` of an item.
    Request,
    Responses,
    /// A saved example.
    Response,
    /// A URL as an object; as a string it is a [`Place::UrlText`].
    Url,
    UrlText,
    /// `host` and `path` of a URL, also in pieces.
    UrlPart,
    Body,
    /// A raw body, or the variables of GraphQL.
    BodyText,
    /// A query in the language of GraphQL.
    GraphQl,
    /// The body of a saved example.
    ResponseBody,
    Auth,
    Events,
    Event,
    /// A script: a string, or an array of lines.
    Script,
    /// What a program is started with.
    Command,
    Certificate,
    /// A list of (name, value) pairs; where it is an object, its members are the pairs.
    Pairs(PairKind),
    /// One pair.
    Pair(PairKind),
    /// The value of a pair.
    Value(PairKind),
    Environments,
    Environment,
    HeaderPresets,
    HeaderPreset,
    Dump,
    /// A file of a v3 collection.
    V3(V3),
    /// What is said of a run.
    Report(Report),
    Har(Har),
    Spec(Spec),
    /// Secrets that were exported from a vault.
    Vault,
    Description,
    /// JSON that is nobody's structure: a body, an unknown file. The role is that of what holds it.
    Data(Role),
    /// How requests are sent: `protocolProfileBehavior`, `settings` of version 3.
    Settings,
    /// Ids, names: what Postman itself writes.
    Metadata,
}

/// What kind of pairs a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PairKind {
    Header,
    ResponseHeader,
    Query,
    PathVariable,
    Form,
    Cookie,
    Variable,
    /// A secret of a vault.
    VaultSecret,
    Auth,
}

impl PairKind {
    pub(crate) fn role(self) -> Role {
        match self {
            PairKind::Header => Role::Header,
            PairKind::ResponseHeader => Role::Example,
            PairKind::Query => Role::Query,
            PairKind::PathVariable => Role::Path,
            PairKind::Form => Role::Body,
            PairKind::Cookie => Role::Cookie,
            PairKind::Variable | PairKind::VaultSecret => Role::Variable,
            PairKind::Auth => Role::Auth,
        }
    }
}

impl Place {
    /// The place of the member `name` of an object in this place.
    pub(crate) fn member(self, name: &[u8]) -> Place {
        match self {
            Place::Wrapper => match name {
                b"collection" => Place::Collection,
                b"environment" => Place::Environment,
                _ => Place::Metadata,
            },
            Place::Collection | Place::Info | Place::Item => collection_v2::member(self, name),
            Place::FolderV1 | Place::RequestV1 => collection_v1::member(self, name),
            Place::Environment => environment::member(name),
            Place::Dump | Place::HeaderPreset => dump::member(self, name),
            Place::V3(part) => collection_v3::member(part, name),
            Place::Report(part) => report::member(part, name),
            Place::Har(part) => har::member(part, name),
            Place::Spec(part) => spec::member(part, name),
            Place::Vault => vault::member(name),
            Place::Pair(kind) => pair_member(kind, name),
            Place::Pairs(kind) => Place::Value(kind),
            Place::Value(kind) => Place::Data(kind.role()),
            Place::Data(role) => Place::Data(role),
            Place::Description => {
                if name == b"content" {
                    Place::Description
                } else {
                    Place::Metadata
                }
            }
            Place::Settings => Place::Settings,
            Place::Metadata => Place::Metadata,
            // A list that is a single object is its only element.
            Place::Collections
            | Place::Items
            | Place::FoldersV1
            | Place::RequestsV1
            | Place::Responses
            | Place::Events
            | Place::Environments
            | Place::HeaderPresets => self.element().member(name),
            Place::Request
            | Place::Response
            | Place::Url
            | Place::UrlText
            | Place::UrlPart
            | Place::Body
            | Place::BodyText
            | Place::GraphQl
            | Place::ResponseBody
            | Place::Auth
            | Place::Event
            | Place::Script
            | Place::Command
            | Place::Certificate => request::member(self, name),
        }
    }

    /// The place of an element of an array in this place.
    pub(crate) fn element(self) -> Place {
        match self {
            Place::Collections => Place::Collection,
            Place::Items => Place::Item,
            Place::FoldersV1 => Place::FolderV1,
            Place::RequestsV1 => Place::RequestV1,
            Place::Responses => Place::Response,
            Place::Events => Place::Event,
            Place::Environments => Place::Environment,
            Place::HeaderPresets => Place::HeaderPreset,
            Place::Pairs(kind) => Place::Pair(kind),
            // A list of what is elsewhere an object with names of the author's.
            Place::Spec(Spec::Named) => Place::Spec(Spec::Part),
            // `tokenRequestParams` and their kind: a value that is itself a list of pairs.
            Place::Value(kind) => Place::Pair(kind),
            other => other,
        }
    }

    /// Whether the name of a value is written neither before it nor beside it.
    pub(crate) fn is_named_from_afar(self) -> bool {
        self == Place::Spec(Spec::Value)
    }

    /// Whether nothing that people write stands here.
    pub(crate) fn is_metadata(self) -> bool {
        matches!(self, Place::Metadata | Place::Settings)
    }

    /// Whether a value may be a credential although nothing in it or beside it says so.
    pub(crate) fn needs_no_mark(self) -> bool {
        self.is_named_from_afar() || self == Place::Value(PairKind::VaultSecret)
    }

    /// What a string in this place is for.
    pub(crate) fn role(self) -> Role {
        match self {
            Place::Pairs(kind) | Place::Pair(kind) | Place::Value(kind) => kind.role(),
            Place::Url | Place::UrlText => Role::Url,
            Place::UrlPart => Role::Path,
            Place::Body | Place::BodyText | Place::GraphQl => Role::Body,
            Place::ResponseBody => Role::Example,
            Place::Auth => Role::Auth,
            Place::Event | Place::Events | Place::Script | Place::Command => Role::Script,
            Place::Certificate => Role::Certificate,
            Place::Description => Role::Description,
            Place::Data(role) => role,
            Place::V3(part) => part.role(),
            Place::Spec(Spec::Value) => Role::Example,
            _ => Role::Other,
        }
    }
}

fn pair_member(kind: PairKind, name: &[u8]) -> Place {
    match name {
        // `sessionValue` is the local value that some undocumented answers carry beside the shared one.
        b"value" | b"sessionValue" | b"currentValue" | b"initialValue" => Place::Value(kind),
        b"description" => Place::Description,
        _ => Place::Metadata,
    }
}
