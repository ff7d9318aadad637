//! From a script to its tokens, ECMA-262 section 12 as far as it matters here.
//!
//! It never fails: what is not closed is read as if its opening were an operator. Each kind of opening that was not closed is
//! remembered up to where that was looked for, so that no byte is looked at more than a few times whatever the script.
//!
//! A template with `${}` is handed on as the sum it stands for: `` `a${b}c` `` as `("a" + (b) + "c")`.

use std::collections::VecDeque;

use super::token::{Bracket, Kind, Run, Token};

/// What kind of text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Code,
    /// The inside of comments: old code or prose. Marks of comments are blanks; there are no regular expressions.
    Comment,
    /// The inside of a template: JSON, GraphQL or markup with holes. There are no comments, templates or regular expressions.
    Template,
}

/// A part of the script that is worth reading in its own right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Aside {
    pub(super) run: Run,
    pub(super) mode: Mode,
}

pub(super) struct Lexer<'s> {
    /// The script, up to where reading ends.
    script: &'s [u8],
    at: usize,
    mode: Mode,
    newline: bool,
    previous: Option<Token>,
    queue: VecDeque<Token>,
    templates: Vec<Template>,
    unclosed: Unclosed,
    asides: Vec<Aside>,
    /// Nothing but blanks since the last comment, which is the last aside.
    after_comment: bool,
}

/// Up to where an opening of each kind has no closing.
#[derive(Clone, Copy, Debug, Default)]
struct Unclosed {
    single: usize,
    double: usize,
    template: usize,
    pattern: usize,
    comment: usize,
    hole: usize,
}

/// A template whose `${` is being read.
#[derive(Clone, Copy, Debug)]
struct Template {
    start: usize,
    /// Braces that are open in the `${}`.
    braces: usize,
}

/// Templates in templates in templates …: deeper than this they are read as code.
const TEMPLATES_MAX: usize = 16;

