//! What commits add: the index, ranges, the whole history, and the hooks of git, over the built program.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin;
use serde_json::{Value, json};
use support::Run;

/// A folder with a repository `work` that knows nothing of the machine's configuration.
struct World {
    folder: tempfile::TempDir,
}

/// What the tests of git ask of a run.
trait Committed {
    fn found(&self) -> Vec<String>;
    fn skipped(&self) -> Vec<(String, String)>;
    fn committed_before(&self) -> u64;
}

impl Committed for Run {
    /// Paths of the findings.
    fn found(&self) -> Vec<String> {
        self.lines("finding").iter().map(|line| line["path"].as_str().unwrap().to_owned()).collect()
    }

    /// `(path, reason)` of what was not scanned.
    fn skipped(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let skipped = self.summary()["coverage"]["skipped"].as_array().unwrap().clone();
        skipped.iter().map(|one| (text(&one["path"]), text(&one["reason"]))).collect()
    }

    fn committed_before(&self) -> u64 {
        self.summary()["suppressed"]["committed"].as_u64().unwrap_or_default()
    }
}

/// Made-up secrets, put together here.
fn secret(n: usize) -> String {
    let parts = [
        ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"],
        ["Zq3TfWb7NcKx9LmV", "hRd2PsYg5UjEa8Dt"],
        ["mJ4vXr8Qw2BzTn6H", "yKc9LpSd3FgUe7Ra"],
    ];
    parts[n].concat()
}

/// An environment with these secrets.
fn environment(secrets: &[usize]) -> String {
    let value =
        |n: &usize| json!({"key": format!("client_secret_{n}"), "value": secret(*n), "enabled": true});
    let values: Vec<Value> = secrets.iter().map(value).collect();
    json!({"name": "Prod", "_postman_variable_scope": "environment", "values": values}).to_string()
}

/// The environment of a git that belongs to nobody.
fn nobody(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") || name.to_string_lossy().starts_with("POSTSEAL_") {
            command.env_remove(name);
        }
    }
    for (name, value) in [("AUTHOR", "Ada"), ("COMMITTER", "Grace")] {
        command.env(format!("GIT_{name}_NAME"), value);
        command.env(format!("GIT_{name}_EMAIL"), format!("{}@corp.test", value.to_lowercase()));
        command.env(format!("GIT_{name}_DATE"), "2026-11-01T10:00:00Z");
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_EDITOR", "true")
}

impl World {
    fn new() -> World {
        let world = World { folder: tempfile::tempdir().unwrap() };
        std::fs::create_dir(world.path("work")).unwrap();
        world.git(&["init", "--quiet", "--initial-branch=main"]);
        world
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path("work").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn git_output(&self, folder: &str, args: &[&str]) -> Output {
        let mut command = Command::new("git");
        nobody(&mut command).env("HOME", self.folder.path()).env("XDG_CONFIG_HOME", self.path("home"));
        command.env("NO_COLOR", "1").current_dir(self.path(folder)).args(args).output().unwrap()
    }

    fn git_in(&self, folder: &str, args: &[&str]) -> String {
        let output = self.git_output(folder, args);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "git {args:?}: {}{}", text(&output.stdout), text(&output.stderr));
        text(&output.stdout).trim().to_owned()
    }

    fn git(&self, args: &[&str]) -> String {
        self.git_in("work", args)
    }

    /// Adds everything and commits it.
    fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--no-verify", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    fn command(&self, folder: &str) -> Command {
        let mut command = Command::new(cargo_bin("postseal"));
        nobody(&mut command).env("XDG_CONFIG_HOME", self.path("home")).current_dir(self.path(folder));
        command.env_remove("APPDATA").env_remove("CLICOLOR_FORCE");
        command
    }

    fn run_in(&self, folder: &str, args: &[&str]) -> Run {
        run(self.command(folder).args(args))
    }

    fn scan(&self, args: &[&str]) -> Run {
        self.run_in("work", &[&["scan", "--format", "jsonl"], args].concat())
    }

    fn staged(&self) -> Run {
        self.scan(&["--staged"])
    }
}

fn run(command: &mut Command) -> Run {
    command.output().unwrap().into()
}

