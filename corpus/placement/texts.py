"""Descriptions: curl commands, tables, notes and HTML, with a credential left in them or with none."""

from placement.drafts import Cases
from placement.marks import encoded, fill, join, none, within_xml
from placement.names import name_of, plain_name, spell
from placement.stand_ins import stand_in
from placement.values import basic, bearer, connection_string, credential, pair_in_clear, plain_user
from placement.words import PROSE, PROSE_ABOUT

SECRETS, INNOCENT = Cases(), Cases()


def prose(d, n=1):
    """Sentences about anything."""
    language = d.choice(["en", "en", "en", *sorted(PROSE)])
    return " ".join(d.make(line) for line in d.sample(PROSE[language], n))


def curl(d, *arguments):
    """A curl command over one line or several."""
    between = d.choice([" ", " \\\n  "])
    parts = ["curl " + d.choice(["", "-s ", "-X POST ", "--location --request GET "]) +
             d.make("'https://api.{name}.test/{noun}s'"), *arguments]
    return join(*parts, sep=between)


def fenced(d, text):
    return d.choice([join("```\n", text, "\n```"), join("```bash\n", text, "\n```"), join("    ", text),
                     join("<pre>", text, "</pre>"), text])


def write(draft, case, text):
    """A credential among sentences."""
    d = draft.d
    draft.text.append(join(prose(d, d.between(0, 2)), "\n\n", text, d.choice(["", "\n\n" + prose(d)]),
                           case=case))


@SECRETS.add("text", 3)
def text_curl_user(draft, case):
    d = draft.d
    option = d.choice(["-u %s", "-u '%s'", '-u "%s"', "--user %s", "--user '%s'"])
    write(draft, case, fenced(d, curl(d, fill(option, pair_in_clear(d), name="user"))))


@SECRETS.add("text", 3)
def text_curl_header(draft, case):
    d = draft.d
    name, value = d.choice([
        ("Authorization", join("Bearer ", bearer(d))), ("Authorization", join("Basic ", basic(d))),
        ("X-Api-Key", credential(d, "api_key", True)), ("X-Auth-Token", credential(d, "bearer", True)),
        (name_of(d, "api_key", ["train", "kebab"]), credential(d, "api_key", True)),
    ])
    option = d.choice(["-H '{n}: %s'", '-H "{n}: %s"', "--header '{n}: %s'",
                       '--header "{n}:%s"']).replace("{n}", name)
    write(draft, case, fenced(d, curl(d, fill(option, value, name=name), "-H 'Accept: application/json'")))


@SECRETS.add("text", 2)
def text_curl_data(draft, case):
    d = draft.d
    kind = d.choice(["password", "client_secret", "refresh_token"])
    name, value = plain_name(d, kind, ["snake", "camel"]), credential(d, kind, True)
    option = d.choice(["--data '{n}=%s&user={u}'", "-d '{n}=%s'", "--data-urlencode '{n}=%s'",
                       "-d '{{\"user\":\"{u}\",\"{n}\":\"%s\"}}'", "-F {n}=%s"])
    option = option.replace("{{", "{").replace("}}", "}").replace("{n}", name).replace("{u}", plain_user(d))
    write(draft, case, fenced(d, curl(d, fill(option, value, name=name))))


@SECRETS.add("text", 3)
def text_table(draft, case):
    """A Markdown table with the test accounts."""
    d = draft.d
    quote = d.choice(["", "`"])
    rows = [join(f"| {d.choice(['dev', 'test', 'staging', 'pilot'])} | {plain_user(d)} | {quote}",
                 credential(d, "password", True), quote, " |")
            for _ in range(d.between(1, 3))]
    head = d.choice(["| Environment | User | Password |", "| stage | login | pwd |",
                     "| Umgebung | Benutzer | Passwort |", "| Entorno | Usuario | Contraseña |"])
    write(draft, case, join(head, "| --- | --- | --- |", *rows, sep="\n", name="password"))


@SECRETS.add("text", 2)
def text_table_of_settings(draft, case):
    """A table of names and values, one of which is a credential."""
    d = draft.d
    kind = d.choice(["api_key", "client_secret", "bearer", "password"])
    name = name_of(d, kind)
    quote = d.choice(["", "`"])
    mine = fill(f"| {name} | {quote}%s{quote} |", credential(d, kind, True), name=name)
    rows = [d.make("| tenant | {name} |"), mine, "| region | eu-west-1 |"]
    write(draft, case, join("| Setting | Value |", "|---|---|", *d.shuffled(rows), sep="\n"))


