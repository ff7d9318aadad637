"""Saved answers: what servers send back, with tokens, keys and session cookies in it or without."""

import json

from placement.business import document, thing
from placement.drafts import Cases, Example, Field
from placement.cookies import TRACKING_COOKIES, cookie_pair, session_cookie
from placement.lookalike_rows import table
from placement.lookalikes import CSRF_VALUES
from placement.marks import encoded, fill, join, json_text, none, secret, within_xml
from placement.markup import spell_xml
from placement.names import FIELD_STYLES, plain_name, spell
from placement.stand_ins import mask, placeholder_text, stand_in
from placement.values import bearer, connection_string, credential, jwt, password, user

SECRETS, INNOCENT = Cases(), Cases()

# Headers of answers: long, random, and no credential.
HEADERS = table("""
Date, Last-Modified, Expires = {httpdate}
Content-Type = application/json; charset=utf-8 | application/json
ETag, Etag = "{hex:32}" | W/"{hex:4}-{b62:27}" | "{b62:22}"
CF-RAY = {hex:16}-LIS
X-Amz-Cf-Id = {url64:54}==
X-Amz-Cf-Pop, X-Served-By = LIS50-C1 | cache-fra{digits:5}-FRA
Via = 1.1 {hex:32}.cloudfront.net (CloudFront) | 1.1 varnish
Report-To = {"endpoints":[{"url":"https:\\/\\/a.nel.test\\/report\\/v4?s={b62:120}%3D%3D"}],"group":"nel"}
NEL = {"success_fraction":0,"report_to":"cf-nel","max_age":604800}
X-B3-TraceId, X-Trace-Id = {hex:32} | {hex:16}
x-datadog-trace-id = {digits:18}
X-B3-SpanId = {hex:16}
X-Request-Id, x-request-id, X-Correlation-ID, x-ms-request-id, apim-request-id = {uuid} | {hex:32}
X-Amzn-Trace-Id = Root=1-{hex:8}-{hex:24};Sampled=0
x-amz-id-2 = {b64:57}
x-amz-request-id = {ALNUM:16}
x-goog-hash = crc32c={b64:4},md5={b64:16}
x-goog-generation = {digits:16}
X-GUploader-UploadID = ABgVH8{url64:80}
traceparent = 00-{hex:32}-{hex:16}-01
Content-Security-Policy = default-src 'self'; script-src 'nonce-{b64:16}' 'sha256-{b64:32}'
WWW-Authenticate = Digest realm="{noun}", nonce="{hex:32}", opaque="{hex:32}", qop="auth"
    | Bearer realm="{name}", error="invalid_token" | Basic realm="{Name}"
Location, Content-Location = https://api.{name}.test/{noun}s/{uuid} | /{noun}s/{oid}
Location =
    https://login.{name}.test/auth?client_id={uuid}&state={b62:24}&nonce={hex:32}&code_challenge={url64:43}
Link = <https://api.{name}.test/{noun}s?cursor={b62:32}>; rel="next"
X-RateLimit-Remaining, X-RateLimit-Reset, Content-Length, Age = {int:1-5000}
Strict-Transport-Security = max-age=31536000 | max-age=15552000; includeSubDomains
Vary, Access-Control-Expose-Headers = Accept-Encoding | Authorization, X-Auth-Token | Origin
Access-Control-Allow-Headers = Content-Type, Authorization, X-Api-Key, X-CSRF-Token
    | X-Requested-With, token, secret
X-Debug-Token = {hex:6}
X-Debug-Token-Link = https://{name}.test/_profiler/{hex:6}
x-newrelic-app-data, X-Azure-Ref, x-fb-debug = {b64:60} | {b62:60}
X-Powered-By, Server = Express | nginx/1.{int:10-25}.0 | PHP/8.{int:0-3}.2
X-Next-Page-Token, X-Continuation, x-ms-continuation = {b64:36} | {url64:48}
X-Token-Expires-In, X-Session-Timeout = 3600 | 900
X-Token-Expiry, X-Password-Expires = {iso} | {unix}
X-Auth-Type, X-Token-Type = Bearer | basic
Digest = SHA-256={b64:32}
Content-MD5 = {b64:16}
x-checksum-sha1 = {hex:40}
""")


def answer_headers(d, n=5):
    """`n` headers of an answer."""
    return [Field(d.choice(names), none(d.one_of(shapes), "none-answer-" + names[0].lower()))
            for names, shapes in d.sample(HEADERS, n)]


def example(draft, body, language="json", headers=(), cookies=(), status=(200, "OK")):
    d = draft.d
    name = d.choice([draft.name, f"{draft.name}: done", "Success", "200", "example", f"{draft.noun} found"])
    every = d.shuffled([*headers, *answer_headers(d, d.between(2, 7))])
    draft.examples.append(Example(name, status, every, body, language, list(cookies)))


