//! Texts made from the templates of examples (`rules/README.md`). The random part of a credential is never written down: it is made anew from
//! a seed.

use std::ops::Range;

use data_encoding::{BASE64, BASE64URL_NOPAD};

use super::shape::{ByteSet, Part};
use super::{RuleSpec, Shape};

/// A text, and where in it the secret stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Example {
    pub(crate) text: String,
    pub(crate) secret: Range<usize>,
}

impl Example {
    /// Takes the marks out of a text. Without marks the whole text is the secret.
    fn unmark(marked: &str) -> Example {
        let secret = match (marked.find(OPEN), marked.find(CLOSE)) {
            (Some(start), Some(end)) => start..end - OPEN.len_utf8(),
            _ => 0..marked.len(),
        };
        Example { text: marked.replace([OPEN, CLOSE], ""), secret }
    }
}

/// Stand for `«` and `»` while base64 may be made of what is between them.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// Why a template cannot be expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadTemplate(pub(crate) String);

/// Makes texts from templates; the same seed makes the same texts.
#[derive(Debug)]
pub(crate) struct Maker(u64);

impl Maker {
    pub(crate) fn new(seed: u64) -> Maker {
        Maker(seed.wrapping_mul(2).wrapping_add(1))
    }

    /// xorshift64*: Vigna 2016, "An experimental exploration of Marsaglia's xorshift generators, scrambled".
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % bound.max(1)
    }

    /// Expands a template. The secret is what `«…»` marks, else the only `{{token}}`, else all of it.
    pub(crate) fn example(&mut self, template: &str, rule: &RuleSpec) -> Result<Example, BadTemplate> {
        let mark_token = !template.contains('«') && template.matches("{{token").count() == 1;
        Ok(Example::unmark(&self.expand(template, rule, mark_token)?))
    }

    fn expand(&mut self, template: &str, rule: &RuleSpec, mark: bool) -> Result<String, BadTemplate> {
        let mut out = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '«', '»']) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(tail) = rest.strip_prefix('«') {
                out.push(OPEN);
                rest = tail;
            } else if let Some(tail) = rest.strip_prefix('»') {
                out.push(CLOSE);
                rest = tail;
            } else if rest.starts_with("{{") {
                let end = closing(rest).ok_or_else(|| bad("a placeholder is not closed", template))?;
                out.push_str(&self.placeholder(&rest[2..end], rule, mark)?);
                rest = &rest[end + 2..];
            } else {
                out.push('{');
                rest = &rest[1..];
            }
        }
        Ok(out + rest)
    }

    fn placeholder(&mut self, inside: &str, rule: &RuleSpec, mark: bool) -> Result<String, BadTemplate> {
        let (name, argument) = inside.split_once(':').unwrap_or((inside, ""));
        let inner = |maker: &mut Maker| Ok(maker.expand(argument, rule, false)?.replace([OPEN, CLOSE], ""));
        match name {
            "token" => {
                let shape = if argument.is_empty() { Some(1) } else { argument.parse().ok() };
                let template = shape.and_then(|n: usize| rule.token.get(n.checked_sub(1)?));
                let template = template.ok_or_else(|| bad("there is no such shape", inside))?;
                let token = self.expand(template, rule, false)?;
                let token = rule.checksum.map_or(token.clone(), |checksum| checksum.seal(token));
                Ok(if mark { format!("{OPEN}{token}{CLOSE}") } else { token })
            }
            "uuid" => Ok([8, 4, 4, 4, 12].map(|n| self.run(ByteSet::named("hex"), n)).join("-")),
            "b64" => Ok(BASE64.encode(inner(self)?.as_bytes())),
            "b64url" => Ok(BASE64URL_NOPAD.encode(inner(self)?.as_bytes())),
            _ => {
                let unknown = || bad("unknown placeholder", inside);
                let (class, count) = inside.rsplit_once(':').ok_or_else(unknown)?;
                let class = ByteSet::named(class).ok_or_else(unknown)?;
                let (min, max) = count.split_once('-').unwrap_or((count, count));
                let bounds = min.parse().ok().zip(max.parse().ok());
                let (min, max): (usize, usize) =
                    bounds.filter(|(min, max)| min <= max).ok_or_else(unknown)?;
                let len = min + self.below(max - min + 1);
                Ok(self.run(Some(class), len))
            }
        }
    }

    fn run(&mut self, class: Option<ByteSet>, len: usize) -> String {
        let letters = class.map_or_else(Vec::new, |class| class.bytes());
        (0..len).map(|_| char::from(letters[self.below(letters.len())])).collect()
    }

    /// Tokens that are all but of this shape, with what is wrong with each.
    pub(crate) fn near_misses(&mut self, shape: &Shape) -> Vec<(&'static str, String)> {
        let runs: Vec<usize> = (0..shape.parts.len()).filter(|&at| !shape.parts[at].is_literal()).collect();
        let (Some(&first), Some(&last)) = (runs.first(), runs.last()) else { return Vec::new() };
        let is_end = last + 1 == shape.parts.len();
        let mut misses = vec![("a foreign character", self.foreign(shape, first))];
        if shape.parts[last].min() > 1 {
            misses.push(("too short", self.stretched(shape, last, |min, _| min - 1)));
        }
        if is_end {
            misses.push(("too long", self.stretched(shape, last, |_, max| max + 1)));
        }
        misses.retain(|(_, miss)| !miss.is_empty());
        misses
    }

    fn stretched(&mut self, shape: &Shape, at: usize, len: impl Fn(usize, usize) -> usize) -> String {
        let parts = shape.parts.iter().enumerate();
        parts
            .map(|(i, part)| match part {
                Part::Literal(literal) => String::from_utf8_lossy(literal).into_owned(),
                Part::Run { class, min, max } => {
                    self.run(Some(*class), if i == at { len(*min, *max) } else { *min })
                }
            })
            .collect()
    }

    /// A character that is not of the class stands where the run cannot do without one.
    fn foreign(&mut self, shape: &Shape, at: usize) -> String {
        let Part::Run { class, min, .. } = &shape.parts[at] else { return String::new() };
        let Some(foreign) = "!~;".bytes().find(|&byte| !class.contains(byte)).filter(|_| *min > 1) else {
            return String::new();
        };
        let before: usize = shape.parts[..at].iter().map(Part::min).sum();
        let mut token = self.stretched(shape, at, |min, _| min).into_bytes();
        token[before + min / 2] = foreign;
        String::from_utf8(token).unwrap_or_default()
    }
}

fn bad(what: &str, at: &str) -> BadTemplate {
    BadTemplate(format!("{what}: `{at}`"))
}

/// The `}}` that closes the placeholder at the start of `text`, over placeholders inside it.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut at = 0;
    while at + 1 < text.len() {
        match &text.as_bytes()[at..at + 2] {
            b"{{" => (depth, at) = (depth + 1, at + 2),
            b"}}" => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
                at += 2;
            }
            _ => at += 1,
        }
    }
    None
}
