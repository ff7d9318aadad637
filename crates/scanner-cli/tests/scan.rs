//! The built program, as a user runs it.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

mod support;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use support::Run;

fn postseal() -> Command {
    let mut command = cargo_bin_cmd!("postseal");
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("GITHUB_STEP_SUMMARY");
    // The configuration of whoever runs the tests is not theirs.
    command.env("XDG_CONFIG_HOME", "no-such-folder");
    command
}

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/artefacts").canonicalize().unwrap()
}

fn run(command: &mut Command) -> Run {
    command.output().unwrap().into()
}

fn jsonl(args: &[&str]) -> Run {
    run(postseal().args(["scan", "--format", "jsonl"]).args(args))
}

/// A folder with one environment that holds a client secret; the secret is put together here.
fn leaky() -> (tempfile::TempDir, String) {
    let secret = ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"].concat();
    let folder = tempfile::tempdir().unwrap();
    let json = format!(
        r#"{{"name":"Prod","values":[{{"key":"client_secret","value":"{secret}","enabled":true}}]}}"#
    );
    std::fs::write(folder.path().join("prod.json"), json).unwrap();
    (folder, secret)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn the_demo_exports_hold_what_their_labels_say() {
    let demo = demo();
    let scanned = jsonl(&["--show-secrets", demo.to_str().unwrap()]);
    assert_eq!(scanned.code, 1);
    let places: Vec<(String, String, Vec<u8>)> = scanned
        .findings()
        .iter()
        .flat_map(|finding| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let path = text(&finding["path"]);
            let at = |name: &str| finding[name].as_u64().unwrap() as usize;
            let raw = std::fs::read(&path).unwrap()[at("start")..at("end")].to_vec();
            let others =
                finding["occurrences"].as_array().unwrap().iter().map(|place| text(&place["pointer"]));
            let pointers: Vec<String> = std::iter::once(text(&finding["pointer"])).chain(others).collect();
            pointers.into_iter().map(move |pointer| (path.clone(), pointer, raw.clone()))
        })
        .collect();
    let labels = std::fs::read_to_string(demo.join("expected.jsonl")).unwrap();
    let mut missed = Vec::new();
    let mut alarms = Vec::new();
    for line in labels.lines() {
        let label: Value = serde_json::from_str(line).unwrap();
        let file = demo.join(label["file"].as_str().unwrap()).display().to_string();
        let spans = label["spans"].as_array().unwrap();
        let flagged = places.iter().any(|(path, at, raw)| {
            let here = match label["pointer"].as_str() {
                Some(pointer) => at == pointer,
                // Innocent strings of files without pointers cannot be told apart by place.
                None => spans.iter().any(|span| span.as_str().unwrap().as_bytes() == raw),
            };
            *path == file && here
        });
        match label["label"].as_str().unwrap() {
            "secret" if !flagged => missed.push(line),
            "none" | "placeholder" | "reference" if flagged => alarms.push(line),
            _ => {}
        }
    }
    assert!(missed.is_empty() && alarms.is_empty(), "missed: {missed:#?}\nfalse alarms: {alarms:#?}");
}

#[test]
fn every_file_and_byte_is_counted() {
    let demo = demo();
    let summary = jsonl(&[demo.to_str().unwrap()]).summary();
    let files = files_below(&demo);
    let bytes: u64 = files.iter().map(|file| file.metadata().unwrap().len()).sum();
    let skipped = summary["coverage"]["skipped"].as_array().unwrap().len();
    assert_eq!(summary["artefacts"].as_u64().unwrap() as usize + skipped, files.len());
    assert_eq!(summary["bytes"], bytes);
}

#[test]
fn spans_and_lines_point_into_the_file() {
    let demo = demo();
    for finding in jsonl(&["--show-secrets", demo.to_str().unwrap()]).findings() {
        let bytes = std::fs::read(finding["path"].as_str().unwrap()).unwrap();
        let (start, end) =
            (finding["start"].as_u64().unwrap() as usize, finding["end"].as_u64().unwrap() as usize);
        if finding["decoded"].as_array().unwrap().is_empty() {
            assert_eq!(&bytes[start..end], finding["secret"].as_str().unwrap().as_bytes(), "{finding}");
        }
        let mark = usize::from(bytes.starts_with(b"\xef\xbb\xbf")) * 3;
        let utf16 = bytes.starts_with(b"\xff\xfe");
        if !utf16 && !bytes.contains(&b'\r') {
            let before = &bytes[mark..start];
            let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
            let column = before.iter().rev().take_while(|&&b| b != b'\n').count() + 1;
            assert_eq!(
                (finding["line"].as_u64(), finding["column"].as_u64()),
                (Some(line as u64), Some(column as u64))
            );
        }
    }
}

