"""Cookies: those that carry a login, and the many that only count visitors."""

from placement.drafts import Cases
from placement.headers import put
from placement.lookalike_rows import table
from placement.marks import fill, join, none, secret
from placement.stand_ins import stand_in
from placement.values import jwt

SECRETS, INNOCENT = Cases(), Cases()

SESSION_COOKIES = table("""
JSESSIONID = {HEX:32} | {HEX:32}.node{int:1-4} | {url64:28}.{noun}-{int:1-9}
PHPSESSID = {alnum:26} | {hex:32}
connect.sid = s%3A{url64:32}.{b62:40}%2F
ASP.NET_SessionId = {alnum:24}
.AspNetCore.Cookies, .AspNetCore.Session, .AspNet.ApplicationCookie = CfDJ8{url64:150}
laravel_session = eyJpdiI6{b62:180}%3D%3D
ci_session = {alnum:32}
_session_id, session_id, sessionid, SESSIONID, session, sid, SID = {hex:32} | {alnum:32} | {uuid} | {url64:43}
SESSION = {b64:36} | {uuid}
remember_token, remember_me, rememberme = {digits:4}%7C{hex:60} | {b62:40}
auth_token, access_token, authToken, token, AUTH, sso_token, id_session = {hex:40} | {url64:64} | {b62:48}
MoodleSession, MoodleSessionprod = {alnum:26}
grafana_session, _gitlab_session, _redmine_session, zbx_sessionid, rack.session = {hex:32} | {hex:64}
SAP_SESSIONID_PRD_100, MYSAPSSO2 = {url64:44}
iPlanetDirectoryPro, KEYCLOAK_SESSION, AUTH_SESSION_ID, MSISAuth = {url64:80} | {uuid}.{noun}
""")

TRACKING_COOKIES = table("""
_ga = GA1.2.{digits:9}.{unix}
_gid = GA1.2.{digits:9}.{unix}
_ga_{ALNUM:10} = GS1.1.{unix}.{int:1-9}.0.{unix}.0.0.0
__cfduid = d{hex:42}
AWSALB, AWSALBCORS, AWSALBTG = {b64:96}
NID = {int:100-520}={url64:120}
IDE = AHWqTU{url64:58}
_fbp = fb.1.{ms}.{digits:10}
lang, locale, i18n, language = en | pt-PT | de_DE
theme, layout, currency, country = dark | EUR | {UPPER:2}
cookieConsent, OptanonConsent, cookie_policy = true | accepted | isGpcEnabled=0&version={semver}
_hjid, ajs_anonymous_id, visitor_id = {uuid}
ARRAffinity, ARRAffinitySameSite = {hex:64}
BIGipServer~{noun}~pool = {digits:9}.{digits:5}.0000
__utma, __utmz = {digits:9}.{digits:10}.{unix}.{unix}.{unix}.{int:1-9}
_gcl_au, _uetsid = 1.1.{digits:9}.{unix} | {hex:32}
""")


def cookie_pair(d, pairs):
    names, shapes = d.choice(pairs)
    return d.make(d.choice(names)), d.one_of(shapes)


def session_cookie(d):
    """Name and value of a cookie that carries a login."""
    name, value = cookie_pair(d, SESSION_COOKIES)
    return name, secret(jwt(d) if name in ("access_token", "authToken") and d.chance(50) else value, "cookie")


@SECRETS.add(None, 3)
def header_cookie(draft, case):
    d = draft.d
    name, value = session_cookie(d)
    parts = [fill(f"{name.replace('%', '%%')}=%s", value)] + ["=".join(cookie_pair(d, TRACKING_COOKIES))
                                                              for _ in range(d.below(4))]
    text = join(*d.shuffled(parts), sep=d.choice(["; ", "; ", ";"]))
    put(draft, d.choice(["Cookie", "Cookie", "cookie"]), text.tagged(case, "Cookie") if d.chance(50)
        else text, case)


@INNOCENT.add(None, 2)
def tracking_cookies(draft, case):
    d = draft.d
    put(draft, "Cookie",
        none("; ".join("=".join(cookie_pair(d, TRACKING_COOKIES)) for _ in range(d.between(1, 5))),
             "none-" + case))


@INNOCENT.add(None, 1)
def cookie_stand_in(draft, case):
    d = draft.d
    name, _ = cookie_pair(d, SESSION_COOKIES)
    put(draft, "Cookie", fill(f"{name.replace('%', '%%')}=%s; lang=en", stand_in(d, "session", "cookie")))
