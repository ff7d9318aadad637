"""Strings that know what they are: joined, escaped or written into JSON, they still know which part of them
is a credential.
"""

import json
import re

RANK = {label: rank for rank, label in enumerate(["none", "reference", "placeholder", "sample", "weak",
                                                  "secret"])}
CREDENTIAL = ("secret", "weak")


class Mark(str):
    """A string with its label. `spans` are the credentials in it, `case` says which case made it, `name` what
    it stands under.
    """

    def __new__(cls, text, label="none", kind=None, spans=(), case=None, name=None):
        self = super().__new__(cls, text)
        self.label, self.kind, self.spans, self.case, self.name = label, kind, tuple(spans), case, name
        return self

    def tagged(self, case=None, name=None):
        """The same string under another case or name."""
        return Mark(str(self), self.label, self.kind, self.spans, case or self.case, name or self.name)


def secret(text, kind, *spans, **more):
    return Mark(text, "secret", kind, spans or (text,), **more)


def weak(text, kind, *spans, **more):
    return Mark(text, "weak", kind, spans or (text,), **more)


def none(text, case=None, name=None):
    return Mark(text, "none", case=case, name=name)


def placeholder(text, case=None, name=None):
    return Mark(text, "placeholder", case=case, name=name)


def reference(text, case=None, name=None):
    return Mark(text, "reference", case=case, name=name)


def sample(text, case=None, name=None):
    return Mark(text, "sample", case=case, name=name)


def merged(text, parts, case=None, name=None):
    """`text`, made of `parts`, under the label of the part that matters most."""
    marks = [part for part in parts if isinstance(part, Mark)]
    if not marks:
        return none(text, case, name) if case else text
    top = max(marks, key=lambda mark: RANK[mark.label])
    spans = []
    for mark in marks:
        spans += [span for span in mark.spans if span not in spans]
    lost = [span for span in spans if span not in text]
    assert not lost, (text[:200], lost)
    return Mark(text, top.label, top.kind, spans, case or top.case, name or top.name)


def join(*parts, sep="", case=None, name=None):
    return merged(sep.join(parts), parts, case, name)


def fill(template, *parts, case=None, name=None):
    """`template % parts`, labelled."""
    return merged(template % parts, parts, case, name)


def encoded(text, encode):
    """A string escaped character by character, and its spans with it."""
    if not isinstance(text, Mark):
        return encode(text)
    return Mark(encode(text), text.label, text.kind, [encode(span) for span in text.spans], text.case,
                text.name)


def within_json(text):
    return json.dumps(str(text), ensure_ascii=False)[1:-1]


def percent(text, safe="-_.~"):
    """Percent-encodes everything but letters, digits and `safe`; `{{…}}` stays."""
    if text.startswith("{{"):
        return text

    def one(ch):
        kept = ch.isascii() and (ch.isalnum() or ch in safe)
        return ch if kept else "".join(f"%{byte:02X}" for byte in ch.encode())

    return "".join(map(one, text))


def within_xml(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def within_quotes(quote):
    """Escapes for a JavaScript literal in that kind of quotes."""

    def escape(text):
        text = text.replace("\\", "\\\\").replace(quote, "\\" + quote)
        return text.replace("${", "\\${") if quote == "`" else text

    return escape


def leaves(node, path=(), parent=None):
    """Every string below a node: its path, the object it is a member of, and itself."""
    if isinstance(node, str):
        yield path, parent, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, key), node)
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from leaves(value, (*path, at), node if isinstance(parent, list) else parent)


def name_of_leaf(path, parent):
    """What a string stands under: the sibling `key` or `name` of a `value`, else the nearest member name."""
    if path and path[-1] == "value" and isinstance(parent, dict):
        for sibling in ("key", "name", "id"):
            if isinstance(parent.get(sibling), str):
                return str(parent[sibling])
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "")


BARE = re.compile(r'"\uE000(.*?)\uE000"')


def bare(name):
    """A reference that is written into JSON without quotes: `"amount": {{amount}}`."""
    return reference("\uE000{{" + name + "}}\uE000")


def json_text(node, indent=2, case=None, name=None):
    """A document as JSON text, labelled by what it holds."""
    text = BARE.sub(r"\1", json.dumps(node, indent=indent, ensure_ascii=False))
    parts = []
    for path, parent, leaf in leaves(node):
        if isinstance(leaf, Mark) and "\uE000" not in leaf:
            parts.append(encoded(leaf, within_json).tagged(name=leaf.name or name_of_leaf(path, parent)))
        elif isinstance(leaf, Mark):
            parts.append(reference(leaf.replace("\uE000", "")))
    return merged(text, parts, case, name)


def plain(node):
    """A copy in which nothing is labelled."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return str(node) if isinstance(node, Mark) else node


def pointer(path):
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
