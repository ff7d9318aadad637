"""Checks the demo artefacts: that generate.py still writes them byte for byte, that every expected credential stands where
expected.jsonl says, and that no file of this folder holds, unescaped, what a hosting service refuses at push time.

    python3 corpus/check.py
"""

import json
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True

import credentials  # noqa: E402
import generate  # noqa: E402

HERE = Path(__file__).resolve().parent
ARTEFACTS = HERE / "artefacts"

# What Python's strict reader refuses. All other JSON files must pass it.
INVALID = {f"broken/{name}.postman_collection.json" for name in
           ["truncated", "trailing-comma", "merge-conflict", "raw-line-feed", "latin1", "empty"]}

BLOCKED = [re.compile(pattern) for pattern in [
    r"gh[pousr]_[A-Za-z0-9]{36}", r"[rs]k_live_[A-Za-z0-9]", r"(?:AKIA|ASIA)[A-Z0-9]{16}", r"xox[abeoprs]-[0-9]", r"\bSG\.[\w-]{20}",
    r"hooks\.slack\.com/services/T", r"AIza[\w-]{35}", r"glpat-[\w-]{20}", r"npm_[A-Za-z0-9]{36}", r"sk-proj-[\w-]{20}", r"T3Blbk[F]J",
    r"\b(?:AC|SK)[0-9a-f]{32}\b", r"PMAK-[0-9a-f]{24}", r"PMAT-[A-Z0-9]{26}", r"-----BEGIN [A-Z ]*PRIVATE KEY-----", r"[?&]sig=[A-Za-z0-9%]{20}",
]]


def files(root):
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())


def is_json(file):
    """Whether a file is to be read as JSON, which most are."""
    return not file.endswith((".jsonl", ".yaml", ".js", ".html", ".xml", ".md")) and not Path(file).name.startswith(".env")


def plain(file, text):
    """The text of a file that is not JSON, as far as it can be had without a reader: escapes of quotes undone, folded and indented lines joined."""
    if file.endswith(".yaml"):
        text = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text).replace("''", "'").replace('\\"', '"')
        return [text, re.sub(r"\n +", "\n", text), re.sub(r"\n +", " ", text)]
    return [text]


def text_of(data):
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)


def strings(text):
    """Pointer → decoded strings there. Reads broken JSON too: passes over stray words, keeps every value of a repeated member."""
    found, stack = {}, []  # stack: [is_object, member name, next index]
    tokens = TOKEN.findall(text)

    def step():
        if stack and not stack[-1][0]:
            stack[-1][1], stack[-1][2] = str(stack[-1][2]), stack[-1][2] + 1

    for i, token in enumerate(tokens):
        if token in "[{":
            step()
            stack.append([token == "{", None, 0])
        elif token in "]}":
            if stack:
                stack.pop()
        elif token.startswith('"'):
            value = json.loads(token, strict=False)
            if stack and stack[-1][0] and i + 1 < len(tokens) and tokens[i + 1] == ":":
                stack[-1][1] = value.replace("~", "~0").replace("/", "~1")
            else:
                step()
                found.setdefault("".join("/" + str(level[1]) for level in stack), []).append(value)
        elif token not in ":,":
            step()
    return found


def lines_through(found, first, last):
    base, start = first.rsplit("/", 1)
    return [found[f"{base}/{i}"][0] for i in range(int(start), int(last.rsplit("/", 1)[1]) + 1)]


def problems_of_regeneration():
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "artefacts"
        generate.write(fresh)
        if files(fresh) != files(ARTEFACTS):
            yield f"other files: {sorted(set(files(fresh)) ^ set(files(ARTEFACTS)))}"
        for file in set(files(fresh)) & set(files(ARTEFACTS)):
            if (fresh / file).read_bytes() != (ARTEFACTS / file).read_bytes():
                yield f"{file}: not what generate.py writes"


def problems_of_validity():
    for file in files(ARTEFACTS):
        if not is_json(file):
            continue
        try:
            data = (ARTEFACTS / file).read_bytes()
            json.loads(data[2:].decode("utf-16-le") if data[:2] == b"\xff\xfe" else data.decode("utf-8-sig"))
            valid = True
        except (ValueError, RecursionError) as error:
            valid = isinstance(error, RecursionError)
        if valid == (file in INVALID):
            yield f"{file}: {'valid' if valid else 'invalid'} JSON, against expectation"


def problems_of_labels(rows):
    cache, seen = {}, set()
    for row in rows:
        file, at, what = row["file"], row["pointer"], f"{row['file']}{row['pointer'] or ' ' + row['name']}"
        if file not in cache:
            text = text_of((ARTEFACTS / file).read_bytes())
            cache[file] = strings(text) if is_json(file) else {None: plain(file, text)}
        values = cache[file].get(at if is_json(file) else None)
        key = (file, at, row["name"], tuple(row["spans"]))
        if at is not None and key in seen:
            yield f"{what}: labelled twice"
        seen.add(key)
        if at and at.endswith("/stream/data"):
            values = [bytes(map(int, re.findall(r"\d+", text_of((ARTEFACTS / file).read_bytes()).partition('"data": [')[2].partition("]")[0]))).decode()]
        if values is None:
            yield f"{what}: no string there"
        elif not any(all(span in value for span in row["spans"]) for value in values):
            yield f"{what}: span not in the value"
        if (row["label"] in ("secret", "weak")) != bool(row["spans"]):
            yield f"{what}: label and spans disagree"
        if "end_pointer" in row:
            joined = "".join(re.sub(r'[\s",]', "", line) for line in lines_through(cache[file], at, row["end_pointer"]))
            if not re.fullmatch(r"-----BEGINPRIVATEKEY-----[\w+/=]{1500,}-----ENDPRIVATEKEY-----", joined):
                yield f"{what}: no whole key up to {row['end_pointer']}"
        for span in row["spans"]:
            prefix, _, token = span.partition("_")
            if prefix in ("ghp", "npm") and credentials.base62_crc32(token[:30]) != token[30:]:
                yield f"{what}: wrong checksum"


def problems_of_literals():
    for file in files(HERE):
        text = text_of((HERE / file).read_bytes())
        for pattern in BLOCKED:
            if pattern.search(text):
                yield f"{file}: matches {pattern.pattern}"


def main():
    rows = [json.loads(line) for line in (ARTEFACTS / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    problems = [*problems_of_regeneration(), *problems_of_validity(), *problems_of_labels(rows), *problems_of_literals()]
    print("\n".join(problems) or f"{len(files(ARTEFACTS))} files as generated, every span in its place, no blocked literal")
    for column in ("label", "role", "type"):
        print(column, dict(Counter(row[column] for row in rows).most_common()))
    print("distinct credentials:", len({span for row in rows for span in row["spans"]}))
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
