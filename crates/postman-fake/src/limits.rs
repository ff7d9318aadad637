//! The limits of the API, counted.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// A bucket that refills evenly, and a log that says how many calls came within one window at the most.
#[derive(Debug)]
struct Bucket {
    size: f64,
    window: f64,
    tokens: f64,
    at: f64,
    log: VecDeque<f64>,
    most: usize,
    refused: usize,
}

impl Bucket {
    fn new(size: u32, window: f64) -> Bucket {
        let size = f64::from(size);
        Bucket { size, window, tokens: size, at: 0.0, log: VecDeque::new(), most: 0, refused: 0 }
    }

    fn take(&mut self, now: f64) -> bool {
        self.tokens = (self.tokens + (now - self.at) * self.size / self.window).min(self.size);
        self.at = now;
        self.log.push_back(now);
        while self.log.front().is_some_and(|&old| old <= now - self.window) {
            self.log.pop_front();
        }
        self.most = self.most.max(self.log.len());
        let there = self.tokens >= 1.0;
        if there {
            self.tokens -= 1.0;
        } else {
            self.refused += 1;
        }
        there
    }

    /// Seconds until there is one again.
    fn wait(&self) -> f64 {
        ((1.0 - self.tokens) * self.window / self.size).max(0.0)
    }
}

/// What the limits have seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Calls that came when the bucket of 300 a minute was empty.
    pub refused: usize,
    /// Calls that came when the bucket of 10 in 10 s was empty.
    pub refused_slow: usize,
    /// The most calls within a minute.
    pub most: usize,
    /// The most slow calls within ten seconds.
    pub most_slow: usize,
    /// Calls of this month.
    pub month: u64,
}

/// What a call is told about the limits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quota {
    pub(crate) verdict: Verdict,
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    pub(crate) reset: u64,
    pub(crate) month: u64,
    pub(crate) month_left: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Go,
    /// Come back after so many seconds.
    Wait(u64),
    /// The month's calls are used up.
    Exhausted,
}

#[derive(Debug)]
pub(crate) struct Limits {
    start: Instant,
    speed: f64,
    month: u64,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    all: Bucket,
    slow: Bucket,
    used: u64,
}

impl Limits {
    pub(crate) fn new(speed: f64, month: u64, used: u64) -> Limits {
        let inner = Inner { all: Bucket::new(300, 60.0), slow: Bucket::new(10, 10.0), used };
        Limits { start: Instant::now(), speed, month, inner: Mutex::new(inner) }
    }

    pub(crate) fn take(&self, slow: bool) -> Quota {
        let mut inner = self.lock();
        // Read under the lock, so that it never runs back.
        let now = self.start.elapsed().as_secs_f64() * self.speed;
        let all = inner.all.take(now);
        let slow_one = !slow || inner.slow.take(now);
        inner.used += 1;
        let wait = inner.all.wait().max(if slow { inner.slow.wait() } else { 0.0 });
        let verdict = if inner.used > self.month {
            Verdict::Exhausted
        } else if all && slow_one {
            Verdict::Go
        } else {
            Verdict::Wait(wait.ceil() as u64)
        };
        let bucket = if slow { &inner.slow } else { &inner.all };
        let missing = (bucket.size - bucket.tokens) * bucket.window / bucket.size;
        Quota {
            verdict,
            limit: bucket.size as u32,
            remaining: bucket.tokens.max(0.0) as u32,
            reset: missing.ceil() as u64,
            month: self.month,
            month_left: self.month.saturating_sub(inner.used),
        }
    }

    pub(crate) fn used(&self) -> u64 {
        self.lock().used
    }

    pub(crate) fn counts(&self) -> Counts {
        let inner = self.lock();
        Counts {
            refused: inner.all.refused,
            refused_slow: inner.slow.refused,
            most: inner.all.most,
            most_slow: inner.slow.most,
            month: inner.used,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_refuses_what_is_too_much_and_refills() {
        let mut bucket = Bucket::new(10, 10.0);
        assert!((0..10).all(|_| bucket.take(0.0)));
        assert!(!bucket.take(0.5));
        assert!(bucket.take(1.6));
        assert_eq!((bucket.refused, bucket.most), (1, 12));
    }
}
