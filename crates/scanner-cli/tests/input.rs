//! What is scanned of what a user names: archives, filters, limits.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may panic")]

use std::fs;
use std::io::Write;
use std::path::Path;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

fn environment() -> String {
    let secret = ["8FMPcMXkEENsG6RG", "4u1yGwQBnNrnEnLq"].concat();
    format!(r#"{{"name":"Prod","values":[{{"key":"client_secret","value":"{secret}","enabled":true}}]}}"#)
}

fn tar_gz(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append_data(&mut header, name, *content).unwrap();
    }
    builder.into_inner().unwrap().finish().unwrap()
}

struct Run {
    code: i32,
    findings: Vec<Value>,
    summary: Value,
    stderr: String,
}

impl Run {
    fn paths(&self, folder: &Path) -> Vec<String> {
        let path = |finding: &Value| finding["path"].as_str().unwrap().to_owned();
        let below = format!("{}/", folder.display());
        self.findings.iter().map(|f| path(f).replace(&below, "")).collect()
    }

    fn reasons(&self) -> Vec<&str> {
        self.summary["coverage"]["skipped"]
            .as_array()
            .unwrap()
            .iter()
            .map(|skipped| skipped["reason"].as_str().unwrap())
            .collect()
    }
}

fn command() -> Command {
    let mut command = cargo_bin_cmd!("postseal");
    command.args(["scan", "--format", "jsonl"]);
    command
}

fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    let mut lines: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    Run {
        code: output.status.code().unwrap(),
        summary: lines.pop().unwrap(),
        findings: lines,
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn an_archive_is_scanned_like_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let inner = environment();
    let archive = tar_gz(&[("exports/prod.json", inner.as_bytes()), ("logo.png", b"\x89PNG\0\0")]);
    fs::write(folder.path().join("team.tar.gz"), &archive).unwrap();
    let scanned = run(command().arg(folder.path()));
    assert_eq!(scanned.code, 1);
    assert_eq!(scanned.paths(folder.path()), ["team.tar.gz!exports/prod.json"]);
    let finding = &scanned.findings[0];
    let span = finding["start"].as_u64().unwrap() as usize..finding["end"].as_u64().unwrap() as usize;
    assert!(inner[span].starts_with("8FMP"), "the span is in the member");
    assert_eq!(scanned.reasons(), ["binary"]);

    let piped = run(command().arg("-").write_stdin(archive));
    assert_eq!(piped.findings[0]["path"], "-!exports/prod.json");
    let closed = run(command().arg(folder.path()).args(["--max-archive-depth", "0"]));
    assert_eq!((closed.code, closed.findings.len()), (0, 0));
}

#[test]
fn an_archive_that_breaks_off_is_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    let mut noise = Vec::new();
    (0..5000_u32).for_each(|n| writeln!(noise, "{}", n.wrapping_mul(2_654_435_761)).unwrap());
    let archive = tar_gz(&[("a.txt", &noise), ("b.txt", &noise)]);
    fs::write(folder.path().join("cut.tgz"), &archive[..archive.len() / 2]).unwrap();
    let scanned = run(command().arg(folder.path()));
    assert_eq!(scanned.code, 3);
    assert_eq!(scanned.reasons(), ["corrupt"]);
    assert!(scanned.stderr.contains("cut.tgz"), "{}", scanned.stderr);
}

#[test]
fn names_in_archives_cannot_speak_to_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let archive = tar_gz(&[("a\u{1b}[2J\u{202e}.json", environment().as_bytes())]);
    fs::write(folder.path().join("o.tgz"), archive).unwrap();
    let output = cargo_bin_cmd!("postseal").arg("scan").arg(folder.path()).output().unwrap();
    let shown = [output.stdout, output.stderr].concat();
    assert!(!shown.contains(&0x1b) && !String::from_utf8_lossy(&shown).contains('\u{202e}'));
}

#[test]
fn what_git_ignores_is_left_out_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    };
    write(".gitignore", "local/\n*.bak.json\n!keep.bak.json\n");
    write("sub/.gitignore", "/own.json\n");
    for name in [
        "a.json",
        "b.bak.json",
        "keep.bak.json",
        "local/c.json",
        "sub/own.json",
        "sub/d.json",
        ".hidden/e.json",
    ] {
        write(name, &environment());
    }
    let all = ["a.json", "b.bak.json", "keep.bak.json", "local/c.json", "sub/d.json", "sub/own.json"];
    // No repository: the files of git mean nothing.
    let mut found = run(command().arg(folder.path())).paths(folder.path());
    found.retain(|path| !path.starts_with('.'));
    assert_eq!(found, all);
    fs::create_dir(folder.path().join(".git")).unwrap();
    let scanned = run(command().arg(folder.path()));
    assert_eq!(scanned.paths(folder.path()), [".hidden/e.json", "a.json", "keep.bak.json", "sub/d.json"]);
    assert_eq!(scanned.reasons(), ["ignored"; 3]);
    let below = run(command().arg(folder.path().join("sub")));
    assert_eq!(below.paths(folder.path()), ["sub/d.json"]);
    // What is named is wanted.
    assert_eq!(run(command().arg(folder.path().join("b.bak.json"))).code, 1);
    assert_eq!(run(command().arg(folder.path()).arg("--no-ignore")).findings.len(), 7);
}

#[test]
fn globs_choose() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.json", "b.txt", "sub/c.json", "sub/deep/get all books.json"] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, environment()).unwrap();
    }
    let found = |args: &[&str]| run(command().arg(folder.path()).args(args)).paths(folder.path());
    assert_eq!(found(&["--include", "*.json"]), ["a.json", "sub/c.json", "sub/deep/get all books.json"]);
    assert_eq!(found(&["--include", "sub/*.json"]), ["sub/c.json"]);
    assert_eq!(found(&["--include", "sub/"]), ["sub/c.json", "sub/deep/get all books.json"]);
    assert_eq!(found(&["--include", "*.json", "--exclude", "deep"]), ["a.json", "sub/c.json"]);
    assert_eq!(run(command().arg(folder.path()).args(["--exclude", "a.json"])).reasons(), ["excluded"]);
    let wrong = cargo_bin_cmd!("postseal").args(["scan", "--include", "a[", "."]).output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_file_may_take_only_so_long() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), environment()).unwrap();
    let scanned = run(command().arg(folder.path()).args(["--file-timeout", "0"]));
    assert_eq!(scanned.code, 3);
    assert_eq!(scanned.reasons(), ["timed-out"]);
    assert_eq!(run(command().arg(folder.path()).args(["--file-timeout", "60"])).code, 1);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("x.json"), environment()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    let scanned = run(command().arg(folder.path()));
    assert_eq!(scanned.code, 0);
    assert_eq!(scanned.reasons(), ["symbolic-link", "symbolic-link"]);
}
