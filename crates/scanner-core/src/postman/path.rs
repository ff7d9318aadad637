//! What the path of a file says: which format it may have, and, in a tree of format v3, what it belongs to. Content decides; the path only helps.

/// The parts of a path, of a member of an archive too.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path<'p> {
    /// Outermost first; the last is the name of the file.
    parts: Vec<&'p str>,
}

/// The names that a tree of format v3 gives to what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) collection: Option<String>,
    pub(crate) folders: Vec<String>,
    pub(crate) request: Option<String>,
    pub(crate) example: Option<String>,
}

impl<'p> Path<'p> {
    pub(crate) fn new(path: &'p str) -> Path<'p> {
        Path { parts: path.split(['/', '\\', '!']).filter(|part| !part.is_empty()).collect() }
    }

    fn file(&self) -> &'p str {
        self.parts.last().copied().unwrap_or_default()
    }

    fn has_folder(&self, names: &[&str]) -> bool {
        let folders = self.parts.split_last().map_or(&[][..], |(_, folders)| folders);
        folders.iter().any(|folder| names.iter().any(|name| folder.eq_ignore_ascii_case(name)))
    }

    /// Whether the file's name ends so, in any case of letters.
    pub(crate) fn ends_with(&self, endings: &[&str]) -> bool {
        let file = self.file().as_bytes();
        let ends = |ending: &&str| {
            file.len() >= ending.len()
                && file[file.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
        };
        endings.iter().any(ends)
    }

    pub(crate) fn is_yaml(&self) -> bool {
        self.ends_with(&[".yaml", ".yml"])
    }

    /// `staging.environment.yaml`, `staging.postman_environment.json`.
    pub(crate) fn is_environment(&self) -> bool {
        self.has_kind("environment")
    }

    /// `workspace.globals.yaml`, `workspace.postman_globals.json`.
    pub(crate) fn is_globals(&self) -> bool {
        self.has_kind("globals")
    }

    fn has_kind(&self, kind: &str) -> bool {
        let stem = self.file().rsplit_once('.').map_or("", |(stem, _)| stem).to_ascii_lowercase();
        stem.strip_suffix(kind).is_some_and(|stem| stem.ends_with('.') || stem.ends_with("postman_"))
    }

    /// `.postmanrc`, and `postmanrc` in `~/.postman`.
    pub(crate) fn is_credentials(&self) -> bool {
        matches!(self.file(), ".postmanrc" | "postmanrc")
    }

    pub(crate) fn is_workspace(&self) -> bool {
        self.has_folder(&[".postman"])
    }

    pub(crate) fn is_vault(&self) -> bool {
        self.file().to_ascii_lowercase().contains("vault")
    }

    pub(crate) fn is_flow(&self) -> bool {
        self.ends_with(&[".flow"])
    }

    pub(crate) fn is_mock(&self) -> bool {
        self.has_folder(&["postman"]) && self.has_folder(&["mocks"])
    }

    /// The code of a mock.
    pub(crate) fn is_mock_script(&self) -> bool {
        self.has_folder(&["mocks"]) && self.ends_with(&[".js", ".mjs", ".cjs", ".ts"])
    }

    /// `.env`, `.env.local`, `staging.env`.
    pub(crate) fn is_dotenv(&self) -> bool {
        let file = self.file();
        file == ".env" || file.starts_with(".env.") || self.ends_with(&[".env"])
    }

    /// Of `postman/collections/Shop/orders/.resources/Pay.resources/examples/ok.example.yaml` the collection, folder, request and example.
    pub(crate) fn names(&self) -> Names {
        let mut names = Names::default();
        let Some((file, folders)) = self.parts.split_last() else { return names };
        if let Some(at) = folders.iter().rposition(|part| *part == "collections") {
            let mut inside = folders[at + 1..].iter();
            names.collection = inside.next().map(|&part| part.to_owned());
            for part in inside {
                match part.strip_suffix(".resources") {
                    Some("") => {}
                    Some(request) => names.request = Some(request.to_owned()),
                    None if names.request.is_none() => names.folders.push((*part).to_owned()),
                    None => {}
                }
            }
        }
        let stem = |kind: &str| {
            let stem = file.strip_suffix(".yaml").or_else(|| file.strip_suffix(".yml"));
            stem.and_then(|stem| stem.strip_suffix(kind)).map(str::to_owned)
        };
        names.request = stem(".request").or(names.request);
        names.example = stem(".example");
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_says_what_belongs_to_what() {
        let names = |path: &str| Path::new(path).names();
        let example = names(
            "repo/postman/collections/Shop/orders/old/.resources/Pay it.resources/examples/ok.example.yaml",
        );
        assert_eq!(example.collection.as_deref(), Some("Shop"));
        assert_eq!(example.folders, ["orders", "old"]);
        assert_eq!((example.request.as_deref(), example.example.as_deref()), (Some("Pay it"), Some("ok")));
        let request = names(r"x.zip!postman\collections\Shop\get all.request.yml");
        assert_eq!((request.request.as_deref(), request.folders.len()), (Some("get all"), 0));
        assert_eq!(names("Shop/.resources/definition.yaml"), Names::default());
    }

    #[test]
    fn names_of_files() {
        assert!(Path::new("a/.env.local").is_dotenv() && Path::new("Prod.ENV").is_dotenv());
        assert!(!Path::new("environment.json").is_dotenv());
        assert!(Path::new("postman/mocks/shop/default.js").is_mock_script());
        assert!(Path::new(".postman/config.json").is_workspace() && !Path::new("x/.postman").is_workspace());
        assert!(Path::new("home/.postman/postmanrc").is_credentials());
    }
}
