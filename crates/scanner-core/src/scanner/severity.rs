//! What raises and lowers the severity of a finding: where it stands, who reads it, whom it reaches, whether it has ended.

use crate::ArtefactKind;
use crate::finding::{Evidence, Finding, Severity};
use crate::postman::host::{is_echo, is_local};

const DISABLED: Evidence = Evidence::note("every place of it is switched off (severity one step down)");
const IN_EXAMPLES: Evidence = Evidence::note("it stands in saved examples only (severity one step down)");
const LOCAL_VALUE: Evidence =
    Evidence::note("it is a local value, which is not shared with others (severity one step down)");
const PUBLIC: Evidence = Evidence::note("the artefact says that it is public (severity one step up)");
const VAULT_EXPORT: Evidence =
    Evidence::note("it stands in an export of a vault in plaintext (severity: critical)");
const ECHO: Evidence =
    Evidence::note("it is sent to hosts of documentation and echo services only (severity one step down)");
const LOCAL: Evidence = Evidence::note("it is sent to this computer only (severity one step down)");

/// Lowers the severity by what all places of a finding have in common, raises it by what one of them says, and says so in its evidence. `now` is in
/// seconds since 1970. What has expired is worth nothing wherever it stands.
pub(super) fn adjust(finding: &mut Finding, now: Option<i64>) {
    let all = |what: fn(&crate::Location) -> bool| finding.places().all(|place| what(&place.location));
    let only_to = |kind: fn(&str) -> bool| {
        !finding.reach.is_empty() && finding.reach.iter().all(|reach| reach.host.as_deref().is_some_and(kind))
    };
    let steps = [
        (all(|location| location.disabled), DISABLED),
        (all(|location| location.example.is_some()), IN_EXAMPLES),
        (all(|location| location.local), LOCAL_VALUE),
        (only_to(is_local), LOCAL),
        (only_to(is_echo), ECHO),
    ];
    for (_, evidence) in steps.into_iter().filter(|(holds, _)| *holds) {
        finding.severity = finding.severity.one_down();
        finding.evidence.push(evidence);
    }
    if finding.places().any(|place| place.location.public) {
        finding.severity = finding.severity.one_up();
        finding.evidence.push(PUBLIC);
    }
    if finding.places().any(|place| place.location.artefact == ArtefactKind::VaultExport) {
        finding.severity = Severity::Critical;
        finding.evidence.push(VAULT_EXPORT);
    }
    if let Some(now) = now {
        finding.expire(now);
    }
}
