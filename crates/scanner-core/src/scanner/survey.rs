//! What is found in a text as a whole, before its strings are looked at one by one.

use super::marks::Marks;
use super::{Cache, Scanner};
use crate::engine::Match;
use crate::postman::Document;

/// The matches and the marks of a text.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Every match of a rule that has anchors, in the text as it stands.
    pub(super) found: Vec<Match>,
    /// Where something else may be found; `None` if everything is to be looked at.
    pub(super) marks: Option<Marks>,
}

impl Survey {
    /// Of a document that was opened; its structure is read as well, at the same time if the text is long.
    pub(super) fn read(
        scanner: &Scanner,
        cache: &mut Cache,
        document: &mut Document<'_>,
        name: &str,
    ) -> Survey {
        let text = document.text().bytes;
        let split = cache.splits(text.len());
        let matches = || {
            let mut anchors = Vec::new();
            let found = scanner.engine.matches_and_anchors(&mut cache.engine, text, &mut |range| {
                anchors.push((range.start as u32, range.end as u32));
            });
            (found, anchors)
        };
        let sightings = || Some(scanner.marks()?.find(text, split));
        let (structure, ((found, anchors), sightings)) =
            join(split, || document.structure(Some(name)), || join(split, matches, sightings));
        document.set(structure);
        let structured = document.layout().is_some();
        let marks =
            sightings.map(|sightings| sightings.marks(document.text().bytes.len(), structured, anchors));
        Survey { found, marks }
    }

    /// Of a document at all of which one wants to look.
    pub(super) fn everywhere(scanner: &Scanner, cache: &mut Cache, document: &Document<'_>) -> Survey {
        Survey { found: scanner.engine.matches(&mut cache.engine, document.text().bytes), marks: None }
    }
}

/// Both results, found at the same time if `parallel`.
pub(super) fn join<A: Send, B: Send>(
    parallel: bool,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    #[cfg(feature = "parallel")]
    if parallel {
        return rayon::join(one, other);
    }
    let _ = parallel;
    (one(), other())
}
