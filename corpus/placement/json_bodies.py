"""JSON bodies: credentials at any depth, under their names or beside them, as JSON within JSON; and none."""

import json

import credentials as c
from placement.business import document, nested, thing
from placement.drafts import Cases
from placement.forms import login, raw
from placement.lookalikes import short
from placement.marks import bare, fill, join, json_text, none, secret, weak
from placement.names import FIELD_STYLES, FOREIGN_PASSWORD, name_of, plain_name, spell
from placement.stand_ins import LOREM, manual_value, stand_in
from placement.values import (basic, bearer, connection_string, credential, one_time_code, pair_in_clear,
                              password, user, weak_text)

SECRETS, INNOCENT = Cases(), Cases()


def send(draft, node, case):
    """Sets a JSON body: indented or in one line, with unquoted variables now and then."""
    d = draft.d
    if isinstance(node, dict) and d.chance(15):
        node = {**node, d.make("{noun}Count"): bare(d.make("{noun}_count")),
                d.make("{noun}Active"): bare("enabled")}
    raw(draft, json_text(node, d.choice([2, 2, 4, "\t", None]), case))


@SECRETS.add("body", 4)
def json_login(draft, case):
    d = draft.d
    more = d.choice([{}, {}, {"rememberMe": True}, {"deviceId": d.uuid()}])
    send(draft, {**dict(login(d)), **more}, case)


@SECRETS.add("body", 4)
def json_field(draft, case):
    """One credential among the members of a record."""
    d = draft.d
    kind = d.choice(["password", "api_key", "bearer", "client_secret", "crypto_key", "refresh_token",
                     "otp_seed", "session"])
    node = thing(d, d.choice(["camel", "snake"]))
    items = [*node.items(), (name_of(d, kind, FIELD_STYLES), credential(d, kind))]
    send(draft, dict(d.shuffled(items)), case)


@SECRETS.add("body", 4)
def json_nested(draft, case):
    """Settings of a connection: the credential lies two or three levels deep."""
    d = draft.d
    word, token = password(d), credential(d, d.choice(["api_key", "client_secret"]))
    host = d.make("{noun}.{name}.internal")
    node = d.choice([
        {"auth": {"identity": {"methods": ["password"],
                               "password": {"user": {"name": user(d), "domain": {"id": "default"},
                                                     "password": word}}}}},
        {"connector": d.make("{noun}-sink"),
         "config": {"connection.url": f"jdbc:db2://{host}", "connection.user": user(d),
                    "connection.password": word, "key.converter": "StringConverter"}},
        {"smtp": {"host": host, "port": 587, "auth": {"user": user(d), "pass": word}},
         "from": d.make("{noun}@{name}.test")},
        {"webhook": {"url": d.make("https://{name}.test/in"), "secret": token, "events": ["created"]}},
        {"provider": {"type": "oidc", "issuer": d.make("https://{name}.test"), "clientId": d.uuid(),
                      "clientSecret": token}},
        {"spec": {"storage": {"kind": "s3", "bucket": d.make("{noun}"), "accessKey": d.make("{noun}-rw"),
                              "secretKey": token}}},
        {"users": [{"login": user(d), "password": word}, {"login": user(d), "password": password(d)}],
         "notify": False},
        {"credentials": {"type": "basic", "basic": {"username": user(d), "password": word}},
         "schedule": "@daily"},
        {"data": {"attributes": {"email": d.make("{name}@{name}.test"), "password": word,
                                 "passwordConfirmation": word}}},
        {"authentication": {"scheme": "ApiKey", "apiKey": {"name": "X-Api-Key", "value": token}}},
        {"oldPassword": password(d), "newPassword": word, "confirmPassword": word},
        {"jsonrpc": "2.0", "method": "user.login", "params": {"user": user(d), "password": word}, "id": 1,
         "auth": None},
        {"jsonrpc": "2.0", "method": "host.get", "params": {"output": "extend"}, "id": 2,
         "auth": secret(d.hex(32), "session")},
        {"target": d.make("https://{name}.test/in"),
         "headers": {"Authorization": join("Bearer ", bearer(d)), "Accept": "*/*"}},
        {"source": {"type": "rest",
                    "headers": [{"name": "X-Api-Key", "value": token.tagged(name="X-Api-Key")}]}},
    ])
    send(draft, node, case)


@SECRETS.add("body", 1)
def json_deployment(draft, case):
    """What clusters and registries take: secrets in base64, logins, commands with a password in them."""
    d = draft.d
    word = credential(d, "password", True)
    packed = secret(c.b64(word), "password")
    node = d.choice([
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": d.make("{noun}-db")}, "type": "Opaque",
         "data": {"password": packed}},
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": d.make("{noun}-db")},
         "stringData": {"DB_PASSWORD": word}},
        {"auths": {d.make("registry.{name}.test"): {"auth": basic(d, 0)}}},
        {"name": d.make("{noun}-job"),
         "command": fill(d.make("mysqldump -u {name} --password=%s {noun}s"), word, name="password")},
        {"image": d.make("{noun}:1.4"),
         "env": [{"name": "DB_HOST", "value": "db"}, {"name": "DB_PASSWORD", "value": word}]},
        {"run": fill(f"curl -u %s https://{d.make('{name}')}.test/hook", pair_in_clear(d, 0), name="user")},
    ])
    send(draft, node, case)


