//! `.env`: variables of a program, one a line, as shells and the dotenv libraries read them. What is no assignment is left as text.

use std::ops::Range;

use crate::json::{Builder, Kind, Str, Tape};

/// Reads `text` as an object whose members are the variables, and what is in none of them.
pub(super) fn read(text: &[u8]) -> (Tape, Vec<Range<usize>>) {
    let mut builder = Builder::default();
    let mut loose = Vec::new();
    builder.begin(Kind::Object, 0, None);
    let mut at = 0;
    while at < text.len() {
        let end = line_end(text, at);
        match assignment(text, at..end) {
            Some((key, value)) => {
                let end = line_end(text, value.range.end);
                // A quote may stand between the value and what follows it.
                loose.push((value.range.end + 1).min(end)..end);
                let key = Str { range: key, escaped: false };
                builder.value(Kind::String, &value, Some(key));
                at = end + 1;
            }
            None => {
                loose.push(at..end);
                at = end + 1;
            }
        }
    }
    builder.end(text.len());
    loose.retain(|range| !text[range.clone()].trim_ascii().is_empty());
    (builder.finish(text.len()), loose)
}

fn line_end(text: &[u8], at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &text[at..]).map_or(text.len(), |i| at + i)
}

/// `NAME=value`, also after `export`. A quoted value may have several lines.
fn assignment(text: &[u8], line: Range<usize>) -> Option<(Range<usize>, Str)> {
    let mut start = line.start + blanks(&text[line.clone()]);
    if text[start..line.end].starts_with(b"export ") {
        start += "export ".len();
        start += blanks(&text[start..line.end]);
    }
    let in_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let name = start..start + text[start..line.end].iter().take_while(in_name).count();
    let equals = name.end + blanks(&text[name.end..line.end]);
    if name.is_empty() || text.get(equals) != Some(&b'=') {
        return None;
    }
    let value = equals + 1 + blanks(&text[equals + 1..line.end]);
    Some((name, quoted(text, value).unwrap_or_else(|| bare(text, value..line.end))))
}

fn quoted(text: &[u8], at: usize) -> Option<Str> {
    let quote = text.get(at).copied().filter(|b| matches!(b, b'"' | b'\'' | b'`'))?;
    let start = at + 1;
    let mut end = start;
    loop {
        end += memchr::memchr2(quote, b'\\', &text[end..])?;
        if text[end] == quote {
            break;
        }
        // Only double quotes have escapes.
        end = (end + if quote == b'"' { 2 } else { 1 }).min(text.len());
    }
    // A quote that opens another value closes none.
    let lines = memchr::memchr2(b'\n', b'\r', &text[start..end]).is_some();
    let rest = text[end + 1..line_end(text, end)].trim_ascii_start();
    if lines && !matches!(rest.first(), None | Some(b'#')) {
        return None;
    }
    let escaped = quote == b'"' && text[start..end].contains(&b'\\');
    Some(Str { range: start..end, escaped })
}

/// A value without quotes ends with its line, or with a comment. A quote that is not closed is no part of it.
fn bare(text: &[u8], mut range: Range<usize>) -> Str {
    range.start += usize::from(matches!(text[range.clone()].first(), Some(b'"' | b'\'' | b'`')));
    let value = &text[range.clone()];
    let comment =
        memchr::memchr_iter(b'#', value).find(|&at| value[..at].last().is_none_or(u8::is_ascii_whitespace));
    let len = value[..comment.unwrap_or(value.len())].trim_ascii_end().len();
    Str { range: range.start..range.start + len, escaped: false }
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignments_and_the_rest() {
        let text = b"# a comment\nA=x y # why\nexport B=\"q\\\"\\n\"\nC = 'l\n m' # c\n\nnot one\nD=\nE=\"open\nF=#f\r\nG=a#b\nH=\"v\"";
        let (tape, loose) = read(text);
        let found: Vec<(String, String)> = tape
            .ids()
            .skip(1)
            .map(|id| {
                let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                (show(&tape.key(text, id).unwrap()), show(&tape.value(text, id)))
            })
            .collect();
        let wanted = [
            ("A", "x y"),
            ("B", "q\"\n"),
            ("C", "l\n m"),
            ("D", ""),
            ("E", "open"),
            ("F", ""),
            ("G", "a#b"),
            ("H", "v"),
        ];
        assert_eq!(found, wanted.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let loose: Vec<_> =
            loose.into_iter().map(|range| String::from_utf8_lossy(&text[range]).into_owned()).collect();
        assert_eq!(loose, ["# a comment", "# why", " # c", "not one", "f"]);
    }

    #[test]
    fn any_end_is_an_end() {
        let text = b"A='x\\\nexport \nB=\"\\";
        for end in 0..=text.len() {
            read(&text[..end]);
        }
    }
}
