//! What counts: outputs for CI, thresholds, baseline, suppression and configuration, over the built program.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

mod support;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::{Value, json};
use support::Run;

/// A folder of its own with a home of its own, so that no configuration of the machine is read.
struct World {
    folder: tempfile::TempDir,
}

fn secret(n: usize) -> String {
    let parts = [
        ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"],
        ["Zq3TfWb7NcKx9LmV", "hRd2PsYg5UjEa8Dt"],
        ["mJ4vXr8Qw2BzTn6H", "yKc9LpSd3FgUe7Ra"],
    ];
    parts[n].concat()
}

/// An environment with two client secrets (high) and a guessable password (low).
fn environment() -> Value {
    json!({"name": "Prod", "_postman_variable_scope": "environment", "values": [
        {"key": "client_secret", "value": secret(0), "enabled": true},
        {"key": "other_client_secret", "value": secret(1), "enabled": true},
        {"key": "password", "value": "admin123", "enabled": true},
    ]})
}

impl World {
    fn new() -> World {
        let world = World { folder: tempfile::tempdir().unwrap() };
        world.write("work/exports/prod.json", &environment().to_string());
        world
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        std::fs::write(self.path(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    fn command(&self, folder: &str) -> Command {
        let mut command = cargo_bin_cmd!("postseal");
        for (name, _) in
            std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("POSTSEAL_"))
        {
            command.env_remove(name);
        }
        command.env_remove("CLICOLOR_FORCE").env_remove("APPDATA").env_remove("GITHUB_STEP_SUMMARY");
        command.env("XDG_CONFIG_HOME", self.path("home")).current_dir(self.path(folder));
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        run(self.command("work").args(args))
    }
}

fn run(command: &mut Command) -> Run {
    command.output().unwrap().into()
}

#[test]
fn every_format_at_once_and_none_shows_a_secret() {
    let world = World::new();
    let formats = ["human", "jsonl", "sarif", "gitlab", "junit", "github", "teamcity", "csv", "markdown"];
    let outputs: Vec<String> = formats.iter().map(|format| format!("{format}=../out.{format}")).collect();
    let mut args = vec!["scan", "exports", "--format", "github"];
    outputs.iter().for_each(|output| args.extend(["--output", output]));
    let done = world.run(&args);
    assert_eq!(done.code, 1, "{}", done.stderr);
    assert!(done.stdout.starts_with("::error file=exports/prod.json,line=1,title="), "{}", done.stdout);
    for format in formats {
        let text = world.read(&format!("out.{format}"));
        assert!(text.contains("prod.json"), "{format}");
        assert!(!text.contains(&secret(0)) && !text.contains("admin123"), "{format}");
    }
    let sarif: Value = serde_json::from_str(&world.read("out.sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 3);
    assert_eq!(world.read("out.github"), done.stdout);
}

#[test]
fn github_gets_annotations_and_a_summary_of_the_job() {
    let world = World::new();
    world.write("summary.md", "before\n");
    let mut command = world.command("work");
    command
        .env("GITHUB_STEP_SUMMARY", world.path("summary.md"))
        .args(["scan", "exports", "--format", "github"]);
    let done = run(&mut command);
    assert!(done.stdout.lines().all(|line| line.starts_with("::")), "{}", done.stdout);
    assert!(world.read("summary.md").starts_with("before\n## Postseal: 3 credentials found\n"));
    // Only for the format that asks for it.
    run(world.command("work").env("GITHUB_STEP_SUMMARY", world.path("other.md")).args(["scan", "exports"]));
    assert!(!world.path("other.md").exists());
}

#[test]
fn a_threshold_decides_the_exit_code_and_nothing_else() {
    let world = World::new();
    let code = |least: &str| world.run(&["scan", "exports", "--fail-on", least]).code;
    assert_eq!(["low", "high", "critical", "never"].map(code), [1, 1, 0, 0]);
    assert!(world.run(&["scan", "exports", "--fail-on", "never"]).stdout.contains("3 credentials"));
}

#[test]
fn a_baseline_is_made_compared_updated_and_pruned() {
    let world = World::new();
    let made = world.run(&["baseline", "create", "exports"]);
    assert_eq!(
        (made.code, made.stdout.contains("3 known; 3 new")),
        (0, true),
        "{}{}",
        made.stdout,
        made.stderr
    );
    let text = world.read("work/postseal.baseline.json");
    assert!(!text.contains(&secret(0)) && !text.contains("admin123"));
    assert_eq!(world.run(&["baseline", "create", "exports"]).code, 2, "nothing is written over");

    let scan = ["scan", "exports", "--baseline", "postseal.baseline.json", "--format", "jsonl"];
    let new_only = |world: &World| world.run(&[&scan[..], &["--fail-on-new"]].concat());
    assert_eq!((world.run(&scan).code, new_only(&world).code), (1, 0));

    // Reformatted, reordered, under another name, with one secret more and one less.
    let mut moved = environment();
    let values = moved["values"].as_array_mut().unwrap();
    values.remove(2);
    values.reverse();
    values.push(json!({"key": "third_client_secret", "value": secret(2), "enabled": true}));
    std::fs::remove_file(world.path("work/exports/prod.json")).unwrap();
    world.write("work/exports/deep/renamed.json", &serde_json::to_string_pretty(&moved).unwrap());
    let after = new_only(&world);
    let standing: Vec<Value> = after.lines("finding").iter().map(|line| line["baseline"].clone()).collect();
    assert_eq!((after.code, standing), (1, vec![json!("known"), json!("known"), json!("new")]));
    let summary = &after.lines("summary")[0]["baseline"];
    assert_eq!(
        (&summary["new"], &summary["known"], &summary["gone"][0]["rule_id"]),
        (&json!(1), &json!(2), &json!("generic-weak-credential"))
    );

    let updated = world.run(&["baseline", "update", "exports", "--prune"]);
    assert!(updated.stdout.contains("3 known; 1 new, 0 new places, 1 dropped"), "{}", updated.stdout);
    assert_eq!(new_only(&world).code, 0);
    // Hashes are no secrets, for this program too.
    let all = world.run(&["scan", ".", "--format", "jsonl"]);
    assert!(all.lines("finding").iter().all(|line| !line["path"].as_str().unwrap().contains("baseline")));
}

#[test]
fn judged_entries_suppress_until_they_expire() {
    let world = World::new();
    world.run(&["baseline", "create", "exports"]);
    let mut baseline: Value = serde_json::from_str(&world.read("work/postseal.baseline.json")).unwrap();
    for entry in baseline["entries"].as_array_mut().unwrap() {
        entry["state"] = json!("accepted-risk");
        entry["reason"] = json!("closed network");
        entry["expires"] = json!("2027-01-31");
    }
    world.write("work/postseal.baseline.json", &baseline.to_string());
    let scan = |more: &[&str]| {
        let args = ["scan", "exports", "--baseline", "postseal.baseline.json", "--format", "jsonl"];
        world.run(&[&args[..], more].concat())
    };
    let before = scan(&["--as-of", "2027-01-30", "--show-suppressed"]);
    assert_eq!((before.code, before.lines("suppressed").len()), (0, 3));
    assert_eq!(before.lines("suppressed")[0]["suppression"]["reason"], "closed network");
    assert_eq!(before.lines("summary")[0]["suppressed"], json!({"baseline": 3}));
    let after = scan(&["--as-of", "2027-01-31", "--fail-on-new"]);
    assert_eq!((after.code, after.lines("summary")[0]["baseline"]["expired"].clone()), (1, json!(3)));
    assert_eq!(scan(&["--as-of", "2027-01-30", "--no-suppress"]).code, 1);
}

#[test]
fn markers_suppress_are_counted_listed_and_switched_off() {
    let world = World::new();
    let mut marked = environment();
    marked["values"][0]["description"] = json!("postseal:ignore until 2027-01-31: sandbox");
    marked["values"][1]["description"] = json!("postseal:ignore[generic-client-secret]");
    marked["values"][2]["description"] = json!("postseal:ignore until soon");
    world.write("work/exports/prod.json", &marked.to_string());
    let scan = |more: &[&str]| {
        world.run(&[&["scan", "exports", "--format", "jsonl", "--as-of", "2027-01-01"], more].concat())
    };
    let done = scan(&["--show-suppressed"]);
    assert_eq!((done.code, done.lines("finding").len(), done.lines("suppressed").len()), (1, 1, 2));
    let why = &done.lines("suppressed")[0]["suppression"];
    assert_eq!((&why["reason"], &why["expires"]), (&json!("sandbox"), &json!("2027-01-31")));
    assert_eq!(why["origin"], "exports/prod.json:/values/0/description");
    assert!(
        done.stderr.contains("/values/2/description: a marker that holds for nothing: its day"),
        "{}",
        done.stderr
    );
    assert_eq!(done.lines("summary")[0]["suppressed"], json!({"marker": 2}));
    assert_eq!(scan(&["--no-suppress"]).lines("finding").len(), 3);
    assert_eq!(scan(&["--trust", "stricter"]).lines("finding").len(), 3);
    assert_eq!(scan(&["--as-of", "2027-01-31"]).code, 2, "given twice");
}

#[test]
fn the_configuration_suppresses_by_rule_path_pointer_and_value() {
    let world = World::new();
    let scan = |config: &str| {
        world.write("work/postseal.toml", config);
        world.run(&["scan", "exports", "--format", "jsonl"])
    };
    let found = |config: &str| scan(config).lines("finding").len();
    assert_eq!(found("[[suppress]]\nrules = [\"generic-weak-credential\"]"), 2);
    assert_eq!(found("[[suppress]]\npaths = [\"prod.json\"]"), 0);
    assert_eq!(found("[[suppress]]\npaths = [\"exports/*.json\"]"), 0);
    assert_eq!(found("[[suppress]]\npaths = [\"other/**\"]"), 3);
    assert_eq!(found("[[suppress]]\npointers = [\"/values/[01]/value\"]"), 1);
    assert_eq!(found("[[suppress]]\npointers = [\"/values/*/value\"]\nrules = [\"severity:low\"]"), 2);
    assert_eq!(found("[[suppress]]\npaths = [\"*\"]\nexpires = \"2020-01-01\""), 3);
    let hash = scan("").lines("finding")[0]["value_hash"].as_str().unwrap().to_owned();
    let done =
        scan(&format!("[[suppress]]\nvalues = [\"{hash}\"]\nreason = \"sandbox\"\nowner = \"payments\""));
    assert_eq!(
        (done.lines("finding").len(), done.lines("summary")[0]["suppressed"].clone()),
        (2, json!({"config": 1}))
    );
}

#[test]
fn layers_lie_over_each_other() {
    let world = World::new();
    let show = |command: &mut Command| run(command.args(["config", "show", "exports", "--origin"])).stdout;
    assert!(show(&mut world.command("work")).contains("fail_on = \"low\""));
    world.write(
        "work/postseal.toml",
        "fail_on = \"critical\"\n[rules]\ndisable = [\"generic-weak-credential\"]\n",
    );
    let shown = show(&mut world.command("work"));
    assert!(
        shown
            .lines()
            .any(|line| line.starts_with("fail_on = \"critical\"")
                && line.ends_with("# project: postseal.toml")),
        "{shown}"
    );
    assert!(shown.contains("rules.disable += \"generic-weak-credential\""));
    assert_eq!(world.run(&["scan", "exports"]).code, 0);
    let by_environment = run(world.command("work").env("POSTSEAL_FAIL_ON", "high").args(["scan", "exports"]));
    assert_eq!(by_environment.code, 1);
    let by_flag = run(world.command("work").env("POSTSEAL_FAIL_ON", "high").args([
        "scan",
        "exports",
        "--fail-on",
        "never",
    ]));
    assert_eq!(by_flag.code, 0);
    let wrong = run(world.command("work").env("POSTSEAL_FAIL_ON", "hihg").args(["scan", "exports"]));
    assert_eq!((wrong.code, wrong.stderr.contains("POSTSEAL_FAIL_ON")), (2, true));
}

#[test]
fn an_explanation_has_the_rules_of_a_scan() {
    let world = World::new();
    let explain = || world.run(&["explain", "exports/prod.json", "/values/2/value"]);
    assert!(explain().stdout.contains("generic-weak-credential"));
    world.write("work/postseal.toml", "[rules]\nfiles = [\"own.toml\"]\n");
    let done = explain();
    assert_eq!((done.code, done.stderr.contains("own.toml")), (2, true), "{}", done.stderr);
}

#[test]
fn a_project_cannot_weaken_what_the_user_set() {
    let world = World::new();
    world.write("home/postseal/postseal.toml", "fail_on = \"medium\"\n");
    world.write("work/postseal.toml", "fail_on = \"never\"\n");
    let done = world.run(&["scan", "exports"]);
    assert_eq!((done.code, done.stderr.contains("`fail_on` would be weaker")), (1, true), "{}", done.stderr);
    world.write("work/postseal.toml", "fail_on = \"low\"\n");
    assert_eq!(world.run(&["scan", "exports"]).code, 1);
}

#[test]
fn a_configuration_inside_what_is_scanned_cannot_weaken_the_scan() {
    let world = World::new();
    world.write(
        "work/exports/postseal.toml",
        "fail_on = \"never\"\nbaseline = \"none.json\"\n[rules]\ndisable = [\"severity:high\"]\n[[suppress]]\npaths = [\"*\"]\n",
    );
    let done = world.run(&["scan", "exports", "--format", "jsonl"]);
    assert_eq!((done.code, done.lines("finding").len()), (1, 3), "{}", done.stderr);
    assert_eq!(
        done.stderr.matches("warning: not taken from exports/postseal.toml").count(),
        4,
        "{}",
        done.stderr
    );
    for broken in ["fial_on = 1".to_owned(), format!("# {}", "x".repeat(2 << 20))] {
        let good = world.read("work/exports/postseal.toml");
        world.write("work/exports/postseal.toml", &broken);
        let done = world.run(&["scan", "exports", "--format", "jsonl"]);
        assert_eq!(
            (done.code, done.lines("finding").len(), done.stderr.contains("not taken from")),
            (1, 3, true)
        );
        world.write("work/exports/postseal.toml", &good);
    }
    // Where the user works in that folder, or says so, it is the user's own.
    let inside = run(world.command("work/exports").args(["config", "show"]));
    assert!(inside.stdout.contains("fail_on = \"never\""), "{}", inside.stdout);
    let trusted = world.run(&["config", "show", "exports", "--trust", "full"]);
    assert!(trusted.stdout.contains("fail_on = \"never\""));
    let named = world.run(&["config", "show", "--config", "exports/postseal.toml"]);
    assert!(named.stdout.contains("fail_on = \"never\""));
    let ignored = world.run(&["scan", "exports", "--trust", "none", "--format", "jsonl"]);
    assert_eq!((ignored.lines("finding").len(), ignored.stderr.contains("not taken")), (3, false));
}

#[test]
fn mistakes_in_a_configuration_are_errors_that_help() {
    let world = World::new();
    let error = |config: &str| {
        world.write("work/postseal.toml", config);
        let done = world.run(&["scan", "exports"]);
        assert_eq!(done.code, 2, "{config}");
        done.stderr
    };
    let text = error("format = \"human\"\nfial_on = \"high\"\n");
    assert!(
        text.contains("postseal.toml") && text.contains("line 2") && text.contains("did you mean `fail_on`?"),
        "{text}"
    );
    assert!(error("[[suppress]]\npaths = [\"a{\"]\n").contains("a{"));
    assert!(error("fail_on_new = true\n").contains("needs --baseline"));
    assert!(error("[rules]\ndisable = [\"no-such-rule\"]\n").contains("no-such-rule"));
    assert!(error("baseline = \"gone.json\"\n").contains("gone.json"));
}

#[test]
fn the_schema_says_what_the_program_takes() {
    let world = World::new();
    let schema: Value = serde_json::from_str(&world.run(&["config", "schema"]).stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let hash = "0".repeat(32);
    let full = json!({
        "format": "sarif", "threads": 2, "max_file_size": 1000, "fail_on": "high", "fail_on_new": false, "baseline": "b.json",
        "rules": {"files": [], "disable": ["generic-weak-credential"]},
        "suppress": [{"rules": ["a"], "paths": ["b"], "pointers": ["c"], "values": [hash], "reason": "d", "owner": "e", "expires": "2027-01-31"}],
    });
    let words =
        |value: &Value| value.as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
    // Every key of the schema but `trust`, which is for the user's file, is tried, and the program takes what the schema takes.
    let mut known = words(&schema["properties"]);
    known.remove("trust");
    assert_eq!(known, words(&full));
    assert_eq!(words(&schema["properties"]["suppress"]["items"]["properties"]), words(&full["suppress"][0]));
    assert_eq!(words(&schema["properties"]["rules"]["properties"]), words(&full["rules"]));
    let takes = |value: &Value| {
        let text = toml::to_string(value).unwrap();
        world.write("work/postseal.toml", &text);
        world.run(&["config", "show"]).code == 0
    };
    assert!(validator.is_valid(&full) && takes(&full));
    let wrong = [
        ("/format", json!("pdf")),
        ("/threads", json!(-1)),
        ("/fail_on", json!("urgent")),
        ("/fail_on_new", json!("yes")),
        ("/rules", json!({"disabled": []})),
        ("/suppress/0", json!({"reason": "x"})),
        ("/suppress/0/values/0", json!("xyz")),
    ];
    for (pointer, value) in wrong {
        let mut config = full.clone();
        *config.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&config) && !takes(&config), "{pointer}");
    }
    for list in ["format", "fail_on"] {
        for word in schema["properties"][list]["enum"].as_array().unwrap() {
            assert!(takes(&json!({list: word})), "{word}");
        }
    }
}

#[test]
fn an_audit_wants_a_terminal() {
    let world = World::new();
    world.run(&["baseline", "create", "exports"]);
    let done = world.run(&["baseline", "audit"]);
    assert_eq!((done.code, done.stderr.contains("needs a terminal")), (2, true), "{}", done.stderr);
    assert!(!Path::new("postseal.baseline.json").exists());
}
