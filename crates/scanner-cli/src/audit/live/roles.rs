//! Who may do what in workspaces.

use scanner_report::audit::{Evidence, Verdict};
use serde_json::Value;

use super::Workspaces;
use super::answer::{Answer, Seen, counted};
use super::observed::Kept;
use crate::pull::model::{Workspace, text};

const CONTROLS: [&str; 2] = ["2.1", "SR-3"];
/// More administrators than this are many, of a workspace as of a team: the guide says two or three.
pub(super) const FEW: usize = 3;

/// What the roles of workspaces say, `unread` of which could not be read.
pub(super) fn evidence(
    all: &[Kept],
    unread: usize,
    workspaces: &Workspaces,
    at: i64,
) -> Vec<(String, Evidence)> {
    let mut answer = Answer::new("GET /workspaces/{id}/roles", at);
    answer.unread(&CONTROLS, unread);
    for workspace in all {
        for role in workspace.json["roles"].as_array().into_iter().flatten() {
            of_role(&mut answer, role, &workspace.id, workspaces.get(&workspace.id));
        }
    }
    let text = format!(
        "In none of {} are there more than {FEW} administrators, or partners who may edit.",
        counted(all.len(), "workspace")
    );
    answer.otherwise(&CONTROLS, Verdict::Pass, &Seen::new("roles", text).times(all.len()));
    answer.into_evidence()
}

fn of_role(answer: &mut Answer, role: &Value, id: &str, workspace: Option<&Workspace>) {
    let name = text(role, "displayName").unwrap_or_default();
    let count = |member: &str| role[member].as_array().map_or(0, Vec::len);
    let place = |seen: Seen| seen.at(workspace.map_or(id, |workspace| &workspace.name)).inside(Some(id));
    let administrators = count("user");
    if name.eq_ignore_ascii_case("admin") && administrators > FEW {
        let text = format!("{administrators} administrators: two or three are enough.");
        answer.say(&CONTROLS, Verdict::Partial, &place(Seen::new("roles", text).times(administrators)));
    }
    let partners = count("partner");
    if may_edit(role, &name) && partners > 0 {
        let text = format!("{} may edit, as {name}.", counted(partners, "partner"));
        let for_partners = workspace.is_some_and(|workspace| workspace.visibility == "partner");
        let verdict = if for_partners { Verdict::Partial } else { Verdict::Fail };
        answer.say(&CONTROLS, verdict, &place(Seen::new("roles", text).times(partners)));
    }
}

/// By the number of the role, or its name where the number is new: 2 and 3 are editors and administrators, 5 and 7 editors among partners.
fn may_edit(role: &Value, name: &str) -> bool {
    let id = text(role, "id").unwrap_or_default();
    let name = name.to_lowercase();
    matches!(id.as_str(), "2" | "3" | "5" | "7") || name.contains("edit") || name.contains("admin")
}
