use clap::{Args, ValueEnum};

/// How the organisation keeps the controls of the hardening guide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Conduct {
    /// It breaks each that the API can tell of.
    #[default]
    Careless,
    /// It keeps them: nothing is public, no secret stands anywhere, sign-in is by SSO.
    Tidy,
    /// The key may read nothing but itself and the list of workspaces.
    Closed,
}

/// What the fake is like. The same configuration gives the same organisation, byte for byte.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Seed of everything that is made up: names, ids, secrets, faults.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Number of workspaces.
    #[arg(long, default_value_t = 10)]
    pub workspaces: usize,
    /// Number of collections, environments, specs, mocks and monitors together.
    #[arg(long, default_value_t = 200)]
    pub elements: usize,
    /// How many of a hundred answers are faults.
    #[arg(long, default_value_t = 0.0)]
    pub faults: f64,
    /// How many times faster than the clock on the wall the limits run.
    #[arg(long, default_value_t = 1.0)]
    pub speed: f64,
    /// Calls a month that the plan has.
    #[arg(long, default_value_t = 1_000_000)]
    pub month: u64,
    /// How many of them are used.
    #[arg(long, default_value_t = 10_788)]
    pub used: u64,
    /// The first so many collections are listed and gone when they are asked for.
    #[arg(long, default_value_t = 0)]
    pub deleted: usize,
    /// The last so many environments may not be read.
    #[arg(long, default_value_t = 0)]
    pub forbidden: usize,
    /// The plan has no packages.
    #[arg(long)]
    pub no_packages: bool,
    /// The first so many collections are forks that stand in no workspace.
    #[arg(long, default_value_t = 0)]
    pub loose_forks: usize,
    /// The last so many collections stand in their workspaces and in no list of the account.
    #[arg(long, default_value_t = 0)]
    pub unlisted: usize,
    /// The lists of workspaces, packages, access keys, monitors and collections never end: their cursors repeat, each page is the first.
    #[arg(long)]
    pub loop_cursor: bool,
    /// The first collection has so many requests.
    #[arg(long, default_value_t = 0)]
    pub large_requests: usize,
    /// The second collection has folders so deep.
    #[arg(long, default_value_t = 0)]
    pub deep: usize,
    /// The third collection has a script of one line with so many bytes.
    #[arg(long, default_value_t = 0)]
    pub long_line: usize,
    /// An answer to `/me` sends the client elsewhere.
    #[arg(long)]
    pub redirect: Option<String>,
    /// Every answer comes so many milliseconds late, on the wall.
    #[arg(long, default_value_t = 0)]
    pub delay: u64,
    /// The key belongs to another region: it is refused.
    #[arg(long)]
    pub wrong_region: bool,
    /// How it keeps the controls of the hardening guide.
    #[arg(long, value_enum, default_value_t)]
    pub conduct: Conduct,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            seed: 1,
            workspaces: 10,
            elements: 200,
            faults: 0.0,
            speed: 1.0,
            month: 1_000_000,
            used: 10_788,
            deleted: 0,
            forbidden: 0,
            no_packages: false,
            loose_forks: 0,
            unlisted: 0,
            loop_cursor: false,
            large_requests: 0,
            deep: 0,
            long_line: 0,
            redirect: None,
            delay: 0,
            wrong_region: false,
            conduct: Conduct::Careless,
        }
    }
}