@SECRETS.add("example", 5)
def answer_login(draft, case):
    """What a token endpoint answers."""
    d = draft.d
    style = d.choice(["snake", "snake", "camel"])
    access = bearer(d)
    node = {spell("access token", style): access, spell("token type", style): "Bearer",
            spell("expires in", style): d.choice([3600, 86399, 900])}
    if d.chance(60):
        node[spell("refresh token", style)] = credential(d, "refresh_token")
    if d.chance(25):
        node[spell("id token", style)] = secret(jwt(d), "jwt")
    if d.chance(40):
        node["scope"] = d.make("{noun}:read {noun}:write")
    node = d.choice([node, node, {"data": node}, {"result": {"session": node, "user": thing(d, style, 1)}},
                     {"success": True, "payload": node}])
    example(draft, json_text(node, d.choice([2, 4, None]), case))


@SECRETS.add("example", 4)
def answer_field(draft, case):
    """A record of which one member is a credential: an API key just made, the secret of a webhook."""
    d = draft.d
    kind = d.choice(["api_key", "client_secret", "bearer", "password", "crypto_key", "session", "otp_seed",
                     "refresh_token"])
    node = thing(d, d.choice(["camel", "snake"]), 1)
    node[plain_name(d, kind, FIELD_STYLES)] = credential(d, kind)
    example(draft, json_text(d.choice([node, {"data": [thing(d), node]}, {d.make("{noun}"): node}]),
                             d.choice([2, 2, None]), case))


@SECRETS.add("example", 2)
def answer_list(draft, case):
    d = draft.d
    kind = d.choice(["api_key", "password", "bearer"])
    name = plain_name(d, kind, ["camel", "snake"])
    rows = [{"id": number, "owner": user(d), name: credential(d, kind)}
            for number in range(1, d.between(3, 5))]
    example(draft, json_text(rows, 2, case))


@SECRETS.add("example", 2)
def answer_xml(draft, case):
    d = draft.d
    kind = d.choice(["bearer", "session", "api_key"])
    name = spell_xml(plain_name(d, kind, ["camel", "pascal", "snake"]))
    part = fill(f"<{name}>%s</{name}>", encoded(credential(d, kind), within_xml), name=name)
    example(draft, join('<?xml version="1.0"?>\n<loginResponse>\n  <status>ok</status>\n  ', part,
                        "\n</loginResponse>", case=case), "xml")


@SECRETS.add("example", 2)
def answer_bare(draft, case):
    """The whole body is a token, as a JSON string or as text. Its request says so by its path."""
    d = draft.d
    value = secret(jwt(d), "jwt")
    draft.url.path = ["auth", "token"]
    draft.url.variables = []
    example(draft, d.choice([join('"', value, '"', case=case, name="token"), value.tagged(case, "token")]),
            "text")


@SECRETS.add("example", 4)
def answer_set_cookie(draft, case):
    d = draft.d
    name, value = session_cookie(d)
    tail = d.choice(["; HttpOnly", "; Secure; HttpOnly; SameSite=Lax", ""])
    text = join(name, "=", value, "; Path=/", tail, case=case)
    example(draft, document(d), headers=[Field(d.choice(["Set-Cookie", "set-cookie"]), text)])


@SECRETS.add("example", 3)
def answer_cookie(draft, case):
    d = draft.d
    name, value = session_cookie(d)
    jar = [(name, value.tagged(case, name))] + [cookie_pair(d, TRACKING_COOKIES) for _ in range(d.below(3))]
    example(draft, document(d), cookies=d.shuffled(jar))


@SECRETS.add("example", 3)
def answer_header(draft, case):
    d = draft.d
    name = d.choice(["X-Auth-Token", "access-token", "X-Access-Token", "Authorization", "X-Subject-Token",
                     "X-Session-Token", "X-Api-Key", "token"])
    value = join("Bearer ", bearer(d)) if name == "Authorization" else bearer(d)
    example(draft, document(d), headers=[Field(name, value.tagged(case, name))])


@SECRETS.add("example", 1)
def answer_echo(draft, case):
    """An echo service that sends the request's headers back."""
    d = draft.d
    node = {"args": {}, "headers": {"host": "echo.test", "authorization": join("Bearer ", bearer(d)),
                                    "x-request-id": d.uuid()}, "url": "https://echo.test/get"}
    example(draft, json_text(node, 2, case))


