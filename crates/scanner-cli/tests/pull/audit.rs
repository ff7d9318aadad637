//! `postseal audit --live`: organisations that keep the controls, that break them, and that show nothing.

use postman_fake::{Conduct, Config};
use serde_json::Value;

use super::{Run, World, run};

/// The verdict on each control that something besides a person can judge: of the tidy, of the careless, and of those that show nothing.
const VERDICTS: [(&str, [&str; 3]); 31] = [
    ("1.1", ["pass", "fail", "not-evaluated"]),
    ("1.2", ["pass", "fail", "not-evaluated"]),
    ("1.3", ["manual", "fail", "not-evaluated"]),
    ("2.1", ["pass", "fail", "not-evaluated"]),
    ("2.2", ["pass", "fail", "not-evaluated"]),
    ("2.3", ["pass", "fail", "not-evaluated"]),
    ("2.4", ["pass", "fail", "not-evaluated"]),
    ("3.1", ["manual", "fail", "not-evaluated"]),
    ("3.2", ["manual", "fail", "not-evaluated"]),
    ("3.3", ["pass", "fail", "not-evaluated"]),
    ("3.4", ["pass", "fail", "not-evaluated"]),
    ("4.1", ["manual", "manual", "not-evaluated"]),
    ("4.2", ["pass", "fail", "not-evaluated"]),
    ("4.3", ["pass", "fail", "not-evaluated"]),
    ("SR-1", ["manual", "manual", "manual"]),
    ("SR-2", ["manual", "partial", "not-evaluated"]),
    ("SR-3", ["pass", "fail", "not-evaluated"]),
    ("SR-4", ["pass", "fail", "not-evaluated"]),
    ("SR-5", ["pass", "fail", "not-evaluated"]),
    ("SR-6", ["manual", "manual", "not-evaluated"]),
    ("SR-7", ["pass", "fail", "not-evaluated"]),
    ("SR-8", ["manual", "manual", "not-evaluated"]),
    ("SR-10", ["manual", "manual", "not-evaluated"]),
    ("SR-B1", ["pass", "pass", "not-evaluated"]),
    ("SR-B2", ["pass", "fail", "not-evaluated"]),
    ("SR-B3", ["pass", "pass", "not-evaluated"]),
    ("SR-B4", ["manual", "manual", "not-evaluated"]),
    ("SR-B5", ["manual", "fail", "not-evaluated"]),
    ("SR-B6", ["pass", "partial", "not-evaluated"]),
    ("PS-4", ["pass", "partial", "not-evaluated"]),
    ("PS-7", ["pass", "fail", "not-evaluated"]),
];

fn world(conduct: Conduct) -> World {
    World::new(Config { conduct, ..Config::default() })
}

fn audit(world: &World, args: &[&str]) -> (Run, Value) {
    let mut command =
        world.command(&["audit", "--live", "--format", "json", "--as-of", "2025-03-10T00:00:00Z"]);
    command.args(args).env("POSTMAN_SCIM_KEY", world.fake.scim_key());
    let run = run(command);
    let audit = serde_json::from_str(&run.stdout).unwrap_or_default();
    (run, audit)
}

fn control<'a>(audit: &'a Value, id: &str) -> &'a Value {
    audit["controls"].as_array().unwrap().iter().find(|control| control["id"] == id).unwrap()
}

