//! How fast we may ask.
//!
//! A bucket of tokens would be exact only if calls arrived as they are sent. A window here counts a call from when it is sent until a window's
//! length after its *answer*: whenever the server counted it, it lies between, so that no interval of that length on the server can ever hold
//! more calls than the limit, however long each was under way, and neither can a bucket there run dry that refills at the same rate.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::clock::Clock;
use super::error::ApiError;
use super::stop::Stop;

/// The kinds of calls, by what limits them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// 300 a minute.
    Fast,
    /// 10 in ten seconds, and one of the 300: the lists of collections and workspaces, and a workspace.
    Slow,
}

/// Calls a minute, of all kinds: of 300 some are left to the user's other tools.
const ALL: (usize, Duration) = (290, Duration::from_secs(60));
/// Calls in ten seconds, of the slow kind.
const SLOW: (usize, Duration) = (10, Duration::from_secs(10));
/// Clocks round.
const MARGIN: Duration = Duration::from_millis(50);

/// At most `limit` calls within `length`: a third of them as fast as they come, the others evenly, as from a bucket of tokens. Whoever makes
/// all of them at once has to wait for all the rest of the minute, and looks like an attack.
#[derive(Debug)]
struct Window {
    limit: usize,
    length: Duration,
    /// When the calls that still count were answered, the oldest first.
    done: VecDeque<Duration>,
    under_way: usize,
    /// When the last call was made.
    last: Duration,
    /// The server has said so.
    closed_until: Duration,
}

/// When a call may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Now,
    At(Duration),
    /// When one of those under way is answered.
    Later,
}

impl Window {
    fn new((limit, length): (usize, Duration)) -> Window {
        let (done, last, closed_until) = (VecDeque::new(), Duration::ZERO, Duration::ZERO);
        Window { limit, length, done, under_way: 0, last, closed_until }
    }

    fn turn(&mut self, now: Duration) -> Turn {
        let counts_until = |answered: Duration| answered + self.length + MARGIN;
        while self.done.front().is_some_and(|&answered| counts_until(answered) <= now) {
            self.done.pop_front();
        }
        if now < self.closed_until {
            return Turn::At(self.closed_until);
        }
        let counting = self.done.len() + self.under_way;
        if counting < self.burst() {
            return Turn::Now;
        }
        if counting < self.limit {
            let next = self.last + self.length.div_f64(self.limit as f64);
            return if now < next { Turn::At(next) } else { Turn::Now };
        }
        // So many have to be forgotten first.
        match self.done.get(counting - self.limit) {
            Some(&answered) => Turn::At(counts_until(answered)),
            None => Turn::Later,
        }
    }

    fn burst(&self) -> usize {
        (self.limit / 3).max(2)
    }

    fn made(&mut self, now: Duration) {
        self.under_way += 1;
        self.last = now;
    }

    fn answered(&mut self, now: Duration) {
        self.under_way = self.under_way.saturating_sub(1);
        self.done.push_back(now);
    }

    /// As if so many calls had just been made.
    fn assume(&mut self, calls: usize, now: Duration) {
        let missing = calls.min(self.limit).saturating_sub(self.done.len() + self.under_way);
        self.done.extend(std::iter::repeat_n(now, missing));
    }

    fn close(&mut self, until: Duration) {
        self.closed_until = self.closed_until.max(until);
    }
}

/// The two windows, shared by all workers.
#[derive(Debug)]
pub struct Limiter {
    clock: Clock,
    stop: Stop,
    windows: Mutex<Windows>,
    changed: Condvar,
}

#[derive(Debug)]
struct Windows {
    all: Window,
    slow: Window,
}

impl Windows {
    fn turn(&mut self, class: Class, now: Duration) -> Turn {
        let all = self.all.turn(now);
        let slow = if class == Class::Slow { self.slow.turn(now) } else { Turn::Now };
        match (all, slow) {
            (Turn::Now, other) | (other, Turn::Now) => other,
            (Turn::At(a), Turn::At(b)) => Turn::At(a.max(b)),
            _ => Turn::Later,
        }
    }

    fn of(&mut self, class: Class) -> impl Iterator<Item = &mut Window> {
        std::iter::once(&mut self.all).chain((class == Class::Slow).then_some(&mut self.slow))
    }
}

/// Leave to make one call. It is answered when this is dropped.
#[derive(Debug)]
pub struct Permit<'l> {
    limiter: &'l Limiter,
    class: Class,
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let now = self.limiter.clock.now();
        let mut windows = self.limiter.lock();
        windows.of(self.class).for_each(|window| window.answered(now));
        drop(windows);
        self.limiter.changed.notify_all();
    }
}

