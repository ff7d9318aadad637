//! OSCAL 1.2 assessment results (NIST, JSON form), for tools of governance, risk and compliance.
//!
//! Each piece of evidence is an observation, each control that was judged a finding, each control that fails a risk. A control that nobody
//! judged has no finding and is among the excluded controls: a reader that takes silence for consent does not count it as satisfied. The
//! controls themselves are in [`control::oscal`](crate::control::oscal).
//!
//! UUIDs are of version 5, made from what they name: the same audit gives the same bytes, and a finding, a risk or an inventory item keeps its
//! UUID from one audit of a subject to the next. Names from files are text in Markdown, never markup.
//!
//! The types are ours and hold only what is written. Of the two crates that have them all one wants a newer compiler than this library
//! (`oscal`), the other has not moved since its first release (`roscal_lib`).

mod model;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

use jiff::civil::{Date, date};
use uuid::Uuid;

use self::model::{
    Actor, Assessment, AssessmentResults, Assets, BackMatter, Component, ComponentReference,
    ControlReference, Definitions, Document, Empty, Finding, ImportPlan, InventoryItem, LogEntry, Metadata,
    Observation, ObservationReference, Party, PartyReference, Platform, RelevantEvidence, Remediation,
    Resource, ResourceLink, Reviewed, Risk, RiskLog, RiskReference, Selection, State, Status,
    SubjectReference, Target,
};
use super::{Audit, Evidence, Judgement, Origin, Verdict, Waiver};
use crate::identity::{id, of_evidence};
use crate::markdown::escaped;
use crate::oscal::{Labels, OSCAL_VERSION, Property, objective_id, property, time, token};
use crate::wording::uri;

/// Writes the audit as one document of assessment results.
///
/// ```
/// use scanner_report::audit::{Attestations, Evidence, Origin, Subject, Verdict, judge, oscal};
/// use scanner_report::control::Catalogue;
///
/// let evidence = Evidence {
///     origin: Origin::Posture { check: "plain-http".to_owned() },
///     text: "A request goes without TLS.".to_owned(),
///     place: Some("orders.postman_collection.json".to_owned()),
///     workspace: None,
///     count: 1,
///     verdict: Verdict::Fail,
///     at: 1_790_000_000,
/// };
/// let subject = Subject { at: 1_790_000_000, name: "exports".to_owned(), live: false };
/// let evidence = vec![("SR-5".to_owned(), evidence)];
/// let audit = judge(&Catalogue::builtin(), evidence, &Attestations::default(), subject, Vec::new());
///
/// let mut out = Vec::new();
/// oscal::write(&mut out, &audit)?;
/// let document: serde_json::Value = serde_json::from_slice(&out)?;
/// let finding = &document["assessment-results"]["results"][0]["findings"][0];
/// assert_eq!(finding["target"]["target-id"], "sr-5_obj");
/// assert_eq!(finding["target"]["status"]["state"], "not-satisfied");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If `out` cannot be written.
pub fn write(out: &mut impl Write, audit: &Audit) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(audit)?)?;
    out.write_all(b"\n")
}

fn document(audit: &Audit) -> io::Result<Document> {
    let plan = id(&["assessment plan"]);
    let content = serde_json::to_string(audit)?;
    let assessment_results = AssessmentResults {
        uuid: id(&["document", env!("CARGO_PKG_VERSION"), &content]),
        metadata: Metadata {
            title: format!("Postseal audit of {}", escaped(&audit.subject)),
            last_modified: time(audit.at),
            version: time(audit.at),
            oscal_version: OSCAL_VERSION,
            parties: parties(audit),
        },
        import_ap: ImportPlan {
            href: format!("#{plan}"),
            remarks: "There is no assessment plan in OSCAL: the resource says what is assessed.",
        },
        results: [assessment(audit)],
        back_matter: BackMatter {
            resources: [Resource {
                uuid: plan,
                title: "What Postseal assesses",
                description: "Every control of the Postman Enterprise Hardening Guide, every item of Postman's shared-responsibility page, \
                    and Postseal's own controls after Postman's documentation, by credentials found (TEST), checks of documents (TEST), the \
                    Postman API (EXAMINE) and attestations (INTERVIEW). `postseal controls oscal` writes the catalogue of these controls.",
                rlinks: [ResourceLink { href: env!("CARGO_PKG_REPOSITORY") }],
            }],
        },
    };
    Ok(Document { assessment_results })
}

