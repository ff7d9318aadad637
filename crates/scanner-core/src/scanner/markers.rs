//! Which marker covers a place: one in the description of what holds it, or in a comment on its line or the line above, of its entry in YAML.

use crate::finding::{MARKER, Marker, Span};
use crate::json::{self, NodeId};
use crate::postman::{self, Document};

/// How far from the secret a line is looked for, in bytes: scripts may be one line without an end.
const NEAR: usize = 2048;

/// The markers of a document, if it has any. Looks at nothing if it has none.
pub(super) struct Markers<'d> {
    document: Option<&'d Document<'d>>,
    /// YAML has comments of its own, outside of its values.
    yaml: bool,
}

impl<'d> Markers<'d> {
    pub(super) fn new(document: &'d Document<'d>) -> Markers<'d> {
        let text = document.text().bytes;
        let any = memchr::memmem::find(text, MARKER.as_bytes()).is_some();
        let first = text.iter().find(|b| !b.is_ascii_whitespace());
        let yaml = document.layout().is_some() && !matches!(first, Some(b'{' | b'['));
        Markers { document: any.then_some(document), yaml }
    }

    /// The marker that covers a place: the nearest one. `span` is in the text of the document, `line` is where it begins.
    pub(super) fn covering(&self, node: Option<NodeId>, span: Span, line: usize) -> Option<Marker> {
        let document = self.document?;
        let beside = self.beside(document, node, span, line);
        beside.or_else(|| self.above_entry(document, node?)).or_else(|| described(document, node?))
    }

    /// In YAML, in a comment on the line above the entry of a list that the value belongs to.
    fn above_entry(&self, document: &Document<'_>, node: NodeId) -> Option<Marker> {
        let layout = document.layout().filter(|_| self.yaml)?;
        let text = document.text().bytes;
        let entry = postman::upwards(layout, node).find(|&at| layout.is_element(at))?;
        let start = layout.tape.node(entry).range().start;
        let breaks = Breaks { escaped: false };
        let own = breaks.last_line(text.get(start.saturating_sub(NEAR)..start)?);
        let above = String::from_utf8_lossy(breaks.last_line(own.rest?).line);
        let place = || json::pointer(&layout.tape, text, entry);
        is_comment(&above).then(|| Marker::find(&above, place)).flatten()
    }

    /// In a comment: on the same line, or on the line above if that holds a marker and nothing but the comment.
    fn beside(
        &self,
        document: &Document<'_>,
        node: Option<NodeId>,
        span: Span,
        line: usize,
    ) -> Option<Marker> {
        let text = document.text().bytes;
        let string = node.zip(document.layout());
        let value = string.filter(|_| !self.yaml).map(|(node, layout)| layout.tape.node(node).range());
        let range = value.clone().unwrap_or(0..text.len());
        let place = |up: usize| match string {
            Some((node, layout)) => json::pointer(&layout.tape, text, node),
            None => line.saturating_sub(up).to_string(),
        };
        let breaks = Breaks { escaped: value.is_some() };
        let start = span.start.clamp(range.start, range.end);
        let before = text.get(range.start.max(start.saturating_sub(NEAR))..start)?;
        let after = text.get(start..range.end.min(span.end.saturating_add(NEAR)))?;
        let own = breaks.last_line(before);
        let same = [own.line, breaks.first_line(after)].concat();
        if let Some(marker) = Marker::find(&String::from_utf8_lossy(&same), || place(0)) {
            return Some(marker);
        }
        let above = match own.rest {
            Some(rest) => breaks.last_line(rest).line.to_vec(),
            // Scripts are arrays of lines: the line above is the element before.
            None => string.and_then(|(node, layout)| layout.element_before(text, node))?.to_vec(),
        };
        let above = String::from_utf8_lossy(&above);
        is_comment(&above).then(|| Marker::find(&above, || place(1))).flatten()
    }
}

/// In the description of the entry, the request, a folder above it or the collection, the nearest first.
fn described(document: &Document<'_>, node: NodeId) -> Option<Marker> {
    let layout = document.layout()?;
    let text = document.text().bytes;
    postman::upwards(layout, node).find_map(|at| {
        let (description, words) = postman::description(layout, text, at)?;
        let pointer = || json::pointer(&layout.tape, text, description);
        Marker::find(&String::from_utf8_lossy(&words), pointer)
    })
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    ["//", "#", "/*", "*", "--", "<!--", ";", "REM ", "rem ", "%"].iter().any(|start| line.starts_with(start))
}

/// Where lines end: at line feeds, and within a JSON string at `\\n`.
struct Breaks {
    escaped: bool,
}

/// The last line of a text, and what stands before it, if there is a line break.
struct Last<'t> {
    line: &'t [u8],
    rest: Option<&'t [u8]>,
}

impl Breaks {
    fn at(&self, text: &[u8], at: usize) -> Option<usize> {
        match text.get(at)? {
            b'\n' => Some(1),
            b'\\' if self.escaped && matches!(text.get(at + 1), Some(b'n' | b'r')) => Some(2),
            _ => None,
        }
    }

    fn last_line<'t>(&self, text: &'t [u8]) -> Last<'t> {
        let found = (0..text.len()).rev().find_map(|at| self.at(text, at).map(|len| (at, len)));
        match found {
            Some((at, len)) => Last { line: &text[at + len..], rest: Some(&text[..at]) },
            None => Last { line: text, rest: None },
        }
    }

    fn first_line<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        let end = (0..text.len()).find(|&at| self.at(text, at).is_some()).unwrap_or(text.len());
        &text[..end]
    }
}
