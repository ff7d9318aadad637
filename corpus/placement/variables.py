"""Variables: of environments, of globals, of collections; with every type that exports show."""

from placement.lookalike_rows import table
from placement.lookalikes import from_row, innocent, large
from placement.marks import Mark, encoded, join, json_text, none, percent
from placement.names import STYLES, name_of
from placement.stand_ins import manual_value, stand_in
from placement.values import (basic, bearer, connection_string, credential, jwt, one_time_code, pair_in_clear,
                              password, plain_user, private_key, secret, weak, weak_text)

KINDS = ["password", "password", "password", "api_key", "api_key", "api_key", "bearer", "bearer", "bearer",
         "client_secret", "client_secret", "crypto_key", "refresh_token", "session", "otp_seed"]

# What environments hold besides credentials.
USUAL = table("""
base url, host, url, api url, auth host, gateway, endpoint, server, domain = https://api.{name}.test
    | {name}.internal | http://localhost:{int:3000-9000} | api.{name}.test
port, timeout, retries, page size, delay, limit = {int:1-9999}
env, environment, stage, channel = staging | dev | PROD | uat
region, locale, currency, version = eu-west-1 | pt-PT | EUR | v{int:1-4}
user, username, login, email, client, tenant, org = {name}.{name} | {name}@{name}.test | svc-{noun} | {name}
{noun} id, last {noun}, current {noun}, {noun} code, {noun} name = {uuid} | {int:1-99999} | {oid}
    | {Noun} {int:1-90} | {UPPER:3}-{digits:5}
now, start date, today, from date, timestamp, run date = {date} | {iso} | {unix} | {ms}
""")


def by_kind(d):
    kind = d.choice(KINDS)
    return name_of(d, kind), credential(d, kind).tagged(f"variable-{kind}".replace("_", "-"))


def guessable(d):
    return name_of(d, "password"), weak(weak_text(d), "password", case="variable-weak")


def connection(d):
    name = d.choice(["databaseUrl", "DB_URL", "mongoUri", "REDIS_URL", "jdbcUrl", "connectionString", "dsn",
                     "amqp_url", "MONGODB_URI", "spring.datasource.url"])
    return name, connection_string(d).tagged("variable-connection")


def bearer_header(d):
    name = d.choice(["authorization", "authHeader", "bearer", "auth", "Authorization", "bearerToken"])
    return name, join("Bearer ", bearer(d), case="variable-header")


def basic_header(d):
    name = d.choice(["basicAuth", "basic", "authorization", "basic_auth_header", "auth_basic"])
    return name, join(d.choice(["Basic ", "Basic ", ""]), basic(d), case="variable-basic")


def signed_token(d):
    return name_of(d, "bearer"), secret(jwt(d), "jwt", case="variable-jwt")


def pem(d):
    name = d.choice(["privateKey", "private_key", "PRIVATE_KEY", "rsa_key", "signingKeyPem"])
    return name, private_key(d).tagged("variable-private-key")


def address(d):
    """A proxy or feed with user and password in it."""
    word = encoded(password(d, safe=True), percent)
    text = join("https://", plain_user(d), ":", word, d.make("@{noun}.{name}.internal"), case="variable-url")
    return d.choice(["proxy", "repoUrl", "feed", "ftpUrl", "HTTP_PROXY"]), text


def pair(d):
    name = d.choice(["creds", "credentials", "login", "auth", "userpass", "basic_credentials", "account"])
    return name, pair_in_clear(d, 10).tagged("variable-pair")


def packed(d):
    """User and password as JSON in one variable."""
    name = d.choice(["credentials", "loginBody", "auth", "account", "payload"])
    node = {"user": plain_user(d), "password": password(d, 10, True)}
    return name, json_text(node, None, "variable-json")


def cookie(d):
    name, value = d.choice(["cookie", "Cookie", "sessionCookie"]), secret(d.make("{HEX:32}"), "cookie")
    return name, join("JSESSIONID=", value, case="variable-cookie")


def code(d):
    return name_of(d, "otp"), one_time_code(d).tagged("variable-otp")


VARIABLES = [(58, by_kind), (12, guessable), (6, connection), (6, bearer_header), (5, basic_header),
             (5, signed_token), (2, pem), (2, address), (2, pair), (1, packed), (1, cookie), (2, code)]


def variable(d):
    """Name and value of a variable that is a credential."""
    return d.weighted(VARIABLES)(d)


def innocuous(d):
    """Name and value of a variable that is none."""
    roll = d.below(100)
    if roll < 34:
        return from_row(d, d.choice(USUAL), STYLES)
    if roll < 40:
        return large(d, STYLES)
    if roll < 66:
        return innocent(d, STYLES)
    kind = d.choice(["password", "api_key", "bearer", "client_secret", "refresh_token", "crypto_key"])
    name = name_of(d, kind)
    if roll < 82:
        return name, none("", "none-variable-empty")
    if kind in ("api_key", "bearer", "client_secret", "crypto_key") and d.chance(4):
        return name, manual_value(d, kind)
    return name, stand_in(d, kind, "variable")


def entries(d, secrets, others, form):
    """A list of variables as one sort of file holds them. `form`: typed, plain, old or collection."""
    rows = [variable(d) for _ in range(secrets)] + [innocuous(d) for _ in range(others)]
    seen, out = set(), [typeless(d, form) for _ in range(d.below(3))]
    for name, value in d.shuffled(rows):
        if name in seen and not getattr(value, "spans", ()):
            continue
        seen.add(name)
        out.append(entry(d, name, value, form))
    return out


def typeless(d, form):
    """Entries without a literal: numbers and nothing, and, in new files, what stands in the vault."""
    name = name_of(d, d.choice(["password", "api_key", "bearer"]))
    if form == "typed" and d.chance(60):
        source = {"provider": "postman", "postman": {"type": d.choice(["cloud", "local"]),
                                                     "secretId": d.uuid(), "vaultId": d.uuid()}}
        return {"key": name, "value": "", "type": "secret", "enabled": True, "secret": True, "source": source}
    return entry(d, d.make("{noun}") + d.choice(["TokenTtl", "Count", "PasswordLength", "_id"]),
                 d.choice([d.below(9000), None, True]), form)


def entry(d, name, value, form):
    credential_like = bool(getattr(value, "spans", ()))
    value = value.tagged(name=name) if isinstance(value, Mark) else value
    if form == "typed" and credential_like and d.chance(4):
        return {"key": name, "value": "", "sessionValue": value, "type": "secret", "enabled": True}
    if form == "typed":
        kinds = ["default", "default", "default", "secret", "any", "text"]
        kinds = ["secret", "secret", "default"] if credential_like else kinds
        return {"key": name, "value": value, "type": d.choice(kinds), "enabled": not d.chance(6)}
    if form == "plain":
        return {"key": name, "value": value, "enabled": not d.chance(6)}
    if form == "old":
        return {"key": name, "value": value, "type": "text", "name": name, "enabled": True}
    row = {"key": name, "value": value}
    if d.chance(60):
        row["type"] = d.choice(["string", "string", "any", "default"])
    if d.chance(12):
        row["disabled"] = True
    return row