#[test]
fn no_output_shows_a_secret_unless_asked() {
    let demo = demo();
    let path = demo.to_str().unwrap();
    let secrets: Vec<String> = jsonl(&["--show-secrets", path])
        .findings()
        .iter()
        .map(|finding| finding["secret"].as_str().unwrap().to_owned())
        // A password that is a word stands in names and advice as well.
        .filter(|secret| secret.len() >= 12)
        .collect();
    assert!(secrets.len() > 50);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.jsonl");
    let human = run(postseal().args(["scan", path, "--output", file.to_str().unwrap()]));
    let shown =
        [human.stdout, human.stderr, std::fs::read_to_string(file).unwrap(), jsonl(&[path]).stdout].concat();
    let leaked: Vec<_> =
        secrets.iter().filter(|secret| shown.contains(secret.as_str())).map(String::len).collect();
    assert!(leaked.is_empty(), "{} secrets in plain", leaked.len());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let demo = demo();
    let plain = |threads: &str| {
        let lines = jsonl(&["--threads", threads, demo.to_str().unwrap()]).stdout;
        lines.split_once("\"duration_ms\"").unwrap().0.to_owned()
    };
    assert_eq!(plain("1"), plain("7"));
}

#[test]
fn exit_codes() {
    let (folder, _) = leaky();
    let clean = tempfile::tempdir().unwrap();
    std::fs::write(clean.path().join("a.txt"), "nothing").unwrap();
    let path = |folder: &tempfile::TempDir| folder.path().to_str().unwrap().to_owned();
    let code = |args: &[&str]| run(postseal().arg("scan").args(args)).code;
    assert_eq!(code(&[&path(&clean)]), 0);
    assert_eq!(code(&[&path(&folder)]), 1);
    assert_eq!(code(&["--no-such-flag"]), 2);
    assert_eq!(code(&["--disable", "no-such-rule", &path(&clean)]), 2);
    assert_eq!(code(&[&format!("{}/gone", path(&clean))]), 3);
    assert_eq!(code(&[&format!("{}/gone", path(&clean)), &path(&folder)]), 1);
}

