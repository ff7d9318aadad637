"""Addresses with a credential: as user info, parameter, path step, fragment or signature."""

from placement.drafts import Cases, Field
from placement.lookalikes import short
from placement.marks import Mark, encoded, fill, none, percent, secret
from placement.names import PHRASES, spell
from placement.values import bearer, credential, password, plain_user

SECRETS = Cases()

QUERY_NAMES = {
    "api_key": ["api_key", "apikey", "apiKey", "api-key", "key", "access_key", "accessKey",
                "subscription-key", "app_key", "appkey", "user_key", "auth_key", "x-api-key", "API_KEY",
                "apiKey", "wskey", "serviceKey", "developerKey", "authkey", "subaccountApiKey"],
    "bearer": ["token", "access_token", "accessToken", "auth_token", "authToken", "auth", "sessionToken",
               "private_token", "user_token", "jwt", "Token", "TOKEN", "bearer", "oauth_token", "api_token",
               "accesstoken"],
    "password": ["password", "pwd", "passwd", "pass", "userPassword", "PASSWORD", "senha", "p_password",
                 "mdp", "wachtwoord", "hasło"],
    "client_secret": ["client_secret", "clientSecret", "secret", "app_secret", "consumer_secret",
                      "api_secret"],
    "session": ["sid", "session_id", "sessionId", "PHPSESSID", "sessid", "JSESSIONID"],
    "refresh_token": ["refresh_token", "refreshToken"],
    "signature": ["signature", "sig", "hmac", "sign", "Signature"],
}
# Steps before a token in a path.
PATH_TOKENS = ["reset-password", "password/reset", "invite", "invitations", "webhooks", "hooks", "magic-link",
               "activate", "confirm-email", "verify-email", "join", "bot", "token", "session",
               "callback/secret", "auth/token", "feeds/private", "share", "api/key", "login/link", "incoming",
               "services", "set-password", "calendar/private", "accept-invite", "onetime", "s/secret"]

PATH_SHAPES = ["{url64:43}", "{hex:40}", "{hex:64}", "{b62:32}", "{uuid}", "{b62:24}", "{alnum:36}",
               "{url64:22}", "{b62:64}"]


def query(draft, pairs):
    """Adds parameters to the address, in any order."""
    d = draft.d
    draft.url.query = d.shuffled([*draft.url.query, *pairs])


def innocent_pairs(d, n):
    """Parameters that hold nothing, encoded as an address wants them."""
    pairs = [short(d) for _ in range(n)]
    return [Field(name, encoded(value, percent), disabled=d.chance(15)) for name, value in pairs]


def by_url_name(d, kind):
    """A credential of that kind that an address can hold."""
    if kind == "password":
        return encoded(password(d), percent)
    if kind == "signature":
        return encoded(secret(d.one_of(["{hex:64}", "{b64:32}", "{url64:43}", "{hex:40}"]), "signature"),
                       percent)
    return credential(d, kind, safe=True)


@SECRETS.add("url", 8)
def query_credential(draft, case):
    d = draft.d
    kind = d.weighted([(5, "api_key"), (4, "bearer"), (2, "password"), (2, "client_secret"), (1, "session"),
                       (1, "refresh_token"), (1, "signature")])
    name = d.choice(QUERY_NAMES[kind])
    pairs = [Field(name, by_url_name(d, kind).tagged(f"{case}-{kind}".replace("_", "-"), name),
                   disabled=d.chance(8))]
    if kind == "password":
        pairs.append(Field(d.choice(["user", "username", "login"]), none(plain_user(d), "none-user-name")))
    query(draft, pairs + innocent_pairs(d, d.below(3)))


@SECRETS.add("url", 2)
def query_own_name(draft, case):
    """Parameters with a system in their name: gatewayApiKey, partner_token."""
    d = draft.d
    kind = d.choice(["api_key", "bearer", "client_secret"])
    name = spell(f"{d.make('{noun}')} {d.choice(PHRASES[kind])}", d.choice(["camel", "snake", "kebab"]))
    query(draft, [Field(name, credential(d, kind, safe=True).tagged(case, name))])


@SECRETS.add("url", 1)
def query_function_code(draft, case):
    """`?code=` before a function: there a code is a key."""
    d = draft.d
    draft.url.base = d.make("https://{name}-{noun}.azurewebsites.net")
    draft.url.path = ["api", d.make("{Noun}Trigger")]
    query(draft, [Field("code", secret(d.one_of(["{url64:54}==", "{b62:54}=="]), "api_key", case=case))])


@SECRETS.add("url", 3)
def userinfo(draft, case):
    """https://user:password@host, the password with @ or : in it now and then, escaped or not."""
    d = draft.d
    word = password(d, safe=True)
    quoted = word if d.chance(25) and not set(word) & set("/?#%") else encoded(word, percent)
    draft.url.userinfo = fill(f"{plain_user(d)}:%s", quoted, case=case, name="userinfo")
    draft.url.base = draft.api.address(d)


@SECRETS.add("url", 1)
def userinfo_with_marks(draft, case):
    d = draft.d
    one, two, mark = d.make("{b62:5}"), d.make("{b62:6}"), d.choice("@:")
    word = secret(f"{one}{mark}{two}", "password")
    draft.url.userinfo = fill(f"{plain_user(d)}:%s", word, case=case, name="userinfo")
    draft.url.base = draft.api.address(d)


