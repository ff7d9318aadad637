//! The audits that the tests write.

use scanner_report::audit::{Attestations, Audit, Evidence, Origin, Row, Subject, Verdict, judge};
use scanner_report::control::Catalogue;

use super::HOSTILE;

/// 2027-01-15T08:00:00Z.
const AT: i64 = 1_800_000_000;

const SAID: &str = r#"
    [[attestation]]
    control = "SR-1"
    owner = "it@example.com"
    statement = "Disks are encrypted."

    [[exception]]
    control = "3.4"
    owner = "mia@example.com"
    reason = "The old key is being replaced."
    until = 2027-01-31

    [[exception]]
    control = "SR-5"
    owner = "mia@example.com"
    reason = "It was only for the move."
    until = 2026-12-31

    [[exception]]
    control = "4.2"
    owner = "mia@example.com"
    reason = "For ever."
    until = 9999-12-31
"#;

fn evidence(origin: Origin, text: &str, place: Option<&str>, verdict: Verdict) -> Evidence {
    let place = place.map(str::to_owned);
    Evidence { origin, text: text.to_owned(), place, workspace: None, count: 1, verdict, at: AT - 60 }
}

fn posture() -> Origin {
    Origin::Posture { check: "plain-http".to_owned() }
}

fn credential() -> Origin {
    Origin::Finding { rule: "github-oauth".to_owned(), fingerprint: "0123456789abcdef".to_owned() }
}

fn row(id: &str, name: &str) -> Row {
    Row {
        id: id.to_owned(),
        name: name.to_owned(),
        visibility: "team".to_owned(),
        url: None,
        verdicts: Default::default(),
        findings: 1,
    }
}

fn judged(evidence: Vec<(&str, Evidence)>, at: i64, name: &str, rows: Vec<Row>) -> Audit {
    let catalogue = Catalogue::builtin();
    let said = Attestations::parse(SAID, &catalogue).unwrap();
    let evidence = evidence.into_iter().map(|(control, one)| (control.to_owned(), one)).collect();
    judge(&catalogue, evidence, &said, Subject { at, name: name.to_owned(), live: true }, rows)
}

/// Every verdict, every origin, and every state of an exception.
pub(crate) fn whole() -> Audit {
    let api = Origin::Api { endpoint: "GET /workspaces".to_owned(), field: "visibility".to_owned() };
    let mut public = evidence(api, "Everyone may read it.", Some("Orders"), Verdict::Partial);
    public.workspace = Some("w-1".to_owned());
    let file = Some("exports/orders.json");
    let all = vec![
        ("2.4", public),
        ("3.3", evidence(credential(), "Nothing in 2 artefacts speaks against it.", None, Verdict::Pass)),
        ("3.4", evidence(credential(), "GitHub token gho_…(40 bytes). It is sent.", file, Verdict::Fail)),
        ("4.2", evidence(posture(), "A host that is not allowed.", file, Verdict::Fail)),
        ("4.3", evidence(posture(), "No word was given.", None, Verdict::NotEvaluated)),
        ("SR-5", evidence(posture(), "A request goes without TLS.", file, Verdict::Fail)),
        ("SR-5", evidence(posture(), "A request goes without TLS.", file, Verdict::Fail)),
    ];
    judged(all, AT, "Acme", vec![row("w-1", "Orders")])
}

/// Names, paths, rules and days as an attacker would choose them.
pub(crate) fn hostile() -> Audit {
    let long = "long".repeat(2500);
    let mut all = Vec::new();
    let mut rows = Vec::new();
    for (index, name) in HOSTILE.into_iter().chain(["", " ", "/", "\u{3000}x\n", &long]).enumerate() {
        let origins = [
            posture(),
            Origin::Finding { rule: name.to_owned(), fingerprint: name.to_owned() },
            Origin::Api { endpoint: name.to_owned(), field: name.to_owned() },
            Origin::Attestation { owner: name.to_owned() },
        ];
        for origin in origins {
            let mut one = evidence(origin, name, Some(name), Verdict::Fail);
            (one.workspace, one.at) = (Some(name.to_owned()), i64::MAX - index as i64);
            all.push(("3.3", one));
        }
        rows.push(row(name, name));
    }
    judged(all, i64::MIN, HOSTILE[0], rows)
}

pub(crate) fn audits() -> [Audit; 4] {
    [whole(), hostile(), judged(Vec::new(), AT, "nothing", Vec::new()), Audit::default()]
}
