#!/usr/bin/env python3
"""One collection in every format that Postman has had says the same.

usage: .ci/transform.py POSTSEAL TRANSFORMER [COLLECTION.json ...]

Postman's own converter (npm postman-collection-transformer) makes versions 1 and 2.0 of each collection, which are made to be converted: demo exports by
default. They are scanned as they are, inside a dump, and all together inside a ZIP. Each must give the same secrets at the same places: collection, folders,
request, example. What the converter itself leaves out is left out of the comparison, after looking that it is not in the file that was made.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent.parent


def convert(transformer, source, version, target, wanted):
    command = [transformer, "convert", "-i", source, "-j", version, "-o", target, "-p", wanted, "--retain-ids", "-w"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def versions(transformer, source, folder):
    """Path of each version of a collection, by what it is."""
    made = {"v2.1": folder / "v2.1.json", "v1": folder / "v1.json", "v2.0": folder / "v2.0.json", "dump": folder / "dump.json"}
    made["v2.1"].write_bytes(source.read_bytes())
    convert(transformer, made["v2.1"], "2.1.0", made["v1"], "1.0.0")
    convert(transformer, made["v1"], "1.0.0", made["v2.0"], "2.0.0")
    v1 = json.loads(made["v1"].read_text())
    made["dump"].write_text(json.dumps({"version": 1, "collections": [v1], "environments": [], "headerPresets": [], "globals": []}))
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in list(made.items()):
            archive.write(path, f"exports/{name}.json")
    return made, folder / "all.zip"


def scan(postseal, path):
    """The findings, by the path they stand in."""
    command = [postseal, "scan", path, "--format", "jsonl", "--show-secrets", "--quiet"]
    lines = subprocess.run(command, stdout=subprocess.PIPE).stdout.splitlines()
    found = {}
    for line in map(json.loads, lines):
        if line["type"] == "finding":
            places = [line["location"], *(occurrence["location"] for occurrence in line["occurrences"])]
            for place in places:
                names = (place.get("collection"), *place.get("folders", []), place.get("request"), place.get("example"))
                found.setdefault(line["path"], set()).add((line["secret"], line["rule_id"], " / ".join(filter(None, names))))
    return found


def missing(wanted, found, text):
    """What is not found though the secret is there."""
    plain = text.replace("\\\\", "\\").replace('\\"', '"')
    return sorted(entry for entry in wanted - found if entry[0] in plain)


def main():
    postseal, transformer = (str(pathlib.Path(program).resolve()) for program in sys.argv[1:3])
    sources = [pathlib.Path(path) for path in sys.argv[3:]] or sorted((HERE / "corpus/artefacts/collection-v2.1").glob("*.json"))
    wrong = 0
    for source in sources:
        with tempfile.TemporaryDirectory() as folder:
            made, archive = versions(transformer, source, pathlib.Path(folder))
            wanted = scan(postseal, made["v2.1"]).get(str(made["v2.1"]), set())
            packed = scan(postseal, archive)
            for name, path in made.items():
                text = path.read_text()
                found = scan(postseal, path).get(str(path), set())
                lost, more = missing(wanted, found, text), sorted(found - wanted)
                same = packed.get(f"{archive}!exports/{name}.json", set()) == found
                print(f"{source.name} as {name}: {len(found)} of {len(wanted)} secrets and places, {len(lost)} lost, {len(more)} more, the ZIP {'says the same' if same else 'DIFFERS'}")
                for entry in lost + more:
                    print("  ", "lost" if entry in lost else "more", entry[1:])
                wrong += len(lost) + len(more) + (not same)
    sys.exit("transform: not the same" if wrong else 0)


if __name__ == "__main__":
    main()