@SECRETS.add("text", 4)
def text_account_lines(draft, case):
    """username: x, password: y — as people note a test account."""
    d = draft.d
    one, two = d.choice([("username", "password"), ("Username", "Password"), ("User", "Pass"),
                         ("login", "pwd"), ("Benutzer", "Passwort"),
                         ("usuario", "senha"), ("Usuario", "Contraseña"), ("utilisateur", "mot de passe"),
                         ("użytkownik", "hasło"),
                         ("логин", "пароль"), ("用户名", "密码"), ("**User**", "**Password**"),
                         ("kullanıcı", "şifre"), ("gebruiker", "wachtwoord")])
    mark, between = d.choice([": ", ": ", " = ", ":"]), d.choice(["\n", "\n", " / ", ", ", "<br>"])
    quote = d.choice(["", "", "", "`", '"'])
    write(draft, case, join(d.choice(["Test account:\n", "Login with ", "", "Demo user: "]),
                            f"{one}{mark}{plain_user(d)}{between}{two}{mark}{quote}",
                            credential(d, "password", True), quote, name=two.strip("*")))


@SECRETS.add("text", 3)
def text_key_line(draft, case):
    """A key or token named in a sentence or on a line of its own."""
    d = draft.d
    kind = d.choice(["api_key", "bearer", "client_secret", "crypto_key"])
    words = spell(plain_name(d, kind, ["snake"]), d.choice(["title", "snake", "camel"]))
    value = credential(d, kind, True)
    template = d.choice(["{n}: %s", "{n}: `%s`", "Use {n} = %s", "{n} for the pilot: **%s**", "- {n}: `%s`",
                         'Set `{n}` to "%s".', "{n}=%s"])
    write(draft, case, fill(template.replace("{n}", words), value, name=words))


@SECRETS.add("text", 2)
def text_html(draft, case):
    d = draft.d
    kind = d.choice(["password", "api_key", "bearer"])
    name, value = plain_name(d, kind, ["title", "snake"]), encoded(credential(d, kind, True), within_xml)
    template = d.choice(["<p><b>{n}</b>: %s</p>", "<ul><li>user: {u}</li><li>{n}: %s</li></ul>",
                         "<table><tr><td>{n}</td><td>%s</td></tr></table>",
                         "<p>{n}: <code>%s</code></p>", "<dl><dt>{n}</dt><dd>%s</dd></dl>",
                         "<div>user: {u}<br/>{n}: %s</div>"])
    write(draft, case, fill(template.replace("{n}", name).replace("{u}", plain_user(d)), value, name=name))


@SECRETS.add("text", 2)
def text_json(draft, case):
    """A JSON snippet in a fence."""
    d = draft.d
    kind = d.choice(["bearer", "client_secret", "password", "refresh_token"])
    name = plain_name(d, kind, ["snake", "camel"])
    write(draft, case, join('```json\n{\n  "id": "', d.uuid(), '",\n',
                            fill(f'  "{name}": "%s"', credential(d, kind, True), name=name), "\n}\n```"))


@SECRETS.add("text", 1)
def text_address(draft, case):
    d = draft.d
    write(draft, case, d.choice([
        fill(f"See https://{plain_user(d)}:%s@wiki.{draft.api.company}.test/{draft.noun}",
             credential(d, "api_key", True), name="userinfo"),
        fill(f"[feed](https://api.{draft.api.company}.test/feed?access_token=%s)",
             credential(d, "bearer", True), name="access_token"),
        join("Database: `", connection_string(d), "`"),
    ]))


@SECRETS.add("text", 2)
def text_http(draft, case):
    """A request as it goes over the wire."""
    d = draft.d
    name, value = d.choice([
        ("Authorization", join("Bearer ", bearer(d))), ("Authorization", join("Basic ", basic(d))),
        ("X-Api-Key", credential(d, "api_key", True)),
        ("Cookie", fill("JSESSIONID=%s", credential(d, "session", True))),
    ])
    write(draft, case, fenced(d, join(d.make("GET /{noun}s HTTP/1.1\nHost: api.{name}.test\n"),
                                      fill(f"{name}: %s", value, name=name))))