#[test]
fn the_index_is_scanned_and_not_the_work_tree() {
    let world = World::new();
    world.write("a.json", &environment(&[0]));
    world.git(&["add", "a.json"]);
    world.write("a.json", "{}");
    world.write("b.json", &environment(&[1]));
    let done = world.staged();
    assert_eq!((done.code, done.found()), (1, vec!["a.json".to_owned()]), "{}", done.stderr);
    assert_eq!(done.summary()["artefacts"], 1);
}

#[test]
fn only_what_the_commit_adds_counts() {
    let world = World::new();
    world.write("a.json", &environment(&[0]));
    world.write("same.json", &environment(&[2]));
    world.commit("old");
    world.write("a.json", &environment(&[0, 1]));
    world.git(&["add", "--all"]);
    let done = world.staged();
    assert_eq!((done.code, done.found().len(), done.committed_before()), (1, 1, 1));
    let place = &done.lines("finding")[0];
    assert_eq!(place["pointer"], "/values/1/value", "the whole file gives the context");
    assert_eq!(done.summary()["artefacts"], 1, "what has not changed is not read");

    let listed = world.scan(&["--staged", "--show-suppressed"]);
    let why = &listed.lines("suppressed")[0]["suppression"];
    assert_eq!((&why["by"], &why["origin"]), (&json!("committed"), &json!("HEAD:a.json")));
    assert_eq!(world.scan(&["--staged", "--no-suppress"]).found().len(), 2);
    let human = world.run_in("work", &["scan", "--staged"]);
    assert!(human.stdout.contains("Committed before: 1, not shown"), "{}", human.stdout);

    world.write("a.json", &environment(&[0]).replace("Prod", "Production"));
    world.git(&["add", "--all"]);
    assert_eq!((world.staged().code, world.staged().committed_before()), (0, 1));
}

#[test]
fn a_file_that_moves_adds_nothing_and_a_copy_does() {
    let world = World::new();
    world.write("a.json", &environment(&[0]));
    world.commit("old");
    world.git(&["mv", "a.json", "b c.json"]);
    assert_eq!((world.staged().code, world.staged().committed_before()), (0, 1));
    world.write("b c.json", &environment(&[0]).replace("Prod", "Production"));
    world.git(&["add", "--all"]);
    assert_eq!(world.staged().code, 0, "moved and edited");
    world.write("a.json", &environment(&[0]));
    world.write("copy.json", &environment(&[0]));
    world.git(&["add", "--all"]);
    assert_eq!(world.staged().found(), ["b c.json", "copy.json"]);
}

#[test]
fn a_quiet_scan_of_a_clean_index_says_nothing() {
    let world = World::new();
    world.write("a.json", "{}");
    world.git(&["add", "--all"]);
    let quiet = world.run_in("work", &["scan", "--staged", "--quiet"]);
    assert_eq!((quiet.code, &*quiet.stdout, &*quiet.stderr), (0, "", ""));
    world.write("broken.json", r#"{"info":{"name":"x"},"item":[,]}"#);
    world.git(&["add", "--all"]);
    let gap = world.run_in("work", &["scan", "--staged", "--quiet"]);
    assert_eq!((gap.code, gap.stdout.contains("  broken.json:1:30:")), (3, true), "{}", gap.stdout);
}

#[test]
fn before_the_first_commit_and_without_an_index() {
    let world = World::new();
    assert_eq!(world.staged().code, 0);
    assert_eq!(world.scan(&["--history"]).code, 0);
    world.write("a.json", &environment(&[0]));
    world.git(&["add", "--all"]);
    assert_eq!(world.staged().found(), ["a.json"]);
}

#[test]
fn links_submodules_pointers_and_intents_are_not_scanned() {
    let world = World::new();
    let inner = World::new();
    inner.write("x.json", &environment(&[0]));
    inner.commit("inner");
    let url = inner.path("work").display().to_string();
    world.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &url, "sub"]);
    world.write("lfs.json", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n");
    world.write("later.json", &environment(&[1]));
    #[cfg(unix)]
    std::os::unix::fs::symlink("lfs.json", world.path("work/link.json")).unwrap();
    world.git(&["add", "--all", "--", ":!later.json"]);
    world.git(&["add", "--intent-to-add", "later.json"]);
    let done = world.staged();
    assert_eq!((done.code, done.found().len()), (0, 0), "{}", done.stdout);
    let mut expected =
        vec![("lfs.json", "lfs-pointer"), ("link.json", "symbolic-link"), ("sub", "submodule")];
    if cfg!(not(unix)) {
        expected.remove(1);
    }
    let skipped = done.skipped();
    let skipped: Vec<(&str, &str)> = skipped.iter().map(|(path, why)| (&**path, &**why)).collect();
    assert_eq!(skipped, expected);
}

