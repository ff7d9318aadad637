use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::decode::{Decoded, json_string};

/// Index of a node in its [`Tape`]. Nodes are in the order of the file, parents before children.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(u32);

impl NodeId {
    pub(crate) const ROOT: NodeId = NodeId(0);

    /// The node that begins before this one, the last of them.
    pub(crate) fn before(self) -> Option<NodeId> {
        self.0.checked_sub(1).map(NodeId)
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Object,
    Array,
    String,
    /// A number, `true`, `false` or `null`; in broken JSON any other bare word.
    Bare,
}

/// One value. 32-bit offsets: see [`crate::MAX_ARTEFACT_LEN`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// A string with at least one backslash in it.
    pub(crate) escaped: bool,
    key_escaped: bool,
    start: u32,
    end: u32,
    key_start: u32,
    key_end: u32,
    parent: u32,
    /// The node after this one and all inside it.
    next: u32,
    /// Position among the values directly inside the parent.
    index: u32,
}

const NONE: u32 = u32::MAX;

impl Node {
    /// The bytes of the value: of a string without its quotes.
    pub(crate) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The bytes of the member name, without its quotes.
    pub(crate) fn key_range(&self) -> Option<Range<usize>> {
        (self.key_start != NONE).then_some(self.key_start as usize..self.key_end as usize)
    }
}

/// What the reader lets pass.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// `{{name}}` may stand where a value is due, as in the bodies of Postman requests.
    pub(crate) references: bool,
}

/// Something that RFC 8259 does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// Byte offset.
    pub(crate) at: usize,
    pub(crate) problem: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    CutShort,
    NoValue,
    NoComma,
    NoColon,
    ExtraComma,
    WrongClose,
    UnclosedString,
    ControlCharacter,
    UnknownEscape,
    Unexpected,
    TrailingText,
    TooDeep,
    Tab,
    ConflictMarker,
    NotYaml,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Problem::CutShort => "the file ends inside an object or array",
            Problem::NoValue => "a value is missing",
            Problem::NoComma => "a comma is missing",
            Problem::NoColon => "a colon is missing",
            Problem::ExtraComma => "a comma too many",
            Problem::WrongClose => "a bracket that closes nothing",
            Problem::UnclosedString => "a string is not closed",
            Problem::ControlCharacter => "a control character in a string",
            Problem::UnknownEscape => "an escape that JSON does not have",
            Problem::Unexpected => "unexpected text",
            Problem::TrailingText => "text after the end of the document",
            Problem::TooDeep => "objects or arrays are nested too deep",
            Problem::Tab => "a tab in the indentation",
            Problem::ConflictMarker => "the mark of a merge conflict",
            Problem::NotYaml => "a line that does not fit",
        })
    }
}

/// A JSON text as a list of values with their places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tape {
    nodes: Vec<Node>,
    /// Names and values whose escapes are not those of JSON, decoded, by the offset they begin at, in the order of the file.
    decoded: Vec<(u32, Decoded)>,
    /// The first problem, if there is one: the only one with a sure place.
    error: Option<SyntaxError>,
    error_count: usize,
}

impl Tape {
    /// Reads `text`. Always linear in its length, always to its end.
    pub(crate) fn parse(text: &[u8], options: Options) -> Tape {
        let mut reader = Reader { text, at: 0, options, builder: Builder::default(), passed: 0 };
        reader.document();
        reader.builder.finish(text.len())
    }

    /// The first thing that is wrong, or `None` for a text that RFC 8259 allows.
    pub(crate) fn error(&self) -> Option<SyntaxError> {
        self.error
    }

