//! `--save`: what was pulled, as files that only their owner may read.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::model::Element;
use super::scanned::Part;

/// A folder that elements are saved in.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder; it is made if it is not there.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn new(path: &Path) -> io::Result<Folder> {
        make(path)?;
        Ok(Folder(path.to_owned()))
    }

    /// Saves a part of an element as it was scanned.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save(&self, element: &Element, part: &Part) -> io::Result<()> {
        let mut path = self.0.clone();
        path.push(element.workspace.as_deref().map_or_else(|| "account".to_owned(), safe));
        path.push(element.kind.one());
        make(&path)?;
        let json = if part.suffix.is_empty() { ".json" } else { "" };
        path.push(format!("{}{json}", safe(&format!("{}{}", element.id, part.suffix))));
        // Beside it first: a file is whole or not there.
        let fresh = path.with_extension("part");
        private(&fresh)?.write_all(&part.bytes)?;
        fs::rename(&fresh, &path)
    }
}

/// A name without what leads elsewhere or what a file system would not take.
fn safe(name: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || "-_.~".contains(c) { c } else { '_' };
    let name: String = name.chars().take(150).map(kept).collect();
    if name.trim_matches('.').is_empty() { "_".to_owned() } else { name }
}

fn make(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        for (name, file) in
            [("a-1", "a-1"), ("../../etc/passwd", ".._.._etc_passwd"), ("..", "_"), ("a\0b", "a_b")]
        {
            assert_eq!(safe(name), file);
        }
    }
}
