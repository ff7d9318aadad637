//! BIP-39: the words that a wallet is restored from.

use bip39::{Error, Language, Mnemonic};

use crate::finding::Fact;

/// 12, 15, 18, 21 or 24 words of the English list, of which the last bits are the first of the SHA-256 of the others. Any case, any white
/// space. `None` for other words and other numbers of them: that is no mnemonic.
pub(super) fn checksum(text: &[u8]) -> Option<bool> {
    let words = words(text)?;
    match Mnemonic::parse_in_normalized(Language::English, &words) {
        Ok(_) => Some(true),
        Err(Error::InvalidChecksum) => Some(false),
        Err(_) => None,
    }
}

pub(super) fn facts(text: &[u8]) -> Vec<Fact> {
    let proven = words(text).filter(|_| checksum(text) == Some(true));
    proven.map(|words| Fact::new("words", words.split(' ').count().to_string())).into_iter().collect()
}

fn words(text: &[u8]) -> Option<String> {
    /// 24 words of at most eight letters, and room for white space.
    const LONGEST: usize = 1024;
    let text = (text.len() <= LONGEST).then(|| std::str::from_utf8(text).ok()).flatten()?;
    let words: Vec<String> = text.split_whitespace().map(str::to_ascii_lowercase).collect();
    Some(words.join(" "))
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// The words of an entropy, by the text of BIP-39; only the list is the crate's.
    fn mnemonic(entropy: &[u8]) -> String {
        let sum = Sha256::digest(entropy);
        let bits: Vec<u8> =
            entropy.iter().chain(&sum).flat_map(|byte| (0..8).rev().map(move |i| byte >> i & 1)).collect();
        let len = entropy.len() * 8 * 33 / 32;
        let list = Language::English.word_list();
        let words =
            bits[..len].chunks(11).map(|word| list[word.iter().fold(0, |n, &bit| n * 2 + usize::from(bit))]);
        words.collect::<Vec<_>>().join(" ")
    }

    /// The vectors that BIP-39 refers to.
    #[test]
    fn published_vectors() {
        let zero = "abandon ".repeat(11) + "about";
        assert_eq!(mnemonic(&[0; 16]), zero);
        assert_eq!(checksum(zero.as_bytes()), Some(true));
        assert_eq!(checksum(("zoo ".repeat(11) + "wrong").as_bytes()), Some(true));
        assert_eq!(checksum("abandon ".repeat(12).as_bytes()), Some(false));
    }

    #[test]
    fn every_length_and_any_white_space() {
        for len in [16, 20, 24, 28, 32] {
            let entropy: Vec<u8> = (0..len).map(|i| (i * 37 + 11) as u8).collect();
            let words = mnemonic(&entropy);
            assert_eq!(checksum(words.as_bytes()), Some(true));
            assert_eq!(checksum(words.to_uppercase().replace(' ', " \n").as_bytes()), Some(true));
            assert_eq!(facts(words.as_bytes()), [Fact::new("words", (len * 3 / 4).to_string())]);
        }
    }

    #[test]
    fn other_text_is_no_mnemonic() {
        assert_eq!(checksum(b"these are twelve words but none of them is in the list x"), None);
        assert_eq!(checksum(b"abandon abandon"), None);
        assert_eq!(checksum(&[b'a'; 5000]), None);
    }
}
