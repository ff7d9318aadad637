use clap::Args;

/// List the rules, or explain one.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  postseal rules                       every rule: id, severity, title
  postseal rules stripe                those with `stripe` in id, provider or title
  postseal rules github-pat-classic    what one rule finds, why it matters, how to revoke it")]
pub struct RulesArgs {
    /// Id of a rule to explain, or a part of ids, providers or titles to list.
    #[arg(value_name = "ID")]
    pub query: Option<String>,
}
