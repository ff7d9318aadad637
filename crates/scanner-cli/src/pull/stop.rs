//! How a pull is ended before its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Whether it is time to end: the user has pressed Ctrl-C, or nothing will go better. Shared by all workers.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// The longest that anything sleeps before it looks again.
    pub const PATIENCE: Duration = Duration::from_millis(100);

    /// Whether it is.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// It is.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// The first Ctrl-C (or SIGTERM, or SIGHUP) sets it; the second ends the process at once.
    ///
    /// # Errors
    /// If the system does not let us.
    pub fn on_interrupt(&self) -> Result<(), ctrlc::Error> {
        let stop = self.clone();
        ctrlc::set_handler(move || {
            if stop.is_set() {
                // 128 + SIGINT, as shells have it.
                std::process::exit(130);
            }
            anstream::eprintln!("ending: what is under way is finished (Ctrl-C once more ends at once)");
            stop.set();
        })
    }
}
