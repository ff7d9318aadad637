//! The ids of what holds a value, and its address in Postman's web app.

use super::{Layout, Place};
use crate::finding::Ids;
use crate::json::NodeId;

/// Where elements are opened by their uid: `<owner>-<id>`.
const WEB_APP: &str = "https://go.postman.co";

/// Adds what the element at `at` says of itself.
pub(super) fn collect(layout: &Layout, text: &[u8], at: NodeId, ids: &mut Ids) {
    let member = |holder, names: &[&str]| {
        let name = |name: &&str| layout.tape.string_member(text, holder, name).filter(|s| !s.is_empty());
        names.iter().find_map(name).map(|s| String::from_utf8_lossy(&s).into_owned())
    };
    let own = || member(at, &["uid", "_postman_id", "id"]);
    match layout.place(at) {
        Place::Item if layout.tape.member(text, at, "request").is_some() => ids.request = own(),
        Place::RequestV1 => {
            ids.request = own();
            ids.folder = member(at, &["folder"]);
        }
        Place::Item | Place::FolderV1 if ids.folder.is_none() => ids.folder = own(),
        Place::Response => ids.example = own(),
        Place::Environment => ids.environment = own(),
        Place::Collection => {
            let info = layout.tape.member(text, at, "info").unwrap_or(at);
            ids.collection = linked(member(info, &["_collection_link"]).as_deref())
                .or_else(|| member(info, &["uid", "_postman_id", "id"]));
            let owner = layout.tape.member(text, info, "owner").map(|owner| layout.tape.value(text, owner));
            let owner = owner.filter(|owner| is_owner(owner));
            if let (Some(id), Some(owner)) = (&mut ids.collection, owner)
                && is_uuid(id)
            {
                *id = format!("{}-{id}", String::from_utf8_lossy(&owner));
            }
        }
        _ => {}
    }
}

/// The address of the innermost element that has one: environments, requests and collections do. The requests of a collection belong to its owner.
pub(crate) fn link(ids: &Ids) -> Option<String> {
    let owner = ids.collection.as_deref().and_then(owner);
    let uid = |id: &str| {
        if is_uid(id) {
            return Some(id.to_owned());
        }
        owner.filter(|_| is_uuid(id)).map(|owner| format!("{owner}-{id}"))
    };
    let address = |kind: &str, id: &Option<String>| {
        id.as_deref().and_then(uid).map(|uid| format!("{WEB_APP}/{kind}/{uid}"))
    };
    let own = ids.environment.as_deref().filter(|id| is_uid(id));
    own.map(|uid| format!("{WEB_APP}/environments/{uid}"))
        .or_else(|| address("request", &ids.request))
        .or_else(|| address("collection", &ids.collection))
}

/// The uid in the link that the app writes into an export.
fn linked(link: Option<&str>) -> Option<String> {
    let (_, rest) = link?.split_once("/collection/")?;
    let uid = rest.split(['?', '/', '#']).next()?;
    is_uid(uid).then(|| uid.to_owned())
}

fn is_uid(id: &str) -> bool {
    owner(id).is_some()
}

/// The owner in a uid.
fn owner(uid: &str) -> Option<&str> {
    let (owner, id) = uid.split_once('-')?;
    (is_owner(owner.as_bytes()) && is_uuid(id)).then_some(owner)
}

fn is_owner(owner: &[u8]) -> bool {
    !owner.is_empty() && owner != b"0" && owner.iter().all(u8::is_ascii_digit)
}

fn is_uuid(id: &str) -> bool {
    let groups: Vec<usize> = id.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && id.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0b3e0d0a-1f2c-4b11-9a1c-2f5d6c7b8a90";

    #[test]
    fn addresses_need_a_uid() {
        let uid = format!("481-{ID}");
        let ids = Ids { collection: Some(uid.clone()), request: Some(ID.to_owned()), ..Ids::default() };
        assert_eq!(link(&ids), Some(format!("{WEB_APP}/request/481-{ID}")));
        assert_eq!(link(&Ids { request: Some(ID.to_owned()), ..Ids::default() }), None);
        let environment = Ids { environment: Some(uid.clone()), ..Ids::default() };
        assert_eq!(link(&environment), Some(format!("{WEB_APP}/environments/{uid}")));
        assert_eq!(link(&Ids { environment: Some("<script>".to_owned()), ..Ids::default() }), None);
    }

    #[test]
    fn the_app_writes_the_uid_into_a_link() {
        let link = format!("https://www.postman.com/team/workspace/w~1/collection/481-{ID}?action=share");
        assert_eq!(linked(Some(&link)), Some(format!("481-{ID}")));
        assert_eq!(linked(Some("https://www.postman.com/x/collection/y")), None);
    }
}
