"""Scripts that hand a credential to a function: headers, signatures, ciphers, tokens, own requests."""

from placement.drafts import Cases
from placement.marks import join
from placement.names import name_of
from placement.scripts import add, quoted
from placement.values import basic, bearer, credential, password, plain_user

SECRETS = Cases()


def key_literal(d):
    return quoted(d, credential(d, "crypto_key"), "key", "\"\"''")


@SECRETS.add("script", 3)
def script_header_object(draft, case):
    """pm.request.headers.add({ key: …, value: … }), in one line or several."""
    d = draft.d
    name = d.choice(["X-Api-Key", "x-api-key", "Authorization", "X-Auth-Token",
                     name_of(d, "api_key", ["train", "kebab"])])
    value = join("Bearer ", bearer(d)) if name == "Authorization" else credential(d, "api_key")
    call = d.choice(["pm.request.headers.add", "pm.request.headers.upsert", "pm.request.addHeader"])
    key, text = quoted(d, name, quotes="\"'"), quoted(d, value, name)
    if d.chance(50):
        add(draft, case, join(call, "({ key: ", key, ", value: ", text, " });"))
    else:
        add(draft, case, f"{call}({{", join("    key: ", key, ","), join("    value: ", text), "});")


@SECRETS.add("script", 2)
def script_header_index(draft, case):
    d = draft.d
    name = d.choice(["X-Api-Key", "Authorization", "x-access-token", "token", "X-Client-Secret"])
    if d.chance(30):
        call = d.choice(["xhr.setRequestHeader", "req.setHeader", "postman.setRequestHeader", "headers.set",
                         "request.addHeader"])
        add(draft, case, join(f"{call}(", quoted(d, name, quotes="\"'"), ", ", quoted(d, bearer(d), name),
                              ");"))
        return
    target = d.choice(["request.headers", "pm.request.headers", "headers", "options.headers", "req.headers"])
    add(draft, case, join(f"{target}[", quoted(d, name, quotes="\"'"), "] = ", quoted(d, bearer(d), name),
                          ";"))


@SECRETS.add("script", 4)
def script_hmac_key(draft, case):
    d = draft.d
    head, tail = d.choice([
        ("const signature = CryptoJS.HmacSHA256(message, ", ").toString();"),
        ("var hash = CryptoJS.HmacSHA256(stringToSign, ", ");"),
        ("const digest = CryptoJS.HmacSHA1(pm.request.body.raw, ", ").toString(CryptoJS.enc.Base64);"),
        ("let sig = CryptoJS.HmacSHA512(nonce + payload, ", ").toString(CryptoJS.enc.Hex);"),
        ("const hmac = crypto.createHmac('sha256', ", ").update(body).digest('hex');"),
        ('const mac = require("crypto").createHmac("sha512", ', ").update(text).digest('base64');"),
        ("var md5 = CryptoJS.HmacMD5(timestamp, ", ").toString();"),
    ])
    add(draft, case, "const message = method + '\\n' + path + '\\n' + timestamp;",
        join(head, key_literal(d), tail))


@SECRETS.add("script", 3)
def script_cipher_key(draft, case):
    d = draft.d
    head, tail = d.choice([
        ("const encrypted = CryptoJS.AES.encrypt(JSON.stringify(body), ", ").toString();"),
        ("var plain = CryptoJS.AES.decrypt(responseBody, ", ").toString(CryptoJS.enc.Utf8);"),
        ("const key = CryptoJS.enc.Utf8.parse(", ");"), ("const key = CryptoJS.enc.Base64.parse(", ");"),
        ("let secretKey = CryptoJS.enc.Hex.parse(", ");"),
        ("const out = CryptoJS.TripleDES.encrypt(pan, ", ").toString();"),
        ("const cipher = crypto.createCipher('aes-256-cbc', ", ");"),
    ])
    add(draft, case, join(head, key_literal(d), tail))


@SECRETS.add("script", 3)
def script_token_signing(draft, case):
    d = draft.d
    head, tail = d.choice([
        ("const token = jwt.sign(payload, ", ");"),
        ("const token = jwt.sign({ sub: user }, ", ", { expiresIn: '1h' });"),
        ('var sJWT = KJUR.jws.JWS.sign("HS256", sHeader, sPayload, ', ");"),
        ("let assertion = sign(claims, ", ", 'HS512');"),
        ("const ok = jwt.verify(token, ", ");"),
    ])
    add(draft, case, "const payload = { iat: Math.floor(Date.now() / 1000), iss: 'postman' };",
        join(head, key_literal(d), tail))


@SECRETS.add("script", 4)
def script_send_request(draft, case):
    """A request of the script's own, with the credential in a header or in its body."""
    d = draft.d
    url = f"    url: '{draft.api.address(d)}/oauth/token',"
    key = d.choice(["client_secret", "password"])
    value = credential(d, key)
    rows = d.choice([
        [join("    header: { 'Content-Type': 'application/json', 'Authorization': ",
              quoted(d, join("Bearer ", bearer(d)), "Authorization"), " },")],
        ["    header: {", "        'Accept': 'application/json',",
         join("        'X-Api-Key': ", quoted(d, credential(d, "api_key"), "X-Api-Key")), "    },"],
        ["    header: [",
         join("        { key: 'Authorization', value: ",
              quoted(d, join("Basic ", basic(d)), "Authorization"), " }"), "    ],"],
        ["    body: {", "        mode: 'urlencoded',", "        urlencoded: [",
         '            { key: "grant_type", value: "client_credentials" },',
         join(f'            {{ key: "{key}", value: ', quoted(d, value, key), " }"), "        ]", "    }"],
        [join("    body: { mode: 'raw', raw: JSON.stringify({ user: 'ops', password: ",
              quoted(d, password(d), "password"), " }) }")],
        ["    body: {", "        mode: 'raw',", "        raw: JSON.stringify({",
         f"            clientId: '{d.uuid()}',",
         join("            clientSecret: ", quoted(d, credential(d, "client_secret"), "clientSecret")),
         "        })", "    }"],
    ])
    add(draft, case, "pm.sendRequest({", url, "    method: 'POST',", *rows, "}, function (err, res) {",
        "    pm.environment.set('token', res.json().access_token);", "});")


@SECRETS.add("script", 1)
def script_query_add(draft, case):
    d = draft.d
    name = d.choice(["token", "api_key", "access_token", "sig"])
    add(draft, case, join(f"pm.request.url.query.add({{ key: '{name}', value: ",
                          quoted(d, credential(d, "api_key"), name, "\"'"), " });"))


@SECRETS.add("script", 1)
def script_auth_update(draft, case):
    d = draft.d
    add(draft, case, "pm.request.auth.update({", "    type: 'basic',", "    basic: [",
        f"        {{ key: 'username', value: '{plain_user(d)}' }},",
        join("        { key: 'password', value: ", quoted(d, password(d), "password", "\"'"), " }"), "    ]",
        "});")


@SECRETS.add("script", 1)
def script_cookie_jar(draft, case):
    d = draft.d
    name = d.choice(["JSESSIONID", "sid", "PHPSESSID", "auth_token"])
    add(draft, case, join(f"pm.cookies.jar().set(pm.variables.get('host'), '{name}', ",
                          quoted(d, credential(d, "session", True), name, "\"'"), ", () => {});"))
