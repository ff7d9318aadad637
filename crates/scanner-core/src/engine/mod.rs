//! From bytes to matches: prefilter → matcher → accept → overlap.
//!
//! The prefilter finds anchors and never misses one; the matcher confirms each candidate with a shape or a pattern in a bounded window; accept
//! weighs entropy, stop words and checksum; overlap keeps one of several matches that claim the same bytes. [`oracle`] does the same
//! the slow and obvious way, for the tests. This room must not know Postman: it is given text and the names around it.

mod accept;
mod matcher;
#[cfg(test)]
mod oracle;
mod overlap;
mod prefilter;

use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) use accept::{Accepted, Rejected, Surroundings, entropy};
use matcher::{Led, NameIndex};
pub(crate) use matcher::{Named, Near};
pub(crate) use overlap::{Rank, Tier, keep_best};
use prefilter::Prefilter;
#[cfg(feature = "internals")]
pub use prefilter::internals;
pub(crate) use prefilter::{Finder, Hit, Literal, MARKS, Scratch, frequency};

use crate::rule::Rule;

/// A confirmed match that nothing has been asked about yet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Match {
    /// Index of the rule.
    pub(crate) rule: usize,
    /// The secret, in the text that was searched.
    pub(crate) secret: Range<usize>,
}

/// Rules, compiled together.
#[derive(Debug)]
pub(crate) struct Engine {
    /// No other engine of the program has it: a cache may be handed from one to the next.
    id: usize,
    rules: Vec<Rule>,
    /// Built by the first scan: a run that finds nothing to scan should not pay for it.
    prefilter: OnceLock<Prefilter>,
    names: OnceLock<NameIndex>,
}

/// Scratch of one worker.
#[derive(Debug, Default)]
pub(crate) struct EngineCache {
    windows: Vec<(usize, Range<usize>)>,
    anchors: Scratch,
    led: Led,
}

impl Engine {
    pub(crate) fn new(rules: Vec<Rule>) -> Engine {
        static ENGINES: AtomicUsize = AtomicUsize::new(1);
        let id = ENGINES.fetch_add(1, Ordering::Relaxed);
        Engine { id, rules, prefilter: OnceLock::new(), names: OnceLock::new() }
    }

    /// What tells it from all other engines of the program.
    pub(crate) fn id(&self) -> usize {
        self.id
    }

    pub(crate) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Every match of every rule that has anchors, sorted and without duplicates.
    pub(crate) fn matches(&self, cache: &mut EngineCache, text: &[u8]) -> Vec<Match> {
        self.matches_and_anchors(cache, text, &mut |_| ())
    }

    /// As [`Engine::matches`], and every place where an anchor of a rule stands, in no order that one could rely on.
    pub(crate) fn matches_and_anchors(
        &self,
        cache: &mut EngineCache,
        text: &[u8],
        on_anchor: &mut dyn FnMut(Range<usize>),
    ) -> Vec<Match> {
        let prefilter = self.prefilter.get_or_init(|| Prefilter::new(&self.rules));
        matcher::matches(&self.rules, prefilter, cache, text, on_anchor)
    }

    /// The matches of rules that only a context name leads to: `value` as a whole, which stands under `name`.
    pub(crate) fn matches_named(
        &self,
        cache: &mut EngineCache,
        named: Named<'_>,
        value: &[u8],
    ) -> Vec<Match> {
        matcher::matches_named(self, &mut cache.led, named, value)
    }

    /// Whether [`Engine::matches_named`] may match `value` under any name at all.
    pub(crate) fn may_match_named(&self, value: &[u8]) -> bool {
        self.names().may_be(value)
    }

    /// Whether [`Engine::matches_named`] may match any value under `name`.
    pub(crate) fn leads(&self, cache: &mut EngineCache, name: &[u8]) -> bool {
        cache.led.by(name, self.id, self.names()).is_some()
    }

    fn names(&self) -> &NameIndex {
        self.names.get_or_init(|| NameIndex::new(&self.rules))
    }

