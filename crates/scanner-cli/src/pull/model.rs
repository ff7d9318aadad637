//! What the API lists. Read with care: members are missing, numbers come as texts, words are new.

use serde_json::Value;

use super::kind::Kind;

/// The user that the key belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// Number of the user.
    pub id: String,
    /// Name of the user, if it has one.
    pub name: Option<String>,
    /// Address of the user, if the API says it.
    pub email: Option<String>,
    /// Name of the team, if it has one.
    pub team: Option<String>,
    /// Number of the team; none, if the user is in none.
    pub team_id: Option<String>,
    /// Calls of the month: how many there are, how many were made.
    pub usage: Option<(u64, u64)>,
}

impl Me {
    /// Reads the answer of `/me`.
    pub fn read(json: &Value) -> Me {
        let user = &json["user"];
        let operations = json["operations"].as_array().map(Vec::as_slice).unwrap_or_default();
        let usage = operations.iter().find(|entry| entry["name"] == "api_usage");
        Me {
            id: text(user, "id").unwrap_or_else(|| "unknown".to_owned()),
            name: text(user, "username").or_else(|| text(user, "fullName")),
            email: text(user, "email"),
            team: text(user, "teamName"),
            team_id: text(user, "teamId").filter(|id| id != "0"),
            usage: usage.and_then(|entry| Some((number(entry, "limit")?, number(entry, "usage")?))),
        }
    }

    /// Calls of the month that are left.
    pub fn left(&self) -> Option<u64> {
        self.usage.map(|(limit, used)| limit.saturating_sub(used))
    }
}

/// A workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Workspace {
    /// Its UUID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `personal`, `team`, `private`, `public`, `partner`, or a word that is new.
    pub visibility: String,
    /// When it was changed, in the words of the API, if that says so.
    pub updated_at: Option<String>,
}

impl Workspace {
    /// Reads an entry of the list; `None`, if it has no id.
    pub fn read(json: &Value) -> Option<Workspace> {
        let visibility = text(json, "visibility").or_else(|| text(json, "type")).unwrap_or_default();
        let (name, updated_at) = (text(json, "name").unwrap_or_default(), text(json, "updatedAt"));
        Some(Workspace { id: text(json, "id")?, name, visibility, updated_at })
    }

    /// People outside of the team can read it.
    pub fn is_exposed(&self) -> bool {
        matches!(self.visibility.as_str(), "public" | "partner")
    }
}

/// Something to fetch and scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// What it is.
    pub kind: Kind,
    /// Its UID; its id, where it has none; of what belongs to another element, the id of that.
    pub id: String,
    /// Id of its workspace; none, if it stands in none that is known.
    pub workspace: Option<String>,
    /// When it was changed, in the words of the API, if that says so.
    pub updated_at: Option<String>,
    /// What it holds, if a list has said so already.
    pub body: Option<Vec<u8>>,
}

impl Element {
    /// One of which only the place is known.
    pub fn new(kind: Kind, id: impl Into<String>, workspace: Option<&str>) -> Element {
        Element { kind, id: id.into(), workspace: workspace.map(str::to_owned), updated_at: None, body: None }
    }

    /// The list of all of a kind: it is reported when it breaks off.
    pub fn list_of(kind: Kind) -> Element {
        Element::new(kind, Element::LIST, None)
    }

    const LIST: &str = "list";

    /// Names it among all elements of an account.
    pub fn key(&self) -> String {
        format!("{}/{}", self.kind.one(), self.id)
    }

    /// The path by which it is reported.
    pub fn path(&self) -> String {
        let kind = self.kind.one();
        match &self.workspace {
            Some(workspace) if *workspace == self.id => format!("postman://workspace/{workspace}/{kind}"),
            Some(workspace) => format!("postman://workspace/{workspace}/{kind}/{}", self.id),
            None if self.id == Element::LIST => format!("postman://{}", self.kind.all_of_it()),
            None => format!("postman://{kind}/{}", self.id),
        }
    }
}

/// A member that is a text or a number.
pub fn text(json: &Value, name: &str) -> Option<String> {
    match json.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A number, or a text that is one.
pub fn number(json: &Value, name: &str) -> Option<u64> {
    let value = json.get(name)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// The UID of an entry; its id, if it has none.
pub fn uid(json: &Value) -> Option<String> {
    text(json, "uid").or_else(|| text(json, "id"))
}

/// Of `12-11111111-0000-4000-8000-000000000001` the UUID, which is all of it where there is no number before.
pub fn uuid(uid: &str) -> &str {
    const UUID: usize = 36;
    match uid.len().checked_sub(UUID).and_then(|at| uid.split_at_checked(at)) {
        Some((owner, id)) if owner.ends_with('-') => id,
        _ => uid,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_may_be_texts() {
        let me = json!({"user": {"id": 7}, "operations": [{"name": "api_usage", "limit": "10", "usage": 3}]});
        assert_eq!(Me::read(&me).left(), Some(7));
        assert_eq!(Me::read(&json!({})).left(), None);
    }

    #[test]
    fn a_uid_ends_in_a_uuid() {
        let id = "11111111-0000-4000-8000-000000000001";
        assert_eq!(uuid(&format!("41000001-{id}")), id);
        assert_eq!((uuid(id), uuid("package-1")), (id, "package-1"));
    }

    #[test]
    fn paths_name_the_workspace_once() {
        assert_eq!(Element::new(Kind::Globals, "w", Some("w")).path(), "postman://workspace/w/globals");
        assert_eq!(
            Element::new(Kind::Collections, "c", Some("w")).path(),
            "postman://workspace/w/collection/c"
        );
        assert_eq!(Element::new(Kind::Packages, "p", None).path(), "postman://package/p");
        assert_eq!(Element::list_of(Kind::Workspaces).path(), "postman://workspaces");
    }
}
