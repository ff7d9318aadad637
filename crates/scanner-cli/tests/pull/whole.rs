//! What is pulled, and what a second pull costs.

use std::collections::BTreeSet;
use std::process::Command;

use postman_fake::{Config, Kind};
use serde_json::Value;

use super::{Pulled, World, files};

const KINDS: [Kind; 3] = [Kind::Collection, Kind::Environment, Kind::Monitor];

#[test]
fn every_element_is_scanned_once_and_every_secret_found() {
    let world = World::new(Config::default());
    let pulled = world.pull(&["--show-secrets"]);
    assert_eq!(pulled.code, 1, "{}", pulled.stderr);
    for kind in KINDS {
        assert!(world.sent(kind).iter().all(|&times| times == 1), "{kind:?}");
    }
    let found: BTreeSet<String> =
        pulled.findings().iter().map(|finding| finding["secret"].as_str().unwrap().to_owned()).collect();
    let made: BTreeSet<String> = world.fake.world().all_secrets().into_iter().collect();
    assert_eq!(found, made);
    let summary = pulled.summary();
    assert_eq!(summary["coverage"]["complete"], true);
    assert_eq!(summary["coverage"]["scanned"]["globals"], 10);
    let stats = world.stats();
    assert_eq!((stats.limits.refused, stats.limits.refused_slow), (0, 0));
    assert!(stats.limits.most <= 300 && stats.limits.most_slow <= 10, "{:?}", stats.limits);
    assert_eq!(stats.unknown, Vec::<String>::new());
}

#[test]
fn findings_say_where_they_stand_in_postman() {
    let world = World::new(Config::default());
    let pulled = world.pull(&[]);
    let workspaces = &world.fake.world().workspaces;
    for finding in pulled.findings() {
        let id = finding["workspace"]["id"].as_str().unwrap();
        let workspace = workspaces.iter().find(|workspace| workspace.id == id).unwrap();
        assert_eq!(finding["workspace"]["visibility"], workspace.kind);
        assert_eq!(finding["workspace"]["name"], workspace.name.as_str());
        assert!(finding["path"].as_str().unwrap().starts_with(&format!("postman://workspace/{id}/")));
        let url = finding["url"].as_str().unwrap();
        assert!(url.starts_with(&format!("https://go.postman.co/workspace/{id}")), "{url}");
        let in_request = finding["location"]["request"].is_string();
        assert_eq!(url.contains("/request/41000001-"), in_request, "{url}");
        let exposed = ["public", "partner"].contains(&workspace.kind);
        let disabled = finding["location"]["disabled"] == true;
        let severity = match (exposed, disabled) {
            (true, false) => "critical",
            (false, false) | (true, true) => "high",
            (false, true) => "medium",
        };
        assert_eq!(finding["severity"], severity, "{finding}");
        assert_eq!(finding["location"]["public"], workspace.kind == "public");
    }
}

#[test]
fn what_has_not_changed_is_not_fetched_again_and_still_reported() {
    let world = World::new(Config::default());
    let first = world.pull(&[]);
    let again = world.pull(&[]);
    // From the journal, word for word.
    assert_eq!(first.findings(), again.findings());
    for kind in [Kind::Collection, Kind::Environment, Kind::Spec, Kind::Mock] {
        assert!(world.sent(kind).iter().all(|&times| times <= 1), "{kind:?}");
    }
    let touched = world.fake.world().of_kind(Kind::Collection, None)[3].clone();
    world.fake.touch(&touched.id);
    let gone = world.fake.world().of_kind(Kind::Environment, None)[2].clone();
    world.fake.delete(&gone.id);
    let third = world.pull(&[]);
    let sent = world.sent(Kind::Collection);
    assert_eq!((sent[3], sent.iter().sum::<usize>()), (2, sent.len() + 1));
    let mut wanted = first.fingerprints();
    wanted.retain(|finding| !finding.contains(&gone.uid));
    assert_eq!(third.fingerprints(), wanted);
    // Secrets are read anew only where that is asked for.
    let plain = |finding: &Value| finding["secret"].is_string();
    assert_eq!(world.pull(&["--show-secrets"]).findings().iter().filter(|f| plain(f)).count(), 0);
    assert!(world.pull(&["--show-secrets", "--fresh"]).findings().iter().all(plain));
}

