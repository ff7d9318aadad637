//! What bodies, examples and variables hold, value by value, and a count of what is found in them.

use std::collections::{BTreeMap, HashSet};

use super::Check;
use super::found::Found;
use super::view::View;
use crate::context::{Beside, Source, expand};
use crate::decode::Text;
use crate::finding::{Role, Span};
use crate::json::NodeId;
use crate::postman;

/// Takes the string that holds a value, the name of the value if it has one, and the value.
pub(super) type Visit<'v> = dyn FnMut(NodeId, Option<&[u8]>, &Text<'_>) + 'v;

/// Calls `visit` with every text of a body, example or variable as a whole, under no name, and then with each named value in it. A value may come more
/// than once.
pub(super) fn values(view: &View<'_>, visit: &mut Visit<'_>) {
    let Some(layout) = view.document.layout() else { return };
    let text = view.document.text();
    for node in layout.leaves() {
        let place = layout.place(node);
        if !matches!(place.role(), Role::Body | Role::Example | Role::Variable)
            || layout.tape.node(node).range().is_empty()
        {
            continue;
        }
        let name = layout.name(text.bytes, node).unwrap_or_default();
        layout.with_value(&text, node, |value| {
            visit(node, None, &value);
            let source = Source {
                place,
                name: &name,
                value,
                secret_type: false,
                near: b"",
                beside: Beside::Nothing,
                heat: None,
            };
            expand(&source, &mut |pair| visit(node, Some(pair.name), &pair.value));
        });
    }
}

/// Counts the different values of each kind in each request, example and environment.
#[derive(Default)]
pub(super) struct Tally(BTreeMap<(NodeId, &'static str), Counted>);

struct Counted {
    node: NodeId,
    span: Span,
    values: HashSet<Box<[u8]>>,
}

impl Tally {
    /// Counts `value` once, however often it stands there and however it is grouped.
    pub(super) fn add(&mut self, view: &View<'_>, node: NodeId, kind: &'static str, value: &Text<'_>) {
        let Some(layout) = view.document.layout() else { return };
        let owner = postman::owner(layout, node).unwrap_or(NodeId::ROOT);
        let new = || Counted { node, span: value.span(), values: HashSet::new() };
        let counted = self.0.entry((owner, kind)).or_insert_with(new);
        let kept = value.bytes.iter().filter(|b| b.is_ascii_alphanumeric() || **b == b'@' || !b.is_ascii());
        counted.values.insert(kept.map(u8::to_ascii_lowercase).collect());
    }

    pub(super) fn tell(self, found: &mut Found<'_>, check: Check) {
        for ((_, kind), Counted { node, span, values }) in self.0 {
            found.count(check, Some(node), span, kind.to_owned(), values.len());
        }
    }
}
