use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Something that a credential says about itself and that may be read by whoever reads the report: an account number, the time it was made,
/// whether a key is encrypted.
///
/// Never holds the secret. The value comes out of the artefact, so it may hold any character; it has at most [`Fact::MAX_CHARS`] characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// What is said, in kebab-case: `aws-account`. README.md lists the names.
    pub name: Cow<'static, str>,
    /// What it is. Times are RFC 3339 in UTC, yes and no are `yes` and `no`.
    pub value: String,
}

impl Fact {
    /// Characters of a value; of a longer one the start is kept, with `…` after it.
    pub const MAX_CHARS: usize = 200;

    pub(crate) fn new(name: &'static str, value: impl Into<String>) -> Fact {
        let mut value = value.into();
        if let Some((end, _)) = value.char_indices().nth(Fact::MAX_CHARS) {
            value.truncate(end);
            value.push('…');
        }
        Fact { name: Cow::Borrowed(name), value }
    }

    pub(crate) fn yes_or_no(name: &'static str, value: bool) -> Fact {
        Fact::new(name, if value { "yes" } else { "no" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_bounded() {
        let fact = Fact::new("issuer", "é".repeat(5000));
        assert_eq!(fact.value.chars().count(), Fact::MAX_CHARS + 1);
        assert_eq!(Fact::new("issuer", "short").value, "short");
    }
}
