//! The places in which a credential must be found: alone in a file, between all kinds of neighbours, in a header, in JSON inside JSON.

use crate::Span;
use crate::rule::Example;

/// A text with the same example in several places.
#[derive(Debug)]
pub(super) struct Embedded {
    pub(super) text: String,
    /// What each place is, and where in it the secret stands.
    pub(super) places: Vec<(&'static str, Span)>,
}

/// Marks in texts that are still being put together.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// Texts in which a credential that is known by its own format stands.
pub(super) fn anywhere(example: &Example) -> Vec<Embedded> {
    let marked = mark(example);
    let (name, value) = pair(&marked).unwrap_or(("X-Value", &marked));
    vec![
        embed("{}", &[("at the start and the end of a file", &marked)]),
        between(
            &marked,
            &[
                ("between quotes", "\"{}\""),
                ("between apostrophes", "'{}'"),
                ("between commas", "x,{},y"),
                ("between ampersands", "a=b&{}&c"),
                ("between non-ASCII letters", "ключ {} ключ"),
                ("next to non-ASCII letters", "é{}é"),
                ("between escaped line breaks", "a\\n{}\\nb"),
            ],
        ),
        collection(name, value, &marked),
    ]
}

/// Texts in which a credential stands that only its name gives away; none if the example has no name.
pub(super) fn pairs(example: &Example) -> Vec<Embedded> {
    let marked = mark(example);
    if marked.starts_with("https://") {
        let request = format!("{{\"method\":\"GET\",\"url\":{}}}", quoted(&marked));
        let frame = format!(
            "{{\"info\":{{\"name\":\"c\",{SCHEMA}}},\"item\":[{{\"name\":\"r\",\"request\":{{}}}}]}}"
        );
        return vec![
            embed("{}", &[("in a URL", &marked)]),
            embed(&frame, &[("in the URL of a request", &request)]),
        ];
    }
    let Some((name, value)) = pair(&marked) else {
        let has_url = marked.contains("://");
        return has_url.then(|| embed("{}", &[("in a URL", &marked)])).into_iter().collect();
    };
    let member = format!("{}: {}", quoted(name), quoted(value));
    vec![
        embed("{}", &[("at the start and the end of a file", &format!("{name}={value}"))]),
        collection(name, value, &format!("{{{member}}}")),
    ]
}

fn mark(example: &Example) -> String {
    let mut text = example.text.clone();
    text.insert(example.secret.end, CLOSE);
    text.insert(example.secret.start, OPEN);
    text
}

/// `Name: value`, `NAME=value`, `"name": "value"`. The secret must be in the value.
fn pair(marked: &str) -> Option<(&str, &str)> {
    let member = marked.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(marked);
    let (name, value) = member.split_once(": ").or_else(|| marked.split_once('='))?;
    let name = name.trim_matches('"');
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    (plain && value.contains(OPEN)).then_some((name, value))
}

fn between(marked: &str, places: &[(&'static str, &str)]) -> Embedded {
    let frame: Vec<&str> = places.iter().map(|(_, around)| *around).collect();
    let pieces: Vec<(&str, &str)> = places.iter().map(|(place, _)| (*place, marked)).collect();
    embed(&frame.join("\n"), &pieces)
}

/// A Postman collection with the example in a header and in a JSON body, which is itself a string.
fn collection(name: &str, value: &str, body: &str) -> Embedded {
    let body = if body.starts_with('{') {
        body.to_owned()
    } else {
        format!("{{\n  \"value\": {}\n}}", quoted(body))
    };
    let header = format!("{{\"key\":{},\"value\":{}}}", quoted(name), quoted(value));
    embed(
        &format!(
            "{{\"info\":{{\"name\":\"c\",{SCHEMA}}},\n\
             \"item\":[{{\"name\":\"r\",\"request\":{{\"header\":[{{}}],\"body\":{{\"mode\":\"raw\",\"raw\":{{}}}}}}}}]}}"
        ),
        &[("in a header", &header), ("in a JSON body", &quoted(&body))],
    )
}

const SCHEMA: &str = r#""schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json""#;

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Puts the pieces where `{}` stands, takes the marks out, and notes where they were.
fn embed(frame: &str, pieces: &[(&'static str, &str)]) -> Embedded {
    let mut text = String::new();
    let mut places = Vec::new();
    let mut frame = frame.split("{}");
    text.push_str(frame.next().unwrap_or_default());
    for ((place, piece), rest) in pieces.iter().zip(frame) {
        let start = text.len() + piece.find(OPEN).unwrap_or(0);
        let end = text.len() + piece.find(CLOSE).map_or(piece.len(), |end| end - OPEN.len_utf8());
        places.push((*place, Span::new(start, end)));
        text.push_str(&piece.replace([OPEN, CLOSE], ""));
        text.push_str(rest);
    }
    Embedded { text, places }
}
