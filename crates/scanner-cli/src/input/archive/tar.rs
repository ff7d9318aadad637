//! tar: POSIX ustar and pax, GNU, and the older form without a magic number.

use std::io::Read;
use std::ops::ControlFlow;

use scanner_report::SkipReason;
use tar::{Archive, EntryType};

use super::{Flow, Place, Unpacker};

/// A header, in bytes.
pub(super) const HEADER: usize = 512;

/// Whether `bytes` begin with a header: its checksum is the sum of its bytes, those of the checksum itself counted as blanks.
pub(super) fn is_header(bytes: &[u8]) -> bool {
    let Some(header) = bytes.get(..HEADER) else { return false };
    let field = &header[148..156];
    let digits = field.iter().copied().skip_while(|b| *b == b' ').take_while(|b| matches!(b, b'0'..=b'7'));
    let said = digits.fold(0_u32, |sum, digit| sum * 8 + u32::from(digit - b'0'));
    let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
    let blanks = field.iter().map(|b| u32::from(*b)).sum::<u32>();
    header[0] != 0 && said != 0 && sum - blanks + 8 * u32::from(b' ') == said
}

pub(super) fn members(unpacker: &mut Unpacker<'_>, place: &mut Place<'_>, bytes: &[u8]) -> Flow {
    stream(unpacker, place, bytes)
}

pub(super) fn stream(unpacker: &mut Unpacker<'_>, place: &mut Place<'_>, content: impl Read) -> Flow {
    let mut archive = Archive::new(content);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return unpacker.broken(place, place.path, &error),
    };
    for entry in entries {
        // Where the next member begins is not known once one is broken.
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return unpacker.broken(place, place.path, &error),
        };
        let name = entry.path_bytes().into_owned();
        let path = || format!("{}!{}", place.path, String::from_utf8_lossy(&name));
        match entry.header().entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                unpacker.member(place, &name, &mut entry)?;
            }
            EntryType::Link | EntryType::Symlink => {
                let path = path();
                unpacker.skip(path, SkipReason::SymbolicLink, "links are not followed", false);
            }
            EntryType::Char | EntryType::Block | EntryType::Fifo => {
                let path = path();
                unpacker.skip(path, SkipReason::NotAFile, "not a regular file", false);
            }
            _ => {}
        }
    }
    ControlFlow::Continue(())
}
