"""Strings that remember what they are until they are written, and the writing of files and of what is expected in them."""

import json
from pathlib import Path

import credentials as c


class Labelled(str):
    def __new__(cls, text, label, kind=None, spans=(), role=None, name=None, **more):
        self = super().__new__(cls, text)
        missing = [s for s in spans if s not in text]
        assert not missing, (text[:60], label)
        self.label, self.kind, self.spans, self.role, self.name, self.more = label, kind, list(spans), role, name, more
        return self


def secret(text, kind, *spans, **more):
    return Labelled(text, "secret", kind, spans or (text,), **more)


def weak(text, kind, *spans, **more):
    return Labelled(text, "weak", kind, spans or (text,), **more)


def none(text, **more):
    return Labelled(text, "none", **more)


def placeholder(text, **more):
    return Labelled(text, "placeholder", **more)


def reference(text, **more):
    return Labelled(text, "reference", **more)


def role_of(path):
    """The kind of place, as the labels of real files name it."""
    keys = [p for p in path if isinstance(p, str)]
    has = set(keys).__contains__
    if has("response") or has("responses"):
        return "cookie" if has("cookie") or has("cookies") else "response"
    if keys and "description" in keys[-2:]:
        return "description"
    for role, words in [
        ("certificate", ["certificate"]),
        ("auth", ["auth", "helperAttributes"]),
        ("script", ["script", "scripts", "preRequestScript", "tests"]),
        ("header", ["header", "headers", "headerData", "metadata", "userProperties"]),
        ("query", ["query", "queryParams", "queryString"]),
        ("variable", ["variable", "variables"]),
        ("urlencoded", ["urlencoded"]),
        ("formdata", ["formdata"]),
        ("body", ["body", "rawModeData", "graphqlModeData", "data"]),
        ("url", ["url"]),
        ("env", ["values", "globals"]),
    ]:
        if any(map(has, words)):
            return role
    return "url" if keys[-1:] == ["request"] else "other"


def labelled(node, path=(), parent=None):
    """Every labelled string of a document, with its path and its parent."""
    if isinstance(node, Labelled):
        yield path, parent, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from labelled(value, path + (key,), node)
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from labelled(value, path + (i,), parent)


def pointer(path):
    return "".join("/" + str(p).replace("~", "~0").replace("/", "~1") for p in path)


def name_of(path, parent):
    """What the string stands under: the sibling `key`, else the nearest member name."""
    if path[-1] == "value" and isinstance(parent, dict):
        for sibling in ("key", "name"):
            if sibling in parent:
                return str(parent[sibling])
    return next(str(p) for p in reversed(path) if isinstance(p, str))


class Output:
    def __init__(self, root):
        self.root = Path(root)
        self.labels = []

    def bytes(self, file, data):
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def label(self, file, at, role, name, text):
        line = {"file": file, "pointer": at, "role": role, "name": name, "label": text.label, "type": text.kind, "spans": text.spans}
        self.labels.append({**line, **{k: v for k, v in text.more.items() if k != "end_lines"}})

    def expect(self, file, document):
        for path, parent, text in labelled(document):
            if "end_lines" in text.more:
                text.more["end_pointer"] = pointer(path[:-1] + (path[-1] + text.more["end_lines"],))
            role, name = text.role or role_of(path), text.name or name_of(path, parent)
            self.label(file, pointer(path), role, name, text)

    def json(self, file, document, indent="\t", end="", change=lambda text: text, encode=str.encode):
        """Writes a document as the app does: tabs, plain UTF-8, no line feed at the end. `change` breaks it, `encode` makes its bytes."""
        text = json.dumps(document, indent=indent, ensure_ascii=False) + end
        self.expect(file, document)
        self.bytes(file, encode(c.escape_json(change(text))))

    def yaml(self, file, document, comment=None):
        """Writes a document as Git-native Postman does."""
        from northwind import yaml_text  # which needs this module

        self.expect(file, document)
        self.bytes(file, yaml_text.text(document, comment).encode())

    def lines(self, file, role, lines):
        """Plain text: strings, and pairs of a line (labelled) and the name of what it holds."""
        text = ""
        for line in lines:
            if isinstance(line, tuple):
                line, name = line
                self.label(file, None, role, name, line)
            text += line + "\n"
        self.bytes(file, text.encode())

    def write_labels(self):
        rows = [c.escape_json(json.dumps(row, ensure_ascii=False)) for row in self.labels]
        self.bytes("expected.jsonl", ("\n".join(rows) + "\n").encode())
