//! Mock servers: whether everyone may call them.

use scanner_report::audit::{Evidence, Verdict};

use super::answer::{Answer, Seen, counted};
use super::observed::Kept;
use crate::pull::model::text;

const PRIVATE: [&str; 1] = ["PS-7"];
const SHORT: [&str; 1] = ["PS-4"];

/// What the mocks say, `unread` of which could not be read.
pub(super) fn evidence(all: &[Kept], unread: usize, at: i64) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("GET /mocks/{id}", at);
    answer.unread(&PRIVATE, unread);
    answer.unread(&SHORT, unread);
    for kept in all {
        let mock = &kept.json["mock"];
        if mock["isPublic"] == true && mock["deactivated"] != true {
            let name = text(mock, "name").unwrap_or_else(|| kept.id.clone());
            let seen = Seen::new("isPublic", "Everyone may call it.").at(name);
            let seen = seen.inside(kept.workspace.as_deref());
            answer.say(&PRIVATE, Verdict::Fail, &seen);
            answer.say(&SHORT, Verdict::Partial, &seen);
        }
    }
    let text = format!("None of {} is public.", counted(all.len(), "mock server"));
    let seen = Seen::new("isPublic", text).times(all.len());
    answer.otherwise(&PRIVATE, Verdict::Pass, &seen);
    answer.otherwise(&SHORT, Verdict::Pass, &seen);
    answer.into_evidence()
}
