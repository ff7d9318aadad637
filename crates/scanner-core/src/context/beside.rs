//! What stands beside a value: the other members of its object, the other pairs of its list, the other parameters of its form.

use super::expand::split_bytes;
use crate::json::NodeId;
use crate::postman::{Layout, Place};

/// The siblings of a value. They are looked at only if somebody asks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Beside<'t> {
    /// Nothing that is known.
    #[default]
    Nothing,
    /// Those of a value in JSON.
    Json { layout: &'t Layout, text: &'t [u8], node: NodeId },
    /// `a=b&c=d`.
    Form(&'t [u8]),
}

/// Siblings that are looked at.
const SIBLINGS_MAX: usize = 64;

impl Beside<'_> {
    /// Whether `wanted` holds for the name and value of a sibling (or of the value itself).
    pub(crate) fn any(&self, mut wanted: impl FnMut(&[u8], &[u8]) -> bool) -> bool {
        match *self {
            Beside::Nothing => false,
            Beside::Form(form) => split_bytes(form, b'&').take(SIBLINGS_MAX).any(|parameter| {
                let equals = memchr::memchr(b'=', parameter).unwrap_or(parameter.len());
                wanted(&parameter[..equals], parameter.get(equals + 1..).unwrap_or_default())
            }),
            Beside::Json { layout, text, node } => any_in_json(layout, text, node, &mut wanted),
        }
    }
}

fn any_in_json(
    layout: &Layout,
    text: &[u8],
    node: NodeId,
    wanted: &mut dyn FnMut(&[u8], &[u8]) -> bool,
) -> bool {
    let tape = &layout.tape;
    let Some(parent) = tape.parent(node) else { return false };
    if let (Place::Value(_), Place::Pair(_), Some(list)) =
        (layout.place(node), layout.place(parent), tape.parent(parent))
    {
        return tape.children(list).take(SIBLINGS_MAX).any(|pair| {
            let name = tape.string_member(text, pair, "key").unwrap_or_default();
            let value = tape.string_member(text, pair, "value").unwrap_or_default();
            wanted(&name, &value)
        });
    }
    tape.children(parent)
        .take(SIBLINGS_MAX)
        .any(|member| tape.key(text, member).is_some_and(|name| wanted(&name, &tape.value(text, member))))
}