    pub(crate) fn error_count(&self) -> usize {
        self.error_count
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.index()]
    }

    /// Every node, in the order of the file.
    pub(crate) fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        Tape::ids_in(0..self.nodes.len() as u32)
    }

    /// The nodes of one of [`Tape::stretches`].
    pub(crate) fn ids_in(stretch: Range<u32>) -> impl Iterator<Item = NodeId> + use<> {
        stretch.map(NodeId)
    }

    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        let parent = self.node(id).parent;
        (parent != NONE).then_some(NodeId(parent))
    }

    /// Whether a value is somewhere inside `outer`.
    pub(crate) fn is_inside(&self, id: NodeId, outer: NodeId) -> bool {
        (outer.0 + 1..self.node(outer).next).contains(&id.0)
    }

    /// The values in stretches of about `len` bytes of the text.
    pub(crate) fn stretches(&self, len: usize) -> Vec<Range<u32>> {
        let end = self.nodes.last().map_or(0, |last| last.start as usize) + 1;
        let cut = |at: usize| self.nodes.partition_point(|node| (node.start as usize) < at) as u32;
        let mut cuts: Vec<u32> = (0..end).step_by(len).map(cut).collect();
        cuts.push(self.nodes.len() as u32);
        cuts.dedup();
        cuts.windows(2).map(|cut| cut[0]..cut[1]).collect()
    }

    /// The values directly inside an object or array.
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).next;
        let mut at = id.0 + 1;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let child = NodeId(at);
                at = self.node(child).next;
                child
            })
        })
    }

    /// The decoded member name of a node.
    pub(crate) fn key<'t>(&self, text: &'t [u8], id: NodeId) -> Option<Cow<'t, [u8]>> {
        let node = self.node(id);
        Some(self.unescape(text, node.key_range()?, node.key_escaped))
    }

    /// The decoded value of a string node, the bytes of any other.
    pub(crate) fn value<'t>(&self, text: &'t [u8], id: NodeId) -> Cow<'t, [u8]> {
        let node = self.node(id);
        self.unescape(text, node.range(), node.escaped)
    }

    fn unescape<'t>(&self, text: &'t [u8], range: Range<usize>, escaped: bool) -> Cow<'t, [u8]> {
        if !escaped {
            return Cow::Borrowed(&text[range]);
        }
        match self.decoded_at(range.start) {
            Some(decoded) => Cow::Owned(decoded.bytes.clone()),
            None => Cow::Owned(json_string::decode(text, range).bytes),
        }
    }

    /// The decoded name or value that begins at `start`, if its escapes are not those of JSON.
    pub(crate) fn decoded_at(&self, start: usize) -> Option<&Decoded> {
        let found = self.decoded.binary_search_by_key(&start, |(start, _)| *start as usize).ok()?;
        Some(&self.decoded[found].1)
    }

    /// The value of the member `name` of an object: the last one, where the name is there twice, as most readers have it.
    pub(crate) fn member(&self, text: &[u8], object: NodeId, name: &str) -> Option<NodeId> {
        if self.node(object).kind != Kind::Object {
            return None;
        }
        self.children(object)
            .take(MEMBERS_MAX)
            .filter(|&child| self.key(text, child).is_some_and(|k| *k == *name.as_bytes()))
            .last()
    }

    /// The decoded string value of the member `name`.
    pub(crate) fn string_member<'t>(
        &self,
        text: &'t [u8],
        object: NodeId,
        name: &str,
    ) -> Option<Cow<'t, [u8]>> {
        let member = self.member(text, object, name)?;
        (self.node(member).kind == Kind::String).then(|| self.value(text, member))
    }

    pub(crate) fn index_in_parent(&self, id: NodeId) -> usize {
        self.node(id).index as usize
    }

    /// The string (its value, not its name) whose bytes hold `range`.
    pub(crate) fn string_around(&self, range: Range<usize>) -> Option<NodeId> {
        // Nothing begins inside a string, so it can only be the last value that begins before the range.
        let after = self.nodes.partition_point(|n| n.start as usize <= range.start);
        let last = self.nodes.get(after.checked_sub(1)?)?;
        let holds = last.kind == Kind::String && last.end as usize >= range.end;
        holds.then_some(NodeId(after as u32 - 1))
    }

    /// The innermost value around an offset; an object, where the offset is in a member name.
    pub(crate) fn node_around(&self, offset: usize) -> Option<NodeId> {
        let after = self.nodes.partition_point(|n| n.start as usize <= offset);
        let mut at = NodeId(u32::try_from(after.checked_sub(1)?).ok()?);
        while self.node(at).end as usize <= offset {
            at = self.parent(at)?;
        }
        Some(at)
    }
}

