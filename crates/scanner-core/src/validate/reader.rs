//! A cursor over bytes that may end anywhere.

/// Every step gives `None` past the end, and never panics.
#[derive(Clone, Copy)]
pub(super) struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader(bytes)
    }

    pub(super) fn take(&mut self, len: usize) -> Option<&'b [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// A big-endian number of `len` bytes, at most eight.
    pub(super) fn number(&mut self, len: usize) -> Option<u64> {
        debug_assert!(len <= 8, "it would not fit");
        Some(self.take(len)?.iter().fold(0, |n, &byte| n << 8 | u64::from(byte)))
    }

    /// Seven bits a byte, least first, as in macaroons and Protocol Buffers.
    pub(super) fn varint(&mut self) -> Option<u64> {
        let mut n = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(n);
            }
        }
        None
    }

    /// Bytes after their length, of which `len` says how it was read.
    pub(super) fn sized(&mut self, len: fn(&mut Reader<'b>) -> Option<u64>) -> Option<&'b [u8]> {
        let len = len(self)?;
        self.take(usize::try_from(len).ok()?)
    }

    /// `string` of RFC 4251 section 5: four bytes of length, then so many bytes.
    pub(super) fn ssh_string(&mut self) -> Option<&'b [u8]> {
        self.sized(|reader| reader.number(4))
    }

    pub(super) const fn rest(&self) -> &'b [u8] {
        self.0
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Bits of a big-endian number, from its highest that is set.
pub(super) fn bits(number: &[u8]) -> usize {
    let start = number.iter().position(|&byte| byte != 0).unwrap_or(number.len());
    let leading = number.get(start).map_or(0, |byte| byte.leading_zeros() as usize);
    (number.len() - start) * 8 - leading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_no_panic() {
        let mut reader = Reader::new(&[0, 0, 0, 2, b'o', b'k', 0xff, 0xff, 0xff, 0xff]);
        assert_eq!(reader.ssh_string(), Some(&b"ok"[..]));
        assert_eq!(reader.ssh_string(), None);
        assert_eq!(Reader::new(&[0xac, 0x02]).varint(), Some(300));
        assert_eq!(Reader::new(&[0x80; 20]).varint(), None);
        assert_eq!(Reader::new(&[]).byte(), None);
    }

    #[test]
    fn bits_of_numbers() {
        assert_eq!([bits(&[]), bits(&[0, 0]), bits(&[0, 1]), bits(&[0, 0x80, 0])], [0, 0, 1, 16]);
    }
}
