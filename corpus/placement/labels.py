"""The labels of a document: a line for every marked string, and for every other one that holds a value."""

import re

from placement.marks import Mark, leaves, name_of_leaf, pointer

# Members that say how a document is built, not what is in it.
STRUCTURE = {"mode", "type", "listen", "method", "schema", "protocol", "language", "_postman_previewlanguage",
             "dataMode", "currentHelper", "in", "status", "expires", "rawDataType", "mime",
             "_postman_variable_scope", "key", "port"}
# What makes an unmarked line of a script, step of a path or name worth a line: a word, a literal or a number
# that might be taken for more.
OF_INTEREST = re.compile(
    r"token|secret|pass|key|auth|sess|sign|pwd|cookie|[\"'`][^\"'`]{6,}[\"'`]|[0-9a-fA-F]{16}", re.IGNORECASE)
REFERENCE = re.compile(r"\{\{[^{}]+\}\}")

# The kind of place, by the members on the way to it; the first line that fits is right.
ROLES = [
    ("cookie", {"cookie", "cookies"}), ("response", {"response", "responses"}),
    ("description", {"description", "content"}), ("certificate", {"certificate"}),
    ("body", {"graphql", "graphqlModeData"}), ("query", {"query", "queryParams"}),
    ("path", {"path", "pathVariables"}), ("script", {"script", "preRequestScript", "tests"}),
    ("header", {"header", "headers", "headerData"}), ("urlencoded", {"urlencoded"}),
    ("formdata", {"formdata"}), ("body", {"body", "rawModeData", "data"}), ("env", {"values", "globals"}),
]


def role_of(path, document):
    """The role of a string. What belongs to the request of a saved answer counts as part of a request."""
    steps = [step for step in path if isinstance(step, str)]
    if "originalRequest" in steps:
        steps = steps[steps.index("originalRequest") + 1:]
    if "data" in steps and "responses" not in steps:
        mode = holder(path, document).get("dataMode")
        return {"urlencoded": "urlencoded", "params": "formdata"}.get(mode, "body")
    for role, words in ROLES:
        if words.intersection(steps):
            return role
    if "url" in steps:
        return "path" if "variable" in steps else "url"
    if "auth" in steps or "helperAttributes" in steps:
        return "auth"
    if "variable" in steps or "variables" in steps:
        return "variable"
    return "url" if steps[-1:] == ["request"] else "other"


def holder(path, document):
    """The request of schema 1 whose `data` a path leads through."""
    for step in path[:path.index("data")]:
        document = document[step]
    return document


def judged(path, text, role):
    """The label of a string that no case has marked, or nothing if it is not worth one."""
    member = next((step for step in reversed(path) if isinstance(step, str)), "")
    dull = member in STRUCTURE or member == "name" or not {"exec", "host", "path"}.isdisjoint(path)
    if not text or member in STRUCTURE or (dull and not OF_INTEREST.search(text)):
        return None
    if REFERENCE.fullmatch(text):
        return Mark(text, "reference", case="plain-reference")
    return Mark(text, case="plain-" + role)


def labels(file, document):
    """The lines of labels.jsonl for one file."""
    for path, parent, text in leaves(document):
        role = role_of(path, document)
        mark = text if isinstance(text, Mark) else judged(path, text, role)
        if mark is not None:
            name = mark.name or name_of_leaf(path, parent)
            yield {"file": file, "pointer": pointer(path), "role": role, "name": name, "label": mark.label,
                   "type": mark.kind, "spans": list(mark.spans), "case": mark.case or "stand-in"}
