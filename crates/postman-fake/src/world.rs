//! The made-up organisation: what there is, where it is, what it is called. What it holds is in [`crate::content`].

use std::collections::HashMap;

use fastrand::Rng;

use crate::{Conduct, Config};

/// What can stand in a workspace and be counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A collection.
    Collection,
    /// An environment.
    Environment,
    /// A specification.
    Spec,
    /// A mock server.
    Mock,
    /// A monitor.
    Monitor,
}

/// An element of a workspace.
#[derive(Clone, Debug)]
pub struct Element {
    /// What it is.
    pub kind: Kind,
    /// Its UUID.
    pub id: String,
    /// Its owner's number, a dash, its UUID.
    pub uid: String,
    /// Its name.
    pub name: String,
    /// The workspace it stands in.
    pub workspace: usize,
    /// Its number among all elements.
    pub index: usize,
    /// Its number among those of its kind.
    pub nth: usize,
}

/// A workspace.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// Its UUID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `personal`, `team`, `private`, `public` or `partner`.
    pub kind: &'static str,
    /// Numbers of its elements.
    pub elements: Vec<usize>,
}

/// Everything there is.
#[derive(Debug)]
pub struct World {
    /// Seed of everything.
    pub seed: u64,
    /// How the controls are kept.
    pub conduct: Conduct,
    /// In the order in which they are listed.
    pub workspaces: Vec<Workspace>,
    /// By their numbers.
    pub elements: Vec<Element>,
    by_id: HashMap<String, usize>,
    workspace_by_id: HashMap<String, usize>,
}

/// The number of the user that owns it all.
pub(crate) const OWNER: u64 = 41_000_001;

impl World {
    /// Makes it up.
    pub fn new(config: &Config) -> World {
        let mut rng = Rng::with_seed(config.seed);
        let mut workspaces: Vec<Workspace> =
            (0..config.workspaces).map(|n| workspace(&mut rng, n, config.conduct)).collect();
        let mut counts = HashMap::new();
        let mut elements = Vec::with_capacity(config.elements);
        for index in 0..config.elements {
            let home = rng.usize(..workspaces.len().max(1));
            let kind = kind(index);
            let nth = counts.entry(kind).or_insert(0);
            let mut element = element(&mut rng, kind, index, *nth, home);
            if config.conduct == Conduct::Tidy {
                element.name.push_str(" (internal)");
            }
            elements.push(element);
            *nth += 1;
            let loose = kind == Kind::Collection && *nth <= config.loose_forks;
            if let Some(workspace) = workspaces.get_mut(home).filter(|_| !loose) {
                workspace.elements.push(index);
            }
        }
        let ids = elements.iter().flat_map(|e: &Element| [(e.id.clone(), e.index), (e.uid.clone(), e.index)]);
        let by_id = ids.collect();
        let workspace_by_id = workspaces.iter().enumerate().map(|(n, w)| (w.id.clone(), n)).collect();
        World { seed: config.seed, conduct: config.conduct, workspaces, elements, by_id, workspace_by_id }
    }

    /// The element with this UUID or UID.
    pub fn element(&self, kind: Kind, id: &str) -> Option<&Element> {
        self.elements.get(*self.by_id.get(id)?).filter(|element| element.kind == kind)
    }

    /// The workspace with this UUID.
    pub fn workspace(&self, id: &str) -> Option<&Workspace> {
        self.workspaces.get(*self.workspace_by_id.get(id)?)
    }

    /// The elements of one kind, of one workspace or of all.
    pub fn of_kind<'w>(&'w self, kind: Kind, workspace: Option<&'w str>) -> Vec<&'w Element> {
        let home = workspace.map(|id| self.workspace_by_id.get(id).copied());
        let here = |element: &&Element| match home {
            None => true,
            Some(home) => home == Some(element.workspace),
        };
        self.elements.iter().filter(|element| element.kind == kind).filter(here).collect()
    }

