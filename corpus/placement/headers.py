"""Header fields: credentials in Authorization and in headers of their own; and what only looks like it."""

from placement.drafts import Cases, Field
from placement.lookalike_rows import table
from placement.marks import encoded, fill, join, json_text, none, percent, reference, secret
from placement.names import PHRASES, name_of, plain_name, spell
from placement.stand_ins import authorization, manual_value, stand_in
from placement.values import basic, bearer, credential, jwt, password, plain_user, user
from placement.words import SERVICES

SECRETS, INNOCENT = Cases(), Cases()

# Schemes of Authorization headers, by kind of credential.
TOKEN_SCHEMES = ["Token %s", "token %s", 'Token token="%s"', "Token token=%s", "ApiKey %s", "Apikey %s",
                 "apikey %s", "Api-Key %s", "JWT %s", "SSWS %s", "Key %s", "key=%s", "GenieKey %s",
                 "OAuth %s", "Session %s", "Access %s", "X-Token %s", "Custom %s", "Splunk %s",
                 "Discogs token=%s", "{Name} %s", "{Name}-oauthtoken %s", "AccessToken %s", "Access-Token=%s",
                 "token:%s"]

# Headers of known systems whose keys have no format of their own.
NAMED = table("""
X-Api-Key, X-API-KEY, x-api-key, api-key, apikey, Api-Key, X-ApiKey, apiKey, API_KEY = {b62:32} | {hex:32}
    | {hex:40} | {uuid} | {b62:40} | {url64:43}
X-Auth-Token, x-auth-token, X-AUTH-TOKEN, Auth-Token, auth_token, authtoken = {hex:32} | {uuid} | {url64:43}
    | {b62:64}
X-Access-Token, Access-Token, access_token, x-access-token, accesstoken = {b62:40} | {hex:64} | {url64:86}
    | {uuid}
Ocp-Apim-Subscription-Key, Subscription-Key = {hex:32}
X-Functions-Key, x-functions-key = {b62:54}== | {url64:54}==
X-RapidAPI-Key, X-Mashape-Key = {b62:50}
X-Redmine-API-Key, X-Cisco-Meraki-API-Key = {hex:40}
DD-API-KEY = {hex:32}
DD-APPLICATION-KEY = {hex:40}
X-MBX-APIKEY = {b62:64}
Circle-Token = {hex:40}
X-Consul-Token, X-Nomad-Token = {uuid}
X-Parse-REST-API-Key, X-Parse-Master-Key, X-Parse-Session-Token = {b62:40}
X-Plex-Token, X-Emby-Token = {b62:20} | {hex:32}
X-Figma-Token, X-Kuma-Revision-Token = {digits:6}-{uuid}
PRIVATE-TOKEN, Private-Token, JOB-TOKEN = {b62:20} | {url64:26}
X-User-Token, x-user-token, X-Session-Token, X-Customer-Token = {b62:32} | {uuid} | {hex:48}
X-Secret-Token, X-Secret-Key, x-secret, X-Client-Secret, client_secret, X-App-Secret = {b62:32} | {hex:64}
    | {url64:40} | {uuid}
X-Master-Key, X-Admin-Key, X-Admin-Token, x-hasura-admin-secret, x-internal-key = {b62:28} | {hex:40}
    | {b64:32} | {url64:32}
X-Shared-Secret, X-Webhook-Secret, X-Partner-Key, X-Merchant-Key, X-Integration-Key = {b62:24} | {hex:32}
    | {alnum:30}
token, Token, TOKEN, auth, sessionToken, user-token, security-token, csp-auth-token = {b62:40} | {uuid}
    | {hex:40} | {url64:64}
X-Amz-Security-Token = {sts:180}
X-Hub-Token, X-Algolia-API-Key, X-Typesense-API-Key, X-Meili-API-Key = {hex:32} | {b62:32}
Authentication, X-Authorization, Proxy-Authorization, X-Auth = {b62:48} | {hex:64} | {uuid}
""")


def put(draft, name, value, case=None, **more):
    """Adds a header; now and then a disabled one, or one with a description."""
    value = value.tagged(case, name) if case else value
    text = draft.d.choice(["", "", "", "", "", "Required", "from the partner", "only on staging"])
    draft.headers.append(Field(name, value, disabled=draft.d.chance(12), text=text, **more))


@SECRETS.add("authorization", 4)
def header_bearer(draft, case):
    d = draft.d
    word = d.choice(["Bearer ", "Bearer ", "Bearer ", "Bearer ", "bearer ", "BEARER ", "Bearer  "])
    put(draft, d.choice(["Authorization", "Authorization", "authorization"]), join(word, bearer(d)), case)


@SECRETS.add("authorization", 4)
def header_basic(draft, case):
    d = draft.d
    word = d.choice(["Basic ", "Basic ", "Basic ", "Basic ", "basic ", "BASIC "])
    put(draft, d.choice(["Authorization", "Authorization", "authorization", "Proxy-Authorization"]),
        join(word, basic(d)), case)


