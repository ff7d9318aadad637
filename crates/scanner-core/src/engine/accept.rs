//! Is a match a credential? Entropy, stop words, context names, checksum.

use std::ops::Range;

use super::Match;
use super::matcher::is_hosted;
use crate::context::{placeholder, sample};
use crate::finding::{Confidence, Evidence, Verdict};
use crate::rule::{Rule, Words};
use crate::validate::{self, Checksum};

/// What stands around a match.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Surroundings<'a> {
    /// The name that the value stands under, as it is written; empty if there is none.
    pub(crate) name: &'a [u8],
    /// What else is near: the URL of the request.
    pub(crate) near: &'a [u8],
}

/// A match that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    pub(crate) verdict: Verdict,
    pub(crate) confidence: Confidence,
}

impl Accepted {
    /// Why it stands.
    pub(crate) fn evidence(self) -> Vec<Evidence> {
        let proof = match self.verdict {
            Verdict::Valid => Some(Evidence::note("its checksum or structure is right")),
            Verdict::Invalid => {
                Some(Evidence::note("its checksum or structure is wrong (confidence lowered)"))
            }
            Verdict::None => None,
        };
        [Some(Evidence::note("it has the format of the rule")), proof].into_iter().flatten().collect()
    }
}

/// Why a match does not stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rejected {
    NotNamed,
    LowEntropy,
    Placeholder,
    StopWord,
    Sample,
    InData,
}

impl Rejected {
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Rejected::NotNamed => "the format needs a name beside it that is not there",
            Rejected::LowEntropy => "it repeats itself more than random text does",
            Rejected::Placeholder => "it is a placeholder",
            Rejected::StopWord => "it holds a word that the rule leaves out",
            Rejected::Sample => "it is a published sample",
            Rejected::InData => "it stands in the middle of a longer run of base64, by chance",
        }
    }
}

/// How far before a match a context name may stand, in bytes of the same line.
const NAME_DISTANCE: usize = 64;

pub(super) fn accept(
    rule: &Rule,
    found: &Match,
    text: &[u8],
    around: &Surroundings<'_>,
) -> Result<Accepted, Rejected> {
    let secret = &text[found.secret.clone()];
    // A rule without anchors has been led to by its names.
    let led_by_names = rule.names.is_empty() || rule.anchors.is_empty();
    if !led_by_names && !is_named(rule, text, found.secret.start, around) {
        return Err(Rejected::NotNamed);
    }
    if entropy(secret) < rule.entropy {
        return Err(Rejected::LowEntropy);
    }
    // A password in a URL is chosen by a person, and so is what stands in for it. Long secrets hold short words by chance.
    let short = rule.generic && secret.len() < PASSWORD_LEN;
    if placeholder::in_token(secret) || short && placeholder::is_placeholder(secret, b"") {
        return Err(Rejected::Placeholder);
    }
    let lower = secret.to_ascii_lowercase();
    if rule.stop_words.iter().any(|word| memchr::memmem::find(&lower, word).is_some()) {
        return Err(Rejected::StopWord);
    }
    let claims = rule.checksum.filter(|c| *c == Checksum::Jwt).and_then(|_| validate::claims(secret));
    if claims.is_some_and(|claims| claims.sample) || sample::is_published(secret) {
        return Err(Rejected::Sample);
    }
    let verdict = rule.checksum.map_or(Verdict::None, |checksum| checksum.verify(secret));
    if verdict != Verdict::Valid && is_in_data(text, &found.secret) {
        return Err(Rejected::InData);
    }
    let confidence = match verdict {
        Verdict::Valid => Confidence::High,
        Verdict::Invalid => Confidence::Low,
        Verdict::None => rule.info.confidence,
    };
    Ok(Accepted { verdict, confidence })
}

/// Passwords are shorter, in bytes.
const PASSWORD_LEN: usize = 64;

/// Whether the text goes on before or after a match as base64 does. A `+`, `/`, `-` or `_` in an image or a font ends and begins words,
/// and with three letters to begin with, some tokens are in every other megabyte of them.
fn is_in_data(text: &[u8], span: &Range<usize>) -> bool {
    let in_run = |b: &&u8| b.is_ascii_alphanumeric() || b"+/-_".contains(b);
    let before = text[..span.start].iter().rev().take(DATA_LEN).take_while(in_run).count();
    let after = text[span.end..].iter().take(DATA_LEN - before).take_while(in_run).count();
    before + after >= DATA_LEN
}

/// No path or name has so many letters in one run beside the token in it, in bytes.
const DATA_LEN: usize = 256;

fn is_named(rule: &Rule, text: &[u8], start: usize, around: &Surroundings<'_>) -> bool {
    let before = &text[start.saturating_sub(NAME_DISTANCE)..start];
    let line = memchr::memrchr2(b'\n', b'\r', before).map_or(before, |i| &before[i + 1..]);
    let contexts = [around.name, around.near, line].map(Words::new);
    rule.names.stand_in(&contexts.each_ref()) || is_hosted(rule, around.near)
}

/// Shannon entropy of the byte values, in bits per byte: 0 for a run of one byte, 8 for random bytes.
pub(crate) fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for &byte in bytes {
        counts[byte as usize] += 1;
    }
    let len = bytes.len() as f64;
    counts.iter().filter(|&&n| n > 0).map(|&n| f64::from(n) / len).map(|p| -p * p.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_goes_on_round_a_match() {
        let run = "Zm9v/YmF+".repeat(40);
        let token = "EAAB0123456789";
        let at = |text: &str| text.find(token).map(|at| at..at + token.len()).unwrap();
        for (text, expected) in [
            (format!("{run}{token}+{run}"), true),
            (format!("{run}{token}\""), true),
            (format!("{token}/{run}"), true),
            (format!("{run} {token} {run}"), false),
            (format!("{run}={token}&{run}"), false),
            (format!("https://h.test/v2/{token}/me"), false),
        ] {
            assert_eq!(is_in_data(text.as_bytes(), &at(&text)), expected, "{text}");
        }
    }

    #[test]
    fn entropy_in_bits_per_byte() {
        assert!(entropy(b"") == 0.0 && entropy(b"aaaa") == 0.0);
        assert!((entropy(b"abab") - 1.0).abs() < 1e-9);
        let all: Vec<u8> = (0..=255).collect();
        assert!((entropy(&all) - 8.0).abs() < 1e-9);
    }
}
