"""Scripts in which nothing is secret, though every line speaks of tokens, keys and passwords."""

from placement.drafts import Cases
from placement.lookalikes import innocent
from placement.marks import Mark, none, placeholder
from placement.names import identifier, plain_name
from placement.stand_ins import placeholder_text

INNOCENT = Cases()

# Lines of their own, with what they are about.
LINES = [
    ("store-token", 'pm.environment.set("token", pm.response.json().access_token);'),
    ("store-token", "postman.setEnvironmentVariable('access_token', jsonData.access_token);"),
    ("store-token", 'pm.collectionVariables.set("refresh_token", json.refresh_token);'),
    ("store-token", 'pm.globals.set("sessionId", pm.cookies.get("JSESSIONID"));'),
    ("store-token", "pm.environment.set('apiKey', data.{noun}.apiKey);"),
    ("store-token", 'pm.environment.set("client_secret", body["client_secret"]);'),
    ("read-token", 'const token = pm.environment.get("access_token");'),
    ("read-token", "var secret = pm.variables.get('clientSecret');"),
    ("read-token", "let password = postman.getEnvironmentVariable(\"password\");"),
    ("read-token", 'const apiKey = pm.globals.get("api_key") || "";'),
    ("read-token", "const key = await pm.vault.get('{noun}-key');"),
    ("read-token", 'const pass = data.password;'),
    ("unset", 'pm.environment.unset("token");'),
    ("unset", "pm.environment.set('password', '');"),
    ("unset", 'pm.environment.set("refreshToken", null);'),
    ("expect", "pm.expect(pm.response.json().access_token).to.be.a('string');"),
    ("expect", 'pm.expect(json).to.have.property("refresh_token");'),
    ("expect", 'pm.expect(json.token_type).to.eql("Bearer");'),
    ("expect", 'pm.expect(json.error).to.eql("invalid_token");'),
    ("expect", 'pm.expect(json.message).to.include("Password must contain");'),
    ("expect", 'tests["Has token"] = responseBody.has("access_token");'),
    ("expect", 'tests["Password is not returned"] = !("password" in data);'),
    ("expect", "pm.expect(json.secret).to.be.undefined;"),
    ("expect", 'pm.expect(pm.response.headers.get("X-Auth-Token")).to.exist;'),
    ("expect", 'pm.expect(json.key).to.eql("{noun}.title");'),
    ("expect", 'pm.expect(body.sha).to.eql("{hex:40}");'),
    ("expect", 'pm.expect(body.etag).to.eql(\'W/"{hex:8}"\');'),
    ("expect", 'pm.expect(json.checksum).to.equal("sha256:{hex:64}");'),
    ("expect", 'pm.expect(json.id).to.eql("{uuid}");'),
    ("expect", "pm.expect(json.nextPageToken).to.eql('{b64:24}');"),
    ("expect", 'pm.expect(json.tokenAddress).to.eql("0x{hex:40}");'),
    ("test", 'pm.test("Token is returned", function () {'),
    ("test", 'pm.test("password: wrong one is refused", () => pm.response.to.have.status(401));'),
    ("test", "pm.test('apiKey=missing gives 403', function () {"),
    ("test", 'pm.test("secret is masked", function () {'),
    ("missing",
     'if (!pm.environment.get("password")) { throw new Error("Set the password variable first"); }'),
    ("missing", "console.log('token: ' + token);"),
    ("missing", 'console.warn("No API key: set apiKey in the environment");'),
    ("missing", "console.log(`token expires in ${json.expires_in} seconds`);"),
    ("missing", "throw new Error('client_secret is missing');"),
    ("time", 'pm.environment.set("tokenExpiry", Date.now() + 3600 * 1000);'),
    ("time", "pm.environment.set('token_expires_at', '{iso}');"),
    ("time", 'postman.setEnvironmentVariable("accessTokenTtl", "3600");'),
    ("made-up", 'pm.environment.set("password", "Qa" + Math.random().toString(36).slice(2) + "!1");'),
    ("made-up", "const nonce = CryptoJS.lib.WordArray.random(16).toString();"),
    ("made-up", 'pm.variables.set("password", pm.variables.replaceIn("{{$randomPassword}}"));'),
    ("made-up", "const otp = Math.floor(100000 + Math.random() * 900000);"),
    ("sign", 'const signature = CryptoJS.HmacSHA256(payload, pm.environment.get("hmacKey")).toString();'),
    ("sign", "const hmac = crypto.createHmac('sha256', secretKey).update(message).digest('hex');"),
    ("sign", "var sJWT = KJUR.jws.JWS.sign('RS256', header, claims, privateKey);"),
    ("sign", "const basic = btoa(user + ':' + pass);"),
    ("sign", "const md5 = CryptoJS.MD5('{noun}' + timestamp).toString();"),
    ("sign", "var hash = CryptoJS.SHA256(request.data + nonce);"),
    ("header", "pm.request.headers.add({ key: 'Authorization', value: 'Bearer ' + token });"),
    ("header", 'pm.request.headers.upsert({ key: "X-Api-Key", value: pm.environment.get("apiKey") });'),
    ("header", "pm.request.headers.add({ key: 'X-Request-Id', value: '{uuid}' });"),
    ("header", 'pm.request.headers.add({ key: "Idempotency-Key", value: "{uuid}" });'),
    ("header",
     "pm.request.headers.upsert({ key: 'Authorization', value: `Bearer ${pm.environment.get('token')}` });"),
    ("header", 'headers["X-Token-Type"] = "Bearer";'),
    ("header", "        'Authorization': 'Bearer {{access_token}}',"),
    ("header", '    header: { "Authorization": "Basic " + basic, "Accept": "application/json" },'),
    ("header", "{ key: 'X-Auth-Mode', value: 'internal-service-account' },"),
    ("setting", 'const tokenUrl = "https://login.{name}.test/oauth2/token";'),
    ("setting", "pm.environment.set('tokenType', 'Bearer');"),
    ("setting", 'const headerName = "X-Api-Key";'),
    ("setting", 'const required = ["username", "password", "token"];'),
    ("setting", "const secretName = '{noun}-db-password';"),
    ("setting", 'pm.environment.set("passwordPolicy", "min12-upper-digit");'),
    ("setting", "var passField = document.querySelector('input[name=password]');"),
    ("setting", "const passwordRegex = /^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d!@#$%^&*]{8,}$/;"),
    ("setting", 'const grant = "grant_type=client_credentials&scope={noun}:read";'),
    ("setting", "const keyPath = 'data.{noun}.attributes.key';"),
    ("setting", 'postman.setNextRequest("Get token");'),
    ("setting", "const primaryKey = 'customer_id', sortKey = 'created_at';"),
    ("setting", 'const keyword = "{noun}", author = "{Name} {Name}";'),
    ("id", 'pm.environment.set("{noun}Id", "{uuid}");'),
    ("id", "pm.variables.set('traceparent', '00-{hex:32}-{hex:16}-01');"),
    ("id", 'const requestId = "{uuid}";'),
    ("id", "var commit = '{hex:40}';"),
    ("id", 'pm.environment.set("orderRef", "ord_{b62:14}");'),
    ("id", "const tenant = '{uuid}', clientId = '{uuid}';"),
    ("id", 'pm.globals.set("wallet", "0x{hex:40}");'),
    ("id", "let documentId = '{oid}';"),
    ("schema", '    "password": { "type": "string", "format": "password" },'),
    ("schema", "        token: { type: 'string', minLength: 20 },"),
    ("schema", '    "required": ["access_token", "token_type", "expires_in"],'),
    ("schema", "        client_secret: Joi.string().required(),"),
    ("schema", '    { "field": "password", "message": "Your password is too short" },'),
    ("comment", "// TODO: put the API key into the vault"),
    ("comment", "// password: ask the team; do not write it here"),
    ("comment", "// const token = pm.environment.get('token');"),
    ("comment", "/* token = bearer token of the current user */"),
    ("comment", "// secret: see {{vault:{noun}-secret}}"),
    ("comment", "// authKey is derived from key + nonce, RFC 2104"),
    ("eval", "eval(pm.globals.get('loadUtils'));"),
    ("eval", 'eval(pm.environment.get("jsrsasign-js"));'),
]


