//! Why the API gave no answer.

use std::fmt;

/// Why the API gave no answer that is one. Never holds the key, nor what an element holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ApiError {
    /// 401: the key is wrong, or for another region.
    Unauthorized,
    /// 403, in the words of the API.
    Forbidden(String),
    /// The plan has no such feature, in the words of the API.
    Plan(String),
    /// It is not there.
    NotFound,
    /// The answer is longer than this, in bytes.
    TooLarge(u64),
    /// The calls of the month are used up, or only those are left that are to be kept.
    Quota(String),
    /// Another status than was to be expected, in the words of the API.
    Rejected(u16, String),
    /// Tried so often, and what happened the last time.
    Failed(u32, String),
    /// The API wants us to go elsewhere. The key goes nowhere else.
    Redirected(String),
    /// A list that does not end.
    EndlessList,
    /// The user has stopped it.
    Interrupted,
}

impl ApiError {
    /// Nothing else will go better.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            ApiError::Unauthorized | ApiError::Quota(_) | ApiError::Interrupted | ApiError::Redirected(_)
        )
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ApiError::Unauthorized => {
                f.write_str("401: the API does not take the key (is it for another --region?)")
            }
            ApiError::Forbidden(detail) => write!(f, "403: the key may not read it{}", after(detail)),
            ApiError::Plan(detail) => write!(f, "the plan does not have it{}", after(detail)),
            ApiError::NotFound => f.write_str("it is not there any more"),
            ApiError::TooLarge(most) => write!(f, "longer than {most} bytes (--max-file-size)"),
            ApiError::Quota(detail) => f.write_str(detail),
            ApiError::Rejected(status, detail) => write!(f, "{status}{}", after(detail)),
            ApiError::Failed(tries, detail) => write!(f, "tried {tries} times: {detail}"),
            ApiError::Redirected(host) => {
                write!(f, "the API sends us to {host}: not followed, the key stays here")
            }
            ApiError::EndlessList => f.write_str("the list does not end: its pages come again"),
            ApiError::Interrupted => f.write_str("interrupted"),
        }
    }
}

impl std::error::Error for ApiError {}

fn after(detail: &str) -> String {
    if detail.is_empty() { String::new() } else { format!(": {detail}") }
}
