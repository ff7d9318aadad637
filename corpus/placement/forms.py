"""Forms, urlencoded and multipart: logins, token requests, single keys; and forms without any credential."""

from placement.drafts import Cases, Field
from placement.lookalikes import csrf, large, short
from placement.marks import Mark, encoded, fill, join, none, percent, secret
from placement.names import FIELD_STYLES, name_of, plain_name, spell
from placement.stand_ins import stand_in
from placement.values import credential, jwt, one_time_code, password, plain_user, user

SECRETS, INNOCENT = Cases(), Cases()


def form(draft, kind, case, pairs):
    """Sets a form of (name, value), with innocent fields among them, and some fields switched off."""
    d = draft.d
    fields = []
    for name, value in pairs:
        value = value.tagged(case if value.spans else None, name) if isinstance(value, Mark) else value
        fields.append(Field(name, value, disabled=d.chance(8)))
    fields += [Field(*short(d)) for _ in range(d.below(3))]
    if d.chance(12):
        fields.append(Field(*csrf(d)))
    if kind == "formdata" and d.chance(20):
        fields.append(Field("file", d.make("/C:/data/{noun}.csv"), kind="file"))
    draft.body, draft.method = (kind, fields), "POST"


def token_request(d):
    """The fields of an OAuth token request, by grant."""
    grant = d.choice(["client_credentials", "client_credentials", "password", "refresh_token", "jwt"])
    style = d.choice(["snake", "snake", "snake", "camel"])
    words = ("grant type", "client id", "client secret", "refresh token")
    name = {word: spell(word, style) for word in words}
    grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer" if grant == "jwt" else grant
    pairs = [(name["grant type"], none(grant_type, "none-grant-type")),
             (name["client id"], none(d.one_of(["{uuid}", "{alnum:26}", "{noun}-web"]), "none-client-id"))]
    if grant == "jwt":
        return [*pairs, ("assertion", secret(jwt(d), "jwt"))]
    pairs.append((name["client secret"], credential(d, "client_secret")))
    if grant == "password":
        pairs += [("username", none(user(d), "none-user-name")), ("password", password(d))]
    if grant == "refresh_token":
        pairs.append((name["refresh token"], credential(d, "refresh_token")))
    return [*pairs, ("scope", d.make("{noun}:read {noun}:write"))]


@SECRETS.add("body", 4)
def urlencoded_token_request(draft, case):
    form(draft, "urlencoded", case, token_request(draft.d))


@SECRETS.add("body", 2)
def formdata_token_request(draft, case):
    form(draft, "formdata", case, token_request(draft.d))


def login(d):
    """User and password under the names of some API."""
    one, two = d.choice([
        ("username", "password"), ("email", "password"), ("user", "pass"), ("login", "pwd"),
        ("userName", "passWord"), ("UserName", "Password"),
        ("j_username", "j_password"), ("log", "pwd"), ("usr", "psw"), ("login_id", "login_password"),
        ("userId", "userPwd"), ("user_login", "user_pass"),
        ("usuario", "contraseña"), ("usuario", "senha"), ("benutzer", "passwort"),
        ("utilisateur", "mot_de_passe"), ("identifiant", "mdp"),
        ("gebruiker", "wachtwoord"), ("uzytkownik", "haslo"), ("kullanici", "sifre"), ("логин", "пароль"),
        ("用户名", "密码"),
        ("account", "passwd"), ("session[email]", "session[password]"), ("user[login]", "user[password]"),
        ("loginfmt", "passwd"),
    ])
    return [(one, none(user(d), "none-user-name")), (two, password(d, 30))]


@SECRETS.add("body", 4)
def urlencoded_login(draft, case):
    form(draft, "urlencoded", case, login(draft.d))


@SECRETS.add("body", 3)
def formdata_login(draft, case):
    form(draft, "formdata", case, login(draft.d))


@SECRETS.add("body", 2)
def urlencoded_key(draft, case):
    d = draft.d
    kind = d.choice(["api_key", "bearer", "client_secret", "crypto_key", "session"])
    form(draft, "urlencoded", case, [(name_of(d, kind, FIELD_STYLES), credential(d, kind))])


@SECRETS.add("body", 2)
def formdata_key(draft, case):
    d = draft.d
    kind = d.choice(["api_key", "bearer", "client_secret", "password"])
    form(draft, "formdata", case, [(name_of(d, kind, FIELD_STYLES), credential(d, kind))])


@SECRETS.add("body", 1)
def form_otp(draft, case):
    """One-time codes: guessable ones as in test systems, and real ones."""
    d = draft.d
    name = plain_name(d, "otp", ["snake", "camel"])
    form(draft, d.choice(["urlencoded", "formdata"]), case,
         [(name, one_time_code(d)), ("phone", d.make("+3519{digits:8}"))])


def raw(draft, text, language="json"):
    draft.body = ("raw", text, language)
    if draft.method in ("GET", "DELETE"):
        draft.method = "POST"


@SECRETS.add("body", 2)
def text_form(draft, case):
    """A form typed into a raw body."""
    d = draft.d
    pairs = d.choice([login, token_request])(d)
    parts = [fill(f"{name}=%s", encoded(value, percent), name=name) for name, value in pairs]
    raw(draft, join(*parts, sep="&", case=case), "text")


@SECRETS.add("body", 1)
def text_multipart(draft, case):
    """A multipart form typed into a raw body."""
    d = draft.d
    name, edge = d.choice(["password", "token", "api_key", "client_secret"]), d.make("----form{digits:12}")
    value = credential(d, {"token": "bearer"}.get(name, name), True)
    raw(draft, join(f'{edge}\r\nContent-Disposition: form-data; name="user"\r\n\r\n{plain_user(d)}\r\n',
                    fill(f'{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n%s\r\n{edge}--',
                         value, name=name), case=case), "text")


@INNOCENT.add("body", 6)
def form_stand_ins(draft, case):
    d = draft.d
    kinds = d.sample(["client_secret", "password", "refresh_token", "api_key", "bearer"], d.between(1, 3))
    pairs = [(plain_name(d, kind, ["snake", "camel"]), stand_in(d, kind, "form")) for kind in kinds]
    pairs.append(("grant_type", none("client_credentials", "none-grant-type")))
    form(draft, d.choice(["urlencoded", "formdata"]), case, pairs)


@INNOCENT.add("body", 6)
def form_plain(draft, case):
    d = draft.d
    pairs = [short(d) for _ in range(d.between(2, 5))] + [csrf(d)] * d.below(2)
    form(draft, d.choice(["urlencoded", "formdata"]), case, pairs)


@INNOCENT.add("body", 3)
def form_large(draft, case):
    """Pictures, documents, certificates and public keys as fields of a form."""
    d = draft.d
    form(draft, d.choice(["urlencoded", "formdata"]), case, [large(d), short(d)])
