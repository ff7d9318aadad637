//! What the lists of the account say of its elements, without a call for each.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::client::Client;
use super::error::ApiError;
use super::fetch::segment;
use super::kind::Kind;
use super::limiter::Class;
use super::model::{Workspace, text, uid, uuid};
use super::pages::{self, List, Style};
use super::select::Selection;

/// What a workspace, when it is read, calls the lists of what stands in it.
pub const MEMBERS: [(Kind, &str); 5] = [
    (Kind::Collections, "collections"),
    (Kind::Environments, "environments"),
    (Kind::Monitors, "monitors"),
    (Kind::Mocks, "mocks"),
    (Kind::Specs, "specs"),
];

/// What stands in a workspace, by the lists in its description.
pub fn members(detail: &Value) -> impl Iterator<Item = (Kind, &Value)> {
    MEMBERS.into_iter().flat_map(|(kind, list)| entries(detail, list).map(move |entry| (kind, entry)))
}

/// The entries of a list that may be missing.
pub fn entries<'v>(detail: &'v Value, list: &str) -> impl Iterator<Item = &'v Value> {
    detail.get(list).and_then(Value::as_array).into_iter().flatten()
}

/// A list of one kind.
#[derive(Debug, Default)]
pub struct Listing {
    /// By UUID.
    entries: HashMap<String, Value>,
    /// It was read to its end, and has everything of its kind: what is not in it is not there.
    pub whole: bool,
}

impl Listing {
    /// What it says of an element.
    pub fn entry(&self, id: &str) -> Option<&Value> {
        self.entries.get(uuid(id))
    }

    fn take(&mut self, entries: Vec<Value>) {
        self.entries.extend(entries.into_iter().filter_map(|mut entry| {
            let id = uuid(&uid(&entry)?).to_owned();
            slim(&mut entry);
            Some((id, entry))
        }));
    }
}

/// Of what is not used there would be megabytes.
fn slim(entry: &mut Value) {
    // A mock is all there in its list.
    if entry.get("mockUrl").is_some() {
        return;
    }
    let kept = ["uid", "id", "name", "updatedAt", "collectionUid"];
    if let Value::Object(members) = entry {
        members.retain(|name, _| kept.contains(&name.as_str()));
    }
}

/// Lists by kind; none of those that were not read.
#[derive(Debug, Default)]
pub struct Lists(HashMap<Kind, Listing>);

impl Lists {
    /// Reads the lists of the whole account, as far as something in them is asked for.
    ///
    /// # Errors
    /// If nothing else will go better. Without a list its elements are asked for themselves.
    pub fn of_account(client: &Client, selection: &Selection, team: Option<&str>) -> Result<Lists, ApiError> {
        let team = team.map(|team| format!("/mocks?teamId={}", segment(team)));
        let mut all = vec![
            (Kind::Collections, COLLECTIONS.to_owned(), COLLECTIONS_PAGED),
            (Kind::Environments, ENVIRONMENTS.to_owned(), (Class::Fast, Style::Cursor)),
            (Kind::Monitors, "/monitors?limit=25".to_owned(), (Class::Fast, Style::Cursor)),
            // The user's own, and those of the team.
            (Kind::Mocks, "/mocks".to_owned(), (Class::Fast, Style::Cursor)),
        ];
        all.extend(team.map(|path| (Kind::Mocks, path, (Class::Fast, Style::Cursor))));
        let mut lists = Lists::default();
        for (kind, path, how) in all.into_iter().filter(|(kind, ..)| selection.wants_list(*kind)) {
            let before = lists.of(kind).is_none_or(|listing| listing.whole);
            let whole = lists.read(client, kind, &path, how)?;
            lists.0.entry(kind).or_default().whole = before && whole;
        }
        Ok(lists)
    }

    /// Reads when the collections and environments of some workspaces were changed.
    ///
    /// # Errors
    /// As [`Lists::of_account`].
    pub fn of_workspaces(
        client: &Client,
        selection: &Selection,
        workspaces: &[&Workspace],
    ) -> Result<Lists, ApiError> {
        let mut lists = Lists::default();
        let both = [
            (Kind::Collections, COLLECTIONS, COLLECTIONS_PAGED),
            (Kind::Environments, ENVIRONMENTS, (Class::Fast, Style::Cursor)),
        ];
        for (kind, path, how) in both.into_iter().filter(|(kind, ..)| selection.wants_list(*kind)) {
            for workspace in workspaces {
                lists.read(client, kind, &format!("{path}?workspace={}", segment(&workspace.id)), how)?;
            }
        }
        Ok(lists)
    }

    /// Adds a list to those of its kind; whether it was read to its end.
    fn read(
        &mut self,
        client: &Client,
        kind: Kind,
        path: &str,
        (class, style): (Class, Style),
    ) -> Result<bool, ApiError> {
        let member = MEMBERS.iter().find(|(of, _)| *of == kind).map_or("data", |(_, name)| name);
        let (entries, end) = pages::read_some(client, List { path, member, class, style });
        self.0.entry(kind).or_default().take(entries);
        match end {
            Err(error) if error.is_final() => Err(error),
            end => Ok(end.is_ok()),
        }
    }

    /// The list of a kind, if it was read.
    pub fn of(&self, kind: Kind) -> Option<&Listing> {
        self.0.get(&kind)
    }

    /// What they say of an element.
    pub fn entry(&self, kind: Kind, id: &str) -> Option<&Value> {
        self.of(kind)?.entry(id)
    }

    /// All that they have, with their kinds.
    pub fn all(&self) -> impl Iterator<Item = (Kind, &str, &Value)> {
        self.0
            .iter()
            .flat_map(|(kind, listing)| listing.entries.iter().map(|(id, entry)| (*kind, id.as_str(), entry)))
    }
}

const COLLECTIONS: &str = "/collections";
const COLLECTIONS_PAGED: (Class, Style) = (Class::Slow, Style::Offset(100));
const ENVIRONMENTS: &str = "/environments";

/// When an entry was changed, if it says so.
pub fn updated_at(entry: &Value) -> Option<String> {
    text(entry, "updatedAt")
}

/// A mock as the API gives it when asked for it, from its entry in a list.
pub fn mock_body(entry: &Value) -> Option<Vec<u8>> {
    entry.get("mockUrl").map(|_| json!({"mock": entry}).to_string().into_bytes())
}
