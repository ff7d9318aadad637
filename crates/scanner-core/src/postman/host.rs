//! What a host says of where it is.

use std::net::IpAddr;

/// Loopback addresses (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3) and the names of RFC 6761 section 6.3 for them.
pub(crate) fn is_local(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']).to_ascii_lowercase();
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "::1"
        || host == "0.0.0.0"
        || host == "host.docker.internal"
        || host.starts_with("127.") && host.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Names that documentation may use (RFC 2606 section 3), and services that answer with what they were sent.
pub(crate) fn is_echo(host: &str) -> bool {
    const HOSTS: [&str; 7] = [
        "example.com",
        "example.org",
        "example.net",
        "postman-echo.com",
        "httpbin.org",
        "httpbingo.org",
        "echo.hoppscotch.io",
    ];
    let host = host.to_ascii_lowercase();
    HOSTS.iter().any(|known| host.strip_suffix(known).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')))
}

/// Whether a host is of a network that is not the internet: addresses for private use (RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291), names that
/// are no public ones (RFC 6762, RFC 8375, ICANN's `internal`), and names without a dot. This computer is none of them.
pub(crate) fn is_internal(host: &str) -> bool {
    const NAMES: [&str; 10] = [
        ".local",
        ".internal",
        ".intranet",
        ".corp",
        ".lan",
        ".private",
        ".home",
        ".home.arpa",
        ".localdomain",
        ".intra",
    ];
    if is_local(host) {
        return false;
    }
    let host = host.trim_matches(['[', ']']).to_ascii_lowercase();
    match host.parse() {
        Ok(IpAddr::V4(address)) => {
            let [first, second, ..] = address.octets();
            address.is_private() || address.is_link_local() || first == 100 && (64..128).contains(&second)
        }
        Ok(IpAddr::V6(address)) => address.is_unique_local() || address.is_unicast_link_local(),
        Err(_) => {
            let is_name = !host.is_empty()
                && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'));
            is_name && (!host.contains('.') || NAMES.iter().any(|name| host.ends_with(name)))
        }
    }
}

/// The part of a host that one owner has, as near as can be told without the list of public suffixes: the last two labels, of `co.uk` and its like the
/// last three. An address is its own.
pub(crate) fn site(host: &str) -> String {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
        return host;
    }
    let labels: Vec<&str> = host.rsplit('.').collect();
    let short = matches!(labels[..], [last, second, _, ..] if last.len() == 2 && second.len() <= 3);
    let mut kept: Vec<&str> = labels.into_iter().take(if short { 3 } else { 2 }).collect();
    kept.reverse();
    kept.join(".")
}

/// Whether a host is one that `pattern` means: `*` stands for any run of characters, dots too. `*.example.com` does not mean `example.com`.
pub(crate) fn matches(pattern: &str, host: &str) -> bool {
    let (pattern, host) = (pattern.to_ascii_lowercase(), host.to_ascii_lowercase());
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = host.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_has_many_names() {
        for host in ["localhost", "LOCALHOST", "api.localhost", "127.0.0.1", "127.8.0.9", "[::1]", "0.0.0.0"]
        {
            assert!(is_local(host), "{host}");
        }
        assert!(is_echo("postman-echo.com") && is_echo("api.example.com") && !is_echo("myexample.com"));
        for host in ["localhost.example.com", "10.0.0.1", "127.example.com", "{{host}}"] {
            assert!(!is_local(host), "{host}");
        }
    }

    #[test]
    fn networks_of_their_own() {
        for host in [
            "10.1.2.3",
            "192.168.0.1",
            "172.16.0.1",
            "100.64.0.1",
            "169.254.169.254",
            "[fd00::1]",
            "intranet",
            "db.corp",
        ] {
            assert!(is_internal(host), "{host}");
        }
        for host in [
            "8.8.8.8",
            "172.32.0.1",
            "127.0.0.1",
            "localhost",
            "api.example.com",
            "{{host}}",
            "",
            "100.128.0.1",
        ] {
            assert!(!is_internal(host), "{host}");
        }
    }

    #[test]
    fn sites() {
        assert_eq!(site("auth.eu.example.com"), "example.com");
        assert_eq!(site("api.shop.co.uk"), "shop.co.uk");
        assert_eq!(site("t.co"), "t.co");
        assert_eq!(site("10.0.0.1"), "10.0.0.1");
        assert_eq!(site(""), "");
    }

    #[test]
    fn patterns() {
        assert!(matches("*.example.com", "a.b.Example.com") && !matches("*.example.com", "example.com"));
        assert!(
            matches("api.example.com", "api.example.com")
                && !matches("api.example.com", "api.example.com.evil.test")
        );
        assert!(matches("api-*.example.*", "api-1.example.net") && !matches("a*a", "a") && matches("*", "x"));
    }
}
