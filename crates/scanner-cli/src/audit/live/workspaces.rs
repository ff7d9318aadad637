//! Workspaces: who can see them, who made them public, what class they say they are of.

use scanner_core::posture::Options;
use scanner_report::audit::{Evidence, Verdict};
use serde_json::Value;

use super::answer::{Answer, Seen, counted};
use super::observed::Kept;
use crate::pull::client::Client;
use crate::pull::error::ApiError;
use crate::pull::fetch::segment;
use crate::pull::limiter::Class;
use crate::pull::model::text;
use crate::pull::pages::{self, List, Style};

/// Restricting what is public, keeping it short, being aware of it.
const PUBLIC: [&str; 3] = ["2.4", "SR-5", "PS-4"];
const CLASSES: [&str; 1] = ["4.3"];

/// What only a call for each workspace tells.
#[derive(Debug)]
pub(super) struct Details {
    /// Who made it public and when, if it is public.
    pub(super) published: Result<Option<String>, ApiError>,
    /// Its tags, where its name says no class.
    pub(super) tags: Result<Vec<String>, ApiError>,
}

/// Asks what else has to be known of a workspace.
pub(super) fn details(client: &Client, workspace: &Kept, options: &Options) -> Details {
    let json = &workspace.json["workspace"];
    let id = segment(&workspace.id);
    let published = if is_public(json) { published(client, &id, &workspace.id) } else { Ok(None) };
    let wanted = !options.classification.is_empty() && !options.is_classified(&name(json));
    let tags = if wanted { tags(client, &id) } else { Ok(Vec::new()) };
    Details { published, tags }
}

fn published(client: &Client, segment: &str, id: &str) -> Result<Option<String>, ApiError> {
    let path = format!("/workspaces/{segment}/activities?elementType=workspace&limit=100");
    let list = List { path: &path, member: "data", class: Class::Fast, style: Style::Cursor };
    let all = pages::read(client, list)?;
    // The newest stands first.
    let change = all.iter().find(|entry| entry["trigger"] == "update_visibility" && entry["elementId"] == id);
    Ok(change.map(|entry| {
        let user = &entry["user"];
        let who =
            text(user, "name").or_else(|| text(user, "username")).unwrap_or_else(|| "somebody".to_owned());
        let day: String = text(entry, "createdAt").unwrap_or_default().chars().take(10).collect();
        format!("{who} changed its visibility last, on {day}")
    }))
}

fn tags(client: &Client, segment: &str) -> Result<Vec<String>, ApiError> {
    let answer = client.get_json(&format!("/workspaces/{segment}/tags"), Class::Fast)?;
    let tags = answer["tags"].as_array().map(Vec::as_slice).unwrap_or_default();
    Ok(tags.iter().filter_map(|tag| text(tag, "slug")).collect())
}

fn is_public(json: &Value) -> bool {
    text(json, "visibility").or_else(|| text(json, "type")).as_deref() == Some("public")
}

fn name(json: &Value) -> String {
    text(json, "name").unwrap_or_default()
}

/// What workspaces say, `unread` of which could not be read.
pub(super) fn evidence(
    all: &[(&Kept, &Details)],
    unread: usize,
    options: &Options,
    at: i64,
) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("GET /workspaces/{id}", at);
    answer.unread(&PUBLIC, unread);
    for (workspace, details) in all {
        visibility(&mut answer, workspace, details);
    }
    let text = format!("None of {} is public.", counted(all.len(), "workspace"));
    answer.otherwise(&PUBLIC, Verdict::Pass, &Seen::new("visibility", text).times(all.len()));
    if !options.classification.is_empty() {
        classes(&mut answer, all, unread, options);
    }
    answer.into_evidence()
}

fn visibility(answer: &mut Answer, workspace: &Kept, details: &Details) {
    let json = &workspace.json["workspace"];
    if !is_public(json) {
        return;
    }
    let who = match &details.published {
        Ok(Some(who)) => format!("; {who}"),
        Ok(None) => "; its activities do not say who made it so".to_owned(),
        Err(error) => format!("; who made it so cannot be read: {error}"),
    };
    let seen = Seen::new("visibility", format!("Everyone on the internet can read it{who}."));
    let seen = seen.at(name(json)).inside(Some(&workspace.id));
    answer.say(&PUBLIC[..1], Verdict::Fail, &seen);
    answer.say(&PUBLIC[1..], Verdict::Partial, &seen);
}

fn classes(answer: &mut Answer, all: &[(&Kept, &Details)], unread: usize, options: &Options) {
    answer.unread(&CLASSES, unread);
    for (workspace, details) in all {
        let name = name(&workspace.json["workspace"]);
        let words = &options.classification;
        let says = |tag: &String| words.iter().any(|word| tag.eq_ignore_ascii_case(word.trim()));
        let seen = |text: String| Seen::new("tags", text).at(name.clone()).inside(Some(&workspace.id));
        match &details.tags {
            _ if options.is_classified(&name) => {}
            Ok(tags) if tags.iter().any(says) => {}
            Ok(_) => answer.say(
                &CLASSES,
                Verdict::Fail,
                &seen("Neither its name nor its tags say its class.".to_owned()),
            ),
            Err(error) => {
                let text = format!("Its name does not say its class, and its tags cannot be read: {error}.");
                answer.say(&CLASSES, Verdict::NotEvaluated, &seen(text));
            }
        }
    }
    let text = format!("The name or the tags of each of {} say its class.", counted(all.len(), "workspace"));
    answer.otherwise(&CLASSES, Verdict::Pass, &Seen::new("tags", text).times(all.len()));
}
