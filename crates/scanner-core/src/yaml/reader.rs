use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::mend::Mended;
use crate::decode::yaml_scalar::{self, Style};
use crate::json::{Builder, Kind, Problem, Str, Tape, is_literal};

/// A YAML text, read.
#[derive(Debug)]
pub(crate) struct Yaml {
    /// The document; of several documents an array. Aliases are not followed: they are bare words.
    pub(crate) tape: Tape,
    /// What is in no value: comments, and lines that could not be read. In the order of the file.
    pub(crate) loose: Vec<Range<usize>>,
}

/// Lines that do not fit are left out, so many of them; then the text ends for the reader. Each costs another reading.
const MENDED_MAX: usize = 16;
/// Of a longer text, in bytes, only what is usual is mended: conflict markers, tabs, and one line.
const LONG: usize = 4 << 20;

/// Reads `text`, as much of it as can be. Linear in its length.
pub(crate) fn read(text: &[u8]) -> Yaml {
    let mut mended = Mended::new(text);
    let mut problems = Vec::new();
    let (mut steps, mut stop) = steps(mended.text());
    let tries = if text.len() > LONG { 2 } else { MENDED_MAX };
    for _ in 0..tries {
        let Some(problem) = stop.and_then(|at| mended.mend(at)) else { break };
        problems.push(problem);
        (steps, stop) = self::steps(mended.text());
    }
    let mut writer = Writer::new(text);
    problems.into_iter().for_each(|(at, problem)| writer.builder.problem(at, problem));
    let mut loose = mended.left_out;
    if let Some(at) = stop {
        writer.builder.problem(at, Problem::NotYaml);
        loose.push(at..text.len());
    }
    writer.write(&steps);
    let tape = writer.builder.finish(text.len());
    comments(text, &tape, &mut loose);
    loose.sort_by_key(|range| range.start);
    Yaml { tape, loose }
}

/// What the parser says, with byte offsets.
enum Step {
    Document,
    Begin(Kind, usize),
    End(usize),
    /// With a tag or an anchor before it, or not.
    Scalar(Range<usize>, Style, bool),
    Alias(Range<usize>),
}

/// What the parser says of a text, and where it gave up, if it did.
fn steps(text: &str) -> (Vec<Step>, Option<usize>) {
    let mut steps = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => return (steps, Some(error.marker().index().min(text.len()))),
        };
        let (start, end) = (span.start.index().min(text.len()), span.end.index().min(text.len()));
        let range = start..end.max(start);
        steps.push(match event {
            Event::DocumentStart(_) => Step::Document,
            Event::MappingStart(..) => Step::Begin(Kind::Object, start),
            Event::SequenceStart(..) => Step::Begin(Kind::Array, start),
            Event::MappingEnd | Event::SequenceEnd => Step::End(end),
            // An empty block: its span is that of its header.
            Event::Scalar(value, ScalarStyle::Literal | ScalarStyle::Folded, ..)
                if value.trim().is_empty() =>
            {
                Step::Scalar(range.end..range.end, Style::Literal, false)
            }
            Event::Scalar(_, style, anchor, tag) => {
                Step::Scalar(range, self::style(style), anchor > 0 || tag.is_some())
            }
            Event::Alias(_) => Step::Alias(range),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => continue,
        });
    }
    (steps, None)
}

fn style(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

/// An open mapping or sequence.
struct Frame {
    mapping: bool,
    /// The name of the value that is due, if one is and it has one.
    key: Option<Str>,
    expects_key: bool,
    /// It is too deep to be written down.
    skipped: bool,
}

/// Writes steps down as a tape.
struct Writer<'t> {
    text: &'t [u8],
    builder: Builder,
    open: Vec<Frame>,
    /// Where the last value began and ended: nothing begins or ends before it.
    last: (usize, usize),
}