#[test]
fn deleted_files_and_files_in_the_place_of_folders() {
    let world = World::new();
    world.write("x/deep/a.json", &environment(&[0]));
    world.write("y", &environment(&[1]));
    world.commit("old");
    world.git(&["rm", "-r", "--quiet", "x", "y"]);
    assert_eq!(world.staged().code, 0);
    world.write("x", &environment(&[0]));
    world.write("y/now/b.json", &environment(&[1]));
    world.git(&["add", "--all"]);
    let done = world.staged();
    assert_eq!((done.code, done.committed_before()), (0, 2), "{}", done.stdout);
}

#[test]
fn a_merge_adds_what_neither_parent_has() {
    let world = World::new();
    world.write("a.json", &environment(&[]));
    world.write("c.txt", "base\n");
    world.commit("base");
    world.git(&["checkout", "--quiet", "-b", "other"]);
    world.write("theirs.json", &environment(&[0]));
    world.write("c.txt", "theirs\n");
    world.commit("theirs");
    world.git(&["checkout", "--quiet", "main"]);
    world.write("c.txt", "ours\n");
    world.commit("ours");
    let merge = world.git_output("work", &["merge", "other"]);
    assert!(!merge.status.success());
    let conflict = world.staged();
    assert_eq!((conflict.code, conflict.found().len()), (3, 0));
    assert_eq!(conflict.skipped(), [("c.txt".to_owned(), "unmerged".to_owned())]);

    world.write("c.txt", "both\n");
    world.write("evil.json", &environment(&[1]));
    world.git(&["add", "--all"]);
    assert_eq!(world.staged().found(), ["evil.json"]);
    world.git(&["commit", "--quiet", "--no-edit", "--no-verify"]);
    let history = world.scan(&["--history"]);
    assert_eq!(history.found(), ["evil.json", "theirs.json"]);
    let merged = world.git(&["rev-parse", "HEAD"]);
    assert_eq!(history.lines("finding")[0]["commit"]["id"], merged);
}

#[test]
fn a_work_tree_of_its_own_has_its_own_index() {
    let world = World::new();
    world.write("a.txt", "x");
    world.commit("first");
    world.git(&["worktree", "add", "--quiet", "-b", "side", "../side"]);
    std::fs::write(world.path("side/s.json"), environment(&[0])).unwrap();
    world.git_in("side", &["add", "--all"]);
    let side = world.run_in("side", &["scan", "--format", "jsonl", "--staged"]);
    assert_eq!(side.found(), ["s.json"]);
    assert_eq!(world.staged().code, 0);
    let named = world.run_in("work", &["scan", "--format", "jsonl", "--staged", "../side"]);
    assert_eq!(named.found(), ["s.json"]);
    // Git names the repository and the index to hooks of a work tree of its own.
    assert_eq!(hook(&world, &["install"]).code, 0);
    assert!(!world.git_output("side", &["commit", "--message", "s"]).status.success());
    assert_eq!(hook(&world, &["uninstall"]).code, 0);
    // A HEAD that is on no branch is a part of the history.
    world.git_in("side", &["commit", "--quiet", "--message", "s"]);
    world.git_in("side", &["checkout", "--quiet", "--detach"]);
    world.git(&["branch", "--quiet", "-D", "side"]);
    assert_eq!(world.scan(&["--history"]).found(), ["s.json"]);
}

