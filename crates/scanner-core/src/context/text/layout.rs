//! Names and values that stand beside or below each other: tables of Markdown, texts of HTML.

use super::super::expand::{Context, lines, split};
use super::NAME_MAX;
use crate::decode::Text;

/// `| name | value |` in Markdown: beside the name, or below it.
pub(super) fn tables(context: &mut Context<'_, '_>, text: Text<'_>) {
    let mut titles: Vec<&[u8]> = Vec::new();
    for line in lines(text) {
        if !line.bytes.contains(&b'|') {
            titles.clear();
            continue;
        }
        let is_title = titles.is_empty();
        let mut before: &[u8] = b"";
        for (column, cell) in split(line, b'|').enumerate() {
            let cell = plain_cell(cell);
            if is_title {
                titles.push(cell.bytes);
            } else if let Some(title) =
                titles.get(column).filter(|title| !title.is_empty() && title.len() <= NAME_MAX)
            {
                context.pair(title, cell);
            }
            if !before.is_empty() && before.len() <= NAME_MAX && !cell.bytes.is_empty() {
                context.pair(before, cell);
            }
            before = cell.bytes;
        }
    }
}

/// Texts that follow each other in HTML: `<td>name</td><td>value</td>`, `<b>name</b>: value`, `name: <code>value</code>`.
pub(super) fn nodes(context: &mut Context<'_, '_>, text: Text<'_>) {
    if memchr::memmem::find(text.bytes, b"</").is_none() {
        return;
    }
    let mut before: &[u8] = b"";
    for piece in split(text, b'<') {
        let close = memchr::memchr(b'>', piece.bytes).map_or(0, |at| at + 1);
        let node = plain_cell(piece.slice(close..piece.bytes.len()));
        if node.bytes.is_empty() {
            continue;
        }
        // A sentence before a value is no name.
        if !before.is_empty() && before.len() <= LABEL_MAX {
            context.pair(before, node);
        }
        before = node.bytes;
    }
}

/// A cell without what makes it bold or code.
fn plain_cell(cell: Text<'_>) -> Text<'_> {
    let is_mark = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'`' | b'*' | b':');
    let start = cell.bytes.iter().position(|b| !is_mark(b)).unwrap_or(cell.bytes.len());
    let end = cell.bytes.iter().rposition(|b| !is_mark(b)).map_or(start, |at| at + 1);
    cell.slice(start..end)
}

/// Labels are not longer, in bytes.
const LABEL_MAX: usize = 40;
