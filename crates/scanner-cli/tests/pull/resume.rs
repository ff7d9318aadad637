//! Pulls that are ended in the middle.

use std::process::Child;
use std::thread::sleep;
use std::time::Duration;

use postman_fake::{Config, Kind};

use super::{Pulled, World, run};

/// Waits until a process has made so many calls; whether it is still there then.
fn has_made(world: &World, child: &mut Child, calls: usize) -> bool {
    let before = world.stats().calls;
    while world.stats().calls < before + calls {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        sleep(Duration::from_millis(1));
    }
    true
}

#[test]
fn a_pull_that_is_killed_goes_on_without_fetching_twice() {
    // Every answer is late, so that the kill comes in the middle.
    let config = Config { workspaces: 40, elements: 600, faults: 5.0, delay: 2, ..Config::default() };
    let calm = World::new(config.clone()).pull(&["--no-postman-scanner"]);
    let world = World::new(config);
    let mut random = fastrand::Rng::with_seed(7);
    let mut kills = 0;
    for _ in 0..20 {
        let mut child = world.pull_command(&["--no-postman-scanner"]).spawn().unwrap();
        if !has_made(&world, &mut child, random.usize(2..45)) {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    assert!(kills >= 10, "{kills}: the pull is over too soon");
    let last = world.pull(&["--no-postman-scanner"]);
    assert_eq!(last.fingerprints(), calm.fingerprints(), "{}", last.stderr);
    assert_eq!(last.summary()["artefacts"], calm.summary()["artefacts"]);
    for kind in [Kind::Collection, Kind::Environment] {
        let sent = world.sent(kind);
        assert!(sent.iter().all(|&times| times >= 1), "{kind:?}");
        let twice = sent.iter().filter(|&&times| times > 1).count();
        // What was under way when it was killed: no more than there are workers.
        assert!(twice <= kills * 4, "{kind:?}: {twice} twice, {kills} kills");
    }
    let limits = world.stats().limits;
    assert_eq!((limits.refused, limits.refused_slow), (0, 0), "{limits:?}");
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_with_a_report_and_a_way_to_go_on() {
    let world = World::new(Config { workspaces: 40, elements: 600, delay: 5, ..Config::default() });
    let mut child = world.pull_command(&[]).spawn().unwrap();
    assert!(has_made(&world, &mut child, 100));
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("goes on where it ended"), "{stderr}");
    let last = output.stdout.split(|&b| b == b'\n').rfind(|line| !line.is_empty()).unwrap();
    let summary: serde_json::Value = serde_json::from_slice(last).unwrap();
    assert_eq!(summary["coverage"]["complete"], false);
    let rest = world.pull(&[]);
    assert!(rest.stderr.contains("going on with the pull"), "{}", rest.stderr);
    assert_eq!(rest.summary()["coverage"]["complete"], true);
    assert!(world.sent(Kind::Collection).iter().all(|&times| times == 1));
}

#[test]
fn two_pulls_do_not_share_a_journal() {
    let world = World::new(Config { workspaces: 40, elements: 600, delay: 20, ..Config::default() });
    let mut first = world.pull_command(&[]).spawn().unwrap();
    assert!(has_made(&world, &mut first, 3));
    let second = run(world.pull_command(&[]));
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(second.code, 2);
    assert!(second.stderr.contains("another pull"), "{}", second.stderr);
}
