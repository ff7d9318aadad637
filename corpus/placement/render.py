"""Writes drafts as items of schema 2.1 and 2.0 and as requests of schema 1."""

from placement.drafts import named
from placement.marks import Mark, join, json_text

HELPERS = {"basic": "basicAuth", "bearer": "bearerAuth", "apikey": "apikeyAuth", "digest": "digestAuth",
           "hawk": "hawkAuth", "oauth1": "oAuth1",
           "oauth2": "oAuth2", "ntlm": "ntlmAuth", "awsv4": "awsSigV4", "jwt": "jwtAuth", "asap": "asapAuth",
           "edgegrid": "edgegridAuth"}
STATUS_TEXT = {"json": "json", "xml": "xml", "html": "html", "text": "plain"}


def one_of_both(d, text):
    """A description: as a string or as an object."""
    return {"content": text, "type": "text/plain"} if d.chance(15) else text


def pairs(fields, typed=False):
    """Headers, parameters and form fields of schema 2."""
    out = []
    for each in fields:
        row = {"key": each.key, "value": named(each)}
        if each.kind == "file":
            row = {"key": each.key, "type": "file", "src": str(each.value)}
        elif typed:
            row["type"] = "text"
        if each.text:
            row["description"] = each.text
        if each.disabled:
            row["disabled"] = True
        out.append(row)
    return out


def auth(draft_auth, version):
    """An auth block: pairs in 2.1, members in 2.0."""
    kind, attributes = draft_auth
    if version == "2.0":
        return {"type": kind, kind: dict(attributes)}
    kinds = {bool: "boolean", list: "any"}
    return {"type": kind, kind: [{"key": key, "value": value, "type": kinds.get(type(value), "string")}
                                 for key, value in attributes.items()]}


def address(draft, version):
    """The address: an object with its parts, or, in 2.0 mostly, the text alone."""
    url, d = draft.url, draft.d
    plain = url.keep_raw and not url.variables and (d.chance(60) if version == "2.0" else d.chance(4))
    if plain:
        return url.raw()
    out = {"raw": url.raw()} if url.keep_raw else {}
    scheme, mark, host = url.base.partition("://")
    if mark:
        out["protocol"] = scheme
        name, colon, port = host.partition("/")[0].partition(":")
        if url.userinfo and d.chance(50):
            out["auth"] = userinfo_parts(url.userinfo)
        out["host"] = name.split(".")
        if colon:
            out["port"] = port
    else:
        out["host"] = [url.base]
    out["path"] = [*host.split("/")[1:], *url.path] if mark else list(url.path)
    if url.query:
        out["query"] = pairs(url.query)
    if url.fragment:
        out["hash"] = url.fragment
    if url.variables:
        out["variable"] = pairs(url.variables)
    return out


def userinfo_parts(userinfo):
    """User and password of an address, apart. The user info is marked when its password is."""
    user, _, password = userinfo.partition(":")
    if not isinstance(userinfo, Mark) or not userinfo.spans or userinfo.spans[0] != password:
        return {"user": userinfo}
    mark = Mark(password, userinfo.label, userinfo.kind, (password,), userinfo.case, "password")
    return {"user": user, "password": mark}


def body(draft):
    if draft.body is None:
        return None
    kind, content, *more = draft.body
    if kind == "raw":
        out = {"mode": "raw", "raw": content}
        return out if draft.d.chance(30) else {**out, "options": {"raw": {"language": more[0]}}}
    if kind == "graphql":
        return {"mode": "graphql", "graphql": {"query": content, "variables": more[0]}}
    return {"mode": kind, kind: pairs(content, typed=kind == "formdata" or draft.d.chance(50))}


def event(d, listen, lines):
    """A script: a list of lines, now and then one string."""
    code = join(*lines, sep="\n") if d.chance(7) else lines
    return {"listen": listen, "script": {"type": "text/javascript", "exec": code}}


def events(draft):
    out = [event(draft.d, "prerequest", draft.before)] if draft.before else []
    return out + ([event(draft.d, "test", draft.after)] if draft.after else [])


def request(draft, version):
    """The `request` of an item."""
    d, out = draft.d, {}
    if draft.auth:
        out["auth"] = auth(draft.auth, version)
    out["method"] = draft.method
    if d.chance(1) and draft.headers:
        out["header"] = join(*[join(f"{each.key}: ", named(each)) for each in draft.headers], sep="\n")
    else:
        out["header"] = pairs(draft.headers, typed=d.chance(25))
    made = body(draft)
    if made:
        out["body"] = made
    out["url"] = address(draft, version)
    if draft.certificate:
        out["certificate"] = draft.certificate
    if draft.text:
        out["description"] = one_of_both(d, join(*draft.text, sep="\n\n"))
    return out


