"""Writes artefacts/: the demo exports of Northwind Parcel, a company that does not exist, and what is to be found in them.

    python3 corpus/generate.py [FOLDER]

Standard library only; no clock, no chance: every run writes the same bytes. FOLDER (default: artefacts/ beside this file) is emptied first.
"""

import json
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import credentials as c  # noqa: E402

HOST = "api.northwindparcel.test"
AUTH = "https://auth.northwindparcel.test"

# From the vendor's documentation, known to every scanner; in two parts for the less knowing ones.
SAMPLE_KEY_ID = "AKIA" + "IOSFODNN7EXAMPLE"


# ---------------------------------------------------------------------------------------------------------------------------------
# Labels: a string that remembers what it is, until it is written and its pointer is known.

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
        ("script", ["script", "preRequestScript", "tests"]),
        ("header", ["header", "headers", "headerData"]),
        ("query", ["query", "queryParams"]),
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


# ---------------------------------------------------------------------------------------------------------------------------------
# Pieces of collections

TEXTS = {
    "en": "Prices are quoted in the currency of the sender's country and hold for thirty minutes. A quote binds nobody until a label is bought with it.",
    "de": "Die Rückgabe gilt erst als abgeschlossen, wenn das Paket im Depot gescannt wurde. Größe und Gewicht werden dort noch einmal gemessen; Maßabweichungen über 10 % werden nachberechnet.",
    "fr": "Le créneau d'enlèvement doit être réservé au moins deux heures à l'avance. Passé ce délai, l'API répond `409` et propose le prochain créneau libre.",
    "es": "El número de seguimiento se asigna al comprar la etiqueta. Contraseña y usuario no se envían nunca en la dirección: use siempre la cabecera.",
    "pl": "Przesyłki zagraniczne wymagają deklaracji celnej. Pole `hsCode` składa się z sześciu do dziesięciu cyfr, bez kropek.",
    "el": "Η παρακολούθηση ενημερώνεται κάθε δεκαπέντε λεπτά. Οι ώρες είναι πάντα σε UTC.",
    "ja": "集荷の予約は前日の17時までに行ってください。認証トークンの有効期限は一時間です。",
    "ar": "يجب إرسال العنوان كاملاً مع الرمز البريدي. لا تُحفظ كلمة المرور في المتصفح.",
    "tr": "Şifre en az on iki karakter olmalıdır. Kargo etiketi yalnızca bir kez basılabilir.",
}

SLUG = str.maketrans({" ": "-", "/": "-", "(": "", ")": ""})


def split_url(raw):
    base, _, tail = raw.partition("?")
    if base.startswith("{{"):
        host, *path = base.split("/")
        return {"raw": raw, "host": [host], "path": path}, tail
    scheme, _, rest = base.partition("://")
    host, *path = rest.split("/")
    return {"raw": raw, "protocol": scheme, "host": host.split("."), "path": path}, tail


def url(raw, query=None, variable=None):
    """The v2.1 form of an address: the text and its parts, the same data twice."""
    out, tail = split_url(raw)
    if query is None and tail:
        query = [dict(zip(("key", "value"), part.partition("=")[::2])) for part in tail.split("&")]
    if query:
        out["query"] = query
    if variable:
        out["variable"] = variable
    return out


def header(key, value, **more):
    return {"key": key, "value": value, **more}


def pairs(**attributes):
    """The v2.1 form of an auth block."""
    kinds = {bool: "boolean", list: "any"}
    return [{"key": k, "value": v, "type": kinds.get(type(v), "string")} for k, v in attributes.items()]


