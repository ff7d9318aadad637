"""YAML as the Postman app writes it: block mappings, two spaces, `|-` for what has lines. Strings in it may be labelled."""

import json
import re

import credentials as c
from northwind.labels import Labelled

# What stands for itself without quotes.
PLAIN = re.compile(r"[A-Za-z/$.][^\n:#{}\[\],&*!|>'\"%@`]*(?::(?=[^ \n#{}\[\]'\"])[^\n:#{}\[\],&*!|>'\"%@`]*)*")
WORDS = {"true", "false", "null", "yes", "no", "on", "off", "~"}


class Folded(Labelled):
    """A string that is written as `>-`, a few words a line."""


def folded(text, label="none", kind=None, spans=(), **more):
    return Folded(text, label, kind, spans, **more)


def dump(node, depth=0):
    """The lines of a mapping or a list, indented by `depth` steps."""
    pad, lines = "  " * depth, []
    items = node.items() if isinstance(node, dict) else ((None, value) for value in node)
    for key, value in items:
        head = pad + ("-" if key is None else f"{scalar(key, depth)[0]}:")
        if isinstance(value, (dict, list)) and value:
            inner = dump(value, depth + 1)
            # `- key: value`: the first line of an element stands behind its dash.
            lines += [head + " " + inner[0].lstrip(), *inner[1:]] if key is None else [head, *inner]
        else:
            first, *rest = scalar(value, depth)
            lines += [f"{head} {first}".rstrip(), *rest]
    return lines


def scalar(value, depth):
    if isinstance(value, (dict, list)):
        return ["{}" if isinstance(value, dict) else "[]"]
    if not isinstance(value, str):
        return [json.dumps(value)]
    text = str(value)
    pad = "  " * (depth + 1)
    if isinstance(value, Folded):
        words = text.split(" ")
        return [">-", *(pad + " ".join(words[i:i + 6]) for i in range(0, len(words), 6))]
    # What push protection would refuse is hidden by an escape, and only these quotes have one.
    if c.escape_json(text) != text or any(ord(ch) < 32 and ch not in "\n" for ch in text):
        return [c.escape_json(json.dumps(text, ensure_ascii=False))]
    if "\n" in text:
        return ["|-", *(pad + line if line else "" for line in text.split("\n"))]
    if PLAIN.fullmatch(text) and text.lower() not in WORDS and not text.endswith((" ", ":")):
        return [text]
    return ["'" + text.replace("'", "''") + "'"]


def text(node, comment=None):
    head = [f"# {comment}"] if comment else []
    return "\n".join(head + dump(node)) + "\n"