@INNOCENT.add("noise", 12)
def script_lines(draft, case):
    d = draft.d
    script = draft.script(d)
    for slug, line in d.sample(LINES, d.between(2, 6)):
        script.append(none(d.make(line), f"none-script-{slug}", "script"))


@INNOCENT.add("noise", 4)
def script_placeholders(draft, case):
    d = draft.d
    kind = d.choice(["api_key", "bearer", "password", "client_secret"])
    text, name = placeholder_text(d, kind).replace('"', "'"), identifier(d, kind)
    line = d.choice([f'const {name} = "{text}";', f'pm.environment.set("{name}", "{text}");',
                     f'var {name} = pm.environment.get("{name}") || "{text}";',
                     f'// const {name} = "{text}";', f'    {name}: "{text}",',
                     f'pm.request.headers.add({{ key: "X-Api-Key", value: "{text}" }});'])
    draft.script(d).append(placeholder(line, "script-placeholder", name))


@INNOCENT.add("noise", 5)
def script_lookalikes(draft, case):
    """Constants whose names sound secret."""
    d = draft.d
    for name, value in (innocent(d, ["camel", "snake"]) for _ in range(d.between(1, 3))):
        if "\n" in value or '"' in value or len(value) > 300:
            continue
        template = d.choice(['const %s = "%s";', 'pm.environment.set("%s", "%s");', '    "%s": "%s",',
                             "var %s = '%s';", 'pm.variables.set("%s", "%s");'])
        draft.script(d).append(none(template % (name, value), value.case, name))


