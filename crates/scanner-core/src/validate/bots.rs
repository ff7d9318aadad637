//! Tokens of chat bots, which begin with the bot's own number.

use super::time;
use crate::decode::base64;
use crate::finding::Fact;

/// Discord: base64 of the bot's id, a dot, six characters, a dot, 27 to 38 characters. The id is a snowflake of 17 to 20 digits:
/// <https://discord.com/developers/docs/reference#snowflakes>.
pub(super) fn discord(token: &[u8]) -> Option<bool> {
    let mut parts = token.split(|&byte| byte == b'.');
    let id = parts.next()?;
    let lengths = (parts.next()?.len(), parts.next()?.len());
    Some(
        snowflake(id).is_some() && lengths.0 == 6 && (27..=38).contains(&lengths.1) && parts.next().is_none(),
    )
}

pub(super) fn discord_facts(token: &[u8]) -> Vec<Fact> {
    let Some(id) = token.split(|&byte| byte == b'.').next().and_then(snowflake) else { return Vec::new() };
    // The upper 42 bits are milliseconds since the first second of 2015.
    let created = time::rfc3339((id >> 22) as i64 / 1000 + 1_420_070_400);
    let created = created.map(|created| Fact::new("bot-created", created));
    std::iter::once(Fact::new("bot", id.to_string())).chain(created).collect()
}

fn snowflake(packed: &[u8]) -> Option<u64> {
    const LONGEST: usize = 28;
    if packed.len() > LONGEST {
        return None;
    }
    let digits = base64::decode(packed).filter(|digits| (17..=20).contains(&digits.len()))?;
    number(&digits)
}

/// Telegram: the bot's id of 8 to 10 digits, a colon, `AA` and 33 characters (<https://core.telegram.org/bots/api#authorizing-your-bot>).
/// There is nothing in it to prove.
pub(super) fn telegram(token: &[u8]) -> Option<bool> {
    let is_safe = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let parts = split_telegram(token);
    let fits = parts
        .is_some_and(|(_, rest)| rest.len() == 35 && rest.starts_with(b"AA") && rest.iter().all(is_safe));
    (!fits).then_some(false)
}

pub(super) fn telegram_facts(token: &[u8]) -> Vec<Fact> {
    split_telegram(token).map(|(id, _)| Fact::new("bot", id.to_string())).into_iter().collect()
}

fn split_telegram(token: &[u8]) -> Option<(u64, &[u8])> {
    let colon = token.iter().position(|&byte| byte == b':').filter(|colon| (8..=10).contains(colon))?;
    Some((number(&token[..colon])?, &token[colon + 1..]))
}

fn number(digits: &[u8]) -> Option<u64> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;

    use super::*;

    #[test]
    fn discord_tokens_name_their_bot() {
        let token = |id: &str| format!("{}.abc-_9.{}", BASE64URL_NOPAD.encode(id.as_bytes()), "x".repeat(27));
        // The snowflake that Discord's documentation takes apart.
        let right = token("175928847299117063");
        assert_eq!(discord(right.as_bytes()), Some(true));
        let facts = discord_facts(right.as_bytes());
        assert_eq!(
            facts,
            [Fact::new("bot", "175928847299117063"), Fact::new("bot-created", "2016-04-30T11:18:25Z")]
        );
        assert_eq!(discord(token("17592884729911706x").as_bytes()), Some(false));
        assert_eq!(discord(token("99999999999999999999").as_bytes()), Some(false));
        assert_eq!(discord(b"nodots"), None);
    }

    #[test]
    fn telegram_tokens_are_only_refuted() {
        let token = |id: &str, rest: &str| format!("{id}:{rest}{}", "b".repeat(33)).into_bytes();
        assert_eq!(telegram(&token("123456789", "AA")), None);
        assert_eq!(telegram_facts(&token("123456789", "AA")), [Fact::new("bot", "123456789")]);
        assert_eq!(telegram(&token("123456789", "AB")), Some(false));
        assert_eq!(telegram(&token("12345", "AA")), Some(false));
    }
}
