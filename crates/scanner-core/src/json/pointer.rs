use super::{Kind, NodeId, Tape};

/// The RFC 6901 pointer of a node. Member names that are not UTF-8 are shown with U+FFFD.
pub(crate) fn pointer(tape: &Tape, text: &[u8], node: NodeId) -> String {
    let mut tokens = Vec::new();
    let mut at = node;
    while let Some(parent) = tape.parent(at) {
        tokens.push(match tape.key(text, at) {
            Some(key) => escape(&String::from_utf8_lossy(&key)),
            None => tape.index_in_parent(at).to_string(),
        });
        at = parent;
    }
    tokens.iter().rev().fold(String::new(), |path, token| path + "/" + token)
}

/// The node that an RFC 6901 pointer names. Of duplicate members it is the first.
pub(crate) fn resolve(tape: &Tape, text: &[u8], pointer: &str) -> Option<NodeId> {
    let mut at = NodeId::ROOT;
    if tape.len() == 0 {
        return None;
    }
    let Some(tokens) = pointer.strip_prefix('/') else { return pointer.is_empty().then_some(at) };
    for token in tokens.split('/') {
        let token = token.replace("~1", "/").replace("~0", "~");
        at = match tape.node(at).kind {
            Kind::Array => tape.children(at).nth(token.parse().ok()?)?,
            _ => tape.children(at).find(|&child| {
                tape.key(text, child).is_some_and(|key| String::from_utf8_lossy(&key) == token.as_str())
            })?,
        };
    }
    Some(at)
}

fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Options;

    #[test]
    fn pointers_resolve_in_serde_json() {
        let text = br#"{"a/b":[1,{"~":"x","":"y"}],"c\u0064":{"e":["z"]}}"#;
        let tape = Tape::parse(text, Options::default());
        let value: serde_json::Value = serde_json::from_slice(text).unwrap();
        let strings: Vec<_> = tape
            .ids()
            .filter(|&id| tape.node(id).kind == Kind::String)
            .map(|id| value.pointer(&pointer(&tape, text, id)).unwrap().as_str().unwrap().to_owned())
            .collect();
        assert_eq!(strings, ["x", "y", "z"]);
        for id in tape.ids() {
            assert_eq!(resolve(&tape, text, &pointer(&tape, text, id)), Some(id));
        }
        for nowhere in ["x", "/a", "/a~1b/7", "/a~1b/x", "/a~1b/0/0"] {
            assert_eq!(resolve(&tape, text, nowhere), None, "{nowhere}");
        }
    }
}