/// Members of an object that are looked at when one is wanted by its name. Objects of Postman have fewer than thirty; without a bound,
/// an object with a million members would cost the square of that.
const MEMBERS_MAX: usize = 256;

/// Nested objects and arrays. Real files have at most 21 levels; a bound keeps pointers short and the way up from a value cheap.
const DEPTH_MAX: usize = 2048;

/// A scanned string: the range inside the quotes, and whether it has escapes.
#[derive(Clone, Debug)]
pub(crate) struct Str {
    pub(crate) range: Range<usize>,
    pub(crate) escaped: bool,
}

/// An object or array that is not closed yet.
#[derive(Clone, Copy, Debug)]
struct Open {
    id: u32,
    /// Values directly inside it so far.
    children: u32,
}

/// Makes a [`Tape`], in the order of the file. Of JSON it is [`Tape::parse`] that does; other languages have readers of their own.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    tape: Tape,
    /// The open objects and arrays, outermost first.
    open: Vec<Open>,
}

impl Builder {
    /// What kind of container is open, if one is.
    pub(crate) fn inside(&self) -> Option<Kind> {
        self.open.last().map(|top| self.tape.nodes[top.id as usize].kind)
    }

    /// Whether nothing more can be opened.
    pub(crate) fn is_full(&self) -> bool {
        self.open.len() >= DEPTH_MAX
    }

    /// A value that is no container.
    pub(crate) fn value(&mut self, kind: Kind, value: &Str, key: Option<Str>) {
        self.push(kind, value, key);
    }

    /// An object or array that begins at `at`; what follows is inside it until it is closed.
    pub(crate) fn begin(&mut self, kind: Kind, at: usize, key: Option<Str>) {
        let id = self.push(kind, &Str { range: at..at, escaped: false }, key);
        self.open.push(Open { id, children: 0 });
    }

    /// Closes the innermost container.
    pub(crate) fn end(&mut self, end: usize) {
        let next = self.tape.nodes.len() as u32;
        if let Some(top) = self.open.pop() {
            let node = &mut self.tape.nodes[top.id as usize];
            node.end = node.start.max(end as u32);
            node.next = next;
        }
    }

    /// The name or value that begins at `start` is not what stands there.
    pub(crate) fn decoded(&mut self, start: usize, decoded: Decoded) {
        self.tape.decoded.push((start as u32, decoded));
    }

    pub(crate) fn problem(&mut self, at: usize, problem: Problem) {
        self.tape.error_count += 1;
        if self.tape.error.is_none() {
            self.tape.error = Some(SyntaxError { at, problem });
        }
    }

    /// Closes what is open. `end` is the length of the text.
    pub(crate) fn finish(mut self, end: usize) -> Tape {
        if !self.open.is_empty() {
            self.problem(end, Problem::CutShort);
        }
        while !self.open.is_empty() {
            self.end(end);
        }
        self.tape
    }

    fn push(&mut self, kind: Kind, value: &Str, key: Option<Str>) -> u32 {
        let id = self.tape.nodes.len() as u32;
        let (key_start, key_end, key_escaped) = key
            .map_or((NONE, NONE, false), |key| (key.range.start as u32, key.range.end as u32, key.escaped));
        self.tape.nodes.push(Node {
            kind,
            escaped: value.escaped,
            key_escaped,
            start: value.range.start as u32,
            end: value.range.end as u32,
            key_start,
            key_end,
            parent: self.open.last().map_or(NONE, |open| open.id),
            next: id + 1,
            index: self.open.last().map_or(0, |open| open.children),
        });
        if let Some(open) = self.open.last_mut() {
            open.children += 1;
        }
        id
    }
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    options: Options,
    builder: Builder,
    /// Brackets that were passed over because they open too deep, and are not closed yet.
    passed: usize,
}

