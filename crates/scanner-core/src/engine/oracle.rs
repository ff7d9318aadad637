//! The slow and obvious engine: every rule at every place. What the fast one must agree with, on every input.

use super::Match;
use crate::rule::{Matcher, Rule};

pub(crate) fn matches(rules: &[Rule], text: &[u8]) -> Vec<Match> {
    let mut found = Vec::new();
    for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| !rule.anchors.is_empty()) {
        match &rule.matcher {
            Matcher::Shapes(shapes) => {
                for start in 0..text.len() {
                    let ends = shapes.iter().filter_map(|shape| shape.match_at(text, start));
                    found.extend(ends.map(|end| Match { rule: index, secret: start..end }));
                }
            }
            Matcher::Pattern(pattern) => {
                super::matcher::in_window(pattern, index, text, 0..text.len(), &mut found);
            }
        }
    }
    found.sort_by_key(|m| (m.secret.start, m.secret.end, m.rule));
    found.dedup();
    found
}
