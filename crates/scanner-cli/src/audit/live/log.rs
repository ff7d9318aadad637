//! The audit log: how people sign in, what they do to their second factor and to keys.

use std::collections::{BTreeMap, HashMap};

use scanner_report::audit::{Evidence, Verdict};
use serde_json::Value;

use super::answer::{Answer, Seen, counted};
use super::listed;
use crate::pull::client::Client;
use crate::pull::error::ApiError;
use crate::pull::limiter::Class;
use crate::pull::model::text;
use crate::pull::pages::{self, List, Style};

const SIGN_IN: [&str; 2] = ["1.1", "SR-B5"];
const SECOND_FACTOR: [&str; 2] = ["1.3", "SR-B5"];
const ACCESS: [&str; 1] = ["SR-2"];
const REVIEW: [&str; 2] = ["4.1", "SR-6"];
const ALL: [&str; 6] = ["1.1", "1.3", "SR-B5", "SR-2", "4.1", "SR-6"];
/// So many failed sign-ins of one account on one day are worth a question.
const MANY_FAILURES: usize = 10;

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// Such as `user.login_password_success`.
    action: String,
    /// What Postman calls it in words, in lower case: `custom auth scheme disabled`. Empty if the list of actions does not have it.
    title: String,
    /// Who did it.
    actor: String,
    /// `YYYY-MM-DD`.
    day: String,
}

/// The log since a day, `YYYY-MM-DD`.
pub(super) fn read(client: &Client, since: &str) -> Result<Vec<Event>, ApiError> {
    let path = format!("/audit/logs?limit=300&since={since}");
    let list = List { path: &path, member: "trails", class: Class::Fast, style: Style::Cursor };
    let trails = pages::read(client, list)?;
    // Without the list of actions their names have to do.
    let actions = client.get_json("/audit-actions", Class::Fast).unwrap_or_default();
    let named = |action: &Value| Some((text(action, "name")?, text(action, "displayName")?.to_lowercase()));
    let titles: HashMap<String, String> =
        actions.as_array().into_iter().flatten().filter_map(named).collect();
    Ok(trails.iter().map(|trail| event(trail, &titles)).collect())
}

fn event(json: &Value, titles: &HashMap<String, String>) -> Event {
    let actor = json.pointer("/data/actor").unwrap_or(&Value::Null);
    let actor = text(actor, "username").or_else(|| text(actor, "name")).or_else(|| text(actor, "email"));
    let action = text(json, "action").unwrap_or_default();
    Event {
        title: titles.get(&action).cloned().unwrap_or_default(),
        action: action.to_lowercase(),
        actor: actor.unwrap_or_else(|| "somebody".to_owned()),
        day: text(json, "timestamp").unwrap_or_default().chars().take(10).collect(),
    }
}

/// How somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SignIn {
    Password,
    Google,
    /// Through an identity provider of the team.
    Single,
    Failed,
}

/// The names of the log are not all documented: what is known is `user.login_METHOD_success`, with `password` and `google` among the methods.
fn sign_in(action: &str) -> Option<SignIn> {
    let method = action.strip_prefix("user.login_")?;
    Some(match method {
        method if method.contains("fail") => SignIn::Failed,
        method if method.starts_with("password") => SignIn::Password,
        method if method.starts_with("google") => SignIn::Google,
        method if method.ends_with("_success") => SignIn::Single,
        _ => return None,
    })
}

/// What the log of so many days says.
pub(super) fn evidence(events: &Result<Vec<Event>, ApiError>, days: u16, at: i64) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("GET /audit/logs", at);
    match events {
        Err(ApiError::Plan(why)) => {
            let seen = Seen::new("", format!("The plan has no audit log: {why}."));
            answer.say(&REVIEW, Verdict::Fail, &seen);
            answer.missing(&["1.1", "1.3", "SR-B5", "SR-2"], &"the plan has no audit log");
        }
        Err(error) => answer.missing(&ALL, error),
        Ok(events) => {
            sign_ins(&mut answer, events, days);
            second_factors(&mut answer, events, days);
            failures(&mut answer, events, days);
            review(&mut answer, events, days);
        }
    }
    answer.into_evidence()
}

