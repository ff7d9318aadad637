//! What need not be read again, and why.
//!
//! Every pull reads the lists of the account. What they tell is acted on at once: a collection, environment, monitor, mock or specification that is
//! new, gone or changed. Nothing else need be asked for, but for forks, which a list of each collection names, and two exceptions. Globals, monitors, comments, roles, logs and pull requests say in no
//! list when they were changed: they count as unchanged for as long as `--recheck` says after they were scanned. And no list says that an element
//! was moved from one workspace into another, or that the description of a workspace is a new one: a workspace is read again when it says itself
//! that it has changed, when the lists have an element whose place is not known or lack one that stood in it, and at the latest after that time.
//! The API does not promise that the change time of a workspace is that of its contents: it is never a reason to read less.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::journal::{Member, Place};
use super::lists::{self, Lists};
use super::model::{Element, Workspace, uuid};

/// What earlier pulls know, and the lists of the account confirm.
#[derive(Debug, Default)]
pub struct Known {
    /// Everything is read, whatever is known of it.
    pub fresh: bool,
    /// What was looked at later, in seconds since 1970, counts as it was.
    pub since: i64,
    /// The lists.
    pub lists: Lists,
    /// They are those of the whole account.
    pub of_account: bool,
    /// The workspaces that were read, by id.
    pub places: HashMap<String, Place>,
    /// UUIDs of what the lists have and no workspace that was read.
    pub unplaced: Mutex<HashSet<String>>,
    /// UUIDs of what stands in the workspaces that were read now.
    pub placed: Mutex<HashSet<String>>,
    /// Workspaces that were not read in this pull.
    pub recalled: Mutex<Vec<Workspace>>,
}

impl Known {
    /// A workspace was read a short time ago, and has not said since then that it has changed.
    pub fn is_recent(&self, workspace: &Workspace) -> bool {
        let same = |place: &Place| place.looked > self.since && place.updated_at == workspace.updated_at;
        !self.fresh && self.of_account && self.places.get(&workspace.id).is_some_and(same)
    }

    /// When an element was changed, if a list says so.
    pub fn updated_at(&self, element: &Element) -> Option<String> {
        self.lists.entry(element.kind, &element.id).and_then(lists::updated_at)
    }

    /// Whether something is looked for that may stand in any workspace.
    pub fn is_searching(&self) -> bool {
        !lock(&self.unplaced).is_empty()
    }

    /// A workspace was read: what stands there, and what stood there and is somewhere else now, as the lists still have it.
    pub fn read(&self, members: &[Member], before: &[Member]) {
        let (mut placed, mut unplaced) = (lock(&self.placed), lock(&self.unplaced));
        placed.extend(members.iter().map(|member| uuid(&member.id).to_owned()));
        unplaced.retain(|id| !placed.contains(id));
        let left = before.iter().filter(|member| !placed.contains(uuid(&member.id)));
        let left = left.filter(|member| self.lists.entry(member.kind, &member.id).is_some());
        unplaced.extend(left.map(|member| uuid(&member.id).to_owned()));
    }

    /// A workspace was not read.
    pub fn was_recalled(&self, workspace: &Workspace) {
        lock(&self.recalled).push(workspace.clone());
    }

    /// What was found nowhere.
    pub fn take_unplaced(&self) -> HashSet<String> {
        std::mem::take(&mut *lock(&self.unplaced))
    }

    /// Workspaces that were not read, and may be where something is that was found nowhere.
    pub fn take_recalled(&self) -> Vec<Workspace> {
        let recalled = std::mem::take(&mut *lock(&self.recalled));
        if self.is_searching() { recalled } else { Vec::new() }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
