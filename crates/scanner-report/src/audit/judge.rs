//! From evidence to verdicts.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Attestations, Audit, Evidence, Judgement, Origin, Row, Verdict, Waiver};
use crate::control::{Catalogue, Control, Means};

/// What is judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// When, in seconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// The name of the team, or the paths.
    pub name: String,
    /// Whether the Postman API was asked.
    pub live: bool,
}

/// Judges every control of a catalogue by the evidence that names it.
///
/// The verdict is the worst that any evidence gives. An attestation that counts on the day answers what nothing else could, but no evidence
/// against the control. Without evidence a control is [`Verdict::Manual`] if only a person can judge it, or if what could was asked and had
/// nothing to say, else [`Verdict::NotEvaluated`]; it is never [`Verdict::Pass`].
///
/// ```
/// use scanner_report::audit::{Attestations, Subject, Verdict, judge};
/// use scanner_report::control::Catalogue;
///
/// let audit = judge(&Catalogue::builtin(), Vec::new(), &Attestations::default(), Subject::default(), Vec::new());
/// assert!(audit.controls.iter().all(|control| matches!(control.verdict, Verdict::Manual | Verdict::NotEvaluated)));
/// ```
pub fn judge(
    catalogue: &Catalogue,
    evidence: Vec<(String, Evidence)>,
    said: &Attestations,
    subject: Subject,
    rows: Vec<Row>,
) -> Audit {
    let day = Timestamp::from_second(subject.at).unwrap_or_default().to_zoned(TimeZone::UTC).date();
    let mut by_control: HashMap<String, Vec<Evidence>> = HashMap::new();
    for (control, evidence) in evidence {
        by_control.entry(control).or_default().push(evidence);
    }
    let controls = catalogue.controls().iter().map(|control| {
        let evidence = by_control.remove(&*control.id).unwrap_or_default();
        judgement(control, evidence, said, day, &subject)
    });
    let controls = controls.collect();
    Audit { at: subject.at, subject: subject.name, live: subject.live, controls, rows }
}

fn judgement(
    control: &Control,
    mut evidence: Vec<Evidence>,
    said: &Attestations,
    day: Date,
    subject: &Subject,
) -> Judgement {
    let worst = evidence.iter().map(|one| one.verdict).max();
    let mut verdict = worst.unwrap_or_else(|| without_evidence(control, subject.live));
    if verdict < Verdict::Partial {
        let attested = attested(control, said, day, subject.at);
        if !attested.is_empty() {
            verdict = Verdict::Pass;
            evidence.extend(attested);
        }
    }
    // What is set, then what is written, then each credential: the first gives the summary.
    let rank = |one: &Evidence| match one.origin {
        Origin::Attestation { .. } | Origin::Api { .. } => 0,
        Origin::Posture { .. } => 1,
        Origin::Finding { .. } => 2,
    };
    evidence.sort_by(|a, b| {
        b.verdict.cmp(&a.verdict).then_with(|| rank(a).cmp(&rank(b))).then_with(|| b.count.cmp(&a.count))
    });
    Judgement {
        id: Arc::clone(&control.id),
        title: Arc::clone(&control.title),
        source: control.source,
        section: Arc::clone(&control.section),
        level: control.level,
        cis: Arc::clone(&control.cis),
        nist: Arc::clone(&control.nist),
        soc2: Arc::clone(&control.soc2),
        verdict,
        summary: summary(control, verdict, &evidence, subject.live),
        advice: Arc::clone(&control.advice),
        waiver: waiver(control, verdict, said, day),
        evidence,
    }
}

fn without_evidence(control: &Control, live: bool) -> Verdict {
    let could_ask = control.judged.iter().any(|means| match means {
        Means::Attestation => false,
        Means::Api => !live,
        Means::Findings | Means::Posture => true,
    });
    if could_ask { Verdict::NotEvaluated } else { Verdict::Manual }
}

fn attested(control: &Control, said: &Attestations, day: Date, at: i64) -> Vec<Evidence> {
    let counts = |until: Option<Date>| until.is_none_or(|until| day <= until);
    let ours = said.attestations.iter().filter(|one| one.control == *control.id && counts(one.until));
    ours.map(|one| Evidence {
        origin: Origin::Attestation { owner: one.owner.clone() },
        text: one.statement.clone(),
        place: None,
        workspace: None,
        count: 1,
        verdict: Verdict::Pass,
        at,
    })
    .collect()
}

/// Of several exceptions the one that counts longest.
fn waiver(control: &Control, verdict: Verdict, said: &Attestations, day: Date) -> Option<Waiver> {
    let ours = said.exceptions.iter().filter(|one| one.control == *control.id);
    let one = ours.max_by_key(|one| one.until).filter(|_| verdict == Verdict::Fail)?;
    Some(Waiver {
        owner: one.owner.clone(),
        reason: one.reason.clone(),
        until: one.until.map(|until| until.to_string()),
        expired: one.until.is_some_and(|until| until < day),
    })
}

