//! What goes wrong on the way.

use std::collections::BTreeSet;

use postman_fake::{Config, Fake, Kind};

use super::{Pulled, World};

#[test]
fn faults_cost_time_and_nothing_else() {
    let config = Config { workspaces: 60, elements: 1200, faults: 5.0, ..Config::default() };
    let calm = World::new(Config { faults: 0.0, ..config.clone() }).pull(&[]);
    let world = World::new(config);
    let pulled = world.pull(&[]);
    assert_eq!(pulled.fingerprints(), calm.fingerprints());
    assert_eq!(pulled.summary()["coverage"]["complete"], true, "{}", pulled.stderr);
    for kind in [Kind::Collection, Kind::Environment, Kind::Monitor] {
        assert!(world.sent(kind).iter().all(|&times| times == 1), "{kind:?}");
    }
    let stats = world.stats();
    assert!(stats.faults > 40, "{}", stats.faults);
    assert_eq!((stats.limits.refused, stats.limits.refused_slow), (0, 0));
    assert!(stats.limits.most <= 300 && stats.limits.most_slow <= 10, "{:?}", stats.limits);
}

#[test]
fn what_cannot_be_read_is_a_gap_and_what_is_gone_is_none() {
    let world = World::new(Config { deleted: 2, forbidden: 3, ..Config::default() });
    let pulled = world.pull(&[]);
    let count =
        |reason: &str, gap| pulled.skipped().iter().filter(|skip| **skip == (reason.to_owned(), gap)).count();
    assert_eq!((count("deleted", false), count("forbidden", true)), (2, 3), "{:?}", pulled.skipped());
    assert_eq!(pulled.summary()["coverage"]["complete"], false);
    let environments = world.fake.world().of_kind(Kind::Environment, None);
    let refused = world.pull(&["--environment", &environments.last().unwrap().uid]);
    assert_eq!(refused.code, 3, "{}", refused.stderr);
    let collections = world.fake.world().of_kind(Kind::Collection, None);
    let gone = world.pull(&["--collection", &collections[0].uid]);
    assert_eq!(gone.code, 3, "what was named is missed: {}", gone.stderr);
}

#[test]
fn what_the_plan_does_not_have_is_missed_only_if_it_was_named() {
    let world = World::new(Config { no_packages: true, ..Config::default() });
    let plan = |gap| vec![("plan".to_owned(), gap)];
    let all = world.pull(&[]);
    assert_eq!(all.skipped(), plan(false));
    assert_eq!(all.summary()["coverage"]["complete"], true);
    let named = world.pull(&["--only", "packages"]);
    assert_eq!((named.skipped(), named.code), (plan(true), 3));
}

#[test]
fn of_a_list_without_end_the_start_is_scanned_and_the_rest_is_a_gap() {
    let world = World::new(Config { loop_cursor: true, ..Config::default() });
    let pulled = world.pull(&["--no-postman-scanner"]);
    assert_eq!(pulled.code, 1, "{}", pulled.stderr);
    let gaps = |run: &super::Run| {
        let summary = run.summary();
        let skipped = summary["coverage"]["skipped"].as_array().unwrap().clone();
        let text = |skip: &serde_json::Value, name: &str| skip[name].as_str().unwrap().to_owned();
        assert!(
            skipped.iter().all(|skip| skip["gap"] == true && text(skip, "detail").contains("does not end"))
        );
        skipped.iter().map(|skip| text(skip, "path")).collect::<Vec<_>>()
    };
    assert_eq!(
        gaps(&pulled),
        ["postman://access-keys/account", "postman://packages", "postman://workspaces"]
    );
    assert_eq!(pulled.summary()["coverage"]["complete"], false);
    // Two workspaces and two packages.
    let ids: BTreeSet<String> =
        world.fake.world().workspaces[..2].iter().map(|workspace| workspace.id.clone()).collect();
    let found: BTreeSet<String> = pulled
        .findings()
        .iter()
        .map(|finding| finding["workspace"]["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(found, ids);
    assert_eq!(world.stats().delivered.keys().filter(|path| path.starts_with("/packages/")).count(), 2);
    // A pull after it has no better lists, and finds the same.
    let again = world.pull(&["--no-postman-scanner"]);
    assert_eq!((gaps(&again), again.fingerprints()), (gaps(&pulled), pulled.fingerprints()));
    assert_eq!(
        world.pull(&["--only", "monitors", "--no-postman-scanner"]).code,
        3,
        "nothing found, but a gap"
    );
}

#[test]
fn the_key_does_not_follow_a_redirect() {
    let other = Fake::start(Config::default()).unwrap();
    let world = World::new(Config { redirect: Some(format!("{}/me", other.url())), ..Config::default() });
    let pulled = world.pull(&[]);
    assert_eq!(pulled.code, 2);
    assert!(pulled.stderr.contains("not followed"), "{}", pulled.stderr);
    assert_eq!(other.stats().calls, 0);
}

#[test]
fn the_calls_of_the_month_are_guarded() {
    let world = World::new(Config { month: 12_000, used: 11_500, ..Config::default() });
    let kept = world.pull(&[]);
    assert_eq!(kept.code, 2);
    assert!(kept.stderr.contains("--reserve"), "{}", kept.stderr);
    assert_eq!(world.stats().calls, 1);
    // The pull goes as far as it may, and says that it did not see everything.
    let part = world.pull(&["--reserve", "400"]);
    assert!(
        part.stderr.contains("not finished") && part.stderr.contains("are to be kept"),
        "{}",
        part.stderr
    );
    assert_eq!(part.summary()["coverage"]["complete"], false);
    assert!(part.skipped().iter().any(|(reason, gap)| reason == "not-reached" && *gap));
    let left = 12_000 - world.stats().limits.month;
    assert!((396..=400).contains(&left), "{left}");
    let rest = world.pull(&["--reserve", "0"]);
    assert_eq!(rest.summary()["coverage"]["complete"], true, "{}", rest.stderr);
    assert!(world.sent(Kind::Collection).iter().all(|&times| times == 1));
}

#[test]
fn when_the_plan_is_used_up_it_stops() {
    let world = World::new(Config { month: 11_000, used: 10_900, ..Config::default() });
    let pulled = world.pull(&["--reserve", "0"]);
    assert!(pulled.stderr.contains("not finished"), "{}", pulled.stderr);
    assert!(world.stats().calls < 110);
}