#[test]
fn the_history_has_what_was_deleted_with_commit_and_author() {
    let world = World::new();
    world.write("exports/prod.json", &environment(&[0]));
    let first = world.commit("leak");
    world.write("exports/prod.json", &environment(&[0, 1]));
    let second = world.commit("another");
    world.git(&["rm", "--quiet", "exports/prod.json"]);
    world.commit("gone");
    world.write("again.json", &environment(&[0]));
    world.commit("the same content");
    let done = world.scan(&["--history"]);
    let found: Vec<(Value, Value)> = done
        .lines("finding")
        .iter()
        .map(|line| (line["path"].clone(), line["commit"]["id"].clone()))
        .collect();
    let path = json!("exports/prod.json");
    assert_eq!((done.code, found), (1, vec![(path.clone(), json!(first)), (path, json!(second))]));
    let commit = &done.lines("finding")[0]["commit"];
    assert_eq!((&commit["author"], &commit["email"]), (&json!("Ada"), &json!("ada@corp.test")));
    assert_eq!(commit["date"], "2026-11-01T10:00:00Z");
    assert_eq!(done.summary()["artefacts"], 2, "each content once");
    let human = world.run_in("work", &["scan", "--history"]);
    let line = format!("in commit {} of 2026-11-01T10:00:00Z, Ada <ada@corp.test>", &first[..10]);
    assert!(human.stdout.contains(&line), "{}", human.stdout);
}

#[test]
fn a_secret_that_comes_back_is_reported_again() {
    let world = World::new();
    world.write("a.json", &environment(&[0]));
    world.commit("in");
    world.write("a.json", &environment(&[1]));
    world.commit("out");
    world.write("a.json", &environment(&[0, 1]));
    world.commit("in again");
    assert_eq!(world.scan(&["--history"]).found().len(), 3);
}

#[test]
fn packs_graphs_and_replacements_change_nothing() {
    let world = World::new();
    for count in 0..12 {
        let mut values = environment(&[count % 3]);
        values.push_str(&"\n".repeat(count));
        world.write("a.json", &values);
        world.write(&format!("f{}/b.txt", count % 4), &format!("{count}"));
        world.commit("one more");
    }
    let plain = |run: Run| run.stdout.split_once("\"duration_ms\"").unwrap().0.to_owned();
    let loose = plain(world.scan(&["--history"]));
    assert_eq!(loose.lines().count(), 13, "{loose}");
    world.git(&["gc", "--quiet"]);
    world.git(&["commit-graph", "write", "--reachable"]);
    assert_eq!(plain(world.scan(&["--history"])), loose);
    let leak = world.git(&["rev-parse", "HEAD:a.json"]);
    let clean = world.git(&["rev-parse", "HEAD:f0/b.txt"]);
    world.git(&["replace", &leak, &clean]);
    assert_eq!(plain(world.scan(&["--history"])), loose, "what was committed counts");
}

#[test]
fn tags_other_branches_and_bare_repositories_are_history() {
    let world = World::new();
    world.write("a.txt", "x");
    world.commit("first");
    world.git(&["checkout", "--quiet", "-b", "topic"]);
    world.write("tagged.json", &environment(&[0]));
    world.commit("tagged");
    world.git(&["tag", "--annotate", "--message", "v", "v1"]);
    world.git(&["checkout", "--quiet", "main"]);
    world.git(&["branch", "--quiet", "-D", "topic"]);
    assert_eq!(world.scan(&["--history"]).found(), ["tagged.json"]);
    world.git_in("", &["clone", "--quiet", "--bare", "work", "bare.git"]);
    let bare = world.run_in("", &["scan", "--format", "jsonl", "--history", "bare.git"]);
    assert_eq!((bare.code, bare.found()), (1, vec!["tagged.json".to_owned()]), "{}", bare.stderr);
    let staged = world.run_in("bare.git", &["scan", "--staged"]);
    assert_eq!((staged.code, staged.stderr.contains("bare")), (2, true));
}