@INNOCENT.add("text", 10)
def text_about(draft, case):
    """Prose about tokens and passwords."""
    d = draft.d
    lines = [d.make(line) for line in d.sample(PROSE_ABOUT, d.between(1, 3))]
    draft.text.append(none(d.choice(["\n\n", " ", "\n- "]).join([prose(d), *lines]), "none-text-about",
                           "description"))


@INNOCENT.add("text", 8)
def text_plain(draft, case):
    draft.text.append(none(prose(draft.d, draft.d.between(1, 2)), "none-text-plain", "description"))


@INNOCENT.add("text", 3)
def text_curl_stand_in(draft, case):
    d = draft.d
    value = stand_in(d, d.choice(["bearer", "api_key"]), "text-curl")
    option = fill(d.choice(["-H 'Authorization: Bearer %s'", '--header "X-Api-Key: %s"', "-u '{user}:%s'",
                            "-d 'client_secret=%s'"]), value)
    draft.text.append(join(prose(d), "\n\n",
                           fenced(d, curl(d, option, "-H 'X-Request-Id: " + d.uuid() + "'"))))


@INNOCENT.add("text", 3)
def text_parameters(draft, case):
    """A table of parameters, as generators of documentation write it."""
    d = draft.d
    names = d.sample(["password", "client_secret", "access_token", "api_key", "refresh_token", "otp",
                      "username", "secretId", "signature", "key"], d.between(3, 6))
    words = ["The user's password", "Secret of the client", "Bearer token", "Key of the partner",
             "Sent by SMS", "Required", "See above", "string", "Optional"]
    rows = "\n".join(f"| {name} | string | {d.choice(['yes', 'no'])} | {d.choice(words)} |" for name in names)
    draft.text.append(
        none(f"{prose(d)}\n\n| Name | Type | Required | Description |\n|---|---|---|---|\n{rows}",
             "none-text-parameters", "description"))


@INNOCENT.add("text", 3)
def text_placeholders(draft, case):
    d = draft.d
    kind = d.choice(["password", "api_key", "bearer", "client_secret"])
    text = fill(d.choice(["username: {{user}}\npassword: %s", "api_key = %s", "Password: `%s`",
                          "<b>Token</b>: %s", '"client_secret": "%s"']), stand_in(d, kind, "text"))
    draft.text.append(join(prose(d), "\n\n", text))


@INNOCENT.add("text", 3)
def text_ids(draft, case):
    """Examples of ids, hashes and versions in documentation."""
    d = draft.d
    lines = [d.make(line) for line in d.sample([
        "`id`: `{uuid}`", "Example: `{oid}`", "ETag: `W/\"{hex:16}\"`", "sha256 of the file: {hex:64}",
        "Commit {hex:40}", "`cursor` = `{b64:36}`", "Trace {hex:32} shows a slow call.",
        "[Ticket {UPPER:4}-{digits:4}](https://tracker.{name}.test/browse/{UPPER:4}-{digits:4})",
        "Contract 0x{hex:40} on the test chain", "pass: true, passRate: 0.9{digits:1}",
        "Key: `{noun}.title`; keyword: {noun}; author: {Name}",
        "Card 4111 1111 1111 1111, any date in the future",
        "https://docs.{name}.test/{noun}#section/Authentication/{b62:11}"
    ], d.between(1, 4))]
    draft.text.append(none("\n".join([prose(d), *lines]), "none-text-ids", "description"))


@INNOCENT.add("text", 2)
def text_html_about(draft, case):
    d = draft.d
    text = d.one_of([
        "<p>The <b>access token</b> goes into a header.</p><pre>Authorization: Bearer &lt;token&gt;</pre>",
        "<html><body><h3>Password</h3><p>At least {int:8-14} characters.</p></body></html>",
        "<ul><li><b>token</b> (string): of the session</li><li><b>key</b>: the key of the {noun}</li></ul>",
        "<p>Secret: see your vault.</p><br/><p>Key: {noun}.title</p>",
        "<div>api_key: <i>required</i></div><div>password: <i>optional</i></div>",
    ])
    draft.text.append(none(text, "none-text-html", "description"))
