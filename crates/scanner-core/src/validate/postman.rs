//! Postman's own API keys.

use super::time;
use crate::finding::Fact;

/// `PMAK-` and 24 hex digits, of which the first eight are seconds since 1970: they are an ObjectId of MongoDB
/// (<https://www.mongodb.com/docs/manual/reference/bson-types/#objectid>), made with the key.
pub(super) fn created(key: &[u8]) -> Option<Fact> {
    /// Postman was founded in 2014; nothing that has been leaked was made after 2100.
    const PLAUSIBLE: std::ops::Range<i64> = 1_388_534_400..4_102_444_800;
    let id = key.strip_prefix(b"PMAK-")?.first_chunk::<24>()?;
    let hex = std::str::from_utf8(&id[..8]).ok().filter(|_| id.iter().all(u8::is_ascii_hexdigit))?;
    let seconds = i64::from_str_radix(hex, 16).ok().filter(|seconds| PLAUSIBLE.contains(seconds))?;
    Some(Fact::new("created", time::rfc3339(seconds)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_a_time() {
        let key = |start: &str| format!("PMAK-{start}{}-{}", "a".repeat(16), "0".repeat(34)).into_bytes();
        assert_eq!(created(&key("65e06cff")), Some(Fact::new("created", "2024-02-29T11:39:43Z")));
        assert_eq!(created(&key("00000000")), None);
        assert_eq!(created(&key("ffffffff")), None);
        assert_eq!(created(&key("+5e06cff")), None);
        assert_eq!(created(b"PMAK-65e0"), None);
    }
}