#[test]
fn since_and_ranges_report_what_their_commits_add() {
    let world = World::new();
    world.write("a.json", &environment(&[0]));
    let base = world.commit("base");
    world.git(&["checkout", "--quiet", "-b", "topic"]);
    world.write("a.json", &environment(&[0, 1]));
    world.commit("leak");
    world.write("a.json", &environment(&[0]));
    world.commit("taken away again");
    world.git(&["checkout", "--quiet", "main"]);
    world.write("main.json", &environment(&[2]));
    world.commit("not of the topic");
    world.git(&["checkout", "--quiet", "topic"]);
    for args in [&["--since", "main"][..], &["--range", "main..topic"], &["--range", "main.."]] {
        let done = world.scan(args);
        assert_eq!((done.code, done.found()), (1, vec!["a.json".to_owned()]), "{args:?} {}", done.stderr);
        assert_eq!(done.committed_before(), 1);
    }
    let nothing = "0".repeat(40);
    assert_eq!(world.scan(&["--since", &nothing]).found().len(), 2, "a branch that is new");
    for range in [format!("{base}..{base}"), format!("topic..{base}"), "topic..topic~1".to_owned()] {
        assert_eq!(world.scan(&["--range", &range]).summary()["artefacts"], 0, "{range}");
    }
    let wrong = world.scan(&["--since", "no-such-branch"]);
    assert_eq!((wrong.code, wrong.stderr.contains("no-such-branch: there is no such revision")), (2, true));
    assert_eq!(world.scan(&["--range", "main...topic"]).code, 2);
    assert_eq!(world.scan(&["--staged", "--history"]).code, 2, "one at a time");
}

#[test]
fn what_a_shallow_clone_lacks_is_a_gap() {
    let world = World::new();
    world.write("a.json", &environment(&[0]));
    world.commit("first");
    world.write("a.json", &environment(&[0, 1]));
    world.commit("second");
    let url = format!("file://{}", world.path("work").display());
    world.git_in("", &["clone", "--quiet", "--depth", "1", &url, "shallow"]);
    let clean = world.run_in("shallow", &["scan", "--format", "jsonl", "--history"]);
    assert_eq!((clean.code, clean.found().len()), (1, 2), "{}", clean.stderr);
    assert_eq!(clean.skipped(), [(".git/shallow".to_owned(), "missing".to_owned())]);
    let hint = world.run_in("shallow", &["scan", "--since", "HEAD~1"]);
    assert_eq!((hint.code, hint.stderr.contains("--unshallow")), (2, true), "{}", hint.stderr);
}

#[test]
fn what_a_partial_clone_lacks_is_a_gap() {
    let world = World::new();
    world.write("old.json", &environment(&[0]));
    world.commit("first");
    world.git(&["rm", "--quiet", "old.json"]);
    world.write("new.json", &environment(&[1]));
    world.commit("second");
    world.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", world.path("work").display());
    world.git_in("", &["clone", "--quiet", "--filter=blob:none", &url, "partial"]);
    let done = world.run_in("partial", &["scan", "--format", "jsonl", "--history"]);
    assert_eq!((done.code, done.found()), (1, vec!["new.json".to_owned()]), "{}", done.stderr);
    assert_eq!(done.skipped(), [("old.json".to_owned(), "missing".to_owned())]);
    assert_eq!(done.summary()["coverage"]["complete"], false);
}

#[test]
fn a_sparse_index_is_read() {
    let world = World::new();
    for folder in ["in", "out/deep", "other"] {
        world.write(&format!("{folder}/a.json"), &environment(&[0]));
    }
    world.commit("first");
    world.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "in"]);
    world.write("in/b.json", &environment(&[1]));
    world.git(&["add", "in/b.json"]);
    let done = world.staged();
    assert_eq!((done.code, done.found()), (1, vec!["in/b.json".to_owned()]), "{}", done.stderr);
    assert!(done.summary()["coverage"]["notes"][0]["detail"].as_str().unwrap().contains("sparse"));
    // Folders that are one entry of the index may differ from HEAD.
    world.git(&["commit", "--quiet", "--no-verify", "--message", "second"]);
    world.git(&["checkout", "--quiet", "--orphan", "empty"]);
    assert_eq!(world.staged().found().len(), 4);
}

