//! A door for the benches of this repository: the prefilter alone, by each of its paths.

use super::Scratch;
use super::finder::Path;
use super::plans::ANCHORS;

pub use super::model::Counter;

/// The paths of this machine by name, the fastest first.
pub fn paths() -> Vec<&'static str> {
    Path::available().map(Path::name).collect()
}

/// The anchors of the rules that ship with the crate, and whether their case does not matter.
pub fn anchors() -> Vec<(Vec<u8>, bool)> {
    ANCHORS.literals().map(|literal| (literal.bytes().to_vec(), literal.ignores_case())).collect()
}

/// How many anchors stand in `text`, found by the path of that name.
///
/// # Panics
/// If the machine does not have it.
pub fn count(path: &str, text: &[u8]) -> usize {
    let path = Path::available().find(|p| p.name() == path).expect("a path of this machine");
    let mut count = 0;
    ANCHORS.find(&mut Scratch::with(path), text, |_| count += 1);
    count
}
