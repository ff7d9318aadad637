//! The controls as an OSCAL 1.2 catalogue (NIST, JSON form): what the results of an audit refer to.

use std::io::{self, Write};

use serde::Serialize;
use uuid::Uuid;

use super::{Catalogue, Control, Means};
use crate::identity::id;
use crate::markdown::escaped;
use crate::oscal::{Labels, OSCAL_VERSION, Property, objective_id, property, time, token};

#[derive(Serialize)]
struct Document {
    catalog: CatalogObject,
}

#[derive(Serialize)]
struct CatalogObject {
    uuid: Uuid,
    metadata: Metadata,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<SourceGroup>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Metadata {
    title: &'static str,
    last_modified: String,
    version: &'static str,
    oscal_version: &'static str,
}

#[derive(Serialize)]
struct SourceGroup {
    id: String,
    title: &'static str,
    groups: Vec<SectionGroup>,
}

#[derive(Serialize)]
struct SectionGroup {
    id: String,
    title: String,
    controls: Vec<ControlObject>,
}

#[derive(Serialize)]
struct ControlObject {
    id: String,
    title: String,
    props: Vec<Property>,
    parts: [Part; 3],
}

#[derive(Serialize)]
struct Part {
    id: String,
    name: &'static str,
    prose: String,
}

/// Writes the controls, grouped by their sources and sections. `at` is when, in seconds since 1970-01-01T00:00:00Z.
///
/// The ids are those of [`audit::oscal`](crate::audit::oscal): a reader that has both documents finds the control of each finding. The UUID
/// of the catalogue is that of its content.
///
/// ```
/// use scanner_report::control::{Catalogue, oscal};
///
/// let mut out = Vec::new();
/// oscal::write(&mut out, &Catalogue::builtin(), 1_790_000_000)?;
/// let document: serde_json::Value = serde_json::from_slice(&out)?;
/// let control = &document["catalog"]["groups"][0]["groups"][0]["controls"][0];
/// assert_eq!((&control["id"], &control["parts"][2]["id"]), (&"postman-1.1".into(), &"postman-1.1_obj".into()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If `out` cannot be written.
pub fn write(out: &mut impl Write, catalogue: &Catalogue, at: i64) -> io::Result<()> {
    let groups = groups(catalogue);
    let content = serde_json::to_string(&groups)?;
    let metadata = Metadata {
        title: "Controls of Postman, as Postseal judges them",
        last_modified: time(at),
        version: env!("CARGO_PKG_VERSION"),
        oscal_version: OSCAL_VERSION,
    };
    let catalog = CatalogObject { uuid: id(&["catalogue", &content]), metadata, groups };
    serde_json::to_writer_pretty(&mut *out, &Document { catalog })?;
    out.write_all(b"\n")
}

fn groups(catalogue: &Catalogue) -> Vec<SourceGroup> {
    let mut sources: Vec<SourceGroup> = Vec::new();
    for control in catalogue.controls() {
        let (title, section) = (control.source.title(), escaped(&control.section));
        let at = sources.iter().position(|known| known.title == title).unwrap_or_else(|| {
            let id = format!("source-{}", sources.len() + 1);
            sources.push(SourceGroup { id, title, groups: Vec::new() });
            sources.len() - 1
        });
        let sections = &mut sources[at].groups;
        let within = sections.iter().position(|known| known.title == section).unwrap_or_else(|| {
            let id = format!("source-{}.{}", at + 1, sections.len() + 1);
            sections.push(SectionGroup { id, title: section, controls: Vec::new() });
            sections.len() - 1
        });
        sections[within].controls.push(object(control));
    }
    sources
}

fn object(control: &Control) -> ControlObject {
    let id = token(&control.id);
    let label = property("label", &control.id).map(|property| Property { ns: None, ..property });
    let plan = control.plan.as_ref().and_then(|plan| property("plan", plan));
    let judged = control.judged.iter().filter_map(|&means| property("judged-by", Means::as_str(means)));
    let part = |ending: &str, name, prose: String| Part { id: format!("{id}_{ending}"), name, prose };
    ControlObject {
        title: escaped(&control.title),
        props: label
            .into_iter()
            .chain(Labels::from(control).properties())
            .chain(plan)
            .chain(judged)
            .collect(),
        parts: [
            part("smt", "statement", escaped(&control.title)),
            part("gdn", "guidance", control.advice.to_string()),
            Part {
                id: objective_id(&control.id),
                name: "assessment-objective",
                prose: escaped(&control.title),
            },
        ],
        id,
    }
}
