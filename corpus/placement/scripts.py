"""Scripts with credentials in them: assignments, variables, fallbacks, objects, old code in comments."""

from placement.drafts import Cases
from placement.marks import encoded, fill, join, percent, within_quotes
from placement.names import PHRASES, identifier, name_of, plain_name, spell
from placement.values import (basic, bearer, connection_string, credential, jwt, pair_in_clear, password,
                              plain_user, secret, weak, weak_text)

SECRETS = Cases()
KINDS = ["password", "api_key", "bearer", "client_secret", "crypto_key", "refresh_token", "session"]


def quoted(d, value, name=None, quotes="\"\"''`"):
    """A JavaScript literal."""
    quote = d.choice(quotes)
    return fill(f"{quote}%s{quote}", encoded(value, within_quotes(quote)), name=name)


def add(draft, case, *lines):
    """Appends lines to one of the scripts, under the case."""
    script = draft.script(draft.d)
    script += [line.tagged(case) if getattr(line, "spans", ()) else line for line in lines]


def kind_of(d):
    return d.choice(KINDS)


def end(d):
    return d.choice([";", ";", ";", ""])


@SECRETS.add("script", 4)
def script_assignment(draft, case):
    d = draft.d
    kind = kind_of(d)
    name = identifier(d, kind)
    word = d.choice(["const ", "const ", "let ", "var ", "var ", ""])
    add(draft, case, join(word, name, d.choice([" = ", " = ", "="]), quoted(d, credential(d, kind), name),
                          end(d)))


@SECRETS.add("script", 4)
def script_set_variable(draft, case):
    d = draft.d
    kind = kind_of(d)
    name = name_of(d, kind)
    call = d.choice(["pm.environment.set", "pm.environment.set", "pm.globals.set",
                     "pm.collectionVariables.set", "pm.variables.set",
                     "postman.setEnvironmentVariable", "postman.setGlobalVariable",
                     "pm.environment.values.set"])
    add(draft, case, join(call, "(", quoted(d, name, quotes="\"'"), d.choice([", ", ", ", ","]),
                          quoted(d, credential(d, kind), name), ")", end(d)))


@SECRETS.add("script", 3)
def script_fallback(draft, case):
    d = draft.d
    kind = kind_of(d)
    name, value = name_of(d, kind, ["camel", "snake", "screaming", "kebab"]), credential(d, kind)
    source = d.choice(["pm.variables.get", "pm.environment.get", "pm.globals.get",
                       "pm.collectionVariables.get", "postman.getEnvironmentVariable"])
    add(draft, case, join(f"const {identifier(d, kind)} = {source}(", quoted(d, name, quotes="\"'"), ")",
                          d.choice([" || ", " || ", " ?? ", "||"]),
                          quoted(d, value, name), end(d)))


@SECRETS.add("script", 2)
def script_default_argument(draft, case):
    d = draft.d
    add(draft, case, join(f'function login(user = "{plain_user(d)}", password = ',
                          quoted(d, password(d), "password"), ") {"),
        "    return pm.variables.replaceIn(`${user}:${password}`);", "}")


@SECRETS.add("script", 3)
def script_object_line(draft, case):
    d = draft.d
    name = d.choice(["creds", "credentials", "loginData", "auth", "options", "config", "body"])
    kind = kind_of(d)
    key = plain_name(d, kind, ["camel", "snake"])
    head = f"const {name} = {{ {d.choice(['username', 'user', 'clientId'])}: '{plain_user(d)}', {key}: "
    add(draft, case, join(head, quoted(d, credential(d, kind), key), " }", end(d)))


@SECRETS.add("script", 3)
def script_object_lines(draft, case):
    d = draft.d
    kind = kind_of(d)
    key = plain_name(d, kind, ["camel", "snake"])
    shown = d.choice([key, f'"{key}"', f"'{key}'"])
    rows = [f"    host: '{d.make('{noun}.{name}.internal')}',", f'    user: "{plain_user(d)}",',
            "    retries: 3,",
            join(f"    {shown}: ", quoted(d, credential(d, kind), key), ",")]
    add(draft, case, f"var {d.choice(['settings', 'payload', 'config', 'conn'])} = {{", *d.shuffled(rows),
        "};")


@SECRETS.add("script", 2)
def script_template_string(draft, case):
    d = draft.d
    value = bearer(d, True)
    line = d.choice([
        fill("const authHeader = `Bearer %s`;", value, name="authHeader"),
        fill("const url = `${pm.variables.get('baseUrl')}/export?access_token=%s`;", value,
             name="access_token"),
        fill("pm.variables.set('cookie', `session=%s; lang=${lang}`);", value, name="session"),
    ])
    add(draft, case, line)


@SECRETS.add("script", 3)
def script_concatenation(draft, case):
    d = draft.d
    value = bearer(d)
    line = d.choice([
        join("pm.environment.set('authorization', \"Bearer \" + ", quoted(d, value, "authorization", "\"'"),
             ");"),
        join("const auth = 'Basic ' + ", quoted(d, basic(d), "auth", "\"'"), ";"),
        join("var query = 'grant_type=password&username=' + user + ",
             fill('"&password=%s";', encoded(password(d), percent), name="password")),
        join("url += '?apikey=' + ", quoted(d, credential(d, "api_key", True), "apikey", "\"'"), ";"),
        fill("request.url = base + \"/feed?token=%s\";", credential(d, "bearer", True), name="token"),
        fill("pm.request.addQueryParams(\"api_key=%s\");", credential(d, "api_key", True), name="api_key"),
    ])
    add(draft, case, line)