@SECRETS.add("authorization", 3)
def header_scheme(draft, case):
    d = draft.d
    put(draft, "Authorization", fill(d.one_of(TOKEN_SCHEMES), credential(d, d.choice(["api_key", "bearer"]))),
        case)


@SECRETS.add("authorization", 2)
def header_no_scheme(draft, case):
    d = draft.d
    value = credential(d, d.choice(["api_key", "bearer", "bearer"]))
    put(draft, d.choice(["Authorization", "Authorization", "authorization", "X-Authorization"]), value, case)


@SECRETS.add("authorization", 2)
def header_oauth1(draft, case):
    """A signed OAuth 1 header: token and signature are credentials, consumer key and nonce are not."""
    d = draft.d
    token = secret(d.make("{b62:32-45}"), "signature")
    signature = encoded(secret(d.make("{b64:20}"), "signature"), percent)
    parts = [f'oauth_consumer_key="{d.make("{b62:32}")}"', fill('oauth_token="%s"', token),
             'oauth_signature_method="HMAC-SHA1"',
             f'oauth_timestamp="{d.make("{unix}")}"', f'oauth_nonce="{d.make("{b62:11}")}"',
             'oauth_version="1.0"',
             fill('oauth_signature="%s"', signature)]
    if d.chance(30):
        parts.insert(0, f'realm="{d.make("{name}")}"')
    put(draft, "Authorization", join("OAuth ", join(*parts, sep=d.choice([",", ", "]))), case)


@SECRETS.add("authorization", 1)
def header_sas(draft, case):
    d = draft.d
    signature = encoded(secret(d.make("{b64:32}"), "signature"), percent)
    template = d.make("SharedAccessSignature sr={noun}.servicebus.test&sig=%s&se={unix}&skn=send")
    put(draft, "Authorization", fill(template, signature), case)


@SECRETS.add(None, 6)
def header_named(draft, case):
    d = draft.d
    names, shapes = d.choice(NAMED)
    kind = "client_secret" if "ecret" in names[0] else "bearer" if "oken" in names[0] else "api_key"
    put(draft, d.choice(names), secret(d.one_of(shapes), kind), case)


@SECRETS.add(None, 4)
def header_own(draft, case):
    """X-{Service}-{Kind}, as every second company has one."""
    d = draft.d
    kind = d.choice(["api_key", "api_key", "bearer", "client_secret"])
    phrase = d.choice(PHRASES[kind]).removeprefix("x ")
    name = spell(
        f"{d.choice(['x', 'x', ''])} {d.choice([d.choice(SERVICES), draft.api.company, ''])} {phrase}",
        d.choice(["train", "train", "kebab"]))
    put(draft, name, credential(d, kind), case)


@SECRETS.add(None, 2)
def header_user_password(draft, case):
    d = draft.d
    one, two = d.choice([("username", "password"), ("X-Username", "X-Password"), ("user", "pass"),
                         ("X-Auth-User", "X-Auth-Key"),
                         ("login", "pwd"), ("API-User", "API-Password"), ("x-user", "x-pass"),
                         ("usuario", "senha")])
    put(draft, one, none(user(d), "none-user-name"))
    put(draft, two, password(d), case)


@SECRETS.add(None, 1)
def header_jwt(draft, case):
    name = draft.d.choice(["X-JWT-Assertion", "X-Id-Token", "x-jwt", "X-Forwarded-Access-Token", "id_token",
                           "X-User-Jwt", "assertion"])
    put(draft, name, secret(jwt(draft.d), "jwt"), case)


@SECRETS.add(None, 1)
def header_json(draft, case):
    """JSON in a header."""
    d = draft.d
    kind = d.choice(["password", "bearer", "api_key"])
    node = {"user": plain_user(d), plain_name(d, kind, ["camel", "snake"]): credential(d, kind, True)}
    put(draft, d.choice(["X-Credentials", "X-Context", "x-auth", "Auth-Info"]), json_text(node, None), case)


@SECRETS.add(None, 1)
def header_description(draft, case):
    """A key in the description of a header or of a parameter."""
    d = draft.d
    kind = d.choice(["api_key", "bearer"])
    template = d.choice(["prod key: %s", "e.g. token %s", "api key for the pilot is %s", "old token: %s",
                         "use `%s` as key on staging"])
    place = d.choice([draft.headers, draft.url.query])
    place.append(Field(d.choice(["X-Api-Key", "X-Auth-Token", "token", "apikey"]),
                       reference("{{apiKey}}", "key-header-reference"),
                       text=fill(template, credential(d, kind, True), case=case, name="description")))


