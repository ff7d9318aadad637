"""Files that a strict or careless reader loses."""

import json

import credentials as c
from northwind.labels import none, secret
from northwind.pieces import header, raw_json, request
from northwind.variables import environment, value


def small(name, *items, **more):
    """A collection of a few requests, to be broken."""
    return {
        "info": {"_postman_id": none(c.uuid(f"broken {name}")), "name": name, "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": list(items), **more,
    }


def with_token(name, token, kind="bearer"):
    return request(name, "GET", "{{baseUrl}}/" + name.lower().replace(" ", "-"), [header("Authorization", secret(f"Bearer {token}", kind, token))])


def replace_once(old, new):
    def change(text):
        assert text.count(old) == 1, (old, text.count(old))
        return text.replace(old, new)
    return change


def truncated(text):
    """Cut in the middle of a member, as a full disk or a broken download does."""
    return text[:text.index("\"name\": \"Cut here\"") + 12]


def deep(levels, token):
    """`levels` folders in one another, twice as many JSON levels, on one line. Built as text: no recursion."""
    inner = c.escape_json(json.dumps(with_token("Bottom", token)))
    info = json.dumps({"name": "Deep", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"})
    return '{"info":' + info + "".join(',"item":[{"name":"f%d"' % i for i in range(levels)) + ',"item":[' + inner + "]" + "}]" * levels + "}"


def broken_files(out):
    kept, cut = c.bearer("truncated", 40), c.github("truncated")
    out.json("broken/truncated.postman_collection.json",
             small("Truncated", with_token("First", kept), with_token("Second", cut, "api_key"), request("Cut here", "GET", "{{baseUrl}}/c")), change=truncated)

    comma = c.hexkey("comma", 40)
    item = request("Comma", "GET", "{{baseUrl}}/comma", [header("X-Api-Key", secret(comma, "api_key"))])
    out.json("broken/trailing-comma.postman_collection.json", small("Trailing comma", item, request("Next", "GET", "{{baseUrl}}/next")),
             change=replace_once(f"\"value\": \"{comma}\"\n", f"\"value\": \"{comma}\",\n"))

    ours, theirs = c.hexkey("conflict ours", 32), c.hexkey("conflict theirs", 32)
    document = small("Merge conflict", request("Labels", "GET", "{{baseUrl}}/labels"), variable=[{"key": "partnerKey", "value": secret(ours, "api_key")}])
    file = "broken/merge-conflict.postman_collection.json"
    line = f"\t\t\t\"value\": \"{ours}\""
    out.json(file, document, change=replace_once(line, f"<<<<<<< HEAD\n{line}\n=======\n\t\t\t\"value\": \"{theirs}\"\n>>>>>>> feature/labels"))
    out.label(file, "/variable/0/value", "variable", "partnerKey", secret(theirs, "api_key"))

    stripe = c.stripe("raw line feed")
    body = secret(f"{{\n  \"note\": \"two lines\",\n  \"key\": \"{stripe}\"\n}}", "api_key", stripe)
    item = request("Raw line feed", "POST", "{{baseUrl}}/pay", [header("Content-Type", "application/json")], raw_json(body))
    out.json("broken/raw-line-feed.postman_collection.json", small("Raw line feed", item, with_token("After it", c.bearer("after feed", 40))),
             change=lambda text: text.replace("\\n", "\n"))

    token = c.npm("bom")
    out.json("broken/utf8-bom.postman_environment.json", environment("Kiosk with mark", [value("kiosk", "Zoë"), value("npmToken", secret(token, "api_key"))]),
             encode=lambda text: b"\xef\xbb\xbf" + text.encode())

    wide = environment("Kiosk wide", [value("ort", "Köln, Łódź, 東京"), value("slackToken", secret(c.slack_bot("wide"), "api_key"), "secret"),
                                      value("adminPassword", secret(c.password("wide"), "password"), "secret"), value("etag", none(c.hexkey("wide etag", 32)))])
    out.json("broken/utf16le-bom.postman_environment.json", wide, encode=lambda text: b"\xff\xfe" + text.encode("utf-16-le"))

    latin = request("Straße suchen", "GET", "{{baseUrl}}/search?q=K%F6ln", [header("X-City", "Köln"), header("X-Token", secret(c.bearer("latin", 36), "bearer"))])
    out.json("broken/latin1.postman_collection.json", small("Latin-1", latin), encode=lambda text: text.encode("latin-1"))

    body = secret("{\r\n  \"api_key\": \"" + c.gitlab("crlf") + "\"\r\n}", "api_key", c.gitlab("crlf"))
    item = request("Windows", "POST", "{{baseUrl}}/windows", [header("X-Trace", none(c.hexkey("crlf trace", 32)))], raw_json(body))
    out.json("broken/crlf.postman_collection.json", small("CRLF", item), end="\n", change=lambda text: text.replace("\n", "\r\n"))

    first, last = c.bearer("duplicate first", 40), c.bearer("duplicate last", 40)
    file = "broken/duplicate-keys.postman_collection.json"
    document = small("Duplicate keys", request("Twice", "GET", "{{baseUrl}}/twice"), variable=[{"key": "token", "value": secret(first, "bearer")}])
    again = json.dumps([{"key": "token", "value": last}])
    out.json(file, document, change=lambda text: text[:-2] + f",\n\t\"variable\": {again}\n}}")
    out.label(file, "/variable/0/value", "variable", "token", secret(last, "bearer"))

    levels, token = 300, c.github("deep")
    file = "broken/deep-nesting.postman_collection.json"
    out.bytes(file, deep(levels, token).encode())
    out.label(file, "/item/0" * levels + "/item/0/request/header/0/value", "header", "Authorization", secret(f"Bearer {token}", "api_key", token))

    out.bytes("broken/empty.postman_collection.json", b"")
