//! CRC-32 (IEEE 802.3, as in zlib) in the encodings that token issuers chose.
//!
//! Each function has its `_sum`: what the token should end with, given all that stands before.

use crc32fast::hash as crc32;

/// Body, then six characters of base62 (`0-9A-Za-z`, zero-padded) of its CRC-32. The prefix is not part of the body. GitHub:
/// <https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/> (5 April 2021). npm took over the
/// scheme in September 2021, Vercel in February 2026; Polar has it in its source (`server/polar/kit/crypto.py`).
pub(super) fn base62(token: &[u8]) -> Option<bool> {
    let (rest, sum) = token.split_last_chunk::<6>()?;
    Some(*sum == base62_sum(rest)?)
}

/// `None` where the body has a length for which the scheme is not known.
pub(super) fn base62_sum(token: &[u8]) -> Option<[u8; 6]> {
    let prefix = prefix_end(token)?;
    let body = &token[prefix..];
    // GitHub also issues stateless tokens with the same prefixes, which are longer and have no such sum.
    let is_github = prefix == 4 && token.starts_with(b"gh");
    let is_known = !is_github || body.len() == 30 || token.starts_with(b"ghr_") && body.len() == 70;
    is_known.then(|| base62_digits(crc32(body)))
}

/// The end of the prefix. Polar's has several words (`polar_at_u_`) before a body of letters and digits; elsewhere it is one, and the body may
/// hold `_` itself (Vercel).
fn prefix_end(token: &[u8]) -> Option<usize> {
    let underscore = |&byte: &u8| byte == b'_';
    let last = if token.starts_with(b"polar_") {
        token.iter().rposition(underscore)
    } else {
        token.iter().position(underscore)
    };
    last.map(|at| at + 1)
}

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

pub(super) fn hex_sum(body: &[u8]) -> [u8; 8] {
    hex_digits(crc32(body), b"0123456789ABCDEF")
}

/// Prefix, body, `_`, then the CRC-32 of the body in hex (Zuplo: `zpka_` + 32 + `_` + 8).
pub(super) fn hex_body(token: &[u8]) -> Option<bool> {
    let (rest, sum) = token.split_last_chunk::<8>()?;
    Some(hex_value(sum) == Some(crc32(between_underscores(rest)?)))
}

pub(super) fn hex_body_sum(token: &[u8]) -> Option<[u8; 8]> {
    between_underscores(token).map(|body| lower_hex(crc32(body)))
}

fn between_underscores(token: &[u8]) -> Option<&[u8]> {
    let token = token.strip_suffix(b"_")?;
    let start = token.iter().position(|&byte| byte == b'_')? + 1;
    Some(&token[start..])
}

/// Everything before the last `_`, then its CRC-32 as hex of the little-endian bytes (`glsa_` + 32 + `_` + 8).
pub(super) fn grafana(token: &[u8]) -> Option<bool> {
    let (rest, sum) = token.split_last_chunk::<8>()?;
    let body = rest.strip_suffix(b"_")?;
    Some(hex_value(sum) == Some(crc32(body).swap_bytes()))
}

pub(super) fn grafana_sum(token: &[u8]) -> Option<[u8; 8]> {
    token.strip_suffix(b"_").map(|body| lower_hex(crc32(body).swap_bytes()))
}

/// `cflt` + 54, then six characters of base64 of the little-endian CRC-32 of the 54.
pub(super) fn confluent(token: &[u8]) -> Option<bool> {
    let (rest, sum) = token.split_last_chunk::<6>()?;
    Some(confluent_sum(rest)?.as_bytes() == sum)
}

pub(super) fn confluent_sum(token: &[u8]) -> Option<String> {
    let body = token.strip_prefix(b"cflt")?;
    Some(data_encoding::BASE64_NOPAD.encode(&crc32(body).to_le_bytes()))
}

/// Laravel Sanctum: `ID|`, a prefix that the application chooses, 40 random letters and digits, their CRC-32 in hex. Both `ID|` and prefix may
/// be missing. `HasApiTokens::generateTokenString`, since laravel/sanctum pull request 459 (August 2023); tokens before that have no sum,
/// and no verdict.
pub(super) fn sanctum(token: &[u8]) -> Option<bool> {
    let (rest, sum) = token.split_last_chunk::<8>()?;
    Some(*sum == sanctum_sum(rest)?)
}

pub(super) fn sanctum_sum(token: &[u8]) -> Option<[u8; 8]> {
    let token = token.iter().position(|&byte| byte == b'|').map_or(token, |bar| &token[bar + 1..]);
    let body = token.last_chunk::<40>()?;
    Some(lower_hex(crc32(body)))
}

fn hex_value(digits: &[u8; 8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |n, &d| Some((n << 4) | (d as char).to_digit(16)?))
}

fn lower_hex(n: u32) -> [u8; 8] {
    hex_digits(n, b"0123456789abcdef")
}

fn hex_digits(n: u32, digits: &[u8; 16]) -> [u8; 8] {
    std::array::from_fn(|place| digits[(n >> (28 - 4 * place)) as usize & 15])
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
        for prefix in ["ghp_", "npm_", "vcp_", "polar_oat_", "polar_at_u_", "polar_rt_o_"] {
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
    fn stateless_github_tokens_have_no_sum() {
        let token = |prefix: &str, len| format!("{prefix}{}", "x".repeat(len)).into_bytes();
        assert_eq!(base62(&token("ghs_", 36)), Some(false));
        assert_eq!(base62(&token("ghs_", 200)), None);
        assert_eq!((base62(&token("ghr_", 76)), base62(&token("ghp_", 76))), (Some(false), None));
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
    fn sanctum_with_and_without_id_and_prefix() {
        let body = "aZ09".repeat(10);
        let sum = format!("{:08x}", slow_crc32(body.as_bytes()));
        for start in ["", "17|", "17|acme_"] {
            assert_eq!(sanctum(format!("{start}{body}{sum}").as_bytes()), Some(true), "{start}");
            assert_eq!(sanctum(format!("{start}{body}00000000").as_bytes()), Some(false), "{start}");
        }
        // The form of before 2023.
        assert_eq!(sanctum(format!("17|{body}").as_bytes()), None);
    }

    #[test]
    fn too_short_for_a_sum_is_no_verdict() {
        assert_eq!(base62(b"ghp_"), None);
        assert_eq!(hex(b"abc"), None);
        assert_eq!(sanctum(b"1|"), None);
    }
}
