//! What the headers of an answer say about limits. Their names differ from API to API; all of them are read.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use ureq::http::HeaderMap;

use super::clock::Clock;

/// What an answer says about limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Limits {
    /// Calls that a window has.
    pub(super) limit: Option<u64>,
    /// Calls that are left of them.
    pub(super) remaining: Option<u64>,
    /// Until there are all of them again.
    pub(super) reset: Option<Duration>,
    /// Calls that are left of those of the month.
    pub(super) month_left: Option<u64>,
    /// How long to wait.
    pub(super) retry_after: Option<Duration>,
}

impl Limits {
    /// Reads them.
    pub(super) fn read(headers: &HeaderMap) -> Limits {
        Limits::at(headers, Clock::unix())
    }

    fn at(headers: &HeaderMap, now: i64) -> Limits {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let family = |name: &str| {
            let number = |prefix: &str| text(&format!("{prefix}{name}"))?.parse::<u64>().ok();
            number("ratelimit-").or_else(|| number("x-ratelimit-"))
        };
        let draft = |member| text("ratelimit").and_then(|list| member_of(list, member));
        let retry = ["retry-after", "x-ratelimit-retryafter", "retryafter"];
        Limits {
            limit: family("limit").or_else(|| draft("limit")),
            remaining: family("remaining").or_else(|| draft("remaining")),
            reset: family("reset").or_else(|| draft("reset")).map(|number| until(number, now)),
            month_left: family("remaining-month"),
            retry_after: retry.iter().find_map(|name| wait(text(name)?, now)),
        }
    }
}

/// A number in `limit=300, remaining=12, reset=5`, as a draft of the IETF has it.
fn member_of(list: &str, member: &str) -> Option<u64> {
    let pairs = list.split([',', ';']).filter_map(|part| part.trim().split_once('='));
    pairs.filter(|(name, _)| *name == member).find_map(|(_, value)| value.parse().ok())
}

/// Seconds, or seconds since 1970: Postman's documentation has it both ways.
fn until(number: u64, now: i64) -> Duration {
    const EPOCH: u64 = 1_000_000_000;
    if number < EPOCH {
        return Duration::from_secs(number);
    }
    Duration::from_secs(number.saturating_sub(u64::try_from(now).unwrap_or(0)))
}

/// Seconds, with a fraction or without, or a date (RFC 9110 section 10.2.3). What says that there is no need to wait says nothing.
fn wait(text: &str, now: i64) -> Option<Duration> {
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(until(seconds, now)).filter(|wait| !wait.is_zero());
    }
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok().filter(|wait| !wait.is_zero());
    }
    let date =
        rfc2822::parse(text).map(|date| date.timestamp()).or_else(|_| text.parse::<Timestamp>()).ok()?;
    let seconds = date.as_second().saturating_sub(now);
    u64::try_from(seconds).ok().filter(|&seconds| seconds > 0).map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use ureq::http::{HeaderName, HeaderValue};

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn read(pairs: &[(&str, &str)]) -> Limits {
        let pair = |(name, value): &(&str, &str)| {
            (HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap())
        };
        Limits::at(&pairs.iter().map(pair).collect(), NOW)
    }

    #[test]
    fn both_families_and_the_draft() {
        let wanted = Limits {
            limit: Some(300),
            remaining: Some(12),
            reset: Some(Duration::from_secs(5)),
            ..Limits::default()
        };
        let old = [("X-RateLimit-Limit", "300"), ("X-RateLimit-Remaining", "12"), ("X-RateLimit-Reset", "5")];
        let new =
            [("RateLimit-Limit", "300"), ("RateLimit-Remaining", "12"), ("RateLimit-Reset", "1800000005")];
        assert_eq!(read(&old), wanted);
        assert_eq!(read(&new), wanted);
        assert_eq!(read(&[("RateLimit", "limit=300, remaining=12, reset=5")]), wanted);
        assert_eq!(read(&[("RateLimit-Remaining-Month", "7")]).month_left, Some(7));
    }

    #[test]
    fn every_form_of_retry_after() {
        let seconds = |s| Some(Duration::from_secs_f64(s));
        for (name, value, wanted) in [
            ("Retry-After", "2", seconds(2.0)),
            ("Retry-After", "1.5", seconds(1.5)),
            ("X-RateLimit-RetryAfter", "3", seconds(3.0)),
            ("RetryAfter", "4", seconds(4.0)),
            ("Retry-After", "0", None),
            ("Retry-After", "-1", None),
            ("Retry-After", "soon", None),
            ("Retry-After", "NaN", None),
            ("Retry-After", "Fri, 15 Jan 2027 08:00:09 GMT", seconds(9.0)),
            ("Retry-After", "Fri, 15 Jan 2027 07:00:00 GMT", None),
            ("Retry-After", "2027-01-15T08:00:03Z", seconds(3.0)),
        ] {
            assert_eq!(read(&[(name, value)]).retry_after, wanted, "{name}: {value}");
        }
    }
}