@SECRETS.add("body", 3)
def json_pairs(draft, case):
    """Name and value as members of their own: {"key": "apiKey", "value": "…"}."""
    d = draft.d
    kind = d.choice(["password", "api_key", "client_secret", "bearer"])
    key, value = d.choice([("key", "value"), ("name", "value"), ("Name", "Value"), ("id", "value"),
                           ("property", "value"), ("key", "val")])
    rows = [{key: name, value: text} for name, text in (short(d) for _ in range(d.between(1, 4)))]
    mine = name_of(d, kind, FIELD_STYLES)
    rows.append({key: mine, value: credential(d, kind).tagged(name=mine)})
    send(draft, {d.choice(["properties", "settings", "params", "headers", "variables"]): d.shuffled(rows)},
         case)


@SECRETS.add("body", 2)
def json_in_json(draft, case):
    """A member that holds JSON as a string."""
    d = draft.d
    inner = {plain_name(d, "api_key"): credential(d, "api_key"), "region": "eu"}
    inner = dict(login(d)) if d.chance(50) else inner
    name = d.choice(["payload", "config", "body", "data", "message"])
    send(draft, {"id": d.uuid(), name: json_text(inner, None)}, case)


@SECRETS.add("body", 2)
def json_connection(draft, case):
    d = draft.d
    name = d.choice(["url", "connectionString", "dsn", "uri", "databaseUrl", "source", "jdbcUrl"])
    node = {name: connection_string(d), "pool": d.below(20)}
    send(draft, d.choice([node, {"datasource": node}]), case)


@SECRETS.add("body", 1)
def json_foreign(draft, case):
    d = draft.d
    send(draft, {"id": d.uuid(), d.choice(FOREIGN_PASSWORD): password(d), "idioma": "pt"}, case)


@SECRETS.add("body", 1)
def json_weak(draft, case):
    d = draft.d
    send(draft, {"username": user(d), plain_name(d, "password"): weak(weak_text(d), "password")}, case)


@SECRETS.add("body", 1)
def json_otp(draft, case):
    d = draft.d
    send(draft, {"phone": d.make("+3519{digits:8}"),
                 plain_name(d, "otp", ["camel", "snake"]): one_time_code(d)}, case)


@SECRETS.add("body", 1)
def json_with_comment(draft, case):
    """JSON as people keep it: with a comment, and last week's value commented out."""
    d = draft.d
    name, value = plain_name(d, "api_key"), credential(d, "api_key", True)
    raw(draft, join("{\n", d.make("  // {noun} of the pilot\n"), f'  "region": "{d.choice(["eu", "us"])}",\n',
                    fill(f'  // "{name}": "%s"\n', value, name=name), f'  "{name}": "{{{{{name}}}}}"\n}}',
                    case=case))


@INNOCENT.add("body", 12)
def json_document(draft, case):
    raw(draft, document(draft.d))


@INNOCENT.add("body", 4)
def json_stand_ins(draft, case):
    """Names of credentials over references and placeholders; and what generators of examples put there."""
    d = draft.d
    node = thing(d, odd=1)
    for kind in d.sample(["password", "api_key", "bearer", "client_secret", "refresh_token"],
                         d.between(1, 3)):
        manual = kind in ("client_secret", "refresh_token", "bearer") and d.chance(5)
        node[plain_name(d, kind)] = manual_value(d, kind) if manual else stand_in(d, kind, "json")
    send(draft, node, None)


@INNOCENT.add("body", 3)
def json_generated(draft, case):
    """Bodies that an OpenAPI importer makes up: Latin under every name."""
    d = draft.d
    style = d.choice(["camel", "snake"])
    names = ["password", "accessToken", "clientSecret", "apiKey", "status", "name", "secret", "token",
             "authorization"]
    latin = {spell(name, style): " ".join(d.sample(LOREM, d.between(1, 6)))
             for name in d.sample(names, d.between(3, 7))}
    text = json.dumps({**latin, "live": True, "amount": d.below(90_000_000)}, indent=4)
    raw(draft, join(none(text, "none-generated-latin", "body")))


@INNOCENT.add("body", 2)
def json_all_by_reference(draft, case):
    d = draft.d
    send(draft, {"username": "{{username}}", "password": stand_in(d, "password", "json"),
                 d.make("{noun}Id"): bare("id")}, None)


@INNOCENT.add("body", 2)
def json_graph(draft, case):
    node = {"before": nested(draft.d), "after": nested(draft.d)}
    raw(draft, none(json.dumps(node, indent=1, ensure_ascii=False), "none-json-two-records", "body"))
