use crate::input::git::Selection;

/// Which part of a git repository. Only what is added counts: what a file held before, or one that was renamed, is not reported once more.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Git")]
#[group(id = "selection", multiple = false)]
pub struct GitArgs {
    /// Scan what the next commit adds: the files as they are in the index, whatever the work tree holds. Secrets that stand in the same file of HEAD
    /// already are not reported.
    #[arg(long)]
    pub staged: bool,

    /// Scan what the commits from REF to HEAD add, each one, also what a later one takes away again.
    #[arg(long, value_name = "REF")]
    pub since: Option<String>,

    /// Scan what the commits that NEW has and OLD has not add. `-` reads from standard input what git writes to the hooks pre-receive and pre-push,
    /// or one range a line.
    #[arg(long, value_name = "OLD..NEW", allow_hyphen_values = true)]
    pub range: Option<String>,

    /// Scan every commit of every branch, tag and other reference, deleted files too. Each content is scanned once, and reported with the commit that
    /// brought it.
    #[arg(long)]
    pub history: bool,
}

impl GitArgs {
    /// What was asked for, if it was.
    pub fn selection(&self) -> Option<Selection> {
        let given = [
            self.staged.then_some(Selection::Staged),
            self.since.clone().map(Selection::Since),
            self.range.clone().map(Selection::Range),
            self.history.then_some(Selection::History),
        ];
        given.into_iter().flatten().next()
    }
}
