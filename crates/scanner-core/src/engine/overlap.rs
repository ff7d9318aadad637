//! Which of several matches that claim the same bytes is reported.

use crate::finding::{Confidence, Span, Verdict};

/// How much a claim knows. The order in which overlapping claims win.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// Only name and place say so.
    Context,
    /// A format that many providers share: a JWT, a password in a URL.
    Generic,
    /// A value of the right length and alphabet under the name of a provider.
    Name,
    /// The format of one provider.
    Format,
    /// The format of one provider, and the provider is named beside it.
    Named,
}

/// What counts when two claims overlap, most important first: the [`Tier`]; a proof that holds, and last one that is refuted; the longer span,
/// because it says more (an armoured key with its body); the surer; the order of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rank {
    pub(crate) span: Span,
    pub(crate) verdict: Verdict,
    pub(crate) confidence: Confidence,
    pub(crate) tier: Tier,
    /// Position of the rule; the lower wins.
    pub(crate) rule: usize,
}

impl Rank {
    fn key(&self) -> impl Ord + use<> {
        let proof = match self.verdict {
            Verdict::Valid => 2,
            Verdict::None => 1,
            Verdict::Invalid => 0,
        };
        (self.tier, proof, self.span.len(), self.confidence, std::cmp::Reverse(self.rule))
    }
}

/// Keeps of each group of overlapping items the one that ranks highest; the rest is returned to nobody. The result is in the order of the spans.
pub(crate) fn keep_best<T>(mut items: Vec<T>, rank: impl Fn(&T) -> Rank) -> Vec<T> {
    items.sort_by_key(|item| {
        let rank = rank(item);
        (std::cmp::Reverse(rank.key()), rank.span)
    });
    // Spans already kept, by start. They never overlap each other, so only the neighbours need to be asked.
    let mut kept: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    items.retain(|item| {
        let span = rank(item).span;
        let before = kept.range(..span.end).next_back();
        let free = before.is_none_or(|(_, &end)| end <= span.start);
        if free {
            kept.insert(span.start, span.end);
        }
        free
    });
    items.sort_by_key(|item| rank(item).span);
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rank(start: usize, end: usize, rule: usize) -> Rank {
        let span = Span::new(start, end);
        Rank { span, verdict: Verdict::None, confidence: Confidence::High, tier: Tier::Format, rule }
    }

    fn kept(items: Vec<Rank>) -> Vec<usize> {
        keep_best(items, |r| *r).iter().map(|r| r.rule).collect()
    }

    #[test]
    fn the_longer_span_wins_and_neighbours_stay() {
        assert_eq!(kept(vec![rank(0, 5, 0), rank(2, 9, 1), rank(9, 12, 2)]), [1, 2]);
    }

    #[test]
    fn a_proof_wins_over_length_and_a_refuted_one_loses() {
        let proven = Rank { verdict: Verdict::Valid, ..rank(3, 6, 1) };
        let refuted = Rank { verdict: Verdict::Invalid, ..rank(0, 20, 2) };
        assert_eq!(kept(vec![rank(0, 9, 0), proven]), [1]);
        assert_eq!(kept(vec![rank(0, 9, 0), refuted]), [0]);
    }

    #[test]
    fn one_provider_wins_over_many() {
        let generic = Rank { tier: Tier::Generic, verdict: Verdict::Valid, ..rank(0, 9, 0) };
        assert_eq!(kept(vec![generic, Rank { tier: Tier::Named, ..rank(0, 9, 1) }, rank(0, 9, 2)]), [1]);
    }

    #[test]
    fn equal_claims_go_to_the_earlier_rule() {
        assert_eq!(kept(vec![rank(0, 5, 7), rank(0, 5, 3)]), [3]);
    }
}
