//! What requests and saved examples have in common in every version.

use super::{PairKind, Place};
use crate::finding::Role;

pub(super) fn member(place: Place, name: &[u8]) -> Place {
    match place {
        Place::Request => in_request(name),
        Place::Response => in_response(name),
        Place::Url | Place::UrlText => in_url(name),
        Place::Body | Place::BodyText => in_body(name),
        Place::Auth => in_auth(name),
        Place::Event => match name {
            b"script" | b"code" => Place::Script,
            _ => Place::Metadata,
        },
        Place::Script => match name {
            b"exec" => Place::Script,
            b"src" => Place::UrlText,
            _ => Place::Metadata,
        },
        Place::Certificate => match name {
            b"passphrase" => Place::Certificate,
            _ => Place::Metadata,
        },
        Place::ResponseBody => match name {
            // HAR and v3: the body is an object.
            b"text" | b"content" => Place::ResponseBody,
            b"type" | b"mimeType" | b"encoding" => Place::Metadata,
            _ => Place::Data(Role::Example),
        },
        Place::UrlPart => match name {
            b"value" => Place::UrlPart,
            _ => Place::Metadata,
        },
        _ => Place::Metadata,
    }
}

fn in_request(name: &[u8]) -> Place {
    match name {
        b"url" => Place::Url,
        b"header" | b"headers" | b"headerData" => Place::Pairs(PairKind::Header),
        b"body" => Place::Body,
        b"auth" => Place::Auth,
        b"description" => Place::Description,
        b"certificate" => Place::Certificate,
        b"protocolProfileBehavior" => Place::Settings,
        // From here on v1.
        b"queryParams" => Place::Pairs(PairKind::Query),
        b"pathVariables" | b"pathVariableData" => Place::Pairs(PairKind::PathVariable),
        b"data" => Place::Pairs(PairKind::Form),
        b"rawModeData" => Place::BodyText,
        b"graphqlModeData" => Place::Body,
        b"helperAttributes" => Place::Pairs(PairKind::Auth),
        b"preRequestScript" | b"tests" => Place::Script,
        b"events" | b"event" => Place::Events,
        b"script" => Place::Script,
        b"responses" | b"response" => Place::Responses,
        b"variables" | b"variable" => Place::Pairs(PairKind::Variable),
        // From here on HAR.
        b"queryString" => Place::Pairs(PairKind::Query),
        b"cookies" => Place::Pairs(PairKind::Cookie),
        b"postData" => Place::Body,
        _ => Place::Metadata,
    }
}

fn in_response(name: &[u8]) -> Place {
    match name {
        // `requestObject` and, in v1, `request` may be a string that holds JSON.
        b"originalRequest" | b"request" | b"requestObject" => Place::Request,
        b"header" | b"headers" => Place::Pairs(PairKind::ResponseHeader),
        b"body" | b"text" | b"stream" | b"content" => Place::ResponseBody,
        b"cookie" | b"cookies" => Place::Pairs(PairKind::Cookie),
        b"description" => Place::Description,
        _ => Place::Metadata,
    }
}

fn in_url(name: &[u8]) -> Place {
    match name {
        b"raw" => Place::UrlText,
        b"query" => Place::Pairs(PairKind::Query),
        b"variable" => Place::Pairs(PairKind::PathVariable),
        b"auth" => Place::Pairs(PairKind::Auth),
        b"host" | b"path" | b"hash" => Place::UrlPart,
        b"description" => Place::Description,
        _ => Place::Metadata,
    }
}

fn in_body(name: &[u8]) -> Place {
    match name {
        b"raw" | b"text" => Place::BodyText,
        b"urlencoded" | b"formdata" | b"params" => Place::Pairs(PairKind::Form),
        b"graphql" => Place::Body,
        b"query" => Place::GraphQl,
        b"variables" | b"content" => Place::BodyText,
        _ => Place::Metadata,
    }
}

fn in_auth(name: &[u8]) -> Place {
    match name {
        b"type" | b"id" | b"name" | b"rules" => Place::Metadata,
        // The block is named after its type; its attributes are pairs, or members of an object.
        _ => Place::Pairs(PairKind::Auth),
    }
}
