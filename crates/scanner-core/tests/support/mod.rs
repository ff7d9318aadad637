//! The rule files, and credentials made from them.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    dead_code,
    missing_debug_implementations,
    missing_docs,
    unreachable_pub,
    reason = "shared by several test programs, which may panic and read files"
)]

use data_encoding::{BASE32, BASE64, BASE64URL_NOPAD};
use scanner_core::rule::spec::{self, Examples};
use scanner_core::{Checksum, RuleSpec};
use sha2::{Digest, Sha256};

/// Every rule of `rules/*.toml`, in the order of the file names.
pub fn rules() -> Vec<(RuleSpec, Examples)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rules");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the rule files are in the repository, not in the package")
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .filter(|path| !path.ends_with("controls.toml") && !path.ends_with("samples.toml"))
        .collect();
    files.sort();
    let read = |path| {
        spec::parse(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|e| panic!("{path:?}: {e}"))
    };
    files.into_iter().flat_map(read).collect()
}

/// A text made from a template, and where the secret is in it.
#[derive(Debug)]
pub struct Example {
    pub text: String,
    pub secret: std::ops::Range<usize>,
}

/// Makes texts from templates (`rules/README.md`). Shares no code with the matcher it tests.
pub struct Maker(u64);

impl Maker {
    pub fn new(seed: u64) -> Maker {
        Maker(seed | 1)
    }

    /// xorshift64*: Vigna 2016, "An experimental exploration of Marsaglia's xorshift generators, scrambled".
    pub fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % below
    }

    pub fn example(&mut self, template: &str, rule: &RuleSpec) -> Example {
        let marked = template.contains('«');
        let expanded = self.expand(template, rule);
        let whole_token = !marked && template.matches("{{token").count() == 1;
        match (expanded.find(OPEN), expanded.find(CLOSE)) {
            (Some(start), Some(end)) if marked || whole_token => {
                let text = expanded.replace([OPEN, CLOSE], "");
                Example { secret: start..end - OPEN.len_utf8(), text }
            }
            _ => {
                let text = expanded.replace([OPEN, CLOSE], "");
                Example { secret: 0..text.len(), text }
            }
        }
    }

    fn expand(&mut self, template: &str, rule: &RuleSpec) -> String {
        let marked = template.contains('«');
        let mut out = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '«', '»']) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(tail) = rest.strip_prefix('«') {
                out.push(OPEN);
                rest = tail;
            } else if let Some(tail) = rest.strip_prefix('»') {
                out.push(CLOSE);
                rest = tail;
            } else if rest.starts_with("{{") {
                let end = closing(rest).unwrap_or_else(|| panic!("{template}: not closed"));
                let made = self.placeholder(&rest[2..end], rule, marked);
                out.push_str(&made);
                rest = &rest[end + 2..];
            } else {
                out.push('{');
                rest = &rest[1..];
            }
        }
        out + rest
    }

    fn placeholder(&mut self, inside: &str, rule: &RuleSpec, marked: bool) -> String {
        let (name, argument) = inside.rsplit_once(':').unwrap_or((inside, ""));
        match inside.split(':').next().unwrap() {
            "token" => {
                let shape = if argument.is_empty() { 1 } else { argument.parse().unwrap() };
                let token = self.token(rule, shape - 1);
                if marked { token } else { format!("{OPEN}{token}{CLOSE}") }
            }
            "uuid" => [8, 4, 4, 4, 12].map(|n| self.run("hex", n)).join("-"),
            "b64" => BASE64.encode(self.expand(&inside[4..], rule).replace([OPEN, CLOSE], "").as_bytes()),
            "b64url" => {
                BASE64URL_NOPAD.encode(self.expand(&inside[7..], rule).replace([OPEN, CLOSE], "").as_bytes())
            }
            _ => {
                let (min, max) = argument.split_once('-').unwrap_or((argument, argument));
                let (min, max): (usize, usize) = (min.parse().unwrap(), max.parse().unwrap());
                let len = min + self.next(max - min + 1);
                self.run(name, len)
            }
        }
    }

    fn token(&mut self, rule: &RuleSpec, shape: usize) -> String {
        let template = rule.token[shape].to_string();
        let token = self.expand(&template, rule);
        seal(token, rule.checksum)
    }

    fn run(&mut self, class: &str, len: usize) -> String {
        let letters = letters(class);
        (0..len).map(|_| letters[self.next(letters.len())]).collect()
    }
}

