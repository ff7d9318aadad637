//! As much HTTP/1.1 (RFC 9112) as the fake speaks. Written by hand: it must also break off in the middle, which no server library does.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use serde_json::Value;

/// A request.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) key: Option<String>,
    /// The key of SCIM, which comes in another header.
    pub(crate) authorization: Option<String>,
    pub(crate) prefer: Option<String>,
    /// `None` if there was no `Content-Length`.
    pub(crate) body: Option<Vec<u8>>,
}

impl Request {
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// How much of an answer is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Delivery {
    #[default]
    Whole,
    Half,
    Nothing,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) delivery: Delivery,
}

impl Response {
    pub(crate) fn json(status: u16, body: &Value) -> Response {
        Response::text(status, "application/json; charset=utf-8", &body.to_string())
    }

    pub(crate) fn ok(body: &Value) -> Response {
        Response::json(200, body)
    }

    pub(crate) fn text(status: u16, kind: &str, body: &str) -> Response {
        let headers = vec![("Content-Type".to_owned(), kind.to_owned())];
        Response { status, headers, body: body.as_bytes().to_vec(), delivery: Delivery::Whole }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Response {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends it; whether the connection may go on.
    pub(crate) fn send(&self, out: &mut impl Write) -> io::Result<bool> {
        if self.delivery == Delivery::Nothing {
            return Ok(false);
        }
        let mut bytes = format!("HTTP/1.1 {} -\r\nContent-Length: {}\r\n", self.status, self.body.len());
        for (name, value) in &self.headers {
            bytes.push_str(&format!("{name}: {value}\r\n"));
        }
        bytes.push_str("\r\n");
        let mut bytes = bytes.into_bytes();
        let whole = self.delivery == Delivery::Whole;
        let sent = if whole { self.body.len() } else { self.body.len() / 2 };
        bytes.extend_from_slice(&self.body[..sent]);
        out.write_all(&bytes)?;
        out.flush()?;
        Ok(whole)
    }
}

/// The next request of a connection; `None` at its end.
pub(crate) fn read(connection: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut head = Vec::new();
    loop {
        let before = head.len();
        if connection.by_ref().take(64 << 10).read_until(b'\n', &mut head)? == 0 {
            return Ok(None);
        }
        if matches!(&head[before..], b"\r\n" | b"\n") && before > 0 {
            break;
        }
    }
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut headers);
    parsed.parse(&head).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    let header = |name: &str| {
        let found = parsed.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        String::from_utf8(found.value.to_vec()).ok()
    };
    let length = header("content-length").and_then(|text| text.trim().parse::<usize>().ok());
    let (path, query) = target(parsed.path.unwrap_or("/"));
    let (key, authorization, prefer) = (header("x-api-key"), header("authorization"), header("prefer"));
    let method = parsed.method.unwrap_or_default().to_owned();
    let body = match length {
        None => None,
        Some(length) => {
            let mut body = vec![0; length.min(64 << 20)];
            connection.read_exact(&mut body)?;
            Some(body)
        }
    };
    Ok(Some(Request { method, path, query, key, authorization, prefer, body }))
}

fn target(text: &str) -> (String, Vec<(String, String)>) {
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    (path.to_owned(), pairs.map(|(name, value)| (decoded(name), decoded(value))).collect())
}

/// Percent-decoding (RFC 3986 section 2.1).
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_path_and_pairs() {
        let (path, query) = target("/workspaces?limit=2&cursor=Mg%3D%3D");
        assert_eq!(path, "/workspaces");
        assert_eq!(query[1], ("cursor".to_owned(), "Mg==".to_owned()));
        assert_eq!(decoded("a%2"), "a%2");
    }
}
