//! What calls an element costs, and what its parts are.

use serde_json::{Value, json};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::client::Client;
use super::comments;
use super::error::ApiError;
use super::kind::Kind;
use super::limiter::Class;
use super::model::{Element, text, uid};
use super::pages::{self, List, Style};
use super::scanned::Part;

/// What a segment of a path may hold as it is (RFC 3986 section 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as a segment of a path.
pub(crate) fn segment(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

/// What was fetched of an element.
#[derive(Debug)]
pub struct Fetched {
    /// To be scanned.
    pub parts: Vec<Part>,
    /// Come upon: forks of a collection, wherever they stand.
    pub found: Vec<Element>,
    /// When the element was changed, if only it itself says so.
    pub updated_at: Option<String>,
}

/// Fetches an element.
///
/// # Errors
/// If it cannot be read.
pub fn fetch(client: &Client, element: &Element) -> Result<Fetched, ApiError> {
    let id = segment(&element.id);
    let get = |path: String| client.get(&path, Class::Fast);
    let whole = |bytes| Ok(Fetched { parts: vec![Part::whole(bytes)], found: Vec::new(), updated_at: None });
    if let Some(body) = &element.body {
        return whole(body.clone());
    }
    match element.kind {
        Kind::Workspaces => whole(client.get(&format!("/workspaces/{id}"), Class::Slow)?),
        Kind::Collections => dated(get(format!("/collections/{id}"))?, "/collection/info/updatedAt"),
        Kind::Environments => dated(get(format!("/environments/{id}"))?, "/environment/updatedAt"),
        Kind::Globals => whole(as_globals(get(format!("/workspaces/{id}/global-variables"))?)),
        Kind::Specs => spec(client, &id),
        Kind::Mocks => dated(get(format!("/mocks/{id}"))?, "/mock/updatedAt"),
        Kind::CallLogs => {
            let include = "request.headers,request.body,response.headers,response.body";
            let path = format!("/mocks/{id}/call-logs?limit=100&include={include}");
            whole(list(client, &path, "call-logs")?)
        }
        Kind::Monitors => whole(get(format!("/monitors/{id}"))?),
        Kind::Comments => comments::fetch(client, &element.id),
        Kind::PullRequests => whole(get(format!("/collections/{id}/pull-requests"))?),
        Kind::Forks => forks(client, &id),
        Kind::Packages => package(&get(format!("/packages/{id}"))?),
        Kind::AccessKeys => whole(list(client, "/collection-access-keys", "data")?),
        Kind::Roles => whole(get(format!("/workspaces/{id}/roles"))?),
    }
}

fn parse(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_default()
}

/// The time of the last change stands near the start; a document too deep to be parsed has none.
fn dated(bytes: Vec<u8>, pointer: &str) -> Result<Fetched, ApiError> {
    let updated_at = date(&bytes, pointer);
    Ok(Fetched { parts: vec![Part::whole(bytes)], found: Vec::new(), updated_at })
}

fn date(bytes: &[u8], pointer: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Dates {
        #[serde(rename = "updatedAt")]
        updated_at: Option<String>,
        info: Option<Info>,
    }
    #[derive(serde::Deserialize)]
    struct Info {
        #[serde(rename = "updatedAt")]
        updated_at: Option<String>,
    }
    let member = pointer.split('/').nth(1)?;
    let wrapped: std::collections::HashMap<&str, Dates> = serde_json::from_slice(bytes).ok()?;
    let dates = wrapped.into_iter().find(|(name, _)| *name == member)?.1;
    dates.updated_at.or_else(|| dates.info?.updated_at)
}

/// Globals come as bare values; with what an export has round them they are known for what they are.
fn as_globals(bytes: Vec<u8>) -> Vec<u8> {
    let Some(rest) = bytes.strip_prefix(b"{") else { return bytes };
    let comma: &[u8] = if rest.trim_ascii_start().starts_with(b"}") { b"" } else { b"," };
    [br#"{"name":"Globals","_postman_variable_scope":"globals""#.as_slice(), comma, rest].concat()
}

fn list(client: &Client, path: &str, member: &str) -> Result<Vec<u8>, ApiError> {
    let list = List { path, member, class: Class::Fast, style: Style::Cursor };
    Ok(json!({member: pages::read(client, list)?}).to_string().into_bytes())
}

/// Every file of a specification, each with the words it holds and not as a text in JSON.
fn spec(client: &Client, id: &str) -> Result<Fetched, ApiError> {
    let path = format!("/specs/{id}/files");
    let files =
        pages::read(client, List { path: &path, member: "files", class: Class::Fast, style: Style::Cursor })?;
    let mut parts = Vec::new();
    for name in files.iter().filter_map(|file| text(file, "path").or_else(|| text(file, "name"))) {
        let file = client.get_json(&format!("{path}/{}", segment(&name)), Class::Fast)?;
        let content = text(&file, "content").unwrap_or_default();
        parts.push(Part { suffix: format!("/{name}"), bytes: content.into_bytes(), page: None });
    }
    Ok(Fetched { parts, found: Vec::new(), updated_at: None })
}

fn forks(client: &Client, id: &str) -> Result<Fetched, ApiError> {
    let path = format!("/collections/{id}/forks");
    let forks =
        pages::read(client, List { path: &path, member: "data", class: Class::Fast, style: Style::Cursor })?;
    let ids = forks.iter().filter_map(|fork| text(fork, "forkId").or_else(|| uid(fork)));
    let found = ids.map(|id| Element::new(Kind::Collections, id, None)).collect();
    let bytes = json!({"data": forks}).to_string().into_bytes();
    Ok(Fetched { parts: vec![Part::whole(bytes)], found, updated_at: None })
}

/// What it is called, and its script as a script.
fn package(bytes: &[u8]) -> Result<Fetched, ApiError> {
    let mut json = parse(bytes);
    let updated_at = json.pointer("/data/updatedAt").and_then(Value::as_str).map(str::to_owned);
    let script = json.pointer_mut("/data/script").map(Value::take);
    let mut parts = vec![Part::whole(json.to_string().into_bytes())];
    if let Some(Value::String(script)) = script {
        parts.push(Part { suffix: "/script.js".to_owned(), bytes: script.into_bytes(), page: None });
    }
    Ok(Fetched { parts, found: Vec::new(), updated_at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globals_are_known_for_what_they_are() {
        for (bytes, values) in [(&br#"{"values":[]}"#[..], true), (b"{}", false), (b"{ }", false)] {
            let json: Value = serde_json::from_slice(&as_globals(bytes.to_vec())).unwrap();
            assert_eq!(json["_postman_variable_scope"], "globals");
            assert_eq!(json.get("values").is_some(), values);
        }
    }

    #[test]
    fn dates_stand_in_two_places() {
        let collection = br#"{"collection": {"item": [{"updatedAt": 5}], "info": {"updatedAt": "t"}}}"#;
        assert_eq!(date(collection, "/collection/info/updatedAt").as_deref(), Some("t"));
        let environment = br#"{"environment": {"updatedAt": "u", "values": []}}"#;
        assert_eq!(date(environment, "/environment/updatedAt").as_deref(), Some("u"));
        assert_eq!(date(b"{}", "/environment/updatedAt"), None);
    }
}