/// The end of a day, `YYYY-MM-DD`; of a later one the last that OSCAL has.
fn end_of(day: &str) -> Option<String> {
    let day: Date = day.parse().ok()?;
    Some(format!("{}T23:59:59Z", day.clamp(date(1970, 1, 1), date(2999, 12, 31))))
}

/// Everybody who vouches for a control or accepts that one fails.
fn parties(audit: &Audit) -> Vec<Party> {
    let mut owners = BTreeSet::new();
    for control in &audit.controls {
        owners.extend(control.waiver.as_ref().map(|waiver| &*waiver.owner));
        owners.extend(control.evidence.iter().filter_map(|one| match &one.origin {
            Origin::Attestation { owner } => Some(&**owner),
            Origin::Finding { .. } | Origin::Posture { .. } | Origin::Api { .. } => None,
        }));
    }
    let party = |owner: &str| Party {
        uuid: id(&["party", owner]),
        r#type: "person",
        name: property("name", owner).map(|name| name.value),
    };
    owners.into_iter().map(party).collect()
}

fn assessment(audit: &Audit) -> Assessment {
    let times = || audit.controls.iter().flat_map(|control| &control.evidence).map(|one| one.at);
    let mut names = Names::new(&audit.subject);
    let mut assessment = Assessment {
        uuid: id(&["result", &audit.subject, &time(audit.at)]),
        title: format!("Audit of {}", escaped(&audit.subject)),
        description: if audit.live {
            "Judged by what was read from the Postman API, and by what people attest.".to_owned()
        } else {
            "Judged by exports, without asking the Postman API, and by what people attest.".to_owned()
        },
        start: time(times().min().unwrap_or(audit.at)),
        end: time(times().max().unwrap_or(audit.at)),
        props: score(audit),
        local_definitions: Definitions { inventory_items: inventory(audit), assessment_assets: assets() },
        reviewed_controls: reviewed(audit),
        observations: Vec::new(),
        risks: Vec::new(),
        findings: Vec::new(),
        remarks: not_judged(audit),
    };
    for control in &audit.controls {
        let seen: Vec<Observation> =
            control.evidence.iter().map(|evidence| observation(&mut names, control, evidence)).collect();
        let related: Vec<ObservationReference> =
            seen.iter().map(|one| ObservationReference { observation_uuid: one.uuid }).collect();
        let risk = (control.verdict == Verdict::Fail).then(|| risk(audit, control, &related));
        assessment.findings.extend(finding(audit, control, related, risk.as_ref()));
        assessment.observations.extend(seen);
        assessment.risks.extend(risk);
    }
    assessment
}

fn score(audit: &Audit) -> Vec<Property> {
    let score = audit.score(|_| true);
    let counts = [
        ("pass", score.pass),
        ("partial", score.partial),
        ("fail", score.fail),
        ("manual", score.manual),
        ("not-evaluated", score.not_evaluated),
    ];
    let percent = score.percent().map(|percent| ("score-percent", percent));
    counts.into_iter().chain(percent).filter_map(|(name, count)| property(name, &count.to_string())).collect()
}

fn is_judged(control: &Judgement) -> bool {
    status(control.verdict).is_some()
}

fn status(verdict: Verdict) -> Option<Status> {
    match verdict {
        Verdict::Pass => Some(Status { state: "satisfied", reason: "pass", remarks: None }),
        Verdict::Partial => {
            Some(Status { state: "not-satisfied", reason: "other", remarks: Some("It holds in part.") })
        }
        Verdict::Fail => Some(Status { state: "not-satisfied", reason: "fail", remarks: None }),
        Verdict::Manual | Verdict::NotEvaluated => None,
    }
}

