//! `postseal pull`, as a user runs it, against the fake of the Postman API.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

mod again;
mod audit;
mod faults;
mod keys;
#[cfg(target_os = "linux")]
mod prompt;
mod resume;
mod scanner;
#[path = "../support/mod.rs"]
mod support;
mod whole;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use postman_fake::{Config, Fake, Kind, Stats};
use serde_json::Value;
use support::Run;

/// A fake, and a folder for the journal.
struct World {
    fake: Fake,
    folder: tempfile::TempDir,
    speed: f64,
}

impl World {
    /// The clock of the fake and that of the client run as fast.
    fn new(config: Config) -> World {
        let speed = 2000.0;
        let fake = Fake::start(Config { speed, ..config }).unwrap();
        World { fake, folder: tempfile::tempdir().unwrap(), speed }
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("state/pull.sqlite")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postseal"));
        let speed = self.speed.to_string();
        command.args(args).args(["--api-base", &self.fake.url(), "--clock-speed", &speed]);
        command.env("POSTMAN_API_KEY", self.fake.admin_key()).env_remove("CLICOLOR_FORCE");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn pull_command(&self, args: &[&str]) -> Command {
        let mut command = self.command(&["pull", "--format", "jsonl"]);
        command.args(args).arg("--journal").arg(self.journal());
        command
    }

    fn pull(&self, args: &[&str]) -> Run {
        run(self.pull_command(args))
    }

    fn stats(&self) -> Stats {
        self.fake.stats()
    }

    /// Makes the journal as old as if everything in it had been done so many days ago.
    fn age(&self, days: i64) {
        let journal = rusqlite::Connection::open(self.journal()).unwrap();
        let seconds = days * 86_400;
        for table in ["element", "place"] {
            journal.execute(&format!("UPDATE {table} SET looked = looked - ?1"), [seconds]).unwrap();
        }
    }

    /// The addresses that answered while `work` was done, one for each call.
    fn calls_of<T>(&self, work: impl FnOnce() -> T) -> (T, Vec<String>) {
        let before = self.stats().delivered;
        let result = work();
        let mut calls = Vec::new();
        for (path, count) in self.stats().delivered {
            let new = count - before.get(&path).copied().unwrap_or(0);
            calls.extend(std::iter::repeat_n(path, new));
        }
        calls.sort();
        (result, calls)
    }

    /// How often the elements of a kind were sent whole.
    fn sent(&self, kind: Kind) -> Vec<usize> {
        let stats = self.stats();
        let path = |element: &&postman_fake::Element| match kind {
            Kind::Collection => format!("/collections/{}", element.uid),
            Kind::Environment => format!("/environments/{}", element.uid),
            Kind::Monitor => format!("/monitors/{}", element.uid),
            Kind::Spec => format!("/specs/{}/files", element.id),
            Kind::Mock => format!("/mocks/{}", element.uid),
        };
        let all = self.fake.world().of_kind(kind, None);
        all.iter().map(|element| stats.delivered.get(&path(element)).copied().unwrap_or(0)).collect()
    }
}

fn run(mut command: Command) -> Run {
    command.output().unwrap().into()
}

/// What the tests of a pull ask of a run.
trait Pulled {
    fn skipped(&self) -> Vec<(String, bool)>;
    fn fingerprints(&self) -> BTreeSet<String>;
}

impl Pulled for Run {
    /// Reasons, and whether something is missing for that.
    fn skipped(&self) -> Vec<(String, bool)> {
        let summary = self.summary();
        let skipped = summary["coverage"]["skipped"].as_array().unwrap();
        let one =
            |skip: &Value| (skip["reason"].as_str().unwrap().to_owned(), skip["gap"].as_bool().unwrap());
        skipped.iter().map(one).collect()
    }

    /// What was found, without what differs from run to run.
    fn fingerprints(&self) -> BTreeSet<String> {
        let one = |finding: &Value| {
            format!("{} {} {}", finding["path"], finding["fingerprint"], finding["severity"])
        };
        self.findings().iter().map(one).collect()
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

/// Whether `bytes` hold `text`.
fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
