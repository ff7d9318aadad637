//! Token shapes: literals and runs of a character class, matched without a second try.

use std::ops::RangeInclusive;

use super::spec::Problem;

/// A set of bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByteSet([u64; 4]);

impl ByteSet {
    pub(crate) const EMPTY: ByteSet = ByteSet([0; 4]);

    pub(crate) fn of(bytes: impl IntoIterator<Item = u8>) -> ByteSet {
        let mut set = ByteSet::EMPTY;
        bytes.into_iter().for_each(|b| set.insert(b));
        set
    }

    fn insert(&mut self, byte: u8) {
        self.0[byte as usize >> 6] |= 1 << (byte & 63);
    }

    pub(crate) fn contains(&self, byte: u8) -> bool {
        self.0[byte as usize >> 6] & (1 << (byte & 63)) != 0
    }

    /// How many bytes are in it.
    fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub(crate) fn union(&self, other: &ByteSet) -> ByteSet {
        ByteSet(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }

    fn intersects(&self, other: &ByteSet) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// The bytes in it, in order.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        (0..=255).filter(|&b| self.contains(b)).collect()
    }

    /// A class by the name that templates use, or written out in brackets.
    pub(crate) fn named(name: &str) -> Option<ByteSet> {
        let ranges: &[(u8, u8)] = match name {
            "digit" => &[(b'0', b'9')],
            "hex" => &[(b'0', b'9'), (b'a', b'f')],
            "HEX" => &[(b'0', b'9'), (b'A', b'F')],
            "hexi" => &[(b'0', b'9'), (b'a', b'f'), (b'A', b'F')],
            "lower" => &[(b'a', b'z')],
            "upper" => &[(b'A', b'Z')],
            "alpha" => &[(b'a', b'z'), (b'A', b'Z')],
            "lowernum" => &[(b'0', b'9'), (b'a', b'z')],
            "uppernum" => &[(b'0', b'9'), (b'A', b'Z')],
            "base62" => &[(b'0', b'9'), (b'a', b'z'), (b'A', b'Z')],
            "base32" => &[(b'A', b'Z'), (b'2', b'7')],
            "base58" => &[(b'1', b'9'), (b'A', b'H'), (b'J', b'N'), (b'P', b'Z'), (b'a', b'k'), (b'm', b'z')],
            "base64" => &[(b'0', b'9'), (b'a', b'z'), (b'A', b'Z'), (b'+', b'+'), (b'/', b'/')],
            "base64url" => &[(b'0', b'9'), (b'a', b'z'), (b'A', b'Z'), (b'-', b'-'), (b'_', b'_')],
            "word" => &[(b'0', b'9'), (b'a', b'z'), (b'A', b'Z'), (b'_', b'_')],
            _ => return ByteSet::bracketed(name.strip_prefix('[')?.strip_suffix(']')?.as_bytes()),
        };
        Some(ByteSet::of(ranges.iter().flat_map(|&(first, last)| first..=last)))
    }

    fn bracketed(inside: &[u8]) -> Option<ByteSet> {
        let mut set = ByteSet::EMPTY;
        let mut rest = inside;
        loop {
            rest = match rest {
                [] => break,
                [b'\\', escaped, tail @ ..] => {
                    set.insert(*escaped);
                    tail
                }
                [first, b'-', last, tail @ ..] if first <= last => {
                    (*first..=*last).for_each(|b| set.insert(b));
                    tail
                }
                [byte, tail @ ..] => {
                    set.insert(*byte);
                    tail
                }
            };
        }
        (set != ByteSet::EMPTY).then_some(set)
    }
}

impl std::fmt::Debug for ByteSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ByteSet({:?})", String::from_utf8_lossy(&self.bytes()))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    Literal(Box<[u8]>),
    Run { class: ByteSet, min: usize, max: usize },
}

impl Part {
    pub(crate) fn is_literal(&self) -> bool {
        matches!(self, Part::Literal(_))
    }

    /// Its least length, in bytes.
    pub(crate) fn min(&self) -> usize {
        match self {
            Part::Literal(literal) => literal.len(),
            Part::Run { min, .. } => *min,
        }
    }