    /// Whether a match stands as a credential, and how sure that is.
    pub(crate) fn accept(
        &self,
        found: &Match,
        text: &[u8],
        around: &Surroundings<'_>,
    ) -> Result<Accepted, Rejected> {
        accept::accept(&self.rules[found.rule], found, text, around)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex_syntax::hir::{Class, Hir, HirKind};

    use super::*;
    use crate::rule::{Matcher, Part, builtin_rules, compile};

    static ENGINE: LazyLock<Engine> =
        LazyLock::new(|| Engine::new(compile(builtin_rules().iter().map(|rule| (rule, false))).unwrap()));

    /// What a random source picks below a bound.
    type Pick<'p> = dyn FnMut(usize) -> usize + 'p;

    fn picker(seed: u64) -> impl FnMut(usize) -> usize {
        let mut state = seed | 1;
        move |below| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state % below.max(1) as u64) as usize
        }
    }

    /// A pattern that also matches where none of its anchors stands would be found by chance.
    #[test]
    fn patterns_match_only_round_their_anchors() {
        let is_pattern = |rule: &&Rule| matches!(rule.matcher, Matcher::Pattern(_));
        for (index, rule) in ENGINE.rules().iter().enumerate().filter(|(_, rule)| is_pattern(rule)) {
            let one = std::slice::from_ref(rule);
            for seed in 1..=200 {
                let text = instance(index, &mut picker(seed << 20));
                let fast = ENGINE.matches(&mut EngineCache::default(), &text);
                for slow in oracle::matches(one, &text) {
                    let found = fast.iter().any(|m| m.rule == index && m.secret == slow.secret);
                    assert!(found, "{}: {}", rule.info.id, String::from_utf8_lossy(&text));
                }
            }
        }
    }

    /// A text that rule `index` may well match.
    fn instance(index: usize, pick: &mut Pick<'_>) -> Vec<u8> {
        match &ENGINE.rules()[index].matcher {
            Matcher::Shapes(shapes) => {
                shapes[pick(shapes.len())].parts.iter().flat_map(|part| piece(part, pick)).collect()
            }
            Matcher::Pattern(pattern) => {
                let hir = regex_syntax::ParserBuilder::new()
                    .unicode(false)
                    .utf8(false)
                    .build()
                    .parse(pattern.source())
                    .unwrap();
                let mut out = Vec::new();
                generate(&hir, pick, &mut out);
                out
            }
        }
    }

    fn piece(part: &Part, pick: &mut Pick<'_>) -> Vec<u8> {
        match part {
            Part::Literal(literal) => literal.to_vec(),
            Part::Run { class, min, max } => {
                let bytes = class.bytes();
                // Now and then one too many or too few.
                let len = (*min + pick(max - min + 1)).saturating_add_signed([0, 0, 0, 1, -1][pick(5)]);
                (0..len).map(|_| bytes[pick(bytes.len())]).collect()
            }
        }
    }

    fn generate(hir: &Hir, pick: &mut Pick<'_>, out: &mut Vec<u8>) {
        match hir.kind() {
            HirKind::Literal(literal) => out.extend_from_slice(&literal.0),
            HirKind::Class(Class::Bytes(class)) => {
                let range = class.ranges()[pick(class.ranges().len())];
                out.push(range.start() + pick(usize::from(range.end() - range.start()) + 1) as u8);
            }
            HirKind::Repetition(repetition) => {
                let spread = repetition.max.map_or(40, |max| (max - repetition.min).min(40)) as usize;
                for _ in 0..repetition.min as usize + pick(spread + 1) {
                    generate(&repetition.sub, pick, out);
                }
            }
            HirKind::Capture(capture) => generate(&capture.sub, pick, out),
            HirKind::Concat(parts) => parts.iter().for_each(|part| generate(part, pick, out)),
            HirKind::Alternation(choices) => generate(&choices[pick(choices.len())], pick, out),
            _ => {}
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// Prefilter and windows lose nothing and invent nothing: on texts full of tokens, near-tokens and noise, each rule
        /// matches what it matches when it is tried at every place.
        #[test]
        fn engine_finds_what_a_naive_matcher_finds(
            seeds in prop::collection::vec((any::<prop::sample::Index>(), any::<u64>()), 1..6),
            noise in prop::collection::vec("[ -~\n]{0,12}|[A-Za-z0-9+/=_-]{0,40}|\\PC{0,4}", 7),
        ) {
            let mut text = noise[0].clone().into_bytes();
            for ((rule, seed), noise) in seeds.iter().zip(&noise[1..]) {
                text.extend(instance(rule.index(ENGINE.rules().len()), &mut picker(*seed)));
                text.extend_from_slice(noise.as_bytes());
            }
            let fast = ENGINE.matches(&mut EngineCache::default(), &text);
            let slow = oracle::matches(ENGINE.rules(), &text);
            prop_assert_eq!(fast, slow, "{}", String::from_utf8_lossy(&text));
        }
    }
}