    /// The secrets that stand in an element: of a third of the collections and environments one to three, of the others none.
    pub fn secrets(&self, element: &Element) -> Vec<String> {
        let mut rng =
            Rng::with_seed(self.seed ^ (element.index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let leaky = matches!(element.kind, Kind::Collection | Kind::Environment)
            && rng.u8(..3) == 0
            && self.conduct != Conduct::Tidy;
        let count = if leaky { rng.usize(1..=3) } else { 0 };
        (0..count).map(|_| secret(&mut rng)).collect()
    }

    /// The secret in the globals of a workspace; every tenth has one.
    pub fn global_secret(&self, workspace: usize) -> Option<String> {
        let mut rng = Rng::with_seed(
            self.seed.wrapping_add(0xabcd) ^ (workspace as u64).wrapping_mul(0x51_7cc1_b727_220a),
        );
        (workspace % 10 == 3 && self.conduct != Conduct::Tidy).then(|| secret(&mut rng))
    }

    /// The secrets in the comments of a collection, of its folder, of the request in that, of its response; every ninth collection has them.
    pub fn comment_secrets(&self, collection: &Element) -> Vec<String> {
        let mut rng = Rng::with_seed(
            self.seed.wrapping_add(0xc0) ^ (collection.index as u64 + 1).wrapping_mul(0x9e37_79b9),
        );
        let count = if collection.nth % 9 == 3 { 4 } else { 0 };
        (0..count).map(|_| secret(&mut rng)).collect()
    }

    /// Every secret there is, but for those in comments.
    pub fn all_secrets(&self) -> Vec<String> {
        let of_elements = self.elements.iter().flat_map(|element| self.secrets(element));
        of_elements.chain((0..self.workspaces.len()).filter_map(|n| self.global_secret(n))).collect()
    }
}

/// Of twenty elements eleven are collections, six environments, one each of the rest.
fn kind(index: usize) -> Kind {
    match index % 20 {
        0..11 => Kind::Collection,
        11..17 => Kind::Environment,
        17 => Kind::Spec,
        18 => Kind::Mock,
        _ => Kind::Monitor,
    }
}

fn workspace(rng: &mut Rng, n: usize, conduct: Conduct) -> Workspace {
    let kind = match n % 10 {
        0 | 1 if conduct == Conduct::Tidy => "team",
        0 => "public",
        1 => "partner",
        2 => "private",
        3 => "personal",
        _ => "team",
    };
    Workspace { id: uuid(rng), name: format!("{} {n}", word(rng)), kind, elements: Vec::new() }
}

fn element(rng: &mut Rng, kind: Kind, index: usize, nth: usize, workspace: usize) -> Element {
    let id = uuid(rng);
    let uid = format!("{OWNER}-{id}");
    Element { kind, uid, name: format!("{} {kind:?} {nth}", word(rng)), id, workspace, index, nth }
}

fn word(rng: &mut Rng) -> &'static str {
    const WORDS: [&str; 12] = [
        "Payments", "Orders", "Billing", "Login", "Search", "Stock", "Mail", "Reports", "Users", "Shipping",
        "Refunds", "Partners",
    ];
    WORDS[rng.usize(..WORDS.len())]
}

pub(crate) fn uuid(rng: &mut Rng) -> String {
    let n = rng.u128(..);
    format!(
        "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
        (n >> 96) as u32,
        (n >> 80) as u16,
        (n >> 64) as u16 & 0xfff,
        (n >> 52) as u16 & 0xfff,
        n as u64 & 0xffff_ffff_ffff
    )
}

/// Random letters and digits: a client secret as many services make them.
fn secret(rng: &mut Rng) -> String {
    (0..32).map(|_| rng.alphanumeric()).collect()
}

/// A Postman API key of the right form.
pub(crate) fn api_key(rng: &mut Rng) -> String {
    let mut hex = |n: usize| (0..n).map(|_| rng.digit(16)).collect::<String>();
    let (id, key) = (hex(24), hex(34));
    format!("PMAK-{id}-{key}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_world() {
        let config = Config::default();
        let (a, b) = (World::new(&config), World::new(&config));
        assert_eq!(a.all_secrets(), b.all_secrets());
        assert!(!a.all_secrets().is_empty());
        let other = World::new(&Config { seed: 2, ..config });
        assert_ne!(a.workspaces[0].id, other.workspaces[0].id);
    }

    #[test]
    fn elements_are_found_by_both_ids_and_their_kind_only() {
        let world = World::new(&Config::default());
        let first = &world.elements[0];
        assert!(
            world.element(first.kind, &first.id).is_some() && world.element(first.kind, &first.uid).is_some()
        );
        assert!(world.element(Kind::Monitor, &first.id).is_none());
    }
}
