//! What checks of documents and the Postman API say against controls, as results. What credentials say are the results of their findings.

use std::collections::BTreeMap;

use super::model::{
    Configuration, EvidenceProperties, Help, LogicalLocation, Place, Relationship, ResultObject,
    ResultProperties, Rule, RuleProperties, SuppressionObject,
};
use super::taxonomy::Taxonomies;
use super::{escaped, file, message};
use crate::audit::{Audit, Evidence, Judgement, Origin, Verdict, Waiver};
use crate::identity;
use crate::wording::printable;

/// The evidence that becomes a result, with its control.
pub(super) fn against(audit: &Audit) -> Vec<(&Judgement, &Evidence)> {
    let of = |control| {
        let speaks = |one: &&Evidence| {
            one.verdict >= Verdict::Partial
                && matches!(one.origin, Origin::Posture { .. } | Origin::Api { .. })
        };
        let control: &Judgement = control;
        control.evidence.iter().filter(speaks).map(move |one| (control, one))
    };
    audit.controls.iter().flat_map(of).collect()
}

/// The control as a rule.
pub(super) fn rule<'r>(control: &'r Judgement, taxonomies: &Taxonomies<'r>) -> Rule<'r> {
    let equal = |target| Relationship { target, kinds: ["equal"] };
    Rule {
        id: &control.id,
        short_description: message(&control.title),
        full_description: message(&format!("{}, {}", control.source.title(), control.section)),
        help: Help {
            text: format!("What to do: {}", control.advice),
            markdown: format!("**What to do.** {}", control.advice),
        },
        help_uri: None,
        default_configuration: Configuration { level: "error" },
        relationships: taxonomies.reference(&control.id).map(equal).into_iter().collect(),
        properties: RuleProperties {
            security_severity: None,
            precision: None,
            tags: vec!["security", "control"],
        },
    }
}

/// One result. A control that holds in part is to be reviewed, and what is of another kind than `fail` has no level (SARIF 3.27.10).
pub(super) fn result<'r>(
    control: &'r Judgement,
    evidence: &Evidence,
    taxonomies: &Taxonomies<'r>,
) -> ResultObject<'r> {
    let (kind, level) =
        if evidence.verdict == Verdict::Fail { ("fail", "error") } else { ("review", "none") };
    let fingerprint = identity::of_evidence(&control.id, evidence, [""; 2]).simple().to_string();
    let origin = evidence.origin.details();
    ResultObject {
        rule_id: &control.id,
        rule_index: 0,
        kind: Some(kind),
        level,
        message: message(&sentence(control, evidence)),
        locations: place(evidence).into_iter().collect(),
        related_locations: Vec::new(),
        partial_fingerprints: BTreeMap::from([
            ("primaryLocationLineHash", format!("{fingerprint}:1")),
            ("postseal/v1", fingerprint),
        ]),
        baseline_state: None,
        taxa: taxonomies.reference(&control.id).into_iter().collect(),
        suppressions: control.waiver.iter().filter(|waiver| !waiver.expired).map(suppression).collect(),
        properties: ResultProperties::Evidence(EvidenceProperties {
            origin: origin.into_iter().map(|(name, value)| (name, printable(value).into_owned())).collect(),
            verdict: evidence.verdict,
            count: evidence.count,
            controls: [&control.id],
        }),
    }
}

/// What the API names has no line to look at: the message has to say which it is.
fn sentence(control: &Judgement, evidence: &Evidence) -> String {
    match (&evidence.origin, &evidence.place) {
        (Origin::Api { .. }, Some(name)) => format!("{}: {name}: {}", control.title, evidence.text),
        _ => format!("{}: {}", control.title, evidence.text),
    }
}

fn suppression(waiver: &Waiver) -> SuppressionObject {
    let until = waiver.until.as_deref().unwrap_or("further notice");
    SuppressionObject {
        kind: "external",
        status: "accepted",
        justification: Some(escaped(&format!(
            "accepted by {} until {until}: {}",
            waiver.owner, waiver.reason
        ))),
    }
}

/// Checks stand in a file. What the API named stands in a workspace or in the team, and code scanning takes no result without an address.
fn place(evidence: &Evidence) -> Option<Place> {
    let named = evidence.place.as_deref();
    if !matches!(evidence.origin, Origin::Api { .. })
        || named.is_some_and(|place| place.starts_with("postman://"))
    {
        return named.map(|path| file(path, None));
    }
    let address = evidence
        .workspace
        .as_ref()
        .map_or_else(|| "postman://team".to_owned(), |workspace| format!("postman://workspace/{workspace}"));
    let logical = named.map(|name| {
        let name = printable(name).into_owned();
        LogicalLocation { fully_qualified_name: name.clone(), name, kind: "resource" }
    });
    Some(Place { logical_locations: logical.into_iter().collect(), ..file(&address, None) })
}
