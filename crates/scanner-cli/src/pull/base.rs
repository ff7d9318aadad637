//! Where the API is.

use std::fmt;
use std::str::FromStr;

use ureq::http::Uri;

/// Where the API is: `https://host[:port]`, or `http` on this computer alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiBase {
    text: String,
    loopback: bool,
}

impl ApiBase {
    /// The address of a path, which begins with `/`.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }

    /// It is on this computer.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }
}

impl fmt::Display for ApiBase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for ApiBase {
    type Err = String;

    /// Takes an address apart. Names are not looked up: `http` needs an address of RFC 1122 section 3.2.1.3, `[::1]` or `localhost`.
    fn from_str(text: &str) -> Result<ApiBase, String> {
        let text = text.trim_end_matches('/');
        let uri: Uri = text.parse().map_err(|error| format!("not an address: {error}"))?;
        let host = uri.host().unwrap_or_default();
        let (scheme, path) = (uri.scheme_str(), uri.path());
        if host.is_empty()
            || uri.query().is_some()
            || uri.authority().is_some_and(|a| a.as_str().contains('@'))
        {
            return Err("should be like https://api.getpostman.com".to_owned());
        }
        let loopback = is_loopback(host);
        if scheme != Some("https") && !(scheme == Some("http") && loopback) {
            return Err("should begin with https://: the API key is sent there".to_owned());
        }
        Ok(ApiBase {
            text: format!("{}{}", text.trim_end_matches(path), path.trim_end_matches('/')),
            loopback,
        })
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_stays_on_this_computer() {
        for (text, loopback) in [
            ("https://api.getpostman.com", Some(false)),
            ("https://api.eu.postman.com/", Some(false)),
            ("http://127.0.0.1:4919", Some(true)),
            ("http://[::1]:80", Some(true)),
            ("http://localhost:1/", Some(true)),
            ("http://api.getpostman.com", None),
            ("http://127.0.0.1.example.com", None),
            ("http://localhost.example.com", None),
            ("https://user:pass@api.getpostman.com", None),
            ("ftp://127.0.0.1", None),
            ("api.getpostman.com", None),
            ("https://x/?y=1", None),
        ] {
            assert_eq!(text.parse::<ApiBase>().ok().map(|base| base.is_loopback()), loopback, "{text}");
        }
        assert_eq!("https://x.test/".parse::<ApiBase>().unwrap().join("/me"), "https://x.test/me");
    }
}
