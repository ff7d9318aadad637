use serde::Serialize;

/// One reason for or against a value being a credential.
///
/// Credentials without a format are reported when the points of their evidence reach [`Evidence::THRESHOLD`]. The reasons are fixed
/// sentences: they never hold text from the artefact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Evidence {
    /// What it weighs. Negative where it speaks against a credential, 0 where it only explains.
    pub points: i16,
    /// The reason, in a few words.
    pub reason: &'static str,
}

impl Evidence {
    /// The points at which a value is reported.
    pub const THRESHOLD: i16 = 60;

    pub(crate) const fn new(points: i16, reason: &'static str) -> Evidence {
        Evidence { points, reason }
    }

    /// Something that only explains, such as the checksum of a known format.
    pub const fn note(reason: &'static str) -> Evidence {
        Evidence { points: 0, reason }
    }
}

/// The sum of the points.
pub(crate) fn score(evidence: &[Evidence]) -> i16 {
    evidence.iter().map(|e| e.points).sum()
}
