//! Collections and environments that say nothing of how confidential they are. Postman has no field for it: teams put it into names and tags.

use super::Check;
use super::found::{Found, shown};
use super::view::View;
use crate::json::{Kind, NodeId};
use crate::postman;

pub(super) fn look(view: &View<'_>, found: &mut Found<'_>) {
    let Some(layout) = view.document.layout() else { return };
    let text = view.document.text();
    if view.options.classification.is_empty() {
        return;
    }
    for (node, name) in postman::entities(view.document, text.bytes) {
        // Globals have no name of their own: their workspace says the class.
        let scope = layout.tape.string_member(text.bytes, node, "_postman_variable_scope");
        if scope.as_deref() == Some(b"globals") {
            continue;
        }
        let name = name.unwrap_or_default();
        let tagged = || view.options.classification.iter().any(|class| is_tagged(view, node, class));
        if !view.options.is_classified(&name) && !tagged() {
            let at = layout.tape.member(text.bytes, node, "name").unwrap_or(node);
            let at = layout
                .tape
                .member(text.bytes, node, "info")
                .map_or(at, |info| layout.tape.member(text.bytes, info, "name").unwrap_or(info));
            found.at(Check::Unclassified, at, shown(name.as_bytes()));
        }
    }
}

/// Whether a word (or words) stands in a name, not as a part of another.
pub(super) fn has_word(name: &str, word: &str) -> bool {
    let (name, word) = (name.to_lowercase(), word.trim().to_lowercase());
    let ends = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    !word.is_empty()
        && name.match_indices(&word).any(|(at, _)| {
            ends(name[..at].chars().next_back()) && ends(name[at + word.len()..].chars().next())
        })
}

/// Whether it has the tag: `"tags": ["internal"]`, or `[{"slug": "internal"}]` as the API has it.
fn is_tagged(view: &View<'_>, node: NodeId, tag: &str) -> bool {
    let text = view.document.text().bytes;
    let Some(layout) = view.document.layout() else { return false };
    let tape = &layout.tape;
    let holders = [Some(node), tape.member(text, node, "info")].into_iter().flatten();
    let lists = holders.filter_map(|holder| tape.member(text, holder, "tags"));
    let tags = lists.flat_map(|list| tape.children(list)).take(TAGS_MAX);
    let mut names = tags.filter_map(|tag| match tape.node(tag).kind {
        Kind::String => Some(tape.value(text, tag)),
        _ => tape.string_member(text, tag, "slug").or_else(|| tape.string_member(text, tag, "name")),
    });
    names.any(|name| name.eq_ignore_ascii_case(tag.trim().as_bytes()))
}

/// Tags that are looked at.
const TAGS_MAX: usize = 64;

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn words_of_names() {
        assert!(has_word("Orders [Internal]", "internal") && has_word("public_orders", "public"));
        assert!(!has_word("Internals", "internal") && !has_word("Orders", ""));
    }
}