#[test]
fn filters_and_limits_hold_for_commits() {
    let world = World::new();
    world.write("keep/a.json", &environment(&[0]));
    world.write("drop/b.json", &environment(&[1]));
    world.commit("first");
    assert_eq!(world.scan(&["--history", "--exclude", "drop"]).found(), ["keep/a.json"]);
    assert_eq!(world.scan(&["--history", "--include", "drop/*.json"]).found(), ["drop/b.json"]);
    let limited = world.scan(&["--history", "--max-file-size", "20"]);
    assert_eq!((limited.code, limited.found().len(), limited.skipped().len()), (3, 0, 2));
    let one = world.scan(&["--history", "--threads", "1"]).stdout;
    let many = world.scan(&["--history", "--threads", "5"]).stdout;
    let plain = |text: &str| text.split_once("\"duration_ms\"").unwrap().0.to_owned();
    assert_eq!(plain(&one), plain(&many));
}

#[test]
fn archives_in_commits_are_unpacked() {
    use std::io::Write;
    let world = World::new();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(environment(&[0]).as_bytes()).unwrap();
    std::fs::write(world.path("work/export.json.gz"), gz.finish().unwrap()).unwrap();
    world.git(&["add", "--all"]);
    assert_eq!(world.staged().found(), ["export.json.gz!export.json"]);
}

#[test]
fn the_tree_of_collections_of_version_3_is_scanned() {
    let world = World::new();
    let request = format!(
        "$kind: http-request\nurl: https://api.corp.test\nmethod: GET\nheaders:\n  - key: X-Client-Secret\n    value: {}\n",
        secret(0)
    );
    world.write("postman/collections/Orders/get all orders.request.yaml", &request);
    world.git(&["add", "--all"]);
    let done = world.staged();
    assert_eq!(done.found(), ["postman/collections/Orders/get all orders.request.yaml"]);
    assert_eq!(done.lines("finding")[0]["location"]["collection"], "Orders");
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf8_are_no_obstacle() {
    use std::os::unix::ffi::OsStrExt;
    let world = World::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9 \xff.json");
    if std::fs::write(world.path("work").join(name), environment(&[0])).is_err() {
        return; // This file system takes no such names.
    }
    world.git(&["add", "--all"]);
    assert_eq!(world.staged().found(), ["caf\u{fffd} \u{fffd}.json"]);
}

#[test]
fn folders_without_end_are_a_gap() {
    let world = World::new();
    world.write("a.json", &environment(&[0]));
    let blob = world.git(&["hash-object", "-w", "a.json"]);
    let deep = format!("{}a.json", "d/".repeat(401));
    world.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{blob},{deep}")]);
    let staged = world.staged();
    assert_eq!((staged.code, staged.skipped()[0].1.as_str()), (3, "missing"), "{}", staged.stderr);
    world.git(&["commit", "--quiet", "--no-verify", "--message", "deep"]);
    let history = world.scan(&["--history"]);
    assert_eq!((history.code, history.stderr.contains("400 folders deep")), (3, true), "{}", history.stderr);
}

#[test]
fn the_configuration_is_that_of_the_top_of_the_work_tree() {
    let world = World::new();
    world.write("exports/prod.json", &environment(&[0]));
    world.write("postseal.toml", "[[suppress]]\npaths = [\"exports/*.json\"]\nreason = \"sandbox\"\n");
    world.git(&["add", "--all"]);
    for folder in ["work", "work/exports"] {
        let done = world.run_in(folder, &["scan", "--format", "jsonl", "--staged"]);
        let suppressed = done.summary()["suppressed"].clone();
        assert_eq!((done.code, suppressed), (0, json!({"config": 1})), "{folder}: {}", done.stderr);
    }
    // Seen from outside it is a part of what is scanned, and cannot weaken the scan.
    let outside = world.run_in("", &["scan", "--format", "jsonl", "--staged", "work"]);
    assert_eq!((outside.code, outside.stderr.contains("not taken from")), (1, true), "{}", outside.stderr);
}

#[test]
fn outside_of_a_repository_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new();
    let done = run(world.command("work").args(["scan", "--staged"]).arg(folder.path()));
    assert_eq!((done.code, done.stderr.contains("not in a git repository")), (2, true), "{}", done.stderr);
}

fn hook(world: &World, args: &[&str]) -> Run {
    world.run_in("work", &[&["hook"], args].concat())
}

#[cfg(unix)]
fn executable(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(path, mode).unwrap();
}