@INNOCENT.add("noise", 3)
def script_body(draft, case):
    """A whole, ordinary test."""
    d = draft.d
    name = plain_name(d, "bearer", ["camel", "snake"])
    draft.after += ["var json = {};", "try {", "    json = pm.response.json();", "} catch (e) {",
                    "    console.error(e);", "}",
                    'pm.test("Status code is 200", function () {', "    pm.response.to.have.status(200);",
                    "});",
                    Mark(f"if (json.{name}) pm.environment.set(\"{name}\", json.{name});",
                         case="none-script-store-token", name=name)]


@INNOCENT.add("noise", 1)
def minified(draft, case):
    """A library squeezed into one line."""
    d = draft.d
    head = ('!function(t,e){"object"==typeof exports?module.exports=e():t.{Name}=e()}'
            '(this,function(){var token={},key=[],secret=0;')
    part = ('function {lower:1}({lower:1},{lower:1}){return {lower:1}.key==="{alnum:6}"?'
            '{lower:1}.pass(0x{hex:8}):{lower:1}[{int:1-400}]}')
    text = d.make(head + part * d.between(6, 20) + "});")
    draft.before.append(none(text, "none-script-minified", "script"))


@INNOCENT.add("noise", 2)
def script_prose(draft, case):
    d = draft.d
    draft.before += [none(d.make(line), "none-script-comment", "script") for line in d.sample([
        "// The token is valid for an hour; the test of the first request stores it.",
        "// Needs the variables apiKey and password ({noun} team).",
        "// key: value pairs are sorted before they are signed",
        "// Passwort und Benutzer kommen aus der Umgebung.", "// Ключ и пароль берутся из окружения.",
        "// auth = basic for the old gateway, bearer for the new", "/* secrets live in the vault */",
        "// 令牌由登录请求写入环境变量", "// pass the token on to the next request"
    ], d.between(1, 3))]
