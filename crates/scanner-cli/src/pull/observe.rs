//! Somebody who looks at what is pulled, as it comes: an audit wants more of it than what was found.

use std::fmt::Debug;

use super::model::Element;
use super::scanned::{Part, Scanned};

/// Looks at elements that were read and scanned. Called by all workers at once.
pub trait Observer: Debug + Sync {
    /// A part of an element was scanned.
    fn saw(&self, element: &Element, part: &Part, scanned: &Scanned);
}
