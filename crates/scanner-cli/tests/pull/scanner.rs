//! Postman's own scanner.

use postman_fake::Config;

use super::{World, run};

#[test]
fn both_only_ours_and_only_theirs() {
    let world = World::new(Config::default());
    for _ in 0..2 {
        // The second time from the journal.
        let pulled = world.pull(&[]);
        let detected = &pulled.summary()["postman_scanner"];
        let marked = pulled.findings().iter().filter(|f| f["postman_secret_id"].is_string()).count();
        assert!(marked > 0);
        assert_eq!(detected["both"], marked);
        assert_eq!(detected["only_ours"], pulled.findings().len() - marked);
        assert_eq!(detected["only_theirs"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn people_are_told_what_only_postman_knows() {
    let world = World::new(Config::default());
    let mut command = world.command(&["pull", "--no-journal"]);
    let told = run({
        command.env("NO_COLOR", "1");
        command
    });
    assert!(told.stdout.contains("and 1 that were not found here"), "{}", told.stdout);
    assert!(told.stdout.contains("  Authorization Secret  ******  in workspace "), "{}", told.stdout);
    assert!(told.stdout.contains("Postman's scanner knows it as "), "{}", told.stdout);
}

#[test]
fn a_member_cannot_ask_it_and_loses_nothing_else() {
    let world = World::new(Config::default());
    let mut command = world.pull_command(&[]);
    command.env("POSTMAN_API_KEY", world.fake.member_key());
    let pulled = run(command);
    assert!(pulled.stderr.contains("Postman's own scanner was not asked"), "{}", pulled.stderr);
    assert_eq!(pulled.summary()["coverage"]["complete"], true);
    assert!(pulled.summary().get("postman_scanner").is_none());
}

#[test]
fn resolve_changes_what_was_named_and_only_when_told_to() {
    let world = World::new(Config::default());
    let pulled = world.pull(&[]);
    let ids: Vec<String> =
        pulled.findings().iter().filter_map(|f| Some(f["postman_secret_id"].as_str()?.to_owned())).collect();
    let asked = run(world.command(&["resolve", "--as", "revoked", &ids[0]]));
    assert_eq!((asked.code, world.fake.writes().len()), (2, 0), "{}", asked.stderr);
    let unknown = run(world.command(&["resolve", "--as", "revoked", "--yes", "nonesuch"]));
    assert_eq!((unknown.code, world.fake.writes().len()), (2, 0), "{}", unknown.stderr);
    let done = run(world.command(&["resolve", "--as", "revoked", "--yes", &ids[0]]));
    assert_eq!(done.code, 0, "{}", done.stderr);
    let writes = world.fake.writes();
    assert_eq!(writes.len(), 1);
    assert!(writes[0].path.ends_with(&ids[0]) && writes[0].body.contains("REVOKED"));
}
