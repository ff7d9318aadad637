//! `--plan`: what a pull would cost.

use std::fmt;

use super::client::Client;
use super::error::ApiError;
use super::kind::Kind;
use super::limiter::Class;
use super::model::{Me, Workspace, number};
use super::pages::{self, List, Style};
use super::select::Selection;

/// What a pull would cost, by what lists say; no element is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    workspaces: usize,
    collections: usize,
    environments: usize,
    /// Calls of the kind of which there are ten in ten seconds.
    slow: usize,
    calls: usize,
    comments: bool,
    left: Option<u64>,
    reserve: u64,
}

impl Plan {
    /// Asks how much there is.
    ///
    /// # Errors
    /// If a list cannot be read.
    pub fn new(
        client: &Client,
        me: &Me,
        selection: &Selection,
        workspaces: &[Workspace],
        all: usize,
        reserve: u64,
    ) -> Result<Plan, ApiError> {
        let total = client.get_json("/collections?limit=1&offset=0", Class::Slow)?;
        let total = number(&total["meta"], "total").and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let list =
            List { path: "/environments", member: "environments", class: Class::Fast, style: Style::Cursor };
        let environments = pages::read(client, list)?.len();
        // Of some workspaces a part as great as theirs.
        let share = |count: usize| (count * workspaces.len()).checked_div(all).unwrap_or(0);
        let of = |kind: Kind, count: usize| if selection.wants(kind) { share(count) } else { 0 };
        let (collections, environments) =
            (of(Kind::Collections, total), of(Kind::Environments, environments));
        let each = [Kind::Globals, Kind::Roles].into_iter().filter(|&kind| selection.wants(kind)).count();
        // Comments want the collection itself, for what it holds.
        let cost = |kind: Kind| if kind == Kind::Comments { 2 } else { 1 };
        let comments = selection.wants(Kind::Comments);
        let extra: usize =
            Kind::OF_COLLECTIONS.into_iter().filter(|&kind| selection.wants(kind)).map(cost).sum();
        let slow = workspaces.len() + all.div_ceil(100);
        // Specifications, mocks and monitors are told by the workspaces themselves.
        let calls = 2 + slow + collections * (1 + extra) + environments + workspaces.len() * each;
        Ok(Plan {
            workspaces: workspaces.len(),
            collections,
            environments,
            slow,
            calls,
            comments,
            left: me.left(),
            reserve,
        })
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan { workspaces, collections, environments, calls, .. } = self;
        let seconds = self.slow.max(calls / 5);
        writeln!(
            f,
            "{workspaces} workspaces, about {collections} collections and {environments} environments"
        )?;
        writeln!(
            f,
            "at least {calls} calls, about {} min at the pace of the API",
            seconds.div_ceil(60).max(1)
        )?;
        writeln!(f, "specifications, mocks and monitors come on top: a call or two each")?;
        if self.comments {
            writeln!(f, "so do comments: a call for each folder, request and response")?;
        }
        match self.left {
            None => writeln!(f, "the API does not say how many calls of this month are left"),
            Some(left) => {
                let reserve = self.reserve;
                let enough = left.saturating_sub(reserve) >= *calls as u64;
                let word = if enough {
                    "enough"
                } else {
                    "not enough: the pull would stop and could be gone on with later"
                };
                writeln!(
                    f,
                    "{left} calls of this month are left, {reserve} of them are kept (--reserve): {word}"
                )
            }
        }
    }
}
