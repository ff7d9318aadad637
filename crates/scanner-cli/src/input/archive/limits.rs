use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

/// What an archive may cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Archives inside each other; 0 unpacks none.
    pub depth: u32,
    /// Files in an archive and in those inside it.
    pub members: u64,
    /// Bytes of all of them, unpacked.
    pub bytes: u64,
    /// How many times its packed size a member may have, past the first 16 MiB.
    pub ratio: u64,
    /// Bytes of one member, unpacked.
    pub member: u64,
}

/// Less is no bomb, whatever its ratio, in bytes.
const HARMLESS: u64 = 16 << 20;

/// Why reading goes no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Ratio,
    Total,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::Ratio => "it unpacks to too many times its size",
            Refusal::Total => "too much to unpack",
        })
    }
}

impl std::error::Error for Refusal {}

/// Counts what is unpacked of an archive and of those inside it.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    left: Rc<Cell<u64>>,
    ratio: u64,
}

impl Meter {
    pub(super) fn new(limits: &Limits) -> Meter {
        Meter { left: Rc::new(Cell::new(limits.bytes)), ratio: limits.ratio }
    }

    /// A reader that refuses to go on past the limits. It unpacks `packed` bytes.
    pub(super) fn read<R: Read>(&self, packed: u64, inner: R) -> Metered<R> {
        let most = packed.saturating_mul(self.ratio).max(HARMLESS);
        Metered { inner, left: Rc::clone(&self.left), most }
    }
}

/// See [`Meter::read`].
pub(super) struct Metered<R> {
    pub(super) inner: R,
    left: Rc<Cell<u64>>,
    most: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.inner.read(buffer)?;
        let read = len as u64;
        match (self.left.get().checked_sub(read), self.most.checked_sub(read)) {
            (Some(left), Some(most)) => {
                self.left.set(left);
                self.most = most;
                Ok(len)
            }
            (None, _) => Err(io::Error::other(Refusal::Total)),
            (_, None) => Err(io::Error::other(Refusal::Ratio)),
        }
    }
}
