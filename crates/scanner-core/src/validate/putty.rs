//! PuTTY's key files: appendix C of its manual, <https://the.earth.li/~sgtatham/putty/0.83/htmldoc/AppendixC.html>.

use super::key::Key;
use super::openssh;
use super::pem::Inspected;
use crate::decode::base64;

/// Named fields and two blocks of base64, each after the number of its lines. The public block must name the algorithm of the first line.
/// Without `Private-MAC` the file was cut short.
pub(super) fn inspect(text: &str) -> Inspected {
    let Some(file) = read(text) else { return Inspected::Cut };
    match file.key() {
        Some(key) => Inspected::Right(Some(key)),
        None => Inspected::Wrong,
    }
}

struct File<'t> {
    algorithm: &'t str,
    encryption: &'t str,
    public: String,
    private: String,
}

impl File<'_> {
    fn key(&self) -> Option<Key> {
        let public = base64::decode(self.public.as_bytes())?;
        base64::decode(self.private.as_bytes())?;
        let key = openssh::public_key(&public, self.encryption != "none")?;
        (key.kind == self.algorithm).then_some(key)
    }
}

/// `None` if a field is missing.
fn read(text: &str) -> Option<File<'_>> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (mut algorithm, mut encryption, mut public, mut private) = (None, None, None, None);
    while let Some(line) = lines.next() {
        let Some((name, value)) = line.split_once(": ") else { continue };
        let mut block = || Some(lines.by_ref().take(value.parse().ok()?).collect::<String>());
        match name {
            "Encryption" => encryption = Some(value),
            "Public-Lines" => public = block(),
            "Private-Lines" => private = block(),
            "Private-MAC" | "Private-Hash" => {
                return Some(File {
                    algorithm: algorithm?,
                    encryption: encryption?,
                    public: public?,
                    private: private?,
                });
            }
            _ if name.starts_with("PuTTY-User-Key-File-") => algorithm = Some(value),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64;

    use super::super::openssh::tests::string;
    use super::*;

    fn file(algorithm: &str, encryption: &str) -> String {
        let public = BASE64.encode(&[string(b"ssh-ed25519"), string(&[7; 32])].concat());
        let private = BASE64.encode(&string(&[9; 32]));
        let (first, second) = public.split_at(64);
        format!(
            "PuTTY-User-Key-File-3: {algorithm}\nEncryption: {encryption}\nComment: a: b\nPublic-Lines: 2\n{first}\n{second}\n\
             Private-Lines: 1\n{private}\nPrivate-MAC: {}\n",
            "0".repeat(64)
        )
    }

    #[test]
    fn the_public_block_names_the_algorithm() {
        let right = |encrypted| Inspected::Right(Some(Key::new("ssh-ed25519", encrypted)));
        assert_eq!(inspect(&file("ssh-ed25519", "none")), right(false));
        assert_eq!(inspect(&file("ssh-ed25519", "aes256-cbc").replace('\n', "\n\n")), right(true));
        assert_eq!(inspect(&file("ssh-rsa", "none")), Inspected::Wrong);
    }

    #[test]
    fn cut_files_have_no_verdict() {
        let whole = file("ssh-ed25519", "none");
        let end = whole.find("Private-MAC").unwrap();
        for end in 0..end {
            assert_eq!(inspect(&whole[..end]), Inspected::Cut, "{end}");
        }
    }
}
