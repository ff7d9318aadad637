//! Personal access tokens of Jira, Confluence and Bitbucket Data Center.

use crate::decode::base64;
use crate::finding::Fact;

/// `BBDC-` or nothing, then base64 of a decimal id, a colon and 20 random bytes. Not documented by Atlassian; seen in published samples.
pub(super) fn data_center(token: &[u8]) -> Option<bool> {
    Some(id(token).is_some())
}

/// The number under which the instance keeps the token.
pub(super) fn data_center_facts(token: &[u8]) -> Vec<Fact> {
    id(token).map(|id| Fact::new("token-id", id)).into_iter().collect()
}

fn id(token: &[u8]) -> Option<String> {
    const RANDOM: usize = 20;
    const LONGEST: usize = 80;
    let packed = token.strip_prefix(b"BBDC-").unwrap_or(token);
    if packed.len() > LONGEST {
        return None;
    }
    let bytes = base64::decode(packed)?;
    let id = bytes[..bytes.len().checked_sub(RANDOM)?].strip_suffix(b":")?;
    let is_number = !id.is_empty() && id.iter().all(u8::is_ascii_digit);
    is_number.then(|| String::from_utf8_lossy(id).into_owned())
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64;

    use super::*;

    #[test]
    fn id_colon_and_twenty_bytes() {
        let pack = |id: &str, random: usize| BASE64.encode(&[id.as_bytes(), &vec![b':'; random]].concat());
        assert_eq!(data_center(pack("123456789012:", 20).as_bytes()), Some(true));
        let token = format!("BBDC-{}", pack("1042:", 20));
        assert_eq!(data_center(token.as_bytes()), Some(true));
        assert_eq!(data_center_facts(token.as_bytes()), [Fact::new("token-id", "1042")]);
        for wrong in [pack("1042:", 19), pack("10a2:", 20), pack(":", 20), "short".to_owned()] {
            assert_eq!(data_center(wrong.as_bytes()), Some(false), "{wrong}");
        }
    }
}