/// Hosts that requests may go to, which the careless have forgotten, and a class that the tidy write everywhere.
fn verdicts(conduct: Conduct) -> Vec<(&'static str, String)> {
    let world = world(conduct);
    let host = if conduct == Conduct::Careless { "other.test" } else { "*.corp.test" };
    let (run, audit) = audit(&world, &["--reviews", "--allowed-host", host, "--classification", "internal"]);
    assert!(audit["live"] == true && audit["subject"] == "Corp", "{}", run.stderr);
    assert!(world.stats().unknown.is_empty(), "{:?}", world.stats().unknown);
    VERDICTS
        .iter()
        .map(|(id, _)| (*id, control(&audit, id)["verdict"].as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn each_control_has_the_verdict_that_the_organisation_deserves() {
    for (n, conduct) in [Conduct::Tidy, Conduct::Careless, Conduct::Closed].into_iter().enumerate() {
        let wanted: Vec<_> = VERDICTS.iter().map(|(id, verdicts)| (*id, verdicts[n].to_owned())).collect();
        assert_eq!(verdicts(conduct), wanted, "{conduct:?}");
    }
}

/// Texts of the evidence for a control, with where each was seen.
fn evidence(audit: &Value, id: &str) -> Vec<(String, String)> {
    let word = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let all = control(audit, id)["evidence"].as_array().unwrap();
    all.iter().map(|one| (word(one, "place"), word(one, "text"))).collect()
}

#[test]
fn evidence_names_the_element_the_field_and_who_did_it() {
    let world = world(Conduct::Careless);
    let (run, audit) = audit(&world, &[]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let public = world.fake.world().workspaces.iter().find(|workspace| workspace.kind == "public").unwrap();
    let first = &control(&audit, "2.4")["evidence"][0];
    assert_eq!(first["place"], public.name.as_str());
    assert_eq!(first["workspace"], public.id.as_str());
    assert_eq!((&first["from"], &first["field"]), (&"api".into(), &"visibility".into()));
    let text = "Everyone on the internet can read it; mallory changed its visibility last, on 2025-02-01.";
    assert_eq!(first["text"], text);
    let scim = evidence(&audit, "1.2");
    assert_eq!(scim[0].1, "dan@corp.test is switched off by the identity provider, and still in the team.");
    assert_eq!(
        scim[1].1,
        "mallory@elsewhere.test is in the team, and the identity provider does not know them."
    );
    let sign_in = evidence(&audit, "1.1");
    let ended = "mallory took away a way to sign in that the team had set up (1 time in 30 days).";
    assert!(sign_in.iter().any(|(_, text)| text == ended), "{sign_in:?}");
    let row = audit["rows"].as_array().unwrap().iter().find(|row| row["id"] == public.id.as_str()).unwrap();
    assert_eq!((&row["visibility"], &row["verdicts"]["2.4"]), (&"public".into(), &"fail".into()));
    assert_eq!(row["url"], format!("https://go.postman.co/workspace/{}", public.id));
}

#[test]
fn neither_keys_nor_secrets_show_in_an_audit() {
    let world = world(Conduct::Careless);
    let page = world.folder.path().join("audit.html");
    let (run, _) = audit(&world, &["--output", &page.display().to_string()]);
    let page = std::fs::read_to_string(page).unwrap();
    let mut secrets = world.fake.world().all_secrets();
    secrets.extend([world.fake.admin_key().to_owned(), world.fake.scim_key().to_owned()]);
    for secret in secrets {
        assert!(![&run.stdout, &run.stderr, &page].iter().any(|text| text.contains(&secret)));
    }
}

#[test]
fn a_member_sees_less_and_scim_needs_its_key() {
    let world = world(Conduct::Careless);
    let mut command = world.command(&["audit", "--live", "--format", "json"]);
    command.env("POSTMAN_API_KEY", world.fake.member_key()).env_remove("POSTMAN_SCIM_KEY");
    let audit: Value = serde_json::from_str(&run(command).stdout).unwrap();
    for (id, verdict) in
        [("2.2", "not-evaluated"), ("1.1", "not-evaluated"), ("1.2", "manual"), ("2.4", "fail")]
    {
        assert_eq!(control(&audit, id)["verdict"], verdict, "{id}");
    }
    assert_eq!(control(&audit, "3.4")["verdict"], "fail", "by what was found");
}

#[test]
fn what_a_person_attests_passes_and_an_exception_counts_until_its_day() {
    let tidy = world(Conduct::Tidy);
    let file = tidy.folder.path().join("said.toml");
    let attested =
        |id: &&str| format!("[[attestation]]\ncontrol = '{id}'\nowner = 'mia'\nstatement = 'Looked.'\n");
    let manual = ["1.3", "3.1", "3.2", "4.1", "SR-2", "SR-8"];
    std::fs::write(&file, manual.iter().map(attested).collect::<String>()).unwrap();
    let (run, report) = audit(&tidy, &["--attestations", &file.display().to_string()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(manual.iter().all(|id| control(&report, id)["verdict"] == "pass"));

    let careless = world(Conduct::Careless);
    for (until, code) in [("2025-03-10", 0), ("2025-03-09", 1)] {
        let text =
            format!("[[exception]]\ncontrol = '2.2'\nowner = 'mia'\nreason = 'Known.'\nuntil = {until}\n");
        std::fs::write(&file, text).unwrap();
        let said = file.display().to_string();
        let (run, _) = audit(&careless, &["--attestations", &said, "--fail-on", "2.2"]);
        assert_eq!(run.code, code, "{until}");
    }
}

#[test]
fn what_cannot_be_read_ends_with_3() {
    let (run, _) = audit(&world(Conduct::Closed), &["--fail-on", "2.4"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
}

#[test]
fn one_workspace_is_judged_by_itself() {
    let world = world(Conduct::Careless);
    let private = world.fake.world().workspaces.iter().find(|workspace| workspace.kind == "private").unwrap();
    let (_, report) = audit(&world, &["--workspace", &private.id]);
    assert_eq!(report["rows"].as_array().unwrap().len(), 1);
    assert_eq!(control(&report, "2.4")["verdict"], "pass");
}
