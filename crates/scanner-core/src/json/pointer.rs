use super::{NodeId, Tape};

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

fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Kind, Options};

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
    }
}
