"""Bodies that are no JSON: XML and SOAP, GraphQL, settings files."""

import json

from placement.drafts import Cases
from placement.forms import raw
from placement.lookalikes import innocent, short
from placement.marks import encoded, fill, join, json_text, none, within_json, within_xml
from placement.names import name_of, plain_name, spell
from placement.stand_ins import stand_in
from placement.values import connection_string, credential, password, plain_user

SECRETS, INNOCENT = Cases(), Cases()

ENVELOPE = ['<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">',
            "</soapenv:Envelope>"]


def element(name, value, attributes=""):
    return fill(f"<{name}{attributes}>%s</{name}>", encoded(value, within_xml), name=name)


def wsse(value):
    """The header of WS-Security."""
    kind = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText"
    return element("wsse:Password", value, f' Type="{kind}"')


def envelope(d, head, inner):
    operation = d.make("Get{Noun}Request")
    return join(ENVELOPE[0], "\n  <soapenv:Header>", head, "</soapenv:Header>\n  <soapenv:Body>\n    ",
                f"<{operation}>", inner,
                f"</{operation}>\n  </soapenv:Body>\n", ENVELOPE[1])


@SECRETS.add("body", 2)
def soap_wsse(draft, case):
    d = draft.d
    head = join("\n    <wsse:Security><wsse:UsernameToken>", element("wsse:Username", plain_user(d)),
                wsse(password(d)),
                d.make("<wsse:Nonce>{b64:16}</wsse:Nonce></wsse:UsernameToken></wsse:Security>\n  "))
    raw(draft, envelope(d, head, element("id", d.make("{int:1-999}"))).tagged(case), "xml")


@SECRETS.add("body", 3)
def xml_element(draft, case):
    """A credential as text of an element, plain or as CDATA, with or without a namespace."""
    d = draft.d
    kind = d.choice(["password", "password", "bearer", "api_key", "session", "client_secret"])
    prefix = d.choice(["", "", "ns1:", "web:", "tem:"])
    name = prefix + spell_xml(plain_name(d, kind, ["camel", "pascal", "snake"]))
    part = element(name, credential(d, kind))
    if d.chance(25):
        part = fill(f"<{name}><![CDATA[%s]]></{name}>", credential(d, kind, True), name=name)
    inner = join("\n      ", element(d.choice(["userName", "Login", "user"]), plain_user(d)), "\n      ",
                 part, "\n    ")
    if d.chance(50):
        raw(draft, envelope(d, "", inner).tagged(case), "xml")
    else:
        raw(draft, join('<?xml version="1.0" encoding="UTF-8"?>\n<request>', inner,
                        "</request>").tagged(case), "xml")


def spell_xml(name):
    return "".join(ch for ch in name if ch.isalnum() or ch in "_-")


@SECRETS.add("body", 2)
def xml_attribute(draft, case):
    d = draft.d
    kind = d.choice(["password", "password", "api_key", "bearer"])
    name = spell_xml(plain_name(d, kind, ["camel", "snake", "pascal", "flat"]))
    tag = d.choice(["login", "credentials", "datasource", "account"])
    value = encoded(credential(d, kind), within_xml)
    part = fill(f'<{tag} user="{plain_user(d)}" {name}="%s"/>', value, name=name)
    raw(draft, join(f"<job id=\"{d.uuid()}\">\n  ", part, "\n</job>").tagged(case), "xml")


@SECRETS.add("body", 2)
def xml_entry(draft, case):
    """<entry key="password">…</entry>, <property name="…" value="…"/>."""
    d = draft.d
    kind = d.choice(["password", "client_secret", "api_key"])
    name = spell_xml(name_of(d, kind, ["camel", "snake", "dotted", "kebab"]).replace(".", "_"))
    template = d.choice([f'<entry key="{name}">%s</entry>', f'<property name="{name}" value="%s"/>',
                         f'<add key="{name}" value="%s" />', f'<param name="{name}">%s</param>',
                         f"<item><name>{name}</name><value>%s</value></item>",
                         f"<member><name>{name}</name><value><string>%s</string></value></member>"])
    mine = fill(template, encoded(credential(d, kind), within_xml), case=case, name=name)
    pairs = [short(d) for _ in range(d.between(1, 3))]
    others = [f'<entry key="{key}">{within_xml(value)}</entry>' for key, value in pairs]
    raw(draft, join("<properties>", *d.shuffled([mine, *others]), "</properties>", sep="\n  "), "xml")


@SECRETS.add("body", 2)
def graphql_variables(draft, case):
    d = draft.d
    kind = d.choice(["password", "password", "bearer", "refresh_token", "api_key"])
    name = plain_name(d, kind, ["camel"])
    node = {name: credential(d, kind), "email": d.make("{name}@{name}.test")}
    query = (f"mutation Login(${name}: String!, $email: String!) {{\n"
             f"  login({name}: ${name}, email: $email) {{ token }}\n}}")
    draft.body = ("graphql", none(query, "none-graphql-query", "query"),
                  json_text(d.choice([node, {"input": node}]), 2, case))
    draft.method = "POST"