#[test]
fn a_part_can_be_chosen() {
    let world = World::new(Config::default());
    let public = world.pull(&["--type", "public", "--no-postman-scanner"]);
    assert!(!public.findings().is_empty());
    assert!(public.findings().iter().all(|finding| finding["workspace"]["visibility"] == "public"));
    assert_eq!(public.skipped().iter().filter(|(reason, gap)| reason == "filtered" && !gap).count(), 9);
    let fourth = &world.fake.world().workspaces[4];
    for name in
        [fourth.name.clone(), fourth.id.clone(), format!("https://go.postman.co/workspace/{}", fourth.id)]
    {
        let one = world.pull(&["--workspace", &name, "--only", "environments"]);
        let summary = one.summary();
        let scanned = summary["coverage"]["scanned"].as_object().unwrap();
        assert_eq!(scanned.keys().collect::<Vec<_>>(), ["environment"], "{name}");
    }
    assert_eq!(world.pull(&["--workspace", "no such"]).code, 2);
    let collection = world.fake.world().of_kind(Kind::Collection, None)[0].clone();
    let one = world.pull(&["--collection", &collection.uid]);
    assert_eq!(one.summary()["artefacts"], 1, "{}", one.stderr);
    let home = &world.fake.world().workspaces[collection.workspace];
    assert!(one.findings().iter().all(|finding| finding["workspace"]["id"] == home.id.as_str()));
    let named = [
        "--workspace",
        &world.fake.world().workspaces[collection.workspace].id,
        "--collection",
        &collection.name,
    ];
    assert_eq!(world.pull(&named).summary()["artefacts"], 1);
}

#[test]
fn every_kind_can_be_pulled() {
    let world = World::new(Config::default());
    let all = world.pull(&["--all"]);
    assert_eq!(all.summary()["coverage"]["complete"], true, "{}", all.stderr);
    let stats = world.stats();
    for part in [
        "/comments",
        "/forks",
        "/pull-requests",
        "/call-logs",
        "/roles",
        "/packages/",
        "/collection-access-keys",
    ] {
        assert!(stats.delivered.keys().any(|path| path.contains(part)), "{part}");
    }
    assert_eq!(stats.unknown, Vec::<String>::new());
}

#[test]
fn comments_are_those_of_folders_requests_and_responses_too() {
    let world = World::new(Config::default());
    let collections = world.fake.world().of_kind(Kind::Collection, None);
    let secrets = |element: &&postman_fake::Element| world.fake.world().comment_secrets(element);
    let made: BTreeSet<String> = collections.iter().flat_map(secrets).collect();
    let pulled = world.pull(&["--only", "comments", "--show-secrets"]);
    assert_eq!(pulled.summary()["coverage"]["complete"], true, "{}", pulled.stderr);
    let found: BTreeSet<String> =
        pulled.findings().iter().map(|finding| finding["secret"].as_str().unwrap().to_owned()).collect();
    assert!(made.len() > 40 && found == made, "{} of {}", found.len(), made.len());
    let one = collections.iter().find(|element| !secrets(element).is_empty()).unwrap();
    let home = &world.fake.world().workspaces[one.workspace].id;
    let start = format!("postman://workspace/{home}/comments/{}", one.uid);
    let of_one: Vec<Value> = pulled
        .findings()
        .into_iter()
        .filter(|finding| finding["path"].as_str().unwrap().starts_with(&start))
        .collect();
    let parts = ["/collection.txt", "/folders/41000001-", "/requests/41000001-", "/responses/41000001-"];
    let pages = ["/collection/41000001-", "/folder/41000001-", "/request/41000001-", "/collection/41000001-"];
    for (part, page) in parts.into_iter().zip(pages) {
        let there = |finding: &&Value| {
            finding["path"].as_str().unwrap().strip_prefix(&start).unwrap().starts_with(part)
        };
        let finding = of_one.iter().find(there).unwrap_or_else(|| panic!("{part}"));
        assert!(finding["url"].as_str().unwrap().contains(page), "{finding}");
    }
    assert_eq!(world.stats().unknown, Vec::<String>::new());
    // A collection that is named has its comments, if these are asked for.
    let named = world.pull(&["--collection", &one.uid, "--only", "comments"]);
    assert_eq!(named.findings().len(), 4, "{}", named.stderr);
    let (_, calls) = world.calls_of(|| world.pull(&["--collection", &one.uid]));
    assert!(!calls.iter().any(|path| path.ends_with("/comments")), "they cost a call each");
}