impl Limiter {
    /// One that has seen no calls.
    pub fn new(clock: Clock, stop: Stop) -> Limiter {
        let windows = Mutex::new(Windows { all: Window::new(ALL), slow: Window::new(SLOW) });
        Limiter { clock, stop, windows, changed: Condvar::new() }
    }

    /// Waits until a call may be made.
    ///
    /// # Errors
    /// If the user stops it.
    pub fn permit(&self, class: Class) -> Result<Permit<'_>, ApiError> {
        let mut windows = self.lock();
        loop {
            if self.stop.is_set() {
                return Err(ApiError::Interrupted);
            }
            let now = self.clock.now();
            let wait = match windows.turn(class, now) {
                Turn::Now => {
                    windows.of(class).for_each(|window| window.made(now));
                    return Ok(Permit { limiter: self, class });
                }
                Turn::At(time) => self.clock.on_the_wall(time.saturating_sub(now)),
                Turn::Later => Stop::PATIENCE,
            };
            // Never longer than the user would wait for Ctrl-C.
            let wait = wait.clamp(Duration::from_micros(100), Stop::PATIENCE);
            let waited = self.changed.wait_timeout(windows, wait);
            windows = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The window of the slow calls is as full as it can be: a run with this key has just ended, nobody knows how.
    pub fn assume_slow_full(&self) {
        let now = self.clock.now();
        self.lock().slow.assume(SLOW.0, now);
    }

    /// The server says how many calls are left of how many. What it knows is better than what was assumed.
    pub fn left(&self, limit: u64, remaining: u64, reset: Option<Duration>) {
        let now = self.clock.now();
        let mut windows = self.lock();
        let few = usize::try_from(limit).is_ok_and(|limit| limit <= SLOW.0);
        let window = if few { &mut windows.slow } else { &mut windows.all };
        // Others use the key too: a process before this one, another tool.
        let used = usize::try_from(limit.saturating_sub(remaining)).unwrap_or(usize::MAX);
        window.assume(used, now);
        if remaining == 0 {
            let most = window.length;
            window.close(now + reset.unwrap_or(most).min(most));
        }
    }

    /// The server wants to be left alone for so long.
    pub fn close(&self, class: Class, time: Duration) {
        let until = self.clock.now() + time;
        self.lock().of(class).for_each(|window| window.close(until));
    }

    fn lock(&self) -> MutexGuard<'_, Windows> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn ms(n: u64) -> Duration {
        Duration::from_millis(n)
    }

    #[test]
    fn a_call_counts_until_a_window_after_its_answer() {
        let mut window = Window::new((2, ms(1000)));
        for _ in 0..2 {
            assert_eq!(window.turn(ms(0)), Turn::Now);
            window.made(ms(0));
        }
        assert_eq!(window.turn(ms(5)), Turn::Later);
        window.answered(ms(700));
        assert_eq!(window.turn(ms(700)), Turn::At(ms(1750)));
        assert_eq!(window.turn(ms(1750)), Turn::Now);
    }

    #[test]
    fn after_a_burst_calls_are_spread() {
        let mut window = Window::new((10, ms(1000)));
        for _ in 0..3 {
            assert_eq!(window.turn(ms(0)), Turn::Now);
            window.made(ms(0));
            window.answered(ms(0));
        }
        assert_eq!(window.turn(ms(1)), Turn::At(ms(100)));
        assert_eq!(window.turn(ms(100)), Turn::Now);
    }

    #[test]
    fn a_closed_window_opens_by_itself() {
        let mut window = Window::new((2, ms(1000)));
        window.close(ms(300));
        window.close(ms(200));
        assert_eq!((window.turn(ms(10)), window.turn(ms(300))), (Turn::At(ms(300)), Turn::Now));
    }

    proptest! {
        /// However long calls are under way, and whenever the server counts them between, no interval there has too many.
        #[test]
        fn no_interval_on_the_server_has_too_many(calls in prop::collection::vec((0u64..400, 0.0f64..1.0), 1..120)) {
            let mut window = Window::new((5, ms(1000)));
            let mut now = ms(0);
            let mut counted: Vec<Duration> = Vec::new();
            let mut flying: Vec<Duration> = Vec::new();
            for (takes, when) in calls {
                loop {
                    flying.sort();
                    while flying.first().is_some_and(|&end| end <= now) {
                        let end = flying.remove(0);
                        window.answered(end);
                    }
                    match window.turn(now) {
                        Turn::Now => break,
                        Turn::At(time) => now = flying.first().map_or(time, |&end| end.min(time)),
                        Turn::Later => now = flying[0],
                    }
                }
                window.made(now);
                counted.push(now + ms(takes).mul_f64(when));
                flying.push(now + ms(takes));
            }
            counted.sort();
            for six in counted.windows(6) {
                prop_assert!(six[5] - six[0] >= ms(1000), "{six:?}");
            }
        }
    }
}
