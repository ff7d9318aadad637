//! Strings that were looked at before and hold nothing, wherever they stand.
//!
//! The same header, script or body stands in every request of a collection, in each saved example of a request, and in each version of a file in a
//! history. What a string holds follows from its bytes, its name and its place, and at times from what is near or beside it: who scans says on which of these an
//! answer rested ([`Rest`]), and it is only remembered where it is the same answer again. That scans with and without it find the same is tested in
//! `tests/fast.rs`.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::RandomState;

use crate::json::Kind;
use crate::postman::Place;

/// A string, and what its meaning follows from.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Subject<'t> {
    pub(super) kind: Kind,
    pub(super) place: Place,
    pub(super) name: &'t [u8],
    /// What stands before it in a path.
    pub(super) before: Option<&'t [u8]>,
    /// As it is written; what was written otherwise than JSON does, decoded.
    pub(super) value: &'t [u8],
    pub(super) escaped: bool,
    pub(super) rewritten: bool,
    pub(super) secret_type: bool,
    /// It is one of a list.
    pub(super) element: bool,
}

/// On what else an answer rested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rest {
    #[default]
    Nothing,
    /// On what is near: the URL of the request.
    Near,
    /// On what is only here: what stands beside it, what was found, how much was decoded before.
    Here,
}

/// Two hashes of a subject. An answer for another subject would need both to be the same; they are seeded anew in each run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Key([u64; 2]);

impl Key {
    /// The same subject with something near.
    fn near(self, near: Key) -> Key {
        let Key([a, b]) = self;
        let Key([c, d]) = near;
        // Odd factors, so that nothing is lost; unlike each other, so that two that are the same do not make nothing.
        Key([a ^ c.wrapping_mul(0x9e37_79b9_7f4a_7c15), b ^ d.wrapping_mul(0xc2b2_ae3d_27d4_eb4f)])
    }

    fn slot(self) -> usize {
        self.0[0] as usize % SLOTS
    }
}

/// Remembers subjects that hold nothing, the last ones of each slot. Belongs to one engine at a time.
#[derive(Debug, Default)]
pub(super) struct Barren {
    engine: usize,
    seeds: [RandomState; 2],
    /// Of [`Key`]s; zeroes are memory that is not there before it is written to.
    slots: Vec<[u64; 2]>,
}

/// So many subjects are remembered, in 1 MiB. A power of two.
const SLOTS: usize = 1 << 16;

impl Barren {
    /// Forgets what another engine has found.
    pub(super) fn of_engine(&mut self, engine: usize) {
        if self.engine != engine {
            self.engine = engine;
            self.slots.clear();
        }
    }

    pub(super) fn key(&self, subject: &impl Hash) -> Key {
        Key(self.seeds.each_ref().map(|seed| seed.hash_one(subject)))
    }

    /// Whether nothing is in it, whatever is near.
    pub(super) fn has(&self, key: Key) -> bool {
        self.slots.get(key.slot()) == Some(&key.0)
    }

    /// Whether nothing is in it with this near.
    pub(super) fn has_near(&self, key: Key, near: Key) -> bool {
        self.has(key.near(near))
    }

    /// Nothing was in it.
    pub(super) fn add(&mut self, key: Key, near: Key, rest: Rest) {
        let key = match rest {
            Rest::Nothing => key,
            Rest::Near => key.near(near),
            Rest::Here => return,
        };
        if self.slots.is_empty() {
            self.slots = vec![[0; 2]; SLOTS];
        }
        self.slots[key.slot()] = key.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Role;
    use crate::{Artefact, Cache, Scanner};

    const SUBJECT: Subject<'_> = Subject {
        kind: Kind::String,
        place: Place::Data(Role::Body),
        name: b"colour",
        before: None,
        value: b"blue",
        escaped: false,
        rewritten: false,
        secret_type: false,
        element: false,
    };

    #[test]
    fn an_answer_holds_for_what_it_rests_on() {
        let mut barren = Barren::default();
        let [here, there] = [b"here", b"there".as_slice()].map(|near| barren.key(&near));
        let key = barren.key(&SUBJECT);
        barren.add(key, here, Rest::Here);
        assert!(!barren.has(key) && !barren.has_near(key, here));
        barren.add(key, here, Rest::Near);
        assert!(!barren.has(key) && barren.has_near(key, here) && !barren.has_near(key, there));
        barren.add(key, here, Rest::Nothing);
        assert!(barren.has(key));
    }

    #[test]
    fn another_subject_has_another_key() {
        let barren = Barren::default();
        let others = [
            Subject { kind: Kind::Array, ..SUBJECT },
            Subject { place: Place::Data(Role::Header), ..SUBJECT },
            Subject { name: b"colou", value: b"rblue", ..SUBJECT },
            Subject { before: Some(b""), ..SUBJECT },
            Subject { escaped: true, ..SUBJECT },
            Subject { rewritten: true, ..SUBJECT },
            Subject { secret_type: true, ..SUBJECT },
            Subject { element: true, ..SUBJECT },
        ];
        assert!(others.iter().all(|other| barren.key(other) != barren.key(&SUBJECT)));
    }

    #[test]
    fn engines_do_not_see_each_others_answers() {
        let json =
            br#"{"name":"e","values":[{"key":"client_secret","value":"8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq"}]}"#;
        let artefact = Artefact::new(json, "e.json");
        let mut cache = Cache::default();
        let mut scan = |scanner: &Scanner| {
            let mut findings = Vec::new();
            scanner.scan_with(&mut cache, &artefact, &mut findings).unwrap();
            findings.len()
        };
        let without = Scanner::builder().disable("generic-client-secret").build().unwrap();
        assert_eq!((scan(&without), scan(&Scanner::new())), (0, 1));
    }

    /// What stands beside a value decides about it, and is another thing the next time.
    #[test]
    fn the_same_value_beside_something_else_is_looked_at_again() {
        let form = |grant: &str| {
            format!(
                r#"{{"a":[{{"grant_type":"{grant}","code":"8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq"}}],"other":"authorization_code"}}"#
            )
        };
        let (scanner, mut cache) = (Scanner::new(), Cache::default());
        let mut scan = |text: &str| {
            let mut findings = Vec::new();
            scanner.scan_with(&mut cache, &Artefact::new(text.as_bytes(), "a.json"), &mut findings).unwrap();
            findings.len()
        };
        assert_eq!((scan(&form("none")), scan(&form("authorization_code"))), (0, 1));
    }
}
