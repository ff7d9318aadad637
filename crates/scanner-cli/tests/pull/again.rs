//! What a pull costs that comes after another, and what it notices.

use postman_fake::{Config, Kind};

use super::{Pulled, Run, World};

const LISTS: [&str; 7] =
    ["/workspaces?", "/collections?", "/environments", "/monitors?", "/mocks", "/specs?", "/packages?"];

fn is_list(path: &str) -> bool {
    let under = |list: &&str| {
        path.strip_prefix(list.trim_end_matches('?'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('?'))
    };
    LISTS.iter().any(under)
}

/// The calls that are no lists; who the key belongs to is always asked.
fn no_lists(calls: &[String]) -> Vec<&str> {
    calls.iter().map(String::as_str).filter(|path| !is_list(path) && *path != "/me").collect()
}

/// A fake that was pulled once, and what was found then.
fn pulled(config: Config) -> (World, Run) {
    let world = World::new(config);
    let first = pull(&world, &[]);
    assert_eq!(first.summary()["coverage"]["complete"], true, "{}", first.stderr);
    (world, first)
}

fn pull(world: &World, args: &[&str]) -> Run {
    world.pull(&[&["--no-postman-scanner"], args].concat())
}

fn large() -> Config {
    Config { workspaces: 40, elements: 400, ..Config::default() }
}

#[test]
fn an_unchanged_organisation_costs_lists_only() {
    let (world, first) = pulled(large());
    let (again, calls) = world.calls_of(|| pull(&world, &[]));
    assert_eq!(no_lists(&calls), Vec::<&str>::new());
    let count = |start: &str| calls.iter().filter(|path| path.starts_with(start)).count();
    // 220 collections, 20 monitors; the mocks of the user and those of the team; the specifications of each workspace.
    let counts =
        ["/workspaces?", "/collections?", "/environments", "/monitors?", "/mocks", "/specs?", "/packages?"]
            .map(count);
    assert_eq!(counts, [1, 3, 1, 1, 2, 40, 1]);
    assert_eq!(calls.len(), 50);
    assert_eq!(again.findings(), first.findings());
    assert_eq!(again.summary()["artefacts"], first.summary()["artefacts"]);
    // 40 workspaces, their globals, 20 monitors, the access keys.
    let note = &again.summary()["coverage"]["notes"][0]["detail"];
    assert!(note.as_str().unwrap().starts_with("101 elements that say nothing of their changes"), "{note}");
    assert!(again.stderr.contains("--recheck 0"), "{}", again.stderr);
    assert!(first.summary()["coverage"]["notes"].is_null());
}

#[test]
fn what_was_changed_is_fetched_again() {
    let (world, first) = pulled(large());
    let all = world.fake.world();
    let of = |kind, nth: usize| all.of_kind(kind, None)[nth].clone();
    let touched = [of(Kind::Collection, 7), of(Kind::Environment, 5), of(Kind::Spec, 3), of(Kind::Mock, 2)];
    touched.iter().for_each(|element| world.fake.touch(&element.id));
    let (again, calls) = world.calls_of(|| pull(&world, &[]));
    let mut wanted = vec![
        format!("/collections/{}", touched[0].uid),
        format!("/environments/{}", touched[1].uid),
        format!("/specs/{}/files", touched[2].id),
        format!("/specs/{}/files/index.json", touched[2].id),
        format!("/specs/{}/files/parts%2Fmore%20one.json", touched[2].id),
    ];
    wanted.sort();
    // A mock is all there in its list.
    assert_eq!(no_lists(&calls), wanted);
    assert_eq!(again.fingerprints(), first.fingerprints());
}

#[test]
fn what_is_new_or_gone_is_noticed_at_once() {
    for kind in [Kind::Collection, Kind::Environment, Kind::Monitor, Kind::Mock, Kind::Spec] {
        let world = World::new(large());
        let all = world.fake.world().of_kind(kind, None);
        let leaky = |element: &&&postman_fake::Element| !world.fake.world().secrets(element).is_empty();
        let late = all.iter().find(leaky).unwrap_or(&all[1]).id.clone();
        world.fake.delete(&late);
        let without = pull(&world, &[]);
        world.fake.restore(&late);
        let (with, calls) = world.calls_of(|| pull(&world, &[]));
        let artefacts = |run: &Run| run.summary()["artefacts"].as_u64().unwrap();
        let parts = if kind == Kind::Spec { 2 } else { 1 };
        assert_eq!(artefacts(&with), artefacts(&without) + parts, "{kind:?}");
        assert!(kind != Kind::Collection || with.findings().len() > without.findings().len());
        // Of a collection and a specification the API says where it is, anything else is looked for.
        if matches!(kind, Kind::Collection | Kind::Spec) {
            assert!(no_lists(&calls).len() <= 4, "{kind:?}: {calls:?}");
        }
        world.fake.delete(&late);
        let (gone, calls) = world.calls_of(|| pull(&world, &[]));
        assert_eq!(gone.fingerprints(), without.fingerprints(), "{kind:?}");
        assert_eq!(artefacts(&gone), artefacts(&without), "{kind:?}");
        assert!(no_lists(&calls).len() <= 1, "{kind:?}: only its workspace is read: {calls:?}");
    }
}

#[test]
fn a_changed_global_is_noticed_when_its_time_has_come() {
    let secret = ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"].concat();
    let finds = |run: Run| run.findings().iter().any(|finding| finding["secret"] == secret.as_str());
    let shown = |world: &World, args: &[&str]| finds(pull(world, &[&["--show-secrets"], args].concat()));
    for (args, days, noticed) in [
        (&[][..], 0, false),
        (&["--recheck", "0"], 0, true),
        (&["--fresh"], 0, true),
        (&[], 2, true),
        (&["--recheck", "7"], 2, false),
        (&["--recheck", "0.5"], 1, true),
    ] {
        let (world, _) = pulled(large());
        world.fake.set_globals(4, &secret);
        world.age(days);
        assert_eq!(shown(&world, args), noticed, "{args:?} after {days} days");
    }
    let (world, _) = pulled(large());
    world.fake.set_globals(4, &secret);
    let named = world.fake.world().workspaces[4].id.clone();
    assert!(shown(&world, &["--workspace", &named]), "whoever names a workspace wants to know how it is now");
}

/// A pulled fake, an environment of it with a secret that is not public, and the number of a public workspace.
fn with_leaky_environment() -> (World, Run, postman_fake::Element, usize) {
    let (world, first) = pulled(large());
    let all = world.fake.world();
    let leaky = |element: &&&postman_fake::Element| {
        !all.secrets(element).is_empty() && all.workspaces[element.workspace].kind != "public"
    };
    let leaky = (*all.of_kind(Kind::Environment, None).iter().find(leaky).unwrap()).clone();
    let open = all.workspaces.iter().rposition(|workspace| workspace.kind == "public").unwrap();
    (world, first, leaky, open)
}

#[test]
fn what_was_moved_is_noticed_when_a_workspace_says_so_or_its_time_has_come() {
    for (source_says, target_says) in [(true, true), (true, false), (false, true), (false, false)] {
        let (world, first, moved, open) = with_leaky_environment();
        let workspaces = &world.fake.world().workspaces;
        world.fake.move_to(&moved.id, open);
        let says = [(source_says, moved.workspace), (target_says, open)];
        says.iter().filter(|(says, _)| *says).for_each(|(_, at)| world.fake.touch(&workspaces[*at].id));
        // The description of a workspace has an age of its own.
        let args: &[&str] = if source_says || target_says { &[] } else { &["--skip", "workspaces"] };
        if !source_says && !target_says {
            assert_eq!(pull(&world, args).fingerprints(), first.fingerprints());
            world.age(2);
        }
        let (then, calls) = world.calls_of(|| pull(&world, args));
        let reads = calls.iter().filter(|path| path.starts_with("/workspaces/")).count();
        assert!(reads <= 2 || !target_says, "what was found is not looked for: {calls:?}");
        let place = format!("postman://workspace/{}/environment/{}", workspaces[open].id, moved.uid);
        let there = then.findings().iter().any(|finding| finding["path"] == place.as_str());
        assert!(there, "source says {source_says}, target says {target_says}");
        assert_eq!(then.findings().len(), first.findings().len());
    }
}

#[test]
fn what_stands_in_no_workspace_is_looked_for_once() {
    let (world, first) = pulled(Config { loose_forks: 5, ..large() });
    let details = |calls: &[String]| {
        calls.iter().filter(|path| path.starts_with("/workspaces/") && path.matches('/').count() == 2).count()
    };
    let (second, calls) = world.calls_of(|| pull(&world, &[]));
    assert_eq!((details(&calls), second.fingerprints()), (40, first.fingerprints()));
    let (third, calls) = world.calls_of(|| pull(&world, &[]));
    assert_eq!((no_lists(&calls), third.fingerprints()), (vec![], first.fingerprints()));
}

#[test]
fn what_no_list_of_the_account_has_is_not_gone() {
    let (world, first) = pulled(Config { unlisted: 6, ..large() });
    let all = world.sent(Kind::Collection).len();
    // Whether it is gone, its workspace says; after that it is known to stand in no list.
    for wanted in [|reads: &[&str]| (1..=6).contains(&reads.len()), |reads: &[&str]| reads.is_empty()] {
        let (again, calls) = world.calls_of(|| pull(&world, &[]));
        assert_eq!(again.findings(), first.findings());
        let reads = no_lists(&calls);
        assert!(wanted(&reads) && reads.iter().all(|path| path.starts_with("/workspaces/")), "{reads:?}");
        let note = again.summary()["coverage"]["notes"][0]["detail"].as_str().unwrap().to_owned();
        assert!(note.contains("--recheck 0"), "{note}");
    }
    // Nothing says whether it has changed.
    world.age(2);
    pull(&world, &[]);
    let sent = world.sent(Kind::Collection);
    assert_eq!((&sent[all - 6..], &sent[..all - 6]), (&[2; 6][..], &vec![1; all - 6][..]));
}

#[test]
fn forks_are_asked_for_in_every_pull() {
    let world = World::new(Config { loose_forks: 5, ..large() });
    let kinds = ["--only", "collections,forks"];
    let first = pull(&world, &kinds);
    let sent = world.sent(Kind::Collection);
    let again = pull(&world, &kinds);
    assert_eq!(again.fingerprints(), first.fingerprints());
    assert_eq!(world.sent(Kind::Collection), sent, "forks say when they were changed");
    let loose = |finding: &&serde_json::Value| finding["workspace"].is_null();
    assert!(first.findings().iter().filter(loose).all(|finding| finding["value_hash"].is_string()));
    assert!(
        again.findings().iter().filter(loose).all(|finding| finding["value_hash"].is_null()),
        "no value, no hash"
    );
    assert!(again.findings().iter().any(|finding| loose(&finding)));
}

#[test]
fn a_part_is_pulled_by_lists_too() {
    let world = World::new(large());
    let team = ["--type", "team", "--type", "private"];
    let first = pull(&world, &team);
    // What stands in other workspaces is looked for once.
    pull(&world, &team);
    let (again, calls) = world.calls_of(|| pull(&world, &team));
    assert_eq!((no_lists(&calls), again.findings()), (vec![], first.findings()));
    // Of a few workspaces each is read.
    let few = ["--type", "public"];
    pull(&world, &few);
    let (_, calls) = world.calls_of(|| pull(&world, &few));
    assert!(no_lists(&calls).iter().all(|path| path.starts_with("/workspaces/")), "{calls:?}");
}

#[test]
fn faults_hide_no_change() {
    let world = World::new(Config { faults: 5.0, ..large() });
    let first = pull(&world, &[]);
    let touched = world.fake.world().of_kind(Kind::Collection, None)[9].clone();
    world.fake.touch(&touched.id);
    let again = pull(&world, &[]);
    assert_eq!(again.fingerprints(), first.fingerprints());
    assert_eq!(world.sent(Kind::Collection)[9], 2);
}
