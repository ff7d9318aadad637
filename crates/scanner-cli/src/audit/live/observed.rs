//! What an audit keeps of a pull: the checks of documents, and the answers that hold settings.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, PoisonError};

use scanner_core::Artefact;
use scanner_core::posture::{Options, Posture, inspect_with};
use serde_json::Value;

use crate::pull::kind::Kind;
use crate::pull::model::{Element, text};
use crate::pull::observe::Observer;
use crate::pull::scanned::{Part, Scanned};

/// An answer of the API that holds settings.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// Id of the element.
    pub(super) id: String,
    /// Id of its workspace.
    pub(super) workspace: Option<String>,
    /// The answer.
    pub(super) json: Value,
}

/// Looks on while elements are pulled.
#[derive(Debug)]
pub(crate) struct Observed<'o> {
    options: &'o Options,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    public: HashSet<String>,
    postures: Vec<(String, Posture)>,
    kept: BTreeMap<Kind, Vec<Kept>>,
}

/// What was seen when the pull is over.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// What the posture checks say of the artefacts, by their paths.
    pub(super) postures: Vec<(String, Posture)>,
    kept: BTreeMap<Kind, Vec<Kept>>,
}

impl Gathered {
    /// The answers of a kind.
    pub(super) fn of(&self, kind: Kind) -> &[Kept] {
        self.kept.get(&kind).map_or(&[], Vec::as_slice)
    }
}

impl<'o> Observed<'o> {
    pub(crate) fn new(options: &'o Options) -> Observed<'o> {
        Observed { options, inner: Mutex::default() }
    }

    /// What was seen. Nothing is left of it here.
    pub(super) fn gathered(&self) -> Gathered {
        let mut inner = std::mem::take(&mut *self.inner.lock().unwrap_or_else(PoisonError::into_inner));
        inner.postures.sort_by(|(a, _), (b, _)| a.cmp(b));
        for kept in inner.kept.values_mut() {
            kept.sort_by(|a, b| (&a.workspace, &a.id).cmp(&(&b.workspace, &b.id)));
        }
        Gathered { postures: inner.postures, kept: inner.kept }
    }

    fn change(&self, change: impl FnOnce(&mut Inner)) {
        change(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn is_public(&self, element: &Element) -> bool {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        element.workspace.as_ref().is_some_and(|workspace| inner.public.contains(workspace))
    }
}

impl Observer for Observed<'_> {
    fn saw(&self, element: &Element, part: &Part, scanned: &Scanned) {
        match element.kind {
            Kind::Collections | Kind::Environments | Kind::Globals | Kind::Specs | Kind::Packages => {
                let path = format!("{}{}", element.path(), part.suffix);
                let options = Options { public: self.is_public(element), ..self.options.clone() };
                // What is no document was said to be none by the scan.
                let looked = inspect_with(&Artefact::new(&part.bytes, &path), &options, &scanned.findings);
                if let Ok(posture) = looked {
                    self.change(|inner| inner.postures.push((path, posture)));
                }
            }
            kind => {
                let Ok(json) = serde_json::from_slice::<Value>(&part.bytes) else { return };
                let kept = Kept { id: element.id.clone(), workspace: element.workspace.clone(), json };
                self.change(|inner| {
                    // A workspace is seen before what stands in it.
                    if kind == Kind::Workspaces
                        && text(&kept.json["workspace"], "visibility").as_deref() == Some("public")
                    {
                        inner.public.insert(kept.id.clone());
                    }
                    inner.kept.entry(kind).or_default().push(kept);
                });
            }
        }
    }
}
