//! The ids that files of version 3 have in the cloud. The files themselves have none: `.postman/resources.yaml` in the folder that holds them
//! maps paths to uids.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use scanner_core::{ArtefactKind, Ids};
use scanner_report::Report;
use serde_json::Value;

const MAP: &str = ".postman/resources.yaml";
/// A longer map is none, in bytes.
const MAX_MAP: u64 = 4 << 20;

/// Tells findings in files of version 3 the ids that their folder's map has. Paths of the report are relative to `root`.
pub(crate) fn identify(report: &mut Report, root: &Path) {
    let mut maps = Maps::default();
    let found = report.artefacts.iter_mut().filter(|artefact| !artefact.findings.is_empty());
    for artefact in found {
        let Ok(path) = std::path::absolute(root.join(&artefact.path)) else { continue };
        let Some(uid) = maps.uid(&path) else { continue };
        let ids = match artefact.kind {
            ArtefactKind::Environment => Ids { environment: Some(uid), ..Ids::default() },
            ArtefactKind::CollectionV3 => Ids { collection: Some(uid), ..Ids::default() },
            _ => continue,
        };
        for finding in &mut artefact.findings {
            finding.at.location.identify(&ids);
            finding.occurrences.iter_mut().for_each(|place| place.location.identify(&ids));
        }
    }
}

/// Uids by path, absolute and without `..`.
type Map = HashMap<PathBuf, String>;

/// The maps that were read, by the folder that is looked from upwards.
#[derive(Debug, Default)]
struct Maps(HashMap<PathBuf, Option<Rc<Map>>>);

impl Maps {
    /// The uid of a file, or of the collection whose folder it lies in.
    fn uid(&mut self, path: &Path) -> Option<String> {
        let map = self.of(path.parent()?)?;
        path.ancestors().find_map(|above| map.get(above)).cloned()
    }

    /// The nearest map upwards from a folder.
    fn of(&mut self, folder: &Path) -> Option<Rc<Map>> {
        if let Some(known) = self.0.get(folder) {
            return known.clone();
        }
        let own = read(&folder.join(MAP)).map(|yaml| Rc::new(uids(&yaml, &folder.join(".postman"))));
        let map = own.or_else(|| self.of(folder.parent()?));
        self.0.insert(folder.to_owned(), map.clone());
        map
    }
}

fn read(path: &Path) -> Option<Value> {
    let mut text = String::new();
    File::open(path).ok()?.take(MAX_MAP).read_to_string(&mut text).ok()?;
    serde_saphyr::from_str(&text).ok()
}

/// `cloudResources` has paths, relative to the folder of the map, in one list or in one for each kind.
fn uids(yaml: &Value, folder: &Path) -> Map {
    let mut map = Map::new();
    let Some(resources) = yaml["cloudResources"].as_object() else { return map };
    let nested = resources.values().filter_map(Value::as_object).flatten();
    for (path, uid) in resources.iter().chain(nested) {
        if let Some(uid) = uid.as_str() {
            map.insert(normal(&folder.join(path)), uid.to_owned());
        }
    }
    map
}

/// Without `.` and `..`, by the words of the path alone: what it names need not be there.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(normal.pop()),
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_stand_in_one_list_or_in_one_for_each_kind() {
        let wanted = Map::from([(PathBuf::from("/a/postman/collections/Shop"), "7-x".to_owned())]);
        let path = "../postman/collections/Shop";
        for yaml in [
            json!({"cloudResources": {path: "7-x"}}),
            json!({"cloudResources": {"collections": {path: "7-x"}, "environments": {}}}),
        ] {
            assert_eq!(uids(&yaml, Path::new("/a/.postman")), wanted);
        }
        for yaml in [json!(null), json!({"cloudResources": []}), json!({"cloudResources": {path: 7}})] {
            assert_eq!(uids(&yaml, Path::new("/a/.postman")), Map::new());
        }
    }
}
