//! GitHub's fine-grained personal access tokens.

use data_encoding::BASE32;
use sha2::{Digest, Sha256};

/// `github_pat_` + 22 + `_` + 59: characters -16 to -8 are the first eight of base32 of SHA-256 of all before them. Not documented by
/// GitHub; recomputed from five published samples (the meaning of the last eight characters is not known).
pub(super) fn fine_grained(token: &[u8]) -> Option<bool> {
    let (rest, _) = token.split_last_chunk::<8>()?;
    let (body, sum) = rest.split_last_chunk::<8>()?;
    Some(sum.eq_ignore_ascii_case(fine_grained_sum(body).as_bytes()))
}

pub(super) fn fine_grained_sum(body: &[u8]) -> String {
    let mut sum = BASE32.encode(&Sha256::digest(body));
    sum.truncate(8);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first 40 bits of SHA-256("abc") are ba7816bf8f (FIPS 180-4, example 1): RFC 4648 base32 by hand is XJ4BNP4P.
    #[test]
    fn sum_is_base32_of_sha256() {
        assert_eq!(fine_grained(b"abcXJ4BNP4P????????"), Some(true));
        assert_eq!(fine_grained(b"abcxj4bnp4p????????"), Some(true));
        assert_eq!(fine_grained(b"abdXJ4BNP4P????????"), Some(false));
        assert_eq!(fine_grained(b"short"), None);
    }
}
