//! The comments of a collection, of its folders, requests and responses. Each of them has a list of its own, and its id stands in the collection.

use serde::Deserialize;
use serde_json::Value;

use super::client::Client;
use super::error::ApiError;
use super::fetch::{Fetched, segment};
use super::limiter::Class;
use super::model::text;
use super::scanned::Part;

/// Fetches all comments of a collection: a call for the collection, one for itself and one for each folder, request and response.
///
/// # Errors
/// If one of the lists cannot be read.
pub(super) fn fetch(client: &Client, id: &str) -> Result<Fetched, ApiError> {
    let bytes = client.get(&format!("/collections/{}", segment(id)), Class::Fast)?;
    let whole: Whole = serde_json::from_slice(&bytes).map_err(|_| {
        // What serde says may quote the collection.
        ApiError::Failed(1, "the collection is nested too deep, or none that is known".to_owned())
    })?;
    drop(bytes);
    let collection = whole.collection;
    // Comments go by UIDs alone.
    let uid = collection.info.uid.as_deref().unwrap_or(id);
    let path = format!("/collections/{}", segment(uid));
    let comments = client.get(&format!("{path}/comments"), Class::Fast)?;
    let mut parts: Vec<Part> = part(comments, "/collection", None).into_iter().collect();
    let owner = uid.split_once('-').map_or("", |(owner, _)| owner);
    for Commented { list, uid } in commented(&collection.item, owner) {
        let bytes = match client.get(&format!("{path}/{list}/{}/comments", segment(&uid)), Class::Fast) {
            Ok(bytes) => bytes,
            // It was deleted since the collection was read.
            Err(ApiError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        // Responses have no page of their own that is known.
        let page = (list != "responses").then(|| format!("{}/{uid}", list.trim_end_matches('s')));
        parts.extend(part(bytes, &format!("/{list}/{uid}"), page));
    }
    Ok(Fetched { parts, found: Vec::new(), updated_at: None })
}

/// What people wrote, as a text and not as texts in JSON; none, if nobody wrote anything.
fn part(bytes: Vec<u8>, name: &str, page: Option<String>) -> Option<Part> {
    let json: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let Some(comments) = json["data"].as_array() else {
        return Some(Part { suffix: format!("{name}.json"), bytes, page });
    };
    let mut words = String::new();
    for comment in comments {
        let of = |name| text(comment, name).unwrap_or_default();
        let (id, user, time) = (of("id"), of("createdBy"), of("createdAt"));
        words.push_str(&format!("comment {id} of user {user}, {time}\n{}\n\n", of("body")));
    }
    (!words.is_empty()).then(|| Part { suffix: format!("{name}.txt"), bytes: words.into_bytes(), page })
}

#[derive(Deserialize)]
struct Whole {
    collection: Collection,
}

#[derive(Deserialize)]
struct Collection {
    #[serde(default)]
    info: Info,
    #[serde(default)]
    item: Vec<Item>,
}

#[derive(Default, Deserialize)]
struct Info {
    uid: Option<String>,
}

/// A folder, which has items, or a request, which may have responses; a response, which has neither.
#[derive(Deserialize)]
struct Item {
    id: Option<String>,
    uid: Option<String>,
    item: Option<Vec<Item>>,
    response: Option<Vec<Item>>,
}

/// Something that may have comments.
#[derive(Debug, PartialEq, Eq)]
struct Commented {
    /// `folders`, `requests` or `responses`.
    list: &'static str,
    uid: String,
}

/// Everything below a collection that may have comments. What has no UID is its owner's.
fn commented(items: &[Item], owner: &str) -> Vec<Commented> {
    let uid = |item: &Item| {
        let of_owner = |id: &String| (!owner.is_empty()).then(|| format!("{owner}-{id}"));
        item.uid.clone().or_else(|| item.id.as_ref().and_then(of_owner))
    };
    let mut all = Vec::new();
    let mut left: Vec<&Item> = items.iter().rev().collect();
    while let Some(item) = left.pop() {
        let list = if item.item.is_some() { "folders" } else { "requests" };
        all.extend(uid(item).map(|uid| Commented { list, uid }));
        let responses = item.response.iter().flatten().filter_map(uid);
        all.extend(responses.map(|uid| Commented { list: "responses", uid }));
        left.extend(item.item.iter().flatten().rev());
    }
    all
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whatever_may_have_comments_is_named_by_its_uid() {
        let items: Vec<Item> = serde_json::from_value(json!([
            {"id": "f", "name": 1, "item": [
                {"id": "r", "uid": "8-r", "response": [{"id": "x"}, {}], "request": "https://api.corp.test"},
                {"uid": "8-g", "item": []},
            ]},
            {"name": "without an id", "request": {}, "response": null},
            {"id": "last", "request": {}},
        ]))
        .unwrap();
        let all = |owner| {
            let all = commented(&items, owner);
            all.into_iter().map(|one| format!("{}/{}", one.list, one.uid)).collect::<Vec<_>>()
        };
        assert_eq!(
            all("7"),
            ["folders/7-f", "requests/8-r", "responses/7-x", "folders/8-g", "requests/7-last"]
        );
        assert_eq!(all(""), ["requests/8-r", "folders/8-g"], "without an owner ids are of no use");
    }

    #[test]
    fn comments_are_scanned_as_what_people_wrote() {
        let part = |json: &str| part(json.as_bytes().to_vec(), "/requests/7-r", None);
        let one =
            part(r#"{"data": [{"id": 5, "createdBy": 7, "createdAt": "t", "body": "a\"b"}, {}]}"#).unwrap();
        let words = "comment 5 of user 7, t\na\"b\n\ncomment  of user , \n\n\n";
        assert_eq!((one.suffix.as_str(), one.bytes.as_slice()), ("/requests/7-r.txt", words.as_bytes()));
        assert_eq!(part(r#"{"data": []}"#), None);
        let odd = part(r#"{"comments": ["x"]}"#).unwrap();
        assert_eq!((odd.suffix.as_str(), odd.bytes.len()), ("/requests/7-r.json", 19));
    }
}
