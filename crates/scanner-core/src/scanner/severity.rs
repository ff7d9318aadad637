//! What raises and lowers the severity of a finding: where it stands, who reads it, whom it reaches, whether it has ended.

use crate::ArtefactKind;
use crate::finding::{Evidence, Finding, Severity};

const DISABLED: Evidence = Evidence::note("every place of it is switched off (severity one step down)");
const IN_EXAMPLES: Evidence = Evidence::note("it stands in saved examples only (severity one step down)");
const LOCAL_VALUE: Evidence =
    Evidence::note("it is a local value, which is not shared with others (severity one step down)");
const PUBLIC: Evidence = Evidence::note("the artefact says that it is public (severity one step up)");
const VAULT_EXPORT: Evidence =
    Evidence::note("it stands in an export of a vault in plaintext (severity: critical)");
const ECHO: Evidence =
    Evidence::note("it is sent to hosts of documentation and echo services only (severity one step down)");
const LOCAL: Evidence = Evidence::note("it is sent to this computer only (severity one step down)");

/// Lowers the severity by what all places of a finding have in common, raises it by what one of them says, and says so in its evidence. `now` is in
/// seconds since 1970. What has expired is worth nothing wherever it stands.
pub(super) fn adjust(finding: &mut Finding, now: Option<i64>) {
    let all = |what: fn(&crate::Location) -> bool| finding.places().all(|place| what(&place.location));
    let only_to = |kind: fn(&str) -> bool| {
        !finding.reach.is_empty() && finding.reach.iter().all(|reach| reach.host.as_deref().is_some_and(kind))
    };
    let steps = [
        (all(|location| location.disabled), DISABLED),
        (all(|location| location.example.is_some()), IN_EXAMPLES),
        (all(|location| location.local), LOCAL_VALUE),
        (only_to(is_local), LOCAL),
        (only_to(is_echo), ECHO),
    ];
    for (_, evidence) in steps.into_iter().filter(|(holds, _)| *holds) {
        finding.severity = finding.severity.one_down();
        finding.evidence.push(evidence);
    }
    if finding.places().any(|place| place.location.public) {
        finding.severity = finding.severity.one_up();
        finding.evidence.push(PUBLIC);
    }
    if finding.places().any(|place| place.location.artefact == ArtefactKind::VaultExport) {
        finding.severity = Severity::Critical;
        finding.evidence.push(VAULT_EXPORT);
    }
    if let Some(now) = now {
        finding.expire(now);
    }
}

/// Loopback addresses (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3) and the names of RFC 6761 section 6.3 for them.
fn is_local(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']).to_ascii_lowercase();
    host == "localhost"
        || host.ends_with(".localhost")
        || host == "::1"
        || host == "0.0.0.0"
        || host == "host.docker.internal"
        || host.starts_with("127.") && host.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Names that documentation may use (RFC 2606 section 3), and services that answer with what they were sent.
fn is_echo(host: &str) -> bool {
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
}
