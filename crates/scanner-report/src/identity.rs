//! UUIDs that stay the same from one report to the next: of version 5, made from what they name.

use uuid::Uuid;

use crate::audit::Evidence;

/// A name for what is named by these words, and by nothing else.
pub(crate) fn id(words: &[&str]) -> Uuid {
    let ours = Uuid::new_v5(&Uuid::NAMESPACE_URL, env!("CARGO_PKG_REPOSITORY").as_bytes());
    Uuid::new_v5(&ours, words.join("\u{1f}").as_bytes())
}

/// A name for what was seen of a control, whenever it was. `more` tells apart what is the same in everything else.
pub(crate) fn of_evidence(control: &str, evidence: &Evidence, more: [&str; 2]) -> Uuid {
    let origin = serde_json::to_string(&evidence.origin).unwrap_or_default();
    let [workspace, place] =
        [&evidence.workspace, &evidence.place].map(|name| name.as_deref().unwrap_or_default());
    id(&["evidence", control, &origin, workspace, place, &evidence.text, more[0], more[1]])
}
