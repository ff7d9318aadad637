//! Collections that are public by themselves.

use std::collections::BTreeMap;

use scanner_report::audit::{Evidence, Verdict};
use serde_json::Value;

use super::Workspaces;
use super::answer::{Answer, Seen, counted};
use super::observed::Kept;
use crate::pull::client::Client;
use crate::pull::error::ApiError;
use crate::pull::limiter::Class;
use crate::pull::model::{text, uid, uuid};
use crate::pull::pages::{self, List, Style};

const CONTROLS: [&str; 2] = ["2.4", "PS-4"];

/// The collections that the key can see.
pub(super) fn read(client: &Client) -> Result<Vec<Value>, ApiError> {
    let list =
        List { path: "/collections", member: "collections", class: Class::Slow, style: Style::Offset(100) };
    pages::read(client, list)
}

/// What the collections of these workspaces say.
pub(super) fn evidence(
    collections: &Result<Vec<Value>, ApiError>,
    kept: &[Kept],
    workspaces: &Workspaces,
    at: i64,
) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("GET /collections", at);
    let homes = homes(kept);
    match collections {
        Err(error) => answer.missing(&CONTROLS, error),
        Ok(collections) => {
            let here = collections.iter().filter_map(|entry| Some((entry, *homes.get(uuid(&uid(entry)?))?)));
            let here: Vec<(&Value, &str)> = here.collect();
            for (entry, home) in &here {
                let public_home =
                    workspaces.get(*home).is_some_and(|workspace| workspace.visibility == "public");
                if entry["isPublic"] == true && !public_home {
                    let seen = Seen::new(
                        "isPublic",
                        "Everyone on the internet can read it, though its workspace is not public.",
                    );
                    let seen = seen.at(text(entry, "name").unwrap_or_default()).inside(Some(home));
                    answer.say(&CONTROLS[..1], Verdict::Fail, &seen);
                    answer.say(&CONTROLS[1..], Verdict::Partial, &seen);
                }
            }
            let text = format!("None of {} is public by itself.", counted(here.len(), "collection"));
            answer.otherwise(&CONTROLS, Verdict::Pass, &Seen::new("isPublic", text).times(here.len()));
        }
    }
    answer.into_evidence()
}

/// The workspace of each collection, by UUID.
fn homes(kept: &[Kept]) -> BTreeMap<String, &str> {
    let mut homes = BTreeMap::new();
    for workspace in kept {
        for entry in workspace.json["workspace"]["collections"].as_array().into_iter().flatten() {
            if let Some(id) = uid(entry) {
                homes.insert(uuid(&id).to_owned(), workspace.id.as_str());
            }
        }
    }
    homes
}
