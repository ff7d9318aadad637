use anyhow::{Context, Result};

/// Which part of a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// What the index adds to HEAD.
    Staged,
    /// What HEAD has and a revision has not.
    Since(String),
    /// What one revision has and another has not; or `-`: such pairs are read from standard input.
    Range(String),
    /// Every commit of every reference.
    History,
}

impl Selection {
    /// What is scanned is compared with this, in words.
    pub(crate) fn base(&self) -> &str {
        match self {
            Selection::Staged => "HEAD",
            Selection::Since(revision) => revision,
            Selection::Range(_) => "the commits before",
            Selection::History => "a parent",
        }
    }
}

/// Commits that are wanted, and those whose ancestors are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Range {
    pub(super) new: String,
    pub(super) old: Option<String>,
    /// What these references have is known as well.
    pub(super) known: Option<&'static str>,
}

/// `OLD..NEW`; a side that is missing is HEAD.
pub(super) fn range(text: &str) -> Result<Range> {
    let (old, new) = text.split_once("..").with_context(|| format!("`{text}` is no range OLD..NEW"))?;
    anyhow::ensure!(!new.starts_with('.'), "`{text}`: OLD..NEW has two dots, not three");
    let or_head = |side: &str| if side.is_empty() { "HEAD".to_owned() } else { side.to_owned() };
    Ok(Range { new: or_head(new), old: Some(or_head(old)), known: None })
}

/// The ranges that git writes to the standard input of hooks: `OLD NEW REF` for pre-receive, `REF NEW REF OLD` for pre-push; or `OLD..NEW`. Lines that
/// delete a reference bring nothing.
pub(super) fn ranges(input: &str) -> Result<Vec<Range>> {
    let mut ranges = Vec::new();
    for line in input.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (old, new, known) = match *words.as_slice() {
            [one] => {
                ranges.push(range(one)?);
                continue;
            }
            [old, new, _] => (old, new, "refs/"),
            [_, new, _, old] => (old, new, "refs/remotes/"),
            _ => anyhow::bail!("standard input: `{line}` is neither OLD NEW REF nor OLD..NEW"),
        };
        if !is_null(new) {
            let old = (!is_null(old)).then(|| old.to_owned());
            ranges.push(Range { new: new.to_owned(), old, known: Some(known) });
        }
    }
    Ok(ranges)
}

/// Git writes an id of zeros where there is no commit: for a branch that is made or deleted.
pub(super) fn is_null(revision: &str) -> bool {
    revision.len() >= 40 && revision.bytes().all(|byte| byte == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_two_sides() {
        let parsed = range("main..topic").unwrap();
        assert_eq!((parsed.old.as_deref(), &*parsed.new), (Some("main"), "topic"));
        assert_eq!(range("main..").unwrap().new, "HEAD");
        assert!(range("main").is_err() && range("a...b").is_err());
    }

    #[test]
    fn hooks_of_git_write_ranges() {
        let (a, b, zero) = ("a".repeat(40), "b".repeat(40), "0".repeat(40));
        let input =
            format!("{a} {b} refs/heads/x\n{zero} {b} refs/heads/new\n{a} {zero} refs/heads/gone\n\n");
        let parsed = ranges(&input).unwrap();
        assert_eq!(parsed.len(), 2);
        assert_eq!((parsed[0].old.as_deref(), parsed[1].old.as_deref()), (Some(&*a), None));
        let pushed = ranges(&format!("refs/heads/x {b} refs/heads/x {a}")).unwrap();
        assert_eq!((pushed[0].old.as_deref(), pushed[0].known), (Some(&*a), Some("refs/remotes/")));
        assert!(ranges("a b").is_err());
    }
}
