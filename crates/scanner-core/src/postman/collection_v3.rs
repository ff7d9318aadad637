//! Collection format v3: YAML, one file an element, each with a `$kind`. A definition for the collection and each folder that has one; requests of
//! HTTP, GraphQL, gRPC, WebSocket, Socket.IO, MQTT, MCP and language models; their examples and messages.

use super::{ArtefactKind, PairKind, Place};
use crate::finding::Role;
use crate::json::{NodeId, Tape};

/// Where in a file of the format a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum V3 {
    /// A collection or folder.
    Definition,
    Request,
    Example,
    Body,
    Message,
    /// What a message or body says, if it is no string.
    Content,
    /// Properties of MQTT 5.
    Properties,
    /// Prompts for a language model: a list of texts, and one of them.
    Prompts,
}

/// What a file is by its `$kind`.
pub(super) fn sniff(text: &[u8], tape: &Tape, root: NodeId) -> Option<(ArtefactKind, Place)> {
    let kind = tape.string_member(text, root, "$kind")?;
    let kind: &[u8] = &kind;
    let place = match kind {
        b"collection" | b"folder" => Place::V3(V3::Definition),
        b"environment" => return Some((ArtefactKind::Environment, Place::Environment)),
        b"globals" => return Some((ArtefactKind::Globals, Place::Environment)),
        b"mock" => return Some((ArtefactKind::Mock, Place::Data(Role::Other))),
        b"flow" => return Some((ArtefactKind::Flow, Place::Data(Role::Other))),
        _ if kind.ends_with(b"-request") => Place::V3(V3::Request),
        _ if kind.ends_with(b"-example") => Place::V3(V3::Example),
        _ if kind.ends_with(b"-message") => Place::V3(V3::Message),
        // Datasets, and what there may come to be.
        _ => Place::Data(Role::Other),
    };
    Some((ArtefactKind::CollectionV3, place))
}

pub(super) fn member(place: V3, name: &[u8]) -> Place {
    match place {
        V3::Definition => shared(name),
        V3::Request => request(name),
        V3::Example => match name {
            b"request" => Place::V3(V3::Request),
            b"response" | b"responses" => Place::Response,
            _ => shared(name),
        },
        V3::Body => match name {
            // A text, a list of pairs, or a mapping.
            b"content" => Place::Pairs(PairKind::Form),
            _ => Place::Metadata,
        },
        V3::Message => match name {
            b"content" | b"payload" | b"data" | b"value" => Place::V3(V3::Content),
            b"properties" => Place::V3(V3::Properties),
            b"message" | b"body" => Place::V3(V3::Message),
            b"description" => Place::Description,
            _ => Place::Metadata,
        },
        V3::Content => Place::Data(Role::Body),
        V3::Properties => match name {
            b"userProperties" => Place::Pairs(PairKind::Header),
            _ => Place::Metadata,
        },
        V3::Prompts => match name {
            b"value" | b"content" => Place::Description,
            _ => Place::Metadata,
        },
    }
}

fn shared(name: &[u8]) -> Place {
    match name {
        b"description" | b"documentation" => Place::Description,
        b"variables" => Place::Pairs(PairKind::Variable),
        b"auth" => Place::Auth,
        b"scripts" => Place::Events,
        b"$kind" | b"$schema" | b"id" | b"name" | b"type" | b"order" | b"method" | b"clientId" => {
            Place::Metadata
        }
        b"settings" => Place::Settings,
        // The format grows: what is new in it may hold a credential.
        _ => Place::Data(Role::Other),
    }
}

fn request(name: &[u8]) -> Place {
    match name {
        b"url" => Place::Url,
        b"headers" | b"metadata" => Place::Pairs(PairKind::Header),
        b"queryParams" => Place::Pairs(PairKind::Query),
        b"pathVariables" => Place::Pairs(PairKind::PathVariable),
        b"body" => Place::V3(V3::Body),
        b"query" => Place::GraphQl,
        b"message" | b"messages" | b"payload" | b"lastWill" => Place::V3(V3::Message),
        b"properties" => Place::V3(V3::Properties),
        b"certificate" => Place::Certificate,
        // MCP: what the server is started with.
        b"env" => Place::Pairs(PairKind::Variable),
        b"command" | b"args" => Place::Command,
        // Language models: `mcpConfig` is JSON in a string.
        b"mcpConfig" => Place::BodyText,
        b"userPrompts" | b"systemPrompts" => Place::V3(V3::Prompts),
        b"response" | b"responses" | b"examples" => Place::Responses,
        _ => shared(name),
    }
}

impl V3 {
    pub(super) fn role(self) -> Role {
        match self {
            V3::Body | V3::Message | V3::Content => Role::Body,
            V3::Prompts => Role::Description,
            _ => Role::Other,
        }
    }

    /// What the place is for a string.
    pub(super) fn text(self) -> Place {
        match self {
            V3::Body | V3::Message | V3::Content => Place::BodyText,
            V3::Prompts => Place::Description,
            other => Place::V3(other),
        }
    }
}