fn who<'e>(events: impl Iterator<Item = &'e Event>) -> (usize, String) {
    let mut names: Vec<&str> = events.map(|event| event.actor.as_str()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    (count, listed(&names))
}

fn sign_ins(answer: &mut Answer, events: &[Event], days: u16) {
    let of = |way: SignIn| who(events.iter().filter(move |event| sign_in(&event.action) == Some(way)));
    for (way, word) in [(SignIn::Password, "a password"), (SignIn::Google, "Google")] {
        let (count, names) = of(way);
        if count > 0 {
            let text = format!("{} with {word} in {days} days: {names}.", counted(count, "sign-in"));
            answer.say(&SIGN_IN, Verdict::Fail, &Seen::new("action", text).times(count));
        }
    }
    let ended = |event: &&Event| {
        event.title.contains("auth scheme")
            && (event.title.contains("disabled") || event.title.contains("removed"))
    };
    let (count, names) = who(events.iter().filter(ended));
    if count > 0 {
        let text = format!(
            "{names} took away a way to sign in that the team had set up ({} in {days} days).",
            counted(count, "time")
        );
        answer.say(&SIGN_IN, Verdict::Partial, &Seen::new("action", text).times(count));
    }
    let (single, _) = of(SignIn::Single);
    if single == 0 {
        let text =
            format!("Nobody signed in through an identity provider in {days} days: look at the settings.");
        answer.otherwise(&SIGN_IN, Verdict::Manual, &Seen::new("action", text));
    } else {
        let text = format!(
            "Each of {} in {days} days went through an identity provider.",
            counted(single, "sign-in")
        );
        answer.otherwise(&SIGN_IN, Verdict::Pass, &Seen::new("action", text).times(single));
    }
}

fn second_factors(answer: &mut Answer, events: &[Event], days: u16) {
    for (action, done) in [
        ("user.mfa_disabled", "switched the second factor off"),
        ("user.mfa_reset", "reset the second factor"),
    ] {
        let (count, names) = who(events.iter().filter(|event| event.action == action));
        if count > 0 {
            let text = format!("{names} {done} ({} in {days} days).", counted(count, "time"));
            answer.say(&SECOND_FACTOR, Verdict::Fail, &Seen::new("action", text).times(count));
        }
    }
    let text = format!("Nobody switched a second factor off in {days} days; who has one, no API tells.");
    answer.otherwise(&SECOND_FACTOR[..1], Verdict::Manual, &Seen::new("action", text.clone()));
    if !answer.is_against(SECOND_FACTOR[1]) {
        answer.say(&SECOND_FACTOR[1..], Verdict::Manual, &Seen::new("action", text));
    }
}

fn failures(answer: &mut Answer, events: &[Event], days: u16) {
    let mut by_day: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for event in events.iter().filter(|event| sign_in(&event.action) == Some(SignIn::Failed)) {
        *by_day.entry((&event.actor, &event.day)).or_default() += 1;
    }
    for ((actor, day), count) in by_day.into_iter().filter(|(_, count)| *count >= MANY_FAILURES) {
        let text = format!("{actor} failed to sign in {count} times on {day}.");
        answer.say(&ACCESS, Verdict::Partial, &Seen::new("action", text).times(count));
    }
    let text = format!(
        "No account failed to sign in {MANY_FAILURES} times on a day, in {days} days; the rest is for its owner to attest."
    );
    answer.otherwise(&ACCESS, Verdict::Manual, &Seen::new("action", text));
}

/// That the log can be read is no proof that somebody reads it; what is worth reading is named.
fn review(answer: &mut Answer, events: &[Event], days: u16) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for event in events {
        if let Some(kind) = notable(event) {
            *counts.entry(kind).or_default() += 1;
        }
    }
    let notable: Vec<String> = counts.iter().map(|(kind, count)| format!("{kind} ({count})")).collect();
    let worth = if notable.is_empty() { "nothing of note".to_owned() } else { notable.join(", ") };
    let text = format!(
        "{} in {days} days can be read, among them {worth}. Whether somebody reads them is to be attested; Postman keeps them for 180 days.",
        counted(events.len(), "event")
    );
    answer.say(&REVIEW, Verdict::Manual, &Seen::new("trails", text).times(events.len().max(1)));
}

fn notable(event: &Event) -> Option<&'static str> {
    let kinds = [
        ("fail", "failed sign-ins"),
        ("mfa_", "changes of second factors"),
        ("apikey", "changes of API keys"),
        ("scimkey", "changes of SCIM keys"),
        ("auth scheme", "changes of sign-in"),
        ("role", "changes of roles"),
        ("domain", "changes of domains"),
        ("visibility", "changes of visibility"),
        ("add_member", "new members"),
    ];
    let is = |word: &str| event.action.contains(word) || event.title.contains(word);
    kinds.iter().find(|(word, _)| is(word)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdicts(events: &Result<Vec<Event>, ApiError>, control: &str) -> Vec<Verdict> {
        let evidence = evidence(events, 30, 0);
        evidence.iter().filter(|(id, _)| id == control).map(|(_, one)| one.verdict).collect()
    }

    fn events(actions: &[&str]) -> Result<Vec<Event>, ApiError> {
        let event = |action: &&str| Event {
            action: (*action).to_owned(),
            title: String::new(),
            actor: "ada".to_owned(),
            day: "2025-03-09".to_owned(),
        };
        Ok(actions.iter().map(event).collect())
    }

    #[test]
    fn ways_to_sign_in_are_told_apart() {
        for (action, way) in [
            ("user.login_password_success", Some(SignIn::Password)),
            ("user.login_google_success", Some(SignIn::Google)),
            ("user.login_okta_success", Some(SignIn::Single)),
            ("user.login_password_failed", Some(SignIn::Failed)),
            ("user.login_sso_failure", Some(SignIn::Failed)),
            ("user.logout", None),
        ] {
            assert_eq!(sign_in(action), way, "{action}");
        }
    }

    #[test]
    fn single_sign_on_holds_if_nobody_goes_round_it() {
        assert_eq!(verdicts(&events(&["user.login_saml_success"]), "1.1"), [Verdict::Pass]);
        assert_eq!(
            verdicts(&events(&["user.login_saml_success", "user.login_password_success"]), "1.1"),
            [Verdict::Fail]
        );
        assert_eq!(verdicts(&events(&[]), "1.1"), [Verdict::Manual]);
    }

    #[test]
    fn a_plan_without_a_log_fails_the_review_and_leaves_the_rest_open() {
        let none = || Err(ApiError::Plan("upgrade".to_owned()));
        assert_eq!(verdicts(&none(), "4.1"), [Verdict::Fail]);
        assert_eq!(verdicts(&none(), "1.1"), [Verdict::NotEvaluated]);
        let forbidden = Err(ApiError::Forbidden(String::new()));
        assert_eq!(verdicts(&forbidden, "4.1"), [Verdict::NotEvaluated]);
    }
}
