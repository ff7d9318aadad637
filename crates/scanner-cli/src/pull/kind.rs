//! The kinds of what can be pulled.

use clap::ValueEnum;

/// What can be pulled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub enum Kind {
    /// Names and descriptions of workspaces.
    Workspaces,
    /// Collections with all they hold.
    Collections,
    /// Environments.
    Environments,
    /// The globals of workspaces.
    Globals,
    /// API specifications and their files.
    Specs,
    /// Mock servers.
    Mocks,
    /// What mock servers were asked and answered.
    CallLogs,
    /// Monitors: whom they notify, how they treat certificates.
    Monitors,
    /// Comments on collections, their folders, requests and responses: a call for each of these.
    Comments,
    /// Forks of collections: they keep what was removed from the original.
    Forks,
    /// Pull requests of collections.
    PullRequests,
    /// Packages of the package library.
    Packages,
    /// Collection access keys, masked by the API.
    AccessKeys,
    /// Who may do what in workspaces.
    Roles,
}

impl Kind {
    /// Every kind.
    pub fn all() -> impl Iterator<Item = Kind> {
        Kind::value_variants().iter().copied()
    }

    /// Those that belong to a collection.
    pub const OF_COLLECTIONS: [Kind; 3] = [Kind::Comments, Kind::Forks, Kind::PullRequests];

    /// Costs a call for each collection, mock or workspace, and rarely holds credentials: pulled when asked for.
    pub const fn is_extra(self) -> bool {
        matches!(self, Kind::CallLogs | Kind::Comments | Kind::Forks | Kind::PullRequests | Kind::Roles)
    }

    /// The kind in whose lists these stand: comments belong to collections, logs to mocks.
    pub const fn listed_as(self) -> Kind {
        match self {
            Kind::Comments | Kind::Forks | Kind::PullRequests => Kind::Collections,
            Kind::CallLogs => Kind::Mocks,
            other => other,
        }
    }

    /// One of them, as paths and the journal call it.
    pub const fn one(self) -> &'static str {
        match self {
            Kind::Workspaces => "about",
            Kind::Collections => "collection",
            Kind::Environments => "environment",
            Kind::Globals => "globals",
            Kind::Specs => "spec",
            Kind::Mocks => "mock",
            Kind::CallLogs => "call-logs",
            Kind::Monitors => "monitor",
            Kind::Comments => "comments",
            Kind::Forks => "forks",
            Kind::PullRequests => "pull-requests",
            Kind::Packages => "package",
            Kind::AccessKeys => "access-keys",
            Kind::Roles => "roles",
        }
    }

    /// All of them, as the command line calls it.
    pub fn all_of_it(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// The kind of which [`Kind::one`] is the word.
    pub fn named(word: &str) -> Option<Kind> {
        Kind::all().find(|kind| kind.one() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_kinds() {
        assert!(Kind::all().all(|kind| Kind::named(kind.one()) == Some(kind)));
    }
}