fn summary(control: &Control, verdict: Verdict, evidence: &[Evidence], live: bool) -> String {
    let speaking: Vec<&Evidence> = evidence.iter().filter(|one| one.verdict == verdict).collect();
    let Some(first) = speaking.first() else {
        return match verdict {
            Verdict::Manual => "Nothing that can be read says so: look, and attest it.".to_owned(),
            _ if !live && control.judged.contains(&Means::Api) => {
                "The Postman API can tell, and was not asked (--live).".to_owned()
            }
            _ => "Nothing was read that could tell.".to_owned(),
        };
    };
    let more: usize = speaking[1..].iter().map(|one| one.count).sum();
    // The API names an element; a path would be longer than what is said of it.
    let named = first.place.as_ref().filter(|_| matches!(first.origin, Origin::Api { .. }));
    let text = named.map_or_else(|| first.text.clone(), |place| format!("{place}: {}", first.text));
    if more == 0 { text } else { format!("{text} And {more} more.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(verdict: Verdict) -> Evidence {
        let origin = Origin::Posture { check: "plain-http".to_owned() };
        Evidence { origin, text: "Seen.".to_owned(), place: None, workspace: None, count: 1, verdict, at: 0 }
    }

    fn verdict(id: &str, verdicts: &[Verdict], said: &Attestations) -> Judgement {
        let evidence = verdicts.iter().map(|&verdict| (id.to_owned(), evidence(verdict))).collect();
        let subject = Subject { at: 1_800_000_000, ..Subject::default() };
        let audit = judge(&Catalogue::builtin(), evidence, said, subject, Vec::new());
        audit.controls.into_iter().find(|control| *control.id == *id).unwrap()
    }

    fn said(toml: &str) -> Attestations {
        Attestations::parse(toml, &Catalogue::builtin()).unwrap()
    }

    const ATTESTED: &str = "[[attestation]]\ncontrol = '2.2'\nowner = 'mia'\nstatement = 'Looked.'\nuntil = ";
    const EXCEPTED: &str = "[[exception]]\ncontrol = '2.2'\nowner = 'mia'\nreason = 'Known.'\nuntil = ";

    #[test]
    fn the_worst_evidence_decides() {
        let none = Attestations::default();
        for (verdicts, wanted) in [
            (&[Verdict::Pass, Verdict::Fail, Verdict::Partial][..], Verdict::Fail),
            (&[Verdict::Pass, Verdict::Manual], Verdict::Manual),
            (&[Verdict::Pass], Verdict::Pass),
            (&[], Verdict::NotEvaluated),
        ] {
            assert_eq!(verdict("2.2", verdicts, &none).verdict, wanted, "{verdicts:?}");
        }
        assert_eq!(verdict("SR-9", &[], &none).verdict, Verdict::Manual);
    }

    #[test]
    fn an_attestation_answers_what_nothing_else_does_while_it_counts() {
        let (valid, over) = (said(&format!("{ATTESTED}2027-01-15")), said(&format!("{ATTESTED}2027-01-14")));
        assert_eq!(verdict("2.2", &[], &valid).verdict, Verdict::Pass);
        assert_eq!(verdict("2.2", &[Verdict::Manual], &valid).verdict, Verdict::Pass);
        assert_eq!(verdict("2.2", &[Verdict::Partial], &valid).verdict, Verdict::Partial);
        assert_eq!(verdict("2.2", &[Verdict::Fail], &valid).verdict, Verdict::Fail);
        assert_eq!(verdict("2.2", &[], &over).verdict, Verdict::NotEvaluated);
    }

    #[test]
    fn an_exception_holds_until_its_day_is_over() {
        let failed = |until| verdict("2.2", &[Verdict::Fail], &said(&format!("{EXCEPTED}{until}")));
        assert!(!failed("2027-01-15").counts_as_failed());
        assert!(failed("2027-01-14").counts_as_failed());
        assert!(failed("2027-01-14").waiver.unwrap().expired);
        assert!(verdict("2.2", &[Verdict::Pass], &said(&format!("{EXCEPTED}2027-01-15"))).waiver.is_none());
    }

    #[test]
    fn the_worst_evidence_stands_first_and_gives_the_summary() {
        let control =
            verdict("2.2", &[Verdict::Pass, Verdict::Fail, Verdict::Fail], &Attestations::default());
        assert_eq!(control.evidence[0].verdict, Verdict::Fail);
        assert_eq!(control.summary, "Seen. And 1 more.");
    }
}