# Headers of requests that hold no credential, however they look.
PLAIN = table("""
X-Request-Id, X-Request-ID, x-request-id, Request-Id = {uuid} | {{$guid}} | {hex:32}
X-Correlation-Id, Correlation-Id, x-correlation-id, X-Transaction-Id, Conversation-Id = {uuid} | {{$guid}}
    | {hex:32} | {noun}-{unix}
Postman-Token = {uuid}
Idempotency-Key, X-Idempotency-Key, Idempotency-Token = {uuid} | {ulid} | {{$guid}} | {noun}-{unix}
If-Match, If-None-Match, if-match = "{hex:32}" | W/"{hex:8}" | "{b62:22}" | {hex:40} | * | {{etag}}
traceparent = 00-{hex:32}-{hex:16}-01
X-B3-TraceId, X-Trace-Id, uber-trace-id = {hex:32} | {hex:16} | {hex:16}:{hex:16}:0:1
X-B3-SpanId, X-Span-Id = {hex:16}
Content-MD5 = {b64:16}
Digest, Content-Digest = SHA-256={b64:32} | sha-256=:{b64:32}:
x-amz-content-sha256, X-Content-Hash = {hex:64}
X-Tenant-Id, X-Org-Id, x-tenant, X-Account-Id, x-gw-ims-org-id = {uuid} | {digits:6} | {HEX:24}@{Name}Org
    | {{tenantId}}
X-Client-Id, client-id, X-App-Id, x-application-id = {uuid} | {noun}-web | {alnum:20} | {{clientId}}
X-Device-Id, X-Installation-Id, X-Client-Version = {uuid} | {semver} | {ALNUM:16}
User-Agent = {Name}/{semver} | PostmanRuntime/7.{int:26-43}.0 | okhttp/4.{int:1-12}.0
Accept-Language, Content-Language = pt-PT,pt;q=0.9 | de | en-US,en;q=0.5
Origin, Referer, X-Forwarded-Host = https://app.{name}.test | https://{name}.test/{noun}s
X-Requested-With, X-Source, X-Channel = XMLHttpRequest | postman | {noun}-app
SOAPAction = urn:{name}:{Noun}Get | "http://ws.{name}.test/Get{Noun}"
X-Token-Type, X-Auth-Type, X-Key-Type, x-auth-method = Bearer | basic | oauth2 | internal
X-Key-Id, X-Kid = {noun}-2024 | key-{int:1-9} | {int:1-900}
X-Signature-Version, X-Signature-Method, x-sign-algorithm = HmacSHA256 | 2 | RS256
X-Token-Expires, X-Password-Expires = {iso} | {unix}
X-Session-Timeout, X-Token-Ttl = 3600 | 1800
X-Password-Policy, X-Api-Key-Name, X-Secret-Name, X-Session-Type = default | {noun} reader
    | {noun}-db-password
X-Author, X-Authority, X-Authenticated-User, X-Forwarded-User = {name}.{name} | {name}@{name}.test
X-Api-Version, api-version, Accept-Version = {date} | v{int:1-4} | {semver}
X-Hash, X-Checksum, X-File-Sha1, X-Build = {hex:40} | {hex:64} | {hex:7}
Date, If-Modified-Since, If-Unmodified-Since = {httpdate}
Cache-Control, Prefer, Pragma = no-cache | return=minimal | respond-async
""")


@INNOCENT.add(None, 7)
def plain_headers(draft, case):
    d = draft.d
    for names, shapes in d.sample(PLAIN, d.between(1, 4)):
        text = d.one_of(shapes)
        slug = "none-header-" + names[0].lower()
        put(draft, d.choice(names), reference(text, slug) if text.startswith("{{") else none(text, slug))


@INNOCENT.add("authorization", 5)
def authorization_stand_in(draft, case):
    put(draft, draft.d.choice(["Authorization", "authorization"]), authorization(draft.d, "authorization"))


@INNOCENT.add(None, 3)
def key_header_stand_in(draft, case):
    d = draft.d
    names, _ = d.choice(NAMED)
    value = stand_in(d, d.choice(["api_key", "bearer"]), "key-header")
    put(draft, d.choice([d.choice(names), name_of(d, "api_key", ["train", "kebab"])]), value)


@INNOCENT.add(None, 1)
def manual_header_value(draft, case):
    d = draft.d
    put(draft, d.choice(["X-Access-Token", "X-Auth-Token", "token"]), manual_value(d, "bearer"), case)


@INNOCENT.add("authorization", 1)
def digest_challenge(draft, case):
    """A Digest header by reference: realm, nonce and opaque are public."""
    d = draft.d
    text = d.make('Digest username="{{user}}", realm="{noun}", nonce="{hex:32}", uri="/{noun}", qop=auth, '
                  'opaque="{hex:32}", response="{{hash}}"')
    put(draft, "Authorization", reference(text, "none-digest-header"))


@INNOCENT.add("authorization", 1)
def oauth1_by_reference(draft, case):
    d = draft.d
    text = d.make('OAuth oauth_consumer_key="{b62:32}",oauth_token="{{token}}",oauth_timestamp="{unix}",'
                  'oauth_signature_method="HMAC-SHA1",oauth_nonce="{b62:11}",oauth_version="1.0",'
                  'oauth_signature="{{signature}}"')
    put(draft, "Authorization", reference(text, "none-oauth1-header"))
