//! The words of the reader: where something stands in a script, and what it is.

use std::ops::Range;

/// Part of a script, as byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Run {
    pub(super) fn new(start: usize, end: usize) -> Run {
        Run { start, end }
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start..self.end
    }

    pub(super) fn len(self) -> usize {
        self.end - self.start
    }

    pub(super) fn of(self, script: &[u8]) -> &[u8] {
        &script[self.range()]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// For a literal what is between its quotes.
    pub(super) run: Run,
    /// A line ends before it.
    pub(super) newline: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// An identifier or a number.
    Word,
    /// A keyword that an operand follows: `new`, `typeof`, `await`.
    Keyword,
    /// A keyword that begins a statement, and so ends the one before.
    Statement,
    /// A string, or a stretch of a template without `${}`.
    Literal,
    /// A regular expression, or another operand that holds nothing.
    Pattern,
    Open(Bracket),
    Close(Bracket),
    /// `=`, `+=`, `||=` …
    Assign,
    /// `===`, `!=`, `<`, `in` …
    Compare,
    Plus,
    /// `||` and `??`
    Fallback,
    Question,
    Colon,
    Comma,
    Semicolon,
    /// `.` and `?.`
    Dot,
    Other,
}

impl Kind {
    /// Whether an operand begins here, so that what ended before it is a statement of its own.
    pub(super) fn begins_operand(self) -> bool {
        matches!(self, Kind::Word | Kind::Keyword | Kind::Literal | Kind::Pattern)
    }

    /// Whether an operand ends here, so that an operator is due.
    pub(super) fn ends_operand(self) -> bool {
        match self {
            Kind::Word | Kind::Literal | Kind::Pattern => true,
            // A block ends with a brace too, and what follows a block begins anew.
            Kind::Close(bracket) => bracket != Bracket::Curly,
            _ => false,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    Round,
    Square,
    Curly,
}
