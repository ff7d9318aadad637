//! OpenSSH's own format: `PROTOCOL.key` in its sources.

use super::key::Key;
use super::reader::{Reader, bits};

pub(super) fn key(bytes: &[u8]) -> Option<Key> {
    let mut reader = Reader::new(bytes.strip_prefix(b"openssh-key-v1\0")?);
    let cipher = reader.ssh_string()?;
    let (_derivation, _options) = (reader.ssh_string()?, reader.ssh_string()?);
    if reader.number(4)? != 1 {
        return None;
    }
    let (public, private) = (reader.ssh_string()?, reader.ssh_string()?);
    let encrypted = cipher != b"none";
    // The same random number twice, which tells a right passphrase from a wrong one.
    let mut check = Reader::new(private);
    if !encrypted && check.number(4)? != check.number(4)? {
        return None;
    }
    public_key(public, encrypted)
}

/// The algorithm, then its numbers (RFC 4253 section 6.6).
pub(super) fn public_key(blob: &[u8], encrypted: bool) -> Option<Key> {
    let mut reader = Reader::new(blob);
    let name = std::str::from_utf8(reader.ssh_string()?).ok()?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'@' | b'_');
    if name.is_empty() || !name.bytes().all(is_name) {
        return None;
    }
    let key = Key::new(name.to_owned(), encrypted);
    if name != "ssh-rsa" {
        return Some(key);
    }
    let (_exponent, modulus) = (reader.ssh_string()?, reader.ssh_string()?);
    Some(key.with_bits(bits(modulus)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::validate) fn string(bytes: &[u8]) -> Vec<u8> {
        [&(bytes.len() as u32).to_be_bytes(), bytes].concat()
    }

    pub(in crate::validate) fn file(cipher: &str, private: &[u8]) -> Vec<u8> {
        let public = [string(b"ssh-ed25519"), string(&[7; 32])].concat();
        let heads = [string(cipher.as_bytes()), string(b"none"), string(b""), vec![0, 0, 0, 1]].concat();
        [b"openssh-key-v1\0".as_slice(), &heads, &string(&public), &string(private)].concat()
    }

    #[test]
    fn plain_and_encrypted() {
        assert_eq!(key(&file("none", &[1, 2, 3, 4, 1, 2, 3, 4, 9])), Some(Key::new("ssh-ed25519", false)));
        assert_eq!(key(&file("none", &[1, 2, 3, 4, 1, 2, 3, 5, 9])), None);
        assert_eq!(key(&file("aes256-ctr", &[9; 64])), Some(Key::new("ssh-ed25519", true)));
    }

    #[test]
    fn cut_files_are_none() {
        let whole = file("none", &[7; 64]);
        for end in 0..whole.len() {
            assert_eq!(key(&whole[..end]), None, "{end}");
        }
    }

    #[test]
    fn rsa_has_a_size() {
        let blob =
            [string(b"ssh-rsa"), string(&[1, 0, 1]), string(&[&[0][..], &[0x80; 384]].concat())].concat();
        assert_eq!(public_key(&blob, false), Some(Key::new("ssh-rsa", false).with_bits(3072)));
    }
}
