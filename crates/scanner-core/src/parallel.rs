//! Many artefacts on all cores.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::{Cache, Scanner};

/// Runs `work` on every item, with a [`Cache`] that no other worker has at that time, and gives the results in the order of the items, whatever the number
/// of threads. The threads are those of the rayon pool it is called in; an artefact of a MiB or more is split between them. A cache goes from one item to
/// the next, and [`Cache::stop_when`] holds until it is called again: whoever sets it for one item sets it for each.
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
    let caches = Pool::default();
    let one = |item| caches.with(Cache::splitting, |cache| work(scanner, cache, item));
    // One item at a time: sizes differ by orders of magnitude, so batches would leave workers idle at the end. `map_init` would make a cache for each.
    items.par_iter().with_max_len(1).map(one).collect()
}

/// What threads use one at a time and keep for the next time: scratch memory, readers with what they have read. A thread gets what it has used
/// before, if nobody else has it, because that is in the memory near it.
///
/// ```
/// use scanner_core::parallel::Pool;
///
/// let buffers = Pool::default();
/// buffers.with(Vec::new, |buffer| buffer.push(1));
/// assert_eq!(buffers.with(Vec::new, |buffer| buffer.len()), 1);
/// ```
#[derive(Debug)]
pub struct Pool<T> {
    /// What is not in use, with the number that the thread that used it last has in its rayon pool.
    idle: Mutex<Vec<(Option<usize>, T)>>,
}

impl<T> Default for Pool<T> {
    fn default() -> Pool<T> {
        Pool { idle: Mutex::default() }
    }
}

impl<T> Pool<T> {
    /// Runs `work` with one of them; if none is idle, with a `new` one. One that `work` panics with is lost.
    pub fn with<R>(&self, new: impl FnOnce() -> T, work: impl FnOnce(&mut T) -> R) -> R {
        let thread = rayon::current_thread_index();
        let known = {
            let mut idle = self.idle();
            let own = idle.iter().position(|(last, _)| *last == thread);
            own.map(|own| idle.swap_remove(own)).or_else(|| idle.pop())
        };
        let mut one = known.map_or_else(new, |(_, one)| one);
        let result = work(&mut one);
        self.idle().push((thread, one));
        result
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Option<usize>, T)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_thread_has_used_comes_back_to_it() {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let pool = Pool::default();
        let everybody = std::sync::Barrier::new(3);
        for round in 0..50 {
            let seen = threads.broadcast(|thread| {
                pool.with(
                    || (thread.index(), 0),
                    |(owner, uses)| {
                        *uses += 1;
                        // Nobody is done before everybody has begun.
                        everybody.wait();
                        (*owner, *uses)
                    },
                )
            });
            let expected: Vec<_> = (0..3).map(|owner| (owner, round + 1)).collect();
            assert_eq!(seen, expected);
        }
    }

    #[test]
    fn one_that_is_in_use_is_nobody_elses() {
        let pool = Pool::default();
        let sum = pool.with(|| 1, |outer| pool.with(|| 2, |inner| *outer + *inner));
        assert_eq!(sum, 3);
    }
}
