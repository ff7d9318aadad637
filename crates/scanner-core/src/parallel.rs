//! Many artefacts on all cores.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::{Cache, Scanner};

/// Runs `work` on every item, with a [`Cache`] that no other worker has at that time, and gives the results in the order of the items, whatever the number
/// of threads. The threads are those of the rayon pool it is called in; an artefact of a MiB or more is split between them.
///
/// ```
/// use scanner_core::{Artefact, Scanner, parallel};
///
/// let scanner = Scanner::new();
/// let files = [("a.env", "x=1"), ("b.env", "y=2")];
/// let counts = parallel::scan_all(&scanner, &files, |scanner, cache, (name, text)| {
///     let mut findings = Vec::new();
///     scanner.scan_with(cache, &Artefact::new(text.as_bytes(), name), &mut findings).map(|_| findings.len())
/// });
/// assert_eq!(counts, [Ok(0), Ok(0)]);
/// ```
pub fn scan_all<T: Sync, R: Send>(
    scanner: &Scanner,
    items: &[T],
    work: impl Fn(&Scanner, &mut Cache, &T) -> R + Sync,
) -> Vec<R> {
    let idle = Mutex::new(Vec::new());
    let idle = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    let one = |item| {
        let known = idle().pop();
        let mut cache = known.unwrap_or_else(Cache::splitting);
        let done = work(scanner, &mut cache, item);
        idle().push(cache);
        done
    };
    // One item at a time: sizes differ by orders of magnitude, so batches would leave workers idle at the end. `map_init` would make a cache for each.
    items.par_iter().with_max_len(1).map(one).collect()
}