@SECRETS.add("example", 2)
def answer_token_only(draft, case):
    """The shortest of all: {"token": "…"}."""
    d = draft.d
    kind = d.choice(["bearer", "bearer", "session", "api_key"])
    name = d.choice({"bearer": ["token", "access_token", "jwt", "id_token", "accessToken"],
                     "session": ["sessionId", "session_key", "sid"],
                     "api_key": ["apiKey", "api_key", "key"]}[kind])
    example(draft, json_text(d.choice([{name: credential(d, kind)}, {"d": {name: credential(d, kind)}}]),
                             d.choice([2, None]), case))


@SECRETS.add("example", 1)
def answer_form(draft, case):
    """Parameters as text: access_token=…&token_type=bearer."""
    d = draft.d
    example(draft, fill("access_token=%s&scope=repo&token_type=bearer", bearer(d, True), case=case,
                        name="access_token"), "text")


@SECRETS.add("example", 1)
def answer_location(draft, case):
    """A redirect that carries a token."""
    d = draft.d
    tail = d.choice(["#access_token=%s&token_type=Bearer", "?token=%s", "?session=%s",
                     "#id_token=%s&state=1"])
    text = fill(d.make("https://app.{name}.test/cb") + tail, bearer(d, True), case=case, name="Location")
    example(draft, "", "text", headers=[Field("Location", text)], status=(302, "Found"))


@SECRETS.add("example", 1)
def answer_page_with_key(draft, case):
    """A page whose script holds a key of the server."""
    d = draft.d
    name = d.choice(["apiKey", "accessToken", "clientSecret"])
    page = f'<html><script>window.__CONFIG__ = {{"env":"staging","{name}":"%s"}};</script></html>'
    example(draft, fill(page, credential(d, "api_key", True), case=case, name=name), "html")


@SECRETS.add("example", 1)
def answer_settings(draft, case):
    d = draft.d
    node = {"env": {"NODE_ENV": "production", "DB_PASSWORD": password(d),
                    "DATABASE_URL": connection_string(d), "LOG_LEVEL": "info"}}
    example(draft, json_text(node, 2, case))


@INNOCENT.add("example", 12)
def answer_document(draft, case):
    d = draft.d
    status = d.choice([(200, "OK"), (200, "OK"), (201, "Created"), (400, "Bad Request"), (401, "Denied")])
    example(draft, document(d), status=status)


@INNOCENT.add("example", 3)
def answer_masked(draft, case):
    """Lists of keys and secrets whose values are masked or left out."""
    d = draft.d
    kind = d.choice(["api_key", "client_secret", "password", "bearer"])
    name = plain_name(d, kind, ["camel", "snake"])
    masked = d.choice([mask(d), "********", None, "", placeholder_text(d, kind), "[REDACTED]"])
    node = thing(d, "camel", 1) | {name: masked, name + "LastFour": d.make("{b62:4}"), "hasSecret": True}
    example(draft, none(json.dumps(node, indent=2, ensure_ascii=False), "none-answer-masked", "body"))


@INNOCENT.add("example", 2)
def answer_stand_in(draft, case):
    d = draft.d
    node = {"access_token": stand_in(d, "bearer", "answer"), "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": stand_in(d, "refresh_token", "answer")}
    example(draft, json_text(node, 2))


@INNOCENT.add("example", 2)
def answer_cookies(draft, case):
    d = draft.d
    jar = [cookie_pair(d, TRACKING_COOKIES) for _ in range(d.between(1, 4))]
    name, value = cookie_pair(d, TRACKING_COOKIES)
    header = Field("Set-Cookie", none(f"{name}={value}; Path=/; Secure", "none-set-tracking-cookie"))
    example(draft, document(d), headers=[header],
            cookies=[(name, none(value, "none-tracking-cookie")) for name, value in jar])


@INNOCENT.add("example", 2)
def answer_page(draft, case):
    """HTML: forms with empty password fields and hidden form tokens, scripts with hashes."""
    d = draft.d
    token = d.one_of(CSRF_VALUES)
    head = ('<!DOCTYPE html><html><head><title>Sign in</title><script src="/js/app.{hex:8}.js" '
            'integrity="sha384-{b64:48}"></script><style>.css-{alnum:6}{color:#{hex:6};}</style></head>')
    form = (f'<body><form method="post"><input type="hidden" name="csrf_token" value="{token}"><input '
            'type="password" name="password" placeholder="Your password"></form></body></html>')
    example(draft, none(d.make(head) + form, "none-answer-page", "body"), "html")


@INNOCENT.add("example", 1)
def answer_style(draft, case):
    d = draft.d
    rules = "".join(d.make(".{alnum:7}-{Noun}{--key:#{hex:6};background:url(/img/{hex:32}.png)}")
                    for _ in range(d.between(4, 12)))
    example(draft, none(rules, "none-answer-style", "body"), "text")


@INNOCENT.add("example", 1)
def answer_empty(draft, case):
    example(draft, "", "text", status=(204, "No Content"))
