//! Tokens of HashiCorp Vault.

use super::reader::Reader;
use crate::decode::base64;

/// `hvs.` and `hvr.` hold a message of Protocol Buffers: version, HMAC of 32 bytes, token. `hvb.` is what Vault's barrier encrypts: four bytes of
/// the key's term, one of the version. Neither is documented, so a token that does not fit is not refuted: before Vault 1.10 they were random.
pub(super) fn token(token: &[u8]) -> Option<bool> {
    let packed = |prefix: &[u8]| token.strip_prefix(prefix).and_then(base64::decode);
    let fits = if let Some(message) = packed(b"hvs.").or_else(|| packed(b"hvr.")) {
        is_signed(&message).is_some()
    } else {
        packed(b"hvb.").is_some_and(|bytes| is_sealed(&bytes))
    };
    fits.then_some(true)
}

fn is_signed(message: &[u8]) -> Option<()> {
    // Tags of Protocol Buffers: field number times eight, plus 0 for a varint or 2 for bytes.
    let mut reader = Reader::new(message);
    let version = (reader.byte()? == 0x08).then(|| reader.varint())??;
    let hmac = (reader.byte()? == 0x12).then(|| reader.sized(Reader::varint))??;
    let inner = (reader.byte()? == 0x1a).then(|| reader.sized(Reader::varint))??;
    (version > 0 && hmac.len() == 32 && !inner.is_empty() && reader.is_empty()).then_some(())
}

fn is_sealed(bytes: &[u8]) -> bool {
    const HEADER_NONCE_AND_TAG: usize = 5 + 12 + 16;
    let term = bytes.first_chunk().map_or(0, |term| u32::from_be_bytes(*term));
    bytes.len() > HEADER_NONCE_AND_TAG && (1..0x1_0000).contains(&term) && matches!(bytes[4], 1 | 2)
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;

    use super::*;

    #[test]
    fn signed_and_sealed() {
        let signed = [&[0x08, 1, 0x12, 32][..], &[7; 32], &[0x1a, 26], &[9; 26]].concat();
        let token_of = |prefix: &str, bytes: &[u8]| prefix.to_owned() + &BASE64URL_NOPAD.encode(bytes);
        assert!(token_of("hvs.", &signed).starts_with("hvs.CAES"));
        assert_eq!(token(token_of("hvs.", &signed).as_bytes()), Some(true));
        assert_eq!(token(token_of("hvs.", &signed[..60]).as_bytes()), None);
        let sealed = [&[0, 0, 0, 1, 2][..], &[7; 100]].concat();
        assert_eq!(token(token_of("hvb.", &sealed).as_bytes()), Some(true));
        assert_eq!(token(token_of("hvb.", &[7; 100]).as_bytes()), None);
        assert_eq!(token(b"hvs.abcdefghijklmnopqrstuvwx"), None);
    }
}