impl<'t> Writer<'t> {
    fn new(text: &'t [u8]) -> Writer<'t> {
        Writer { text, builder: Builder::default(), open: Vec::new(), last: (0, 0) }
    }

    fn write(&mut self, steps: &[Step]) {
        let several = steps.iter().filter(|step| matches!(step, Step::Document)).nth(1).is_some();
        if several {
            self.begin(Kind::Array, 0);
        }
        for step in steps {
            match step {
                Step::Document => {}
                Step::Begin(kind, at) => self.begin(*kind, *at),
                Step::End(at) => self.end(*at),
                Step::Scalar(range, style, properties) => self.scalar(range.clone(), *style, *properties),
                Step::Alias(range) => self.leaf(Kind::Bare, Str { range: range.clone(), escaped: false }),
            }
        }
        while let Some(frame) = self.open.last() {
            let unread = frame.skipped || several && self.open.len() == 1;
            self.end(if unread { self.text.len() } else { self.last.1 });
        }
    }

    fn begin(&mut self, kind: Kind, at: usize) {
        let key = match self.open.last_mut() {
            // A name that is itself a mapping or a sequence: it is kept as a value without a name.
            Some(frame) if frame.expects_key => {
                frame.expects_key = false;
                None
            }
            Some(frame) => frame.value(),
            None => None,
        };
        let skipped = self.builder.is_full();
        let at = at.max(self.last.0);
        if skipped {
            self.builder.problem(at, Problem::TooDeep);
        } else {
            self.last = (at, self.last.1.max(at));
            self.builder.begin(kind, at, key);
        }
        let mapping = kind == Kind::Object;
        self.open.push(Frame { mapping, key: None, expects_key: mapping, skipped });
    }

    fn end(&mut self, at: usize) {
        if let Some(frame) = self.open.pop()
            && !frame.skipped
        {
            self.last.1 = self.last.1.max(at);
            self.builder.end(self.last.1);
        }
    }

    fn scalar(&mut self, range: Range<usize>, style: Style, properties: bool) {
        let range = inside(self.text, range, style, properties);
        let start = range.start.max(self.last.0);
        let range = start..range.end.max(start);
        let decoded = yaml_scalar::decode(self.text, range.clone(), style);
        let value = Str { range, escaped: decoded.is_some() };
        if let Some(decoded) = decoded {
            self.builder.decoded(value.range.start, decoded);
        }
        let word = &self.text[value.range.clone()];
        let bare = style == Style::Plain && !properties && (matches!(word, b"" | b"~") || is_literal(word));
        self.leaf(if bare { Kind::Bare } else { Kind::String }, value);
    }

    fn leaf(&mut self, kind: Kind, value: Str) {
        let key = match self.open.last_mut() {
            Some(frame) if frame.expects_key => {
                frame.expects_key = false;
                frame.key = Some(value);
                return;
            }
            Some(frame) => frame.value(),
            None => None,
        };
        self.last = (value.range.start, self.last.1.max(value.range.end));
        self.builder.value(kind, &value, key);
    }
}

impl Frame {
    /// The value that was due is there.
    fn value(&mut self) -> Option<Str> {
        self.expects_key = self.mapping;
        self.key.take()
    }
}

/// The text of a scalar, without tag, anchor and quotes, and without the blank space after a block.
fn inside(text: &[u8], range: Range<usize>, style: Style, properties: bool) -> Range<usize> {
    let mut start = range.start;
    let blanks = |at: usize| text[at..range.end].iter().take_while(|b| b.is_ascii_whitespace()).count();
    while properties && matches!(text[start..range.end].first(), Some(b'&' | b'!')) {
        start += text[start..range.end].iter().take_while(|b| !b.is_ascii_whitespace()).count();
        start += blanks(start);
    }
    let end = match style {
        // A quote that was not closed is read as a letter, and is no part of the text.
        Style::Plain => {
            start += usize::from(matches!(text[start..range.end].first(), Some(b'"' | b'\'')));
            range.start + text[range.clone()].trim_ascii_end().len()
        }
        Style::SingleQuoted => return quoted(start, range.end, |at| single_quote(text, at)),
        Style::DoubleQuoted => return quoted(start, range.end, |at| double_quote(text, at)),
        Style::Literal | Style::Folded => {
            if properties && matches!(text[start..range.end].first(), Some(b'|' | b'>')) {
                start += text[start..range.end].iter().take_while(|&&b| b != b'\n').count();
                start += blanks(start);
            }
            range.start + text[range.clone()].trim_ascii_end().len()
        }
    };
    start..end.max(start)
}

fn quoted(start: usize, end: usize, close: impl Fn(usize) -> Option<usize>) -> Range<usize> {
    let inside = (start + 1).min(end);
    inside..close(inside).unwrap_or(end).min(end).max(inside)
}

/// The closing quote of what begins at `at`.
fn single_quote(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr(b'\'', &text[at..])?;
        if text.get(at + 1) != Some(&b'\'') {
            return Some(at);
        }
        at += 2;
    }
}