#[test]
fn forks_are_scanned_once_and_where_they_stand() {
    let world = World::new(Config { loose_forks: 5, ..Config::default() });
    let without = world.pull(&["--only", "collections"]);
    assert!(world.sent(Kind::Collection)[..5].iter().all(|&times| times == 0));
    let with = world.pull(&["--only", "collections,forks"]);
    assert!(world.sent(Kind::Collection).iter().all(|&times| times == 1));
    let (loose, rest): (Vec<_>, Vec<_>) =
        with.fingerprints().into_iter().partition(|finding| finding.starts_with("\"postman://collection/"));
    assert_eq!(rest.into_iter().collect::<std::collections::BTreeSet<_>>(), without.fingerprints());
    let made: Vec<_> = world.fake.world().of_kind(Kind::Collection, None)[..5]
        .iter()
        .flat_map(|fork| world.fake.world().secrets(fork))
        .collect();
    assert!(!made.is_empty());
    assert_eq!(loose.len(), made.len());
}

#[test]
fn a_plan_reads_no_element() {
    let world = World::new(Config::default());
    let run = super::run(world.command(&["pull", "--plan"]));
    assert_eq!(run.code, 0);
    assert!(
        run.stdout.contains("10 workspaces") && run.stdout.contains("calls of this month"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("comments"), "{}", run.stdout);
    let all = super::run(world.command(&["pull", "--plan", "--all"]));
    assert!(all.stdout.contains("so do comments"), "{}", all.stdout);
    assert!(KINDS.iter().all(|&kind| world.sent(kind).iter().all(|&times| times == 0)));
    assert!(world.stats().calls < 12 && !world.journal().exists());
}

#[test]
#[cfg(unix)]
fn what_is_saved_is_for_its_owner_alone_and_can_be_scanned() {
    use std::os::unix::fs::PermissionsExt;

    let world = World::new(Config::default());
    let folder = world.folder.path().join("saved");
    let pulled = world.pull(&["--save", folder.to_str().unwrap()]);
    let saved = files(&folder);
    assert_eq!(pulled.summary()["artefacts"], saved.len());
    for file in saved {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", file.display());
        assert_eq!(file.parent().unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }
    let mut scan = std::process::Command::new(env!("CARGO_BIN_EXE_postseal"));
    scan.args(["scan", "--format", "jsonl", folder.to_str().unwrap()]);
    assert_eq!(super::run(scan).findings().len(), pulled.findings().len());
}

#[test]
fn large_and_deep_collections_pass() {
    let config = Config { large_requests: 20_000, deep: 500, long_line: 2 << 20, ..Config::default() };
    let world = World::new(config);
    let pulled = world.pull(&["--only", "collections"]);
    assert_eq!(pulled.summary()["coverage"]["complete"], true, "{}", pulled.stderr);
    let small = world.pull(&["--only", "collections", "--max-file-size", "100000", "--restart", "--fresh"]);
    let too_large = small.skipped().iter().filter(|(reason, gap)| reason == "too-large" && *gap).count();
    assert_eq!(too_large, 2, "{:?}", small.skipped());
}

#[test]
fn what_a_baseline_knows_of_saved_elements_is_known_when_they_are_pulled() {
    let world = World::new(Config::default());
    let folder = world.folder.path();
    let at = |name: &str| folder.join(name).display().to_string();
    let (saved, baseline) = (at("saved"), at("known.json"));
    assert_eq!(world.pull(&["--save", &saved]).code, 1);
    let mut create = Command::new(env!("CARGO_BIN_EXE_postseal"));
    create.args(["baseline", "create", "--quiet", "--baseline", &baseline, &saved]);
    assert!(create.output().unwrap().status.success());

    let known = world.pull(&["--baseline", &baseline, "--fail-on-new"]);
    assert_eq!(known.code, 0, "{}", known.stderr);
    assert!(known.findings().iter().all(|finding| finding["baseline"] == "known"));
    assert_eq!(world.pull(&["--baseline", &baseline]).code, 1, "known findings count but for --fail-on-new");
    assert_eq!(world.pull(&["--fail-on", "never"]).code, 0);
}

#[test]
fn the_configuration_holds_for_a_pull() {
    let world = World::new(Config::default());
    let config = world.folder.path().join("postseal.toml");
    std::fs::write(&config, "fail_on = \"never\"\n").unwrap();
    assert_eq!(world.pull(&["--config", &config.display().to_string()]).code, 0);
}

#[test]
fn a_report_says_when_the_pull_began() {
    let world = World::new(Config::default());
    let file = world.folder.path().join("gitlab.json");
    world.pull(&["--output", &format!("gitlab={}", file.display())]);
    let report: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let start = report["scan"]["start_time"].as_str().unwrap();
    assert!(start > "2026", "{start}");
}
