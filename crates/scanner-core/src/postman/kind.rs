use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ArtefactKind {
    /// A collection of format v1.
    CollectionV1,
    /// A collection of format v2.0.
    CollectionV20,
    /// A collection of format v2.1.
    CollectionV21,
    /// A file of a collection of format v3: its definition, a request, an example, a message.
    CollectionV3,
    /// An environment, as JSON or YAML.
    Environment,
    /// The globals of a workspace, as JSON or YAML.
    Globals,
    /// A full dump of an old app.
    Dump,
    /// The list of contents of an account's data export (`archive.json`).
    DataExport,
    /// Secrets of a local vault, exported in plaintext.
    VaultExport,
    /// What the Postman CLI keeps after a login (`.postmanrc`).
    CliCredentials,
    /// What binds a folder to a workspace (`.postman/`).
    Workspace,
    /// A mock server: its settings, or its code.
    Mock,
    /// A flow.
    Flow,
    /// The description of an API: OpenAPI or AsyncAPI.
    Spec,
    /// What Newman, the Postman CLI or the app's runner says of a run.
    RunReport,
    /// Recorded HTTP traffic (HAR 1.2).
    Har,
    /// Settings of a program, one a line (`.env`).
    Dotenv,
    /// JSON of another kind.
    Json,
    /// Any other text.
    Text,
}

impl ArtefactKind {
    /// All of them.
    pub const ALL: [ArtefactKind; 19] = [
        ArtefactKind::CollectionV1,
        ArtefactKind::CollectionV20,
        ArtefactKind::CollectionV21,
        ArtefactKind::CollectionV3,
        ArtefactKind::Environment,
        ArtefactKind::Globals,
        ArtefactKind::Dump,
        ArtefactKind::DataExport,
        ArtefactKind::VaultExport,
        ArtefactKind::CliCredentials,
        ArtefactKind::Workspace,
        ArtefactKind::Mock,
        ArtefactKind::Flow,
        ArtefactKind::Spec,
        ArtefactKind::RunReport,
        ArtefactKind::Har,
        ArtefactKind::Dotenv,
        ArtefactKind::Json,
        ArtefactKind::Text,
    ];

    /// The word used in reports, such as `collection-v2.1`.
    pub const fn as_str(self) -> &'static str {
        match self {
            ArtefactKind::CollectionV1 => "collection-v1",
            ArtefactKind::CollectionV20 => "collection-v2.0",
            ArtefactKind::CollectionV21 => "collection-v2.1",
            ArtefactKind::CollectionV3 => "collection-v3",
            ArtefactKind::Environment => "environment",
            ArtefactKind::Globals => "globals",
            ArtefactKind::Dump => "dump",
            ArtefactKind::DataExport => "data-export",
            ArtefactKind::VaultExport => "vault-export",
            ArtefactKind::CliCredentials => "cli-credentials",
            ArtefactKind::Workspace => "workspace",
            ArtefactKind::Mock => "mock",
            ArtefactKind::Flow => "flow",
            ArtefactKind::Spec => "spec",
            ArtefactKind::RunReport => "run-report",
            ArtefactKind::Har => "har",
            ArtefactKind::Dotenv => "dotenv",
            ArtefactKind::Json => "json",
            ArtefactKind::Text => "text",
        }
    }

    /// Whether Postman wrote it, or a tool that works beside it.
    pub const fn is_postman(self) -> bool {
        !matches!(self, ArtefactKind::Json | ArtefactKind::Text)
    }
}

impl fmt::Display for ArtefactKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ArtefactKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ArtefactKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ArtefactKind, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = ArtefactKind::ALL.into_iter().find(|kind| kind.as_str() == word);
        known.ok_or_else(|| de::Error::custom(format_args!("unknown kind of artefact: {word}")))
    }
}
