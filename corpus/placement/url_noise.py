"""Addresses without a credential: ids, references, placeholders, and paths that only speak of tokens."""

import json

import credentials as c
from placement.drafts import Cases, Field, plural
from placement.lookalike_rows import table
from placement.marks import fill, none, placeholder, reference
from placement.stand_ins import placeholder_text, reference_text, stand_in
from placement.urls import PATH_TOKENS, QUERY_NAMES, innocent_pairs, query

INNOCENT = Cases()

IDS = table("""
id, {noun}Id, ref, parent, requestId, correlationId, batch, cid, uid = {uuid} | {oid} | {ulid} | {digits:9}
    | {{id}}
page, limit, offset, size, per_page, count, depth = {int:1-500}
sort, order, fields, include, expand, view, format, lang, filter = name | -createdAt | {noun},{noun} | full
    | json | pt | status%20eq%20'open'
from, to, since, until, date, start, end, updated_after = {date} | {iso} | {unix}
pageToken, next_token, cursor, continuation, after, marker, $skiptoken = {url64:40} | {b62:32} | {hex:24}
    | eyJpZCI6{digits:6}fQ
etag, hash, checksum, sha, rev, v, commit = {hex:40} | {hex:64} | {hex:8} | {semver}
oauth_timestamp, expires, cb, _, ts, t = {unix} | {ms}
nonce, state, code_challenge, oauth_nonce, rnd, requestNonce = {b62:16} | {url64:43} | {hex:32}
grant_type, response_type, prompt, response_mode = client_credentials | code | token | login
client_id, tenant, appId, audience, resource = {uuid} | {alnum:24} | {noun}-web
redirect_uri, scope, returnUrl, callback = https%3A%2F%2Fapp.{name}.test%2Fcb | openid%20profile%20{noun}
token_type, key_id, auth_type, pass_type, signature_method = bearer | {noun} | basic | {noun}-{int:1-9}
    | HMAC-SHA1
keyword, author, passenger, q, search, authority, secretary = {noun} | {Name} | {noun}%20{name}
tokenAddress, contract, address, wallet, txHash, from_token = 0x{hex:40} | 0x{hex:64}
key, sort_key, cache_key, partition, field, column, property = {noun}.{noun} | name | createdAt | {noun}_id
""")


@INNOCENT.add("url", 10)
def query_ids(draft, case):
    d = draft.d
    pairs = []
    for names, shapes in d.sample(IDS, d.between(1, 4)):
        value = none(d.one_of(shapes), "none-query-" + names[0].lower())
        pairs.append(Field(d.make(d.choice(names)), value, disabled=d.chance(25)))
    query(draft, pairs)


@INNOCENT.add("url", 2)
def query_packed(draft, case):
    """A filter or a place in a list, as JSON in base64."""
    d = draft.d
    packed = c.b64url(json.dumps(d.choice([{"id": d.below(90_000), "dir": "next"},
                                           {"status": ["open"], "noun": draft.noun}, {"after": d.uuid()}])))
    query(draft, [Field(d.choice(["filter", "cursor", "q", "page", "view", "where"]),
                        none(packed, "none-query-packed"))])


@INNOCENT.add("url", 2)
def query_login_redirect(draft, case):
    """The address of a login page: client id, state, nonce and challenge are public."""
    d = draft.d
    draft.url.path = d.choice(["authorize", "oauth2/auth", "connect/authorize"]).split("/")
    pairs = [("client_id", "{uuid}"), ("response_type", "code"), ("state", "{b62:24}"), ("nonce", "{hex:32}"),
             ("code_challenge", "{url64:43}"), ("code_challenge_method", "S256"),
             ("redirect_uri", "https%3A%2F%2Fapp.{name}.test%2Fcb"), ("scope", "openid%20{noun}")]
    draft.url.query = [Field(name, none(d.make(shape), "none-" + case))
                       for name, shape in pairs if d.chance(80)]


@INNOCENT.add("url", 4)
def query_lookalike(draft, case):
    query(draft, innocent_pairs(draft.d, draft.d.between(1, 3)))


@INNOCENT.add("url", 5)
def query_stand_in(draft, case):
    d = draft.d
    kind = d.choice(["api_key", "bearer", "password", "client_secret"])
    name = d.choice(QUERY_NAMES[kind])
    query(draft, [Field(name, stand_in(d, kind, "query").tagged(name=name), disabled=d.chance(15))])


@INNOCENT.add("url", 2)
def userinfo_by_reference(draft, case):
    draft.url.base = draft.api.address(draft.d)
    draft.url.userinfo = fill("{{user}}:%s", stand_in(draft.d, "password", "userinfo"))


@INNOCENT.add("url", 4)
def path_ids(draft, case):
    """Long ids in the path: UUIDs, hashes, base64 of an id."""
    d = draft.d
    shapes = ["{uuid}", "{oid}", "{ulid}", "{hex:40}", "{hex:64}", "{digits:12}", "{ALNUM:6}", "0x{hex:40}",
              "{UPPER:3}-{digits:5}"]
    step = d.choice([d.one_of(shapes), c.b64url(d.make("{noun}:{digits:8}"))])
    draft.url.path = [plural(draft.noun), none(step, "none-path-id", draft.noun),
                      *d.choice([[], ["history"], ["tokens"], ["password-policy"], ["keys"]])]


@INNOCENT.add("url", 2)
def path_stand_in(draft, case):
    d = draft.d
    step = d.choice([reference("{{" + reference_text(d).strip("{} ") + "}}", "path-reference"),
                     placeholder(placeholder_text(d).replace("/", "").replace(" ", "-"), "path-placeholder")])
    draft.url.path = [*d.choice(PATH_TOKENS).split("/"), step]


@INNOCENT.add("url", 2)
def token_routes(draft, case):
    """Paths that speak of tokens, keys and passwords and hold none."""
    draft.url.path = draft.d.choice(["oauth2/token", "auth/realms/master/protocol/openid-connect/token",
                                     "api/keys", "users/me/password",
                                     "password/forgot", "tokens/introspect", "session/new", "secrets",
                                     "v1/secret/data/config", "apikeys/rotate",
                                     "login/oauth/access_token", "two-factor/challenge", "token-types",
                                     "passengers/search", "keywords"]).split("/")


@INNOCENT.add("url", 1)
def assets(draft, case):
    d = draft.d
    draft.url.base = d.make("https://cdn.{name}.test")
    draft.url.path = ["static", none(d.one_of(["main.{hex:8}.js", "{hex:32}.png", "app-{b62:8}.css",
                                               "{hex:40}.pdf", "{uuid}.webp"]), "none-asset")]
