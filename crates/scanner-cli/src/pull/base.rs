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

/// The pages of Postman, but for teams in the European Union.
pub(super) const PAGES: &str = "https://go.postman.co";

impl ApiBase {
    /// The address of a path, which begins with `/`.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.text)
    }

    /// Where the pages of Postman are that show what is here. Postman's own command line tool names one for each region (1.62.0, its table of hosts).
    pub fn pages(&self) -> &'static str {
        let uri = self.text.parse::<Uri>().ok();
        match uri.as_ref().and_then(Uri::host) {
            Some("api.eu.postman.com") => "https://go.eu.postman.co",
            _ => PAGES,
        }
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
    fn pages_are_those_of_the_region() {
        use crate::args::Region;

        let pages = |base: &str| base.parse::<ApiBase>().unwrap().pages();
        assert_eq!(pages(Region::Us.address()), "https://go.postman.co");
        assert_eq!(pages(Region::Eu.address()), "https://go.eu.postman.co");
        assert_eq!(pages("http://127.0.0.1:1/api.eu.postman.com"), "https://go.postman.co");
    }

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
