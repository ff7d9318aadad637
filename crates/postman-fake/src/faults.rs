//! What goes wrong, and when. Which call fails depends on its path and on how often it was tried, not on the order of calls.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::http::Response;
use crate::{errors, http::Delivery};

/// The fault of a call, if it has one. `after` turns a number of seconds into the date that a `Retry-After` may be.
pub(crate) fn of(seed: u64, percent: f64, path: &str, attempt: u32) -> Option<Fault> {
    let mut hasher = DefaultHasher::new();
    (seed, path, attempt).hash(&mut hasher);
    let hash = hasher.finish();
    let hit = (hash % 100_000) as f64 / 1000.0 < percent;
    hit.then(|| ALL[(hash / 100_000) as usize % ALL.len()])
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// 429 with both headers.
    RateLimited,
    /// 429 with `Retry-After` alone.
    RetryAfter,
    /// 429 with `X-RateLimit-RetryAfter` alone.
    RateLimitRetryAfter,
    /// 429 with neither, as a problem document.
    NoRetryAfter,
    /// 429 with `Retry-After: 0`.
    RetryAtOnce,
    /// 429 with a date.
    RetryDate,
    /// 500 in JSON.
    Internal,
    /// 502 in HTML.
    BadGateway,
    /// 503 without a body.
    Unavailable,
    /// The connection ends before a byte came.
    Reset,
    /// The connection ends within the body.
    Cut,
    /// JSON that ends too early in an answer that looks whole.
    Truncated,
}

const ALL: [Fault; 12] = [
    Fault::RateLimited,
    Fault::RetryAfter,
    Fault::RateLimitRetryAfter,
    Fault::NoRetryAfter,
    Fault::RetryAtOnce,
    Fault::RetryDate,
    Fault::Internal,
    Fault::BadGateway,
    Fault::Unavailable,
    Fault::Reset,
    Fault::Cut,
    Fault::Truncated,
];

impl Fault {
    /// What comes in place of `answer`.
    pub(crate) fn spoil(self, answer: Response) -> Response {
        let limited = || errors::rate_limited();
        match self {
            Fault::RateLimited => limited().header("Retry-After", "2").header("X-RateLimit-RetryAfter", "2"),
            Fault::RetryAfter => limited().header("Retry-After", "1"),
            Fault::RateLimitRetryAfter => limited().header("X-RateLimit-RetryAfter", "1"),
            Fault::NoRetryAfter => errors::too_many_requests(),
            Fault::RetryAtOnce => limited().header("Retry-After", "0"),
            Fault::RetryDate => limited().header("Retry-After", &http_date()),
            Fault::Internal => errors::internal(),
            Fault::BadGateway => {
                Response::text(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>")
            }
            Fault::Unavailable => Response::text(503, "text/plain", ""),
            Fault::Reset => Response { delivery: Delivery::Nothing, ..answer },
            Fault::Cut => Response { delivery: Delivery::Half, ..answer },
            Fault::Truncated => {
                let half = answer.body.len() / 2;
                Response { body: answer.body[..half].to_vec(), ..answer }
            }
        }
    }
}

/// Now, as RFC 9110 section 5.6.7 writes it.
fn http_date() -> String {
    jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_were_asked_for() {
        let hits = (0..10_000).filter(|n| of(7, 5.0, &format!("/collections/{n}"), 0).is_some()).count();
        assert!((350..650).contains(&hits), "{hits}");
        assert_eq!(of(7, 0.0, "/me", 0), None);
        assert_eq!(of(7, 5.0, "/x", 3), of(7, 5.0, "/x", 3));
    }
}
