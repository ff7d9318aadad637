use clap::{Args, Subcommand, ValueEnum};

/// List and explain the controls: of the Postman Enterprise Hardening Guide, of Postman's shared-responsibility page, and what Postman has added since.
#[derive(Args, Debug)]
pub struct ControlsArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: ControlsCommand,

    /// Format of the output.
    #[arg(long, value_enum, default_value_t, global = true)]
    pub format: ControlsFormat,
}

/// What to do with controls.
#[derive(Debug, Subcommand)]
pub enum ControlsCommand {
    /// List every control.
    List,
    /// Explain a control: what it is mapped to, what judges it, what to do.
    Show {
        /// The control, such as 3.3 or SR-4.
        #[arg(value_name = "CONTROL")]
        id: String,
    },
    /// The crosswalk: which controls answer which criteria of NIST 800-53, CIS and SOC 2.
    Matrix,
    /// The catalogue as OSCAL (JSON), which the results of `postseal audit --output oscal=FILE` refer to.
    Oscal,
}

/// The formats of lists of controls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ControlsFormat {
    /// For people.
    #[default]
    Human,
    /// One JSON value.
    Json,
    /// A Markdown table.
    Markdown,
}