    /// Its greatest length, in bytes.
    fn max(&self) -> usize {
        match self {
            Part::Literal(literal) => literal.len(),
            Part::Run { max, .. } => *max,
        }
    }
}

/// A sequence of literals and runs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shape {
    pub(crate) parts: Vec<Part>,
    ignore_case: bool,
}

impl Shape {
    /// Reads a shape in the template language of `rules/README.md`.
    pub(crate) fn parse(template: &str, ignore_case: bool) -> Result<Shape, Problem> {
        let bad = |what: &str| Problem::Template { template: template.to_owned(), what: what.to_owned() };
        let mut parts = Vec::new();
        let mut rest = template;
        while !rest.is_empty() {
            let Some(open) = rest.find("{{") else {
                parts.push(Part::Literal(rest.as_bytes().into()));
                break;
            };
            if open > 0 {
                parts.push(Part::Literal(rest.as_bytes()[..open].into()));
            }
            let close = rest[open..].find("}}").ok_or_else(|| bad("a placeholder is not closed"))? + open;
            parts.push(run(&rest[open + 2..close]).ok_or_else(|| bad("unknown placeholder"))?);
            rest = &rest[close + 2..];
        }
        if parts.is_empty() {
            return Err(bad("it is empty"));
        }
        if parts.windows(2).any(|pair| ambiguous(&pair[0], &pair[1])) {
            return Err(bad("a range is followed by what it could have eaten; write a pattern instead"));
        }
        Ok(Shape { parts, ignore_case })
    }

    /// How long what it matches can be, in bytes.
    pub(crate) fn lengths(&self) -> RangeInclusive<usize> {
        let total = |len: fn(&Part) -> usize| self.parts.iter().map(len).fold(0, usize::saturating_add);
        total(Part::min)..=total(Part::max)
    }

    /// The bytes of what it matches.
    pub(crate) fn bytes(&self) -> ByteSet {
        self.parts.iter().fold(ByteSet::EMPTY, |all, part| match part {
            Part::Run { class, .. } => all.union(class),
            Part::Literal(literal) if self.ignore_case => {
                let both = literal.iter().flat_map(|b| [b.to_ascii_lowercase(), b.to_ascii_uppercase()]);
                all.union(&ByteSet::of(both))
            }
            Part::Literal(literal) => all.union(&ByteSet::of(literal.iter().copied())),
        })
    }

    /// The literal at the start, if there is one.
    pub(crate) fn prefix(&self) -> Option<&[u8]> {
        match self.parts.first() {
            Some(Part::Literal(literal)) => Some(literal),
            _ => None,
        }
    }

    /// The entropy that random tokens of this shape have with room to spare, in bits per byte; 0 where they are so short that chance
    /// decides.
    pub(crate) fn least_entropy(&self) -> f64 {
        let runs = self.parts.iter().filter_map(|part| match part {
            Part::Run { class, min, .. } => Some((class.len(), *min)),
            Part::Literal(_) => None,
        });
        let (letters, len) = runs.fold((0, 0), |(letters, len), run| (run.0.max(letters), run.1 + len));
        if len < SHORT_RUN { 0.0 } else { 0.6 * (letters.min(len) as f64).log2() }
    }

    /// How far before an anchor a match can begin: for each place of the anchor in a literal of the shape, the least to the greatest
    /// length of what stands before it.
    pub(crate) fn anchor_distances<'a>(
        &'a self,
        anchor: &'a [u8],
        ignore_case: bool,
    ) -> impl Iterator<Item = usize> + 'a {
        let same = move |a: &[u8], b: &[u8]| if ignore_case { a.eq_ignore_ascii_case(b) } else { a == b };
        let mut before = (0, 0);
        self.parts.iter().flat_map(move |part| {
            let (least, most) = before;
            let literal: &[u8] = match part {
                Part::Literal(literal) => {
                    before = (least + literal.len(), most + literal.len());
                    literal
                }
                Part::Run { min, max, .. } => {
                    before = (least + min, most + max);
                    &[]
                }
            };
            let places = (0..literal.len())
                .filter(move |&at| literal.get(at..at + anchor.len()).is_some_and(|here| same(here, anchor)));
            places.flat_map(move |at| least + at..=most + at)
        })
    }

    /// The end of the match that begins at `start`, with nothing of the token left over on either side.
    pub(crate) fn match_at(&self, text: &[u8], start: usize) -> Option<usize> {
        let mut at = start;
        let mut last = ByteSet::EMPTY;
        for part in &self.parts {
            match part {
                Part::Literal(literal) => {
                    let here = text.get(at..at + literal.len())?;
                    let same = if self.ignore_case {
                        here.eq_ignore_ascii_case(literal)
                    } else {
                        *here == **literal
                    };
                    if !same {
                        return None;
                    }
                    at += literal.len();
                    last = ByteSet::EMPTY;
                }
                Part::Run { class, min, max } => {
                    let run = text[at..].iter().take(*max).take_while(|&&b| class.contains(b)).count();
                    if run < *min {
                        return None;
                    }
                    at += run;
                    last = *class;
                }
            }
        }
        let ends = text.get(at).is_none_or(|&next| !is_word(next) && !last.contains(next));
        (ends && starts_token(text, start)).then_some(at)
    }
}

