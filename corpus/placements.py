"""Writes a large labelled test set for the context detection: Postman files of every format, with labels.

    python3 corpus/placements.py [--seed N] [--scale N] OUT_DIR
    python3 corpus/placements.py --check OUT_DIR

Writes OUT_DIR/files/*.json and OUT_DIR/labels.jsonl. Standard library only; the same seed and scale give the
same bytes on every Python from 3.9 on. With --check nothing is written: the labels in OUT_DIR are checked
against the files, and counted.
"""

import argparse
import json
import shutil
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.dont_write_bytecode = True

from placement.dice import Dice  # noqa: E402
from placement.files import Maker, collection, collection_v1, dump, environment  # noqa: E402
from placement.labels import labels  # noqa: E402

# How many files of each sort one unit of scale has.
FILES = [("collection-21", 62, lambda maker, d: collection(maker, d, "2.1")),
         ("collection-20", 22, lambda maker, d: collection(maker, d, "2.0")),
         ("collection-1", 18, collection_v1),
         ("environment", 70, lambda maker, d: environment(d, "environment")),
         ("globals", 10, lambda maker, d: environment(d, "globals")), ("dump", 8, dump), ]
ENDINGS = {
    "collection-21": "postman_collection", "collection-20": "postman_collection",
    "collection-1": "json.postman_collection", "environment": "postman_environment",
    "globals": "postman_globals", "dump": "postman_dump"
}


def documents(seed, scale):
    """Every file of the set: its name and its content."""
    maker = Maker(Dice(seed, "decks"))
    for sort, count, make in FILES:
        for number in range(1, count * scale + 1):
            d = Dice(seed, sort, number)
            yield d, f"{sort}-{number:03}.{ENDINGS[sort]}.json", make(maker, d)


def write(root, seed, scale):
    """Writes the set. A folder `files` from an earlier run is replaced."""
    folder = root / "files"
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    with open(root / "labels.jsonl", "w", encoding="utf-8", newline="\n") as out:
        for d, name, document in documents(seed, scale):
            indent = d.weighted([(60, "\t"), (25, 2), (10, 4), (5, None)])
            text = json.dumps(document, indent=indent, ensure_ascii=d.chance(6))
            (folder / name).write_bytes(text.encode("utf-8"))
            for row in labels(name, document):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


def at(node, pointer):
    """What stands at an RFC 6901 pointer."""
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/").replace("~0", "~")
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node


def problems(root, rows):
    """Everything that is wrong with the labels."""
    seen, by_file = set(), defaultdict(list)
    for row in rows:
        by_file[row["file"]].append(row)
        place = (row["file"], row["pointer"])
        if place in seen:
            yield f"{place}: labelled twice"
        seen.add(place)
        if (row["label"] in ("secret", "weak")) != bool(row["spans"]) or bool(row["spans"]) != bool(
                row["type"]):
            yield f"{place}: label, type and spans disagree"
    if set(by_file) != {path.name for path in (root / "files").iterdir()}:
        yield "files without labels, or labels without files"
    for file, mine in by_file.items():
        yield from problems_of_file(json.loads((root / "files" / file).read_bytes()), file, mine)


def problems_of_file(document, file, rows):
    """Pointers that lead nowhere, spans that are not there, and credentials in strings that are labelled
    innocent.
    """
    known = {span for row in rows if row["label"] == "secret" for span in row["spans"] if len(span) >= 9}
    for row in rows:
        try:
            text = at(document, row["pointer"])
        except (KeyError, IndexError, ValueError, TypeError):
            yield f"{file}{row['pointer']}: leads nowhere"
            continue
        if not isinstance(text, str):
            yield f"{file}{row['pointer']}: is no string"
            continue
        for span in row["spans"]:
            if not span or span not in text:
                yield f"{file}{row['pointer']}: span not in the string"
        if not row["spans"] and any(span in text for span in known):
            yield f"{file}{row['pointer']} ({row['case']}): labelled {row['label']}, holds a credential"


def check(root):
    """Prints what is wrong, then how many labels there are of each sort. Returns the number of problems."""
    rows = [json.loads(line) for line in (root / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    found = list(problems(root, rows))
    print("\n".join(found[:100]) or
          f"{len(rows)} labels, every pointer leads to a string, every span is in it")
    for column in ("label", "role", "type"):
        print(column, dict(Counter(row[column] for row in rows).most_common()))
    for title, labels_shown in (("credentials", ("secret", "weak")), ("innocent", ("sample", "placeholder",
                                                                                   "reference", "none"))):
        cases = Counter(row["case"] for row in rows if row["label"] in labels_shown)
        print(f"{title}: {sum(cases.values())} in {len(cases)} cases")
        print("\n".join(f"  {count:6} {case}"
                        for case, count in sorted(cases.items(), key=lambda pair: (-pair[1], pair[0]))))
    return len(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1, help="other seed, other values and other neighbours")
    parser.add_argument("--scale", type=int, default=1, help="so many times the usual number of files")
    parser.add_argument("--check", action="store_true", help="check and count what is there; write nothing")
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    options = parser.parse_args()
    if options.check:
        return min(check(options.out), 1)
    write(options.out, options.seed, options.scale)
    return 0


if __name__ == "__main__":
    sys.exit(main())