def raw_json(text):
    return {"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}


def script(listen, *lines):
    return {"listen": listen, "script": {"exec": list(lines), "type": "text/javascript", "packages": {}}}


OK_TEST = script(
    "test",
    "pm.test(\"Status is 2xx\", function () {",
    "    pm.expect(pm.response.code).to.be.within(200, 299);",
    "});",
    "pm.environment.set(\"lastRequestId\", pm.response.headers.get(\"X-Request-Id\"));",
)


def response_headers(label, body):
    """What a gateway and a CDN add: long, random, and no credential."""
    r = c.Rand(f"response {label}")
    return [
        header("Date", "Tue, 14 Oct 2025 08:21:07 GMT"),
        header("Content-Type", "application/json; charset=utf-8"),
        header("Content-Length", str(len(body.encode()))),
        header("Connection", "keep-alive"),
        header("ETag", none(f'W/"{r.hex(4)}-{r.pick(c.BASE64, 27)}"')),
        header("X-Request-Id", none(r.uuid())),
        header("X-Correlation-Id", none(r.hex(32))),
        header("traceparent", none(f"00-{r.hex(32)}-{r.hex(16)}-01")),
        header("CF-RAY", f"{r.hex(16)}-AMS"),
        header("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
    ]


def example(label, request, body, code=200, status="OK", headers=None, cookie=()):
    original = {k: request[k] for k in ("method", "header", "body", "url") if k in request}
    return {
        "name": label,
        "originalRequest": unlabel(original),
        "status": status,
        "code": code,
        "_postman_previewlanguage": "json",
        "header": headers if headers is not None else response_headers(label, body),
        "cookie": list(cookie),
        "body": body,
    }


def unlabel(node):
    """A copy whose references and placeholders are not labelled a second time; real credentials stay, as they are there again."""
    if isinstance(node, dict):
        return {k: unlabel(v) for k, v in node.items()}
    if isinstance(node, list):
        return [unlabel(v) for v in node]
    if isinstance(node, Labelled) and node.label not in ("secret", "weak"):
        return str(node)
    return node


def request(name, method, address, headers=None, body=None, auth=None, text=None, events=(), responses=(), **more):
    item = {"name": name}
    if events:
        item["event"] = list(events)
    if "protocol" in more:
        item["protocolProfileBehavior"] = more["protocol"]
    inner = {}
    if auth:
        inner["auth"] = auth
    inner["method"] = method
    inner["header"] = headers if headers is not None else [header("Accept", "application/json")]
    if body:
        inner["body"] = body
    inner["url"] = url(address) if isinstance(address, str) else address
    if text:
        inner["description"] = text
    if "certificate" in more:
        inner["certificate"] = more["certificate"]
    item["request"] = inner
    item["response"] = [make(inner) for make in responses]
    return item


def folder(name, *items, text=None, auth=None, events=None):
    out = {"name": name, "item": list(items)}
    if text:
        out["description"] = text
    if auth:
        out["auth"] = auth
    if events:
        out["event"] = events
    return out


def plain(name, method, path, text, body=None, query=None):
    """An innocent request with one saved example."""
    answer = json.dumps({
        "id": "prc_" + c.Rand(f"id {name}").pick(c.LOWER + c.DIGITS, 14),
        "object": name.lower().split()[-1],
        "trackingNumber": "NW" + c.Rand(f"track {name}").pick(c.DIGITS, 16) + "NL",
        "createdAt": "2025-10-14T08:21:07Z",
        "checksum": "sha256:" + c.hexkey(f"sum {name}", 64),
        "links": {"self": f"https://{HOST}/v2/{path}/{c.uuid('self ' + name)}"},
        "nextPageToken": None,
    }, indent=2)
    headers = [header("Accept", "application/json"), header("X-Correlation-Id", "{{$guid}}")]
    if body:
        headers.append(header("Content-Type", "application/json"))
    address = url("{{baseUrl}}/" + path + (f"?{query}" if query else ""))
    return request(
        name, method, address, headers, raw_json(body) if body else None, text=text, events=[OK_TEST],
        responses=[lambda r: example(f"{name}: done", r, answer)],
    )


# ---------------------------------------------------------------------------------------------------------------------------------
# Credentials that stand in more than one file

CI_TOKEN = c.github("ci")
PARTNER_KEY = c.hexkey("partner")
CLIENT_SECRET = c.bearer("client secret", 32)
STAGING_PASSWORD = c.password("staging admin")
SERVICE_JWT = c.jwt("service", iss=AUTH, sub="svc-label-printer", aud=f"https://{HOST}", iat=1760430067, exp=1791966067, scope="labels:write parcels:read")
AWS_ID, AWS_SECRET = c.aws_key_id("archive"), c.aws_secret("archive")
DB_PASSWORD = c.password("db", 20, "_.~-")
DB_URL = f"postgres://parcel_app:{DB_PASSWORD}@db1.parcel.internal:5432/parcels?sslmode=require"


# ---------------------------------------------------------------------------------------------------------------------------------
# collection-v2.1

def shipping_folder():
    partner_header = header("x-api-key", secret(PARTNER_KEY, "api_key"), type="text", disabled=True, description="key of the first partner, until the gateway knows ours")
    returns = folder(
        "Returns",
        request(
            "Create return label", "POST", "{{baseUrl}}/returns",
            [header("Content-Type", "application/json"), partner_header, header("Authorization", reference("Bearer {{accessToken}}"))],
            raw_json("{\n  \"parcelId\": {{parcelId}},\n  \"weightGrams\": {{weight}},\n  \"reason\": \"damaged\",\n  \"notify\": {{notify}}\n}"),
            text=TEXTS["de"], events=[OK_TEST],
            responses=[lambda r: example("Return label", r, json.dumps({"labelId": "lbl_9f27c0", "format": "PNG", "image": c.png("return label")}, indent=2))],
        ),
        plain("Cancel return", "DELETE", "returns/{{returnId}}", TEXTS["de"]),
        text="Everything that travels back.",
    )
    labels = folder(
        "Labels",
        request(
            "Buy label", "POST", "{{baseUrl}}/labels",
            [header("Content-Type", "application/json"), header("Idempotency-Key", none(c.uuid("idempotency")))],
            raw_json(secret(
                "{\n    \"rateId\": {{rateId}},\n    \"parcel\": {\"weightGrams\": {{weight}}, \"lengthMm\": 320},\n    \"payment\": "
                + json.dumps(json.dumps({"provider": "stripe", "mode": "live", "apiKey": c.stripe("labels"), "currency": "eur"}))
                + ",\n    \"printer\": \"zebra-02\"\n}", "api_key", c.stripe("labels"))),
            auth={"type": "bearer", "bearer": pairs(token=reference("{{accessToken}}"))},
            text=TEXTS["en"], events=[OK_TEST],
            responses=[lambda r: example("Label bought", dict(r, header=[
                header("Content-Type", "application/json"),
                header("Authorization", secret(f"Bearer {SERVICE_JWT}", "jwt", SERVICE_JWT)),
            ], body=raw_json("{\"rateId\": \"rt_71\"}")), "{\n  \"labelId\": \"lbl_1c9d44\",\n  \"trackingNumber\": \"NW4410098812345678NL\"\n}", 201, "Created")],
        ),
        request(
            "Upload customs form", "POST", "{{baseUrl}}/labels/:labelId/customs", [],
            {"mode": "formdata", "formdata": [
                {"key": "form", "type": "file", "src": none("/home/erika/Documents/cn23-template.pdf")},
                {"key": "hsCode", "value": "610910", "type": "text"},
                {"key": "brokerUser", "value": "northwind-nl", "type": "text"},
                {"key": "brokerPassword", "value": secret(c.password("broker"), "password"), "type": "text"},
                {"key": "pin", "value": reference("{{brokerPin}}"), "type": "text", "disabled": True},
            ]},
            text=TEXTS["pl"],
        ),
        plain("Void label", "POST", "labels/{{labelId}}/void", TEXTS["en"], "{\n  \"reason\": \"typo\"\n}"),
        returns,
    )
    return folder(
        "Shipping", labels,
        plain("Get rates", "POST", "rates", TEXTS["en"], "{\n  \"from\": \"NL-1012\",\n  \"to\": \"PL-00-001\",\n  \"weightGrams\": {{weight}}\n}"),
        plain("List parcels", "GET", "parcels", TEXTS["es"], query="page=1&pageSize=50&sort=-createdAt"),
        plain("Get parcel", "GET", "parcels/{{parcelId}}", TEXTS["ja"]),
        text={"content": "## Shipping\n\nFrom quote to label. " + TEXTS["fr"], "type": "text/markdown"},
        auth={"type": "oauth2", "oauth2": pairs(
            accessToken=reference("{{accessToken}}"), tokenType=none("Bearer"), addTokenTo=none("header"), tokenName=none("Parcel token"),
            accessTokenUrl=none(f"{AUTH}/oauth2/token"), authUrl=none(f"{AUTH}/oauth2/authorize"), grant_type="client_credentials",
            clientId=none("parcel-web"), clientSecret=secret(CLIENT_SECRET, "client_secret"), client_authentication="header",
            scope="labels:write parcels:read", useBrowser=False,
        )},
    )


def accounts_folder():
    session = "s%3A" + c.bearer("session", 32) + "." + c.bearer("session mac", 43)
    login_headers = response_headers("Log in", "{}") + [
        header("set-cookie", secret(f"np_session={session}; Path=/; Expires=Tue, 14 Oct 2025 20:21:07 GMT; HttpOnly; Secure; SameSite=Lax", "cookie", session)),
        header("set-cookie", none("np_locale=nl-NL; Path=/; Max-Age=31536000", name="set-cookie")),
    ]
    login_cookie = {
        "expires": "2025-10-14T20:21:07.000Z", "hostOnly": True, "httpOnly": True, "domain": HOST, "path": "/", "secure": True,
        "value": secret(session, "cookie"), "key": "np_session",
    }
    access, refresh = c.bearer("access answer", 48), c.bearer("refresh answer", 48)
    token_answer = json.dumps({"access_token": access, "token_type": "Bearer", "expires_in": 3600, "refresh_token": refresh, "scope": "parcels:read"}, indent=4)
    secret_uuid = c.uuid("client secret of the kiosk")
    return folder(
        "Accounts",
        request(
            "Get token", "POST", f"{AUTH}/oauth2/token", [header("Content-Type", "application/x-www-form-urlencoded")],
            {"mode": "urlencoded", "urlencoded": [
                {"key": "grant_type", "value": "password", "type": "text"},
                {"key": "client_id", "value": none(c.uuid("client of the kiosk")), "type": "text"},
                {"key": "client_secret", "value": secret(secret_uuid, "client_secret"), "type": "text"},
                {"key": "username", "value": "depot-3", "type": "text"},
                {"key": "password", "value": weak("parcel123", "password"), "type": "text"},
                {"key": "scope", "value": "parcels:read", "type": "text"},
            ]},
            text=TEXTS["tr"],
            events=[script("test", "const answer = pm.response.json();", "pm.collectionVariables.set(\"accessToken\", answer.access_token);")],
            responses=[lambda r: example("Token", dict(r, body={"mode": "urlencoded", "urlencoded": []}), secret(token_answer, "bearer", access, refresh))],
        ),
        request(
            "Log in", "POST", "{{baseUrl}}/login", [header("Content-Type", "application/json")],
            raw_json(reference("{\n  \"username\": \"{{user}}\",\n  \"password\": \"{{password}}\"\n}")),
            text=TEXTS["ar"],
            responses=[lambda r: example("Logged in", r, "{\n  \"user\": \"depot-3\",\n  \"locale\": \"nl-NL\"\n}", headers=login_headers, cookie=[login_cookie])],
        ),
        request(
            "Admin: list users", "GET", "{{baseUrl}}/admin/users",
            auth={"type": "basic", "basic": pairs(username="admin", password=secret(STAGING_PASSWORD, "password"), showPassword=False)},
            text="Needs the admin role.",
            responses=[lambda r: example("Users", r, json.dumps({"users": [
                {"id": c.uuid("user 1"), "login": "erika", "passwordChangedAt": "2025-03-02", "apiKeyHint": "…a91f", "password": "********"},
                {"id": c.uuid("user 2"), "login": "søren", "passwordChangedAt": "2024-11-19", "apiKeyHint": None, "password": None},
            ]}, indent=2, ensure_ascii=False))],
        ),
        request(
            "Legacy: depot terminal", "GET", "http://terminal.northwindparcel.test/cgi-bin/status",
            auth={"type": "digest", "digest": pairs(
                username="terminal", password=weak("depot2019", "password"), realm="Depot", algorithm="MD5",
                nonce=none(c.hexkey("digest nonce", 34)), opaque=none(c.hexkey("opaque", 32)), qop="auth",
            )},
            text="Only reachable from the depot. No TLS: the terminal is from 2009.",
        ),
        request(
            "Profile", "GET", "{{baseUrl}}/me",
            [header("Authorization", secret("Basic " + c.basic("svc-profile", c.password("profile")), "basic", c.basic("svc-profile", c.password("profile")))),
             header("If-None-Match", none('"' + c.hexkey("if none match", 32) + '"')),
             header("Postman-Token", none(c.uuid("postman token")), disabled=True)],
            text="The caller's own account.", protocol={"followAuthorizationHeader": True},
        ),
        request(
            "Sign up (sample from the handbook)", "POST", "{{baseUrl}}/signup",
            [header("X-Api-Key", placeholder("<API_KEY>")), header("Authorization", placeholder("Bearer YOUR_ACCESS_TOKEN"))],
            raw_json(placeholder("{\n  \"email\": \"jane@example.com\",\n  \"password\": \"<your password>\",\n  \"client_secret\": \"xxxxxxxxxxxxxxxx\"\n}")),
            text=none("Password rules: at least twelve characters, one digit, one mark. The field `passwordHint` is optional; `secretQuestion` was removed in v2."),
        ),
    )


def integrations_folder():
    sas = c.b64(c.Rand("sas").bytes(32)).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    blob = f"https://nwplabelsweu01.blob.core.windows.net/labels/2025/10/batch-0417.zip?sv=2023-11-03&st=2025-10-01T00%3A00%3A00Z&se=2027-10-01T00%3A00%3A00Z&sr=c&sp=rl&sig={sas}"
    blob_query = [dict(zip(("key", "value"), part.partition("=")[::2])) for part in blob.partition("?")[2].split("&")]
    blob_query[-1]["value"] = secret(sas, "url_token")
    map_key = c.hexkey("map tiles", 32)
    tiles = f"https://tiles.northwindparcel.test/v1/route.json?from=52.37,4.89&to=52.09,5.12&api_key={map_key}&lang=nl"
    tiles_query = [{"key": "from", "value": "52.37,4.89"}, {"key": "to", "value": "52.09,5.12"},
                   {"key": "api_key", "value": secret(map_key, "api_key")}, {"key": "lang", "value": "nl"},
                   {"key": "cursor", "value": none(c.b64(json.dumps({"after": 918, "dir": "asc", "depot": "AMS-3"}))), "disabled": True}]
    oauth_token, oauth_signature = c.bearer("oauth1 token", 40), c.b64(c.Rand("oauth1 signature").bytes(20)).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    oauth1 = (
        f'OAuth realm="orders", oauth_consumer_key="northwind-shop", oauth_token="{oauth_token}", oauth_signature_method="HMAC-SHA1", '
        f'oauth_timestamp="1760430067", oauth_nonce="{c.bearer("oauth1 nonce", 11)}", oauth_version="1.0", oauth_signature="{oauth_signature}"'
    )
    graph_token = c.jwt("graphql", iss=AUTH, sub="depot-dashboard", iat=1760430000, exp=1760433600)
    webhook = c.slack_webhook("alerts")
    pem = c.rsa_pkcs8("webhook signing")
    pem_lines = [f"    \"{line}\"," for line in pem]
    signing = ["// Signs the webhook body before it leaves. TODO: move the key out of here.", "const signingKey = ["]
    signing.append(secret(pem_lines[0], "private_key", pem[0], end_lines=len(pem_lines) - 1))
    signing += pem_lines[1:-1] + [pem_lines[-1].rstrip(",")]
    signing += ["].join(\"\\n\");", "pm.request.headers.add({key: \"X-Signature\", value: sign(pm.request.body.raw, signingKey)});"]
    return folder(
        "Integrations",
        request(
            "Archive labels (S3)", "PUT", "https://nwp-label-archive.s3.eu-west-1.amazonaws.com/2025/10/{{labelId}}.pdf",
            [header("x-amz-content-sha256", none(c.hexkey("content sha", 64)))], {"mode": "file", "file": {"src": "label.pdf"}},
            auth={"type": "awsv4", "awsv4": pairs(
                accessKey=secret(AWS_ID, "api_key"), secretKey=secret(AWS_SECRET, "api_key"), region="eu-west-1", service="s3", sessionToken=reference("{{awsSession}}"),
            )},
        ),
        request("Download batch", "GET", url(secret(blob, "url_token", sas), blob_query), [], text="Read-only link for the print shop."),
        request("Route preview", "GET", url(secret(tiles, "api_key", map_key), tiles_query), text=TEXTS["el"]),
        request(
            "Shop orders", "GET", "https://shop.northwindparcel.test/rest/V1/orders?searchCriteria=all",
            [header("Authorization", secret(oauth1, "signature", oauth_token, oauth_signature))],
        ),
        request(
            "Depot dashboard", "POST", "{{baseUrl}}/graphql", [header("Content-Type", "application/json")],
            {"mode": "graphql", "graphql": {
                "query": "query Depot($id: ID!, $token: String!) {\n  depot(id: $id, token: $token) {\n    name\n    parcels(first: 20) { edges { node { id status } } }\n  }\n}",
                "variables": secret(json.dumps({"id": "AMS-3", "token": graph_token}, indent=2), "jwt", graph_token),
            }},
        ),
        request(
            "Alert the night shift", "POST", "{{alertHook}}", [header("Content-Type", "application/json")],
            raw_json("{\"text\": \"Depot {{depot}} is full\"}"),
            events=[script("prerequest", "const fallback = {", secret(f"    url: \"{webhook}\",", "url_token", webhook), "    method: \"POST\"", "};",
                           "if (!pm.environment.get(\"alertHook\")) { pm.sendRequest(fallback, (err) => console.log(err)); }")],
        ),
        request(
            "Deploy price list", "POST", "https://git.northwindparcel.test/api/v3/repos/parcel/prices/dispatches",
            [header("Accept", "application/json"), header("Authorization", reference("token {{ghToken}}"))],
            raw_json("{\"event_type\": \"deploy\"}"),
            events=[script("prerequest", "// only until the runner has its own", secret(f"pm.environment.set(\"ghToken\", \"{CI_TOKEN}\");", "api_key", CI_TOKEN),
                           none("pm.environment.set(\"commit\", \"" + c.hexkey("commit", 40) + "\");"),
                           reference("pm.environment.set(\"token\", pm.variables.get(\"accessToken\"));"),
                           none("pm.environment.unset(\"password\");"))],
        ),
        request("Send signed webhook", "POST", "{{callbackUrl}}", [header("Content-Type", "application/json")], raw_json("{\"event\": \"parcel.delivered\", \"id\": {{parcelId}}}"),
                events=[script("prerequest", *signing)]),
        request(
            "Bank transfer (mutual TLS)", "POST", "https://mtls.northwindparcel.test/payouts", [header("Content-Type", "application/json")],
            raw_json(none("{\n  \"iban\": \"NL02ABNA0123456789\",\n  \"amount\": 1250,\n  \"reference\": \"NW-2025-10-0417\"\n}")),
            certificate={"name": "payout", "matches": ["https://mtls.northwindparcel.test/*"], "key": {"src": none("certs/payout.key")},
                         "cert": {"src": "certs/payout.crt"}, "passphrase": secret(c.password("passphrase", 16), "password")},
            text=none("The bank's certificate, for pinning:\n\n```\n" + "\n".join(c.certificate("bank")) + "\n```\n"),
        ),
        request(
            "Partner catalogue", "GET", "https://partners.northwindparcel.test/catalogue",
            auth={"type": "apikey", "apikey": pairs(key=none("X-Partner-Key"), value=secret(c.hexkey("partner catalogue", 32), "api_key"), **{"in": "header"})},
        ),
        request(
            "Weather for the route", "GET", "{{weatherUrl}}/forecast?lat=52.37&lon=4.89",
            auth={"type": "bearer", "bearer": pairs(token=secret(c.bearer("weather", 40), "bearer"))}, protocol={"strictSSL": False},
        ),
    )


def parcel_api():
    curl = c.bearer("curl", 40)
    about = (
        "# Northwind Parcel API v2\n\nShips boxes. [Handbook](https://docs.northwindparcel.test/handbook)\n\n## Quick start\n\n```bash\n"
        f"curl -s https://{HOST}/v2/parcels \\\n  -H \"Accept: application/json\" \\\n  -H \"Authorization: Bearer {curl}\"\n```\n\n"
        f"Replace the token with your own: `curl -H \"X-Api-Key: $PARCEL_API_KEY\" …`. The sample key id of the vendor's manual, `{SAMPLE_KEY_ID}`, is refused.\n\n"
        + "\n\n".join(TEXTS[k] for k in ("de", "fr", "ja"))
    )
    mail_key = c.sendgrid("mail")
    return {
        "info": {
            "_postman_id": none(c.uuid("collection v2.1")),
            "name": "Northwind Parcel API",
            "description": secret(about, "bearer", curl),
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
            "_exporter_id": none("48120937"),
            "_collection_link": none(f"https://northwind-parcel.postman.co/workspace/Parcel~{c.uuid('workspace')}/collection/48120937-{c.uuid('collection v2.1')}?action=share&source=collection_link&creator=48120937"),
        },
        "item": [shipping_folder(), accounts_folder(), integrations_folder()],
        "auth": {"type": "apikey", "apikey": pairs(value=reference("{{vault:parcel-api-key}}"), key=none("X-Api-Key"))},
        "event": [script("prerequest", "// correlation ids for the gateway", "pm.variables.set(\"correlationId\", pm.variables.replaceIn(\"{{$guid}}\"));"), script("test", "")],
        "variable": [
            {"key": "baseUrl", "value": f"https://{HOST}/v2", "type": "string"},
            {"key": "accessToken", "value": none(""), "type": "string"},
            {"key": "mailKey", "value": secret(mail_key, "api_key"), "type": "string"},
            {"key": "tokenUrl", "value": none(f"{AUTH}/oauth2/token"), "type": "string"},
            {"key": "parcelId", "value": none(c.uuid("parcel")), "type": "string"},
            {"key": "passwordPolicy", "value": none("min12-digit-mark"), "type": "string"},
            {"key": "publicKey", "value": none("ssh-ed25519 " + c.b64(bytes.fromhex("0000000b7373682d6564323535313900000020") + c.Rand("ssh public").bytes(32)) + " print-server"), "type": "string"},
            {"key": "weight", "value": "1250", "type": "string"},
            {"key": "apiSecret", "value": placeholder("changeme-please-your-secret-here"), "type": "string"},
        ],
    }


def vault_only():
    """Nothing to find: every credential is a reference to the vault or to a variable."""
    return {
        "info": {"_postman_id": none(c.uuid("vault only")), "name": "Parcel tracking (clean)", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [
            request("Track", "GET", "{{baseUrl}}/track?number={{trackingNumber}}",
                    [header("X-Api-Key", reference("{{vault:tracking-key}}")), header("Authorization", reference("Bearer {{vault:tracking-token}}"))]),
            request("Subscribe", "POST", "{{baseUrl}}/subscriptions", [header("Content-Type", "application/json")],
                    raw_json(reference("{\n  \"callback\": \"{{callbackUrl}}\",\n  \"secret\": \"{{vault:callback-secret}}\"\n}")),
                    auth={"type": "basic", "basic": pairs(username="{{user}}", password=reference("{{vault:tracking-password}}"))},
                    events=[script("prerequest", none("const key = await pm.vault.get(\"tracking-key\");"), "pm.request.headers.add({key: \"X-Api-Key\", value: key});")]),
        ],
        "auth": {"type": "bearer", "bearer": pairs(token=reference("{{vault:tracking-token}}"))},
        "variable": [{"key": "baseUrl", "value": f"https://{HOST}/v2", "type": "string"}],
    }


# ---------------------------------------------------------------------------------------------------------------------------------
# collection-v2.0

def depot_tools():
    scan_key, feed = c.google("maps"), c.hexkey("feed", 32)
    ftp_password = c.password("ftp", 14, "_.~-")
    npm_token, lab_token = c.npm("publish"), c.gitlab("deploy")
    maps = f"https://maps.googleapis.com/maps/api/geocode/json?address=Keizersgracht+1,+Amsterdam&key={scan_key}"
    feed_url = f"https://feeds.northwindparcel.test/status.xml?token={feed}&depot=AMS-3"
    ftp = f"https://scanner:{ftp_password}@files.parcel.internal/upload/today"

    def item(name, inner, event=None, response=()):
        out = {"name": name}
        if event:
            out["event"] = [{"listen": event[0], "script": {"type": "text/javascript", "exec": event[1]}}]
        return {**out, "request": inner, "response": list(response)}

    return {
        "variables": [],
        "info": {
            "name": "Depot tools", "_postman_id": none(c.uuid("collection v2.0")),
            "description": "Small helpers for the depots. " + TEXTS["de"],
            "schema": "https://schema.getpostman.com/json/collection/v2.0.0/collection.json",
        },
        "item": [
            item("Status feed", secret(feed_url, "url_token", feed, role="url", name="request")),
            item("Health", none(f"https://{HOST}/v2/health", role="url", name="request")),
            item("Geocode address", {"url": secret(maps, "api_key", scan_key), "method": "GET", "header": [], "body": {}, "description": TEXTS["en"]}),
            item("Scanner upload folder", {"url": secret(ftp, "conn_string", ftp_password), "method": "GET", "header": [], "description": ""}),
            item("Printer queue", {
                "auth": {"type": "basic", "basic": {"username": "printer", "password": secret(c.password("printer"), "password"), "showPassword": False}},
                "url": "{{depotUrl}}/printers/zebra-02/queue", "method": "GET", "header": [], "description": TEXTS["pl"],
            }),
            item("Printer queue (old pass)", {
                "auth": {"type": "basic", "basic": {"username": "printer", "password": weak("zebra", "password")}},
                "url": "{{depotUrl}}/printers/zebra-01/queue", "method": "GET", "header": [],
            }),
            item("Firmware list", {
                "auth": {"type": "bearer", "bearer": {"token": secret(lab_token, "api_key")}},
                "url": "https://gitlab.northwindparcel.test/api/v4/projects/118/packages?per_page=20", "method": "GET", "header": [],
            }),
            item("Orders from the shop", {
                "auth": {"type": "oauth1", "oauth1": {
                    "consumerKey": none("northwind-depot"), "consumerSecret": secret(c.bearer("consumer", 32), "client_secret"), "token": reference("{{shopToken}}"),
                    "tokenSecret": reference("{{shopTokenSecret}}"), "signatureMethod": none("HMAC-SHA256"), "timestamp": "1760430067", "nonce": none(c.bearer("nonce", 11)),
                    "version": "1.0", "addParamsToHeader": True, "addEmptyParamsToSign": False,
                }},
                "url": "https://shop.northwindparcel.test/rest/V1/orders", "method": "GET", "header": [],
            }),
            item("Gate camera", {
                "url": "{{depotUrl}}/gate/snapshot", "method": "GET", "description": "",
                "header": secret(f"Accept: image/jpeg\nX-Gate-Token: {c.hexkey('gate', 32)}\nUser-Agent: depot-tools/1.4", "api_key", c.hexkey("gate", 32), name="header"),
            }),
            item("Restore nightly dump", {
                "url": "{{depotUrl}}/admin/restore", "method": "POST",
                "header": [{"key": "Content-Type", "value": "application/json"}, {"key": "X-Admin", "value": reference("{{adminToken}}"), "description": "from the wiki"}],
                "body": {"mode": "raw", "raw": secret("{\n\t\"source\": \"" + DB_URL + "\",\n\t\"tables\": [\"parcels\", \"scans\"],\n\t\"dryRun\": true\n}", "conn_string", DB_PASSWORD)},
                "description": "Only at night.",
            }),
            item("Publish kiosk bundle", {"url": "https://registry.northwindparcel.test/-/kiosk", "method": "PUT", "header": [{"key": "Authorization", "value": reference("Bearer {{npmToken}}")}], "body": {"mode": "raw", "raw": "{}"}},
                 ("prerequest", secret(f"// the bot's token\nvar token = \"{npm_token}\";\npostman.setEnvironmentVariable(\"npmToken\", token);", "api_key", npm_token))),
            item("Depot list", {"url": {"raw": "{{depotUrl}}/depots?country=NL", "host": ["{{depotUrl}}"], "path": ["depots"], "query": [{"key": "country", "value": "NL", "equals": True}], "variable": []},
                                "method": "GET", "header": [{"key": "Accept-Language", "value": "nl, en;q=0.8"}], "body": {}},
                 ("test", ["tests[\"has depots\"] = JSON.parse(responseBody).length > 0;"]),
                 [{"id": none(c.uuid("depot example")), "name": "Depots", "originalRequest": {"url": "{{depotUrl}}/depots?country=NL", "method": "GET", "header": []},
                   "status": "OK", "code": 200, "_postman_previewlanguage": "json", "header": [{"key": "ETag", "value": none('"' + c.hexkey("depot etag", 32) + '"')}],
                   "cookie": [], "responseTime": 87, "body": "[{\"id\": \"AMS-3\", \"geohash\": \"u173zq0gd8\", \"key\": \"amsterdam-west\"}]"}]),
            item("Widget settings", {"url": "{{depotUrl}}/widget.json", "method": "GET", "header": []}, response=[{
                "id": c.uuid("widget example"), "name": "Settings", "originalRequest": {"url": "{{depotUrl}}/widget.json", "method": "GET", "header": []}, "status": "OK", "code": 200,
                "header": [], "cookie": [],
                "body": none(json.dumps({"integrity": "sha384-" + c.b64(c.Rand("sri").bytes(48)), "analyticsId": "G-7QX2M0VZ41", "tokenEndpoint": f"{AUTH}/oauth2/token",
                                         "labels": {"password": "Passwort", "passwordForgotten": "Passwort vergessen?", "apiKey": "API-Schlüssel"}, "logo": "data:image/png;base64," + c.png("logo", 180)}, ensure_ascii=False, indent=1)),
            }]),
        ],
    }


# ---------------------------------------------------------------------------------------------------------------------------------
# collection-v1

def address_book():
    book, contacts = c.uuid("collection v1"), c.uuid("folder contacts")
    legacy = c.basic("bookadmin", c.password("address book"))
    sync_token, helper_token, answer_token = c.bearer("sync", 36), c.bearer("helper", 40), c.hexkey("address answer", 48)
    pmak = c.postman_key("monitor")
    ids = {name: c.uuid(f"v1 {name}") for name in ("list", "create", "import", "sync", "token", "run", "delete")}

    def entry(key, name, method, address, headers=(), **more):
        text = "".join(f"{h['key']}: {h['value']}\n" for h in headers)
        spans = [s for h in headers if isinstance(h["value"], Labelled) for s in h["value"].spans]
        kinds = [h["value"].kind for h in headers if isinstance(h["value"], Labelled) and h["value"].spans]
        out = {
            "id": ids[key], "headers": secret(text, kinds[0], *spans) if spans else text,
            "headerData": [{**h, "description": "", "enabled": h.get("enabled", True)} for h in headers],
            "url": address, "queryParams": [], "pathVariables": {}, "pathVariableData": [], "preRequestScript": None, "method": method,
            "collectionId": book, "data": None, "dataMode": "params", "name": name, "description": "", "descriptionFormat": "html",
            "time": 1507204031482, "version": 2, "responses": [], "tests": None, "currentHelper": None, "helperAttributes": None, "folder": contacts,
        }
        return {**out, **more}

    return {
        "id": book, "name": "Address book (old)", "description": "Kept for the kiosks. " + TEXTS["fr"], "order": [], "folders_order": [contacts],
        "folders": [{"id": contacts, "name": "Contacts", "description": "", "order": list(ids.values()), "owner": "2140077", "collectionId": book}],
        "timestamp": 1507203998112, "owner": "2140077", "public": False,
        "requests": [
            entry("list", "List contacts", "GET", "{{bookUrl}}/contacts?page=1",
                  [header("Authorization", secret(f"Basic {legacy}", "basic", legacy)), header("Accept", "application/json")]),
            entry("create", "Create contact", "POST", "{{bookUrl}}/contacts", [header("Content-Type", "application/json")], dataMode="raw",
                  rawModeData="{\"name\": \"Zoë Müller\", \"street\": \"Hauptstraße 5\", \"postcode\": \"10115\"}", data=[],
                  currentHelper="basicAuth", helperAttributes={"id": "basic", "username": "kiosk", "password": secret(c.password("kiosk", 12), "password"), "saveToRequest": True}),
            entry("import", "Import contacts", "POST", "{{bookUrl}}/import", [header("X-Upload-Id", none(c.uuid("upload")))],
                  dataMode="urlencoded", data=[
                      {"key": "file_url", "value": none("https://files.northwindparcel.test/contacts-2017.csv"), "type": "text", "enabled": True},
                      {"key": "client_secret", "value": secret(c.bearer("import", 32), "client_secret", role="urlencoded"), "type": "text", "enabled": True},
                      {"key": "password", "value": weak("welkom01", "password", role="urlencoded"), "type": "text", "enabled": False},
                      {"key": "token_type", "value": none("bearer", role="urlencoded"), "type": "text", "enabled": True},
                  ]),
            entry("sync", "Sync contacts", "POST", "{{bookUrl}}/sync",
                  currentHelper="oAuth2", helperAttributes=secret(json.dumps({"id": "oAuth2", "accessToken": helper_token, "addTokenTo": "header", "tokenName": "book", "accessTokenUrl": f"{AUTH}/oauth2/token"}), "bearer", helper_token),
                  preRequestScript=weak("postman.setEnvironmentVariable(\"bookUrl\", \"https://book.northwindparcel.test\");\nvar password = \"kiosk2017\";\npostman.setGlobalVariable(\"bookPassword\", password);", "password", "kiosk2017"),
                  tests="tests[\"200\"] = responseCode.code === 200;"),
            entry("token", "Refresh token", "POST", "{{bookUrl}}/token", [header("X-Sync-Token", secret(sync_token, "bearer"), enabled=False)], responses=[{
                "status": "", "responseCode": {"code": 200, "name": "OK", "detail": ""}, "time": 214, "id": c.uuid("v1 response"), "name": "Refreshed", "language": "json",
                "headers": [{"key": "X-Request-Id", "name": "X-Request-Id", "value": none(c.uuid("v1 request id")), "description": ""}],
                "cookies": [{"domain": "book.northwindparcel.test", "name": "JSESSIONID", "value": secret(c.hexkey("jsession", 32).upper(), "cookie"), "path": "/", "httpOnly": True, "secure": False, "session": True}],
                "mime": "", "text": secret(json.dumps({"token": answer_token, "expires": 3600}), "bearer", answer_token),
                "rawDataType": "text",
                "request": secret(json.dumps({"url": "https://book.northwindparcel.test/token", "headers": [{"key": "X-Sync-Token", "value": sync_token}], "data": None, "method": "POST", "dataMode": "params"}), "bearer", sync_token),
            }]),
            entry("run", "Start the monitor", "POST", "https://api.getpostman.com/monitors/{{monitorId}}/run", [header("Content-Type", "application/json")], dataMode="raw", data=[],
                  rawModeData=secret("{\n  \"apiKey\": \"" + pmak + "\",\n  \"async\": true\n}", "api_key", pmak)),
            entry("delete", "Delete contact", "DELETE", "{{bookUrl}}/contacts/:id", [header("If-Match", none('"' + c.bearer("if match", 24) + '"'))], pathVariables={"id": "4711"},
                  currentHelper="normal", helperAttributes="{}"),
        ],
    }


# ---------------------------------------------------------------------------------------------------------------------------------
# api-wrapped, environments, globals, dump

def wrapped():
    pmak, pmat, llm = c.postman_key("backup"), c.postman_access("tariffs"), c.openai("support")
    owner, collection = "48120937", c.uuid("wrapped collection")
    shared = f"https://api.postman.com/collections/{owner}-{collection}?access_key={pmat}"
    shared_url = url(secret(shared, "api_key", pmat))
    shared_url["query"][0]["value"] = secret(pmat, "api_key")
    item = request("Own collection", "GET", shared_url, [header("X-API-Key", secret(pmak, "api_key"))])
    sign_in = c.jwt("tariff", iss=AUTH, sub="tariff-bot", iat=1760430000, exp=1760516400)

    def known(i, n):
        return {**i, "id": none(c.uuid(f"wrapped item {n}")), "uid": none(f"{owner}-{c.uuid(f'wrapped item {n}')}")}

    return {"collection": {
        "info": {
            "_postman_id": none(collection), "name": "Tariffs", "description": TEXTS["en"],
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json", "updatedAt": "2025-10-14T08:21:07.000Z", "createdAt": "2024-02-01T13:05:44.000Z",
            "lastUpdatedBy": owner, "uid": none(f"{owner}-{collection}"),
            "fork": {"label": "tariff-2026", "createdAt": "2025-09-01T07:00:00.000Z", "from": none(f"{owner}-{c.uuid('fork parent')}")},
        },
        "isPublic": True,
        "item": [
            known(item, 1),
            known(request("Explain tariff", "POST", "https://api.openai.com/v1/chat/completions", [header("Content-Type", "application/json"), header("Authorization", reference("Bearer {{llmKey}}"))],
                          raw_json("{\n  \"model\": \"{{model}}\",\n  \"messages\": [{\"role\": \"user\", \"content\": \"Explain zone 4 in {{language}}\"}],\n  \"max_tokens\": 400\n}")), 2),
            known(request("Tariff table", "GET", "{{baseUrl}}/tariffs/2026", [header("Cookie", secret(f"np_locale=nl-NL; np_auth={sign_in}", "cookie", sign_in))], text=TEXTS["ja"]), 3),
            known(request("Zones", "GET", "{{baseUrl}}/zones/:zone", text=TEXTS["el"],
                          responses=[lambda r: example("Zones of NL", r, json.dumps({"zones": [{"id": i, "hash": c.hexkey(f"zone {i}", 16)} for i in range(6)]}))]), 4),
        ],
        "auth": {"type": "noauth"},
        "variable": [
            {"key": "llmKey", "value": secret(llm, "api_key")},
            {"key": "model", "value": none("tariff-explainer-large-2025-09")},
            {"id": none(c.uuid("wrapped variable")), "key": "baseUrl", "value": f"https://{HOST}/v2"},
        ],
    }}


def environment(name, values, scope="environment", **more):
    return {
        "id": none(c.uuid(f"environment {name}")), "name": name, "values": values, "_postman_variable_scope": scope,
        "_postman_exported_at": none("2025-10-14T08:30:12.441Z"), "_postman_exported_using": "Postman/11.66.4", **more,
    }


def value(key, text, kind="default", enabled=True, **more):
    out = {"key": key, "value": text, "type": kind, "enabled": enabled}
    return {k: v for k, v in {**out, **more}.items() if not (k == "type" and v is None)}


def staging():
    sid = c.twilio_sid("sms")
    return environment("Northwind staging", [
        value("baseUrl", none("https://staging.northwindparcel.test/v2")),
        value("tokenUrl", none(f"{AUTH}/oauth2/token")),
        value("adminUser", "admin"),
        value("adminPassword", secret(STAGING_PASSWORD, "password"), "secret"),
        value("depotPassword", weak("depot2019", "password"), "secret"),
        value("twilio_account_sid", none(sid)),
        value("twilio_auth_token", secret(c.hexkey("twilio token", 32), "api_key"), "secret"),
        value("slackBot", secret(c.slack_bot("dispatch"), "api_key")),
        value("x-api-key", secret(PARTNER_KEY, "api_key"), enabled=False),
        value("clientId", none(c.uuid("client of the kiosk"))),
        value("clientSecret", secret(CLIENT_SECRET, "client_secret"), "any"),
        value("quotedPassword", secret(c.password("quoted", 9) + "\"\\/" + c.password("quoted tail", 7), "password"), "secret", description="needs escapes in JSON: offsets in the file differ from offsets in the value"),
        value("accessToken", none(""), "secret"),
        value("awsKeyId", placeholder(SAMPLE_KEY_ID)),
        value("githubToken", placeholder("ghp_" + 36 * "x"), "secret"),
        value("mailKey", placeholder("replace-me"), "secret"),
        value("paymentKey", placeholder("[your payment key]"), "secret"),
        value("refreshToken", reference("{{vault:staging-refresh}}"), "secret"),
        value("port", 8443), value("retries", None), value("strict", True),
        value("requestTimeoutSecret", none("30000")),
    ])


def production():
    def cloud(key):
        source = {"provider": "postman", "postman": {"type": "cloud", "secretId": none(c.uuid(f"secret id {key}")), "vaultId": none(c.uuid("vault id"))}}
        return {"key": key, "value": reference(""), "type": "secret", "enabled": True, "secret": True, "source": source}

    return environment("Northwind production", [
        value("baseUrl", none(f"https://{HOST}/v2")),
        cloud("clientSecret"), cloud("dbPassword"),
        value("serviceToken", secret(SERVICE_JWT, "jwt"), "secret"),
        value("reportToken", secret(c.bearer("report", 40), "bearer"), "secret", sessionValue=secret(c.bearer("report session", 40), "bearer")),
        value("keyVaultRef", reference("{{vault:prod-signing-key}}"), "secret"),
        value("signingKeyId", none(c.hexkey("key id", 16))),
        value("awsRegion", "eu-west-1"),
    ])


def old_environment():
    """As the app wrote them in 2016: no types, `timestamp`, no scope."""
    pw = c.password("mongo", 16, "_.~-")
    return {
        "id": none(c.uuid("old environment")), "name": "depot (2016)", "timestamp": 1466675213990,
        "values": [
            {"key": "host", "value": none("book.northwindparcel.test"), "enabled": True},
            {"key": "mongo", "value": secret(f"mongodb://depot:{pw}@mongo1.parcel.internal:27017/depot?authSource=admin", "conn_string", pw), "enabled": True},
            {"key": "aws_access_key_id", "value": secret(AWS_ID, "api_key"), "enabled": True},
            {"key": "aws_secret_access_key", "value": secret(AWS_SECRET, "api_key"), "enabled": True},
            {"key": "token", "value": secret(c.uuid("old token"), "bearer"), "enabled": False},
            {"key": "password", "value": weak("admin", "password"), "enabled": True},
            {"key": "apiKey", "value": placeholder("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"), "enabled": True},
            {"key": "tokenExpiry", "value": none("1466678813"), "enabled": True},
        ],
    }


def workspace_globals():
    return environment("My Workspace Globals", [
        value("company", "Northwind Parcel"),
        value("refresh_token", secret(c.bearer("global refresh", 64), "other"), "secret"),
        value("publicKeyFingerprint", none("SHA256:" + c.b64(c.Rand("fingerprint").bytes(32)).rstrip("="))),
        value("deployToken", secret(CI_TOKEN, "api_key"), "any"),
        value("password", placeholder("<password>"), "secret"),
    ], "globals")


def dump():
    preset = c.bearer("preset", 48)
    basic = c.basic("depot-all", "Welkom123")
    collection, run = c.uuid("dump collection"), c.uuid("dump request")
    return {
        "version": 1,
        "collections": [{
            "id": collection, "name": "Kiosk", "description": "", "order": [run], "folders": [], "timestamp": 1530012345678, "owner": 0, "public": False,
            "variables": [{"id": c.uuid("dump variable"), "key": "kioskToken", "value": secret(c.hexkey("kiosk token", 64), "bearer"), "type": "string"}],
            "requests": [{
                "id": run, "headers": "Accept: application/json\n", "headerData": [{"key": "Accept", "value": "application/json"}], "url": "{{kioskUrl}}/open?door=2",
                "pathVariables": {}, "preRequestScript": None, "method": "POST", "collectionId": collection, "data": [], "dataMode": "raw", "name": "Open locker", "description": TEXTS["es"],
                "rawModeData": secret("{\"door\": 2, \"pin\": \"{{pin}}\", \"masterKey\": \"" + c.hexkey("master", 32) + "\"}", "api_key", c.hexkey("master", 32)),
                "descriptionFormat": "html", "time": 1530012399001, "version": 2, "responses": [], "tests": None, "currentHelper": "normal", "helperAttributes": {},
            }],
        }],
        "environments": [{
            "id": c.uuid("dump environment"), "name": "kiosk", "timestamp": 1530012000000, "synced": False,
            "values": [
                {"key": "kioskUrl", "value": none("https://kiosk.northwindparcel.test"), "type": "text", "enabled": True},
                {"key": "kioskSecret", "value": secret(c.password("kiosk secret", 20), "password"), "type": "text", "enabled": True},
                {"key": "pinLength", "value": none("4"), "type": "text", "enabled": True},
            ],
        }],
        "headerPresets": [
            {"id": c.uuid("preset 1"), "name": "depot auth", "headers": [
                {"key": "Authorization", "value": secret(f"Bearer {preset}", "bearer", preset), "description": "", "enabled": True},
                {"key": "X-Depot", "value": "AMS-3", "description": "", "enabled": True}], "timestamp": 1530011000000},
            {"id": c.uuid("preset 2"), "name": "old depots", "headers": [
                {"key": "Authorization", "value": weak(f"Basic {basic}", "basic", basic), "description": "", "enabled": True},
                {"key": "X-Api-Key", "value": reference("{{depotKey}}"), "description": "", "enabled": True}], "timestamp": 1530011000001},
        ],
        "globals": [
            {"key": "depotKey", "value": secret(c.hexkey("depot key", 40), "api_key"), "type": "text", "enabled": True},
            {"key": "tokenName", "value": none("depot-token"), "type": "text", "enabled": True},
        ],
    }


# ---------------------------------------------------------------------------------------------------------------------------------
# Plain text beside a collection

def text_files(out):
    queue_password, smtp = c.password("queue", 16, "_.~-"), c.password("smtp", 16, "+=_.~-")
    note, upload = c.bearer("note", 40), c.basic("uploader", c.password("uploader"))
    out.lines("text/.env", "other", [
        "# Settings of the collection runner. Copy to .env.local and fill in.",
        (none("BASE_URL=https://staging.northwindparcel.test/v2"), "BASE_URL"),
        (secret(f"DATABASE_URL={DB_URL}", "conn_string", DB_PASSWORD), "DATABASE_URL"),
        (secret(f"AMQP_URL=amqp://runner:{queue_password}@queue.parcel.internal:5672/%2f", "conn_string", queue_password), "AMQP_URL"),
        "SMTP_USER=runner",
        (secret(f"SMTP_PASSWORD='{smtp}'", "password", smtp), "SMTP_PASSWORD"),
        (weak("REDIS_PASSWORD=redis123", "password", "redis123"), "REDIS_PASSWORD"),
        (reference("API_KEY=${PARCEL_API_KEY}"), "API_KEY"),
        (placeholder("CLIENT_SECRET=<ask the platform team>"), "CLIENT_SECRET"),
        (none(f"GIT_COMMIT={c.hexkey('env commit')}"), "GIT_COMMIT"),
        (none("PASSWORD_MIN_LENGTH=12"), "PASSWORD_MIN_LENGTH"),
    ])
    out.lines("text/NOTES.md", "other", [
        "# Running the tracking collection", "",
        TEXTS["de"], "",
        "    newman run tracking.postman_collection.json --env-var \"trackingToken=$TRACKING_TOKEN\"", "",
        "If the gateway refuses, try it by hand:", "",
        "```bash",
        (secret(f"curl -H 'Authorization: Bearer {note}' https://{HOST}/v2/me", "bearer", note), "Authorization"),
        (secret(f"curl -T labels.zip -H 'Authorization: Basic {upload}' https://files.northwindparcel.test/in/", "basic", upload), "Authorization"),
        (placeholder("curl -u user:password https://files.northwindparcel.test/in/"), "curl"),
        "```", "",
        (none(f"Image digest of the runner: `sha256:{c.hexkey('image', 64)}`."), "digest"),
        (none("The password is asked for at the first start; the token lasts an hour."), "password"),
    ])
    out.json("text/tracking.postman_collection.json", {
        "info": {"_postman_id": none(c.uuid("tracking")), "name": "Tracking", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [request("Track", "GET", "{{baseUrl}}/track/{{number}}", [header("Authorization", reference("Bearer {{trackingToken}}"))], text=TEXTS["tr"])],
    })


# ---------------------------------------------------------------------------------------------------------------------------------
# Files that a strict or careless reader loses

def small(name, *items, **more):
    """A collection of a few requests, to be broken."""
    return {
        "info": {"_postman_id": none(c.uuid(f"broken {name}")), "name": name, "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": list(items), **more,
    }


def with_token(name, token, kind="bearer"):
    return request(name, "GET", "{{baseUrl}}/" + name.lower().translate(SLUG), [header("Authorization", secret(f"Bearer {token}", kind, token))])


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


# ---------------------------------------------------------------------------------------------------------------------------------

def write(root):
    root = Path(root)
    if root.exists():
        shutil.rmtree(root)
    out = Output(root)
    out.json("collection-v2.1/parcel-api.postman_collection.json", parcel_api())
    out.json("collection-v2.1/vault-only.postman_collection.json", vault_only())
    out.json("collection-v2.0/depot-tools.postman_collection.json", depot_tools())
    out.json("collection-v1/address-book.json.postman_collection", address_book())
    out.json("api-wrapped/tariffs.json", wrapped(), indent=4, end="\n")
    out.json("environment/staging.postman_environment.json", staging())
    out.json("environment/production.postman_environment.json", production())
    out.json("environment/depot-2016.postman_environment", old_environment(), indent=2)
    out.json("globals/workspace.postman_globals.json", workspace_globals())
    out.json("dump/Backup.postman_dump.json", dump())
    text_files(out)
    broken_files(out)
    out.write_labels()


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent / "artefacts")