@SECRETS.add("body", 2)
def graphql_inline(draft, case):
    d = draft.d
    kind = d.choice(["password", "password", "bearer", "refresh_token", "client_secret"])
    name = plain_name(d, kind, ["camel"])
    head = d.choice(['mutation {\n  login(email: "%s", ', 'mutation {\n  signIn(input: {username: "%s", ',
                     'query {\n  session(user: "%s", ']) % plain_user(d)
    tail = "})" if "input: {" in head else ")"
    query = join(head, fill(f'{name}: "%s"', encoded(credential(d, kind, True), within_json), case=case,
                            name=name), tail + " {\n    token\n  }\n}")
    if d.chance(50):
        draft.body, draft.method = ("graphql", query, ""), "POST"
    else:
        raw(draft, json_text({"query": query, "variables": None}, None))


@SECRETS.add("body", 3)
def settings_text(draft, case):
    """Settings files as raw text: .env, properties, YAML, INI."""
    d = draft.d
    kind = d.choice(["password", "password", "api_key", "client_secret", "crypto_key", "bearer"])
    style, template = d.choice([("screaming", "%s=%%s"), ("screaming", 'export %s="%%s"'),
                                ("dotted", "%s=%%s"), ("snake", "%s: %%s"),
                                ("kebab", '%s: "%%s"'), ("snake", "%s = %%s"), ("camel", "  %s: '%%s'")])
    name = name_of(d, kind, [style])
    line = fill(template % name, credential(d, kind, True), name=name)
    if d.chance(20):
        line = fill(template % spell("database url", style), connection_string(d), name="database_url")
    around = [template % spell(key, style) % text for key,
              text in (("log level", "info"), ("host", d.make("{noun}.{name}.internal")), ("port", "8080"))]
    raw(draft, join(*d.shuffled([*around, line]), sep="\n", case=case), "text")


@SECRETS.add("body", 1)
def sql_password(draft, case):
    """Statements sent to a database over HTTP."""
    d = draft.d
    template = d.choice(["CREATE USER {u} IDENTIFIED BY '%s';", "ALTER USER {u} WITH PASSWORD '%s';",
                         "CREATE LOGIN {u} WITH PASSWORD = '%s'",
                         "GRANT ALL ON {t}.* TO '{u}'@'%%' IDENTIFIED BY '%s';",
                         "INSERT INTO accounts (login, password) VALUES ('{u}', '%s');"])
    text = template.replace("{u}", d.make("{name}")).replace("{t}", d.make("{noun}s"))
    raw(draft, fill(text, credential(d, "password", True), case=case, name="password"), "text")


@INNOCENT.add("body", 3)
def xml_plain(draft, case):
    d = draft.d
    rows = []
    for name, value in (innocent(d, ["camel", "pascal"]) for _ in range(d.between(2, 6))):
        rows.append(f"      <{spell_xml(name)}>{within_xml(value)}</{spell_xml(name)}>")
    raw(draft, none(envelope(d, "", "\n" + "\n".join(rows) + "\n    "), "none-xml", "body"), "xml")


@INNOCENT.add("body", 3)
def xml_stand_in(draft, case):
    d = draft.d
    value = stand_in(d, "password", "xml")
    head = join("\n    <wsse:Security><wsse:UsernameToken>", element("wsse:Username", "{{user}}"),
                wsse(value), "</wsse:UsernameToken></wsse:Security>\n  ")
    raw(draft, envelope(d, d.choice([head, ""]), element(spell_xml(plain_name(d, "bearer", ["camel"])),
                                                         stand_in(d, "bearer", "xml"))), "xml")


# A pair of braces stands for one.
GRAPHQL = [
    "query Tokens($first: Int!, $after: String) {{\n  tokens(first: $first, after: $after) {{\n"
    "    edges {{ node {{ id symbol address }} cursor }}\n  }}\n}}",
    "mutation ChangePassword($input: PasswordInput!) {{\n  changePassword(input: $input) {{ ok }}\n}}",
    'query {{\n  {noun}s(filter: {{status: "open"}}, pageToken: "{b62:28}") {{ id key author }}\n}}',
    "query Me {{\n  viewer {{ login secretQuestion apiKeys {{ id name }} sessions {{ id device }} }}\n}}",
    'mutation {{\n  revokeToken(id: "{uuid}") {{ revoked }}\n}}',
    "fragment Key on ApiKey {{\n  id\n  name\n  maskedSecret\n  createdAt\n}}",
]


@INNOCENT.add("body", 3)
def graphql_plain(draft, case):
    d = draft.d
    variables = d.choice([
        {"first": d.between(1, 50), "after": d.make("{b64:24}")},
        {"input": {"password": "{{newPassword}}", "token": "{{resetToken}}"}},
        {"id": d.uuid(), "key": d.make("{noun}.title")}, {}, {"secretId": d.uuid(), "tokenType": "REFRESH"},
    ])
    query = d.make(d.choice(GRAPHQL).replace("{{", "\uE001").replace("}}", "\uE002")).replace(
        "\uE001", "{").replace("\uE002", "}")
    draft.body = ("graphql", none(query, "none-graphql-query", "query"),
                  none(json.dumps(variables, indent=2), "none-graphql-variables", "variables"))
    draft.method = "POST"


@INNOCENT.add("body", 2)
def settings_plain(draft, case):
    d = draft.d
    rows = [f"{name}={value}" for name, value in (innocent(d, ["screaming"]) for _ in range(d.between(2, 6)))
            if "\n" not in value]
    rows.append("DB_PASSWORD=" + d.choice(["", "${DB_PASSWORD}", "<set in vault>", "{{dbPassword}}",
                                           "$(DB_PASSWORD)"]))
    raw(draft, none("\n".join(d.shuffled(rows)), "none-settings-text", "body"), "text")
