//! What is asked for.

use std::collections::BTreeSet;

use anyhow::{Result, bail};

use super::kind::Kind;
use super::model::{Element, Workspace, uuid};
use crate::args::PullArgs;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Kinds of elements.
    pub kinds: BTreeSet<Kind>,
    /// Kinds that were named: they are missed, if the plan does not have them.
    pub named: BTreeSet<Kind>,
    /// Ids, addresses or names of workspaces.
    workspaces: Vec<String>,
    /// Visibilities of workspaces.
    types: Vec<String>,
    /// UIDs of collections.
    pub collections: Vec<String>,
    /// UIDs of environments.
    pub environments: Vec<String>,
}

impl Selection {
    /// What the arguments ask for.
    ///
    /// # Errors
    /// If that is nothing.
    pub fn new(args: &PullArgs) -> Result<Selection> {
        let named: BTreeSet<Kind> = args.only.iter().copied().collect();
        let default = Kind::all().filter(|kind| args.all || !kind.is_extra());
        let mut kinds: BTreeSet<Kind> = if named.is_empty() { default.collect() } else { named.clone() };
        kinds.retain(|kind| !args.skip.contains(kind));
        if kinds.is_empty() {
            bail!("--only and --skip leave nothing to pull");
        }
        let texts = |list: &[String]| list.iter().map(|text| last_segment(text).to_owned()).collect();
        let mut types: Vec<String> = args.types.iter().map(ToString::to_string).collect();
        types.sort();
        Ok(Selection {
            kinds,
            named,
            workspaces: texts(&args.workspace),
            types,
            collections: texts(&args.collection),
            environments: texts(&args.environment),
        })
    }

    /// Whether a kind is asked for.
    pub fn wants(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// Elements are named, and no workspace: nothing else is looked at.
    pub fn is_elements_only(&self) -> bool {
        let named = !self.collections.is_empty() || !self.environments.is_empty();
        named && self.workspaces.is_empty() && self.types.is_empty()
    }

    /// Everything that the key can see, in all kinds that are asked for.
    pub fn is_everything(&self) -> bool {
        self.workspaces.is_empty() && self.types.is_empty() && !self.names_elements()
    }

    /// Workspaces or elements are named: whoever does that wants to know how they are now.
    pub fn is_named(&self) -> bool {
        !self.workspaces.is_empty() || self.names_elements()
    }

    /// What belongs to a collection, as far as it is asked for.
    pub fn extras_of(&self, collection: &Element) -> impl Iterator<Item = Element> {
        let (id, home) = (&collection.id, collection.workspace.as_deref());
        let extras = Kind::OF_COLLECTIONS.into_iter().filter(|&extra| self.wants(extra));
        extras.map(move |extra| Element::new(extra, id, home))
    }

    /// Whether what is asked for stands in the lists of this kind.
    pub fn wants_list(&self, kind: Kind) -> bool {
        self.kinds.iter().any(|wanted| wanted.listed_as() == kind)
    }

    fn names_elements(&self) -> bool {
        !self.collections.is_empty() || !self.environments.is_empty()
    }

    /// Whether an element of a workspace is asked for.
    pub fn wants_element(&self, kind: Kind, uid: &str, name: &str) -> bool {
        if self.names_elements() { self.names(kind, uid, name) } else { self.wants(kind) }
    }

    /// Whether an element of a workspace is asked for, or something that belongs to it.
    pub fn wants_of_element(&self, kind: Kind, uid: &str, name: &str) -> bool {
        if self.names_elements() { self.names(kind, uid, name) } else { self.wants_list(kind) }
    }

    fn names(&self, kind: Kind, uid: &str, name: &str) -> bool {
        let list = match kind {
            Kind::Collections => &self.collections,
            Kind::Environments => &self.environments,
            _ => return false,
        };
        list.iter().any(|wanted| wanted == uid || uuid(wanted) == uuid(uid) || wanted == name)
    }

    /// Whether a workspace is asked for.
    pub fn wants_workspace(&self, workspace: &Workspace) -> bool {
        let named = self.workspaces.iter().any(|wanted| is_called(workspace, wanted));
        (self.workspaces.is_empty() || named)
            && (self.types.is_empty() || self.types.contains(&workspace.visibility))
    }

    /// What was asked for and is not among `workspaces`.
    pub fn missing<'s>(&'s self, workspaces: &[Workspace]) -> Vec<&'s str> {
        let missing =
            self.workspaces.iter().filter(|wanted| !workspaces.iter().any(|w| is_called(w, wanted)));
        missing.map(String::as_str).collect()
    }

    /// The same words for the same selection.
    pub fn scope(&self) -> String {
        format!("{self:?}")
    }
}

fn is_called(workspace: &Workspace, wanted: &str) -> bool {
    workspace.id.eq_ignore_ascii_case(wanted)
        || workspace.name == wanted
        // Addresses write names like this, some with the id behind it.
        || wanted.ends_with(&format!("~{}", workspace.id))
}

/// Of an address the part that names the element; all of what is none.
fn last_segment(text: &str) -> &str {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return text;
    }
    let path = text.split(['?', '#']).next().unwrap_or(text).trim_end_matches('/');
    let mut segments = path.split('/');
    // `…/workspace/ID/overview`: what stands behind the id is a view of it.
    let named = segments.by_ref().find(|segment| ["collection", "environment"].contains(segment));
    let named = named.and_then(|_| segments.next());
    let workspace = || path.split('/').skip_while(|segment| *segment != "workspace").nth(1);
    named.or_else(workspace).unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_elements() {
        for (address, id) in [
            ("https://go.postman.co/workspace/abc", "abc"),
            ("https://go.postman.co/workspace/Team~abc/overview?x=1", "Team~abc"),
            ("https://corp.postman.co/workspace/abc/collection/7-def?ctx=1", "7-def"),
            ("https://go.postman.co/workspace/abc/environment/7-e", "7-e"),
            ("My workspace / old", "My workspace / old"),
            ("abc", "abc"),
        ] {
            assert_eq!(last_segment(address), id, "{address}");
        }
    }

    #[test]
    fn workspaces_go_by_id_name_and_address() {
        let workspace = Workspace { id: "abc".into(), name: "Team".into(), ..Workspace::default() };
        assert!(["abc", "ABC", "Team", "Team~abc"].iter().all(|wanted| is_called(&workspace, wanted)));
        assert!(!is_called(&workspace, "team"));
    }
}
