//! In which order the objects of packs are best read.
//!
//! A pack holds most objects as differences from another one (gitformat-pack, "deltified representation"). Whoever has just read that one has it at
//! hand; for everybody else the whole chain is unpacked once more. Nothing depends on the order but time: an object that is found in no pack, or a pack
//! that cannot be opened, is no error here.

use std::collections::HashMap;
use std::fs;

use gix::ObjectId;
use gix::odb::pack::{Bundle, data::entry::Header};

use super::objects::Store;

/// The greatest packs of a repository.
pub(super) struct Packs(Vec<Bundle>);

/// Where an object stands: the number of its pack, and the offset there in bytes.
type Place = (usize, u64);

/// Objects are looked for in so many packs; a repository that has more is to be packed anew.
const PACKS: usize = 16;

impl Packs {
    pub(super) fn open(stores: &[Store]) -> Packs {
        let mut files = Vec::new();
        for store in stores {
            let others = store.alternate_db_paths().unwrap_or_default();
            for folder in std::iter::once(store.path().to_path_buf()).chain(others) {
                let entries = fs::read_dir(folder.join("pack")).into_iter().flatten().flatten();
                let paths = entries.map(|entry| entry.path());
                let indices = paths.filter(|path| path.extension().is_some_and(|end| end == "idx"));
                files.extend(
                    indices.filter_map(|path| {
                        Some((fs::metadata(&path).ok()?.len(), path, store.object_hash()))
                    }),
                );
            }
        }
        files.sort_unstable_by_key(|(len, ..)| std::cmp::Reverse(*len));
        let open = |(_, path, hash)| Bundle::at(path, hash).ok();
        Packs(files.into_iter().take(PACKS).filter_map(open).collect())
    }

    /// Whether objects are held as differences from newer ones, by some that have an older and a newer form. What an object is a difference from
    /// lies before it, and should be read before it.
    pub(super) fn is_backwards(&self, forms: impl Iterator<Item = (ObjectId, ObjectId)>) -> bool {
        let (mut pairs, mut backwards) = (0, 0);
        for (old, new) in forms {
            let (Some(old), Some(new)) = (self.place(&old), self.place(&new)) else { continue };
            if old.0 == new.0 {
                pairs += 1;
                backwards += usize::from(old.1 > new.1);
            }
        }
        2 * backwards > pairs
    }

    /// The numbers of `ids`, each after that of what it is a difference from. Those that are in no pack come last.
    pub(super) fn order(&self, ids: &[ObjectId]) -> Vec<usize> {
        let places: Vec<Option<Place>> = ids.iter().map(|id| self.place(id)).collect();
        let mut numbers: Vec<usize> = (0..ids.len()).collect();
        numbers.sort_by_key(|&number| places[number].map_or((usize::MAX, 0), |place| place));
        let at: HashMap<Place, usize> =
            places.iter().enumerate().filter_map(|(number, place)| Some(((*place)?, number))).collect();
        // What an object is a difference from lies before it in the pack, so nothing is its own ancestor, and the last ones have no descendants.
        let (mut below, mut from) = (vec![1; ids.len()], vec![Vec::new(); ids.len()]);
        let mut waiting = Vec::new();
        for &number in numbers.iter().rev() {
            match places[number].and_then(|place| at.get(&self.base(place)?)) {
                Some(&base) => {
                    below[base] += below[number];
                    from[base].push(number);
                }
                None => waiting.push(number),
            }
        }
        // Depth first, and what most depends on last: little is read between an object and what needs it.
        let mut order = Vec::with_capacity(ids.len());
        while let Some(number) = waiting.pop() {
            order.push(number);
            from[number].sort_by_key(|&difference| std::cmp::Reverse(below[difference]));
            waiting.append(&mut from[number]);
        }
        order
    }

    fn place(&self, id: &ObjectId) -> Option<Place> {
        let mut packs = self.0.iter().enumerate();
        packs.find_map(|(number, pack)| {
            Some((number, pack.index.pack_offset_at_index(pack.index.lookup(id)?)))
        })
    }

    /// What the object at a place is a difference from, if it lies before it in the same pack.
    fn base(&self, (pack, offset): Place) -> Option<Place> {
        let Header::OfsDelta { base_distance } = self.0[pack].pack.entry(offset).ok()?.header else {
            return None;
        };
        Some((pack, Header::verified_base_pack_offset(offset, base_distance)?))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::{Command, Stdio};

    use super::*;

    fn git(folder: &Path, args: &[&str], input: &str) -> String {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(name);
        }
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", folder).env("XDG_CONFIG_HOME", folder);
        command.current_dir(folder).args(args).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut git = command.spawn().unwrap();
        std::io::Write::write_all(&mut git.stdin.take().unwrap(), input.as_bytes()).unwrap();
        let output = git.wait_with_output().unwrap();
        assert!(output.status.success(), "git {args:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[test]
    fn what_an_object_is_a_difference_from_is_read_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        git(here, &["init", "--quiet", "--initial-branch=main"], "");
        let lines: Vec<String> =
            (0..200).map(|n| format!("line {n} of a file that hardly changes\n")).collect();
        let mut stream = String::new();
        for n in 0..120 {
            let text = [&lines[..n], &[format!("changed {n}\n")], &lines[n + 1..]].concat().concat();
            stream += &format!(
                "commit refs/heads/main\ncommitter A <a@corp.test> {} +0000\ndata 1\nx\nM 644 inline a.txt\ndata {}\n{text}\n",
                1_700_000_000 + n,
                text.len()
            );
        }
        git(here, &["fast-import", "--quiet"], &stream);
        git(here, &["repack", "-adfq", "--depth=20"], "");
        let listed = git(here, &["log", "--format=", "--raw", "--no-abbrev"], "");
        let blob = |line: &str| ObjectId::from_hex(line.split(' ').nth(3)?.as_bytes()).ok();
        let mut ids: Vec<ObjectId> = listed.lines().filter_map(blob).collect();
        assert_eq!(ids.len(), 120);
        // One that is in no pack, and one that is asked for twice.
        ids.push(ObjectId::from_hex(&[b'1'; 40]).unwrap());
        ids.push(ids[7]);

        let store =
            gix::odb::at(here.join(".git/objects"), gix::hash::Kind::Sha1).unwrap().into_inner().store();
        let packs = Packs::open(&[store]);
        let order = packs.order(&ids);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..ids.len()).collect::<Vec<_>>(), "each once");
        assert_eq!(order.last(), Some(&120));
        let turn: HashMap<Place, usize> = order
            .iter()
            .enumerate()
            .filter_map(|(turn, &number)| Some((packs.place(&ids[number])?, turn)))
            .collect();
        let differences = turn.iter().filter_map(|(place, at)| Some((packs.base(*place)?, at)));
        let early = differences.map(|(base, at)| turn[&base] < *at).collect::<Vec<_>>();
        assert!(early.len() > 100 && early.iter().all(|early| *early), "{early:?}");
        assert!(Packs(Vec::new()).order(&ids).into_iter().eq(0..ids.len()));
    }
}