fn double_quote(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        if text[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

/// Adds the comments of a text: from a `#` that stands in no value, after blank space, to the end of its line.
fn comments(text: &[u8], tape: &Tape, loose: &mut Vec<Range<usize>>) {
    let known = loose.clone();
    let mut past = 0;
    for at in memchr::memchr_iter(b'#', text) {
        let after_blank = text[..at].last().is_none_or(u8::is_ascii_whitespace);
        let known = || known.iter().any(|range| range.contains(&at));
        if at < past || !after_blank || tape.string_around(at..at + 1).is_some() || known() {
            continue;
        }
        past = memchr::memchr2(b'\n', b'\r', &text[at..]).map_or(text.len(), |i| at + i);
        loose.push(at + 1..past);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json::pointer;

    fn leaves(text: &str) -> Vec<(String, String)> {
        let bytes = text.as_bytes();
        let tape = read(bytes).tape;
        let leaf = tape.ids().filter(|&id| matches!(tape.node(id).kind, Kind::String | Kind::Bare));
        leaf.map(|id| {
            (pointer(&tape, bytes, id), String::from_utf8_lossy(&tape.value(bytes, id)).into_owned())
        })
        .collect()
    }

    fn owned(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|&(at, value)| (at.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn every_style_of_scalar() {
        let text = "a: plain # why\nb: 'it''s'\nc: \"x\\x41\"\nd: |-\n  one\n  two\ne: >\n  one\n  two\n\nf:\n  - 1\n  - &x !!str g\n  - *x\n";
        let expected = [
            ("/a", "plain"),
            ("/b", "it's"),
            ("/c", "xA"),
            ("/d", "one\ntwo"),
            ("/e", "one two"),
            ("/f/0", "1"),
            ("/f/1", "g"),
            ("/f/2", "*x"),
        ];
        assert_eq!(leaves(text), owned(&expected));
        let yaml = read(text.as_bytes());
        assert!(yaml.tape.error().is_none());
        assert_eq!(yaml.loose.first(), Some(&(10..14)));
    }

    #[test]
    fn a_line_that_does_not_fit_costs_no_other() {
        let text = "a: x\nb: y: z\nc:\n  - d: w\n";
        assert_eq!(leaves(text), owned(&[("/a", "x"), ("/c/0/d", "w")]));
        let yaml = read(text.as_bytes());
        assert_eq!(yaml.tape.error().map(|error| (error.at, error.problem)), Some((5, Problem::NotYaml)));
        assert_eq!(yaml.loose.first(), Some(&(5..12)));
    }

    #[test]
    fn a_quote_that_is_not_closed_ends_with_its_line() {
        assert_eq!(
            leaves("a:\n  - k: \"x y\n  - l: 'z\nb: w"),
            owned(&[("/a/0/k", "x y"), ("/a/1/l", "z"), ("/b", "w")])
        );
        let error = read(b"a: 'x").tape.error().map(|error| (error.at, error.problem));
        assert_eq!(error, Some((3, Problem::UnclosedString)));
    }

    #[test]
    fn tabs_and_conflict_markers_are_passed_over() {
        assert_eq!(leaves("a:\n\t- k: x\n\t  v: y\n"), owned(&[("/a/0/k", "x"), ("/a/0/v", "y")]));
        let conflict = "a: x\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\nc: y\n";
        assert_eq!(leaves(conflict), owned(&[("/a", "x"), ("/b", "1"), ("/b", "2"), ("/c", "y")]));
    }

    #[test]
    fn several_documents_are_an_array() {
        assert_eq!(leaves("---\na: x\n---\nb: y\n"), owned(&[("/0/a", "x"), ("/1/b", "y")]));
        assert_eq!(leaves("---\na: x\n"), owned(&[("/a", "x")]));
    }

    #[test]
    fn aliases_are_not_followed() {
        let bomb = (0..30).map(|n| format!("a{n}: &a{n} [*a{m}, *a{m}, *a{m}]\n", m = (n + 29) % 30));
        let text: String = std::iter::once("a29: &a29 x\n".to_owned()).chain(bomb).collect();
        assert!(read(text.as_bytes()).tape.len() < 200);
    }

    #[test]
    fn deep_nesting_ends() {
        for text in ["[".repeat(10_000), "- ".repeat(10_000), "{a: ".repeat(10_000), "? ".repeat(10_000)] {
            let yaml = read(text.as_bytes());
            assert!(yaml.tape.error().is_some(), "{}", &text[..4]);
        }
    }

    #[test]
    fn other_encodings_keep_their_places() {
        let text = b"na\xe9me: caf\xe9\0x\nk: \xf0\x9f\x98\x80 y\n";
        let tape = read(text).tape;
        let values: Vec<_> = tape.ids().skip(1).map(|id| tape.value(text, id).into_owned()).collect();
        assert_eq!(values, [b"caf\xe9\0x".to_vec(), "😀 y".into()]);
    }

    proptest! {
        #[test]
        fn values_are_what_the_parser_says(text in "[a-c]: (\\|-?|>-?)?\n?(\n| {1,2}[a'\"#\\\\x41-][a'\" #\\\\x41-]{0,5}\n){0,5}") {
            let mut expected = Vec::new();
            for event in Parser::new_from_str(&text) {
                match event {
                    Ok((Event::Scalar(value, ..), _)) => expected.push(value.trim().to_owned()),
                    Ok(_) => {}
                    Err(_) => return Ok(()),
                }
            }
            let tape = read(text.as_bytes()).tape;
            let mut ours = Vec::new();
            for id in tape.ids() {
                ours.extend(tape.key(text.as_bytes(), id).map(|key| String::from_utf8_lossy(&key).trim().to_owned()));
                if matches!(tape.node(id).kind, Kind::String | Kind::Bare) {
                    ours.push(String::from_utf8_lossy(&tape.value(text.as_bytes(), id)).trim().to_owned());
                }
            }
            prop_assert_eq!(ours, expected);
            for id in tape.ids() {
                if let Some(decoded) = tape.decoded_at(tape.node(id).range().start) {
                    let mut last = tape.node(id).range().start;
                    for at in 0..decoded.bytes.len() {
                        let source = decoded.map.source(at..at + 1);
                        prop_assert!(last <= source.start && source.end <= tape.node(id).range().end);
                        if decoded.map.is_plain(at..at + 1) {
                            prop_assert_eq!(&text.as_bytes()[source.clone()], &decoded.bytes[at..at + 1]);
                        }
                        last = source.start;
                    }
                }
            }
        }

        #[test]
        fn any_bytes_give_nested_ranges(text in prop::collection::vec(prop_oneof![Just(b'"'), Just(b'{'), Just(b'}'), Just(b'\''), Just(b'-'),
            Just(b'['), Just(b']'), Just(b','), Just(b':'), Just(b' '), Just(b'\n'), Just(b'|'), Just(b'&'), Just(b'!'), Just(b'a'), any::<u8>()], 0..60)) {
            let tape = read(&text).tape;
            let mut last = 0;
            for id in tape.ids() {
                let range = tape.node(id).range();
                prop_assert!(last <= range.start && range.start <= range.end && range.end <= text.len());
                last = range.start;
                if let Some(parent) = tape.parent(id) {
                    let outer = tape.node(parent).range();
                    prop_assert!(outer.start <= range.start && range.end <= outer.end);
                }
                tape.value(&text, id);
                tape.key(&text, id);
            }
        }
    }
}
