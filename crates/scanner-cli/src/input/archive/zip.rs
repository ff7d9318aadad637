//! ZIP (PKWARE's APPNOTE 6.3): stored and deflated members, ZIP64.

use std::ops::ControlFlow;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ErrorKind, ZipArchive, ZipFileHeaderRecord, ZipSliceArchive};
use scanner_report::SkipReason;

use super::{Flow, Place, Unpacker};

pub(super) fn members(unpacker: &mut Unpacker<'_>, place: &mut Place<'_>, bytes: &[u8]) -> Flow {
    let archive = match ZipArchive::from_slice(bytes) {
        Ok(archive) => archive,
        Err(error) => {
            let detail = match error.kind() {
                ErrorKind::MissingEndOfCentralDirectory => {
                    "cut short: the list of its members is missing".to_owned()
                }
                _ => error.to_string(),
            };
            unpacker.skip(place.path.to_owned(), SkipReason::Corrupt, detail, true);
            return without_list(unpacker, place, bytes);
        }
    };
    let mut entries = archive.entries();
    loop {
        match entries.next_entry() {
            Ok(Some(entry)) => member(unpacker, place, &archive, &entry)?,
            Ok(None) => return ControlFlow::Continue(()),
            Err(error) => {
                let detail = format!("the list of its members is broken: {error}");
                unpacker.skip(place.path.to_owned(), SkipReason::Corrupt, detail, true);
                return ControlFlow::Continue(());
            }
        }
    }
}

fn member(
    unpacker: &mut Unpacker<'_>,
    place: &mut Place<'_>,
    archive: &ZipSliceArchive<&[u8]>,
    entry: &ZipFileHeaderRecord<'_>,
) -> Flow {
    if entry.is_dir() {
        return ControlFlow::Continue(());
    }
    let file_path = entry.file_path();
    let name = file_path.as_bytes();
    let path = format!("{}!{}", place.path, String::from_utf8_lossy(name));
    let refused = if entry.flags().is_encrypted() {
        Some((SkipReason::Encrypted, "encrypted".to_owned(), true))
    } else if entry.mode().is_symlink() {
        Some((SkipReason::SymbolicLink, "links are not followed".to_owned(), false))
    } else {
        None
    };
    let found = match refused {
        Some(refused) => Err(refused),
        None => archive
            .get_entry(entry.wayfinder())
            .map_err(|error| (SkipReason::Corrupt, error.to_string(), true)),
    };
    let found = match found {
        Ok(found) => found,
        Err((reason, detail, gap)) => {
            unpacker.skip(path, reason, detail, gap);
            return ControlFlow::Continue(());
        }
    };
    let data = found.data();
    let packed = data.len() as u64;
    match entry.compression_method() {
        CompressionMethod::STORE => {
            let mut content = unpacker.meter.read(packed, found.verifying_reader(data));
            unpacker.member(place, name, &mut content)
        }
        CompressionMethod::DEFLATE => {
            let content = found.verifying_reader(DeflateDecoder::new(data));
            let mut content = unpacker.meter.read(packed, content);
            unpacker.member(place, name, &mut content)
        }
        method => {
            let detail = format!("packed with method {}, which is not supported", method.as_u16());
            unpacker.skip(path, SkipReason::Unsupported, detail, true);
            ControlFlow::Continue(())
        }
    }
}

/// The local header of a member (APPNOTE 4.3.7), without name and extra field, in bytes.
const HEADER: usize = 30;

/// Reads members one after the other where the list of them is missing, as far as they can be made out.
fn without_list(unpacker: &mut Unpacker<'_>, place: &mut Place<'_>, bytes: &[u8]) -> Flow {
    let mut at = 0;
    while let Some(next) = memchr::memmem::find(&bytes[at..], b"PK\x03\x04") {
        at += next;
        let Some(header) = bytes.get(at..at + HEADER) else { break };
        let number = |offset: usize| usize::from(u16::from_le_bytes([header[offset], header[offset + 1]]));
        let (flags, method) = (number(6), number(8));
        let packed = u32::from_le_bytes([header[18], header[19], header[20], header[21]]) as usize;
        let name = at + HEADER..at + HEADER + number(26);
        let start = name.end + number(28);
        at = start.min(bytes.len());
        let (Some(name), Some(rest)) = (bytes.get(name), bytes.get(start..)) else { break };
        if flags & 1 == 1 || name.ends_with(b"/") {
            continue;
        }
        if method == usize::from(CompressionMethod::STORE.as_u16()) {
            let data = &rest[..packed.min(rest.len())];
            at += data.len();
            let mut content = unpacker.meter.read(data.len() as u64, data);
            unpacker.member(place, name, &mut content)?;
        } else if method == usize::from(CompressionMethod::DEFLATE.as_u16()) {
            let mut content = unpacker.meter.read(rest.len() as u64, DeflateDecoder::new(rest));
            unpacker.member(place, name, &mut content)?;
            at += content.inner.total_in() as usize;
        }
        // Something must be passed, whatever a broken member says of its length.
        at = at.max(start).min(bytes.len());
    }
    ControlFlow::Continue(())
}
