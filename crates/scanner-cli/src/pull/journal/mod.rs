//! The journal: what was pulled, what came of it, and where a pull stands. One SQLite file; it holds no secret and no key.

mod places;
mod stored;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use etcetera::BaseStrategy;
use rusqlite::{Connection, OptionalExtension, Row, params};
use scanner_report::SkipReason;

use super::clock::Clock;
use super::kind::Kind;
use super::model::{Element, Workspace};
use super::scanned::{Outcome, Skip};
pub use places::{Member, Place};
pub use stored::Rules;

/// Another version cannot be read: it is begun anew.
const VERSION: i64 = 2;

/// The journal of all pulls.
#[derive(Debug)]
pub struct Journal {
    connection: Mutex<Connection>,
    rules: Rules,
    /// With this, hashes of secrets are hashed once more: the file alone does not tell whether a guess is right.
    salt: [u8; 32],
}

/// A pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub id: i64,
    /// Whose elements they are: the API and the user.
    pub account: String,
    /// What finds: program and rules. What another one has scanned is scanned again.
    pub engine: String,
    /// When it began, in seconds since 1970.
    pub started: i64,
    /// It was begun by a process that has ended.
    pub resumed: bool,
    /// A process with this key has ended a moment ago, or nobody knows when.
    pub recent: bool,
}

/// How a pull ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Everything was looked at.
    Finished,
    /// It can be gone on with.
    Interrupted,
}

