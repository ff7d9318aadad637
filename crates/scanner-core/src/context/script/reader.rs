//! From the tokens of a script to its literals and what each is called.
//!
//! One pass with a stack of what stands open. An operator gives the frame on top a name; a literal that comes then stands under it.
//! A literal is settled when the token after it is known: before a colon it is a name itself, before a comparison it is no value.

use super::call::{Call, Chain};
use super::frame::{Basic, Frame, Literal, Reading, Role};
use super::name::{self, Name};
use super::token::{Bracket, Kind, Run, Token};

pub(super) struct Reader<'r> {
    script: &'r [u8],
    /// Whether the script encodes anything in base64.
    base64: bool,
    found: &'r mut dyn FnMut(Literal),
    /// Never empty: the first frame is the script itself.
    frames: Vec<Frame>,
    previous: Option<Kind>,
    operand: Operand,
    chain: Chain,
    /// What the last piece calls the piece that is joined to it.
    lead: Option<Name>,
    pending: Option<Piece>,
}

/// What the last token ends, for an operator that names something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Operand {
    #[default]
    None,
    Word(Run),
    /// `a.word`, or `word[…]`
    Member(Run),
    Literal(Run),
    /// The name in `get("name")` or `a["name"]`.
    Label(Run),
}

/// A literal that is not settled yet.
#[derive(Clone, Copy, Debug)]
struct Piece {
    run: Run,
    lead: Option<Name>,
    /// The token before it.
    before: Option<Kind>,
}

/// Deeper nesting than this is not code that somebody wrote. The outermost frames are forgotten then.
const DEPTH_MAX: usize = 64;