fn reviewed(audit: &Audit) -> Reviewed {
    let reference = |control: &Judgement| ControlReference { control_id: token(&control.id) };
    let (judged, not): (Vec<_>, Vec<_>) = audit.controls.iter().partition(|control| is_judged(control));
    // One of the two has to be there: where nothing was judged, all are chosen, and then left out.
    let include_all = judged.is_empty().then_some(Empty {});
    Reviewed {
        control_selections: [Selection {
            description: "Included are the controls that were judged. The excluded ones were not, and are not satisfied by that: see the \
                remarks of the result.",
            include_all,
            include_controls: judged.into_iter().map(reference).collect(),
            exclude_controls: not.into_iter().map(reference).collect(),
        }],
    }
}

fn not_judged(audit: &Audit) -> Option<String> {
    let not: Vec<String> = audit
        .controls
        .iter()
        .filter(|control| !is_judged(control))
        .map(|control| {
            format!(
                "- {} ({}): {}",
                escaped(&format!("{} {}", control.id, control.title)),
                control.verdict,
                escaped(&control.summary)
            )
        })
        .collect();
    (!not.is_empty()).then(|| {
        format!(
            "These controls were not judged. They have no finding, and must not be taken for satisfied:\n\n{}",
            not.join("\n")
        )
    })
}

fn tool() -> Uuid {
    id(&["tool"])
}

fn assets() -> Assets {
    Assets {
        components: [Component {
            uuid: tool(),
            r#type: "software",
            title: "Postseal",
            description: "Finds credentials in Postman data, and judges hardening controls by it.",
            props: vec![Property { name: "version", ns: None, value: env!("CARGO_PKG_VERSION").to_owned() }],
            status: State { state: "operational" },
        }],
        assessment_platforms: [Platform {
            uuid: id(&["platform"]),
            title: "Postseal",
            uses_components: [ComponentReference { component_uuid: tool() }],
        }],
    }
}

fn item_id(key: &str) -> Uuid {
    id(&["inventory item", key])
}

/// The workspaces or artefacts, and where else something was seen.
fn inventory(audit: &Audit) -> Vec<InventoryItem> {
    let mut items: BTreeMap<&str, InventoryItem> = BTreeMap::new();
    for row in &audit.rows {
        let props = [("visibility", &*row.visibility), ("findings", &row.findings.to_string())];
        let props = props.into_iter().filter_map(|(name, value)| property(name, value)).collect();
        items.insert(&row.id, item(&row.id, &row.name, props));
    }
    for evidence in audit.controls.iter().flat_map(|control| &control.evidence) {
        for key in places(evidence) {
            items.entry(key).or_insert_with(|| item(key, key, Vec::new()));
        }
    }
    items.into_values().collect()
}

fn item(key: &str, name: &str, mut props: Vec<Property>) -> InventoryItem {
    let asset = property("asset-id", key).map(|property| Property { ns: None, ..property });
    props.extend(asset);
    InventoryItem { uuid: item_id(key), description: escaped(name), props }
}

/// Ids of the inventory items that a piece of evidence is about. What the API names within a workspace is a name, which another may have too.
fn places(evidence: &Evidence) -> impl Iterator<Item = &str> {
    let (workspace, place) = (evidence.workspace.as_deref(), evidence.place.as_deref());
    let named = matches!(evidence.origin, Origin::Api { .. }) && workspace.is_some();
    [workspace, place.filter(|_| !named)].into_iter().flatten()
}

/// Gives out the UUIDs of observations; evidence that is the same in all that is said of it still gets one each.
struct Names<'a> {
    subject: &'a str,
    taken: HashMap<Uuid, usize>,
}

