//! Markers beside secrets: which places they cover.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use proptest::prelude::*;
use scanner_core::{Artefact, Finding, Scanner};
use serde_json::{Value, json};

fn secret(n: usize) -> String {
    let parts = [
        "8FMPcMXkEENsG6RG4u1yGwQBnNrnEnLq",
        "Zq3TfWb7NcKx9LmVhRd2PsYg5UjEa8Dt",
        "mJ4vXr8Qw2BzTn6HyKc9LpSd3FgUe7Ra",
    ];
    parts[n].to_owned()
}

fn scan(text: &str) -> Vec<Finding> {
    Scanner::new().scan(&Artefact::new(text.as_bytes(), "x")).unwrap().findings
}

/// The reasons of the markers of every finding, by secret.
fn reasons(text: &str) -> Vec<Option<String>> {
    let found = scan(text);
    let reason = |finding: &Finding| {
        finding.at.marker.as_ref().map(|marker| marker.reason.clone().unwrap_or_default())
    };
    (0..3)
        .filter_map(|n| found.iter().find(|finding| finding.secret.reveal() == secret(n).as_bytes()))
        .map(reason)
        .collect()
}

fn said(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn the_description_of_a_variable_covers_it_alone() {
    let environment = json!({"name": "e", "_postman_variable_scope": "environment", "values": [
        {"key": "client_secret", "value": secret(0), "description": "postseal:ignore sandbox only"},
        {"key": "other_client_secret", "value": secret(1), "description": {"content": "of postseal"}},
        {"key": "third_client_secret", "value": secret(2), "description": {"content": "x\npostseal:ignore: third", "type": "text/plain"}},
    ]});
    assert_eq!(reasons(&environment.to_string()), [said("sandbox only"), None, said("third")]);
}

fn collection(request: &str, folder: &str, info: &str) -> Value {
    let item = |n: usize, description: &str| {
        json!({"name": format!("r{n}"), "request": {"url": "https://api.example.net", "description": description,
            "header": [{"key": "X-Api-Key", "value": secret(n)}]}})
    };
    json!({"info": {"name": "c", "description": info}, "item": [
        {"name": "f", "description": folder, "item": [item(0, request), item(1, "")]}, item(2, ""),
    ]})
}

#[test]
fn descriptions_of_requests_folders_and_collections_cover_what_is_in_them() {
    let of = |request, folder, info| reasons(&collection(request, folder, info).to_string());
    assert_eq!(of("Text.\n\n<!-- postseal:ignore one -->", "", ""), [said("one"), None, None]);
    assert_eq!(of("", "postseal:ignore two", ""), [said("two"), said("two"), None]);
    assert_eq!(of("", "", "postseal:ignore all"), [said("all"), said("all"), said("all")]);
    assert_eq!(of("postseal:ignore near", "postseal:ignore far", ""), [said("near"), said("far"), None]);
}

#[test]
fn comments_in_scripts_cover_their_line_and_the_next() {
    let line = |n: usize| format!("const client_secret{n} = \"{}\";", secret(n));
    let script = |exec: Value| {
        json!({"info": {"name": "c"}, "item": [{"name": "r", "request": "https://x.example.net",
            "event": [{"listen": "test", "script": {"exec": exec}}]}]})
        .to_string()
    };
    let lines =
        json!([format!("{} // postseal:ignore same", line(0)), "// postseal:ignore above", line(1), line(2)]);
    assert_eq!(reasons(&script(lines)), [said("same"), said("above"), None]);
    let joined =
        format!("{} // postseal:ignore same\n// postseal:ignore above\n{}\n{}", line(0), line(1), line(2));
    assert_eq!(reasons(&script(json!(joined))), [said("same"), said("above"), None]);
}

#[test]
fn comments_in_text_cover_their_line_and_the_next() {
    let line = |n: usize| format!("CLIENT_SECRET_{n}={}", secret(n));
    let text =
        format!("{}  # postseal:ignore same\n# postseal:ignore above\n{}\n\n{}\n", line(0), line(1), line(2));
    assert_eq!(reasons(&text), [said("same"), said("above"), None]);
    // A line that is no comment of its own covers only itself.
    let text = format!("x=1 # postseal:ignore\n{}\n", line(0));
    assert_eq!(reasons(&text), [None]);
    let finding = &scan(&format!("# postseal:ignore[github-token] until 2027-01-31: x\n{}\n", line(0)))[0];
    let marker = finding.at.marker.as_ref().unwrap();
    assert!(!marker.holds_for(&finding.rule) && marker.holds_on("2027-01-30"));
    assert_eq!(marker.place, "1");
}

#[test]
fn comments_in_yaml_cover_their_line_and_the_next() {
    let text = format!(
        "$kind: http-request\nname: r\nmethod: POST\nurl: https://api.example.net\nheaders:\n  - key: X-Api-Key\n    value: '{}' # postseal:ignore same\n  - key: X-Client-Secret\n    # postseal:ignore above\n    value: '{}'\n  - key: X-Other-Secret\n    value: '{}'\n",
        secret(0),
        secret(1),
        secret(2)
    );
    let findings = Scanner::new().scan(&Artefact::new(text.as_bytes(), "r.request.yaml")).unwrap().findings;
    assert!(findings.iter().all(|finding| finding.at.pointer.is_some()), "{findings:?}");
    assert_eq!(reasons(&text), [said("same"), said("above"), None]);
}

#[test]
fn comments_in_yaml_cover_the_entry_below_them_and_no_other() {
    let text = format!(
        "name: E\nvalues:\n  # postseal:ignore test\n  - key: client_secret\n    enabled: true\n    value: {}\n  - key: other_client_secret\n    value: {}\n",
        secret(0),
        secret(1)
    );
    let scan = Scanner::new().scan(&Artefact::new(text.as_bytes(), "e.environment.yaml")).unwrap();
    let covered: Vec<bool> = scan.findings.iter().map(|finding| finding.at.marker.is_some()).collect();
    assert_eq!(covered, [true, false]);
}

/// A marker with anything round it, in any of the places where one may stand.
fn marked(marker: &str, place: usize) -> String {
    let quoted = serde_json::to_string(marker).unwrap();
    match place {
        0 => format!(
            r#"{{"name":"e","values":[{{"key":"client_secret","value":"{}","description":{quoted}}}]}}"#,
            secret(0)
        ),
        1 => format!(
            r#"{{"info":{{"name":"c"}},"item":[{{"name":"r","description":{quoted},"request":{{"header":[{{"key":"X-Api-Key","value":"{}"}}]}}}}]}}"#,
            secret(0)
        ),
        2 => format!("{marker}\nCLIENT_SECRET={}\n", secret(0)),
        _ => format!("CLIENT_SECRET={} # {marker}", secret(0)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever a marker says, a secret is found as it is without one.
    #[test]
    fn markers_change_no_finding(before in r"[ -~é\n]{0,12}", after in r"(\[[a-z, \]]{0,8})?[ :]?(until[ =])?[0-9é-]{0,12}[ -~]{0,12}", place in 0usize..4) {
        let marker = format!("{before}postseal:ignore{after}");
        let with = scan(&marked(&marker, place));
        let without = scan(&marked(&marker.replace("postseal", "postmeal"), place));
        let seen = |findings: &[Finding]| findings.iter().map(|f| (f.rule_id().to_owned(), f.at.span, f.at.fingerprint)).collect::<Vec<_>>();
        prop_assert_eq!(seen(&with), seen(&without));
    }
}