def response(draft, each, original):
    """A saved example of schema 2."""
    d = draft.d
    out = {"name": each.name}
    if original:
        out["originalRequest"] = {key: original[key] for key in ("method", "header", "body", "url")
                                  if key in original}
    out.update(status=each.status[1], code=each.status[0],
               _postman_previewlanguage=STATUS_TEXT[each.language],
               header=pairs(each.headers), cookie=[jar(d, *pair) for pair in each.cookies], body=each.body)
    return out


def jar(d, name, value):
    return {"expires": "Invalid Date", "httpOnly": d.chance(50), "domain": d.make("{name}.test"), "path": "/",
            "secure": d.chance(50), "name": name,
            "value": value}


def item(draft, version):
    """An item of schema 2."""
    out = {"name": draft.name}
    if draft.d.chance(40):
        out["id" if version == "2.0" else "_postman_id"] = draft.d.uuid()
    made = events(draft)
    if made:
        out["event"] = made
    out["request"] = request(draft, version)
    out["response"] = [response(draft, each, out["request"] if draft.d.chance(60) else None)
                       for each in draft.examples]
    return out


def header_lines(fields):
    """The `headers` of schema 1: one text, a disabled line behind `//`."""
    return join(*[join("//" if each.disabled else "", f"{each.key}: ", named(each), "\n") for each in fields])


def helper(draft):
    """`helperAttributes`: an object, or JSON in a string."""
    if not draft.auth:
        return {"currentHelper": None, "helperAttributes": None}
    kind, attributes = draft.auth
    attributes = {"id": kind, **attributes}
    return {"currentHelper": HELPERS[kind], "helperAttributes": json_text(attributes, None)
            if draft.d.chance(35) else attributes}


def v1_body(draft):
    """Mode and data of a schema 1 request."""
    if draft.body is None:
        return {"dataMode": "params", "data": []}
    kind, content, *more = draft.body
    if kind == "raw":
        return {"dataMode": "raw", "data": [], "rawModeData": content}
    if kind == "graphql":
        return {"dataMode": "graphql", "data": None,
                "graphqlModeData": {"query": content, "variables": more[0]}}
    rows = [{"key": each.key, "value": named(each), "type": "file" if each.kind == "file" else "text",
             "enabled": not each.disabled} for each in content]
    return {"dataMode": "urlencoded" if kind == "urlencoded" else "params", "data": rows}


def v1_response(draft, each):
    d = draft.d
    sent = {"url": draft.url.raw(), "method": draft.method, "headers": header_lines(draft.headers),
            "data": None, "dataMode": "params"}
    return {"status": "", "responseCode": {"code": each.status[0], "name": each.status[1], "detail": ""},
            "time": d.between(20, 900), "id": d.uuid(),
            "headers": [{"name": row.key, "key": row.key, "value": named(row), "description": ""}
                        for row in each.headers],
            "cookies": [jar(d, *pair) for pair in each.cookies], "mime": "", "text": each.body,
            "language": each.language, "rawDataType": "text",
            "name": each.name, "request": json_text(sent, None) if d.chance(50) else sent}


def v1_request(draft, collection, folder):
    """A request of schema 1: flat, with the same headers twice."""
    d = draft.d
    out = {"id": d.uuid(), "headers": header_lines(draft.headers), "url": draft.url.raw(), "name": draft.name,
           "method": draft.method,
           "description": join(*draft.text, sep="\n\n"), "collectionId": collection, "folder": folder,
           "time": int(d.make("{ms}")), "version": 2,
           "preRequestScript": join(*draft.before, sep="\n") or None, "tests": join(*draft.after, sep="\n")
           or None,
           "pathVariables": {each.key: named(each) for each in draft.url.variables}, **helper(draft),
           **v1_body(draft)}
    if d.chance(70):
        out["headerData"] = [{"key": each.key, "value": named(each), "description": each.text,
                              "enabled": not each.disabled} for each in draft.headers]
        out["queryParams"] = [{"key": each.key, "value": named(each), "equals": True,
                               "enabled": not each.disabled} for each in draft.url.query]
    out["responses"] = [v1_response(draft, each) for each in draft.examples]
    return out
