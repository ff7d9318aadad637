//! The controls as taxonomies (SARIF 3.14.8): one for each document that they are from.

use std::collections::HashMap;

use super::message;
use super::model::{Taxon, TaxonProperties, TaxonReference, Taxonomy, TaxonomyReference};
use crate::control::{Catalogue, Control, Means, Source};
use crate::identity::id;

/// The taxonomies of a catalogue, in the order in which it comes to their sources, and where each control stands in them.
pub(super) struct Taxonomies<'c> {
    pub(super) all: Vec<Taxonomy<'c>>,
    references: HashMap<&'c str, TaxonReference<'c>>,
}

impl<'c> Taxonomies<'c> {
    pub(super) fn of(catalogue: &'c Catalogue) -> Taxonomies<'c> {
        let mut taxonomies = Taxonomies { all: Vec::new(), references: HashMap::new() };
        for control in catalogue.controls() {
            let name = control.source.title();
            let index = taxonomies.all.iter().position(|known| known.name == name).unwrap_or_else(|| {
                taxonomies.all.push(taxonomy(control.source));
                taxonomies.all.len() - 1
            });
            let taxa = &mut taxonomies.all[index].taxa;
            let tool_component = TaxonomyReference { name, index };
            let reference = TaxonReference { id: &control.id, index: taxa.len(), tool_component };
            taxonomies.references.insert(&control.id, reference);
            taxa.push(taxon(control));
        }
        taxonomies
    }

    /// Where a control stands, if it is in the catalogue.
    pub(super) fn reference(&self, control: &str) -> Option<TaxonReference<'c>> {
        self.references.get(control).copied()
    }

    pub(super) fn supported(&self) -> Vec<TaxonomyReference> {
        let reference =
            |(index, taxonomy): (usize, &Taxonomy<'_>)| TaxonomyReference { name: taxonomy.name, index };
        self.all.iter().enumerate().map(reference).collect()
    }
}

fn taxonomy(source: Source) -> Taxonomy<'static> {
    let (organization, text) = match source {
        Source::HardeningGuide => ("Postman", "The controls of the Postman Enterprise Hardening Guide."),
        Source::SharedResponsibility => (
            "Postman",
            "What falls to the customer by Postman's page on security and compliance as a shared responsibility.",
        ),
        Source::Postseal => {
            ("Postseal", "Controls after Postman's documentation that neither of its two guides has.")
        }
    };
    Taxonomy {
        name: source.title(),
        guid: id(&["taxonomy", source.title()]),
        organization,
        short_description: message(text),
        is_comprehensive: true,
        taxa: Vec::new(),
    }
}

fn taxon(control: &Control) -> Taxon<'_> {
    Taxon {
        id: &control.id,
        name: &control.title,
        short_description: message(&control.title),
        full_description: message(&format!("{}: {}", control.section, control.title)),
        help: message(&control.advice),
        properties: TaxonProperties {
            section: &control.section,
            level: control.level,
            plan: control.plan.as_deref(),
            cis: &control.cis,
            nist: &control.nist,
            soc2: &control.soc2,
            judged: control.judged.iter().copied().map(Means::as_str).collect(),
        },
    }
}
