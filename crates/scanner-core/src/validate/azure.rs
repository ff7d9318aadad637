//! Keys that Azure makes: annotated keys with a checksum, the identifiable keys before them, shared access signatures.

use data_encoding::BASE64;

use super::marvin::marvin32;
use crate::decode::base64;
use crate::finding::Fact;

/// Microsoft's common annotated security keys (2024): 52 random characters, `JQQJ9`, the kind (`9` or `D`), year and month, 12 characters of the
/// platform, 4 and 4 of the service, 4 of a checksum; one form goes on with `..==`. The checksum is base64 of the first three little-endian bytes
/// of Marvin32 over everything before it. Source: `IdentifiableSecrets` of microsoft/security-utilities.
pub(super) fn annotated(key: &[u8]) -> Option<bool> {
    let (body, rest) = annotated_parts(key)?;
    let is_right = rest[..4] == annotated_sum(body)?;
    // How the longer form ends has not been verified on a sample: it may prove, not refute.
    (is_right || rest.len() == 4).then_some(is_right)
}

/// What has a sum, and the rest. `None` for another kind of key.
fn annotated_parts(key: &[u8]) -> Option<(&[u8], &[u8])> {
    const MARK: std::ops::Range<usize> = 52..57;
    let (body, rest) = key.split_at_checked(80)?;
    (body[MARK] == *b"JQQJ9" && matches!(rest.len(), 4 | 8)).then_some((body, rest))
}

pub(super) fn annotated_sum(body: &[u8]) -> Option<[u8; 4]> {
    let bytes = BASE64.decode(body).ok()?;
    let sum = marvin32(&bytes, ANNOTATED_SEED).to_le_bytes();
    BASE64.encode(&sum[..3]).as_bytes().try_into().ok()
}

/// The name of the seed read backwards, as little-endian bytes.
const ANNOTATED_SEED: u64 = u64::from_be_bytes(*b"Default0");

/// The month it was made, and the mark of the service that made it.
pub(super) fn annotated_facts(key: &[u8]) -> Vec<Fact> {
    let Some((body, _)) = annotated_parts(key) else { return Vec::new() };
    let letter = |byte: u8, from: u32| byte.is_ascii_uppercase().then(|| u32::from(byte - b'A') + from);
    let made = letter(body[58], 2024).zip(letter(body[59], 1)).filter(|(_, month)| *month <= 12);
    let made = made.map(|(year, month)| Fact::new("created", format!("{year}-{month:02}")));
    let service = std::str::from_utf8(&body[76..]).ok().map(|mark| Fact::new("azure-service", mark));
    made.into_iter().chain(service).collect()
}

/// Identifiable keys of the first version: base64 of 32, 39, 40, 42 or 64 bytes, with a mark of the service before the last six characters, which
/// hold a checksum. The seeds of the checksums are not all public, so only place and mark are looked at; the list of marks may not be
/// complete, so nothing is refuted.
pub(super) fn identifiable(key: &[u8]) -> Option<bool> {
    const MARKS: [&[u8; 4]; 14] = [
        b"+ASt", b"ACDb", b"+ABa", b"+ASb", b"+AEh", b"+ARm", b"AIoT", b"APIM", b"+ACR", b"AzCa", b"AzSe",
        b"AzFu", b"AZEG", b"+AMC",
    ];
    const LONGEST: usize = 88;
    if key.len() > LONGEST {
        return None;
    }
    let bytes = base64::decode(key)?;
    let end = key.iter().rposition(|&byte| byte != b'=')? + 1;
    let mark = key[..end].len().checked_sub(10).and_then(|start| key[start..end].first_chunk::<4>())?;
    (matches!(bytes.len(), 32 | 39 | 40 | 42 | 64) && MARKS.contains(&mark)).then_some(true)
}

/// A shared access signature: the HMAC-SHA256 in base64, which is 32 bytes, alone or in its query string. Alone it has no proof but its length.
/// <https://learn.microsoft.com/rest/api/storageservices/create-service-sas>
pub(super) fn signature(text: &[u8]) -> Option<bool> {
    const LONGEST: usize = 8192;
    if text.len() > LONGEST {
        return None;
    }
    let Some(signature) = parameter(text, b"sig") else {
        return (!is_hmac(text)).then_some(false);
    };
    let version = parameter(text, b"sv").is_none_or(is_date);
    Some(version && is_hmac(signature))
}

