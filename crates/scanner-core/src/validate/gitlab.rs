//! GitLab's routable tokens.

/// `glpat-PAYLOAD.01.LLCCCCCCC`: LL is the length of the payload and CCCCCCC the CRC-32 of everything before it, both in base36.
/// Source: GitLab handbook, "Routable tokens". The unversioned form is left alone: it has not been verified on a sample.
pub(super) fn routable(token: &[u8]) -> Option<bool> {
    let (body, sum) = token.split_last_chunk::<7>()?;
    let (rest, length) = body.split_last_chunk::<2>()?;
    let payload = rest.strip_suffix(b".01.")?;
    let payload = &payload[payload.iter().position(|&b| b == b'-')? + 1..];
    let says = base36(length)?;
    Some(says == payload.len() as u64 && base36(sum)? == u64::from(crc32fast::hash(body)))
}

fn base36(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0, |n, &d| Some(n * 36 + u64::from((d as char).to_digit(36)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to_base36(mut n: u64, width: usize) -> String {
        let mut out = Vec::new();
        for _ in 0..width {
            out.push(char::from_digit((n % 36) as u32, 36).unwrap());
            n /= 36;
        }
        out.iter().rev().collect()
    }

    #[test]
    fn length_and_sum_must_both_be_right() {
        let payload = "b3V0bzE6MAp1OjEKZ0FCQ0RFRkdISUpLTE1O";
        let body = format!("glpat-{payload}.01.{}", to_base36(payload.len() as u64, 2));
        let sum = to_base36(u64::from(crc32fast::hash(body.as_bytes())), 7);
        assert_eq!(routable(format!("{body}{sum}").as_bytes()), Some(true));
        assert_eq!(routable(format!("{body}0000000").as_bytes()), Some(false));
        assert_eq!(routable(b"glpat-abcdefghijklmnopqrst"), None);
    }
}