@SECRETS.add("url", 1)
def userinfo_token(draft, case):
    """A token where the user name stands: https://token@host or https://oauth2:token@host."""
    d = draft.d
    draft.url.userinfo = fill(d.choice(["%s", "oauth2:%s", "x-token-auth:%s", "%s:x"]),
                              credential(d, "api_key", True), case=case, name="userinfo")
    draft.url.base = draft.api.address(d)


@SECRETS.add("url", 2)
def fragment_token(draft, case):
    d = draft.d
    tail = d.make("&token_type=bearer&expires_in=3600&state={b62:12}")
    draft.url.fragment = fill(d.choice(["access_token=%s" + tail, "id_token=%s" + tail,
                                        "/callback?token=%s"]), bearer(d, True), case=case, name="hash")


@SECRETS.add("url", 2)
def matrix_session(draft, case):
    d = draft.d
    value = secret(d.one_of(["{HEX:32}", "{url64:28}.node{int:1-9}", "{alnum:26}"]), "session")
    draft.url.path[-1] = fill(f"{draft.noun};{d.choice(['jsessionid', 'JSESSIONID', 'sid'])}=%s", value,
                              case=case, name="jsessionid")


@SECRETS.add("url", 4)
def path_token(draft, case):
    d = draft.d
    before = d.choice(PATH_TOKENS)
    token = secret(d.one_of(PATH_SHAPES), "url_token", case=case, name=before.split("/")[-1])
    if before == "bot":
        draft.url.path = [fill("bot%s", token), d.choice(["sendMessage", "getUpdates", "getMe"])]
    else:
        draft.url.path = [*d.choice([[], ["api"], ["v1"]]), *before.split("/"), token,
                          *d.choice([[], [], ["confirm"], [draft.noun]])]


@SECRETS.add("url", 1)
def path_two_steps(draft, case):
    """Both a public id and a token: /hooks/T…/token."""
    d = draft.d
    draft.url.path = [d.choice(["hooks", "webhook", "relay"]), d.make("{ALNUM:9}"),
                      secret(d.make("{b62:24-40}"), "url_token", case=case, name="token")]


@SECRETS.add("url", 1)
def path_variable(draft, case):
    d = draft.d
    name = d.choice(["token", "apiKey", "resetToken", "inviteToken", "access_token", "secret", "key",
                     "sessionId"])
    draft.url.path = [draft.noun, ":" + name]
    value = credential(d, d.choice(["bearer", "api_key"]), True)
    draft.url.variables = [Field(name, value.tagged(case, name))]


def signed_link(draft, base, pairs):
    """An address that carries its own permission."""
    d = draft.d
    draft.url.base, draft.url.path = d.make(base), d.make("{noun}/{int:1-999}.csv").split("/")
    draft.url.query = [Field(key, text if isinstance(text, Mark) else d.make(text)) for key, text in pairs]


def day_of(d):
    return d.make("{date}").replace("-", "")


@SECRETS.add("url", 2)
def presigned_aws(draft, case):
    d = draft.d
    day = day_of(d)
    pairs = [("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
             ("X-Amz-Credential", "{{awsKeyId}}%2F" + day + "%2Feu-west-1%2Fs3%2Faws4_request"),
             ("X-Amz-Date", day + "T101112Z"), ("X-Amz-Expires", "3600"), ("X-Amz-SignedHeaders", "host")]
    if d.chance(50):
        session = encoded(secret(d.make("{sts:160-220}"), "session", case=case), percent)
        pairs.append(("X-Amz-Security-Token", session))
    pairs.append(("X-Amz-Signature", secret(d.make("{hex:64}"), "signature", case=case)))
    signed_link(draft, "https://{noun}-{name}.s3.eu-west-1.amazonaws.com", pairs)


@SECRETS.add("url", 2)
def presigned_azure(draft, case):
    d = draft.d
    signature = encoded(secret(d.make("{b64:32}"), "signature", case=case), percent)
    pairs = [("sv", "2021-06-08"), ("se", "2026-01-01T00%3A00%3A00Z"), ("sr", "b"),
             ("sp", d.choice(["r", "racwd"])), ("sig", signature)]
    signed_link(draft, "https://{name}{noun}.blob.core.windows.net", pairs)


@SECRETS.add("url", 1)
def presigned_google(draft, case):
    d = draft.d
    pairs = [("X-Goog-Algorithm", "GOOG4-RSA-SHA256"), ("X-Goog-Date", day_of(d) + "T000000Z"),
             ("X-Goog-Expires", "900"), ("X-Goog-SignedHeaders", "host"),
             ("X-Goog-Signature", secret(d.make("{hex:512}"), "signature", case=case))]
    signed_link(draft, "https://storage.googleapis.com/{noun}-{name}", pairs)


@SECRETS.add("url", 1)
def presigned_cloudfront(draft, case):
    d = draft.d
    signature = secret(d.make("{b62:40}~{url64:120}~{b62:80}__"), "signature", case=case)
    pairs = [("Expires", "{unix}"), ("Key-Pair-Id", "K{ALNUM:13}"), ("Signature", signature)]
    signed_link(draft, "https://d{alnum:13}.cloudfront.net", pairs)


@SECRETS.add("url", 1)
def no_raw(draft, case):
    """An address object without the whole as text: only host, path and query."""
    query_credential(draft, case)
    draft.url.keep_raw = False
