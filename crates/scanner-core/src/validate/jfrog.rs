//! JFrog's API keys and reference tokens. Not documented by JFrog; seen in published samples.

use crate::decode::base64;

/// A reference token is base64 of `reftkn:01:`, ten digits, a colon and the rest. An API key (`AKCp…`) is base58 of 54 bytes, which its length
/// alone says nearly as well: that refutes, but does not prove.
pub(super) fn token(token: &[u8]) -> Option<bool> {
    const LONGEST: usize = 128;
    if token.len() > LONGEST {
        return None;
    }
    if token.starts_with(b"AKCp") {
        let is_key = bs58::decode(token).into_vec().is_ok_and(|bytes| bytes.len() == 54);
        return (!is_key).then_some(false);
    }
    token.starts_with(b"cmVmdGtuO").then(|| base64::decode(token).is_some_and(|bytes| is_reference(&bytes)))
}

fn is_reference(bytes: &[u8]) -> bool {
    let parts = bytes.strip_prefix(b"reftkn:01:").and_then(|rest| rest.split_at_checked(10));
    parts.is_some_and(|(digits, rest)| {
        digits.iter().all(u8::is_ascii_digit) && rest.len() > 1 && rest.starts_with(b":")
    })
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64_NOPAD;

    use super::*;

    #[test]
    fn reference_tokens() {
        let pack = |inside: &str| BASE64_NOPAD.encode(inside.as_bytes());
        assert_eq!(token(pack("reftkn:01:1700000000:aB3dEf6hIj9lMn2pQr5tUv8xYz1").as_bytes()), Some(true));
        assert_eq!(token(pack("reftkn:01:170000000x:aB3dEf6hIj9lMn2pQr5tUv8xYz1").as_bytes()), Some(false));
        assert_eq!(token(b"something else"), None);
    }

    #[test]
    fn api_keys_are_54_bytes() {
        assert_eq!(token(format!("AKCp{}", "5".repeat(69)).as_bytes()), None);
        assert_eq!(token(format!("AKCp{}", "5".repeat(60)).as_bytes()), Some(false));
        assert_eq!(token(format!("AKCp{}", "0".repeat(69)).as_bytes()), Some(false));
    }
}
