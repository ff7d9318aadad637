use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use gix::ObjectId;
use scanner_core::{Finding, Fingerprint, FingerprintKey};

use crate::input::git::File;

/// The secrets of contents, by which it is known what is new in another.
#[derive(Default)]
pub(super) struct Known {
    key: FingerprintKey,
    /// The number of the step that has brought a content.
    brought: HashMap<ObjectId, usize>,
    /// What was scanned only to be compared with.
    compared: HashSet<ObjectId>,
    /// Of contents that have any.
    secrets: HashMap<ObjectId, HashSet<Fingerprint>>,
}

/// How a finding stands to what stood in the place of its file.
pub(super) enum Standing<'f> {
    /// It was not there.
    New,
    /// It was there, and an earlier step has brought it.
    Repeated,
    /// It was there before all steps.
    Before(&'f File),
}

impl Known {
    /// Takes down that step `number` brings a content; whether it is the first that does.
    pub(super) fn brings(&mut self, id: ObjectId, number: usize) -> bool {
        match self.brought.entry(id) {
            Entry::Occupied(_) => false,
            Entry::Vacant(entry) => {
                entry.insert(number);
                true
            }
        }
    }

    pub(super) fn has_scanned(&self, id: ObjectId) -> bool {
        self.brought.contains_key(&id) || self.compared.contains(&id)
    }

    /// Takes down the secrets of a content.
    pub(super) fn learn<'f>(&mut self, id: ObjectId, findings: impl Iterator<Item = &'f Finding>) {
        let names: HashSet<Fingerprint> = findings.map(|finding| self.name(finding)).collect();
        if !self.brought.contains_key(&id) {
            self.compared.insert(id);
        }
        if !names.is_empty() {
            self.secrets.insert(id, names);
        }
    }

    /// How a finding of step `number` stands to the files `old`.
    pub(super) fn standing<'f>(&self, finding: &Finding, old: &'f [File], number: usize) -> Standing<'f> {
        let name = self.name(finding);
        let has = |file: &&File| self.secrets.get(&file.id).is_some_and(|secrets| secrets.contains(&name));
        let earlier = |file: &File| self.brought.get(&file.id).is_some_and(|brought| *brought < number);
        match old.iter().find(has) {
            None => Standing::New,
            Some(file) if earlier(file) => Standing::Repeated,
            Some(file) => Standing::Before(file),
        }
    }

    /// One secret by one rule.
    fn name(&self, finding: &Finding) -> Fingerprint {
        Fingerprint::new(&self.key, finding.rule_id(), finding.secret.reveal(), &[])
    }
}