@SECRETS.add("script", 3)
def script_base64_pair(draft, case):
    """btoa("user:password") and its like."""
    d = draft.d
    template = d.choice(['const basic = btoa("%s");', "const encoded = Buffer.from('%s').toString('base64');",
                         'pm.environment.set("basicAuth", btoa("%s"));',
                         "var token = CryptoJS.enc.Base64.stringify(CryptoJS.enc.Utf8.parse('%s'));",
                         'let header = "Basic " + btoa("%s");',
                         "headers.Authorization = `Basic ${btoa('%s')}`;",
                         'const auth = new Buffer("%s").toString("base64");'])
    add(draft, case, fill(template, pair_in_clear(d), name="basic"))


@SECRETS.add("script", 4)
def script_comment(draft, case):
    """Old code, kept in a comment."""
    d = draft.d
    kind = kind_of(d)
    name, value = identifier(d, kind), credential(d, kind, True)
    template = d.choice(['// const {n} = "%s";', "//var {n} = '%s'", '// pm.environment.set("{n}", "%s");',
                         "// {n}: %s", "/* {n} = '%s' */",
                         ' * {n}: "%s"', "// old {n} was %s", '//{n}="%s"', "// {n} (staging): '%s'",
                         '    // "{n}": "%s",'])
    add(draft, case, fill(template.replace("{n}", name), value, name=name))


@SECRETS.add("script", 2)
def script_choice(draft, case):
    """Two credentials in one line, or one in a branch."""
    d = draft.d
    kind = d.choice(["password", "api_key", "client_secret"])
    name, one, two = plain_name(d, kind, ["camel"]), credential(d, kind), credential(d, kind)
    if d.chance(50):
        add(draft, case, join(f"const {name} = env === 'prod' ? ", quoted(d, one, name), " : ",
                              quoted(d, two, name), ";"))
    else:
        add(draft, case, "switch (pm.environment.name) {",
            join(f"    case 'staging': {name} = ", quoted(d, one, name), "; break;"),
            join(f"    default: {name} = ", quoted(d, two, name), ";"), "}")


@SECRETS.add("script", 2)
def script_embedded_json(draft, case):
    d = draft.d
    kind = d.choice(["password", "bearer", "client_secret"])
    key = plain_name(d, kind, ["camel", "snake"])
    template = d.choice([f"const payload = JSON.parse('{{\"user\": \"ops\", \"{key}\": \"%s\"}}');",
                         f"request.data = '{{\"{key}\":\"%s\",\"active\":true}}';",
                         f'var body = "{{\\"{key}\\": \\"%s\\"}}";'])
    add(draft, case, fill(template, credential(d, kind, True), name=key))


@SECRETS.add("script", 2)
def script_member(draft, case):
    d = draft.d
    kind = kind_of(d)
    key = plain_name(d, kind, ["camel", "snake", "pascal"])
    target = d.choice(["request.data", "body", "payload.auth", "config", "this", "data.user", "window"])
    add(draft, case, join(f"{target}.{key} = ", quoted(d, credential(d, kind), key), ";"))


@SECRETS.add("script", 1)
def script_list(draft, case):
    d = draft.d
    kind = d.choice(["password", "api_key", "bearer"])
    name = spell(d.choice(PHRASES[kind]) + " list", "camel")
    items = join(*[quoted(d, credential(d, kind), name, "\"'") for _ in range(d.between(2, 4))], sep=", ")
    add(draft, case, join(f"const {name} = [", items, "];"))


@SECRETS.add("script", 1)
def script_accounts(draft, case):
    """A list of test accounts, one a line."""
    d = draft.d
    key = d.choice(["password", "pwd", "pass", "token"])
    rows = [join(f"    {{ user: '{plain_user(d)}', {key}: ",
                 quoted(d, password(d, 10) if key != "token" else bearer(d), key, "\"'"), " },")
            for _ in range(d.between(2, 4))]
    add(draft, case, "const accounts = [", *rows, "];")


@SECRETS.add("script", 1)
def script_log(draft, case):
    d = draft.d
    kind = d.choice(["bearer", "password"])
    add(draft, case, fill(f"console.log('{plain_name(d, kind, ['camel'])}: %s');", credential(d, kind, True),
                          name=kind))


@SECRETS.add("script", 1)
def script_connection(draft, case):
    d = draft.d
    add(draft, case, fill('pm.environment.set("databaseUrl", "%s");', connection_string(d),
                          name="databaseUrl"))


@SECRETS.add("script", 2)
def script_weak(draft, case):
    d = draft.d
    name = plain_name(d, "password", ["camel", "snake"])
    value = quoted(d, weak(weak_text(d), "password"), name, "\"'")
    add(draft, case, d.choice([join(f"var {name} = ", value, ";"),
                               join(f'pm.environment.set("{name}", ', value, ");"),
                               join(f"    {name}: ", value, ","),
                               join(f'postman.setGlobalVariable("{name}", ', value, ");")]))


@SECRETS.add("script", 1)
def script_token(draft, case):
    d = draft.d
    name = d.choice(["idToken", "jwt", "accessToken", "bearerToken"])
    add(draft, case, join(f"let {name} = ", quoted(d, secret(jwt(d), "jwt"), name), ";"))
