//! What was found out about names: a few hundred of them make up most of any file.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Remembers an answer for each name.
#[derive(Clone, Debug)]
pub(crate) struct Memo<V>(HashMap<Box<[u8]>, V, RandomState>);

/// So many names are kept; a file that has more is made of them.
const NAMES: usize = 8192;
/// Longer names are no names, in bytes.
const LONGEST: usize = 256;

impl<V> Default for Memo<V> {
    fn default() -> Memo<V> {
        Memo(HashMap::default())
    }
}

impl<V: Clone> Memo<V> {
    /// The answer for `name`, which `answer` finds the first time.
    pub(crate) fn get(&mut self, name: &[u8], answer: impl FnOnce() -> V) -> V {
        if let Some(known) = self.0.get(name) {
            return known.clone();
        }
        let answer = answer();
        if name.len() <= LONGEST {
            if self.0.len() == NAMES {
                self.0.clear();
            }
            self.0.insert(name.into(), answer.clone());
        }
        answer
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_asked_about_once_and_long_ones_always() {
        let mut memo = Memo::default();
        let mut asked = 0;
        for name in [vec![b'a'], vec![b'a'], vec![b'a'; LONGEST + 1], vec![b'a'; LONGEST + 1]] {
            assert_eq!(
                memo.get(&name, || {
                    asked += 1;
                    name.len()
                }),
                name.len()
            );
        }
        assert_eq!(asked, 3);
    }

    #[test]
    fn it_holds_no_more_than_it_should() {
        let mut memo = Memo::default();
        for n in 0..3 * NAMES {
            memo.get(n.to_string().as_bytes(), || n);
        }
        assert!(memo.0.len() <= NAMES);
    }
}