impl<'r> Reader<'r> {
    pub(super) fn new(script: &'r [u8], base64: bool, found: &'r mut dyn FnMut(Literal)) -> Reader<'r> {
        Reader {
            script,
            base64,
            found,
            frames: vec![Frame::new(Role::Braces, None)],
            previous: None,
            operand: Operand::None,
            chain: Chain::default(),
            lead: None,
            pending: None,
        }
    }

    pub(super) fn read(&mut self, tokens: impl Iterator<Item = Token>) {
        tokens.for_each(|token| self.token(token));
        self.settle(Kind::Semicolon);
        self.close_down_to(0);
    }

    fn token(&mut self, token: Token) {
        self.settle(token.kind);
        if token.newline && token.kind == Kind::Word && self.ends_statement() {
            self.restart();
        }
        let operand = std::mem::take(&mut self.operand);
        match token.kind {
            Kind::Word | Kind::Keyword => self.word(token.run),
            Kind::Statement => self.statement(token.run),
            Kind::Literal => self.literal(token.run),
            Kind::Pattern => self.chain.clear(),
            Kind::Open(bracket) => self.open(bracket),
            Kind::Close(bracket) => self.close(bracket, operand),
            Kind::Assign => self.assign(operand),
            Kind::Colon => self.colon(operand),
            Kind::Fallback => self.fallback(operand),
            Kind::Question => self.question(),
            Kind::Plus => self.plus(operand),
            Kind::Comma => self.comma(),
            Kind::Semicolon => self.restart(),
            Kind::Dot | Kind::Compare | Kind::Other => {}
        }
        self.previous = Some(token.kind);
    }

    fn top(&mut self) -> &mut Frame {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn restart(&mut self) {
        self.lead = None;
        self.top().reset();
    }

    /// Whether a line end here is a semicolon: a word cannot follow an operand.
    fn ends_statement(&mut self) -> bool {
        self.previous.is_some_and(|kind| kind.ends_operand() || kind == Kind::Close(Bracket::Curly))
            && self.top().role == Role::Braces
    }

    fn word(&mut self, run: Run) {
        let member = self.previous == Some(Kind::Dot);
        if !member {
            self.chain.clear();
        } else if self.chain.is_empty() {
            self.chain.detached = true;
        }
        self.chain.push(run);
        self.operand = if member { Operand::Member(run) } else { Operand::Word(run) };
    }

    fn statement(&mut self, run: Run) {
        // `for (const …` is the only statement that may begin in a bracket. Elsewhere a closing bracket is missing.
        if self.previous != Some(Kind::Open(Bracket::Round)) {
            let block = self.frames.iter().rposition(|frame| frame.role == Role::Braces).unwrap_or(0);
            self.close_down_to(block + 1);
        }
        self.restart();
        self.word(run);
    }

    fn literal(&mut self, run: Run) {
        self.chain.clear();
        // No operator before it: this is prose, or a tagged template.
        if !self.previous.is_some_and(Kind::ends_operand) {
            self.pending = Some(Piece { run, lead: self.lead, before: self.previous });
        }
        self.operand = Operand::Literal(run);
    }

    fn assign(&mut self, operand: Operand) {
        self.lead = None;
        let script = self.script;
        let frame = self.top();
        // `apiKey: string = "…"`
        let is_type =
            matches!(operand, Operand::Word(word) if is_type(word.of(script))) && frame.name.is_some();
        if !is_type {
            frame.reset();
            frame.name = operand.name();
        }
    }

    fn colon(&mut self, operand: Operand) {
        self.lead = None;
        let script = self.script;
        let frame = self.top();
        if frame.ternaries > 0 {
            frame.ternaries -= 1;
        } else {
            frame.member(operand.name(), script);
        }
    }

    fn question(&mut self) {
        self.lead = None;
        self.top().ternaries += 1;
    }

    fn comma(&mut self) {
        self.lead = None;
        self.top().comma();
    }

    /// What the fallback is for says more than what it is assigned to, but a plain variable says less.
    fn fallback(&mut self, operand: Operand) {
        self.lead = None;
        let script = self.script;
        let frame = self.top();
        if frame.silent || matches!(frame.name, Some(Name::Known(_))) {
            return;
        }
        let name = match operand {
            Operand::Label(_) => operand.name(),
            Operand::Member(word) if !is_general(word.of(script)) => operand.name(),
            Operand::Word(word) if frame.name.is_none() && !is_constant(word.of(script)) => operand.name(),
            _ => None,
        };
        frame.name = name.or(frame.name);
    }

    fn plus(&mut self, operand: Operand) {
        let lead = match operand {
            Operand::Literal(literal) if !self.top().silent => {
                Name::announced(self.script, literal, self.lead)
            }
            _ => None,
        };
        self.lead = lead;
    }

    fn open(&mut self, bracket: Bracket) {
        let role = self.role(bracket);
        let lead = self.lead.take();
        let top = self.top();
        let over = lead.or(top.name);
        let key = over.filter(|name| matches!(name, Name::Known(_)) && *name != name::AUTHORIZATION);
        let mut frame = Frame::new(role, if role == Role::Braces { key } else { over });
        frame.silent = role == Role::Call(Call::Silent) || top.silent && role != Role::Braces;
        frame.basic = match role {
            Role::Group => top.basic,
            // Not what is made of a key: that has a name already.
            Role::Call(Call::Encoder { basic: true }) if key.is_none() => Some(Basic::default()),
            _ => None,
        };
        self.push(frame);
    }

    fn role(&mut self, bracket: Bracket) -> Role {
        // A dot: `a?.["b"]`, `f?.()`.
        let follows_operand = self.previous.is_some_and(|kind| kind.ends_operand() || kind == Kind::Dot);
        match bracket {
            Bracket::Curly => Role::Braces,
            Bracket::Square if follows_operand => Role::Index { base: self.chain.last() },
            Bracket::Square if self.is_computed() => Role::Index { base: None },
            Bracket::Square => Role::List,
            Bracket::Round if follows_operand => Role::Call(Call::of(self.script, &self.chain, self.base64)),
            Bracket::Round => Role::Group,
        }
    }

    /// `{ ["name"]: … }`
    fn is_computed(&mut self) -> bool {
        matches!(self.previous, Some(Kind::Open(Bracket::Curly) | Kind::Comma))
            && self.top().role == Role::Braces
    }

    fn push(&mut self, frame: Frame) {
        if self.frames.len() == DEPTH_MAX {
            self.frames.drain(1..DEPTH_MAX / 2);
        }
        self.frames.push(frame);
    }

    fn close(&mut self, bracket: Bracket, operand: Operand) {
        self.lead = None;
        self.chain.clear();
        let Some(opening) = self.frames.iter().skip(1).rposition(|frame| frame.bracket() == bracket) else {
            return;
        };
        // What is left open inside it is closed with it.
        self.close_down_to(opening + 2);
        let Some(frame) = self.frames.pop() else { return };
        self.emit_kept(&frame);
        self.operand = match frame.role {
            Role::Call(Call::Getter) => frame.label.map_or(Operand::None, Operand::Label),
            Role::Index { base } => {
                frame.label.map_or(base.map_or(Operand::None, Operand::Member), Operand::Label)
            }
            Role::Group => self.close_group(&frame),
            Role::Call(_) => self.close_call(&frame, operand),
            Role::Braces | Role::List => Operand::None,
        };
    }

    /// A group is part of what stands around it.
    fn close_group(&mut self, group: &Frame) -> Operand {
        let top = self.top();
        if top.name.is_none() {
            top.label = top.label.or(group.label);
        }
        top.basic = top.basic.and(group.basic);
        Operand::None
    }

    /// `btoa("key" + ":")` has no password: the user is the secret.
    fn close_call(&mut self, call: &Frame, last: Operand) -> Operand {
        if let (Some(Basic { user: Some(user), password: false, .. }), Some(name), Operand::Literal(_)) =
            (call.basic, call.over, last)
        {
            (self.found)(Literal { run: user, name: Some(name), reading: Reading::Part });
        }
        Operand::None
    }

    fn close_down_to(&mut self, len: usize) {
        while self.frames.len() > len
            && let Some(frame) = self.frames.pop()
        {
            self.emit_kept(&frame);
        }
    }

    fn emit_kept(&mut self, frame: &Frame) {
        frame.kept(self.script).for_each(|literal| (self.found)(literal));
    }

    /// Decides about the literal before the token `next`.
    fn settle(&mut self, next: Kind) {
        let Some(piece) = self.pending.take() else { return };
        let is_name = next == Kind::Colon && self.top().ternaries == 0;
        let is_compared = next == Kind::Compare || piece.before == Some(Kind::Compare);
        if is_name || is_compared || piece.run.len() == 0 {
            return;
        }
        let part = next == Kind::Plus || piece.before == Some(Kind::Plus);
        if self.basic(piece.run, part) {
            return;
        }
        let reading = if part { Reading::Part } else { Reading::Whole };
        // `"client_secret=" + …` is a name itself.
        let announces = next == Kind::Plus && Name::announced(self.script, piece.run, None).is_some();
        let name = piece.lead.or(self.top().name).filter(|_| !announces);
        let literal = Literal { run: piece.run, name, reading };
        if name.is_none() {
            self.nameless(literal);
        } else if piece.lead.is_some() || !self.top().keeps(literal, piece.before == Some(Kind::Colon)) {
            (self.found)(literal);
        }
    }

    fn nameless(&mut self, literal: Literal) {
        let script = self.script;
        let text = literal.run.of(script);
        let top = self.top();
        match top.role {
            Role::Call(Call::Setter { header: true }) if is_header_line(text) => {
                (self.found)(Literal { reading: Reading::HeaderLines, ..literal });
            }
            // `jar.set(url, name, value)`
            Role::Call(Call::Setter { .. }) if memchr::memmem::find(text, b"://").is_some() => {}
            // `query.add("name=value")`
            Role::Call(Call::Setter { .. }) if memchr::memchr(b'=', text).is_some() => (self.found)(literal),
            _ => {
                top.label.get_or_insert(literal.run);
                if !top.silent && !top.role.takes_names() {
                    (self.found)(literal);
                }
            }
        }
    }

    /// Takes a literal that is part of `user:password`.
    fn basic(&mut self, run: Run, part: bool) -> bool {
        let text = run.of(self.script);
        let Some(basic) = &mut self.top().basic else { return false };
        let unlike = text.iter().any(u8::is_ascii_whitespace) || memchr::memmem::find(text, b"://").is_some();
        let colon = if basic.colon { None } else { memchr::memchr(b':', text) };
        let password = match colon {
            _ if unlike => return false,
            None if basic.colon => run,
            None => {
                basic.user = basic.user.or(part.then_some(run));
                return part;
            }
            Some(at) if part || at > 0 && at + 1 < text.len() => Run::new(run.start + at + 1, run.end),
            Some(_) => return false,
        };
        basic.colon = true;
        basic.password |= password.len() > 0;
        if password.len() > 0 {
            (self.found)(Literal { run: password, name: Some(name::PASSWORD), reading: Reading::Whole });
        }
        true
    }
}

