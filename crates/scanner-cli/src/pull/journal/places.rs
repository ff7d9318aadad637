//! What stood in each workspace when it was read the last time.

use std::collections::{HashMap, HashSet};

use anyhow::Result;
use rusqlite::{Connection, Row, params};

use super::{Journal, Run};
use crate::pull::clock::Clock;
use crate::pull::kind::Kind;
use crate::pull::model::{Workspace, uuid};

/// When a workspace was read the last time, and what it said then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// When it was changed, in the words of the API.
    pub updated_at: Option<String>,
    /// When it was read, in seconds since 1970.
    pub looked: i64,
}

/// An element that stood in a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// What it is.
    pub kind: Kind,
    /// Its UID, or its id.
    pub id: String,
    /// It was in none of the lists of the account; `None`, if they were not read.
    pub unlisted: Option<bool>,
}

/// Stands for all workspaces of a scope. No id begins so.
fn nowhere(scope: &str) -> String {
    format!(" {scope}")
}

impl Journal {
    /// Every workspace of the account that was read, by its id.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn places(&self, run: &Run) -> Result<HashMap<String, Place>> {
        let db = self.lock();
        let mut query = db.prepare("SELECT workspace, updated_at, looked FROM place WHERE account = ?1")?;
        let read = |row: &Row<'_>| Ok((row.get(0)?, Place { updated_at: row.get(1)?, looked: row.get(2)? }));
        Ok(query.query_map([&run.account], read)?.collect::<Result<_, _>>()?)
    }

    /// What stood in a workspace when it was read.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn members(&self, run: &Run, workspace: &str) -> Result<Vec<Member>> {
        let db = self.lock();
        let mut query = db.prepare_cached(
            "SELECT kind, id, unlisted FROM member WHERE account = ?1 AND workspace = ?2 ORDER BY kind, id",
        )?;
        let read = |row: &Row<'_>| {
            let (word, id): (String, String) = (row.get(0)?, row.get(1)?);
            Ok(Kind::named(&word).map(|kind| (kind, id)).zip(Some(row.get(2)?)))
        };
        let rows = query.query_map([&run.account, workspace], read)?.collect::<Result<Vec<_>, _>>()?;
        Ok(rows.into_iter().flatten().map(|((kind, id), unlisted)| Member { kind, id, unlisted }).collect())
    }

    /// UUIDs of all elements of which it is known where they stand; also of those that stand in no workspace of `scope`, as far as that was found out
    /// after `since`.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn placed(&self, run: &Run, scope: &str, since: i64) -> Result<HashSet<String>> {
        let db = self.lock();
        let mut query = db.prepare(
            "SELECT member.id FROM member JOIN place USING (account, workspace) WHERE account = ?1
             AND (workspace NOT LIKE ' %' OR (workspace = ?2 AND looked > ?3))",
        )?;
        let read = |row: &Row<'_>| row.get::<_, String>(0);
        let rows = query.query_map(params![run.account, nowhere(scope), since], read)?;
        Ok(rows.map(|id| Ok(uuid(&id?).to_owned())).collect::<rusqlite::Result<_>>()?)
    }

    /// Remembers what stands in a workspace, in place of what stood there.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn set_place(&self, run: &Run, workspace: &Workspace, members: &[Member]) -> Result<()> {
        self.replace(run, &workspace.id, workspace.updated_at.as_deref(), members)
    }

    /// Remembers that elements stand in no workspace of `scope`, beside those that stood in none before.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn add_nowhere(&self, run: &Run, scope: &str, members: &[Member]) -> Result<()> {
        let place = nowhere(scope);
        let mut all = self.members(run, &place)?;
        all.extend_from_slice(members);
        self.replace(run, &place, None, &all)
    }

    fn replace(&self, run: &Run, place: &str, updated_at: Option<&str>, members: &[Member]) -> Result<()> {
        let mut db = self.lock();
        let all = db.transaction()?;
        all.execute("DELETE FROM member WHERE account = ?1 AND workspace = ?2", [&run.account, place])?;
        let mut insert = all.prepare_cached("INSERT OR REPLACE INTO member VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for Member { kind, id, unlisted } in members {
            insert.execute(params![run.account, place, kind.one(), id, unlisted])?;
        }
        drop(insert);
        all.execute(
            "INSERT OR REPLACE INTO place VALUES (?1, ?2, ?3, ?4)",
            params![run.account, place, updated_at, Clock::unix()],
        )?;
        Ok(all.commit()?)
    }
}

/// Forgets the workspaces that a pull of everything did not see.
pub(super) fn forget(db: &Connection, run: &Run) -> rusqlite::Result<()> {
    for table in ["place", "member"] {
        let gone = format!(
            "DELETE FROM {table} WHERE account = ?1 AND workspace NOT LIKE ' %'
             AND workspace NOT IN (SELECT id FROM workspace WHERE run = ?2)"
        );
        db.execute(&gone, params![run.account, run.id])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pull::journal::{End, Rules};

    fn member(id: &str) -> Member {
        Member { kind: Kind::Collections, id: id.to_owned(), unlisted: None }
    }

    #[test]
    fn a_workspace_is_remembered_as_it_was_read_last() {
        let journal = Journal::open(None, Rules::new()).unwrap();
        let run = journal.begin("a", "all", "e", false).unwrap();
        let home = Workspace { id: "w".into(), updated_at: Some("t".into()), ..Workspace::default() };
        journal.set_place(&run, &home, &[member("1"), member("2")]).unwrap();
        journal.set_place(&run, &home, &[Member { unlisted: Some(true), ..member("2") }]).unwrap();
        let members = journal.members(&run, "w").unwrap();
        assert_eq!(members, [Member { unlisted: Some(true), ..member("2") }]);
        assert_eq!(journal.places(&run).unwrap()["w"].updated_at.as_deref(), Some("t"));
        assert_eq!(journal.members(&Run { account: "b".into(), ..run.clone() }, "w").unwrap(), []);
        journal.end(&run, End::Finished, true).unwrap();
        assert!(journal.places(&run).unwrap().is_empty(), "the pull did not see it");
    }

    #[test]
    fn what_stands_nowhere_is_known_to_its_scope_for_a_while() {
        let journal = Journal::open(None, Rules::new()).unwrap();
        let run = journal.begin("a", "all", "e", false).unwrap();
        journal.add_nowhere(&run, "all", &[member("1")]).unwrap();
        let placed = |scope, since| journal.placed(&run, scope, since).unwrap().len();
        let now = Clock::unix();
        assert_eq!((placed("all", now - 9), placed("one", now - 9), placed("all", now + 9)), (1, 0, 0));
    }
}
