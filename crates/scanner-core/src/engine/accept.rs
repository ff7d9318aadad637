//! Is a match a credential? Entropy, stop words, context names, checksum.

use super::Match;
use crate::context::placeholder;
use crate::finding::{Confidence, Verdict};
use crate::rule::{Rule, normalise};

/// What stands around a match.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Surroundings<'a> {
    /// The name that the value stands under, as it is written; empty if there is none.
    pub(crate) name: &'a [u8],
    /// What else is near: the URL of a parameter.
    pub(crate) near: &'a [u8],
}

/// A match that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Accepted {
    pub(crate) verdict: Verdict,
    pub(crate) confidence: Confidence,
}

/// How far before a match a context name may stand, in bytes of the same line.
const NAME_DISTANCE: usize = 64;

pub(super) fn accept(rule: &Rule, found: &Match, text: &[u8], around: &Surroundings<'_>) -> Option<Accepted> {
    let secret = &text[found.secret.clone()];
    if !rule.names.is_empty() && !is_named(rule, text, found.secret.start, around) {
        return None;
    }
    if entropy(secret) < rule.entropy || placeholder::in_token(secret) {
        return None;
    }
    // A password in a URL is chosen by a person, and so is what stands in for it. Long secrets hold short words by chance.
    if rule.generic && secret.len() < PASSWORD_LEN && placeholder::is_placeholder(secret, b"") {
        return None;
    }
    let lower = secret.to_ascii_lowercase();
    if rule.stop_words.iter().any(|word| memchr::memmem::find(&lower, word).is_some()) {
        return None;
    }
    if let (Some(crate::validate::Checksum::Jwt), Some(claims)) =
        (rule.checksum, crate::validate::claims(secret))
        && claims.sample
    {
        return None;
    }
    let verdict = rule.checksum.map_or(Verdict::None, |checksum| checksum.verify(secret));
    let confidence = match verdict {
        Verdict::Valid => Confidence::High,
        Verdict::Invalid => Confidence::Low,
        Verdict::None => rule.info.confidence,
    };
    Some(Accepted { verdict, confidence })
}

/// Passwords are shorter, in bytes.
const PASSWORD_LEN: usize = 64;

fn is_named(rule: &Rule, text: &[u8], start: usize, around: &Surroundings<'_>) -> bool {
    let before = &text[start.saturating_sub(NAME_DISTANCE)..start];
    let line = memchr::memrchr2(b'\n', b'\r', before).map_or(before, |i| &before[i + 1..]);
    [around.name, around.near, line].iter().any(|context| {
        let context = normalise(context);
        rule.names.iter().any(|name| memchr::memmem::find(&context, name).is_some())
    })
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
    fn entropy_in_bits_per_byte() {
        assert!(entropy(b"") == 0.0 && entropy(b"aaaa") == 0.0);
        assert!((entropy(b"abab") - 1.0).abs() < 1e-9);
        let all: Vec<u8> = (0..=255).collect();
        assert!((entropy(&all) - 8.0).abs() < 1e-9);
    }
}
