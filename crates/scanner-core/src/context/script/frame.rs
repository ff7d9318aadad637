//! What stands open around a literal: an object, a list, a call.

use super::call::Call;
use super::name::Name;
use super::token::{Bracket, Run};

/// A literal that was read, and how it is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) run: Run,
    pub(super) name: Option<Name>,
    pub(super) reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// It is the value.
    Whole,
    /// Other pieces are joined to it.
    Part,
    /// It is `Name: value` lines.
    HeaderLines,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// An object or a block; they are read alike. The outermost frame is one, too.
    Braces,
    List,
    /// `( … )`, or a template.
    Group,
    /// `base[ … ]`
    Index {
        base: Option<Run>,
    },
    Call(Call),
}

/// The member of an object that is being given a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Member {
    #[default]
    Plain,
    /// `key:` or `name:`
    Key,
    /// `value:`
    Value,
}

impl Member {
    pub(super) fn of(name: &[u8]) -> Member {
        if name.eq_ignore_ascii_case(b"key") || name.eq_ignore_ascii_case(b"name") {
            Member::Key
        } else if name.eq_ignore_ascii_case(b"value") {
            Member::Value
        } else {
            Member::Plain
        }
    }
}

/// `user:password` in the making, in the argument of an encoder.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Basic {
    pub(super) colon: bool,
    pub(super) password: bool,
    /// The first piece before the colon. It is the secret if no password follows: `btoa(key + ":")`.
    pub(super) user: Option<Run>,
}

#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub(super) role: Role,
    /// The name that holds for the whole of it.
    pub(super) over: Option<Name>,
    /// The name that the next literal stands under.
    pub(super) name: Option<Name>,
    pub(super) member: Member,
    /// `?` whose `:` is still to come.
    pub(super) ternaries: usize,
    /// The argument that is being read.
    argument: usize,
    /// The first literal that stands under no name.
    pub(super) label: Option<Run>,
    pub(super) basic: Option<Basic>,
    /// Nothing in it is given a name by an operator.
    pub(super) silent: bool,
    /// `key: "…"`
    keys: Vec<Literal>,
    /// `value: "…"` before its key is known.
    values: Vec<Literal>,
    has_value: bool,
}

/// More members `key` and `value` than this in one object are taken as they come.
const MEMBERS_MAX: usize = 8;

impl Frame {
    pub(super) fn new(role: Role, over: Option<Name>) -> Frame {
        let mut frame = Frame {
            role,
            over,
            name: None,
            member: Member::Plain,
            ternaries: 0,
            argument: 0,
            label: None,
            basic: None,
            silent: false,
            keys: Vec::new(),
            values: Vec::new(),
            has_value: false,
        };
        frame.reset();
        frame
    }

    pub(super) fn bracket(&self) -> Bracket {
        match self.role {
            Role::Braces => Bracket::Curly,
            Role::List | Role::Index { .. } => Bracket::Square,
            Role::Group | Role::Call(_) => Bracket::Round,
        }
    }

    /// Begins the next statement, member, element or argument.
    pub(super) fn reset(&mut self) {
        self.member = Member::Plain;
        self.ternaries = 0;
        self.name = match self.role {
            Role::List | Role::Group => self.over,
            Role::Call(Call::Encoder { .. }) if self.argument == 0 => self.over,
            Role::Call(Call::Keyed { argument, name }) if argument == self.argument => Some(name),
            Role::Call(Call::Setter { .. }) => self.label.take().and_then(Name::at),
            _ => None,
        };
    }

    pub(super) fn comma(&mut self) {
        self.argument += 1;
        self.basic = None;
        self.reset();
    }

    /// Begins the value of the member `name`.
    pub(super) fn member(&mut self, name: Option<Name>, script: &[u8]) {
        let word = name.map_or(b"".as_slice(), |name| name.of(script));
        self.member = if self.role == Role::Braces { Member::of(word) } else { Member::Plain };
        self.name = name;
        if self.member == Member::Value {
            self.has_value = true;
            self.name = self.key(script).or(name);
        } else if self.over.is_some() && is_key_format(word) {
            self.name = self.over;
        }
    }

    /// Keeps a literal whose name depends on the members to come. `direct` says whether it stands right behind the colon.
    pub(super) fn keeps(&mut self, literal: Literal, direct: bool) -> bool {
        let whole = literal.reading == Reading::Whole;
        let kept = match self.member {
            Member::Key if direct && whole => &mut self.keys,
            Member::Value if self.keys.is_empty() => &mut self.values,
            _ => return false,
        };
        let room = kept.len() < MEMBERS_MAX;
        if room {
            kept.push(literal);
        }
        room
    }

    /// What was kept, as the frame is closed: values under the key, or, if there was no value, the keys under their own names.
    pub(super) fn kept(&self, script: &[u8]) -> impl Iterator<Item = Literal> {
        let (kept, name) = if self.has_value { (&self.values, self.key(script)) } else { (&self.keys, None) };
        kept.iter().map(move |literal| Literal { name: name.or(literal.name), ..*literal })
    }

    /// The name that the `key` of the object gives its `value`.
    fn key(&self, script: &[u8]) -> Option<Name> {
        let is_key =
            |literal: &&Literal| literal.name.is_some_and(|n| n.of(script).eq_ignore_ascii_case(b"key"));
        let key = self.keys.iter().find(is_key).or(self.keys.first())?;
        Name::at(key.run)
    }
}

/// In what form a key is given: `{ utf8: "…" }` of jsrsasign, `{ key: "…" }` of jsonwebtoken.
fn is_key_format(member: &[u8]) -> bool {
    matches!(member, b"utf8" | b"rstr" | b"hex" | b"b64" | b"b64u" | b"key")
}
