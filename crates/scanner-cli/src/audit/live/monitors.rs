//! Monitors: how they treat certificates, whom they tell, where they run.

use std::collections::BTreeSet;

use scanner_report::audit::{Evidence, Verdict};
use serde_json::Value;

use super::answer::{Answer, Seen, counted};
use super::observed::Kept;
use super::{Domains, listed};
use crate::pull::model::text;

const CERTIFICATES: [&str; 1] = ["SR-B2"];
const OUTGOING: [&str; 1] = ["SR-7"];
const ADDRESSES: [&str; 1] = ["SR-B6"];

/// What the monitors say, `unread` of which could not be read.
pub(super) fn evidence(all: &[Kept], unread: usize, domains: &Domains, at: i64) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("GET /monitors/{id}", at);
    for controls in [CERTIFICATES, OUTGOING, ADDRESSES] {
        answer.unread(&controls, unread);
    }
    if domains.is_empty() && !all.is_empty() {
        let seen = Seen::new("notifications", "Which domains are your own is not known (--domain).");
        answer.say(&OUTGOING, Verdict::NotEvaluated, &seen);
    }
    for monitor in all {
        of_monitor(&mut answer, monitor, domains);
    }
    what_holds(&mut answer, all.len(), domains);
    answer.into_evidence()
}

fn what_holds(answer: &mut Answer, count: usize, domains: &Domains) {
    if count == 0 {
        let seen = Seen::new("", "There is no monitor.");
        return [CERTIFICATES, OUTGOING, ADDRESSES]
            .iter()
            .for_each(|controls| answer.otherwise(controls, Verdict::Pass, &seen));
    }
    let of = counted(count, "monitor");
    let seen = |field, text: String| Seen::new(field, text).times(count);
    answer.otherwise(
        &CERTIFICATES,
        Verdict::Pass,
        &seen("options.strictSSL", format!("Certificates are checked by all of {of}.")),
    );
    let text = format!("None of {of} tells anybody outside of {domains}.");
    answer.otherwise(&OUTGOING, Verdict::Pass, &seen("notifications", text));
    let text = format!("All of {of} run from addresses that do not change.");
    answer.otherwise(&ADDRESSES, Verdict::Pass, &seen("distribution", text));
}

fn of_monitor(answer: &mut Answer, kept: &Kept, domains: &Domains) {
    let monitor = &kept.json["monitor"];
    let name = text(monitor, "name").unwrap_or_else(|| kept.id.clone());
    let seen = |field, text: &str| Seen::new(field, text).at(&name).inside(kept.workspace.as_deref());
    if monitor["options"]["strictSSL"] == false {
        answer.say(
            &CERTIFICATES,
            Verdict::Fail,
            &seen("options.strictSSL", "It does not check certificates."),
        );
    }
    let told: BTreeSet<String> = ["onError", "onFailure"]
        .iter()
        .flat_map(|when| monitor["notifications"][when].as_array().into_iter().flatten())
        .filter_map(|entry| text(entry, "email"))
        .filter(|email| !domains.is_empty() && !domains.own(email))
        .collect();
    if !told.is_empty() {
        let names: Vec<&str> = told.iter().map(String::as_str).collect();
        let text =
            format!("It tells {} outside of {domains}: {}.", counted(told.len(), "address"), listed(&names));
        answer.say(&OUTGOING, Verdict::Fail, &seen("notifications", &text));
    }
    let moving = regions(monitor).filter(|region| !region.contains("static")).collect::<Vec<_>>();
    if !moving.is_empty() {
        let text = format!(
            "It runs from {}, whose addresses change: is what it calls open to everyone?",
            listed(&moving)
        );
        answer.say(&ADDRESSES, Verdict::Partial, &seen("distribution", &text));
    }
}

fn regions(monitor: &Value) -> impl Iterator<Item = &str> {
    let all = monitor["distribution"].as_array().into_iter().flatten();
    all.filter_map(|entry| entry["region"].as_str())
}
