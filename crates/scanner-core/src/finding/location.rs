use serde::Serialize;

use crate::postman::ArtefactKind;

/// The kind of place in a Postman document in which a string stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Role {
    /// An attribute of an auth block.
    Auth,
    /// A header of a request, or of the request of an example.
    Header,
    /// A query parameter.
    Query,
    /// A path segment or path variable.
    Path,
    /// A URL as a whole.
    Url,
    /// A request body: raw, form, GraphQL.
    Body,
    /// A pre-request or test script.
    Script,
    /// A variable of a collection, folder, environment or of the globals.
    Variable,
    /// The response of a saved example: its headers or body.
    Example,
    /// Free text that documents an element.
    Description,
    /// A cookie, in a header or in an example.
    Cookie,
    /// A client certificate.
    Certificate,
    /// Anything else in a JSON document.
    Other,
    /// Text outside any structure.
    Text,
}

impl Role {
    /// The word used in reports, such as `header`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Auth => "auth",
            Role::Header => "header",
            Role::Query => "query",
            Role::Path => "path",
            Role::Url => "url",
            Role::Body => "body",
            Role::Script => "script",
            Role::Variable => "variable",
            Role::Example => "example",
            Role::Description => "description",
            Role::Cookie => "cookie",
            Role::Certificate => "certificate",
            Role::Other => "other",
            Role::Text => "text",
        }
    }
}

/// Where a secret stands, in the words of the person who wrote the collection; a secret of the artefact that stands in a name is redacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Location {
    /// What the file is.
    pub artefact: ArtefactKind,
    /// Name of the collection.
    pub collection: Option<String>,
    /// Names of the folders, outermost first.
    pub folders: Vec<String>,
    /// Name of the request.
    pub request: Option<String>,
    /// Name of the saved example.
    pub example: Option<String>,
    /// Name of the environment, or of the globals.
    pub environment: Option<String>,
    /// What kind of place it is.
    pub role: Role,
    /// The name the value stands under: header, variable, attribute or member name.
    pub field: Option<String>,
    /// Where the value is JSON inside a JSON string: the RFC 6901 pointer within that inner JSON.
    pub inner: Option<String>,
    /// The entry is switched off in Postman. Its value is in the file all the same.
    pub disabled: bool,
    /// The variable is of type `secret`. That masks it on the screen and nowhere else.
    pub secret_type: bool,
    /// The artefact says that it is public (`isPublic`, or a `public` visibility).
    pub public: bool,
}

/// A request that sends the secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reach {
    /// Name of the request.
    pub request: String,
    /// Host it is sent to; variables that the artefact does not define stay as they are written.
    pub host: Option<String>,
    /// Whether the URL is `https` (or `wss`, `grpcs`); `None` if the artefact does not say.
    pub tls: Option<bool>,
}