#[cfg(unix)]
#[test]
fn a_hook_stops_a_commit_and_lets_a_clean_one_pass() {
    let world = World::new();
    assert_eq!(hook(&world, &["install"]).code, 0);
    world.write("a.json", &environment(&[0]));
    world.git(&["add", "--all"]);
    let stopped = world.git_output("work", &["commit", "--message", "leak"]);
    let said = String::from_utf8_lossy(&stopped.stderr).into_owned();
    assert!(!stopped.status.success() && said.contains("postseal: stopped."), "{said}");
    assert!(said.contains("a.json") && !said.contains(&secret(0)), "{said}");
    world.write("a.json", "{}");
    world.write("b.json", &environment(&[1]));
    world.git(&["add", "--all"]);
    // A commit of some files has an index of its own.
    let one = world.git_output("work", &["commit", "--message", "one file", "a.json"]);
    assert!(one.status.success(), "{}", String::from_utf8_lossy(&one.stderr));
    assert!(!world.git_output("work", &["commit", "--message", "the other", "b.json"]).status.success());
    assert!(world.git_output("work", &["commit", "--no-verify", "--message", "b"]).status.success());
    assert_eq!(hook(&world, &["uninstall"]).code, 0);
    assert!(!world.path("work/.git/hooks/pre-commit").exists());
    assert_eq!(hook(&world, &["uninstall"]).code, 2);
}

#[cfg(unix)]
#[test]
fn a_hook_that_was_there_is_called_and_comes_back() {
    let world = World::new();
    world.git(&["config", "core.hooksPath", "my hooks"]);
    std::fs::create_dir(world.path("work/my hooks")).unwrap();
    let theirs = world.path("work/my hooks/pre-commit");
    let text = "#!/bin/sh\necho called >>called\n[ ! -e refuse ] || exit 7\n";
    executable(&theirs, text);
    assert!(hook(&world, &["install"]).stdout.contains("called first"));
    assert_eq!(hook(&world, &["install"]).code, 0, "again is no harm");
    world.write("a.json", "{}");
    world.git(&["add", "a.json"]);
    world.git(&["commit", "--quiet", "--message", "clean"]);
    let called = || std::fs::read_to_string(world.path("work/called")).unwrap().lines().count();
    assert_eq!(called(), 1);
    world.write("refuse", "");
    world.git(&["add", "refuse"]);
    assert!(!world.git_output("work", &["commit", "--message", "refused by the other"]).status.success());
    assert_eq!(hook(&world, &["uninstall"]).code, 0);
    assert_eq!(std::fs::read_to_string(&theirs).unwrap(), text);
    assert!(!world.path("work/my hooks/pre-commit.before-postseal").exists());
}

#[cfg(unix)]
#[test]
fn a_push_is_stopped_here_and_refused_there() {
    let world = World::new();
    world.git_in("", &["init", "--quiet", "--bare", "--initial-branch=main", "server.git"]);
    world.git(&["remote", "add", "origin", "../server.git"]);
    world.write("a.json", "{}");
    world.commit("clean");
    world.git(&["push", "--quiet", "origin", "main"]);
    let installed = world.run_in("server.git", &["hook", "install", "--hook", "pre-receive"]);
    assert_eq!(installed.code, 0, "{}", installed.stderr);

    world.write("a.json", &environment(&[0]));
    world.commit("leak");
    world.git(&["rm", "--quiet", "a.json"]);
    world.commit("too late");
    let push = |args: &[&str]| {
        let output = world.git_output("work", &[&["push"], args].concat());
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    // The objects lie in a quarantine while the hook runs.
    let (done, said) = push(&["origin", "main"]);
    assert!(!done && said.contains("postseal: refused.") && said.contains("a.json"), "{said}");
    let (done, said) = push(&["origin", "main:refs/heads/new"]);
    assert!(!done && said.contains("a.json"), "{said}");
    assert!(push(&["origin", "main~2:refs/heads/clean"]).0);
    assert!(push(&["origin", ":clean"]).0, "a reference may be deleted");

    assert_eq!(hook(&world, &["install", "--hook", "pre-push"]).code, 0);
    let (done, said) = push(&["origin", "main"]);
    assert!(!done && said.contains("postseal: stopped."), "{said}");
    assert!(push(&["origin", "main~2:refs/heads/clean"]).0);
}
