"""Documents of everyday business: what requests send and servers answer when nothing in them is secret."""

import json

import credentials as c
from placement.lookalikes import harmless, innocent, lookalike
from placement.marks import none
from placement.words import CITIES, PROSE

STATES = ["open", "closed", "pending", "active", "cancelled", "draft", "paid", "shipped"]


def thing(d, style="camel", odd=2):
    """One record: plain members first, then `odd` that sound secret or look random. None is a credential."""
    out = {"id": d.one_of(["{uuid}", "{int:1-99999}", "{oid}", "{lower:3}_{b62:14}"]),
           "name": d.make("{Noun} {Name}"), "status": d.choice(STATES),
           "city": d.choice(CITIES), "amount": d.between(1, 90_000) / 100, "createdAt": d.make("{iso}"),
           "active": d.chance(60)}
    out = {key: value for key, value in out.items() if d.chance(75)}
    for _ in range(odd):
        name, value = innocent(d, [style])
        out[name] = str(value)
    return out


def nested(d):
    """A record with members of its own, as APIs send them."""
    style = d.choice(["camel", "snake", "snake", "camel", "pascal"])
    out = thing(d, style)
    out[d.make("{noun}")] = thing(d, style, 1)
    if d.chance(60):
        out[d.make("{noun}s")] = [thing(d, style, 1) for _ in range(d.between(1, 3))]
    if d.chance(40):
        out["links"] = {"self": d.make("https://api.{name}.test/{noun}s/{uuid}"),
                        "next": d.make("/{noun}s?cursor={b62:24}")}
    if d.chance(30):
        out["note"] = d.make(d.choice(PROSE[d.choice(sorted(PROSE))]))
    return out


# Words of user interfaces, in the order password, token, secret, key, user; by language.
CATALOGUES = {
    "en": ["Your password is too short", "Token expired, please sign in again", "Secret question", "API key",
           "User name"],
    "de": ["Passwort vergessen?", "Das Token ist abgelaufen", "Geheimfrage", "API-Schlüssel", "Benutzername"],
    "fr": ["Mot de passe incorrect", "Le jeton a expiré", "Question secrète", "Clé d'API", "Identifiant"],
    "es": ["Contraseña incorrecta", "El token ha caducado", "Pregunta secreta", "Clave de API",
           "Nombre de usuario"],
    "pt": ["A senha é muito curta", "O token expirou", "Pergunta secreta", "Chave de API", "Nome de usuário"],
    "pl": ["Hasło jest za krótkie", "Token wygasł", "Pytanie pomocnicze", "Klucz API", "Nazwa użytkownika"],
    "ru": ["Пароль слишком короткий", "Срок действия токена истёк", "Секретный вопрос", "Ключ API",
           "Имя пользователя"],
    "tr": ["Şifre çok kısa", "Oturum süresi doldu", "Gizli soru", "API anahtarı", "Kullanıcı adı"],
    "zh": ["密码太短", "令牌已过期", "密保问题", "API 密钥", "用户名"],
    "ja": ["パスワードが短すぎます", "トークンの有効期限が切れました", "秘密の質問", "APIキー", "ユーザー名"],
    "nl": ["Wachtwoord vergeten?", "Token is verlopen", "Geheime vraag", "API-sleutel", "Gebruikersnaam"],
}


def catalogue(d):
    """Messages of a user interface, where a name such as `password` stands over a sentence."""
    def messages(words):
        password, token, secret, key, user = words
        out = {"password": password, "token": token, "secret": secret, "apiKey": key, "username": user,
               "newPassword": password,
               "errors.password": password, "login.password.label": password.rstrip("?"),
               "accessToken": token, "clientSecret": secret,
               "passwordHint": "8+ A-Z 0-9", "auth.token.invalid": token}
        return {name: out[name] for name in d.sample(sorted(out), d.between(5, 9))}

    return {language: messages(CATALOGUES[language])
            for language in d.sample(sorted(CATALOGUES), d.between(1, 3))}


def schema(d):
    """JSON Schema or OpenAPI of a login: names of credentials over types."""
    member = {
        "username": {"type": "string"},
        "password": {"type": "string", "format": "password", "minLength": d.between(8, 14)},
        "token": {"type": "string", "description": "Bearer token"},
        "client_secret": {"type": "string", "writeOnly": True},
        "apiKey": {"type": "string", "example": "string"}, "pin": {"type": "string", "pattern": "^[0-9]{4}$"},
        "refreshToken": {"$ref": "#/components/schemas/RefreshToken"},
        "secretKey": {"type": ["string", "null"]},
        "accessToken": {"type": "string", "format": "jwt", "readOnly": True},
        "otp": {"type": "string", "maxLength": 6},
    }
    names = d.sample(sorted(member), d.between(3, 6))
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": d.make("{Noun}Login"),
            "type": "object", "required": names[:2],
            "properties": {name: member[name] for name in names}}


def field_list(d):
    """Descriptions of form fields: `"name": "password"` beside a type and a label."""
    names = d.sample(["password", "token", "api_key", "client_secret", "otp", "passphrase", "username",
                      "secret", "pin"], d.between(2, 5))
    return {"fields": [{"name": name, "type": d.choice(["password", "string", "hidden", "text"]),
                        "label": name.replace("_", " ").title(),
                        "required": d.chance(50), "key": f"form.{name}.label"} for name in names]}


