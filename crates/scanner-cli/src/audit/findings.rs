//! What the credentials that were found say of the controls.

use scanner_report::Report;
use scanner_report::audit::{Evidence, Origin, Verdict};
use scanner_report::control::Catalogue;

/// A credential that breaks a control speaks against it.
pub(super) fn evidence(report: &Report, catalogue: &Catalogue) -> Vec<(String, Evidence)> {
    let mut all = Vec::new();
    for (artefact, finding) in report.findings() {
        for broken in catalogue.broken(finding) {
            let live = artefact.live.as_ref();
            let evidence = Evidence {
                origin: Origin::Finding {
                    rule: finding.rule_id().to_owned(),
                    fingerprint: finding.at.fingerprint.to_string(),
                },
                text: format!("{} {}. {}", finding.rule.title, finding.secret, broken.why),
                place: Some(artefact.path.clone()),
                workspace: live.map(|live| live.workspace_id.clone()),
                count: 1,
                verdict: Verdict::Fail,
                at: report.started,
            };
            all.push((broken.id.to_string(), evidence));
        }
    }
    all
}
