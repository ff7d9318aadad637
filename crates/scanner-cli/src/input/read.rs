use std::fs::File;
use std::io::{self, Read};

use scanner_report::SkipReason;

use super::Item;

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// Why an item could not be read.
#[derive(Debug)]
pub struct ReadError {
    /// What kind of reason it is.
    pub reason: SkipReason,
    /// The reason in words.
    pub detail: String,
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> ReadError {
        ReadError { reason: SkipReason::Unreadable, detail: error.to_string() }
    }
}

/// Reads an item into `buffer`, up to `max` bytes.
///
/// # Errors
/// If it cannot be read or is longer. The length when it is read counts, not that when it was found.
pub fn read(item: &Item, max: u64, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
    let too_large = |bytes: u64| ReadError {
        reason: SkipReason::TooLarge,
        detail: format!("{bytes} bytes; the limit is {max} (--max-file-size)"),
    };
    buffer.clear();
    if item.bytes > max {
        return Err(too_large(item.bytes));
    }
    let read = if item.path.as_os_str() == STDIN {
        read_up_to(&mut io::stdin().lock(), max, buffer)
    } else {
        let mut file = File::open(&item.path)?;
        // One byte more than there should be, so that the end is seen without growing the buffer.
        buffer.reserve(usize::try_from(item.bytes).unwrap_or(0).saturating_add(1));
        read_up_to(&mut file, max, buffer)
    };
    let read = read? as u64;
    if read > max { Err(too_large(read)) } else { Ok(()) }
}

fn read_up_to(source: &mut impl Read, max: u64, buffer: &mut Vec<u8>) -> io::Result<usize> {
    source.take(max.saturating_add(1)).read_to_end(buffer)
}
