//! The review of a baseline, one entry at a time.

use std::fmt::Write;

use anyhow::Result;
use jiff::civil::Date;
use scanner_report::baseline::{Baseline, Entry, State};
use scanner_report::printable;

use super::context::Places;
use super::terminal::Screen;

const KEYS: &str = "\
[a] accepted risk   [f] false positive   [r] to be rotated   [c] clear
[o] owner   [m] reason   [e] expiry   [u] undo
[n] next   [b] back   [q] quit (every decision is saved as it is made)";

/// Places of an entry that are shown; more are counted.
const PLACES: usize = 5;

/// A review. `save` is called after every change.
pub(super) struct Audit<'b, S> {
    baseline: &'b mut Baseline,
    /// The entries to look at, by position.
    queue: Vec<usize>,
    /// Position in the queue.
    at: usize,
    /// What entries were before each change, with the position in the queue.
    undo: Vec<(usize, Entry)>,
    save: S,
    message: String,
}

/// What a key leads to.
enum Next {
    Stay,
    Forward,
    Quit,
}

impl<'b, S: Fn(&Baseline) -> Result<()>> Audit<'b, S> {
    pub(super) fn new(baseline: &'b mut Baseline, all: bool, save: S) -> Audit<'b, S> {
        let wanted = |entry: &Entry| all || entry.state == State::Unreviewed;
        let queue = (0..baseline.entries().len()).filter(|&at| wanted(&baseline.entries()[at])).collect();
        Audit { baseline, queue, at: 0, undo: Vec::new(), save, message: String::new() }
    }

    /// Asks until everything was looked at and the user has enough: also after the last entry, a decision can be undone.
    pub(super) fn run(&mut self, screen: &mut impl Screen, places: &mut Places<'_>) -> Result<()> {
        while !self.queue.is_empty() {
            let page = if self.at < self.queue.len() { self.page(places)? } else { self.end() };
            screen.show(&page)?;
            let Some(key) = screen.key()? else { break };
            self.message.clear();
            match self.press(key, screen)? {
                Next::Stay => {}
                Next::Forward => self.at = (self.at + 1).min(self.queue.len()),
                Next::Quit => break,
            }
        }
        screen.show(&self.summary())?;
        Ok(())
    }

    fn end(&self) -> String {
        format!("All looked at: {}\n\n[u] undo   [b] back   [q] quit\n{}", self.summary(), self.message)
    }

    fn entry(&self) -> &Entry {
        &self.baseline.entries()[self.queue[self.at]]
    }

    fn press(&mut self, key: char, screen: &mut impl Screen) -> Result<Next> {
        let key = key.to_ascii_lowercase();
        if self.at == self.queue.len() && !matches!(key, 'u' | 'b' | 'p' | 'q') {
            return Ok(Next::Stay);
        }
        match key {
            'a' => self.judge(State::AcceptedRisk),
            'f' => self.judge(State::FalsePositive),
            'r' => self.judge(State::ToBeRotated),
            'c' => self.judge(State::Unreviewed).map(|_| Next::Stay),
            'o' => {
                let owner = screen.line("Owner (empty: none): ")?;
                self.change(|entry| entry.owner = filled(&owner)).map(|()| Next::Stay)
            }
            'm' => {
                let reason = screen.line("Reason (empty: none): ")?;
                self.change(|entry| entry.reason = filled(&reason)).map(|()| Next::Stay)
            }
            'e' => {
                let day = screen.line("Counts again from (YYYY-MM-DD, empty: never): ")?;
                self.expire(&day).map(|()| Next::Stay)
            }
            'u' => self.undo().map(|()| Next::Stay),
            'n' | 's' | ' ' => Ok(Next::Forward),
            'b' | 'p' => {
                self.at = self.at.saturating_sub(1);
                Ok(Next::Stay)
            }
            'q' => Ok(Next::Quit),
            _ => {
                self.message = format!("`{}` is no key of this review", printable(&key.to_string()));
                Ok(Next::Stay)
            }
        }
    }

    fn judge(&mut self, state: State) -> Result<Next> {
        self.change(|entry| entry.state = state)?;
        Ok(Next::Forward)
    }

    fn expire(&mut self, text: &str) -> Result<()> {
        let text = text.trim();
        match text.parse::<Date>() {
            Ok(day) => self.change(|entry| entry.expires = Some(day)),
            Err(_) if text.is_empty() => self.change(|entry| entry.expires = None),
            Err(_) => {
                self.message = format!("`{}` is not a day such as 2027-01-31", printable(text));
                Ok(())
            }
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Entry)) -> Result<()> {
        let before = self.entry().clone();
        let entry = &mut self.baseline.entries_mut()[self.queue[self.at]];
        change(entry);
        if *entry != before {
            self.undo.push((self.at, before));
            (self.save)(self.baseline)?;
        }
        Ok(())
    }

    fn undo(&mut self) -> Result<()> {
        let Some((at, before)) = self.undo.pop() else {
            self.message = "nothing to undo".to_owned();
            return Ok(());
        };
        self.at = at;
        self.baseline.entries_mut()[self.queue[at]] = before;
        self.message = "undone".to_owned();
        (self.save)(self.baseline)
    }

    fn page(&self, places: &mut Places<'_>) -> Result<String> {
        let entry = self.entry();
        let mut page = String::new();
        let (number, of) = (self.at + 1, self.queue.len());
        writeln!(page, "[{number}/{of}]  {}  {}", printable(&entry.rule_id), printable(&entry.redacted))?;
        writeln!(page, "state: {}", entry.state)?;
        for (name, text) in [("owner", &entry.owner), ("reason", &entry.reason)] {
            if let Some(text) = text {
                writeln!(page, "{name}: {}", printable(text))?;
            }
        }
        if let Some(day) = entry.expires {
            writeln!(page, "counts again from: {day}")?;
        }
        for place in entry.places.iter().take(PLACES) {
            let pointer = place.pointer.as_deref().unwrap_or_default();
            writeln!(page, "\n{} {}", printable(&place.path), printable(pointer))?;
            writeln!(page, "  {}", printable(&place.location))?;
            match places.around(&place.path, place.fingerprint) {
                Some(context) => writeln!(page, "  {context}")?,
                None => writeln!(page, "  (not found there any more)")?,
            }
        }
        if let more @ 1.. = entry.places.len().saturating_sub(PLACES) {
            writeln!(page, "\nand {more} more places")?;
        }
        write!(page, "\n{KEYS}\n{}", self.message)?;
        Ok(page)
    }

    fn summary(&self) -> String {
        let count =
            |state: &State| self.baseline.entries().iter().filter(|entry| entry.state == *state).count();
        let counts = State::ALL.iter().map(|state| format!("{} {state}", count(state)));
        counts.collect::<Vec<_>>().join(", ")
    }
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::io;

    use scanner_core::Scanner;
    use scanner_report::{Artefact, Report};

    use super::*;

    /// Keys and lines that were typed before; what was shown.
    struct Script {
        keys: Vec<char>,
        lines: Vec<&'static str>,
        shown: Vec<String>,
    }

    impl Script {
        fn new(keys: &str, lines: &[&'static str]) -> Script {
            Script {
                keys: keys.chars().rev().collect(),
                lines: lines.iter().rev().copied().collect(),
                shown: Vec::new(),
            }
        }
    }

    impl Screen for Script {
        fn show(&mut self, page: &str) -> io::Result<()> {
            self.shown.push(page.to_owned());
            Ok(())
        }

        fn key(&mut self) -> io::Result<Option<char>> {
            Ok(self.keys.pop())
        }

        fn line(&mut self, _prompt: &str) -> io::Result<String> {
            Ok(self.lines.pop().unwrap_or_default().to_owned())
        }
    }

    fn known(scanner: &Scanner) -> Baseline {
        let secrets = [
            ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"].concat(),
            ["Zq3TfWb7NcKx9LmV", "hRd2PsYg5UjEa8Dt"].concat(),
        ];
        let json = format!(
            r#"{{"name":"e","values":[{{"key":"client_secret","value":"{}"}},{{"key":"other_client_secret","value":"{}"}}]}}"#,
            secrets[0], secrets[1]
        );
        let scan = scanner.scan(&scanner_core::Artefact::new(json.as_bytes(), "e.json")).unwrap();
        let artefact = Artefact {
            path: "e.json".to_owned(),
            bytes: 1,
            kind: scan.outcome.kind,
            findings: scan.findings,
            warning: None,
            live: None,
            commit: None,
        };
        let mut baseline = Baseline::default();
        baseline.update(&Report { artefacts: vec![artefact], ..Report::default() }, false);
        baseline
    }

    /// The states after the keys, how often it was saved, and the pages.
    fn play(keys: &str, lines: &[&'static str]) -> (Baseline, usize, Vec<String>) {
        let scanner = Scanner::new();
        let mut baseline = known(&scanner);
        let saved = RefCell::new(0);
        let mut screen = Script::new(keys, lines);
        let save = |_: &Baseline| {
            *saved.borrow_mut() += 1;
            Ok(())
        };
        Audit::new(&mut baseline, false, save).run(&mut screen, &mut Places::new(&scanner)).unwrap();
        let saves = *saved.borrow();
        (baseline, saves, screen.shown)
    }

    fn states(baseline: &Baseline) -> Vec<State> {
        baseline.entries().iter().map(|entry| entry.state).collect()
    }

    #[test]
    fn keys_judge_and_every_decision_is_saved() {
        let (baseline, saves, shown) = play("ar", &[]);
        assert_eq!((states(&baseline), saves), (vec![State::AcceptedRisk, State::ToBeRotated], 2));
        assert!(shown[0].starts_with("[1/2]") && shown[1].starts_with("[2/2]"));
        assert!(shown[2].starts_with("All looked at: "));
        assert_eq!(shown[3], "0 unreviewed, 1 to-be-rotated, 1 accepted-risk, 0 false-positive");
    }

    #[test]
    fn undo_goes_back_to_the_entry_and_its_state() {
        let (baseline, saves, _) = play("fuuq", &[]);
        assert_eq!((states(&baseline), saves), (vec![State::Unreviewed; 2], 2));
        let (baseline, ..) = play("ffuunaq", &[]);
        assert_eq!(states(&baseline), [State::Unreviewed, State::AcceptedRisk]);
    }

    #[test]
    fn owner_reason_and_expiry_are_typed() {
        let (baseline, saves, shown) = play("omeea", &["payments", " until the move ", "soon", "2027-01-31"]);
        let entry = &baseline.entries()[0];
        assert_eq!(
            (entry.owner.as_deref(), entry.reason.as_deref()),
            (Some("payments"), Some("until the move"))
        );
        assert_eq!((entry.expires.map(|day| day.to_string()).as_deref(), saves), (Some("2027-01-31"), 4));
        assert!(shown.iter().any(|page| page.contains("`soon` is not a day")));
        assert!(shown.iter().any(|page| page.contains("owner: payments")));
    }

    #[test]
    fn other_keys_and_the_end_of_input_change_nothing() {
        let (baseline, saves, shown) = play("xb", &[]);
        assert_eq!((states(&baseline), saves), (vec![State::Unreviewed; 2], 0));
        assert!(shown[1].contains("`x` is no key"));
    }
}
