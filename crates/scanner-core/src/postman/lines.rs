//! Lines and columns of offsets.

use std::ops::Range;

/// What is known of a text at the beginning of each stretch of it: a list of all lines would take more memory than a text of short ones.
pub(crate) struct LineIndex<'t> {
    text: &'t [u8],
    /// Lines that have ended before, and where the line begins that goes on here.
    stretches: Vec<(usize, usize)>,
}

/// Length of a stretch, in bytes. One is searched for each offset that is asked about.
const STRETCH: usize = 4096;

/// Where the lines of a text end, each with the offset after its last byte: with LF, CRLF or a lone CR.
fn ends(text: &[u8], range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> + '_ {
    let start = range.start;
    let signs = memchr::memchr2_iter(b'\n', b'\r', &text[range]).map(move |at| start + at);
    signs.filter(|&at| text[at] == b'\n' || text.get(at + 1) != Some(&b'\n')).map(|at| at + 1)
}

impl<'t> LineIndex<'t> {
    pub(crate) fn new(text: &'t [u8]) -> LineIndex<'t> {
        let (mut ended, mut begin) = (0, 0);
        let stretches = (0..=text.len()).step_by(STRETCH).map(|start| {
            let known = (ended, begin);
            let range = start..text.len().min(start + STRETCH);
            // Counting is much faster than finding, and most texts have one kind of line end.
            let (feeds, returns) = (
                memchr::memchr_iter(b'\n', &text[range.clone()]),
                memchr::memchr(b'\r', &text[range.clone()]),
            );
            ended += if returns.is_none() { feeds.count() } else { ends(text, range.clone()).count() };
            begin = ends(text, range).next_back().unwrap_or(begin);
            known
        });
        LineIndex { text, stretches: stretches.collect() }
    }

    /// Line and column of an offset, both from 1.
    pub(crate) fn line_column(&self, offset: usize) -> (usize, usize) {
        let at = offset.min(self.text.len());
        let (ended, begin) = self.stretches[at / STRETCH];
        let stretch = at / STRETCH * STRETCH..at;
        let begin = ends(self.text, stretch.clone()).next_back().unwrap_or(begin);
        (ended + ends(self.text, stretch).count() + 1, offset - begin + 1)
    }

    /// The bytes of a line, from 1, with its line end. Reads the text up to there.
    pub(crate) fn line(&self, line: usize) -> Option<Range<usize>> {
        let begin = match line.checked_sub(2) {
            Some(before) => ends(self.text, 0..self.text.len()).nth(before)?,
            None => line.checked_sub(1)?,
        };
        let end = ends(self.text, begin..self.text.len()).next().unwrap_or(self.text.len());
        Some(begin..end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_end_in_three_ways() {
        let text = b"a\nb\r\nc\rd";
        let index = LineIndex::new(text);
        let at = |b: u8| index.line_column(text.iter().position(|&x| x == b).unwrap());
        assert_eq!([at(b'a'), at(b'b'), at(b'c'), at(b'd')], [(1, 1), (2, 1), (3, 1), (4, 1)]);
        assert_eq!(index.line_column(text.len()), (4, 2));
        assert_eq!([index.line(1), index.line(2), index.line(4)], [Some(0..2), Some(2..5), Some(7..8)]);
        assert_eq!([index.line(0), index.line(5)], [None, None]);
    }

    proptest! {
        #[test]
        fn it_says_what_counting_says(pieces in prop::collection::vec((0..3_usize, 0..3000_usize), 0..12)) {
            let mut text = Vec::new();
            for (end, len) in pieces {
                text.resize(text.len() + len, b'x');
                text.extend_from_slice([&b"\n"[..], b"\r", b"\r\n"][end]);
            }
            let index = LineIndex::new(&text);
            let (mut line, mut begin) = (1, 0);
            for offset in 0..=text.len() {
                prop_assert_eq!(index.line_column(offset), (line, offset - begin + 1));
                let next = text.get(offset + 1);
                if text.get(offset) == Some(&b'\n') || text.get(offset) == Some(&b'\r') && next != Some(&b'\n') {
                    (line, begin) = (line + 1, offset + 1);
                }
            }
        }
    }
}
