//! Postman's own secret scanner: what it knows and nobody has dealt with.

use std::collections::BTreeMap;

use scanner_report::Detected;
use scanner_report::audit::{Evidence, Verdict};

use super::Workspaces;
use super::answer::{Answer, Seen, counted, each};
use crate::pull::detected::Secret;
use crate::pull::error::ApiError;

const CONTROLS: [&str; 1] = ["3.4"];

/// What it says; `joined` is how that goes with what was found here.
pub(super) fn evidence(
    secrets: &Result<Vec<Secret>, ApiError>,
    joined: Option<&Detected>,
    workspaces: &Workspaces,
    at: i64,
) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("POST /detected-secrets-queries", at);
    match secrets {
        Err(ApiError::Plan(why)) => {
            let text = format!("What it knows is read with an add-on alone: look at its page. {why}");
            answer.say(&CONTROLS, Verdict::Manual, &Seen::new("", text));
        }
        Err(error) => answer.missing(&CONTROLS, error),
        Ok(secrets) => {
            unresolved(&mut answer, secrets, workspaces);
            let text = if secrets.is_empty() {
                "It answers, and knows no secret.".to_owned()
            } else {
                format!("{} that it knows is dealt with.", each(secrets.len(), "secret"))
            };
            answer.otherwise(&CONTROLS, Verdict::Pass, &Seen::new("resolution", text).times(secrets.len()));
            overlap(&mut answer, joined);
        }
    }
    answer.into_evidence()
}

fn unresolved(answer: &mut Answer, secrets: &[Secret], workspaces: &Workspaces) {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for theirs in secrets.iter().map(|secret| &secret.theirs).filter(|theirs| theirs.resolution == "ACTIVE") {
        *counts.entry((&theirs.workspace_id, &theirs.secret_type)).or_default() += 1;
    }
    let name = |id: &str| workspaces.get(id).map_or(id, |workspace| &workspace.name).to_owned();
    for ((workspace, kind), count) in counts {
        let text =
            format!("Nobody has dealt with {} of type {kind} that it knows.", counted(count, "secret"));
        let seen = Seen::new("resolution", text).inside(Some(workspace)).at(name(workspace));
        answer.say(&CONTROLS, Verdict::Fail, &seen.times(count));
    }
}

fn overlap(answer: &mut Answer, joined: Option<&Detected>) {
    let Some(Detected { both, only_ours, only_theirs }) = joined else { return };
    if *both + *only_ours + only_theirs.len() == 0 {
        return;
    }
    let text = format!(
        "Of what was found here it knows {both} and not {only_ours}; {} it alone knows.",
        only_theirs.len()
    );
    answer.say(&CONTROLS, Verdict::Pass, &Seen::new("secretHash", text).times(*both));
}
