//! What changes: elements that were edited or deleted, answers that were given, writes that came.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::limits::{Counts, Limits};
use crate::world::{Workspace, World};
use crate::{Config, Element};

/// A call that changes something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// `PUT`, `PATCH`, `POST`, `DELETE`.
    pub method: String,
    /// Where.
    pub path: String,
    /// With what.
    pub body: String,
}

/// What the fake has seen.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    /// Every call.
    pub calls: usize,
    /// Answers that were faults.
    pub faults: usize,
    /// Answers of status 200 that were sent whole, by path with its query.
    pub delivered: HashMap<String, usize>,
    /// Paths that nothing answers.
    pub unknown: Vec<String>,
    /// Calls that would change something.
    pub writes: Vec<Write>,
    /// The limits.
    pub limits: Counts,
}

#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) versions: HashMap<String, u32>,
    pub(crate) deleted: HashSet<String>,
    pub(crate) resolutions: HashMap<String, String>,
    pub(crate) busy: HashSet<String>,
    pub(crate) tasks: HashMap<String, (String, u32)>,
    /// Workspaces that elements were moved into.
    pub(crate) moved: HashMap<String, usize>,
    /// Secrets that stand in globals in place of what stood there.
    pub(crate) globals: HashMap<String, String>,
    pub(crate) environments: HashMap<String, Vec<serde_json::Value>>,
    pub(crate) pages: u64,
    attempts: HashMap<String, u32>,
    stats: Stats,
}

/// Everything the server knows.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) world: World,
    pub(crate) limits: Limits,
    pub(crate) member_key: String,
    pub(crate) admin_key: String,
    pub(crate) scim_key: String,
    changes: Mutex<Changes>,
}

impl State {
    pub(crate) fn new(config: Config) -> State {
        let mut rng = fastrand::Rng::with_seed(config.seed ^ 0x6b65_7973);
        State {
            world: World::new(&config),
            limits: Limits::new(config.speed, config.month, config.used),
            member_key: crate::world::api_key(&mut rng),
            admin_key: crate::world::api_key(&mut rng),
            scim_key: crate::world::api_key(&mut rng),
            changes: Mutex::default(),
            config,
        }
    }

    pub(crate) fn scim_header(&self) -> String {
        format!("Bearer {}", self.scim_key)
    }

    pub(crate) fn changes(&self) -> MutexGuard<'_, Changes> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn version(&self, element: &Element) -> u32 {
        self.version_of(&element.id)
    }

    /// When a workspace or an element was changed.
    pub(crate) fn version_of(&self, id: &str) -> u32 {
        self.changes().versions.get(id).copied().unwrap_or(0)
    }

    /// The elements of one kind that are there now, of one workspace or of all.
    pub(crate) fn of_kind(&self, kind: crate::Kind, workspace: Option<&str>) -> Vec<&Element> {
        let changes = self.changes();
        let home = workspace.map(|id| self.world.workspaces.iter().position(|workspace| workspace.id == id));
        let here = |element: &Element| changes.moved.get(&element.id).copied().unwrap_or(element.workspace);
        let mut all = self.world.of_kind(kind, None);
        all.retain(|element| !changes.deleted.contains(&element.id));
        all.retain(|element| home.is_none_or(|home| home == Some(here(element))));
        all
    }

    /// What stands in a workspace now.
    pub(crate) fn standing_in(&self, workspace: &Workspace) -> Vec<&Element> {
        let changes = self.changes();
        let here = self.world.workspaces.iter().position(|other| other.id == workspace.id);
        let stayed = workspace.elements.iter().filter_map(|&index| self.world.elements.get(index));
        let stayed = stayed.filter(|element| !changes.moved.contains_key(&element.id));
        let came = changes.moved.iter().filter(|(_, home)| Some(**home) == here);
        let came = came.filter_map(|(id, _)| self.world.elements.iter().find(|element| element.id == *id));
        stayed.chain(came).filter(|element| !changes.deleted.contains(&element.id)).collect()
    }

    /// It is listed and gone, for the whole run.
    pub(crate) fn is_deleted(&self, element: &Element) -> bool {
        let first = element.kind == crate::Kind::Collection && element.nth < self.config.deleted;
        first || self.changes().deleted.contains(&element.id)
    }

    pub(crate) fn is_forbidden(&self, element: &Element) -> bool {
        let all = self.world.elements.iter().filter(|e| e.kind == crate::Kind::Environment).count();
        element.kind == crate::Kind::Environment && element.nth + self.config.forbidden >= all
    }

    /// How often this was asked for before.
    pub(crate) fn attempt(&self, path: &str) -> u32 {
        let mut changes = self.changes();
        let attempts = changes.attempts.entry(path.to_owned()).or_default();
        *attempts += 1;
        *attempts - 1
    }

    pub(crate) fn count(&self, path: &str, status: u16, fault: bool) {
        let stats = &mut self.changes().stats;
        stats.calls += 1;
        stats.faults += usize::from(fault);
        if status == 200 && !fault {
            *stats.delivered.entry(path.to_owned()).or_default() += 1;
        }
    }

    pub(crate) fn unknown(&self, path: &str) {
        self.changes().stats.unknown.push(path.to_owned());
    }

    pub(crate) fn wrote(&self, write: Write) {
        self.changes().stats.writes.push(write);
    }

    pub(crate) fn stats(&self) -> Stats {
        Stats { limits: self.limits.counts(), ..self.changes().stats.clone() }
    }
}