#[test]
fn what_cannot_be_scanned_is_said_and_the_rest_goes_on() {
    let (folder, _) = leaky();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("image.bin"), b"\x89PNG\0\0\0").unwrap();
    std::fs::write(at("broken.json"), br#"{"info":{"name":"x"},"item":[,]}"#).unwrap();
    std::fs::create_dir(at(".git")).unwrap();
    std::fs::write(at(".git/config"), "[core]").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(at("prod.json"), at("link.json")).unwrap();
    let path = folder.path().to_str().unwrap();
    let scanned = jsonl(&[path]);
    let coverage = &scanned.summary()["coverage"];
    assert_eq!(scanned.findings().len(), 1);
    assert_eq!(coverage["malformed"][0]["line"], 1);
    assert_eq!(coverage["complete"], false);
    let reasons: Vec<&str> =
        coverage["skipped"].as_array().unwrap().iter().map(|s| s["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, if cfg!(unix) { vec!["binary", "symbolic-link"] } else { vec!["binary"] });
    assert!(
        scanned.stderr.contains("broken.json:1:30: not valid JSON: a comma too many"),
        "{}",
        scanned.stderr
    );
    let quiet = run(postseal().args(["scan", "--quiet", path]));
    assert_eq!(quiet.stderr, "");
}

#[test]
fn a_file_over_the_limit_makes_the_scan_incomplete() {
    let clean = tempfile::tempdir().unwrap();
    std::fs::write(clean.path().join("a.txt"), "nothing at all").unwrap();
    let scanned = jsonl(&["--max-file-size", "5", clean.path().to_str().unwrap()]);
    assert_eq!(
        (scanned.code, &scanned.summary()["coverage"]["skipped"][0]["reason"]),
        (3, &Value::from("too-large"))
    );
}

#[test]
fn a_binary_file_that_was_named_is_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("image.bin");
    std::fs::write(&file, b"\x89PNG\0\0\0").unwrap();
    assert_eq!(jsonl(&[file.to_str().unwrap()]).code, 3);
    assert_eq!(jsonl(&[folder.path().to_str().unwrap()]).code, 0);
}

#[test]
fn standard_input_is_a_path() {
    let (folder, secret) = leaky();
    let json = std::fs::read(folder.path().join("prod.json")).unwrap();
    let scanned =
        run(postseal().args(["scan", "-", "--format", "jsonl", "--show-secrets"]).write_stdin(json));
    let finding = &scanned.findings()[0];
    assert_eq!(
        (scanned.code, finding["path"].as_str(), finding["secret"].as_str()),
        (1, Some("-"), Some(secret.as_str()))
    );
    assert_eq!(finding["location"]["environment"], "Prod");
}

#[test]
fn a_file_that_two_paths_lead_to_is_scanned_once() {
    let (folder, _) = leaky();
    let file = folder.path().join("prod.json");
    let scanned = jsonl(&[folder.path().to_str().unwrap(), file.to_str().unwrap()]);
    assert_eq!(scanned.summary()["artefacts"], 1);
}

#[test]
fn outputs_go_to_files_and_standard_output_at_once() {
    let (folder, _) = leaky();
    let out = tempfile::tempdir().unwrap();
    let file = |name: &str| out.path().join(name).display().to_string();
    let scanned = run(postseal().args(["scan", folder.path().to_str().unwrap()]).args([
        "--output",
        &file("a.jsonl"),
        "--output",
        &format!("jsonl={}", file("b.txt")),
        "-o",
        &file("c.txt"),
    ]));
    assert!(scanned.stdout.contains("Client secret"));
    let read = |name: &str| std::fs::read_to_string(file(name)).unwrap();
    assert!(
        read("a.jsonl").starts_with("{\"type\":\"finding\"")
            && read("b.txt").starts_with("{\"type\":\"finding\"")
    );
    assert_eq!(read("c.txt"), scanned.stdout);
}

#[test]
fn colour_only_where_it_is_wanted() {
    let (folder, _) = leaky();
    let coloured = |name: &str, value: &str| {
        run(postseal().args(["scan", folder.path().to_str().unwrap()]).env(name, value))
            .stdout
            .contains('\u{1b}')
    };
    assert!(!coloured("X", ""), "standard output is no terminal here");
    assert!(coloured("CLICOLOR_FORCE", "1"));
    assert!(!coloured("NO_COLOR", "1"));
}

#[test]
fn rules_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    let rules = folder.path().join("rules.toml");
    let text = "[[provider]]\nid='acme'\nname='Acme'\nwhy='w'\nrevoke='r'\nreferences=['https://acme.test']\n\
                [[provider.rule]]\nid='acme-key'\ntitle='Acme key'\ndescription='d'\nseverity='low'\ntoken='acme_{{hex:16}}'\n";
    std::fs::write(&rules, text).unwrap();
    let note = folder.path().join("note.txt");
    std::fs::write(&note, "see acme_0a1b2c3d4e5f6a7b.").unwrap();
    let args = ["--rules", rules.to_str().unwrap(), note.to_str().unwrap()];
    assert_eq!(jsonl(&args).findings()[0]["rule_id"], "acme-key");
    assert_eq!(jsonl(&[&args[..], &["--disable", "acme-key"]].concat()).code, 0);
    std::fs::write(&rules, text.replace("{{hex", "{{hxe")).unwrap();
    let wrong = run(postseal().arg("scan").args(args));
    assert_eq!(wrong.code, 2);
    assert!(
        wrong
            .stderr
            .contains("rules.toml: line 8: rule `acme-key`: shape `acme_{{hxe:16}}`: unknown placeholder"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn help_explains_itself() {
    let help = run(postseal().args(["scan", "--help"]).env("COLUMNS", "100"));
    insta::assert_snapshot!(help.stdout);
}

#[test]
fn files_of_version_3_have_the_ids_that_their_folder_maps() {
    let folder = tempfile::tempdir().unwrap();
    let (uid, other) =
        ("48120937-69d54ba2-2955-4a25-b61a-6c52638db84b", "48120937-0d5f9c1c-2955-4a25-b61a-6c52638db84b");
    let write = |path: &str, text: String| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let map = format!(
        "cloudResources:\n  ../postman/collections/Shop: '{uid}'\n  environments:\n    ../postman/environments/Prod.environment.yaml: {other}\n"
    );
    write(".postman/resources.yaml", map);
    let secret = ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"].concat();
    let request = format!(
        "$kind: http-request\nmethod: GET\nurl: https://api.example.test\nheaders:\n  X-Client-Secret: {secret}\n"
    );
    write("postman/collections/Shop/a/Get.request.yaml", request);
    let environment = format!("name: Prod\nvalues:\n  - key: client_secret\n    value: {secret}\n");
    write("postman/environments/Prod.environment.yaml", environment);
    let links = |arguments: &[&str]| -> Vec<String> {
        let mut command = postseal();
        let output = command
            .current_dir(folder.path())
            .args(["scan", "--format", "jsonl"])
            .args(arguments)
            .output()
            .unwrap();
        let lines = String::from_utf8(output.stdout).unwrap();
        let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter_map(|line| Some(line["location"]["link"].as_str()?.to_owned())).collect()
    };
    let collection = format!("https://go.postman.co/collection/{uid}");
    let environment = format!("https://go.postman.co/environments/{other}");
    assert_eq!(links(&[]), [collection.clone(), environment]);
    assert_eq!(links(&["postman/collections/Shop/a/Get.request.yaml"]), [collection]);
}
