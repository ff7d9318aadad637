//! The calls in a script, for those who ask what a script does rather than what it holds. Comments call nothing.

use std::collections::HashMap;
use std::ops::Range;

use super::lexer::{Lexer, Mode};
use super::token::{Bracket, Kind, Run, Token};

/// A script whose calls are asked for.
pub(crate) struct Calls<'s> {
    script: &'s [u8],
    tokens: Vec<Token>,
    /// Where the value begins that a variable is given last.
    values: HashMap<&'s [u8], usize>,
}

/// A call, `pm.environment.set("token", data.token)`.
#[derive(Debug)]
pub(crate) struct Call<'s> {
    /// What is called, `pm.environment.set`; empty before what is called on the result of another call.
    pub(crate) path: Vec<&'s [u8]>,
    /// The bytes of the script from the first word of the path up to the bracket.
    pub(crate) range: Range<usize>,
    /// The token after its bracket.
    inside: usize,
}

/// What an argument is made of, as far as it says what is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'s> {
    /// A variable or a member that is read: of `data.token` the word `token`.
    Word(&'s [u8]),
    /// The name in `get("name")` or `data["name"]`.
    Key(&'s [u8]),
    /// A member of an object, `name:`.
    Member(&'s [u8]),
    /// A string, as it is written between its quotes.
    Literal(&'s [u8]),
}

/// Longer paths are cut, in words.
const PATH_MAX: usize = 6;
/// Arguments that are read, and the tokens of a call among which they are looked for: calls nest, and each is read anew.
const ARGUMENTS_MAX: usize = 4;
const TOKENS_MAX: usize = 256;
/// Tokens of a value that are read.
const VALUE_TOKENS_MAX: usize = 32;

impl<'s> Calls<'s> {
    /// Reads a script. Linear in its length.
    pub(crate) fn read(script: &'s [u8]) -> Calls<'s> {
        let tokens: Vec<Token> = Lexer::new(script, Run::new(0, script.len()), Mode::Code).collect();
        let pairs = tokens.windows(2).enumerate();
        let given = pairs.filter(|(_, pair)| pair[0].kind == Kind::Word && pair[1].kind == Kind::Assign);
        let values = given.map(|(at, pair)| (pair[0].run.of(script), at + 2)).collect();
        Calls { script, tokens, values }
    }

    /// Every call, in the order of the script.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Call<'s>> + '_ {
        (1..self.tokens.len()).filter_map(|open| self.call(open))
    }

    /// The first few arguments of a call.
    pub(crate) fn arguments(&self, call: &Call<'s>) -> Vec<Vec<Piece<'s>>> {
        self.pieces(call.inside, TOKENS_MAX, false)
    }

    /// What the variable `name` is given, its first few pieces.
    pub(crate) fn value(&self, name: &[u8]) -> Vec<Piece<'s>> {
        let Some(&start) = self.values.get(name) else { return Vec::new() };
        self.pieces(start, VALUE_TOKENS_MAX, true).into_iter().next().unwrap_or_default()
    }

    fn call(&self, open: usize) -> Option<Call<'s>> {
        let (bracket, name) = (self.tokens[open], self.tokens[open - 1]);
        // The brackets of a template are none.
        let is_call = bracket.kind == Kind::Open(Bracket::Round)
            && bracket.run.of(self.script) == b"("
            && name.kind == Kind::Word;
        if !is_call {
            return None;
        }
        let mut path = vec![name.run.of(self.script)];
        let mut first = open - 1;
        while path.len() < PATH_MAX && first >= 2 && self.tokens[first - 1].kind == Kind::Dot {
            let before = self.tokens[first - 2];
            if before.kind != Kind::Word {
                path.push(b"");
                break;
            }
            path.push(before.run.of(self.script));
            first -= 2;
        }
        path.reverse();
        let range = self.tokens[first].run.start..name.run.end;
        Some(Call { path, range, inside: open + 1 })
    }

    /// What stands between commas from a token on, up to the bracket that closes it, or, of a statement, its end.
    fn pieces(&self, start: usize, most: usize, statement: bool) -> Vec<Vec<Piece<'s>>> {
        let mut arguments = vec![Vec::new()];
        let mut depth = 0usize;
        let end = self.tokens.len().min(start + most);
        for at in start..end {
            let token = self.tokens[at];
            let ends_statement = statement && depth == 0;
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) if depth == 0 => break,
                Kind::Close(_) => depth -= 1,
                Kind::Comma if depth == 0 && arguments.len() < ARGUMENTS_MAX => arguments.push(Vec::new()),
                Kind::Comma if depth == 0 => break,
                Kind::Semicolon | Kind::Statement if ends_statement => break,
                // A line that ends where an operand does ends the statement.
                _ if ends_statement
                    && token.newline
                    && at > start
                    && self.tokens[at - 1].kind.ends_operand()
                    && token.kind.begins_operand() =>
                {
                    break;
                }
                _ => {}
            }
            if let (Some(piece), Some(argument)) = (self.piece(at), arguments.last_mut()) {
                argument.push(piece);
            }
        }
        arguments
    }

    fn piece(&self, at: usize) -> Option<Piece<'s>> {
        let token = self.tokens[at];
        let text = token.run.of(self.script);
        let before = at.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| token.kind);
        let after = self.tokens.get(at + 1).map(|token| token.kind);
        match token.kind {
            Kind::Word if after == Some(Kind::Colon) => Some(Piece::Member(text)),
            Kind::Word => {
                let goes_on = matches!(after, Some(Kind::Dot | Kind::Open(Bracket::Round | Bracket::Square)));
                (!goes_on).then_some(Piece::Word(text))
            }
            Kind::Literal if after == Some(Kind::Colon) => Some(Piece::Member(text)),
            Kind::Literal if self.is_key(at, before, after) => Some(Piece::Key(text)),
            Kind::Literal => Some(Piece::Literal(text)),
            _ => None,
        }
    }

    /// Whether a literal names what is read.
    fn is_key(&self, at: usize, before: Option<Kind>, after: Option<Kind>) -> bool {
        let earlier = at.checked_sub(2).and_then(|at| self.tokens.get(at));
        match before {
            Some(Kind::Open(Bracket::Square)) => {
                after == Some(Kind::Close(Bracket::Square))
                    && earlier.is_some_and(|token| token.kind.ends_operand())
            }
            Some(Kind::Open(Bracket::Round)) => earlier.is_some_and(|token| {
                let name = token.run.of(self.script);
                token.kind == Kind::Word && name.starts_with(b"get") && name != b"getHeader"
            }),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_with_their_arguments() {
        let script = br#"
            // pm.environment.set("old", 1)
            const url = pm.variables.get("base") + "/login"
            pm.environment.set("token", data.access_token);
            f(`a ${b["c"]}`, { url: "x" }).then(g)"#;
        let calls = Calls::read(script);
        let found: Vec<Call<'_>> = calls.iter().collect();
        let paths: Vec<String> =
            found.iter().map(|call| String::from_utf8_lossy(&call.path.join(&b'.')).into_owned()).collect();
        assert_eq!(paths, ["pm.variables.get", "pm.environment.set", "f", ".then"]);
        assert_eq!(&script[found[1].range.clone()], b"pm.environment.set");
        assert_eq!(
            calls.arguments(&found[1]),
            [vec![Piece::Literal(b"token")], vec![Piece::Word(b"access_token")]]
        );
        assert_eq!(calls.arguments(&found[2])[1], [Piece::Member(b"url"), Piece::Literal(b"x")]);
        assert!(calls.arguments(&found[2])[0].contains(&Piece::Key(b"c")));
        assert_eq!(calls.value(b"url"), [Piece::Key(b"base"), Piece::Literal(b"/login")]);
        assert_eq!(calls.value(b"nothing"), []);
    }

    #[test]
    fn calls_in_calls_in_calls() {
        let script = "f(".repeat(20_000);
        assert_eq!(Calls::read(script.as_bytes()).iter().count(), 20_000);
    }
}