def refusal(d):
    """Errors of validation and of login."""
    return d.choice([
        {"errors": {"password": ["must be at least 12 characters", "must contain a digit"],
                    "token": ["can't be blank"]}},
        {"error": "invalid_client",
         "error_description": "Client authentication failed: unknown client or wrong client secret"},
        {"error": "invalid_token", "error_description": "The access token expired",
         "error_uri": d.make("https://docs.{name}.test/errors#token")},
        {"message": "Validation failed", "details": [{"field": "password", "code": "too_short"},
                                                     {"field": "apiKey", "code": "missing"}]},
        {"code": d.between(1000, 9999), "password": "The password field is required.",
         "token": "The selected token is invalid."},
        {"fault": {"faultstring": "Invalid API Key", "detail": {"errorcode": "oauth.v2.InvalidApiKey"}}},
        {"status": 401, "error": "Unauthorized", "path": "/oauth2/token", "traceId": d.hex(32),
         "message": "Bad credentials"},
        {"type": d.make("https://{name}.test/problems/secret-expired"), "title": "Secret expired",
         "secretId": d.uuid(), "instance": d.uuid()},
        {"detail": [{"loc": ["body", "password"], "msg": "field required", "type": "value_error.missing"}]},
    ])


def rights(d):
    """Permissions, feature flags and settings about tokens and passwords."""
    names = ["token:create", "token:revoke", "password.reset", "secrets:list", "apikeys.manage",
             "users.password.change", "session:terminate", "ROLE_SECRET_READER", "auth.read", "keys/rotate",
             "vault.secret.get", "oauth_clients.write", "MANAGE_API_KEYS"]
    return {"role": d.make("{noun}-admin"), "permissions": d.sample(names, d.between(3, 8)),
            "settings": dict((name, str(value)) for name, value in (lookalike(d) for _ in range(3)))}


def key_set(d):
    """Public keys and discovery documents of an identity service."""
    base = d.make("https://login.{name}.test")
    if d.chance(50):
        return {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": d.make("{url64:27}"),
                          "e": "AQAB", "n": c.b64url(d.bytes(256)),
                          "x5t": d.make("{url64:27}"), "x5c": [c.b64(d.bytes(220))]}
                          for _ in range(d.between(1, 2))]}
    return {"issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token",
            "jwks_uri": f"{base}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "private_key_jwt"],
            "grant_types_supported": ["authorization_code", "password", "refresh_token"],
            "id_token_signing_alg_values_supported": ["RS256"]}


def machine_talk(d):
    """Answers whose `token`, `key` or `pass` means something else."""
    return d.choice([
        {"usage": {"prompt_tokens": d.below(900), "completion_tokens": d.below(900),
                   "total_tokens": d.below(1800)}, "id": d.make("cmpl-{b62:28}")},
        {"tokens": [{"token": word, "pos": tag, "lemma": word}
                    for word, tag in (("the", "DET"), (d.make("{noun}"), "NOUN"), ("opens", "VERB"))]},
        {"token": {"symbol": d.make("{UPPER:4}"), "address": d.make("0x{hex:40}"), "decimals": 18},
         "hash": d.make("0x{hex:64}")},
        {"tests": [{"name": d.make("{noun} opens"), "pass": True}, {"name": "token expires", "pass": False}],
         "passRate": "0.97"},
        {"key": d.make("{noun}.title"), "value": d.make("{Noun} overview"), "keyword": d.make("{noun}"),
         "author": d.make("{Name} {Name}")},
        {"indexes": [{"key": {"_id": 1}, "name": "_id_"}, {"key": {"createdAt": -1}, "name": "created"}],
         "primaryKey": "id"},
        {"lockfileVersion": 2,
         "packages": {d.make("node_modules/{noun}"): {"version": d.make("{semver}"),
                                                      "integrity": d.make("sha512-{b64:64}")}}},
        {"tree": [{"path": d.make("src/{noun}.js"), "sha": d.make("{hex:40}"), "type": "blob"}],
         "sha": d.make("{hex:40}"), "truncated": False},
        {"items": [{"key": d.make("{noun}_{noun}"), "pass": d.choice(["boarding", "season"]), "seat": "14C",
                    "pnr": d.make("{UPPER:6}")}]},
        {"filter": {"keyword": d.make("{noun}")}, "pageToken": d.make("{b64:36}"),
         "nextPageToken": d.make("{b64:36}"), "resultSizeEstimate": 40},
        {"files": [{"name": d.make("{noun}.pdf"), "md5": d.make("{hex:32}"), "sha256": d.make("{hex:64}"),
                    "key": d.make("{date}/{uuid}.pdf")}]},
        {"secrets": [{"name": d.make("{noun}-db"), "version": "3", "value": None,
                      "arn": d.make("arn:aws:secretsmanager:eu-west-1:{digits:12}:secret:x")}]},
    ])


def stored(d):
    """A list of name and value pairs, none of them secret."""
    pairs = [d.choice([lookalike, harmless])(d) for _ in range(d.between(2, 6))]
    return {"attributes": [{"key": name, "value": str(value)} for name, value in pairs]}


DOCUMENTS = [(10, "record", nested), (6, "record", thing), (3, "i18n", catalogue), (3, "schema", schema),
             (2, "form-fields", field_list),
             (3, "refusal", refusal), (2, "rights", rights), (2, "key-set", key_set),
             (4, "machine-talk", machine_talk), (3, "pairs", stored)]


def document(d):
    """Any innocent document as JSON text, labelled with its kind."""
    slug, make = d.weighted([(weight, (slug, make)) for weight, slug, make in DOCUMENTS])
    return none(json.dumps(make(d), indent=d.choice([2, 2, 4, None]), ensure_ascii=False),
                f"none-json-{slug}", "body")
