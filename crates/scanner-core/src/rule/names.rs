//! Context names: the words that must stand beside a value before a rule without a prefix of its own counts.

use std::ops::Range;

use super::spec::Problem;

/// The context names of a rule. One of them must stand beside the value; of that one, every part.
#[derive(Debug, Default)]
pub(crate) struct Names(Vec<Vec<NamePart>>);

/// A part of a name: letters and digits in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamePart {
    letters: Box<[u8]>,
    /// Where words begin in it, beside at 0: something may stand between them.
    cuts: Box<[usize]>,
}

impl NamePart {
    fn parse(written: &str) -> NamePart {
        let words = Words::new(written.as_bytes());
        let digit = |at: usize| words.letters.get(at).is_some_and(u8::is_ascii_digit);
        let is_cut = |cut: &usize| *cut > 0 && (digit(cut - 1) == digit(*cut) || words.gaps.contains(cut));
        let mut cuts: Vec<usize> = words.starts.iter().copied().filter(is_cut).collect();
        // `mailgunapikey` may be written `mailgun_api_key`.
        let mut end = words.letters.len();
        let mut endings = CREDENTIAL;
        while let Some(word) = endings.iter().find(|word| words.letters[..end].ends_with(word)) {
            end -= word.len();
            endings = COMMON;
            // A single letter before belongs to it: `hapikey`.
            if end > 1 {
                cuts.push(end);
            }
        }
        cuts.retain(|&cut| cut > 0 && cut < words.letters.len());
        cuts.sort_unstable();
        cuts.dedup();
        NamePart { letters: words.letters.into(), cuts: cuts.into() }
    }

    fn is_common(&self) -> bool {
        COMMON.contains(&&*self.letters)
    }

    /// Letters and digits, in lower case.
    pub(crate) fn letters(&self) -> &[u8] {
        &self.letters
    }

    /// Whether one of its words says of a thing that it is a credential.
    fn says_credential(&self) -> bool {
        self.words().any(|word| CREDENTIAL.contains(&word))
    }

    /// Whether it may stand at a place where one of its [`NamePart::words`] does.
    pub(crate) fn may_stand(&self, text: &[u8], start: usize, end: usize) -> bool {
        if self.cuts.is_empty() {
            let around = start.saturating_sub(AROUND)..text.len().min(end + AROUND);
            return end - start >= LONG_NAME || Words::new(&text[around]).has(self);
        }
        let word = &text[start..end];
        let here = |(at, letters): &(usize, &[u8])| {
            letters.eq_ignore_ascii_case(word)
                && same_letters(self.letters[..*at].iter().rev(), text[..start].iter().rev())
                && same_letters(&self.letters[at + word.len()..], text[end..].iter())
        };
        self.letters.windows(word.len()).enumerate().any(|window| here(&window))
    }

    /// Its words: what stands in one piece wherever the part does.
    pub(crate) fn words(&self) -> impl Iterator<Item = &[u8]> {
        let starts = [0].into_iter().chain(self.cuts.iter().copied());
        let ends = self.cuts.iter().copied().chain([self.letters.len()]);
        starts.zip(ends).map(|(start, end)| &self.letters[start..end])
    }
}

impl Names {
    /// Reads names as rules write them: the parts of a name are joined by `+`.
    pub(crate) fn parse<S: AsRef<str>>(names: &[S]) -> Result<Names, Problem> {
        let name = |written: &S| {
            let parts: Vec<NamePart> = written.as_ref().split('+').map(NamePart::parse).collect();
            let usable = parts.iter().all(|part| part.letters.len() > 1)
                && parts[0].letters.len() >= SHORTEST_LEAD
                && !parts[0].is_common();
            if usable { Ok(parts) } else { Err(Problem::Name(written.as_ref().to_owned())) }
        };
        Ok(Names(names.iter().map(name).collect::<Result<_, _>>()?))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// For each name a part without which it stands nowhere. None for the names that also want a word which leaves a mark anyway, because it
    /// says that something is a credential.
    pub(crate) fn marks(&self) -> impl Iterator<Item = &NamePart> {
        self.0
            .iter()
            .filter(|parts| !parts.iter().any(NamePart::says_credential))
            .filter_map(|parts| parts.first())
    }

    /// The first part of each name.
    pub(crate) fn leads(&self) -> impl Iterator<Item = &NamePart> {
        self.0.iter().filter_map(|parts| parts.first())
    }

    /// Whether one of the names stands in `own`, or in part there and for the rest in `near`. A part that says that something is a credential must be in
    /// `own`, and so must the first part if there is none.
    pub(crate) fn stand_in_both(&self, own: &Words, near: &Words) -> bool {
        self.0.iter().any(|parts| {
            let says = parts.iter().any(NamePart::says_credential);
            parts.iter().enumerate().all(|(index, part)| {
                let must = if says { part.says_credential() } else { index == 0 };
                own.has(part) || !must && near.has(part)
            })
        })
    }

    /// Whether every part of one of the names stands in one of the `contexts`.
    pub(crate) fn stand_in(&self, contexts: &[&Words]) -> bool {
        let stands = |part: &NamePart| contexts.iter().any(|context| context.has(part));
        self.0.iter().any(|parts| parts.iter().all(stands))
    }
}

/// A name or a line of text as context names are looked up in it.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Letters and digits, in lower case.
    letters: Vec<u8>,
    /// Where in `letters` words begin: after anything else, at a change of case, between letters and digits.
    starts: Vec<usize>,
    /// Those of them before which something else stands.
    gaps: Vec<usize>,
    /// Those of them that stand apart: before them is a letter of another script, or more than goes between the words of a name.
    apart: Vec<usize>,
}

