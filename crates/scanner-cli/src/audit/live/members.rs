//! The people of the team, and how others come in.

use std::collections::BTreeMap;

use scanner_report::audit::{Evidence, Verdict};
use serde_json::Value;

use super::answer::{Answer, Seen, counted};
use super::roles::FEW;
use super::{Domains, listed};
use crate::pull::client::Client;
use crate::pull::error::ApiError;
use crate::pull::fetch::segment;
use crate::pull::limiter::Class;
use crate::pull::model::text;
use crate::pull::pages::{self, List, Style};

const ROLES: [&str; 2] = ["2.2", "SR-3"];
const INVITATIONS: [&str; 1] = ["2.3"];

/// A user of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct User {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) roles: Vec<String>,
}

/// The users of the team.
pub(super) fn read(client: &Client) -> Result<Vec<User>, ApiError> {
    let list = List { path: "/users", member: "data", class: Class::Fast, style: Style::Cursor };
    Ok(pages::read(client, list)?.iter().filter_map(user).collect())
}

fn user(json: &Value) -> Option<User> {
    let roles = json["roles"].as_array().map(Vec::as_slice).unwrap_or_default();
    Some(User {
        id: text(json, "id")?,
        name: text(json, "name").or_else(|| text(json, "username")).unwrap_or_default(),
        email: text(json, "email").unwrap_or_default().to_lowercase(),
        roles: roles.iter().filter_map(|role| Some(role.as_str()?.to_owned())).collect(),
    })
}

/// What the users say.
pub(super) fn evidence(
    users: &Result<Vec<User>, ApiError>,
    domains: &Domains,
    at: i64,
) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("GET /users", at);
    match users {
        Err(error) => {
            answer.missing(&ROLES, error);
            answer.missing(&INVITATIONS, error);
        }
        Ok(users) => {
            administrators(&mut answer, users);
            strangers(&mut answer, users, domains);
        }
    }
    answer.into_evidence()
}

fn administrators(answer: &mut Answer, users: &[User]) {
    let is_admin = |user: &&User| user.roles.iter().any(|role| role.to_lowercase().ends_with("admin"));
    let names: Vec<&str> = users.iter().filter(is_admin).map(|user| user.name.as_str()).collect();
    let count = names.len();
    let who = listed(&names);
    let (verdict, text) = match count {
        0 => (Verdict::Manual, "No user has a role that is known to be an administrator's.".to_owned()),
        1 => (Verdict::Partial, format!("{who} is the only administrator: nobody can step in.")),
        2..=FEW => (Verdict::Pass, format!("{count} administrators: {who}. Roles: {}.", by_role(users))),
        _ => (Verdict::Fail, format!("{count} administrators, where two or three are enough: {who}.")),
    };
    answer.say(&ROLES, verdict, &Seen::new("roles", text).times(count.max(1)));
}

fn by_role(users: &[User]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for role in users.iter().flat_map(|user| &user.roles) {
        *counts.entry(role).or_default() += 1;
    }
    let counts: Vec<String> = counts.iter().map(|(role, count)| format!("{count} {role}")).collect();
    counts.join(", ")
}

fn strangers(answer: &mut Answer, users: &[User], domains: &Domains) {
    if domains.is_empty() {
        let seen = Seen::new("email", "Which domains are your own is not known (--domain).");
        return answer.say(&INVITATIONS, Verdict::NotEvaluated, &seen);
    }
    for user in users.iter().filter(|user| !domains.own(&user.email)) {
        let text = format!("{} is in the team, and not of {domains}.", user.email);
        answer.say(&INVITATIONS, Verdict::Fail, &Seen::new("email", text).at(&user.name));
    }
    let text = format!("All of {} are of {domains}.", counted(users.len(), "user"));
    answer.otherwise(&INVITATIONS, Verdict::Pass, &Seen::new("email", text).times(users.len()));
}

/// The settings of a team.
#[derive(Debug)]
pub(super) struct Team {
    name: String,
    settings: Result<Value, ApiError>,
}

/// The teams of the organisation, with their settings.
pub(super) fn teams(client: &Client) -> Result<Vec<Team>, ApiError> {
    let list = List { path: "/teams", member: "data", class: Class::Fast, style: Style::Cursor };
    let read = |team: &Value| {
        let id = text(team, "id")?;
        let path = format!("/teams/{}/settings", segment(&id));
        let settings = client.get_json(&path, Class::Fast);
        Some(Team { name: text(team, "name").unwrap_or(id), settings })
    };
    Ok(pages::read(client, list)?.iter().filter_map(read).collect())
}

/// What the settings say of invitations.
pub(super) fn invitations(teams: &Result<Vec<Team>, ApiError>, at: i64) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("GET /teams/{id}/settings", at);
    match teams {
        // Teams are of organisations; without that feature the API shows no settings.
        Err(ApiError::Plan(_) | ApiError::Rejected(400, _)) => {
            let text =
                "Who approves invitations can be read of organisations only: look at the team's settings.";
            answer.say(&INVITATIONS, Verdict::Manual, &Seen::new("", text));
        }
        Err(error) => answer.missing(&INVITATIONS, error),
        Ok(teams) => {
            teams.iter().for_each(|team| of_team(&mut answer, team));
            let text = format!("Administrators approve invitations in {}.", counted(teams.len(), "team"));
            let seen = Seen::new("settings", text).times(teams.len());
            answer.otherwise(&INVITATIONS, Verdict::Pass, &seen);
        }
    }
    answer.into_evidence()
}

fn of_team(answer: &mut Answer, team: &Team) {
    let settings = match &team.settings {
        Ok(answer) => &answer["settings"],
        Err(error) => return answer.missing(&INVITATIONS, error),
    };
    for (field, whom) in [("rfa_for_add_member", "members"), ("rfa_for_add_collaborator", "collaborators")] {
        match settings[field].as_str() {
            Some("enabled") => {}
            Some("disabled") => {
                let seen = Seen::new(field, format!("New {whom} need nobody's approval.")).at(&team.name);
                answer.say(&INVITATIONS, Verdict::Fail, &seen);
            }
            _ => {
                let text = format!("The setting {field} has a value that is not known.");
                answer.say(&INVITATIONS, Verdict::Manual, &Seen::new(field, text).at(&team.name));
            }
        }
    }
}
