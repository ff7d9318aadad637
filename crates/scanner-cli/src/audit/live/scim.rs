//! SCIM: whether those who are in the team are those whom the identity provider knows (RFC 7644).

use std::collections::BTreeMap;

use scanner_report::audit::{Evidence, Verdict};

use super::answer::{Answer, Seen, counted};
use super::members::User;
use crate::pull::client::Client;
use crate::pull::error::ApiError;
use crate::pull::limiter::Class;
use crate::pull::model::{number, text};

const CONTROLS: [&str; 1] = ["1.2"];
const PAGE: usize = 100;

/// Whom SCIM knows, by address in lower case, with whether they are active.
pub(super) type Known = BTreeMap<String, bool>;

/// Reads them. The first call fails where SCIM is not set up.
pub(super) fn read(client: &Client) -> Result<Known, ApiError> {
    client.get_json("/scim/v2/ServiceProviderConfig", Class::Fast)?;
    let mut known = Known::new();
    let mut start = 1;
    loop {
        let page =
            client.get_json(&format!("/scim/v2/Users?startIndex={start}&count={PAGE}"), Class::Fast)?;
        let users = page["Resources"].as_array().map(Vec::as_slice).unwrap_or_default();
        let entry = |user| Some((text(user, "userName")?.to_lowercase(), user["active"] != false));
        known.extend(users.iter().filter_map(entry));
        start += users.len();
        if users.is_empty() || start as u64 > number(&page, "totalResults").unwrap_or(0) {
            return Ok(known);
        }
    }
}

/// What SCIM says of the users; `None` if there is no key for it.
pub(super) fn evidence(
    known: Option<&Result<Known, ApiError>>,
    users: &Result<Vec<User>, ApiError>,
    at: i64,
) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("GET /scim/v2/Users", at);
    match (known, users) {
        (None, _) => {
            let text = "There is no key for SCIM (POSTMAN_SCIM_KEY): look whether it is set up.";
            answer.say(&CONTROLS, Verdict::Manual, &Seen::new("", text));
        }
        (Some(Err(error)), _) => answer.missing(&CONTROLS, error),
        (_, Err(error)) => answer.missing(&CONTROLS, &format!("who is in the team cannot be read: {error}")),
        (Some(Ok(known)), Ok(users)) => {
            users.iter().for_each(|user| of_user(&mut answer, user, known));
            let text = format!(
                "The identity provider knows all of {}, and each is active there.",
                counted(users.len(), "user")
            );
            answer.otherwise(&CONTROLS, Verdict::Pass, &Seen::new("Resources", text).times(users.len()));
        }
    }
    answer.into_evidence()
}

fn of_user(answer: &mut Answer, user: &User, known: &Known) {
    let (field, text) = match known.get(&user.email) {
        None => ("userName", "is in the team, and the identity provider does not know them."),
        Some(false) => ("active", "is switched off by the identity provider, and still in the team."),
        Some(true) => return,
    };
    let seen = Seen::new(field, format!("{} {text}", user.email)).at(&user.name);
    answer.say(&CONTROLS, Verdict::Fail, &seen);
}