impl Reader<'_> {
    fn document(&mut self) {
        self.blanks();
        if self.at == self.text.len() {
            self.problem(Problem::NoValue);
            return;
        }
        self.value(None);
        loop {
            self.blanks();
            if self.at == self.text.len() {
                break;
            }
            match self.builder.inside() {
                Some(Kind::Object) => self.in_object(),
                Some(_) => self.in_array(),
                None => {
                    self.problem(Problem::TrailingText);
                    // Go on reading: a second document, or the rest of one whose brackets are wrong.
                    self.stray();
                }
            }
        }
    }

    /// One member of an object, with the comma before it or the bracket after it.
    fn in_object(&mut self) {
        let Some(first) = self.separator(b'}') else { return };
        match self.peek() {
            Some(b'"') => {}
            Some(b'}') if first => return,
            _ => return self.stray(),
        }
        let key = self.string();
        self.blanks();
        if self.peek() == Some(b':') {
            self.at += 1;
            self.blanks();
            self.value(Some(key));
        } else {
            // No member name after all: keep it as a value, so that it is seen.
            self.problem(Problem::NoColon);
            self.builder.value(Kind::String, &key, None);
        }
    }

    /// One element of an array, with the comma before it or the bracket after it.
    fn in_array(&mut self) {
        if self.separator(b']').is_some() {
            self.value(None);
        }
    }

    /// Passes what stands before the next element. `None` if the container was closed (or there was only a problem to pass),
    /// else whether the element is the first.
    fn separator(&mut self, close: u8) -> Option<bool> {
        let top = *self.builder.open.last()?;
        let first = top.children == 0;
        match self.peek()? {
            b']' | b'}' if self.passed > 0 => {
                self.passed -= 1;
                self.at += 1;
                None
            }
            b if b == close => {
                self.at += 1;
                self.builder.end(self.at);
                None
            }
            b']' | b'}' => {
                self.wrong_close();
                None
            }
            b',' => {
                let comma = self.at;
                self.at += 1;
                self.blanks();
                if first || matches!(self.peek(), Some(b',' | b']' | b'}') | None) {
                    self.problem_at(comma, Problem::ExtraComma);
                    return None;
                }
                Some(false)
            }
            _ if first => Some(true),
            _ => {
                self.problem(Problem::NoComma);
                Some(false)
            }
        }
    }

    /// A closing bracket that does not fit: closes the nearest container that it does fit, if there is one.
    fn wrong_close(&mut self) {
        self.problem(Problem::WrongClose);
        let wanted = if self.peek() == Some(b'}') { Kind::Object } else { Kind::Array };
        self.at += 1;
        if let [.., outer, _] = self.builder.open[..] {
            // Only the parent is tried: looking further up would make hostile input quadratic, and tear a document apart for one typo.
            if self.builder.tape.nodes[outer.id as usize].kind == wanted {
                self.builder.end(self.at);
                self.builder.end(self.at);
            }
        }
    }

    fn value(&mut self, key: Option<Str>) {
        match self.peek() {
            Some(b'"') => {
                let string = self.string();
                self.builder.value(Kind::String, &string, key);
            }
            Some(b'{') if self.options.references && self.text[self.at..].starts_with(b"{{") => {
                let range = self.reference();
                self.builder.value(Kind::Bare, &Str { range, escaped: false }, key);
            }
            // Too deep: the brackets are passed over, what is in them counts as the parent's.
            Some(b'{' | b'[') if self.builder.is_full() => {
                self.problem(Problem::TooDeep);
                self.at += 1;
                self.passed += 1;
            }
            Some(open @ (b'{' | b'[')) => {
                let kind = if open == b'{' { Kind::Object } else { Kind::Array };
                self.builder.begin(kind, self.at, key);
                self.at += 1;
            }
            Some(b',' | b'}' | b']' | b':') | None => {
                self.problem(Problem::NoValue);
                if self.peek() == Some(b':') {
                    self.at += 1;
                }
            }
            Some(_) => {
                let range = self.word();
                if !is_literal(&self.text[range.clone()]) {
                    self.problem_at(range.start, Problem::Unexpected);
                }
                self.builder.value(Kind::Bare, &Str { range, escaped: false }, key);
            }
        }
    }

    /// Text where none may be: a comment, a merge-conflict marker, an expression. Passed over, word by word; a string in it is kept.
    fn stray(&mut self) {
        match self.peek() {
            Some(b'"' | b'{' | b'[') => self.value(None),
            Some(b',' | b':' | b'}' | b']') => {
                self.problem(Problem::Unexpected);
                self.at += 1;
            }
            Some(_) => {
                self.problem(Problem::Unexpected);
                self.word();
            }
            None => {}
        }
    }

    /// Passes a run of bytes that have no meaning in JSON; at least one byte.
    fn word(&mut self) -> Range<usize> {
        let start = self.at;
        let stops = |b: &u8| {
            matches!(b, b',' | b':' | b'}' | b']' | b'{' | b'[' | b'"' | b' ' | b'\t' | b'\r' | b'\n')
        };
        self.at += self.text[start..].iter().position(stops).unwrap_or(self.text.len() - start).max(1);
        start..self.at
    }

    /// `{{name}}`; without an end on the same line, only the opening braces.
    fn reference(&mut self) -> Range<usize> {
        let start = self.at;
        let line = self.text[start..].iter().take(REFERENCE_MAX).take_while(|&&b| b != b'\n').count();
        let end = memchr::memmem::find(&self.text[start..start + line], b"}}");
        self.at = end.map_or(start + 2, |i| start + i + 2);
        start..self.at
    }

    fn string(&mut self) -> Str {
        let start = self.at + 1;
        let mut found = Str { range: start..start, escaped: false };
        let (mut control, mut unknown) = (None, None);
        let mut at = start;
        loop {
            at = next_sign(self.text, at);
            match self.text.get(at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    found.escaped = true;
                    if unknown.is_none() && !is_escape(&self.text[at..]) {
                        unknown = Some(at);
                    }
                    at = (at + 2).min(self.text.len());
                }
                Some(_) => {
                    control = control.or(Some(at));
                    at += 1;
                }
                None => return self.unclosed(start, found.escaped),
            }
        }
        self.at = at + 1;
        found.range.end = at;
        if let Some(control) = control
            && let Some(line) = self.broken(control, &found.range)
        {
            self.at = line;
            found.range.end = line;
            return found;
        }
        if let Some(unknown) = unknown {
            self.problem_at(unknown, Problem::UnknownEscape);
        }
        found
    }

    /// The end of a string in which a control character stands, if its closing quote may be the opening one of a later string: that of its line.
    fn broken(&mut self, control: usize, range: &Range<usize>) -> Option<usize> {
        self.problem_at(control, Problem::ControlCharacter);
        let follows = self.text[self.at..].iter().find(|b| !b.is_ascii_whitespace());
        if matches!(follows, Some(b',' | b'}' | b']' | b':') | None) {
            return None;
        }
        let line = memchr::memchr2(b'\n', b'\r', &self.text[range.clone()])?;
        Some(range.start + line)
    }

    /// A string to the end of the text: it ends with its line, so that the rest can be read.
    fn unclosed(&mut self, start: usize, escaped: bool) -> Str {
        self.problem_at(start - 1, Problem::UnclosedString);
        let rest = &self.text[start..];
        let line = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        self.at = start + line;
        Str { range: start..self.at, escaped }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn blanks(&mut self) {
        // Pretty-printed files are a third indentation.
        while matches!(self.text.get(self.at..self.at + 8), Some(b"        " | b"\t\t\t\t\t\t\t\t")) {
            self.at += 8;
        }
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.problem_at(self.at, problem);
    }

    fn problem_at(&mut self, at: usize, problem: Problem) {
        self.builder.problem(at, problem);
    }
}