impl Journal {
    /// The file that is used if no other is named: in the user's state folder.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn default_path() -> Result<PathBuf> {
        let folders = etcetera::choose_base_strategy()
            .context("there is no state folder\nhint: give --journal FILE, or --no-journal")?;
        let folder = folders.state_dir().unwrap_or_else(|| folders.data_dir());
        Ok(folder.join("postseal").join("pull.sqlite"))
    }

    /// Opens the journal in `path`, or one in memory. The file is its owner's alone.
    ///
    /// # Errors
    /// If it cannot be read or written.
    pub fn open(path: Option<&Path>, rules: Rules) -> Result<Journal> {
        let connection = match path {
            None => Connection::open_in_memory()?,
            Some(path) => file(path).with_context(|| format!("the journal {}", path.display()))?,
        };
        prepare(&connection).context("the journal")?;
        let salt =
            connection.query_row("SELECT value FROM meta WHERE name = 'salt'", [], |row| row.get(0))?;
        Ok(Journal { connection: Mutex::new(connection), rules, salt })
    }

    /// A hash of something that must not stand in the journal.
    pub fn salted(&self, bytes: &[u8]) -> String {
        blake3::keyed_hash(&self.salt, bytes).to_hex()[..32].to_owned()
    }

    /// Goes on with the last pull of `scope` that did not end, unless `anew`; else begins one.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn begin(&self, account: &str, scope: &str, engine: &str, anew: bool) -> Result<Run> {
        let db = self.lock();
        let now = Clock::unix();
        let last = db
            .query_row(
                "SELECT id, scope, engine, started, beat, state FROM run WHERE account = ?1 ORDER BY id DESC LIMIT 1",
                [account],
                Last::read,
            )
            .optional()?;
        let recent = last.as_ref().is_some_and(|last| last.state == "running" || now - last.beat < 60);
        let run = |id, started, resumed| Run {
            id,
            account: account.to_owned(),
            engine: engine.to_owned(),
            started,
            resumed,
            recent,
        };
        let same = last
            .filter(|last| !anew && last.state != "finished" && last.scope == scope && last.engine == engine);
        if let Some(last) = same {
            db.execute("UPDATE run SET state = 'running', beat = ?2 WHERE id = ?1", [last.id, now])?;
            return Ok(run(last.id, last.started, true));
        }
        db.execute("DELETE FROM wanted WHERE run IN (SELECT id FROM run WHERE account = ?1)", [account])?;
        db.execute("DELETE FROM workspace WHERE run IN (SELECT id FROM run WHERE account = ?1)", [account])?;
        db.execute(
            "INSERT INTO run (account, scope, engine, started, beat, state) VALUES (?1, ?2, ?3, ?4, ?4, 'running')",
            params![account, scope, engine, now],
        )?;
        Ok(run(db.last_insert_rowid(), now, false))
    }

    /// The workspaces of a pull that was begun, each with whether its elements are known; none, if the list was not read to its end.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn workspaces(&self, run: &Run) -> Result<Vec<(Workspace, bool)>> {
        let db = self.lock();
        let mut query = db.prepare(
            "SELECT id, name, visibility, updated_at, listed FROM workspace WHERE run = ?1 ORDER BY id",
        )?;
        let read = |row: &Row<'_>| {
            let (id, name) = (row.get(0)?, row.get(1)?);
            let workspace = Workspace { id, name, visibility: row.get(2)?, updated_at: row.get(3)? };
            Ok((workspace, row.get(4)?))
        };
        Ok(query.query_map([run.id], read)?.collect::<Result<_, _>>()?)
    }

    /// Remembers the workspaces of a pull, and what is wanted beside them.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn set_workspaces(&self, run: &Run, workspaces: &[Workspace], wanted: &[Element]) -> Result<()> {
        let mut db = self.lock();
        let all = db.transaction()?;
        for workspace in workspaces {
            all.prepare_cached("INSERT OR REPLACE INTO workspace VALUES (?1, ?2, ?3, ?4, ?5, 0)")?.execute(
                params![run.id, workspace.id, workspace.name, workspace.visibility, workspace.updated_at],
            )?;
        }
        want(&all, run, wanted)?;
        Ok(all.commit()?)
    }

    /// Remembers the elements of a workspace, all or none.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn listed(&self, run: &Run, workspace: &str, wanted: &[Element]) -> Result<()> {
        let mut db = self.lock();
        let all = db.transaction()?;
        want(&all, run, wanted)?;
        all.execute(
            "UPDATE workspace SET listed = 1 WHERE run = ?1 AND id = ?2",
            params![run.id, workspace],
        )?;
        // That it could not be listed before is past.
        let about = Element::new(Kind::Workspaces, workspace, None).key();
        all.execute(
            "DELETE FROM element WHERE account = ?1 AND key = ?2 AND outcome = 'failed'",
            [&run.account, &about],
        )?;
        Ok(all.commit()?)
    }

    /// Remembers elements that were come upon.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn wanted(&self, run: &Run, wanted: &[Element]) -> Result<()> {
        let mut db = self.lock();
        let all = db.transaction()?;
        want(&all, run, wanted)?;
        Ok(all.commit()?)
    }

    /// What a pull that was begun has still to look at: also what failed.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn pending(&self, run: &Run) -> Result<Vec<Element>> {
        let db = self.lock();
        let mut query = db.prepare(
            "SELECT key, workspace, updated_at FROM wanted WHERE run = ?1 AND key NOT IN
             (SELECT key FROM element WHERE account = ?2 AND run = ?1 AND outcome <> 'failed') ORDER BY key",
        )?;
        let rows = query.query_map(params![run.id, run.account], element)?;
        Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// Whether anything of this account was scanned before by this engine.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn knows(&self, run: &Run) -> Result<bool> {
        let known = "SELECT EXISTS (SELECT 1 FROM element WHERE account = ?1 AND engine = ?2)";
        Ok(self.lock().query_row(known, [&run.account, &run.engine], |row| row.get(0))?)
    }

    /// Takes an element as looked at that this engine scanned, and that has not changed since then; whether it is such. Where nobody says when it was
    /// changed, what was looked at after `since`, in seconds since 1970, counts as unchanged.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn unchanged(&self, run: &Run, element: &Element, since: i64) -> Result<bool> {
        let db = self.lock();
        let mut query = db.prepare_cached(
            "UPDATE element SET run = ?1, workspace = ?2, recent = ?6 IS NULL
             WHERE account = ?3 AND key = ?4 AND engine = ?5 AND outcome = 'scanned'
             AND (updated_at = ?6 OR (?6 IS NULL AND looked > ?7))",
        )?;
        let (key, updated_at) = (element.key(), &element.updated_at);
        let values = params![run.id, element.workspace, run.account, key, run.engine, updated_at, since];
        Ok(query.execute(values)? > 0)
    }

    /// How many elements count as unchanged only because they were looked at a short time ago, and when the first of them was.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn recent(&self, run: &Run) -> Result<Option<(usize, i64)>> {
        let query =
            "SELECT count(*), min(looked) FROM element WHERE account = ?1 AND run = ?2 AND recent = 1";
        let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?));
        let (count, first) = self.lock().query_row(query, params![run.account, run.id], read)?;
        Ok(first.zip(usize::try_from(count).ok()).map(|(first, count)| (count, first)))
    }

    /// Writes what came of an element.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn record(&self, run: &Run, element: &Element, outcome: &Outcome) -> Result<()> {
        let (word, detail) = match outcome {
            Outcome::Scanned(parts) => ("scanned", stored::write(parts)?),
            Outcome::Skipped(skip) => {
                (skip.reason.as_str(), serde_json::to_string(&(&skip.detail, skip.gap))?)
            }
        };
        let (db, now) = (self.lock(), Clock::unix());
        db.prepare_cached("INSERT OR REPLACE INTO element VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0)")?
            .execute(params![
            run.account,
            element.key(),
            run.id,
            element.workspace,
            run.engine,
            element.updated_at,
            word,
            detail,
            now
        ])?;
        db.prepare_cached("UPDATE run SET beat = ?2 WHERE id = ?1 AND beat < ?2")?.execute([run.id, now])?;
        Ok(())
    }

    /// Gives `each` every element that the pull has looked at, with what came of it, in the order of the keys.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn outcomes(&self, run: &Run, mut each: impl FnMut(Element, Option<Outcome>)) -> Result<()> {
        let db = self.lock();
        let mut query = db.prepare(
            "SELECT key, workspace, updated_at, outcome, detail FROM element WHERE account = ?1 AND run = ?2 ORDER BY key",
        )?;
        let mut rows = query.query(params![run.account, run.id])?;
        while let Some(row) = rows.next()? {
            let Some(element) = element(row)? else { continue };
            let (word, detail): (String, String) = (row.get(3)?, row.get(4)?);
            each(element, self.outcome(&word, &detail));
        }
        Ok(())
    }

    fn outcome(&self, word: &str, detail: &str) -> Option<Outcome> {
        if word == "scanned" {
            return stored::read(detail, &self.rules).map(Outcome::Scanned);
        }
        let reason = REASONS.into_iter().find(|reason| reason.as_str() == word)?;
        let (detail, gap) = serde_json::from_str(detail).ok()?;
        Some(Outcome::Skipped(Skip { reason, detail, gap }))
    }

    /// Writes how a pull ended. One that finished and saw everything forgets what is no more.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn end(&self, run: &Run, end: End, everything: bool) -> Result<()> {
        let db = self.lock();
        let state = if end == End::Finished { "finished" } else { "interrupted" };
        db.execute(
            "UPDATE run SET state = ?2, beat = ?3 WHERE id = ?1",
            params![run.id, state, Clock::unix()],
        )?;
        // What the rest of a list that broke off would have named is still there.
        let list = Element::list_of(Kind::Workspaces).key();
        let cut: bool = db.query_row(
            "SELECT EXISTS (SELECT 1 FROM element WHERE account = ?1 AND run = ?2 AND key = ?3)",
            params![run.account, run.id, list],
            |row| row.get(0),
        )?;
        if end == End::Finished && everything && !cut {
            db.execute("DELETE FROM element WHERE account = ?1 AND run <> ?2", params![run.account, run.id])?;
            places::forget(&db, run)?;
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why an element can have been skipped.
const REASONS: [SkipReason; 6] = [
    SkipReason::Forbidden,
    SkipReason::Plan,
    SkipReason::Deleted,
    SkipReason::TooLarge,
    SkipReason::Failed,
    SkipReason::Binary,
];

struct Last {
    id: i64,
    scope: String,
    engine: String,
    started: i64,
    beat: i64,
    state: String,
}

impl Last {
    fn read(row: &Row<'_>) -> rusqlite::Result<Last> {
        Ok(Last {
            id: row.get(0)?,
            scope: row.get(1)?,
            engine: row.get(2)?,
            started: row.get(3)?,
            beat: row.get(4)?,
            state: row.get(5)?,
        })
    }
}

/// An element whose key, workspace and time are the first three columns; `None`, if another version wrote it.
fn element(row: &Row<'_>) -> rusqlite::Result<Option<Element>> {
    let key: String = row.get(0)?;
    let Some((kind, id)) = key.split_once('/') else { return Ok(None) };
    let Some(kind) = Kind::named(kind) else { return Ok(None) };
    Ok(Some(Element { kind, id: id.to_owned(), workspace: row.get(1)?, updated_at: row.get(2)?, body: None }))
}

fn want(db: &Connection, run: &Run, wanted: &[Element]) -> Result<()> {
    let mut insert = db.prepare_cached(
        "INSERT INTO wanted VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET
         workspace = coalesce(excluded.workspace, workspace), updated_at = coalesce(excluded.updated_at, updated_at)",
    )?;
    for element in wanted {
        insert.execute(params![run.id, element.key(), element.workspace, element.updated_at])?;
    }
    Ok(())
}

/// Opens a file that only its owner may read.
fn file(path: &Path) -> Result<Connection> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // SQLite gives its other files the mode of this one.
    options.open(path)?;
    Ok(Connection::open(path)?)
}

