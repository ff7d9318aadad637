use serde::{Deserialize, Serialize};

use crate::postman::{ArtefactKind, link};

/// The kind of place in a Postman document in which a string stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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

/// The ids of what holds a secret, as the artefact has them: a uid (`<owner>-<id>`) where it is known, else an id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ids {
    /// Of the collection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<String>,
    /// Of the innermost folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// Of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
    /// Of the saved example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
    /// Of the environment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
}

impl Ids {
    fn is_empty(&self) -> bool {
        *self == Ids::default()
    }
}

/// Where a secret stands, in the words of the person who wrote the collection; a secret of the artefact that stands in a name is redacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The ids of all of these.
    #[serde(default, skip_serializing_if = "Ids::is_empty")]
    pub ids: Ids,
    /// Where Postman's web app opens it, if the artefact says enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
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
    /// It is a local value of a variable (`currentValue`, `sessionValue`), which Postman keeps on one computer. The shared (initial) value is seen by
    /// everyone with access.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub local: bool,
    /// The artefact says that it is public (`isPublic`, or a `public` visibility).
    pub public: bool,
}

impl Location {
    /// Adds ids that the artefact itself does not have, and the link that follows from all of them.
    ///
    /// ```
    /// use scanner_core::{Artefact, Ids, Scanner};
    ///
    /// let environment = br#"{"name": "Prod", "values": [{"key": "client_secret", "value": "8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq"}]}"#;
    /// let mut scan = Scanner::new().scan(&Artefact::new(environment, "prod.json"))?;
    /// let location = &mut scan.findings[0].at.location;
    /// let uid = "48120937-69d54ba2-2955-4a25-b61a-6c52638db84b";
    /// location.identify(&Ids { environment: Some(uid.to_owned()), ..Ids::default() });
    /// assert_eq!(location.link.as_deref(), Some(&*format!("https://go.postman.co/environments/{uid}")));
    /// # Ok::<(), scanner_core::ScanError>(())
    /// ```
    pub fn identify(&mut self, ids: &Ids) {
        let pairs = [
            (&mut self.ids.collection, &ids.collection),
            (&mut self.ids.folder, &ids.folder),
            (&mut self.ids.request, &ids.request),
            (&mut self.ids.example, &ids.example),
            (&mut self.ids.environment, &ids.environment),
        ];
        for (own, given) in pairs {
            if own.is_none() {
                own.clone_from(given);
            }
        }
        self.link = link(&self.ids);
    }
}

/// A request that sends the secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reach {
    /// Name of the request.
    pub request: String,
    /// Host it is sent to; variables that the artefact does not define stay as they are written.
    pub host: Option<String>,
    /// Whether the URL is `https` (or `wss`, `grpcs`); `None` if the artefact does not say.
    pub tls: Option<bool>,
}
