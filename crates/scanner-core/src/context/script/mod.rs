//! Literals in scripts and what they are called: `token = "…"`, `{ password: "…" }`, `pm.environment.set("token", "…")`,
//! `pm.variables.get("token") || "…"`, `createHmac("sha256", "…")`.
//!
//! Not a JavaScript parser: [`lexer`] tells literals from code, comments and regular expressions, and [`reader`] keeps track of what
//! stands open around each literal. Neither fails, and both are linear in the length of the script, whatever it is. What a literal
//! holds in its turn is [`literal`]'s business, and whether it is a credential that of the judge.
//!
//! Variables are not followed: a literal is called what stands beside it. What is compared, shown or expected is given to nothing,
//! and so is what a function with an unknown purpose takes or returns.

mod call;
mod calls;
mod frame;
mod lexer;
mod literal;
mod name;
mod reader;
mod token;

pub(crate) use calls::{Call, Calls, Piece};

use super::expand::Context;
use super::text;
use crate::decode::Text;
use lexer::{Aside, Lexer, Mode};
use reader::Reader;
use token::Run;

/// A script, and what must be known of the whole of it.
#[derive(Clone, Copy)]
struct Script<'s> {
    text: Text<'s>,
    encodes_base64: bool,
}

pub(super) fn pairs(context: &mut Context<'_, '_>, text: Text<'_>) {
    let names = |word: &[u8]| memchr::memmem::find(text.bytes, word).is_some();
    let script = Script { text, encodes_base64: names(b"base64") || names(b"Base64") };
    let whole = Aside { run: Run::new(0, text.bytes.len()), mode: Mode::Code };
    for aside in read(context, script, whole) {
        read(context, script, aside);
        // Comments are prose as often as they are code.
        if aside.mode == Mode::Comment {
            let comment = text.slice(aside.run.range());
            text::assignments(context, comment);
            text::sentences(context, comment);
        }
    }
    text::urls(context, text);
    text::schemes(context, text);
}

/// Reads one part of the script. Returns the parts of it that are to be read in their own right.
fn read(context: &mut Context<'_, '_>, script: Script<'_>, part: Aside) -> Vec<Aside> {
    let Script { text, encodes_base64 } = script;
    let mut lexer = Lexer::new(text.bytes, part.run, part.mode);
    let mut found = |found| literal::pairs(context, text, &found);
    Reader::new(text.bytes, encodes_base64, &mut found).read(&mut lexer);
    lexer.into_asides()
}

#[cfg(test)]
mod tests;
