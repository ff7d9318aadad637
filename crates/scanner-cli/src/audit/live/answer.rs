//! Evidence that an answer of the API is.

use std::fmt::Display;

use scanner_report::audit::{Evidence, Origin, Verdict};

/// What one endpoint says of controls.
#[derive(Debug)]
pub(super) struct Answer {
    endpoint: &'static str,
    at: i64,
    evidence: Vec<(String, Evidence)>,
}

/// One thing that was seen in an answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    field: &'static str,
    text: String,
    place: Option<String>,
    workspace: Option<String>,
    count: usize,
}

impl Seen {
    /// Something that a field says, in one sentence.
    pub(super) fn new(field: &'static str, text: impl Into<String>) -> Seen {
        Seen { field, text: text.into(), count: 1, ..Seen::default() }
    }

    /// The name of the element it was seen in.
    pub(super) fn at(mut self, place: impl Into<String>) -> Seen {
        self.place = Some(place.into());
        self
    }

    /// The id of the workspace it was seen in.
    pub(super) fn inside(mut self, workspace: Option<&str>) -> Seen {
        self.workspace = workspace.map(str::to_owned);
        self
    }

    /// How often.
    pub(super) fn times(mut self, count: usize) -> Seen {
        self.count = count;
        self
    }
}

impl Answer {
    /// The answer of an endpoint such as `GET /users`, at a time in seconds since 1970.
    pub(super) fn new(endpoint: &'static str, at: i64) -> Answer {
        Answer { endpoint, at, evidence: Vec::new() }
    }

    /// What was seen speaks for or against these controls.
    pub(super) fn say(&mut self, controls: &[&str], verdict: Verdict, seen: &Seen) {
        for control in controls {
            let Seen { field, text, place, workspace, count } = seen.clone();
            let origin = Origin::Api { endpoint: self.endpoint.to_owned(), field: field.to_owned() };
            let evidence = Evidence { origin, text, place, workspace, count, verdict, at: self.at };
            self.evidence.push(((*control).to_owned(), evidence));
        }
    }

    /// There was no answer, or not all of it: what it would have said of these controls is not known.
    pub(super) fn missing(&mut self, controls: &[&str], why: &dyn Display) {
        let text = format!("{} gave no answer: {why}.", self.endpoint);
        self.say(controls, Verdict::NotEvaluated, &Seen::new("", text));
    }

    /// Of elements that could not be read, how many there are; of these controls nothing can be said for sure then.
    pub(super) fn unread(&mut self, controls: &[&str], unread: usize) {
        if unread > 0 {
            let text = format!("{unread} could not be read by {}.", self.endpoint);
            self.say(controls, Verdict::NotEvaluated, &Seen::new("", text).times(unread));
        }
    }

    /// Whether anything speaks against a control, or leaves it open.
    pub(super) fn has(&self, control: &str) -> bool {
        self.evidence.iter().any(|(id, _)| id == control)
    }

    /// Whether anything speaks against a control.
    pub(super) fn is_against(&self, control: &str) -> bool {
        self.evidence.iter().any(|(id, one)| id == control && one.verdict >= Verdict::Partial)
    }

    /// What holds if nothing was said of a control yet.
    pub(super) fn otherwise(&mut self, controls: &[&str], verdict: Verdict, seen: &Seen) {
        let silent: Vec<&str> = controls.iter().copied().filter(|control| !self.has(control)).collect();
        self.say(&silent, verdict, seen);
    }

    /// Every piece, with the id of its control.
    pub(super) fn into_evidence(self) -> Vec<(String, Evidence)> {
        self.evidence
    }
}

/// `No user`, `The only user`, `Each of 2 users`.
pub(super) fn each(count: usize, one: &str) -> String {
    match count {
        0 => format!("No {one}"),
        1 => format!("The only {one}"),
        _ => format!("Each of {count} {one}s"),
    }
}

/// `1 user`, `2 users`.
pub(super) fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}
