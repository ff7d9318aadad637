"""What the demo documents are put together from: addresses, headers, requests, saved examples, texts, shared credentials."""

import json

import credentials as c
from northwind.labels import Labelled, none

HOST = "api.northwindparcel.test"
AUTH = "https://auth.northwindparcel.test"

# From the vendor's documentation, known to every scanner; in two parts for the less knowing ones.
SAMPLE_KEY_ID = "AKIA" + "IOSFODNN7EXAMPLE"


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


# Credentials that stand in more than one file

CI_TOKEN = c.github("ci")
PARTNER_KEY = c.hexkey("partner")
CLIENT_SECRET = c.bearer("client secret", 32)
STAGING_PASSWORD = c.password("staging admin")
SERVICE_JWT = c.jwt("service", iss=AUTH, sub="svc-label-printer", aud=f"https://{HOST}", iat=1760430067, exp=1791966067, scope="labels:write parcels:read")
AWS_ID, AWS_SECRET = c.aws_key_id("archive"), c.aws_secret("archive")
DB_PASSWORD = c.password("db", 20, "_.~-")
DB_URL = f"postgres://parcel_app:{DB_PASSWORD}@db1.parcel.internal:5432/parcels?sslmode=require"
