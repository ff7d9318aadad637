#!/usr/bin/env python3
"""A pull of a large made-up organisation: everything once, at the pace of the API, in bounded memory, also when it is killed again and again.

    cargo build --release -p scanner-cli -p postman-fake
    python3 .ci/scale.py [--workspaces 1000] [--elements 20000] [--kills 20] [--bin target/release]
"""

import argparse
import http.client
import json
import math
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request

parser = argparse.ArgumentParser()
parser.add_argument("--workspaces", type=int, default=1000)
parser.add_argument("--elements", type=int, default=20000)
parser.add_argument("--kills", type=int, default=20)
parser.add_argument("--speed", type=float, default=300)
parser.add_argument("--max-mb", type=int, default=128)
parser.add_argument("--bin", type=pathlib.Path, default=pathlib.Path("target/release"))
args = parser.parse_args()


# As the fake counts calls that came too soon.
WITHIN_LIMITS = "refused: 0, refused_slow: 0"


class Fake:
    """The fake, until it is asked what it has seen."""

    def __init__(self, folder):
        self.key_file = folder / "key"
        size = ["--workspaces", str(args.workspaces), "--elements", str(args.elements)]
        command = [args.bin / "postman-fake", *size, "--faults", "5", "--speed", str(args.speed), "--key-file", self.key_file]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        self.asked = 0

    def command(self, journal):
        api = ["--api-base", self.url, "--api-key-file", self.key_file, "--clock-speed", str(args.speed), "--reserve", "0"]
        options = ["--journal", journal, "--no-postman-scanner", "--format", "jsonl", "--quiet"]
        return [args.bin / "postseal", "pull", *api, *options]

    def used(self):
        """Calls that were made, as the fake counts them for the month, but for those that ask for this."""
        while True:
            self.asked += 1
            try:
                request = urllib.request.Request(self.url + "/me", headers={"X-API-Key": self.key_file.read_text()})
                operations = json.load(urllib.request.urlopen(request))["operations"]
                return next(one["usage"] for one in operations if one["name"] == "api_usage") - self.asked
            except (OSError, ValueError, http.client.HTTPException):
                time.sleep(0.1)  # A fault.

    def end(self):
        seen, _ = self.process.communicate("\n")
        print(seen.strip())
        return seen


def fingerprints(report):
    lines = [json.loads(line) for line in report.splitlines()]
    summary = lines.pop()
    assert summary["coverage"]["complete"], summary["coverage"]["skipped"][:3]
    return {(line["path"], line["fingerprint"], line["severity"]) for line in lines}, summary


def check(seen, what, ok):
    if not ok:
        sys.exit(f"scale: {what}: {seen}")


def calm(folder):
    fake, start = Fake(folder), time.monotonic()
    report = subprocess.run(fake.command(folder / "calm.sqlite"), capture_output=True, text=True)
    found, summary = fingerprints(report.stdout)
    # Of this child alone: it is the first that has ended.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"calm: {summary['artefacts']} artefacts, {len(found)} findings, {time.monotonic() - start:.1f} s, {peak:.0f} MB at most")
    check(peak, "memory in MB", peak <= args.max_mb)
    first = size_of(folder / "calm.sqlite")
    calls = fake.used()
    again = subprocess.run(fake.command(folder / "calm.sqlite"), capture_output=True, text=True)
    check(len(found), "an unchanged organisation is reported as before", fingerprints(again.stdout)[0] == found)
    calls = fake.used() - calls
    print(f"second pull: {calls} calls, lists only")
    check(calls, "calls of a second pull", calls <= 1.2 * lists())
    print(f"journal: {first / 1e6:.1f} MB")
    seen = fake.end()
    check(seen, "limits", WITHIN_LIMITS in seen)
    return found


def lists():
    """Pages of the lists of the account; specifications have a list in each workspace. Of twenty elements eleven are collections, one is a monitor."""
    pages = [args.workspaces / 100, args.elements * 11 / 20 / 100, args.elements / 20 / 25]
    return sum(map(math.ceil, pages)) + args.workspaces + 10


def size_of(path):
    return sum(file.stat().st_size for file in path.parent.glob(path.name + "*"))


def once(folder):
    """A run alone: every address is answered once."""
    fake = Fake(folder)
    subprocess.run(fake.command(folder / "once.sqlite"), capture_output=True)
    seen = fake.end()
    check(seen, "every address once", "the most asked for 1 times" in seen)
    check(seen, "limits", WITHIN_LIMITS in seen)


def killed(folder, wanted):
    fake, journal = Fake(folder), folder / "killed.sqlite"
    dice, kills = random.Random(1), 0
    while kills < args.kills:
        child = subprocess.Popen(fake.command(journal), stdout=subprocess.DEVNULL)
        try:
            child.wait(dice.uniform(0.1, 1.5))
            break
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            kills += 1
    last = subprocess.run(fake.command(journal), capture_output=True, text=True)
    found, _ = fingerprints(last.stdout)
    print(f"killed {kills} times")
    seen = fake.end()
    check(len(found), "the same findings", found == wanted)
    check(seen, "limits", WITHIN_LIMITS in seen)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    wanted = calm(folder)
    once(folder)
    killed(folder, wanted)
print("scale: all is well")
