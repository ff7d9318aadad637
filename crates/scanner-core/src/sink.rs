use crate::finding::Finding;

/// Where findings go. A `Vec` is a sink, and so is any closure that takes a [`Finding`].
pub trait Sink {
    /// Takes one finding. Those of one artefact come in the order of their spans.
    fn push(&mut self, finding: Finding);
}

impl Sink for Vec<Finding> {
    fn push(&mut self, finding: Finding) {
        Vec::push(self, finding);
    }
}

impl<F: FnMut(Finding)> Sink for F {
    fn push(&mut self, finding: Finding) {
        self(finding);
    }
}
