//! GitLab's routable tokens: <https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/>.

use crate::decode::base64;
use crate::finding::Fact;

/// `glpat-PAYLOAD.01.LLCCCCCCC`, and the same without `01.`: LL is the length of the payload and CCCCCCC the CRC-32 of everything before it,
/// both in base36. `None` for any other form: the tokens of before, and versions to come.
pub(super) fn routable(token: &[u8]) -> Option<bool> {
    let (body, sum) = token.split_last_chunk::<7>()?;
    let (rest, length) = body.split_last_chunk::<2>()?;
    let prefixed = prefixed_payload(rest)?;
    let fits = base36(length)? <= prefixed.len() as u64;
    Some(fits && base36(sum)? == u64::from(crc32fast::hash(body)))
}

/// Prefix and payload. The prefix is left with them: an instance may set its own, which may hold anything but a dot.
fn prefixed_payload(rest: &[u8]) -> Option<&[u8]> {
    let rest = rest.strip_suffix(b".")?;
    let prefixed = rest.strip_suffix(b".01").unwrap_or(rest);
    (!prefixed.contains(&b'.')).then_some(prefixed)
}

/// Length and CRC-32 for a token that ends with a dot.
pub(super) fn routable_end(token: &[u8]) -> Option<String> {
    let prefixed = prefixed_payload(token)?;
    let payload =
        prefixed.iter().position(|&byte| byte == b'-').map_or(prefixed, |dash| &prefixed[dash + 1..]);
    let length = to_base36(payload.len() as u64, 2);
    let sum = crc32fast::hash(&[token, length.as_bytes()].concat());
    Some(length + &to_base36(u64::from(sum), 7))
}

/// The payload begins with lines such as `u:2s`: who owns the token, in base36. After them come random bytes, and their number in one byte.
pub(super) fn owners(token: &[u8]) -> Vec<Fact> {
    if routable(token) != Some(true) {
        return Vec::new();
    }
    let lines = routing_payload(token).unwrap_or_default();
    let lines = lines.split(|&byte| byte == b'\n');
    lines.filter_map(|line| owner(line.split_first_chunk::<2>()?)).collect()
}

fn routing_payload(token: &[u8]) -> Option<Vec<u8>> {
    let (rest, end) = token.split_last_chunk::<9>()?;
    let prefixed = prefixed_payload(rest)?;
    let length = usize::try_from(base36(&end[..2])?).ok()?;
    let mut payload = base64::decode(prefixed.get(prefixed.len().checked_sub(length)?..)?)?;
    let random = usize::from(payload.pop()?);
    payload.truncate(payload.len().checked_sub(random)?);
    Some(payload)
}

fn owner((key, id): (&[u8; 2], &[u8])) -> Option<Fact> {
    let name = match key {
        b"c:" => "gitlab-cell",
        b"o:" => "gitlab-organization",
        b"g:" => "gitlab-group",
        b"p:" => "gitlab-project",
        b"u:" => "gitlab-user",
        _ => return None,
    };
    Some(Fact::new(name, base36(id)?.to_string()))
}

fn base36(digits: &[u8]) -> Option<u64> {
    let add = |n: u64, &digit: &u8| n.checked_mul(36)?.checked_add((digit as char).to_digit(36)?.into());
    if digits.is_empty() { None } else { digits.iter().try_fold(0, add) }
}

fn to_base36(mut n: u64, width: usize) -> String {
    let mut digits = vec!['0'; width];
    for digit in digits.iter_mut().rev() {
        *digit = char::from_digit((n % 36) as u32, 36).expect("a remainder of 36 is a digit of base 36");
        n /= 36;
    }
    digits.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;

    use super::*;

    fn token(start: &str, payload: &[u8], version: &str) -> String {
        let payload = BASE64URL_NOPAD.encode(payload);
        let radix = |n: u64, width| {
            let digits = (0..width).rev().map(|place| (n / 36_u64.pow(place) % 36) as usize);
            digits.map(|d| b"0123456789abcdefghijklmnopqrstuvwxyz"[d] as char).collect::<String>()
        };
        let body = format!("{start}{payload}.{version}{}", radix(payload.len() as u64, 2));
        let sum = body.bytes().fold(u32::MAX, |crc, byte| {
            (0..8)
                .fold(crc ^ u32::from(byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xEDB8_8320 } else { c >> 1 })
        });
        format!("{body}{}", radix(u64::from(!sum), 7))
    }

    /// 16 random bytes, and their number.
    const RANDOM: &[u8] = b"0123456789abcdef\x10";

    #[test]
    fn length_and_sum_must_both_be_right() {
        for (start, version) in [("glpat-", "01."), ("glpat-", ""), ("glrt-t1_", "01."), ("", "")] {
            let right = token(start, &[b"o:1\nu:2s", RANDOM].concat(), version);
            assert_eq!(routable(right.as_bytes()), Some(true), "{right}");
            let (body, _) = right.split_at(right.len() - 7);
            assert_eq!(routable(format!("{body}0000000").as_bytes()), Some(false));
            let unknown = right.replace(&format!(".{version}"), ".02.");
            assert_eq!(routable(unknown.as_bytes()), None);
        }
        assert_eq!(routable(b"glpat-abcdefghijklmnopqrst"), None);
    }

    /// The shortest token that the handbook shows.
    #[test]
    fn example_of_the_handbook() {
        let token = ["bzoxd_Rb5_cHeW", "e1JH56wr2FCBA.0r1pum4t4"].concat();
        assert_eq!(routable(token.as_bytes()), Some(true));
        assert_eq!(owners(token.as_bytes()), [Fact::new("gitlab-organization", "1")]);
    }

    #[test]
    fn owners_are_read() {
        let payload = [b"c:1\ng:rs\no:1\np:zz\nt:1\nu:2s".as_slice(), RANDOM].concat();
        let facts = owners(token("glpat-", &payload, "01.").as_bytes());
        let facts: Vec<_> = facts.iter().map(|fact| (&*fact.name, fact.value.as_str())).collect();
        assert_eq!(
            facts,
            [
                ("gitlab-cell", "1"),
                ("gitlab-group", "1000"),
                ("gitlab-organization", "1"),
                ("gitlab-project", "1295"),
                ("gitlab-user", "100"),
            ]
        );
        // A random length that is longer than the payload, and ids that are no numbers.
        assert_eq!(owners(token("glpat-", b"o:1\nu:2s\xff", "01.").as_bytes()), []);
        assert_eq!(owners(token("glpat-", &[b"o:\nu:\xff", RANDOM].concat(), "01.").as_bytes()), []);
    }
}
