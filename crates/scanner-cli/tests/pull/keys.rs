//! The key, and every other secret, shows nowhere.

use postman_fake::{Config, Kind};

use super::{World, files, holds, run};

#[test]
fn neither_key_nor_secret_in_outputs_journal_or_saved_state() {
    let world = World::new(Config { faults: 5.0, forbidden: 2, ..Config::default() });
    let mut secrets = world.fake.world().all_secrets();
    let collections = world.fake.world().of_kind(Kind::Collection, None);
    secrets.extend(collections.iter().flat_map(|element| world.fake.world().comment_secrets(element)));
    secrets.extend([world.fake.admin_key().to_owned(), world.fake.member_key().to_owned()]);
    let mut seen: Vec<(String, Vec<u8>)> = Vec::new();
    for args in [&["--explain"][..], &["--format", "human", "--fresh"], &["--all"]] {
        let pulled = run({
            let mut command = world.command(&["pull"]);
            command.args(args).arg("--journal").arg(world.journal());
            command
        });
        assert_eq!(pulled.code, 1, "{}", pulled.stderr);
        seen.push((format!("standard output {args:?}"), pulled.stdout.into_bytes()));
        seen.push((format!("standard error {args:?}"), pulled.stderr.into_bytes()));
    }
    let state = files(world.folder.path());
    assert!(state.iter().any(|path| path.ends_with("pull.sqlite")));
    seen.extend(state.iter().map(|path| (path.display().to_string(), std::fs::read(path).unwrap())));
    for (what, bytes) in seen {
        for secret in &secrets {
            // The first four characters may be shown; no other part of it.
            assert!(!holds(&bytes, secret) && !holds(&bytes, &secret[4..16]), "{what}");
        }
    }
}

#[test]
fn a_wrong_key_is_refused_and_not_shown() {
    let world = World::new(Config { wrong_region: true, ..Config::default() });
    let pulled = world.pull(&[]);
    assert_eq!(pulled.code, 2);
    assert!(pulled.stderr.contains("401") && pulled.stderr.contains("--region"), "{}", pulled.stderr);
    assert!(!pulled.stderr.contains(world.fake.admin_key()));
}

#[test]
fn a_key_comes_from_a_file_or_the_environment_and_from_no_argument() {
    let world = World::new(Config::default());
    let file = world.folder.path().join("key");
    std::fs::write(&file, format!("{}\n", world.fake.admin_key())).unwrap();
    let mut from_file = world.command(&["pull", "--plan", "--api-key-file", file.to_str().unwrap()]);
    from_file.env_remove("POSTMAN_API_KEY");
    assert_eq!(run(from_file).code, 0);
    let mut none = world.command(&["pull", "--plan"]);
    none.env_remove("POSTMAN_API_KEY").env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    let none = run(none);
    assert_eq!(none.code, 2);
    assert!(none.stderr.contains("POSTMAN_API_KEY"), "{}", none.stderr);
    for argument in ["--api-key", "--key"] {
        assert_eq!(run(world.command(&["pull", argument, "x"])).code, 2);
    }
}

#[test]
fn the_key_is_sent_to_no_address_without_tls() {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_postseal"));
    command.args(["pull", "--api-base", "http://api.getpostman.com"]).env("POSTMAN_API_KEY", "made-up");
    let refused = run(command);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("https://"), "{}", refused.stderr);
}

#[test]
#[cfg(unix)]
fn the_journal_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let world = World::new(Config::default());
    world.pull(&[]);
    assert_eq!(world.journal().metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
#[cfg(target_os = "linux")]
fn login_asks_the_api_before_the_keyring_and_shows_no_key() {
    use std::io::Write;
    use std::process::Stdio;

    let world = World::new(Config::default());
    let login = |key: &str| {
        let mut command = world.command(&["login"]);
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").stdin(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(key.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, stderr) = login("made-up-key");
    assert!(code == Some(2) && stderr.contains("401") && !stderr.contains("made-up-key"), "{stderr}");
    // There is no keyring here.
    let (code, stderr) = login(world.fake.admin_key());
    assert!(code == Some(2) && stderr.contains("keyring") && !stderr.contains("PMAK"), "{stderr}");
    assert_eq!(world.stats().calls, 1);
}
