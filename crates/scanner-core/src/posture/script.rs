//! What scripts do that a check may mind, found in one reading of each.

use super::found::Found;
use super::view::View;
use super::{Check, secret_logged, sends_out, token_written};
use crate::context::{Call, Calls};
use crate::decode::{Text, lines};
use crate::finding::{Decoder, Span};
use crate::json::{Kind, NodeId};
use crate::postman::{ArtefactKind, Layout, Place};

/// A script, and what was seen in it.
pub(super) struct Script {
    /// The string it is, or the array of its lines.
    pub(super) node: Option<NodeId>,
    pub(super) seen: Vec<(Check, Span, String)>,
    /// The requests that it sends.
    pub(super) sent: Vec<SentOut>,
}

/// A request that a script sends.
pub(super) struct SentOut {
    pub(super) host: String,
    pub(super) tls: Option<bool>,
    pub(super) call: String,
    pub(super) span: Span,
}

impl Script {
    /// Every script of a document; those of a mock are its whole text.
    pub(super) fn all(view: &View<'_>) -> Vec<Script> {
        let text = view.document.text();
        let Some(layout) = view.document.layout() else {
            let is_code = view.document.kind() == ArtefactKind::Mock;
            return if is_code { vec![Script::read(view, None, text)] } else { Vec::new() };
        };
        let nodes = layout.tape.ids().filter(|&node| layout.place(node) == Place::Script);
        nodes.filter_map(|node| Script::at(view, layout, node)).collect()
    }

    fn at(view: &View<'_>, layout: &Layout, node: NodeId) -> Option<Script> {
        let text = view.document.text();
        let tape = &layout.tape;
        match tape.node(node).kind {
            Kind::Array => {
                let strings = tape.children(node).filter(|&line| tape.node(line).kind == Kind::String);
                let joined = lines::join(text.bytes, strings.map(|line| tape.node(line).range()));
                Some(Script::read(view, Some(node), joined.text(&text, Decoder::Lines)))
            }
            Kind::String if !layout.is_element(node) => {
                Some(layout.with_value(&text, node, |script| Script::read(view, Some(node), script)))
            }
            _ => None,
        }
    }

    fn read(view: &View<'_>, node: Option<NodeId>, text: Text<'_>) -> Script {
        let calls = Calls::read(text.bytes);
        let mut script = Script { node, seen: Vec::new(), sent: Vec::new() };
        for call in calls.iter() {
            let span = text.source(call.range.clone());
            let seen = [
                (Check::TokenWrittenByScript, token_written::of(&calls, &call)),
                (Check::SecretLogged, secret_logged::of(&calls, &call)),
            ];
            script.seen.extend(seen.into_iter().filter_map(|(check, detail)| Some((check, span, detail?))));
            if let Some((Some(host), tls)) = sends_out::url(&calls, &call).map(|url| view.target(&url)) {
                script.sent.push(SentOut { host, tls, call: path(&call), span });
            }
        }
        script
    }
}

/// What is called, `pm.environment.set`.
pub(super) fn path(call: &Call<'_>) -> String {
    String::from_utf8_lossy(&call.path.join(&b'.')).into_owned()
}

/// Tells what was seen in scripts for `check`.
pub(super) fn look(view: &View<'_>, found: &mut Found<'_>, check: Check) {
    for script in &view.scripts {
        for (_, span, detail) in script.seen.iter().filter(|(seen, _, _)| *seen == check) {
            found.count(check, script.node, *span, detail.clone(), 1);
        }
    }
}