impl Words {
    pub(crate) fn new(text: &[u8]) -> Words {
        let mut words = Words::default();
        let mut previous = b' ';
        let mut gap = 0;
        for (at, &byte) in text.iter().enumerate() {
            // The letter of an escape is no part of the word after it.
            let is_escape = previous == b'\\' && matches!(byte, b'n' | b'r' | b't' | b'b' | b'f');
            let byte = if is_escape { b' ' } else { byte };
            if byte.is_ascii_alphanumeric() {
                let next_is_small = text.get(at + 1).is_some_and(u8::is_ascii_lowercase);
                let capital = byte.is_ascii_uppercase()
                    && (previous.is_ascii_lowercase() || previous.is_ascii_uppercase() && next_is_small);
                let kind_changes = byte.is_ascii_digit() != previous.is_ascii_digit();
                if !previous.is_ascii_alphanumeric() {
                    words.gaps.push(words.letters.len());
                }
                if !previous.is_ascii() || gap > GAP_MAX {
                    words.apart.push(words.letters.len());
                }
                gap = 0;
                if capital || !previous.is_ascii_alphanumeric() || kind_changes {
                    words.starts.push(words.letters.len());
                }
                words.letters.push(byte.to_ascii_lowercase());
            } else {
                gap += 1;
            }
            previous = byte;
        }
        words
    }

    /// Letters and digits, in lower case.
    pub(crate) fn letters(&self) -> &[u8] {
        &self.letters
    }

    /// Whether a word is among them that says of a thing that it is a credential.
    pub(crate) fn say_credential(&self) -> bool {
        CREDENTIAL.iter().any(|word| memchr::memmem::find(&self.letters, word).is_some())
    }

    /// Whether `part` stands here: a long one anywhere, a short one as a word, or as one beside a word of every credential:
    /// `dd` in `DDAPIKEY`, but not `box` in `sandbox`.
    fn has(&self, part: &NamePart) -> bool {
        memchr::memmem::find_iter(&self.letters, &part.letters).any(|start| {
            let end = start + part.letters.len();
            let bounded = part.letters.len() >= LONG_NAME && !part.is_common()
                || self.begins(start) && self.ends(end)
                || part.is_common() && (self.begins(start) || self.ends(end));
            bounded && self.is_whole(start..end, part)
        })
    }

    /// Whether something else stands only between the words of the part.
    fn is_whole(&self, range: Range<usize>, part: &NamePart) -> bool {
        let first = self.gaps.partition_point(|&gap| gap <= range.start);
        let inside = self.gaps[first..].iter().take_while(|&&gap| gap < range.end);
        let mut inside = inside.copied();
        inside.all(|gap| part.cuts.contains(&(gap - range.start)) && !self.apart.contains(&gap))
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

/// Whether the letters of `wanted` follow each other in `text`, whatever goes between words.
fn same_letters<'l>(
    wanted: impl IntoIterator<Item = &'l u8>,
    mut text: impl Iterator<Item = &'l u8>,
) -> bool {
    // The letter of an escape between the words is none of theirs.
    let is_escape = |byte: &u8| matches!(byte, b'n' | b'r' | b't' | b'b' | b'f');
    wanted.into_iter().all(|wanted| {
        let near = text.by_ref().take(AROUND_WORDS);
        near.filter(|b| b.is_ascii_alphanumeric())
            .find(|b| b.eq_ignore_ascii_case(wanted) || !is_escape(b))
            .is_some_and(|found| found.eq_ignore_ascii_case(wanted))
    })
}

/// More bytes do not stand between the words of a name.
const GAP_MAX: usize = 4;

/// The words of a part stand within so many bytes, whatever was done to quotes and the like between them.
const AROUND_WORDS: usize = 128;

/// Words of every credential are shorter, in bytes.
const AROUND: usize = 16;

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

/// The first part of a name is no shorter, in letters.
const SHORTEST_LEAD: usize = 3;

/// Those of them that say that something is a credential.
const CREDENTIAL: &[&[u8]] = &[b"key", b"password", b"secret", b"token"];

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
        assert!(stand(&["ntfy"], &[r"a\nntfy-auth"]));
        for (name, context) in [("box", "sandbox"), ("box", "boxes"), ("line", "linear_key")] {
            assert!(!stand(&[name], &[context]), "{name} in {context}");
        }
        assert!(stand(&["send-grid"], &["SEND_GRID_KEY"]) && !stand(&["sendgrid"], &["send_grid_key"]));
        assert!(stand(&["mailgunapikey"], &["MAILGUN_API_KEY"]));
        assert!(stand(&["send-grid"], &["send -> grid"]) && !stand(&["send-grid"], &["send --> grid"]));
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
        for name in ["key", "dd", "token+key", "x", "a+key", ""] {
            assert!(Names::parse(&[name]).is_err(), "{name}");
        }
    }
}
