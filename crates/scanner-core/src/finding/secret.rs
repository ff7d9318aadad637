use std::fmt;

use serde::{Serialize, Serializer};

/// The bytes of a credential. Every ordinary way of printing it (`Display`, `Debug`, `Serialize`) shows the redacted form;
/// [`Secret::reveal`] is the only way out.
///
/// ```
/// use scanner_core::Secret;
///
/// let secret = Secret::new(b"correct-horse-battery-staple".to_vec());
/// assert_eq!(secret.to_string(), "corr…(28 bytes)");
/// assert_eq!(secret.reveal(), b"correct-horse-battery-staple");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Secret(Inner);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Inner {
    Known(Box<[u8]>),
    /// All that was kept of one that was found before.
    Withheld {
        redacted: Box<str>,
        len: usize,
    },
}

/// A secret shows at most this many of its first bytes …
const SHOWN: usize = 4;
/// … and only if it is at least this long: with fewer, four bytes are too great a part of it.
const SHOWN_FROM: usize = 16;

impl Secret {
    /// Takes the decoded bytes of a credential.
    pub fn new(bytes: impl Into<Box<[u8]>>) -> Secret {
        Secret(Inner::Known(bytes.into()))
    }

    /// Stands for a credential that was found before, and of which only the redacted form was kept.
    ///
    /// ```
    /// let secret = scanner_core::Secret::withheld("corr…(28 bytes)", 28);
    /// assert!(secret.is_withheld() && secret.reveal().is_empty());
    /// assert_eq!(secret.to_string(), "corr…(28 bytes)");
    /// ```
    pub fn withheld(redacted: impl Into<Box<str>>, len: usize) -> Secret {
        Secret(Inner::Withheld { redacted: redacted.into(), len })
    }

    /// Whether the credential itself is not at hand, see [`Secret::withheld`].
    pub fn is_withheld(&self) -> bool {
        matches!(self.0, Inner::Withheld { .. })
    }

    /// The credential itself; nothing, if it is [withheld](Secret::withheld). Whoever calls this answers for where it goes.
    pub fn reveal(&self) -> &[u8] {
        match &self.0 {
            Inner::Known(bytes) => bytes,
            Inner::Withheld { .. } => &[],
        }
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        match &self.0 {
            Inner::Known(bytes) => bytes.len(),
            Inner::Withheld { len, .. } => *len,
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The form that may be shown: the first four characters where the secret has at least sixteen bytes, and its length
    /// where it is long enough for the length to say little.
    pub fn redacted(&self) -> String {
        let bytes = match &self.0 {
            Inner::Known(bytes) => bytes,
            Inner::Withheld { redacted, .. } => return redacted.to_string(),
        };
        if bytes.len() < SHOWN_FROM {
            return "********".to_owned();
        }
        let head: String =
            bytes[..SHOWN].iter().map(|&b| if b.is_ascii_graphic() { b as char } else { '.' }).collect();
        format!("{head}…({} bytes)", bytes.len())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.redacted())
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.redacted())
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.redacted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_secrets_show_neither_bytes_nor_length() {
        assert_eq!(Secret::new(*b"hunter2").redacted(), "********");
        assert_eq!(Secret::new(*b"fifteen-bytes!!").redacted(), "********");
    }

    #[test]
    fn debug_display_and_serialize_redact() {
        let secret = Secret::new(*b"0123456789abcdefSENSITIVE");
        for shown in [format!("{secret:?}"), format!("{secret}"), serde_json::to_string(&secret).unwrap()] {
            assert!(!shown.contains("SENSITIVE") && !shown.contains("4567"), "{shown}");
        }
    }

    #[test]
    fn bytes_that_are_not_text_redact_to_text() {
        assert_eq!(Secret::new([0xff; 20]).redacted(), "....…(20 bytes)");
    }
}
