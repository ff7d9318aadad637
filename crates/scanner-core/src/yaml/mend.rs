//! What the parser is given: a copy of the text in which every character is a byte long, so that its positions are byte offsets, and in which lines that do
//! not fit can be left out.

use std::ops::Range;

use crate::json::Problem;

/// A text of the length of the original. What is not ASCII, and so has no meaning in YAML, is a letter in it.
pub(super) struct Mended {
    text: Vec<u8>,
    /// Parts of the text that were left out.
    pub(super) left_out: Vec<Range<usize>>,
    looked_for_common: bool,
}

impl Mended {
    pub(super) fn new(original: &[u8]) -> Mended {
        let known = |&b: &u8| match b {
            b'\t' | b'\n' | b'\r' | b' '..=b'~' => b,
            _ => b'x',
        };
        Mended { text: original.iter().map(known).collect(), left_out: Vec::new(), looked_for_common: false }
    }

    pub(super) fn text(&self) -> &str {
        // It is ASCII, so it is UTF-8.
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// Takes out what the parser stumbled over at `at`, and says what it was. `None` if there is nothing to take out.
    pub(super) fn mend(&mut self, at: usize) -> Option<(usize, Problem)> {
        if !std::mem::replace(&mut self.looked_for_common, true) {
            let (marker, tab) = (self.conflict_markers(), self.tabs());
            if marker.is_some() || tab.is_some() {
                return marker.or(tab);
            }
        }
        // The parser names the quote that opens a scalar without an end. Without the quote the scalar ends with its line.
        if let Some(quote @ (b'"' | b'\'')) = self.text.get_mut(at) {
            *quote = b'x';
            return Some((at, Problem::UnclosedString));
        }
        let line = self.last_line_before(at)?;
        let start = line.start;
        self.leave_out(line);
        Some((start, Problem::NotYaml))
    }

    /// The marks of a merge conflict: `<<<<<<<` and its kin, at the start of a line.
    fn conflict_markers(&mut self) -> Option<(usize, Problem)> {
        const MARKS: [&[u8]; 4] = [b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"];
        let marked: Vec<_> = lines(&self.text)
            .filter(|line| MARKS.iter().any(|m| self.text[line.clone()].starts_with(m)))
            .collect();
        let first = marked.first().map(|line| (line.start, Problem::ConflictMarker));
        marked.into_iter().for_each(|line| self.leave_out(line));
        first
    }

    /// Tabs that indent count as a space each.
    fn tabs(&mut self) -> Option<(usize, Problem)> {
        let mut first = None;
        let lines: Vec<_> = lines(&self.text).collect();
        for line in lines {
            let blank = self.text[line.clone()].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
            for byte in &mut self.text[line.start..line.start + blank] {
                if *byte == b'\t' {
                    *byte = b' ';
                    first = first.or(Some((line.start, Problem::Tab)));
                }
            }
        }
        first
    }

    /// The line of `at`, or the nearest one before it that is not blank.
    fn last_line_before(&self, at: usize) -> Option<Range<usize>> {
        let end = self.text.len().min(at);
        let end = memchr::memchr2(b'\n', b'\r', &self.text[end..]).map_or(self.text.len(), |i| end + i);
        let text = self.text[..end].trim_ascii_end().len();
        let start = memchr::memrchr2(b'\n', b'\r', &self.text[..text]).map_or(0, |at| at + 1);
        (start < text).then_some(start..text)
    }

    fn leave_out(&mut self, line: Range<usize>) {
        self.text[line.clone()].fill(b' ');
        self.left_out.push(line);
    }
}

/// The lines of a text, without their ends.
fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let ends = memchr::memchr2_iter(b'\n', b'\r', text).chain(std::iter::once(text.len()));
    ends.scan(0, |start, end| Some(std::mem::replace(start, end + 1)..end))
}
