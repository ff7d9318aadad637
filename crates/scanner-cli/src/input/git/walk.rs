use anyhow::{Context, Result};
use gix::ObjectId;
use gix::bstr::BStr;
use gix::commitgraph::Graph;
use gix::traverse::commit::topo::{Builder, Sorting};
use rayon::prelude::*;

use super::Step;
use super::objects::{self, Objects, Unread};
use super::trees::Difference;

/// Commits in an order in which none comes before its parents.
#[derive(Debug)]
pub(crate) struct Commits {
    ids: Vec<ObjectId>,
    /// Packs hold newer trees before older ones.
    newest_first: bool,
}

impl Commits {
    /// The ancestors of `tips`, and these, without those of `ends`.
    pub(super) fn between(
        objects: &Objects,
        graph: Option<Graph>,
        tips: Vec<ObjectId>,
        ends: Vec<ObjectId>,
    ) -> Result<Commits> {
        // A tip that is an end as well would be walked.
        let tips: Vec<ObjectId> = tips.into_iter().filter(|tip| !ends.contains(tip)).collect();
        let mut ids = objects.with(|reader| {
            let walk = Builder::new(&*reader).with_tips(tips).with_ends(ends).with_commit_graph(graph);
            let walk = walk.sorting(Sorting::DateOrder).build().context("the history")?;
            walk.map(|commit| Ok(commit.context("the history")?.id)).collect::<Result<Vec<_>>>()
        })?;
        ids.reverse();
        // The root trees of some commits and of their parents.
        let step = (ids.len() / objects::SAMPLE).max(1);
        let trees = ids.iter().step_by(step).filter_map(|id| {
            let tree = |id: &ObjectId| objects.with(|reader| objects.node(reader, id)).ok();
            let node = tree(id)?;
            Some((tree(node.parents.first()?)?.tree, node.tree))
        });
        let trees: Vec<_> = trees.collect();
        Ok(Commits { newest_first: objects.is_backwards(trees.into_iter()), ids })
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    /// Where the history is cut off.
    pub(crate) fn shallow<'c>(&'c self, objects: &'c Objects) -> impl Iterator<Item = &'c ObjectId> {
        self.ids.iter().filter(|id| objects.is_shallow(id))
    }

    /// The steps of so many commits at a time, found by all threads.
    pub(crate) fn steps<'c>(
        &'c self,
        objects: &'c Objects,
        window: usize,
    ) -> impl Iterator<Item = Vec<Step>> {
        self.ids.chunks(window).map(|ids| {
            let ids = ids.par_iter();
            if !self.newest_first {
                return ids.map(|id| step(objects, id)).collect();
            }
            let mut steps: Vec<Step> = ids.rev().map(|id| step(objects, id)).collect();
            steps.reverse();
            steps
        })
    }
}

/// What a commit adds to its parents.
fn step(objects: &Objects, id: &ObjectId) -> Step {
    objects.with(|reader| {
        let mut nodes = || -> Result<_, Unread> {
            let node = objects.node(reader, id)?;
            let parents = node.parents.iter().map(|parent| Ok(objects.node(reader, parent)?.tree));
            let parents = parents.collect::<Result<Vec<ObjectId>, Unread>>()?;
            Ok((node.tree, parents))
        };
        match nodes() {
            Ok((tree, parents)) => {
                let mut difference = Difference::new(reader, Some(*id));
                difference.trees(BStr::new(""), tree, &parents);
                difference.step
            }
            Err(error) => Step {
                commit: Some(*id),
                unread: vec![("".into(), format!("the commit: {error}"))],
                ..Step::default()
            },
        }
    })
}
