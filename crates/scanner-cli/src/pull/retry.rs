//! When a call that failed is made again.

use std::time::Duration;

use fastrand::Rng;

/// When a call that failed is made again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retry {
    /// How often it is made at all.
    pub(super) tries: u32,
    first: Duration,
    longest: Duration,
}

impl Default for Retry {
    /// Eight tries, for about two minutes in all: a 503 of this API is usually over within minutes.
    fn default() -> Retry {
        Retry { tries: 8, first: Duration::from_millis(500), longest: Duration::from_secs(60) }
    }
}

impl Retry {
    /// How long to wait after the failure with this number, from 0: twice as long each time, and up to half of it less, so that many clients
    /// do not come back at once.
    pub(super) fn wait(&self, failure: u32) -> Duration {
        let longest = self.first.saturating_mul(2_u32.saturating_pow(failure)).min(self.longest);
        longest.mul_f64(0.5 + Rng::new().f64() / 2.0)
    }

    /// The longest that a server may make us wait, before its answer counts as a failure.
    pub(super) const MOST: Duration = Duration::from_secs(15 * 60);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_bound_and_differ() {
        let retry = Retry::default();
        for (failure, low, high) in
            [(0, 250, 500), (3, 2_000, 4_000), (7, 30_000, 60_000), (40, 30_000, 60_000)]
        {
            let wait = retry.wait(failure).as_millis();
            assert!((low..=high).contains(&wait), "{failure}: {wait}");
        }
        assert!((0..9).any(|_| retry.wait(5) != retry.wait(5)));
    }
}