impl<'a> Names<'a> {
    fn new(subject: &'a str) -> Names<'a> {
        Names { subject, taken: HashMap::new() }
    }

    fn of(&mut self, control: &Judgement, evidence: &Evidence) -> Uuid {
        let name = |times: &str| of_evidence(&control.id, evidence, [self.subject, times]);
        let first = name("");
        let times = self.taken.entry(first).or_default();
        *times += 1;
        if *times == 1 { first } else { name(&times.to_string()) }
    }
}

fn observation(names: &mut Names<'_>, control: &Judgement, evidence: &Evidence) -> Observation {
    let (method, actor) = match &evidence.origin {
        Origin::Finding { .. } | Origin::Posture { .. } => {
            ("TEST", Actor { r#type: "tool", actor_uuid: tool() })
        }
        Origin::Api { .. } => ("EXAMINE", Actor { r#type: "tool", actor_uuid: tool() }),
        Origin::Attestation { owner } => {
            ("INTERVIEW", Actor { r#type: "party", actor_uuid: id(&["party", owner]) })
        }
    };
    Observation {
        uuid: names.of(control, evidence),
        title: escaped(&format!("{} {}", control.id, control.title)),
        description: escaped(&evidence.text),
        props: observed(evidence),
        methods: [method],
        types: [if evidence.verdict >= Verdict::Partial { "discovery" } else { "control-objective" }],
        origins: [model::Origin { actors: [actor] }],
        subjects: places(evidence)
            .map(|key| SubjectReference { subject_uuid: item_id(key), r#type: "inventory-item" })
            .collect(),
        relevant_evidence: relevant(evidence),
        collected: time(evidence.at),
    }
}

fn observed(evidence: &Evidence) -> Vec<Property> {
    let count = evidence.count.to_string();
    let rest = [("verdict", evidence.verdict.as_str()), ("count", &*count)];
    evidence
        .origin
        .details()
        .into_iter()
        .chain(rest)
        .filter_map(|(name, value)| property(name, value))
        .collect()
}

/// Findings and checks stand in a file, which has an address; elements that the API named have none.
fn relevant(evidence: &Evidence) -> Vec<RelevantEvidence> {
    let in_a_file = matches!(evidence.origin, Origin::Finding { .. } | Origin::Posture { .. });
    let relevant = |place: &String| RelevantEvidence {
        href: in_a_file.then(|| uri(place)),
        description: escaped(place),
    };
    evidence.place.iter().map(relevant).collect()
}

fn finding(
    audit: &Audit,
    control: &Judgement,
    related_observations: Vec<ObservationReference>,
    risk: Option<&Risk>,
) -> Option<Finding> {
    let mut props = Labels::from(control).properties();
    props.extend(property("verdict", control.verdict.as_str()));
    props.extend(property("counts-as-failed", if control.counts_as_failed() { "true" } else { "false" }));
    let title = escaped(&format!("{} {}", control.id, control.title));
    Some(Finding {
        uuid: id(&["finding", &audit.subject, &control.id]),
        title: title.clone(),
        description: escaped(&control.summary),
        props,
        target: Target {
            r#type: "objective-id",
            target_id: objective_id(&control.id),
            title,
            status: status(control.verdict)?,
        },
        related_observations,
        related_risks: risk.map(|risk| RiskReference { risk_uuid: risk.uuid }).into_iter().collect(),
    })
}

fn risk(audit: &Audit, control: &Judgement, related: &[ObservationReference]) -> Risk {
    let waiver = control.waiver.as_ref();
    let accepted = waiver.is_some_and(|waiver| !waiver.expired);
    let status = if accepted { "deviation-approved" } else { "open" };
    Risk {
        uuid: id(&["risk", &audit.subject, &control.id]),
        title: escaped(&format!("{} {} does not hold", control.id, control.title)),
        description: escaped(&control.summary),
        statement: escaped(&format!(
            "{}: what the control is to prevent may happen, and may have happened.",
            control.title
        )),
        status,
        deadline: waiver.and_then(|waiver| end_of(waiver.until.as_deref()?)),
        remediations: [Remediation {
            uuid: id(&["remediation", &audit.subject, &control.id]),
            lifecycle: "recommendation",
            title: "What to do next",
            description: control.advice.to_string(),
        }],
        risk_log: waiver.map(|waiver| log(audit, control, waiver, status)),
        related_observations: related.to_vec(),
    }
}

fn log(audit: &Audit, control: &Judgement, waiver: &Waiver, status: &'static str) -> RiskLog {
    RiskLog {
        entries: [LogEntry {
            uuid: id(&["exception", &audit.subject, &control.id, &waiver.owner]),
            title: if waiver.expired { "An exception that is over" } else { "Exception" },
            description: escaped(&waiver.reason),
            start: time(audit.at),
            end: waiver.until.as_deref().and_then(end_of).filter(|_| !waiver.expired),
            logged_by: [PartyReference { party_uuid: id(&["party", &waiver.owner]) }],
            status_change: status,
        }],
    }
}