impl Operand {
    fn name(self) -> Option<Name> {
        match self {
            Operand::None => None,
            Operand::Word(run) | Operand::Member(run) | Operand::Literal(run) | Operand::Label(run) => {
                Name::at(run)
            }
        }
    }
}

impl Role {
    /// Whether literals in it are names rather than values.
    fn takes_names(self) -> bool {
        matches!(self, Role::Index { .. } | Role::Call(Call::Setter { .. } | Call::Getter))
    }
}

/// `Name: value`
fn is_header_line(text: &[u8]) -> bool {
    memchr::memchr(b':', text).is_some_and(|colon| {
        let value = &text[colon + 1..];
        colon > 0 && !value.trim_ascii().is_empty() && !value.starts_with(b"//")
    })
}

fn is_type(word: &[u8]) -> bool {
    matches!(word, b"string" | b"String" | b"any" | b"unknown" | b"null" | b"undefined")
}

/// Members that say nothing of what they hold.
fn is_general(word: &[u8]) -> bool {
    matches!(word, b"value" | b"data" | b"default" | b"result" | b"length" | b"body" | b"text")
}

fn is_constant(word: &[u8]) -> bool {
    matches!(word, b"true" | b"false" | b"null" | b"undefined" | b"this")
        || word.first().is_some_and(u8::is_ascii_digit)
}