/// The next quote, backslash or control character from `at` on, or the end of the text. Eight bytes at a time, as strings are short.
fn next_sign(text: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    // The lowest bit that is set in any of these tells the truth; a borrow may have set those above it.
    let below = |word: u64, bound: u8| word.wrapping_sub(ONES * u64::from(bound)) & !word & HIGH;
    let equal = |word: u64, byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    while let Some((word, _)) = text.get(at..).and_then(|rest| rest.split_first_chunk::<8>()) {
        let word = u64::from_le_bytes(*word);
        let signs = equal(word, b'"') | equal(word, b'\\') | below(word, b' ');
        if signs != 0 {
            return at + signs.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let is_sign = |b: &u8| matches!(b, b'"' | b'\\') || *b < b' ';
    text[at..].iter().position(is_sign).map_or(text.len(), |more| at + more)
}

/// Whether `text` begins with an escape that RFC 8259 knows.
fn is_escape(text: &[u8]) -> bool {
    match text.get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => true,
        Some(b'u') => text.get(2..6).and_then(json_string::hex4).is_some(),
        _ => false,
    }
}

/// A name in double braces is never longer; bounds the search for the closing ones.
const REFERENCE_MAX: usize = 256;

/// `true`, `false`, `null` or a number as RFC 8259 section 6 has it.
pub(crate) fn is_literal(word: &[u8]) -> bool {
    matches!(word, b"true" | b"false" | b"null") || is_number(word)
}

fn is_number(word: &[u8]) -> bool {
    let digits = |rest: &[u8]| rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let mut rest = word.strip_prefix(b"-").unwrap_or(word);
    let whole = digits(rest);
    if whole == 0 || (whole > 1 && rest[0] == b'0') {
        return false;
    }
    rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let len = digits(fraction);
        if len == 0 {
            return false;
        }
        rest = &fraction[len..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent =
            exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
        let len = digits(exponent);
        return len > 0 && len == exponent.len();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_next_sign_is_the_first(text in prop::collection::vec(any::<u8>(), 0..40), at in 0usize..40) {
            let at = at.min(text.len());
            let first = (at..text.len()).find(|&i| matches!(text[i], b'"' | b'\\') || text[i] < b' ');
            prop_assert_eq!(next_sign(&text, at), first.unwrap_or(text.len()));
        }
    }

    /// Member name and value of every string, in order.
    fn strings(text: &str) -> Vec<(String, String)> {
        let tape = Tape::parse(text.as_bytes(), Options::default());
        let show = |bytes: Cow<'_, [u8]>| String::from_utf8_lossy(&bytes).into_owned();
        tape.ids()
            .filter(|&id| tape.node(id).kind == Kind::String)
            .map(|id| {
                (
                    tape.key(text.as_bytes(), id).map(show).unwrap_or_default(),
                    show(tape.value(text.as_bytes(), id)),
                )
            })
            .collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|&(k, v)| (k.to_owned(), v.to_owned())).collect()
    }

    fn first_error(text: &str) -> Option<(usize, Problem)> {
        Tape::parse(text.as_bytes(), Options::default()).error().map(|e| (e.at, e.problem))
    }

    #[test]
    fn a_truncated_document_keeps_its_strings() {
        let text = r#"{"a":{"b":["x","y"#;
        assert_eq!(strings(text), pairs(&[("", "x"), ("", "y")]));
        assert_eq!(first_error(text), Some((15, Problem::UnclosedString)));
    }

    #[test]
    fn real_mistakes_cost_no_string() {
        assert_eq!(strings(r#"{"a":"x",,"b":"y",}"#), pairs(&[("a", "x"), ("b", "y")]));
        assert_eq!(strings(r#"{"value": ,"b":"y"}"#), pairs(&[("b", "y")]));
        assert_eq!(strings("{\"a\":\"x\"\n\"b\":\"y\"}"), pairs(&[("a", "x"), ("b", "y")]));
        assert_eq!(strings("{\"a\":\"x\", // why\n\"b\":\"y\"}"), pairs(&[("a", "x"), ("b", "y")]));
        assert_eq!(
            strings("{\"a\":\"x\",\n<<<<<<< HEAD\n\"b\":\"1\"\n=======\n\"b\":\"2\"\n>>>>>>> other\n}"),
            pairs(&[("a", "x"), ("b", "1"), ("b", "2")])
        );
        assert_eq!(strings(r#"["a" + "b".repeat(3), "c"]"#), pairs(&[("", "a"), ("", "b"), ("", "c")]));
    }

    #[test]
    fn a_line_break_in_a_string_is_kept_if_the_string_goes_on() {
        assert_eq!(strings("{\"a\":\"x\ny\",\"b\":\"z\"}"), pairs(&[("a", "x\ny"), ("b", "z")]));
        // Here the quote was forgotten: the string ends with its line.
        assert_eq!(strings("{\"a\":\"x,\n\"b\":\"z\"}"), pairs(&[("a", "x,"), ("b", "z")]));
    }

    #[test]
    fn references_stand_as_values_where_allowed() {
        let text = br#"{"a":{{name}},"b":"y"}"#;
        let tape = Tape::parse(text, Options { references: true });
        assert_eq!(tape.error(), None);
        assert_eq!(tape.len(), 3);
        assert!(Tape::parse(text, Options::default()).error().is_some());
    }

    #[test]
    fn finds_the_string_around_a_range() {
        let text = br#"{"a":"xyz","b":{"c":["uvw"]}}"#;
        let tape = Tape::parse(text, Options::default());
        let id = tape.string_around(7..8).unwrap();
        assert_eq!(tape.key(text, id).as_deref(), Some(b"a".as_slice()));
        assert!(tape.string_around(22..24).is_some());
        assert_eq!(tape.string_around(2..3), None);
        assert_eq!(tape.string_around(7..12), None);
    }

    #[test]
    fn deep_nesting_needs_no_stack() {
        let text = "[".repeat(200_000);
        assert_eq!(first_error(&text).unwrap(), (DEPTH_MAX, Problem::TooDeep));
    }

    fn walk(value: &serde_json::Value, out: &mut Vec<String>) {
        match value {
            serde_json::Value::String(s) => out.push(s.clone()),
            serde_json::Value::Array(items) => items.iter().for_each(|v| walk(v, out)),
            serde_json::Value::Object(members) => members.values().for_each(|v| walk(v, out)),
            _ => {}
        }
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<f64>().prop_map(Into::into),
            any::<String>().prop_map(Into::into),
        ];
        leaf.prop_recursive(5, 64, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
                prop::collection::btree_map("[a-c\\\\\"é]{0,3}", inner, 0..6)
                    .prop_map(|m| serde_json::Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn reads_what_serde_json_writes(value in json(), pretty: bool) {
            let text = if pretty { serde_json::to_vec_pretty(&value) } else { serde_json::to_vec(&value) }.unwrap();
            let tape = Tape::parse(&text, Options::default());
            prop_assert_eq!(tape.error(), None);
            let mut expected = Vec::new();
            walk(&value, &mut expected);
            let ours: Vec<_> = tape.ids().filter(|&id| tape.node(id).kind == Kind::String)
                .map(|id| String::from_utf8(tape.value(&text, id).into_owned()).unwrap()).collect();
            prop_assert_eq!(ours, expected);
        }

        #[test]
        fn agrees_with_serde_json_on_what_is_valid(text in r#"[\[\]{}:,"a\\u0\-1e. \nt\x01]{0,24}"#) {
            let ours = Tape::parse(text.as_bytes(), Options::default()).error().is_none();
            let theirs = serde_json::from_str::<serde_json::Value>(&text).is_ok();
            // serde_json refuses lone surrogates and numbers out of range; RFC 8259 does not.
            prop_assert!(ours == theirs || (ours && (text.contains("\\u") || text.contains('e'))), "{}", text);
        }

        #[test]
        fn any_bytes_give_nested_ranges(text in prop::collection::vec(prop_oneof![Just(b'"'), Just(b'{'), Just(b'}'),
            Just(b'['), Just(b']'), Just(b','), Just(b':'), Just(b'\\'), Just(b'\n'), any::<u8>()], 0..200), references: bool) {
            let tape = Tape::parse(&text, Options { references });
            for id in tape.ids() {
                let range = tape.node(id).range();
                prop_assert!(range.start <= range.end && range.end <= text.len());
                if let Some(parent) = tape.parent(id) {
                    prop_assert!(parent < id);
                    let outer = tape.node(parent).range();
                    prop_assert!(outer.start <= range.start && range.end <= outer.end);
                }
            }
        }
    }
}
