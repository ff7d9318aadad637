#!/usr/bin/env bash
# Whole-program figures: MB/s over a folder with one thread and two, start-up on an empty folder, peak memory. Medians of N runs.
# Usage: benches/measure.sh FOLDER [N]
set -euo pipefail
folder=${1:?usage: benches/measure.sh FOLDER [N]}
runs=${2:-11}
cd "$(dirname "$0")/.."
cargo build --release --quiet -p scanner-cli
exec python3 - "$folder" "$runs" target/release/postseal <<'PY'
import json, os, platform, resource, statistics, subprocess, sys, tempfile, time

folder, runs, program = sys.argv[1], int(sys.argv[2]), sys.argv[3]

def run(args):
    """Wall seconds, CPU seconds, peak memory in kB, standard output."""
    start = time.perf_counter()
    child = subprocess.Popen([program, *args], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out = child.stdout.read()
    _, _, usage = os.wait4(child.pid, 0)
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, out

def medians(args):
    results = [run(args) for _ in range(runs)]
    return [statistics.median(r[i] for r in results) for i in range(3)], results[0][3]

print(subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip(), "·", platform.processor() or platform.machine(), "·", os.cpu_count(), "cores")
for threads in ("1", "2"):
    (wall, cpu, peak), out = medians(["scan", folder, "--format", "jsonl", "--threads", threads, "--quiet"])
    summary = json.loads(out.splitlines()[-1])
    mb = summary["bytes"] / 1e6
    print(f"{threads} thread(s): {summary['artefacts']} files, {mb:.1f} MB, {summary['findings']} findings: {wall*1000:.0f} ms wall, {cpu*1000:.0f} ms CPU = {mb/wall:.1f} MB/s wall, {mb/cpu:.1f} MB/s per core; peak {peak/1024:.1f} MiB")
with tempfile.TemporaryDirectory() as empty:
    (wall, cpu, peak), _ = medians(["scan", empty])
    print(f"start-up on an empty folder: {wall*1000:.1f} ms wall, {cpu*1000:.1f} ms CPU, peak {peak/1024:.1f} MiB")
PY
