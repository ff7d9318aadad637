//! E-mail addresses (RFC 5321, as far as people have them).

use std::ops::Range;

/// RFC 5321 section 4.5.3.1.
const LOCAL_MAX: usize = 64;
const DOMAIN_MAX: usize = 255;

/// Domains of documentation, and those that people make up.
#[rustfmt::skip]
const SAMPLES: &[&str] = &[
    "example.com", "example.org", "example.net", "test.com", "email.com", "mail.com", "domain.com", "company.com", "yourdomain.com",
    "yourcompany.com", "mycompany.com", "mailinator.com", "sample.com", "foo.com", "bar.com", "foobar.com", "abc.com", "xyz.com", "acme.com", "postman.com",
    "getpostman.com", "mydomain.com", "test.org", "test.de", "demo.com", "fake.com", "dummy.com", "a.com", "b.com", "example.co", "site.com", "website.com",
    "typicode.com", "reqres.in", "contoso.com", "fabrikam.com", "null.com", "none.com", "localhost.com", "somewhere.com", "host.com", "server.com", "git.com",
];

/// Top-level domains that are reserved (RFC 2606, RFC 6761, RFC 6762), and endings of files.
#[rustfmt::skip]
const NO_DOMAINS: &[&str] = &[
    "example", "test", "invalid", "localhost", "local", "internal", "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "mjs", "ts", "json", "html", "xml", "md",
    "yaml", "yml", "txt", "pdf", "zip", "ico", "map", "iam",
];

/// Mailboxes of roles (RFC 2142) and of nobody.
#[rustfmt::skip]
const NOBODY: &[&str] = &[
    "test", "tester", "testuser", "user", "username", "demo", "example", "sample", "foo", "bar", "name", "email", "mail", "me", "you", "your", "youremail", "yourname", "your-email",
    "your_email", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "info", "support", "admin", "administrator", "contact", "help", "helpdesk", "sales", "hello",
    "postmaster", "webmaster", "hostmaster", "abuse", "security", "team", "office", "billing", "dev", "developer", "developers", "api", "apis", "qa", "service", "services", "root", "git", "legal", "privacy", "press",
    "marketing", "feedback", "john.doe", "johndoe", "john_doe", "jane.doe", "janedoe", "jdoe", "john", "jane", "first.last", "firstname.lastname", "someone", "somebody", "nobody", "anyone", "a", "b", "x", "xyz", "abc",
    "apiteam", "opensource", "guest", "customer", "client", "newuser", "admin.user", "mailer-daemon", "notifications", "notification", "alerts", "system", "account", "accounts",
];

pub(super) fn find(text: &[u8], seen: &mut dyn FnMut(Range<usize>)) {
    for at in memchr::memchr_iter(b'@', text) {
        if let Some(range) = address(text, at).filter(|range| is_somebodys(&text[range.clone()])) {
            seen(range);
        }
    }
}

/// The address around an `@`.
fn address(text: &[u8], at: usize) -> Option<Range<usize>> {
    let local = |b: &&u8| b.is_ascii_alphanumeric() || b"._%+-'".contains(b);
    let domain = |b: &&u8| b.is_ascii_alphanumeric() || b".-".contains(b);
    let before = text[..at].iter().rev().take(LOCAL_MAX + 1).take_while(local).count();
    let after = text[at + 1..].iter().take(DOMAIN_MAX).take_while(domain).count();
    let host = text[at + 1..at + 1 + after].trim_ascii_end();
    let trimmed = host.iter().rev().take_while(|b| b".-".contains(b)).count();
    let range = at - before..at + 1 + host.len() - trimmed;
    // A colon before it parts a user from a password, unless it is that of `mailto:`.
    let url = &text[range.start.saturating_sub(LOCAL_MAX)..range.start];
    let in_url = memchr::memmem::rfind(url, b"://").is_some_and(|scheme| {
        !url[scheme + 3..].iter().any(|b| b.is_ascii_whitespace() || b"/?&\"'".contains(b))
    });
    ((1..=LOCAL_MAX).contains(&before) && !in_url).then_some(range)
}

fn is_somebodys(address: &[u8]) -> bool {
    let Ok(address) = std::str::from_utf8(address) else { return false };
    let address = address.to_ascii_lowercase();
    let Some((local, domain)) = address.split_once('@') else { return false };
    let Some((rest, top)) = domain.rsplit_once('.') else { return false };
    let site = rest.rsplit('.').next().unwrap_or_default();
    let is_domain = (2..=24).contains(&top.len())
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        && !domain.contains("..")
        && site.len() >= 2
        && !NO_DOMAINS.contains(&top);
    let sample = SAMPLES
        .iter()
        .any(|known| domain.strip_suffix(known).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')))
        || site == "example"
        || site.contains("test")
        // An annotation of OData, `parent@odata.bind`.
        || site == "odata"
        || domain.contains("gserviceaccount");
    let plain = local.split('+').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
    let nobody = plain.is_empty()
        || NOBODY.contains(&plain)
        || ["test", "example", "your", "email", "john.doe", "jane.doe"]
            .iter()
            .any(|word| plain.contains(word));
    is_domain && !sample && !nobody
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        find(text.as_bytes(), &mut |range| found.push(&text[range]));
        found
    }

    #[test]
    fn addresses() {
        assert_eq!(
            found("<mara.vogt@nordhafen.de>, o'neil@post.ie."),
            ["mara.vogt@nordhafen.de", "o'neil@post.ie"]
        );
        assert_eq!(found("mailto:mara.vogt@nordhafen.de?x=1"), ["mara.vogt@nordhafen.de"]);
        for text in [
            "mara@example.com",
            "mara@sub.example.org",
            "test12@gmx.de",
            "support@nordhafen.de",
            "icon@2x.png",
            "lodash@4.17.21",
            "https://mara:pass@nordhafen.de/",
            "{{user}}@nordhafen.de",
            "@nordhafen.de",
            "mara@",
            "a@b@c",
            "mara@host",
            "mara@db.test",
            "owner@odata.bind",
            "john.doe@gmail.com",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
