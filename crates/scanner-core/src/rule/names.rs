//! Context names: the words that must stand beside a value before a rule without a prefix of its own counts.

use super::spec::Problem;

/// The context names of a rule. One of them must stand beside the value; of that one, every part.
#[derive(Debug, Default)]
pub(crate) struct Names(Vec<Vec<Box<[u8]>>>);

impl Names {
    /// Reads names as rules write them: the parts of a name are joined by `+`, all else but letters and digits is left out.
    pub(crate) fn parse<S: AsRef<str>>(names: &[S]) -> Result<Names, Problem> {
        let name = |written: &S| {
            let parts: Vec<Box<[u8]>> =
                written.as_ref().split('+').map(|part| normalise(part.as_bytes()).into()).collect();
            let usable = parts.iter().all(|part| part.len() > 1) && parts.iter().any(|part| !is_common(part));
            if usable { Ok(parts) } else { Err(Problem::Name(written.as_ref().to_owned())) }
        };
        Ok(Names(names.iter().map(name).collect::<Result<_, _>>()?))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Of each name the part that is rarest in real names: the longest that is no word of every credential.
    pub(crate) fn leads(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().filter_map(|parts| {
            parts.iter().filter(|part| !is_common(part)).max_by_key(|part| part.len()).map(|part| &**part)
        })
    }

    /// Whether one of the names stands in `own`, or in part there and for the rest in `near`.
    pub(crate) fn stand_in_both(&self, own: &Words, near: &Words) -> bool {
        self.0.iter().any(|parts| {
            let mut in_own = 0;
            let all = parts.iter().all(|part| {
                let here = own.has(part);
                in_own += usize::from(here);
                here || near.has(part)
            });
            all && in_own > 0
        })
    }

    /// Whether every part of one of the names stands in one of the `contexts`.
    pub(crate) fn stand_in(&self, contexts: &[&Words]) -> bool {
        let stands = |part: &[u8]| contexts.iter().any(|context| context.has(part));
        self.0.iter().any(|parts| parts.iter().all(|part| stands(part)))
    }
}

/// A name or a line of text as context names are looked up in it.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Letters and digits, in lower case.
    letters: Vec<u8>,
    /// Where in `letters` words begin: after anything else, at a change of case, between letters and digits.
    starts: Vec<usize>,
}

impl Words {
    pub(crate) fn new(text: &[u8]) -> Words {
        let mut words = Words::default();
        let mut previous = b' ';
        for (at, &byte) in text.iter().enumerate() {
            if byte.is_ascii_alphanumeric() {
                let next_is_small = text.get(at + 1).is_some_and(u8::is_ascii_lowercase);
                let capital = byte.is_ascii_uppercase()
                    && (previous.is_ascii_lowercase() || previous.is_ascii_uppercase() && next_is_small);
                let kind_changes = byte.is_ascii_digit() != previous.is_ascii_digit();
                if capital || !previous.is_ascii_alphanumeric() || kind_changes {
                    words.starts.push(words.letters.len());
                }
                words.letters.push(byte.to_ascii_lowercase());
            }
            previous = byte;
        }
        words
    }

    /// Letters and digits, in lower case.
    pub(crate) fn letters(&self) -> &[u8] {
        &self.letters
    }

    /// Whether `part` (normalised) stands here: a long one anywhere, a short one as a word, or as one beside a word of every credential:
    /// `dd` in `DDAPIKEY`, but not `box` in `sandbox`.
    pub(crate) fn has(&self, part: &[u8]) -> bool {
        memchr::memmem::find_iter(&self.letters, part).any(|start| {
            let end = start + part.len();
            part.len() >= LONG_NAME && !is_common(part)
                || self.begins(start) && self.ends(end)
                || is_common(part) && (self.begins(start) || self.ends(end))
        })
    }

    fn begins(&self, at: usize) -> bool {
        self.starts.binary_search(&at).is_ok() || COMMON.iter().any(|word| self.letters[..at].ends_with(word))
    }

    fn ends(&self, at: usize) -> bool {
        at == self.letters.len()
            || self.starts.binary_search(&at).is_ok()
            || COMMON.iter().any(|word| self.letters[at..].starts_with(word))
    }
}

/// Names of so many letters are found inside words: `mailgun` in `MYMAILGUNKEY`.
const LONG_NAME: usize = 5;

/// Words that the names of most credentials have, and that say nothing of the provider.
const COMMON: &[&[u8]] = &[
    b"access",
    b"api",
    b"app",
    b"auth",
    b"authorization",
    b"bearer",
    b"client",
    b"id",
    b"key",
    b"oauth",
    b"password",
    b"private",
    b"secret",
    b"token",
];

fn is_common(part: &[u8]) -> bool {
    COMMON.contains(&part)
}

/// Letters and digits in lower case, and nothing else.
pub(crate) fn normalise(name: &[u8]) -> Vec<u8> {
    name.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stand(names: &[&str], contexts: &[&str]) -> bool {
        let contexts: Vec<_> = contexts.iter().map(|context| Words::new(context.as_bytes())).collect();
        Names::parse(names).unwrap().stand_in(&contexts.iter().collect::<Vec<_>>())
    }

    #[test]
    fn names_are_compared_word_by_word() {
        for context in ["dd-api-key", "My_DD_API_KEY", "ddApiKey", "DDAPIKEY", "DDApiKey", "prod.dd.apikey2"]
        {
            assert!(stand(&["dd-api-key"], &[context]), "{context}");
        }
        for (name, context) in [("box", "sandbox"), ("box", "boxes"), ("line", "linear_key")] {
            assert!(!stand(&[name], &[context]), "{name} in {context}");
        }
        assert!(stand(&["mailgun"], &["MYMAILGUNKEY"]) && stand(&["box"], &["boxToken"]));
    }

    #[test]
    fn every_part_of_a_name_is_wanted() {
        assert!(stand(&["amplitude+key"], &["AMPLITUDE_PROJECT_API_KEY"]));
        assert!(stand(&["amplitude+key"], &["x-api-key", "https://amplitude.com/api/2"]));
        assert!(!stand(&["amplitude+key"], &["amplitude_device"]));
        assert!(!stand(&["amplitude+key"], &["amplitude_monkeys"]));
    }

    #[test]
    fn a_name_that_every_credential_has_is_refused() {
        for name in ["key", "token+key", "x", "a+key", ""] {
            assert!(Names::parse(&[name]).is_err(), "{name}");
        }
    }
}
