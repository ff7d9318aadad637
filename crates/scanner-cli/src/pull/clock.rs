//! The time that a pull goes by.

use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The time that limits and waits go by. Runs `speed` times as fast as the clock on the wall, so that a test against the fake, whose limits run
/// as fast, takes seconds.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Instant,
    speed: f64,
}

impl Clock {
    /// A clock that begins now.
    pub fn new(speed: f64) -> Clock {
        Clock { start: Instant::now(), speed }
    }

    /// Time since it began.
    pub fn now(&self) -> Duration {
        self.start.elapsed().mul_f64(self.speed)
    }

    /// Sleeps.
    pub fn sleep(&self, time: Duration) {
        thread::sleep(self.on_the_wall(time));
    }

    /// How long `time` is on the wall.
    pub fn on_the_wall(&self, time: Duration) -> Duration {
        time.div_f64(self.speed)
    }

    /// Seconds since 1970 on the wall.
    pub fn unix() -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }
}
