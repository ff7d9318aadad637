//! Evidence for and against controls, one file a source of it. What verdict follows is for [`scanner_report::audit::judge`] to say.

mod findings;
pub(crate) mod live;
mod posture;
mod rows;

use scanner_core::posture::{Options, Posture};
use scanner_report::Report;
use scanner_report::audit::{Evidence, Origin, Row, Verdict};
use scanner_report::control::{Catalogue, Means};

/// What documents say of the controls, whether they were exported or pulled.
#[derive(Debug)]
pub(crate) struct Documents<'e> {
    pub(crate) report: &'e Report,
    /// What the posture checks say of the artefacts, by their paths.
    pub(crate) postures: &'e [(String, Posture)],
    pub(crate) options: &'e Options,
    /// Whether everything was read.
    pub(crate) complete: bool,
    /// What the Postman API says, if it was asked.
    pub(crate) live: &'e [(String, Evidence)],
}

impl Documents<'_> {
    /// Every piece of evidence, with the id of its control.
    pub(crate) fn evidence(&self, catalogue: &Catalogue) -> Vec<(String, Evidence)> {
        let mut evidence = findings::evidence(self.report, catalogue);
        evidence.extend(posture::evidence(self, catalogue));
        evidence.extend(self.nothing_against(catalogue, &evidence));
        evidence
    }

    /// One row for each workspace, and for each artefact that stands in none.
    pub(crate) fn rows(&self, evidence: &[(String, Evidence)]) -> Vec<Row> {
        rows::of(self.report, evidence)
    }

    /// A control holds if everything was read that can judge it, and nothing speaks against it.
    fn nothing_against(
        &self,
        catalogue: &Catalogue,
        evidence: &[(String, Evidence)],
    ) -> Vec<(String, Evidence)> {
        let artefacts = self.report.artefacts.iter().filter(|artefact| artefact.kind.is_postman()).count();
        let read = |means: &Means| matches!(means, Means::Findings | Means::Posture);
        let judged = catalogue.controls().iter().filter(|control| control.judged.iter().any(read));
        let silent = judged.filter(|control| !evidence.iter().any(|(id, _)| *id == *control.id));
        silent
            .map(|control| {
                let told = self.live.iter().any(|(id, _)| *id == *control.id);
                let everything = told || control.judged.iter().all(read);
                let asked = control.fails_on.iter().all(|&check| posture::runs(check, self.options));
                let (verdict, text) = if artefacts == 0 {
                    (Verdict::NotEvaluated, "There was no Postman artefact to read.".to_owned())
                } else if !self.complete {
                    (Verdict::NotEvaluated, format!("Nothing in {artefacts} artefacts speaks against it, but not everything could be read."))
                } else if !asked {
                    (Verdict::NotEvaluated, posture::what_is_missing(control))
                } else if everything {
                    (Verdict::Pass, format!("Nothing in {artefacts} artefacts speaks against it."))
                } else {
                    let rest: Vec<Means> = control.judged.iter().copied().filter(|means| !read(means)).collect();
                    let words: Vec<&str> = rest.iter().map(|&means| asked_of(means)).collect();
                    // Whom nobody but a person is left to ask, a person has to look at.
                    let person = rest == [Means::Attestation];
                    let verdict = if person { Verdict::Manual } else { Verdict::NotEvaluated };
                    (verdict, format!("Nothing in {artefacts} artefacts speaks against it; the rest is for {} to say.", words.join(" or ")))
                };
                let origin = if control.judged.contains(&Means::Findings) {
                    Origin::Finding { rule: String::new(), fingerprint: String::new() }
                } else {
                    Origin::Posture { check: String::new() }
                };
                let at = self.report.started;
                let evidence = Evidence { origin, text, place: None, workspace: None, count: artefacts, verdict, at };
                (control.id.to_string(), evidence)
            })
            .collect()
    }
}

/// Who has to say what documents do not.
fn asked_of(means: Means) -> &'static str {
    match means {
        Means::Api => "the Postman API (--live)",
        Means::Attestation => "a person",
        _ => "a scan",
    }
}
