//! Archives: ZIP, tar, gzip, one inside the other. Members are unpacked in memory, one at a time; nothing is written to disk, whatever their names say.

mod gzip;
mod limits;
mod tar;
mod zip;

use std::collections::HashSet;
use std::io::Read;
use std::ops::ControlFlow;

use scanner_report::{Note, SkipReason, Skipped};

pub use limits::Limits;
use limits::{Meter, Refusal};

/// A file inside an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The path of the archive, `!`, and the name inside it; of nested archives one after the other.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What an archive turns out to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A file.
    Member(Member),
    /// Something that cannot be scanned.
    Skipped(Skipped),
    /// Something odd about what is scanned all the same.
    Note(Note),
}

/// The kinds of archive, by their first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Zip,
    Gzip,
    Tar,
}

impl Format {
    fn of(bytes: &[u8]) -> Option<Format> {
        match bytes {
            // With members, and without.
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Format::Zip),
            // Deflate is the only method there is (RFC 1952).
            [0x1f, 0x8b, 8, ..] => Some(Format::Gzip),
            _ if tar::is_header(bytes) => Some(Format::Tar),
            _ => None,
        }
    }
}

/// Whether `bytes` are an archive that [`unpack`] can read.
pub fn is_archive(bytes: &[u8]) -> bool {
    Format::of(bytes).is_some()
}

/// Gives everything in an archive to `on`, in its order, archives in it unpacked as well.
pub fn unpack(path: &str, bytes: &[u8], limits: &Limits, on: &mut dyn FnMut(Event)) {
    let mut unpacker = Unpacker { limits, meter: Meter::new(limits), members: 0, on };
    // What stopped it has been reported.
    let _ = unpacker.archive(path, bytes, 1);
}

/// Ends an unpacking, with everything that is not unpacked yet.
type Flow = ControlFlow<()>;

struct Unpacker<'u> {
    limits: &'u Limits,
    meter: Meter,
    members: u64,
    on: &'u mut dyn FnMut(Event),
}

/// An archive that is being read.
struct Place<'p> {
    path: &'p str,
    /// 1 for the outermost.
    depth: u32,
    names: HashSet<Vec<u8>>,
}

impl Unpacker<'_> {
    fn archive(&mut self, path: &str, bytes: &[u8], depth: u32) -> Flow {
        let mut place = Place { path, depth, names: HashSet::new() };
        match Format::of(bytes) {
            Some(Format::Zip) => zip::members(self, &mut place, bytes),
            Some(Format::Gzip) => gzip::members(self, &mut place, bytes),
            Some(Format::Tar) => tar::members(self, &mut place, bytes),
            None => ControlFlow::Continue(()),
        }
    }

    fn skip(&mut self, path: String, reason: SkipReason, detail: impl Into<String>, gap: bool) {
        (self.on)(Event::Skipped(Skipped { path, reason, detail: detail.into(), gap }));
    }

    fn note(&mut self, path: String, detail: &str) {
        (self.on)(Event::Note(Note { path, detail: detail.to_owned() }));
    }

    /// Reads a member, and what is in it if it is an archive.
    fn member(&mut self, place: &mut Place<'_>, name: &[u8], content: &mut dyn Read) -> Flow {
        let path = format!("{}!{}", place.path, String::from_utf8_lossy(name));
        self.members += 1;
        if self.members > self.limits.members {
            let detail = format!("it has more than {} members (--max-archive-members)", self.limits.members);
            self.skip(place.path.to_owned(), SkipReason::ArchiveLimit, detail, true);
            return ControlFlow::Break(());
        }
        if leads_out(name) {
            self.note(path.clone(), "its name leads out of the archive");
        }
        if !place.names.insert(name.to_owned()) {
            self.note(path.clone(), "another member has the same name");
        }
        let mut bytes = Vec::new();
        let read = content.take(self.limits.member.saturating_add(1)).read_to_end(&mut bytes);
        let flow = match read {
            Ok(_) if bytes.len() as u64 > self.limits.member => {
                let detail =
                    format!("more than {} bytes when unpacked (--max-file-size)", self.limits.member);
                self.skip(path, SkipReason::TooLarge, detail, true);
                return ControlFlow::Continue(());
            }
            Ok(_) => ControlFlow::Continue(()),
            Err(error) => self.broken(place, &path, &error),
        };
        // Also what was read of one that breaks off.
        self.content(path, bytes, place.depth)?;
        flow
    }

    fn content(&mut self, path: String, bytes: Vec<u8>, depth: u32) -> Flow {
        if !is_archive(&bytes) {
            (self.on)(Event::Member(Member { path, bytes }));
        } else if depth >= self.limits.depth {
            let detail =
                format!("more than {} archives inside each other (--max-archive-depth)", self.limits.depth);
            self.skip(path, SkipReason::ArchiveLimit, detail, true);
        } else {
            return self.archive(&path, &bytes, depth + 1);
        }
        ControlFlow::Continue(())
    }

    /// Says why a member could not be read to its end.
    fn broken(&mut self, place: &Place<'_>, path: &str, error: &std::io::Error) -> Flow {
        let refusal = error.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>());
        match refusal {
            Some(Refusal::Ratio) => {
                let detail = format!(
                    "it unpacks to more than {} times its size (--max-archive-ratio)",
                    self.limits.ratio
                );
                self.skip(path.to_owned(), SkipReason::ArchiveLimit, detail, true);
                ControlFlow::Continue(())
            }
            Some(Refusal::Total) => {
                let detail =
                    format!("more than {} bytes when unpacked (--max-archive-bytes)", self.limits.bytes);
                self.skip(place.path.to_owned(), SkipReason::ArchiveLimit, detail, true);
                ControlFlow::Break(())
            }
            None => {
                self.skip(path.to_owned(), SkipReason::Corrupt, error.to_string(), true);
                ControlFlow::Continue(())
            }
        }
    }
}

/// Whether a file of this name would be written somewhere else than below the folder that an archive is unpacked into.
fn leads_out(name: &[u8]) -> bool {
    let mut parts = name.split(|b| matches!(b, b'/' | b'\\'));
    let drive = matches!(name, [letter, b':', ..] if letter.is_ascii_alphabetic());
    drive
        || name.contains(&0)
        || name.first().is_some_and(|b| matches!(b, b'/' | b'\\'))
        || parts.any(|part| part == b"..")
}

#[cfg(test)]
mod tests;
