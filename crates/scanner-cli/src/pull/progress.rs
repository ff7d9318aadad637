//! What a person sees while a pull is under way: one line that changes on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal, stderr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::client::Client;
use super::queue::Queue;

/// Counters, written by workers.
#[derive(Debug, Default)]
pub struct Progress {
    workspaces: AtomicUsize,
    workspaces_done: AtomicUsize,
    elements: AtomicUsize,
    scanned: AtomicUsize,
    unchanged: AtomicUsize,
    skipped: AtomicUsize,
    findings: AtomicUsize,
    bytes: AtomicUsize,
}

/// Between two lines where there is no terminal.
const LINES: Duration = Duration::from_secs(15);
/// Between two looks.
const TICK: Duration = Duration::from_millis(100);

impl Progress {
    /// There are so many workspaces and elements to look at, and so many workspaces were looked at before.
    pub fn begin(&self, workspaces: usize, done: usize, elements: usize) {
        self.workspaces.store(workspaces, Ordering::Relaxed);
        self.workspaces_done.store(done, Ordering::Relaxed);
        self.elements.store(elements, Ordering::Relaxed);
    }

    /// So many workspaces are looked at once more.
    pub fn more_workspaces(&self, count: usize) {
        self.workspaces.fetch_add(count, Ordering::Relaxed);
    }

    /// A workspace has so many elements.
    pub fn listed(&self, elements: usize) {
        self.workspaces_done.fetch_add(1, Ordering::Relaxed);
        self.listed_more(elements);
    }

    /// There are so many elements more.
    pub fn listed_more(&self, elements: usize) {
        self.elements.fetch_add(elements, Ordering::Relaxed);
    }

    /// An element was scanned.
    pub fn scanned(&self, bytes: u64, findings: usize) {
        self.scanned.fetch_add(1, Ordering::Relaxed);
        self.findings.fetch_add(findings, Ordering::Relaxed);
        self.bytes.fetch_add(usize::try_from(bytes).unwrap_or(usize::MAX), Ordering::Relaxed);
    }

    /// An element has not changed.
    pub fn unchanged(&self) {
        self.unchanged.fetch_add(1, Ordering::Relaxed);
    }

    /// An element could not be read.
    pub fn skipped(&self) {
        self.skipped.fetch_add(1, Ordering::Relaxed);
    }

    /// Shows it until `work` is done.
    pub fn show<T>(&self, wanted: bool, client: &Client, queue: &Queue, work: impl FnOnce() -> T) -> T {
        if !wanted {
            return work();
        }
        let over = AtomicUsize::new(0);
        thread::scope(|scope| {
            scope.spawn(|| self.tell(client, queue, &over));
            let result = work();
            over.store(1, Ordering::Relaxed);
            result
        })
    }

    fn tell(&self, client: &Client, queue: &Queue, over: &AtomicUsize) {
        let terminal = stderr().is_terminal();
        let bar = if terminal { bar() } else { ProgressBar::hidden() };
        let mut told = Instant::now();
        while over.load(Ordering::Relaxed) == 0 {
            thread::sleep(TICK);
            if terminal {
                bar.set_message(self.line(client, queue));
                bar.tick();
            } else if told.elapsed() >= LINES {
                told = Instant::now();
                anstream::eprintln!("pull: {}", self.line(client, queue));
            }
        }
        bar.finish_and_clear();
    }

    fn line(&self, client: &Client, queue: &Queue) -> String {
        let get = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
        let done = get(&self.scanned) + get(&self.unchanged) + get(&self.skipped);
        let mut parts = vec![
            format!("{}/{} workspaces", get(&self.workspaces_done), get(&self.workspaces)),
            format!("{done}/{} elements", get(&self.elements)),
            format!("{} found", get(&self.findings)),
            format!("{} calls", client.calls()),
        ];
        parts.extend(client.month_left().map(|left| format!("{left} left this month")));
        parts.push(eta(queue.waiting()));
        parts.join(", ")
    }
}

/// A workspace takes a second, anything else a fifth of one: that is the pace of the API.
fn eta((workspaces, elements): (usize, usize)) -> String {
    match workspaces.max(elements / 5) {
        0 => "nearly done".to_owned(),
        seconds @ 1..90 => format!("about {seconds} s to go"),
        seconds => format!("about {} min to go", seconds.div_ceil(60)),
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_to_go_is_that_of_the_slower_part() {
        assert_eq!(eta((0, 3)), "nearly done");
        assert_eq!(eta((60, 100)), "about 60 s to go");
        assert_eq!(eta((10, 3000)), "about 10 min to go");
    }
}
