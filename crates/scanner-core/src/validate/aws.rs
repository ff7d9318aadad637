//! What Amazon's identifiers say: access key ids and Bedrock API keys.

use data_encoding::BASE32_NOPAD;

use crate::decode::base64;
use crate::finding::Fact;

/// The account of a key id such as `AKIA…`: four letters, then sixteen of base32, of which bits 1 to 40 are the account number. Ids from before
/// 2019 have no account in them; their bit 0 is not set. Tal Be'ery, "A short note on AWS KEY ID" (October 2023), recomputed from its example.
pub(super) fn account(key_id: &[u8]) -> Option<Fact> {
    const LEN: usize = 20;
    let digits = (key_id.len() == LEN).then(|| &key_id[4..])?;
    let bytes = BASE32_NOPAD.decode(digits).ok()?;
    let start = bytes.first_chunk::<6>()?.iter().fold(0, |n, &byte| n << 8 | u64::from(byte));
    let (new, account) = (start >> 47 == 1, start >> 7 & 0xff_ffff_ffff);
    (new && account < 1_000_000_000_000).then(|| account_fact(&format!("{account:012}")))
}

fn account_fact(account: &str) -> Fact {
    Fact::new("aws-account", account)
}

/// Bedrock: `ABSK` and base64 of `BedrockAPIKey-ID-at-ACCOUNT:SECRET`, or the short-term form, see [`presigned`].
pub(super) fn bedrock(key: &[u8]) -> Option<bool> {
    if let Some(packed) = key.strip_prefix(SHORT_TERM) {
        return Some(presigned(packed).is_some_and(|query| query.contains("X-Amz-Signature=")));
    }
    key.strip_prefix(b"ABSK").map(|packed| long_term_account(packed).is_some())
}

pub(super) fn bedrock_facts(key: &[u8]) -> Vec<Fact> {
    if let Some(packed) = key.strip_prefix(SHORT_TERM) {
        return presigned(packed).map_or_else(Vec::new, |query| presigned_facts(&query));
    }
    let account = key.strip_prefix(b"ABSK").and_then(long_term_account);
    account.map(|account| account_fact(&account)).into_iter().collect()
}

fn long_term_account(packed: &[u8]) -> Option<String> {
    let text = String::from_utf8(base64::decode(packed)?).ok()?;
    let (name, secret) = text.split_once(':')?;
    let (_, account) = name.strip_prefix("BedrockAPIKey-")?.rsplit_once("-at-")?;
    let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
    (is_account && !secret.is_empty()).then(|| account.to_owned())
}

const SHORT_TERM: &[u8] = b"bedrock-api-key-";

/// The short-term form is base64 of a presigned URL without its scheme (AWS documentation, "Generate Amazon Bedrock API keys").
fn presigned(packed: &[u8]) -> Option<String> {
    let url = String::from_utf8(base64::decode(packed)?).ok()?;
    Some(url.strip_prefix("bedrock.amazonaws.com/?")?.to_owned())
}

/// `X-Amz-Credential` is KEYID/DATE/REGION/SERVICE/aws4_request (AWS Signature Version 4).
fn presigned_facts(query: &str) -> Vec<Fact> {
    let credential = query.split('&').find_map(|pair| pair.strip_prefix("X-Amz-Credential="));
    let Some(credential) = credential else { return Vec::new() };
    let credential = credential.replace("%2F", "/");
    let mut parts = credential.split('/');
    let account = parts.next().and_then(|key_id| account(key_id.as_bytes()));
    let region = parts.nth(1).map(|region| Fact::new("aws-region", region));
    account.into_iter().chain(region).collect()
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64;

    use super::*;

    /// The id and account of the article.
    fn key_id() -> String {
        ["ASIA", "QNZGKIQY56JQ", "7WML"].concat()
    }

    #[test]
    fn account_of_the_published_example() {
        assert_eq!(account(key_id().as_bytes()), Some(Fact::new("aws-account", "029608264753")));
    }

    /// Bit by bit: an id made from an account gives the account back.
    #[test]
    fn any_account_is_found() {
        for number in [0, 1, 123_456_789_012_u64, 999_999_999_999] {
            let mut bits = format!("1{number:040b}");
            bits.extend(std::iter::repeat_n('1', 80 - bits.len()));
            let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".as_bytes();
            let digits = bits.as_bytes().chunks(5).map(|five| {
                let value = five.iter().fold(0, |n, &bit| n * 2 + usize::from(bit == b'1'));
                letters[value] as char
            });
            let id: String = "AKIA".chars().chain(digits).collect();
            assert_eq!(account(id.as_bytes()).unwrap().value, format!("{number:012}"));
        }
    }

    #[test]
    fn ids_without_an_account() {
        assert_eq!(account(format!("AKIA{}", "A".repeat(16)).as_bytes()), None);
        assert_eq!(account(format!("AKIA{}", "7".repeat(16)).as_bytes()), None);
        assert_eq!(account(b"AKIA"), None);
        assert_eq!(account(&[0xff; 20]), None);
    }

    #[test]
    fn bedrock_names_its_account() {
        let key = |inside: &str| format!("ABSK{}", BASE64.encode(inside.as_bytes())).into_bytes();
        let right = key("BedrockAPIKey-7x3k-at-123456789012:c2VjcmV0");
        assert_eq!(bedrock(&right), Some(true));
        assert_eq!(bedrock_facts(&right), [Fact::new("aws-account", "123456789012")]);
        for wrong in ["BedrockAPIKey-7x3k-at-12345678901:c2VjcmV0", "BedrockAPIKey-7x3k-at-123456789012", "x"]
        {
            assert_eq!(bedrock(&key(wrong)), Some(false), "{wrong}");
        }
        assert_eq!(bedrock(b"something else"), None);
    }

    #[test]
    fn short_term_keys_are_presigned() {
        let query = format!(
            "bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Credential={}%2F20260101%2Feu-west-1%2Fbedrock%2Faws4_request&X-Amz-Signature=00",
            key_id()
        );
        let key = format!("bedrock-api-key-{}", BASE64.encode(query.as_bytes()));
        assert_eq!(bedrock(key.as_bytes()), Some(true));
        let facts = bedrock_facts(key.as_bytes());
        assert_eq!(facts, [Fact::new("aws-account", "029608264753"), Fact::new("aws-region", "eu-west-1")]);
    }
}