fn prepare(db: &Connection) -> Result<()> {
    db.busy_timeout(std::time::Duration::from_secs(10))?;
    // Written before a process dies means kept; only a power cut may cost the last moments, which are then pulled again.
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "NORMAL")?;
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version != 0 && version != VERSION {
        db.execute_batch(
            "DROP TABLE IF EXISTS meta; DROP TABLE IF EXISTS run; DROP TABLE IF EXISTS workspace; DROP TABLE IF EXISTS wanted;
             DROP TABLE IF EXISTS element; DROP TABLE IF EXISTS place; DROP TABLE IF EXISTS member;",
        )?;
    }
    db.execute_batch(include_str!("schema.sql"))?;
    db.pragma_update(None, "user_version", VERSION)?;
    db.execute("INSERT OR IGNORE INTO meta VALUES ('salt', randomblob(32))", [])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> Journal {
        Journal::open(None, Rules::new()).unwrap()
    }

    fn collection(id: &str, updated_at: &str) -> Element {
        Element { updated_at: Some(updated_at.to_owned()), ..Element::new(Kind::Collections, id, Some("w")) }
    }

    #[test]
    fn a_pull_that_did_not_end_is_gone_on_with() {
        let journal = journal();
        let first = journal.begin("a", "all", "e", false).unwrap();
        let elements = [collection("1", "t"), collection("2", "t")];
        journal.set_workspaces(&first, &[Workspace { id: "w".into(), ..Workspace::default() }], &[]).unwrap();
        journal.listed(&first, "w", &elements).unwrap();
        journal.record(&first, &elements[0], &Outcome::Scanned(Vec::new())).unwrap();
        let again = journal.begin("a", "all", "e", false).unwrap();
        assert_eq!((again.id, again.resumed, again.recent), (first.id, true, true));
        assert_eq!(journal.pending(&again).unwrap(), [elements[1].clone()]);
        assert!(journal.workspaces(&again).unwrap()[0].1);
        for (scope, engine, anew) in [("one", "e", false), ("all", "f", false), ("all", "e", true)] {
            assert_ne!(journal.begin("a", scope, engine, anew).unwrap().id, first.id);
        }
    }

    #[test]
    fn a_journal_of_another_version_is_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("j.sqlite");
        let open = || Journal::open(Some(&path), Rules::new());
        let run = open().unwrap().begin("a", "all", "e", false).unwrap();
        assert!(open().unwrap().begin("a", "all", "e", false).unwrap().resumed);
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let anew = open().unwrap().begin("a", "all", "e", false).unwrap();
        assert!(!anew.resumed && anew.id == run.id);
        std::fs::write(&path, "no database at all, but long enough to be taken for one".repeat(40)).unwrap();
        assert!(format!("{:#}", open().unwrap_err()).contains("journal"));
    }

    #[test]
    fn only_what_is_the_same_is_unchanged() {
        let journal = journal();
        let first = journal.begin("a", "all", "e", false).unwrap();
        journal.record(&first, &collection("1", "t"), &Outcome::Scanned(Vec::new())).unwrap();
        let skip = Skip { reason: SkipReason::Forbidden, detail: String::new(), gap: true };
        journal.record(&first, &collection("2", "t"), &Outcome::Skipped(skip)).unwrap();
        journal.end(&first, End::Finished, true).unwrap();
        let run = journal.begin("a", "all", "e", false).unwrap();
        assert!(!run.resumed);
        let unchanged = |element: &Element| journal.unchanged(&run, element, i64::MAX).unwrap();
        assert!(unchanged(&collection("1", "t")) && !unchanged(&collection("1", "later")));
        assert!(!unchanged(&collection("2", "t")) && !unchanged(&Element::new(Kind::Globals, "1", None)));
        let other = Run { engine: "f".into(), ..run.clone() };
        assert!(!journal.unchanged(&other, &collection("1", "t"), i64::MAX).unwrap());
    }

    #[test]
    fn what_says_nothing_of_changes_counts_as_unchanged_for_a_while() {
        let journal = journal();
        let run = journal.begin("a", "all", "e", false).unwrap();
        let globals = Element::new(Kind::Globals, "1", Some("w"));
        journal.record(&run, &globals, &Outcome::Scanned(Vec::new())).unwrap();
        let (day, now) = (86_400, Clock::unix());
        assert!(!journal.unchanged(&run, &globals, now + day).unwrap());
        assert_eq!(journal.recent(&run).unwrap(), None);
        assert!(journal.unchanged(&run, &globals, now - day).unwrap());
        let (count, first) = journal.recent(&run).unwrap().unwrap();
        assert!(count == 1 && (now..now + 60).contains(&first), "{count} {first}");
        let dated = Element { updated_at: Some("t".into()), ..globals };
        assert!(!journal.unchanged(&run, &dated, now - day).unwrap(), "what says that it was changed is");
    }

    #[test]
    fn what_is_no_more_is_forgotten_when_everything_was_seen() {
        let journal = journal();
        let first = journal.begin("a", "all", "e", false).unwrap();
        journal.record(&first, &collection("1", "t"), &Outcome::Scanned(Vec::new())).unwrap();
        journal.end(&first, End::Finished, true).unwrap();
        let second = journal.begin("a", "all", "e", false).unwrap();
        journal.end(&second, End::Finished, true).unwrap();
        let third = journal.begin("a", "all", "e", false).unwrap();
        assert!(!journal.unchanged(&third, &collection("1", "t"), i64::MAX).unwrap());
    }
}
