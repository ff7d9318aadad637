//! Files that are read as a whole: code, reports for people. And which text is worth a look as YAML.

use super::ArtefactKind;
use super::path::Path;

/// Which format a text without structure has.
pub(super) fn sniff(text: &[u8], path: &Path<'_>) -> ArtefactKind {
    if path.is_mock_script() {
        ArtefactKind::Mock
    } else if is_run_report(text) {
        ArtefactKind::RunReport
    } else {
        ArtefactKind::Text
    }
}

/// How much of a text is searched for what names its format, in bytes.
const HEAD: usize = 1 << 16;

/// A report in JUnit's XML, or a page that Newman or the Postman CLI wrote.
fn is_run_report(text: &[u8]) -> bool {
    let head = &text[..text.len().min(HEAD)];
    let has = |word: &str| memchr::memmem::find(head, word.as_bytes()).is_some();
    head.trim_ascii_start().starts_with(b"<")
        && (has("<testsuite")
            || (has("<html") || has("<HTML")) && ["newman", "Newman", "Postman CLI"].into_iter().any(has))
}

/// Whether a text has, at the start of a line, a member that the formats in YAML have.
pub(super) fn may_be_yaml(text: &[u8], path: &Path<'_>) -> bool {
    let has = |name: &str| {
        memchr::memmem::find_iter(text, name.as_bytes()).any(|at| {
            let rest = &text[at + name.len()..];
            let before = text[..at]
                .strip_suffix(b"\"")
                .or_else(|| text[..at].strip_suffix(b"'"))
                .unwrap_or(&text[..at]);
            let ends = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            matches!(before.last(), None | Some(b'\n' | b'\r')) && ends.starts_with(b":")
        })
    };
    let yaml = path.is_yaml();
    has("$kind")
        || has("values") && (yaml || has("name"))
        || yaml
            && (path.is_workspace()
                || path.is_mock()
                || ["openapi", "swagger", "asyncapi"].into_iter().any(has))
}