/// `se`: when it ends, in ISO 8601; Service Bus and IoT Hub write seconds.
pub(super) fn signature_facts(text: &[u8]) -> Vec<Fact> {
    let is_time = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b'T' | b'Z' | b'.');
    let end = parameter(text, b"sig").and(parameter(text, b"se")).map(percent_decoded);
    let end = end.filter(|end| end.len() <= 32 && end.iter().all(is_time));
    let end = end.and_then(|end| String::from_utf8(end).ok());
    let seconds = |end: &str| end.parse().ok().and_then(super::time::rfc3339);
    end.map(|end| Fact::new("expires", seconds(&end).unwrap_or(end))).into_iter().collect()
}

fn parameter<'t>(text: &'t [u8], name: &[u8]) -> Option<&'t [u8]> {
    let mut pairs = text.split(|byte| matches!(byte, b'?' | b'&' | b' '));
    pairs.find_map(|pair| pair.strip_prefix(name)?.strip_prefix(b"="))
}

fn is_hmac(text: &[u8]) -> bool {
    base64::decode(&percent_decoded(text)).is_some_and(|bytes| bytes.len() == 32)
}

/// `YYYY-MM-DD`.
fn is_date(text: &[u8]) -> bool {
    text.len() == 10
        && text
            .iter()
            .enumerate()
            .all(|(i, b)| if matches!(i, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() })
}

fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = |digit: u8| (digit as char).to_digit(16);
        let pair = tail.first_chunk::<2>().and_then(|[high, low]| Some(hex(*high)? << 4 | hex(*low)?));
        match pair.filter(|_| byte == b'%') {
            Some(decoded) => {
                out.push(decoded as u8);
                rest = &tail[2..];
            }
            None => {
                out.push(byte);
                rest = tail;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::marvin::tests::slow_marvin32;
    use super::*;

    fn body() -> String {
        format!("{}JQQJ99BC{}AAAAAZDO", "aB3d".repeat(13), "A".repeat(12))[..76].to_owned() + "AZDO"
    }

    #[test]
    fn annotated_keys_have_marvin_at_the_end() {
        let body = body();
        let seed = "Default0".bytes().fold(0, |n, byte| n * 256 + u64::from(byte));
        let sum = slow_marvin32(&BASE64.decode(body.as_bytes()).unwrap(), seed).to_le_bytes();
        let full = BASE64.encode(&sum);
        assert_eq!(annotated(format!("{body}{}", &full[..4]).as_bytes()), Some(true));
        assert_eq!(annotated(format!("{body}{full}").as_bytes()), Some(true));
        assert_eq!(annotated(format!("{body}????").as_bytes()), Some(false));
        assert_eq!(annotated(format!("{body}????????").as_bytes()), None);
        assert_eq!(annotated("x".repeat(84).as_bytes()), None);
        let facts = annotated_facts(format!("{body}????").as_bytes());
        assert_eq!(facts, [Fact::new("created", "2025-03"), Fact::new("azure-service", "AZDO")]);
    }

    #[test]
    fn identifiable_keys_have_a_mark_in_its_place() {
        for (random, mark, end) in [
            (76, "+ASt", "AAAAAQ=="),
            (33, "AIoT", "AAAAAA="),
            (42, "AzSe", "AAAAAA"),
            (44, "AzFu", "AAAAAQ=="),
            (46, "+AMC", "AAAAAA"),
        ] {
            let key = format!("{}{mark}{end}", "k".repeat(random));
            assert_eq!(identifiable(key.as_bytes()), Some(true), "{key}");
            let elsewhere = format!("{mark}{}{end}", "k".repeat(random));
            assert_eq!(identifiable(elsewhere.as_bytes()), None);
        }
        assert_eq!(identifiable(b""), None);
    }

    #[test]
    fn signatures_are_32_bytes() {
        let signature_of = |len| BASE64.encode(&vec![0xfb; len]).replace('+', "%2B").replace('=', "%3D");
        assert_eq!(signature(signature_of(32).as_bytes()), None);
        assert_eq!(signature(signature_of(31).as_bytes()), Some(false));
        let query = format!("sv=2024-11-04&se=2030-01-01T00%3A00%3A00Z&sp=r&sig={}", signature_of(32));
        assert_eq!(signature(query.as_bytes()), Some(true));
        assert_eq!(signature_facts(query.as_bytes()), [Fact::new("expires", "2030-01-01T00:00:00Z")]);
        let bus = format!("SharedAccessSignature sr=x&sig={}&se=1893456000&skn=k", signature_of(32));
        assert_eq!(signature(bus.as_bytes()), Some(true));
        assert_eq!(signature_facts(bus.as_bytes()), [Fact::new("expires", "2030-01-01T00:00:00Z")]);
        assert_eq!(signature(b"sv=2024-11-04&sig=short"), Some(false));
    }
}
