"""Auth blocks of every type that Postman knows, with and without credentials in them."""

import json
from dataclasses import dataclass

import credentials as c
from placement.drafts import Cases
from placement.marks import Mark, none, reference, secret
from placement.names import PHRASES, spell
from placement.stand_ins import manual_value, stand_in
from placement.values import credential, password, private_key, user

SECRETS, INNOCENT = Cases(), Cases()


@dataclass
class Slot:
    """The attribute that holds a credential of this kind, in so many of a hundred blocks."""

    kind: str
    often: int = 100


TYPES = {
    "basic": {"password": Slot("password"), "username": "{user}", "showPassword": False},
    "bearer": {"token": Slot("bearer")},
    "apikey": {"value": Slot("api_key"), "key": "{header}", "in": "header"},
    "digest": {"algorithm": "MD5", "password": Slot("password"), "username": "{user}", "realm": "{Noun} API",
               "nonce": "{hex:32}",
               "opaque": "{hex:32}", "qop": "auth", "nonceCount": "00000001", "clientNonce": "{hex:16}",
               "disableRetryRequest": True},
    "hawk": {"authId": "{alnum:12}", "authKey": Slot("crypto_key"), "algorithm": "sha256", "user": "{name}",
             "nonce": "{b62:6}",
             "extraData": "", "app": "{noun}", "delegation": "", "timestamp": "{unix}",
             "includePayloadHash": False},
    "oauth1": {"consumerKey": "{hex:32}", "consumerSecret": Slot("client_secret"),
               "token": Slot("bearer", 70),
               "tokenSecret": Slot("token_secret", 70), "signatureMethod": "HMAC-SHA1", "timestamp": "{unix}",
               "nonce": "{b62:11}",
               "version": "1.0", "realm": "", "addParamsToHeader": True, "addEmptyParamsToSign": False},
    "oauth2": {"accessToken": Slot("bearer", 70), "clientSecret": Slot("client_secret", 60),
               "refreshToken": Slot("refresh_token", 30),
               "password": Slot("password", 30), "username": "{user}", "clientId": "{uuid}",
               "tokenType": "Bearer",
               "addTokenTo": "header", "headerPrefix": "Bearer", "tokenName": "{Name} token",
               "scope": "{noun}:read {noun}:write",
               "authUrl": "https://login.{name}.test/oauth2/authorize",
               "accessTokenUrl": "https://login.{name}.test/oauth2/token",
               "state": "{b62:16}", "redirect_uri": "https://app.{name}.test/callback",
               "grant_type": "password_credentials",
               "client_authentication": "header", "challengeAlgorithm": "S256", "useBrowser": False},
    "awsv4": {"accessKey": "{{aws_access_key_id}}", "secretKey": Slot("aws_secret"),
              "sessionToken": Slot("aws_session", 40),
              "region": "eu-central-1", "service": "execute-api", "addAuthDataToQuery": False},
    "ntlm": {"username": "{user}", "password": Slot("password"), "domain": "{NOUN}",
             "workstation": "WS-{digits:4}"},
    "edgegrid": {"clientSecret": Slot("edge_secret"), "accessToken": Slot("edge_token"),
                 "clientToken": Slot("edge_token"),
                 "baseURL": "https://akab-{alnum:16}-{alnum:16}.luna.{name}.test/", "headersToSign": "",
                 "nonce": "{uuid}",
                 "timestamp": "{iso}", "maxBodySize": "131072"},
    "jwt": {"secret": Slot("crypto_key"), "algorithm": "HS256", "isSecretBase64Encoded": False,
            "addTokenTo": "header",
            "headerPrefix": "Bearer", "queryParamKey": "token", "payload": "{claims}", "header": "{}"},
    "asap": {"privateKey": Slot("private_key"), "kid": "{noun}/{name}-key-{int:1-9}", "iss": "{noun}-service",
             "aud": "{name}",
             "alg": "RS256", "exp": "1 hour", "claims": "{}"},
}

# What a reference or placeholder of these is called.
NAMED_AS = {"token_secret": "client_secret", "aws_secret": "api_key", "aws_session": "bearer",
            "edge_secret": "client_secret",
            "edge_token": "bearer", "private_key": "crypto_key"}


def literal(d, kind):
    """A credential for a slot."""
    if kind == "password":
        return password(d)
    if kind == "private_key":
        return private_key(d)
    special = {
        "aws_secret": lambda: secret(c.aws_secret(f"{d.seed} {d.hex(12)}"), "api_key"),
        "aws_session": lambda: secret(d.make("{sts:160-260}"), "session"),
        "edge_secret": lambda: secret(d.make("{b64:32}"), "client_secret"),
        "edge_token": lambda: secret("akab-" + d.make("{alnum:16}-{alnum:16}"), "bearer"),
        "token_secret": lambda: secret(d.make("{b62:32-45}"), "other"),
    }
    return special[kind]() if kind in special else credential(d, kind)


def setting(d, value):
    """An attribute that is no credential."""
    if not isinstance(value, str):
        return value
    if value == "{user}":
        return user(d)
    if value == "{header}":
        return spell(d.choice(PHRASES["api_key"]), d.choice(["train", "train", "snake", "camel", "flat"]))
    if value == "{claims}":
        return json.dumps({"sub": d.make("{name}"), "iss": d.make("{noun}-service"), "iat": "{{$timestamp}}"})
    text = d.make(value)
    return reference(text, "auth-awsv4-reference") if text.startswith("{{") else text


def block(d, kind, case, literals):
    """The attributes of an auth block. With `literals` at least one of its credentials is written out, else
    none is.
    """
    spec = TYPES[kind]
    present = {name for name, value in spec.items() if not isinstance(value, Slot) or d.chance(value.often)}
    slots = [name for name, value in spec.items() if isinstance(value, Slot)]
    if not present & set(slots):
        present.add(d.choice(slots))
    sure = d.choice([name for name in slots if name in present])
    out = {}
    for name, value in spec.items():
        if name not in present or (name not in slots and len(spec) > 8 and d.chance(15)):
            continue
        if name not in slots:
            made = setting(d, value)
            out[name] = made if isinstance(made, Mark) or not isinstance(made, str) else none(
                made, f"auth-{kind}-setting")
        elif literals and (name == sure or d.chance(55)):
            out[name] = literal(d, value.kind).tagged(f"{case}-{name}")
        else:
            named = NAMED_AS.get(value.kind, value.kind)
            manual = named in ("client_secret", "refresh_token") and d.chance(4)
            out[name] = manual_value(d, named) if manual else stand_in(d, named, f"auth-{kind}")
    return out


# The rare types have few cases, the common ones many, as in real files.
WEIGHTS = {"basic": 3, "bearer": 4, "apikey": 3, "oauth2": 4, "oauth1": 2, "digest": 2}


def register(kind):
    """The two cases of one auth type."""

    @SECRETS.add("auth", WEIGHTS.get(kind, 1), f"auth-{kind}")
    def with_credential(draft, case):
        draft.auth = (kind, block(draft.d, kind, case, True))

    @INNOCENT.add("auth", WEIGHTS.get(kind, 1), f"auth-{kind}")
    def without(draft, case):
        draft.auth = (kind, block(draft.d, kind, case, False))


for each in TYPES:
    register(each)


def inherited(d, literals):
    """The auth of a folder or a collection: (type, attributes) or nothing."""
    kind = d.choice(["bearer", "bearer", "bearer", "basic", "basic", "apikey", "apikey", "oauth2", "oauth2",
                     "awsv4", "digest", "jwt"])
    return kind, block(d, kind, f"inherited-auth-{kind}", literals)