/// Random text of fewer characters may repeat itself by chance.
const SHORT_RUN: usize = 20;

fn run(placeholder: &str) -> Option<Part> {
    let (class, count) = placeholder.rsplit_once(':')?;
    let (min, max) = match count.split_once('-') {
        Some((min, max)) => (min.parse().ok()?, max.parse().ok()?),
        None => (count.parse().ok()?, count.parse().ok()?),
    };
    (min <= max && max > 0).then_some(Part::Run { class: ByteSet::named(class)?, min, max })
}

fn ambiguous(part: &Part, next: &Part) -> bool {
    match (part, next) {
        (Part::Run { class, min, max }, Part::Literal(literal)) => min != max && class.contains(literal[0]),
        (Part::Run { class, min, max }, Part::Run { class: next, .. }) => {
            min != max && class.intersects(next)
        }
        (Part::Literal(_), _) => false,
    }
}

pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a token may begin at `at`: what stands before is no part of a word, or is an escape whose letters only look like one.
pub(crate) fn starts_token(text: &[u8], at: usize) -> bool {
    match text[..at] {
        [.., before] if !is_word(before) => true,
        [] => true,
        // An escape in text that holds JSON or source code: `\nghp_…`.
        [.., b'\\', b'n' | b'r' | b't' | b'b' | b'f'] => true,
        // Percent-encoding: `token%3Dghp_…`.
        [.., b'%', a, b] => a.is_ascii_hexdigit() && b.is_ascii_hexdigit(),
        [.., b'\\', b'u', a, b, c, d] => [a, b, c, d].iter().all(u8::is_ascii_hexdigit),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(shape: &str, text: &str) -> Option<usize> {
        Shape::parse(shape, false).unwrap().match_at(text.as_bytes(), 0)
    }

    #[test]
    fn the_whole_token_or_nothing() {
        assert_eq!(matches("ab_{{hex:4}}", "ab_0a1b"), Some(7));
        assert_eq!(matches("ab_{{hex:4}}", "ab_0a1b\""), Some(7));
        assert_eq!(matches("ab_{{hex:4}}", "ab_0a1"), None);
        assert_eq!(matches("ab_{{hex:4}}", "ab_0a1b2"), None);
        assert_eq!(matches("ab_{{hex:4}}", "ab_0a1bz"), None);
        assert_eq!(matches("{{digit:2-3}}.{{[a-c\\]]:1}}", "12.]"), Some(4));
    }

    #[test]
    fn escapes_before_a_token_are_no_part_of_it() {
        for (text, ok) in
            [("\\n", true), ("x", false), ("%3D", true), ("\\u003d", true), ("n", false), ("é", true)]
        {
            assert_eq!(starts_token(text.as_bytes(), text.len()), ok, "{text}");
        }
    }

    #[test]
    fn ambiguous_shapes_are_refused() {
        assert!(Shape::parse("{{base62:1-9}}x", false).is_err());
        assert!(Shape::parse("{{base62:9}}x", false).is_ok());
        assert!(Shape::parse("{{digit:1-9}}{{lower:3}}", false).is_ok());
        assert!(Shape::parse("{{nope:3}}", false).is_err());
        assert!(Shape::parse("a{{hex:3", false).is_err());
    }
}