impl<'s> Lexer<'s> {
    /// Reads `run` of the script.
    pub(super) fn new(script: &'s [u8], run: Run, mode: Mode) -> Lexer<'s> {
        Lexer {
            script: &script[..run.end],
            at: run.start,
            mode,
            newline: false,
            previous: None,
            queue: VecDeque::new(),
            templates: Vec::new(),
            unclosed: Unclosed::default(),
            asides: Vec::new(),
            after_comment: false,
        }
    }

    /// The comments, and the templates that have an inner structure. Complete when all tokens were read.
    pub(super) fn into_asides(self) -> Vec<Aside> {
        self.asides
    }

    fn scan(&mut self) -> Option<Token> {
        self.skip_blanks();
        let first = *self.script.get(self.at)?;
        let special = match first {
            b'"' | b'\'' => self.string(first),
            b'`' => self.template(),
            b'/' => self.pattern(),
            b'}' => self.end_of_hole(),
            b'$' if self.mode == Mode::Template => self.hole(),
            _ => None,
        };
        Some(special.unwrap_or_else(|| if is_word(first) { self.word() } else { self.operator() }))
    }

    fn token(&mut self, kind: Kind, run: Run) -> Token {
        Token { kind, run, newline: std::mem::take(&mut self.newline) }
    }

    fn push(&mut self, kind: Kind, run: Run) {
        let token = self.token(kind, run);
        self.queue.push_back(token);
    }

    fn skip_blanks(&mut self) {
        while let Some(&byte) = self.script.get(self.at) {
            match byte {
                b'\n' | b'\r' => {
                    self.newline = true;
                    self.at += 1;
                }
                _ if byte.is_ascii_whitespace() => self.at += 1,
                b'/' | b'*' => match self.comment() {
                    Some(end) => self.at = end,
                    None => return,
                },
                _ => return,
            }
        }
    }

    /// Where the comment or the mark of a comment that begins here ends.
    fn comment(&mut self) -> Option<usize> {
        let rest = &self.script[self.at..];
        match (self.mode, rest) {
            (Mode::Code, [b'/', b'/', ..]) => {
                let len = memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
                Some(self.set_comment_aside(self.at + 2, self.at + len, 0))
            }
            (Mode::Code, [b'/', b'*', body @ ..]) if self.at >= self.unclosed.comment => {
                match memchr::memmem::find(body, b"*/") {
                    Some(len) => Some(self.set_comment_aside(self.at + 2, self.at + 2 + len, 2)),
                    None => {
                        self.unclosed.comment = self.script.len();
                        None
                    }
                }
            }
            (Mode::Comment, [b'/', b'/' | b'*', ..] | [b'*', b'/', ..]) => Some(self.at + 2),
            _ => None,
        }
    }

    /// Comments that follow each other are one text: code is switched off line by line. Returns where the comment ends.
    fn set_comment_aside(&mut self, start: usize, end: usize, mark: usize) -> usize {
        match self.asides.last_mut() {
            Some(last) if self.after_comment => last.run.end = end,
            _ => self.asides.push(Aside { run: Run::new(start, end), mode: Mode::Comment }),
        }
        self.after_comment = true;
        end + mark
    }

    fn string(&mut self, quote: u8) -> Option<Token> {
        let previous = self.previous.filter(|token| token.run.end == self.at);
        if quote == b'\'' && previous.is_some_and(|token| token.kind == Kind::Word) {
            // An apostrophe: no string follows a word in code.
            return None;
        }
        let unclosed = if quote == b'"' { &mut self.unclosed.double } else { &mut self.unclosed.single };
        if self.at < *unclosed {
            return None;
        }
        let start = self.at + 1;
        match string_end(self.script, start, quote) {
            Ok(end) => {
                self.at = end + 1;
                Some(self.token(Kind::Literal, Run::new(start, end)))
            }
            Err(end) => {
                *unclosed = end;
                None
            }
        }
    }

    fn template(&mut self) -> Option<Token> {
        if self.mode == Mode::Template || self.at < self.unclosed.template {
            return None;
        }
        let (opening, start) = (self.at, self.at + 1);
        match stretch_end(self.script, start) {
            Some((end, Stop::Backtick)) => {
                self.at = end + 1;
                if spans_lines(&self.script[start..end]) {
                    self.set_template_aside(start, end);
                }
                Some(self.token(Kind::Literal, Run::new(start, end)))
            }
            Some((end, Stop::Hole)) if self.templates.len() < TEMPLATES_MAX => {
                self.templates.push(Template { start, braces: 0 });
                let first = self.token(Kind::Open(Bracket::Round), Run::new(opening, start));
                self.stretch_before_hole(start, end);
                Some(first)
            }
            Some((end, Stop::Hole)) => {
                self.unclosed.template = end;
                None
            }
            None => {
                self.unclosed.template = self.script.len();
                None
            }
        }
    }

    fn stretch_before_hole(&mut self, start: usize, end: usize) {
        self.push(Kind::Literal, Run::new(start, end));
        self.push(Kind::Plus, Run::new(end, end));
        self.push(Kind::Open(Bracket::Round), Run::new(end, end + 2));
        self.at = end + 2;
    }

    /// The `}` that ends a `${}`, and the stretch of the template after it.
    fn end_of_hole(&mut self) -> Option<Token> {
        let template = *self.templates.last().filter(|template| template.braces == 0)?;
        let start = self.at + 1;
        let close = self.token(Kind::Close(Bracket::Round), Run::new(self.at, start));
        let stretch = stretch_end(self.script, start);
        if let Some((end, Stop::Hole)) = stretch {
            self.push(Kind::Plus, Run::new(start, start));
            self.stretch_before_hole(start, end);
            return Some(close);
        }
        self.templates.pop();
        if let Some((end, Stop::Backtick)) = stretch {
            self.push(Kind::Plus, Run::new(start, start));
            self.push(Kind::Literal, Run::new(start, end));
            self.at = end + 1;
            if self.templates.is_empty() {
                self.set_template_aside(template.start, end);
            }
        } else {
            self.unclosed.template = self.script.len();
            self.at = start;
        }
        self.push(Kind::Close(Bracket::Round), Run::new(self.at - 1, self.at));
        Some(close)
    }

    /// A `${}` in a template was read with the code around it; here it is an operand of no interest.
    fn hole(&mut self) -> Option<Token> {
        let start = self.at;
        if !self.script[start..].starts_with(b"${") || start < self.unclosed.hole {
            return None;
        }
        let Some(len) = memchr::memchr(b'}', &self.script[start..]) else {
            self.unclosed.hole = self.script.len();
            return None;
        };
        self.at = start + len + 1;
        Some(self.token(Kind::Pattern, Run::new(start, self.at)))
    }

    fn set_template_aside(&mut self, start: usize, end: usize) {
        if self.mode == Mode::Code {
            self.asides.push(Aside { run: Run::new(start, end), mode: Mode::Template });
            self.after_comment = false;
        }
    }

    fn pattern(&mut self) -> Option<Token> {
        let divides = self.previous.is_some_and(|token| token.kind.ends_operand());
        if divides || self.mode != Mode::Code || self.at < self.unclosed.pattern {
            return None;
        }
        let start = self.at;
        match pattern_end(self.script, start + 1) {
            Ok(end) => {
                self.at = end + 1;
                Some(self.token(Kind::Pattern, Run::new(start, end + 1)))
            }
            Err(end) => {
                self.unclosed.pattern = end;
                None
            }
        }
    }

    fn word(&mut self) -> Token {
        let start = self.at;
        let hyphens = self.mode != Mode::Code;
        let rest = &self.script[start..];
        // Outside code `x-api-key` is one name.
        let inside = |at: usize| {
            is_word(rest[at]) || hyphens && rest[at] == b'-' && rest.get(at + 1).copied().is_some_and(is_word)
        };
        let len = (1..rest.len()).find(|&at| !inside(at)).unwrap_or(rest.len());
        self.at = start + len;
        let member = self.previous.is_some_and(|token| token.kind == Kind::Dot);
        let kind = if member { Kind::Word } else { word_kind(&rest[..len]) };
        self.token(kind, Run::new(start, self.at))
    }

    fn operator(&mut self) -> Token {
        let (kind, len) = operator(&self.script[self.at..]);
        if let Some(template) = self.templates.last_mut() {
            match kind {
                Kind::Open(Bracket::Curly) => template.braces += 1,
                Kind::Close(Bracket::Curly) => template.braces -= 1,
                _ => {}
            }
        }
        let start = self.at;
        self.at += len;
        self.token(kind, Run::new(start, self.at))
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let token = match self.queue.pop_front() {
            Some(token) => token,
            None => self.scan()?,
        };
        self.previous = Some(token);
        self.after_comment = false;
        Some(token)
    }
}

/// The closing quote of the string whose inside begins at `at`, or the end of its line.
fn string_end(script: &[u8], mut at: usize, quote: u8) -> Result<usize, usize> {
    while let Some(next) = script.get(at..).and_then(|rest| memchr::memchr3(quote, b'\\', b'\n', rest)) {
        let next = at + next;
        at = match script[next..] {
            [b'\\', b'\r', b'\n', ..] => next + 3,
            [b'\\', ..] => next + 2,
            [b'\n', ..] => return Err(next),
            _ => return Ok(next),
        };
    }
    Err(script.len())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Backtick,
    /// `${`
    Hole,
}

/// Where the stretch of a template that begins at `at` ends, and with what.
fn stretch_end(script: &[u8], mut at: usize) -> Option<(usize, Stop)> {
    loop {
        let next = at + memchr::memchr3(b'`', b'\\', b'$', script.get(at..)?)?;
        at = match script[next..] {
            [b'`', ..] => return Some((next, Stop::Backtick)),
            [b'$', b'{', ..] => return Some((next, Stop::Hole)),
            [b'\\', ..] => next + 2,
            _ => next + 1,
        };
    }
}

/// The slash that ends the regular expression whose inside begins at `at`, or the end of its line.
fn pattern_end(script: &[u8], mut at: usize) -> Result<usize, usize> {
    let mut in_class = false;
    while let Some(byte) = script.get(at) {
        match byte {
            b'\n' => return Err(at),
            b'/' if !in_class => return Ok(at),
            b'[' => in_class = true,
            b']' => in_class = false,
            b'\\' => at += 1,
            _ => {}
        }
        at += 1;
    }
    Err(script.len())
}

/// A template over several lines that is not a JSON or XML document, which has its own reader.
fn spans_lines(inside: &[u8]) -> bool {
    let document = matches!(inside.trim_ascii_start().first(), Some(b'{' | b'[' | b'<'));
    !document && memchr::memchr(b'\n', inside).is_some()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

fn word_kind(word: &[u8]) -> Kind {
    match word {
        b"const" | b"let" | b"var" | b"return" | b"throw" | b"case" | b"if" | b"else" | b"for" | b"while"
        | b"do" | b"switch" | b"try" | b"import" | b"export" | b"class" => Kind::Statement,
        b"new" | b"typeof" | b"void" | b"delete" | b"await" | b"yield" | b"default" | b"extends" => {
            Kind::Keyword
        }
        b"in" | b"of" | b"instanceof" => Kind::Compare,
        _ => Kind::Word,
    }
}

/// The operator at the start of `rest`, and its length. What is none is one byte of something else.
fn operator(rest: &[u8]) -> (Kind, usize) {
    match rest {
        [b'=' | b'!', b'=', b'=', ..] => (Kind::Compare, 3),
        [b'|', b'|', b'=', ..] | [b'?', b'?', b'=', ..] | [b'&', b'&', b'=', ..] => (Kind::Assign, 3),
        [b'.', b'.', b'.', ..] => (Kind::Other, 3),
        [b'=' | b'!' | b'<' | b'>', b'=', ..] => (Kind::Compare, 2),
        [b'|', b'|', ..] | [b'?', b'?', ..] => (Kind::Fallback, 2),
        [b'=', b'>', ..] | [b'+', b'+', ..] => (Kind::Other, 2),
        [b'+' | b'-' | b'*' | b'/' | b'%' | b'|' | b'&' | b'^', b'=', ..] => (Kind::Assign, 2),
        [b'?', b'.', digit, ..] if digit.is_ascii_digit() => (Kind::Question, 1),
        [b'?', b'.', ..] => (Kind::Dot, 2),
        [first, ..] => (single(*first), 1),
        [] => (Kind::Other, 0),
    }
}

fn single(byte: u8) -> Kind {
    match byte {
        b'=' => Kind::Assign,
        b'<' | b'>' => Kind::Compare,
        b'+' => Kind::Plus,
        b'?' => Kind::Question,
        b':' => Kind::Colon,
        b',' => Kind::Comma,
        b';' => Kind::Semicolon,
        b'.' => Kind::Dot,
        b'(' => Kind::Open(Bracket::Round),
        b')' => Kind::Close(Bracket::Round),
        b'[' => Kind::Open(Bracket::Square),
        b']' => Kind::Close(Bracket::Square),
        b'{' => Kind::Open(Bracket::Curly),
        b'}' => Kind::Close(Bracket::Curly),
        _ => Kind::Other,
    }
}