/// Stand for `«` and `»` while base64 may be made of what is between them.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// The `}}` that closes the placeholder at the start of `text`, over placeholders inside it.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut at = 0;
    while at + 1 < text.len() {
        match &text.as_bytes()[at..at + 2] {
            b"{{" => (depth, at) = (depth + 1, at + 2),
            b"}}" => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
                at += 2;
            }
            _ => at += 1,
        }
    }
    None
}

fn letters(class: &str) -> Vec<char> {
    let pattern = match class {
        "digit" => "0-9",
        "hex" => "0-9a-f",
        "HEX" => "0-9A-F",
        "hexi" => "0-9a-fA-F",
        "lower" => "a-z",
        "upper" => "A-Z",
        "alpha" => "a-zA-Z",
        "lowernum" => "a-z0-9",
        "uppernum" => "A-Z0-9",
        "base62" => "A-Za-z0-9",
        "base32" => "A-Z2-7",
        "base58" => "1-9A-HJ-NP-Za-km-z",
        "base64" => "A-Za-z0-9+/",
        "base64url" => "A-Za-z0-9_-",
        "word" => "A-Za-z0-9_",
        own => own
            .strip_prefix('[')
            .and_then(|o| o.strip_suffix(']'))
            .unwrap_or_else(|| panic!("unknown class {own}")),
    };
    let mut letters = Vec::new();
    let mut chars = pattern.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\\' {
            letters.extend(chars.next());
        } else if chars.peek() == Some(&'-') && chars.clone().nth(1).is_some() {
            chars.next();
            letters.extend(c..=chars.next().unwrap());
        } else {
            letters.push(c);
        }
    }
    letters
}

/// Puts the right checksum into a random token. Written from the descriptions in `rules/README.md`, apart from the library.
fn seal(token: String, checksum: Option<Checksum>) -> String {
    let cut = |n: usize| token[..token.len() - n].to_owned();
    match checksum {
        Some(Checksum::Crc32Base62) => {
            let start = token.find('_').unwrap() + 1;
            let start = if token.starts_with("polar_") { token.rfind('_').unwrap() + 1 } else { start };
            let body = cut(6);
            let sum = radix(u64::from(slow_crc32(&body.as_bytes()[start..])), 62, 6);
            body + &sum
        }
        Some(Checksum::GithubFineGrained) => {
            let body = cut(16);
            let sum = BASE32.encode(&Sha256::digest(body.as_bytes()));
            format!("{body}{}{}", &sum[..8], &token[token.len() - 8..])
        }
        Some(Checksum::GitlabRoutable) => {
            let payload = &token[token.find('-').unwrap() + 1..token.find(".01.").unwrap()];
            let body = cut(9) + &radix(payload.len() as u64, 36, 2);
            let sum = radix(u64::from(slow_crc32(body.as_bytes())), 36, 7);
            (body + &sum).clone()
        }
        Some(Checksum::Crc32Hex) => format!("{}{:08X}", cut(8), slow_crc32(cut(8).as_bytes())),
        Some(Checksum::Crc32HexBody) => {
            let body = cut(9);
            let start = body.find('_').unwrap() + 1;
            format!("{body}_{:08x}", slow_crc32(&body.as_bytes()[start..]))
        }
        Some(Checksum::Grafana) => {
            let body = cut(9);
            format!("{body}_{:08x}", slow_crc32(body.as_bytes()).swap_bytes())
        }
        Some(Checksum::Confluent) => {
            let body = cut(6);
            let sum = BASE64.encode(&slow_crc32(&body.as_bytes()[4..]).to_le_bytes());
            format!("{body}{}", &sum[..6])
        }
        _ => token,
    }
}

/// CRC-32 (IEEE 802.3) bit by bit.
fn slow_crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
    })
}

fn radix(mut n: u64, base: u64, width: usize) -> String {
    let digits: Vec<char> = if base == 62 {
        ('0'..='9').chain('A'..='Z').chain('a'..='z').collect()
    } else {
        ('0'..='9').chain('a'..='z').collect()
    };
    let mut out = vec!['0'; width];
    for place in out.iter_mut().rev() {
        *place = digits[(n % base) as usize];
        n /= base;
    }
    out.into_iter().collect()
}
