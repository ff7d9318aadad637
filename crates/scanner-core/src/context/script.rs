//! Literals in scripts: `token = "…"`, `{ password: "…" }`, `pm.environment.set("token", "…")`, `pm.variables.get("token") || "…"`.
//!
//! Not a JavaScript parser: it reads the string literals of each line and what stands before each. A literal that runs over a line end is cut
//! there, so that one stray quote costs one line.

use std::ops::Range;

use super::expand::{Context, is_form, lines};
use super::{text, url};
use crate::decode::Text;

pub(super) fn pairs(context: &mut Context<'_, '_>, script: Text<'_>) {
    for line in lines(script) {
        let literals = literals(line.bytes);
        for (index, literal) in literals.iter().enumerate() {
            if let Some(name) = name_before(line.bytes, &literals[..index], literal.start - 1) {
                context.pair(name, line.slice(literal.clone()));
            } else if is_form(&line.bytes[literal.clone()]) {
                url::form(context, line.slice(literal.clone()));
            }
        }
    }
    text::urls(context, script);
    text::schemes(context, script);
}

/// The insides of the string literals of a line.
fn literals(line: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = line[at..].iter().position(|b| matches!(b, b'"' | b'\'' | b'`')).map(|i| at + i) {
        let Some(close) = closing(line, open) else { break };
        found.push(open + 1..close);
        at = close + 1;
    }
    found
}

fn closing(line: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        let next = memchr::memchr2(line[open], b'\\', &line[at..])? + at;
        if line[next] == line[open] {
            return Some(next);
        }
        at = next + 2;
        if at > line.len() {
            return None;
        }
    }
}

/// The name that is given the literal whose quote is at `quote`.
fn name_before<'l>(line: &'l [u8], earlier: &[Range<usize>], quote: usize) -> Option<&'l [u8]> {
    let before = line[..quote].trim_ascii_end();
    match before {
        // Comparisons give nothing a value.
        [.., b'=' | b'!' | b'<' | b'>', b'='] => None,
        [name @ .., b'=' | b':'] => assigned(name.trim_ascii_end(), earlier),
        [call @ .., b','] => {
            // `set("name", "literal")`: the literal before, if it is the first argument.
            let name = earlier.last().filter(|l| l.end + 1 == call.trim_ascii_end().len())?;
            let function = line[..name.start - 1].trim_ascii_end().strip_suffix(b"(")?;
            setter(function).then(|| &line[name.clone()])
        }
        [fallback @ .., b'|', b'|'] | [fallback @ .., b'?', b'?'] => {
            let call = fallback.trim_ascii_end().strip_suffix(b")")?.trim_ascii_end();
            let name = earlier.last().filter(|l| l.end + 1 == call.len())?;
            Some(&line[name.clone()])
        }
        _ => None,
    }
}

/// Functions whose second argument is the value of the first.
fn setter(function: &[u8]) -> bool {
    const ENDS: [&[u8]; 7] = [
        b".set",
        b"Variable",
        b"setEnvironmentVariable",
        b"setGlobalVariable",
        b".append",
        b".upsert",
        b"setItem",
    ];
    ENDS.iter().any(|end| function.ends_with(end))
}

/// The identifier, member or quoted name at the end of `before`.
fn assigned<'l>(before: &'l [u8], earlier: &[Range<usize>]) -> Option<&'l [u8]> {
    let quoted = match before {
        [.., b'"' | b'\''] => Some(before.len() - 1),
        // `headers["x-api-key"] = …`
        [.., b'"' | b'\'', b']'] => Some(before.len() - 2),
        _ => None,
    };
    if let Some(close) = quoted {
        return earlier.last().filter(|l| l.end == close).map(|l| &before[l.clone()]);
    }
    let len =
        before.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$')).count();
    (len > 0).then(|| &before[before.len() - len..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Vec<(String, String)> {
        let bytes = line.as_bytes();
        let all = literals(bytes);
        let text = |b: &[u8]| String::from_utf8_lossy(b).into_owned();
        all.iter()
            .enumerate()
            .filter_map(|(i, l)| {
                Some((text(name_before(bytes, &all[..i], l.start - 1)?), text(&bytes[l.clone()])))
            })
            .collect()
    }

    #[test]
    fn assignments_calls_and_fallbacks() {
        let one = |n: &str, v: &str| vec![(n.to_owned(), v.to_owned())];
        assert_eq!(found(r#"const apiKey = "abc";"#), one("apiKey", "abc"));
        assert_eq!(found(r#"{ password: 'a"b' }"#), one("password", "a\"b"));
        assert_eq!(found(r#"{"password": "x"}"#), one("password", "x"));
        assert_eq!(found(r#"h["x-api-key"] = `k`"#), one("x-api-key", "k"));
        assert_eq!(found(r#"pm.environment.set("token", "abc")"#), one("token", "abc"));
        assert_eq!(found(r#"pm.variables.get('pw') || 'fallback'"#), one("pw", "fallback"));
    }

    #[test]
    fn what_gives_no_value_is_no_pair() {
        for line in
            [r#"if (token === "abc")"#, r#"pm.expect("a", "b")"#, r#"log("token", x, "y")"#, r#"it's "fine""#]
        {
            assert_eq!(found(line), [], "{line}");
        }
    }
}
