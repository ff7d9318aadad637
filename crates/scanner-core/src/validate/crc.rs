//! CRC-32 (IEEE 802.3, as in zlib) in the encodings that token issuers chose.

use crc32fast::hash as crc32;

/// Body, then six characters of base62 (`0-9A-Za-z`, zero-padded) of its CRC-32. The prefix, which ends with its last `_`, is not
/// part of the body. GitHub: <https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/>
/// (5 April 2021). npm took over the scheme in September 2021, Vercel in February 2026; Polar has it in its source
/// (`server/polar/kit/crypto.py`).
pub(super) fn base62(token: &[u8]) -> Option<bool> {
    let (rest, sum) = token.split_last_chunk::<6>()?;
    let body = &rest[prefix_end(rest)?..];
    Some(*sum == base62_digits(crc32(body)))
}

/// The end of the prefix: just past the `_` of its last word. Bodies may hold `_` themselves (Vercel), so only the words of known
/// prefixes are taken.
fn prefix_end(token: &[u8]) -> Option<usize> {
    let mut end = None;
    let mut at = 0;
    while let Some(next) = token[at..].iter().position(|&b| b == b'_').map(|i| at + i) {
        let word = &token[at..next];
        if word.len() > LONGEST_WORD || !word.iter().all(u8::is_ascii_lowercase) {
            break;
        }
        end = Some(next + 1);
        at = next + 1;
        // `ghp_`, `npm_`, `vcp_`: one word. `polar_oat_`, `polar_at_u_`: several.
        if word != b"polar" && word != b"at" {
            break;
        }
    }
    end
}

/// Words of token prefixes are short.
const LONGEST_WORD: usize = 6;

fn base62_digits(mut n: u32) -> [u8; 6] {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut out = [b'0'; 6];
    for digit in out.iter_mut().rev() {
        *digit = DIGITS[(n % 62) as usize];
        n /= 62;
    }
    out
}

/// Everything before the last eight characters, then its CRC-32 in hex of either case. Atlassian (`ATATT…=XXXXXXXX`, the `=` included)
/// and Bitbucket (`ATBB`): recomputed from published samples, see "Sources of the proofs" in DESIGN.md.
pub(super) fn hex(token: &[u8]) -> Option<bool> {
    let (body, sum) = token.split_last_chunk::<8>()?;
    Some(hex_value(sum) == Some(crc32(body)))
}

/// Prefix, body, `_`, then the CRC-32 of the body in hex (Zuplo: `zpka_` + 32 + `_` + 8).
pub(super) fn hex_body(token: &[u8]) -> Option<bool> {
    let (rest, sum) = token.split_last_chunk::<8>()?;
    let rest = rest.strip_suffix(b"_")?;
    let body = &rest[rest.iter().position(|&b| b == b'_')? + 1..];
    Some(hex_value(sum) == Some(crc32(body)))
}

/// Everything before the last `_`, then its CRC-32 as hex of the little-endian bytes (`glsa_` + 32 + `_` + 8).
pub(super) fn grafana(token: &[u8]) -> Option<bool> {
    let (rest, sum) = token.split_last_chunk::<8>()?;
    let body = rest.strip_suffix(b"_")?;
    Some(hex_value(sum) == Some(crc32(body).swap_bytes()))
}

/// `cflt` + 54, then six characters of base64 of the little-endian CRC-32 of the 54.
pub(super) fn confluent(token: &[u8]) -> Option<bool> {
    let (body, sum) = token.strip_prefix(b"cflt")?.split_last_chunk::<6>()?;
    let encoded = data_encoding::BASE64_NOPAD.encode(&crc32(body).to_le_bytes());
    Some(encoded.as_bytes() == sum)
}

fn hex_value(digits: &[u8; 8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |n, &d| Some((n << 4) | (d as char).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CRC-32 bit by bit, straight from the polynomial: shares nothing with the table-driven crate.
    fn slow_crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, &byte| {
            (0..8)
                .fold(crc ^ u32::from(byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
        })
    }

    fn slow_base62(n: u32) -> String {
        let digits: Vec<char> = ('0'..='9').chain('A'..='Z').chain('a'..='z').collect();
        (0..6).rev().map(|place| digits[(u64::from(n) / 62_u64.pow(place) % 62) as usize]).collect()
    }

    #[test]
    fn base62_of_the_body_without_the_prefix() {
        let body = "0123456789abcdefghijABCDEFGHIJ";
        let sum = slow_base62(slow_crc32(body.as_bytes()));
        for prefix in ["ghp_", "npm_", "vcp_", "polar_oat_", "polar_at_u_"] {
            let token = format!("{prefix}{body}{sum}");
            assert_eq!(base62(token.as_bytes()), Some(true), "{prefix}");
            assert_eq!(base62(token.replace("012", "013").as_bytes()), Some(false));
        }
        // A body that itself has underscores.
        let body = "ab_cd-".repeat(8) + "zz";
        let token = format!("vcp_{body}{}", slow_base62(slow_crc32(body.as_bytes())));
        assert_eq!(base62(token.as_bytes()), Some(true));
    }

    #[test]
    fn hex_forms() {
        let body = "ATATT3xFfGF0abcdef=";
        let token = format!("{body}{:08X}", slow_crc32(body.as_bytes()));
        assert_eq!(hex(token.as_bytes()), Some(true));
        assert_eq!(hex(format!("x{token}").as_bytes()), Some(false));
        let token = format!("zpka_{}_{:08x}", "q".repeat(32), slow_crc32("q".repeat(32).as_bytes()));
        assert_eq!(hex_body(token.as_bytes()), Some(true));
        let body = format!("glsa_{}", "Q".repeat(32));
        let sum: String =
            slow_crc32(body.as_bytes()).to_le_bytes().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(grafana(format!("{body}_{sum}").as_bytes()), Some(true));
    }

    #[test]
    fn confluent_form() {
        let body = "k".repeat(54);
        let sum = data_encoding::BASE64.encode(&slow_crc32(body.as_bytes()).to_le_bytes());
        assert_eq!(confluent(format!("cflt{body}{}", &sum[..6]).as_bytes()), Some(true));
        assert_eq!(confluent(format!("cflt{body}AAAAAA").as_bytes()), Some(false));
    }

    #[test]
    fn too_short_for_a_sum_is_no_verdict() {
        assert_eq!(base62(b"ghp_"), None);
        assert_eq!(hex(b"abc"), None);
    }
}
