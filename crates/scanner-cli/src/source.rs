//! From a file, or what was unpacked of one, to what is reported of it.

use std::time::Instant;

use scanner_core::{Artefact as Bytes, Cache, ScanError, Scanner, parallel};
use scanner_report::{Artefact, Note, SkipReason, Skipped};

use crate::args::InputArgs;
use crate::input::archive::{self, Event, Member};
use crate::input::{self, Item};

/// What there is to say of a file, and of everything in it.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    pub(crate) artefacts: Vec<Artefact>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) notes: Vec<Note>,
}

/// Reads and scans.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'s> {
    pub(crate) scanner: &'s Scanner,
    pub(crate) input: &'s InputArgs,
    /// Files and members that are longer, in bytes, are left out.
    pub(crate) max_file_size: u64,
}

/// Members of archives are scanned together, by all threads, when they have so many bytes or are so many.
const BATCH_BYTES: usize = 16 << 20;
const BATCH_MEMBERS: usize = 1024;

impl Source<'_> {
    pub(crate) fn item(&self, cache: &mut Cache, item: &Item) -> Scanned {
        let path = item.path.display().to_string();
        let mut scanned = Scanned::default();
        let mut bytes = Vec::new();
        if let Err(error) = input::read(item, self.max_file_size, &mut bytes) {
            let (reason, detail) = (error.reason, error.detail);
            scanned.skipped.push(Skipped { path, reason, detail, gap: true });
            return scanned;
        }
        if item.bytes > 0 && item.bytes != bytes.len() as u64 {
            let detail =
                format!("it changed while it was read, from {} bytes to {}", item.bytes, bytes.len());
            scanned.notes.push(Note { path: path.clone(), detail });
        }
        self.content(cache, path, &bytes, item.named, &mut scanned);
        scanned
    }

    /// Scans bytes, or what is packed in them. `named`: somebody expects them to be scanned.
    pub(crate) fn content(
        &self,
        cache: &mut Cache,
        path: String,
        bytes: &[u8],
        named: bool,
        scanned: &mut Scanned,
    ) {
        if self.input.max_archive_depth > 0 && archive::is_archive(bytes) {
            self.archive(&path, bytes, scanned);
        } else {
            self.artefact(cache, path, bytes, named, scanned);
        }
    }

    fn artefact(&self, cache: &mut Cache, path: String, bytes: &[u8], named: bool, scanned: &mut Scanned) {
        let skip = |path: &str, reason, detail, gap| Skipped { path: path.to_owned(), reason, detail, gap };
        if let Some(limit) = self.input.file_timeout {
            let start = Instant::now();
            cache.stop_when(move || start.elapsed() >= limit);
        }
        let mut findings = Vec::new();
        match self.scanner.scan_with(cache, &Bytes::new(bytes, &path), &mut findings) {
            Ok(outcome) => {
                if outcome.stopped {
                    let detail = "it took too long (--file-timeout)".to_owned();
                    scanned.skipped.push(skip(&path, SkipReason::TimedOut, detail, true));
                }
                let (kind, warning) = (outcome.kind, outcome.warning);
                let bytes = bytes.len() as u64;
                let (live, commit) = (None, None);
                scanned.artefacts.push(Artefact { path, bytes, kind, findings, warning, live, commit });
            }
            // Binary files lie in every folder; one that was named is another matter.
            Err(error @ ScanError::Binary) => {
                scanned.skipped.push(skip(&path, SkipReason::Binary, error.to_string(), named));
            }
            Err(error) => scanned.skipped.push(skip(&path, SkipReason::TooLarge, error.to_string(), true)),
        }
    }

    fn archive(&self, path: &str, bytes: &[u8], scanned: &mut Scanned) {
        let (mut batch, mut len) = (Vec::new(), 0);
        archive::unpack(path, bytes, &self.input.limits(self.max_file_size), &mut |event| match event {
            Event::Skipped(skipped) => scanned.skipped.push(skipped),
            Event::Note(note) => scanned.notes.push(note),
            Event::Member(member) => {
                len += member.bytes.len();
                batch.push(member);
                if len >= BATCH_BYTES || batch.len() >= BATCH_MEMBERS {
                    self.members(&mut batch, scanned);
                    len = 0;
                }
            }
        });
        self.members(&mut batch, scanned);
    }

    fn members(&self, batch: &mut Vec<Member>, scanned: &mut Scanned) {
        let results = parallel::scan_all(self.scanner, batch, |_, cache, member| {
            let mut scanned = Scanned::default();
            self.artefact(cache, member.path.clone(), &member.bytes, false, &mut scanned);
            scanned
        });
        for result in results {
            scanned.artefacts.extend(result.artefacts);
            scanned.skipped.extend(result.skipped);
        }
        batch.clear();
    }
}
