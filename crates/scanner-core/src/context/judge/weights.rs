//! Every weight of the decision, in points. They add up; [`Evidence::THRESHOLD`] is what a report needs.
//!
//! How they were set: a clear name needs a value that looks made by a program; a vague one needs a long such value; a
//! password may look like anything that is not plainly something else. The labelled fields and the generated ones
//! (`benches/`, `corpus/placements.py`) say what a change of one number does.

use super::super::content::Content;
use super::super::name::Weight;
use super::super::value::Look;
use crate::finding::{Evidence, Role};

pub(super) const SESSION_COOKIE: Evidence = Evidence::new(55, "cookies of this name keep a session");
pub(super) const SECRET_TYPE: Evidence = Evidence::new(40, "somebody marked the variable as secret");
pub(super) const BASIC: Evidence = Evidence::new(75, "it decodes to a user and a password");
pub(super) const DEFAULT: Evidence = Evidence::new(5, "it is a default, or one of the most common passwords");
pub(super) const LONG: Evidence = Evidence::new(15, "it is too long to be random by accident");
pub(super) const NUMBER: Evidence = Evidence::new(10, "it is a number, as guessable passwords and PINs are");
pub(super) const PHRASE: Evidence = Evidence::new(10, "it is a phrase and no sentence");
pub(super) const SEVERAL_WORDS: Evidence =
    Evidence::new(25, "it is made of several words that nobody would guess together");
pub(super) const STRONG: Evidence = Evidence::new(10, "it looks like no word and could not be guessed");
pub(super) const MIXED: Evidence =
    Evidence::new(10, "it mixes letters of both cases and digits, as no id does");
pub(super) const WORDS_FOR_CODE: Evidence = Evidence::new(-60, "codes are not made of words");
pub(super) const GUESSABLE_IN_TEXT: Evidence =
    Evidence::new(-20, "such words follow in every text and every made-up answer");
pub(super) const COMMAND: Evidence = Evidence::new(5, "a command logs in with it");
pub(super) const USER_BESIDE: Evidence = Evidence::new(10, "a user name stands beside it");
pub(super) const CLIENT_BESIDE: Evidence = Evidence::new(10, "a client id stands beside it");
pub(super) const GRANT: Evidence = Evidence::new(20, "the grant type it belongs to stands beside it");

/// What a name says.
pub(super) const fn of_name(weight: Weight) -> Evidence {
    match weight {
        Weight::Clear => Evidence::new(50, "the name is one for a credential"),
        Weight::Likely => Evidence::new(45, "the name is mostly one for a credential"),
        Weight::Vague => Evidence::new(25, "the name may be one for a credential"),
        Weight::Faint => Evidence::new(15, "the name hints at a credential"),
    }
}

/// What the place says.
pub(super) const fn of_role(role: Role) -> Option<Evidence> {
    match role {
        Role::Auth | Role::Variable | Role::Header | Role::Query | Role::Certificate => {
            Some(Evidence::new(5, "credentials are kept in such places"))
        }
        Role::Example => Some(Evidence::new(-5, "answers are often made up")),
        Role::Path => Some(Evidence::new(-15, "paths are full of ids")),
        Role::Description | Role::Text => Some(Evidence::new(-10, "it stands in running text")),
        _ => None,
    }
}

/// What the look says of a value that a program would have handed out.
pub(super) const fn of_issued(look: Look) -> Evidence {
    match look {
        Look::Random => Evidence::new(25, "it looks made by a random generator"),
        Look::Uuid => Evidence::new(20, "it is a UUID"),
        Look::Unclear => Evidence::new(0, "its look says nothing"),
        Look::Words => Evidence::new(-20, "it is made of words"),
        Look::Prose => Evidence::new(-60, "it is running text"),
        Look::Address => Evidence::new(-60, "it is an address, a path or a media type"),
        Look::Plain => Evidence::new(-60, "it is a number, a date, a version or a switch"),
    }
}

/// What the look says of a value that a person may have chosen.
pub(super) const fn of_chosen(look: Look) -> Evidence {
    match look {
        Look::Random => Evidence::new(30, "it looks made by a random generator"),
        Look::Uuid => Evidence::new(25, "it is a UUID"),
        Look::Unclear => Evidence::new(25, "it looks like no word"),
        Look::Words => Evidence::new(10, "it is made of words, as guessable passwords are"),
        Look::Prose => Evidence::new(-60, "it is running text"),
        Look::Address => Evidence::new(-60, "it is an address, a path or a media type"),
        Look::Plain => Evidence::new(-60, "it is a number, a date, a version or a switch"),
    }
}

/// What the base64 holds.
pub(super) const fn of_content(content: Content) -> Option<Evidence> {
    match content {
        Content::File => Some(Evidence::new(-60, "it decodes to an image, a document or an archive")),
        Content::PublicKey => Some(Evidence::new(-60, "it decodes to a certificate or a public key")),
        Content::PrivateKey => Some(Evidence::new(20, "it decodes to a private key")),
        Content::Cursor => Some(Evidence::new(-60, "it decodes to the place where a list goes on")),
        Content::Text => Some(Evidence::new(-15, "it decodes to text")),
        Content::Json | Content::UserPassword => None,
    }
}
