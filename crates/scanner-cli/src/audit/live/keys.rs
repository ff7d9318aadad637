//! Collection access keys: the only keys that the API lists.

use jiff::Timestamp;
use scanner_report::audit::{Evidence, Verdict};
use serde_json::Value;

use super::answer::{Answer, Seen, each};
use super::members::User;
use super::observed::Kept;
use crate::pull::error::ApiError;
use crate::pull::model::text;

const EXPIRY: [&str; 1] = ["3.1"];
const CENTRAL: [&str; 1] = ["3.2"];
const SHORT: [&str; 1] = ["PS-4"];
const DAY: i64 = 86_400;
/// Nobody has used the key for so long, in days: as long as it lives without use.
const IDLE: i64 = 60;

/// What the keys say; `read` is whether the list could be read.
pub(super) fn evidence(
    lists: &[Kept],
    read: bool,
    users: &Result<Vec<User>, ApiError>,
    at: i64,
) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("GET /collection-access-keys", at);
    if !read {
        for controls in [EXPIRY, CENTRAL, SHORT] {
            answer.missing(&controls, &"it could not be read");
        }
        return answer.into_evidence();
    }
    let keys = lists.iter().flat_map(|list| list.json["data"].as_array().into_iter().flatten());
    let active: Vec<&Value> = keys.filter(|key| is_active(key)).collect();
    for key in &active {
        of_key(&mut answer, key, users, at);
    }
    let of = each(active.len(), "collection access key");
    let expires = if active.is_empty() { "is there" } else { "expires" };
    let text = format!("{of} {expires}; how long other keys of the team live is in its settings only.");
    answer.otherwise(&EXPIRY, Verdict::Manual, &Seen::new("expiresAfter", text).times(active.len()));
    let text = format!(
        "Each of {of} is in use by somebody of the team; other keys are on the page of the team's keys only."
    );
    answer.otherwise(&CENTRAL, Verdict::Manual, &Seen::new("lastUsedAt", text).times(active.len()));
    let text = format!("There is no collection access key that nobody uses, of {}.", active.len());
    answer.otherwise(&SHORT, Verdict::Pass, &Seen::new("lastUsedAt", text).times(active.len()));
    answer.into_evidence()
}

fn is_active(key: &Value) -> bool {
    text(key, "deletedAt").is_none() && text(key, "status").is_none_or(|status| status != "INACTIVE")
}

/// Seconds since 1970 of a time as the API writes it: `2024-06-11 13:21:11+00:00`, or with a `T` and a `Z`.
fn time(key: &Value, field: &str) -> Option<i64> {
    text(key, field)?.parse::<Timestamp>().ok().map(Timestamp::as_second)
}

fn of_key(answer: &mut Answer, key: &Value, users: &Result<Vec<User>, ApiError>, at: i64) {
    let collection = text(key, "collectionId").unwrap_or_default();
    let masked = text(key, "token").unwrap_or_default();
    let seen = |field, text: String| Seen::new(field, text).at(format!("collection {collection}"));
    if time(key, "expiresAfter").is_none() {
        answer.say(
            &EXPIRY,
            Verdict::Fail,
            &seen("expiresAfter", format!("The access key {masked} does not expire.")),
        );
    }
    let age = time(key, "createdAt").map_or(0, |created| (at - created) / DAY);
    match time(key, "lastUsedAt") {
        None if age > IDLE / 2 => {
            let seen = seen(
                "lastUsedAt",
                format!("Nobody has used the access key {masked} in the {age} days since it was made."),
            );
            answer.say(&CENTRAL, Verdict::Fail, &seen);
            answer.say(&SHORT, Verdict::Partial, &seen);
        }
        Some(used) if at - used > IDLE * DAY => {
            let days = (at - used) / DAY;
            let seen =
                seen("lastUsedAt", format!("Nobody has used the access key {masked} for {days} days."));
            answer.say(&CENTRAL, Verdict::Partial, &seen);
            answer.say(&SHORT, Verdict::Partial, &seen);
        }
        _ => {}
    }
    let owner = text(key, "userId").unwrap_or_default();
    if let Ok(users) = users
        && !owner.is_empty()
        && !users.iter().any(|user| user.id == owner)
    {
        let text = format!("The access key {masked} belongs to user {owner}, who is not in the team.");
        answer.say(&CENTRAL, Verdict::Fail, &seen("userId", text));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn verdict(key: &Value, control: &str) -> Option<Verdict> {
        let list = Kept { id: "account".to_owned(), workspace: None, json: json!({"data": [key]}) };
        let user = User { id: "7".to_owned(), name: String::new(), email: String::new(), roles: Vec::new() };
        let evidence = evidence(&[list], true, &Ok(vec![user]), 1_741_564_800);
        evidence.iter().filter(|(id, _)| id == control).map(|(_, one)| one.verdict).max()
    }

    fn key(changes: &[(&str, &str)]) -> Value {
        let mut key = json!({"status": "ACTIVE", "userId": 7, "createdAt": "2025-01-02 13:21:11+00:00",
            "lastUsedAt": "2025-03-01T08:24:23.000Z", "expiresAfter": "2025-04-30 08:24:23+00:00"});
        for (field, value) in changes {
            key[*field] = json!(value);
        }
        key
    }

    #[test]
    fn keys_that_nobody_uses_or_that_do_not_expire_are_seen() {
        for (key, control, wanted) in [
            (key(&[]), "3.1", Verdict::Manual),
            (key(&[]), "3.2", Verdict::Manual),
            (key(&[]), "PS-4", Verdict::Pass),
            (key(&[("expiresAfter", "")]), "3.1", Verdict::Fail),
            (key(&[("lastUsedAt", "")]), "3.2", Verdict::Fail),
            (key(&[("lastUsedAt", ""), ("createdAt", "2025-03-08 00:00:00+00:00")]), "3.2", Verdict::Manual),
            (key(&[("lastUsedAt", "2024-12-01 00:00:00+00:00")]), "3.2", Verdict::Partial),
            (key(&[("userId", "8")]), "3.2", Verdict::Fail),
            (key(&[("status", "INACTIVE"), ("expiresAfter", "")]), "3.1", Verdict::Manual),
        ] {
            assert_eq!(verdict(&key, control), Some(wanted), "{control} {key}");
        }
    }
}
