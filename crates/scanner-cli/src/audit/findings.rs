//! What the credentials that were found say of the controls.

use jiff::Timestamp;
use scanner_core::Finding;
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
                text: format!(
                    "{} {}{}. {}",
                    finding.rule.title,
                    finding.secret,
                    age(finding, report.started),
                    broken.why
                ),
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

/// How old a key is that tells when it was made.
fn age(finding: &Finding, now: i64) -> String {
    const DAY: i64 = 86_400;
    let created = finding.facts.iter().find(|fact| fact.name == "created");
    let made = created.and_then(|fact| fact.value.parse::<Timestamp>().ok());
    made.map_or_else(String::new, |made| {
        let days = (now - made.as_second()) / DAY;
        format!(", made on {}, {days} days ago", made.strftime("%Y-%m-%d"))
    })
}
