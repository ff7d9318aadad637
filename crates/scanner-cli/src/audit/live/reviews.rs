//! Pull requests: whether changes are looked at by others.

use scanner_report::audit::{Evidence, Verdict};

use super::answer::{Answer, Seen, counted};
use super::observed::Kept;

const CONTROLS: [&str; 1] = ["SR-B4"];

/// What the pull requests of collections say, `unread` of which could not be read, if they were asked for. Which collections are critical, a
/// person has to say.
pub(super) fn evidence(all: &[Kept], unread: usize, asked: bool, at: i64) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("GET /collections/{id}/pull-requests", at);
    if !asked {
        let text =
            "Pull requests were not asked for (--reviews): look whether critical collections have any.";
        answer.say(&CONTROLS, Verdict::Manual, &Seen::new("", text));
        return answer.into_evidence();
    }
    answer.unread(&CONTROLS, unread);
    let requests = |kept: &Kept| kept.json["data"].as_array().map_or(0, Vec::len);
    let reviewed = all.iter().filter(|kept| requests(kept) > 0).count();
    let total: usize = all.iter().map(requests).sum();
    let text = format!(
        "{reviewed} of {} have pull requests, {total} in all; which are critical is for a person to say.",
        counted(all.len(), "collection")
    );
    answer.otherwise(&CONTROLS, Verdict::Manual, &Seen::new("data", text).times(total));
    answer.into_evidence()
}
