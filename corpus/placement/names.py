"""What people call their credentials: phrases by kind, prefixes, and every way of writing several words as
one name.
"""

from placement.words import ENVIRONMENTS, SERVICES

PHRASES = {
    "password": [
        "password", "password", "password", "passwd", "pwd", "pass", "user password", "admin password",
        "login password", "db password", "new password", "old password", "current password",
        "confirm password", "smtp password", "ftp pass", "passphrase", "portal pwd",
        "service account password", "ldap bind password", "keystore password", "proxy password",
        "root password", "db pass", "wifi password", "user pass", "account password", "datasource password",
        "master password", "system password", "user pwd", "sa password",
    ],
    "client_secret": [
        "client secret", "client secret", "client secret", "consumer secret", "app secret",
        "application secret", "oauth client secret", "shared secret", "api secret", "secret",
        "service principal secret", "partner secret", "oauth secret", "app client secret",
    ],
    "api_key": [
        "api key", "api key", "api key", "apikey", "x api key", "subscription key", "access key", "app key",
        "service key", "integration key", "user key", "developer key", "partner key", "function key",
        "admin api key", "merchant key", "write key", "api token", "auth key", "api access key", "admin key",
        "rest api key", "server key", "secret api key", "secret key", "application key", "account key",
    ],
    "bearer": [
        "access token", "access token", "token", "auth token", "bearer token", "session token", "user token",
        "admin token", "service token", "x auth token", "personal access token", "security token",
        "jwt token", "jwt", "id token", "authorization token", "customer token", "oauth token", "bearer",
        "login token", "machine token", "app token", "agent token", "deploy token",
    ],
    "session": ["session id", "session token", "session key", "sid", "jsessionid", "php session id",
                "auth session", "user session token"],
    "refresh_token": ["refresh token", "refresh token", "refresh token", "offline token",
                      "oauth refresh token", "user refresh token"],
    "crypto_key": [
        "encryption key", "aes key", "signing key", "hmac key", "hmac secret", "jwt secret", "master key",
        "signing secret", "webhook secret", "cookie secret", "session secret", "secret key base",
        "payload encryption key", "token signing key", "hash secret", "cipher key",
    ],
    "otp": ["otp", "otp code", "verification code", "mfa code", "sms code", "one time password",
            "two factor code", "totp code"],
    "otp_seed": ["totp secret", "mfa seed", "two factor secret", "otp seed", "mfa secret",
                 "authenticator secret"],
}

# One word or phrase a language; they are written as they are, with a prefix or suffix at most.
FOREIGN_PASSWORD = [
    "senha", "contraseña", "contrasena", "clave", "mot_de_passe", "motDePasse", "mdp", "пароль", "密码",
    "パスワード", "비밀번호", "Passwort", "Kennwort", "hasło", "haslo", "heslo", "parola", "şifre", "sifre",
    "wachtwoord", "lösenord", "losenord", "adgangskode", "salasana", "passord", "jelszó", "jelszo", "κωδικός",
    "סיסמה", "كلمة_المرور", "mật_khẩu", "kata_sandi", "lozinka", "geslo", "parool", "slaptažodis",
    "palavra_passe", "senhaUsuario", "wachtwoord_api", "contraseñaUsuario", "DB_PASSWORT", "HASLO_ADMIN",
    "senha_banco", "mdp_client",
]
FOREIGN_TOKEN = ["jeton", "jeton_acces", "ficha", "токен", "令牌", "访问令牌", "トークン", "토큰", "chave_api",
                 "clave_api", "API-Schlüssel", "klucz_api", "cle_api", "sleutel_api", "api_anahtari",
                 "chaveAcesso", "Zugangsschlüssel", "密钥"]

STYLES = ["camel", "camel", "snake", "snake", "kebab", "screaming", "screaming", "pascal", "flat", "dotted",
          "title", "train"]
CODE_STYLES = ["camel", "camel", "camel", "snake", "snake", "screaming", "pascal", "flat"]
FIELD_STYLES = ["camel", "camel", "snake", "snake", "snake", "kebab", "pascal", "flat", "screaming"]


def spell(phrase, style):
    """Writes "db password" as dbPassword, db_password, DB_PASSWORD …"""
    words = phrase.replace("-", " ").replace("_", " ").split()
    capital = [word[:1].upper() + word[1:] for word in words]
    if style == "camel":
        return words[0] + "".join(capital[1:])
    if style == "pascal":
        return "".join(capital)
    if style == "title":
        return " ".join(capital)
    if style == "train":
        return "-".join(capital)
    if style == "screaming":
        return "_".join(words).upper()
    return {"snake": "_", "kebab": "-", "dotted": ".", "flat": ""}[style].join(words)


def phrase_of(d, kind):
    """A phrase of that kind, now and then of a certain system or environment: "smtp password", "prod api
    key".
    """
    phrase = d.choice(PHRASES[kind])
    roll = d.below(100)
    if roll < 22:
        return f"{d.choice(SERVICES)} {phrase}"
    if roll < 30:
        return f"{d.choice(ENVIRONMENTS)} {phrase}"
    if roll < 34:
        return f"{d.choice(ENVIRONMENTS)} {d.choice(SERVICES)} {phrase}"
    if roll < 37:
        return f"{phrase} {d.choice(ENVIRONMENTS)}"
    if roll < 40:
        return f"{phrase} {d.choice(['1', '2', 'old', 'new', 'v2', 'bak'])}"
    return phrase


def name_of(d, kind, styles=STYLES):
    """A name for a credential of that kind, as written by hand."""
    if kind == "password" and d.chance(14):
        return d.choice(FOREIGN_PASSWORD)
    if kind in ("api_key", "bearer") and d.chance(6):
        return d.choice(FOREIGN_TOKEN)
    phrase, style = phrase_of(d, kind), d.choice(styles)
    if style == "flat" and len(phrase) > 18:
        style = "snake"
    return spell(phrase, style)


def plain_name(d, kind, styles=FIELD_STYLES):
    """As `name_of`, without prefixes and other languages: for the fields of one API."""
    return spell(d.choice(PHRASES[kind]), d.choice(styles))


def identifier(d, kind):
    """A name that JavaScript accepts."""
    style = d.choice(CODE_STYLES)
    phrase = phrase_of(d, kind)
    return spell(phrase, "camel" if style == "flat" and len(phrase) > 18 else style)
