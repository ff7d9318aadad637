"""The large collection of schema 2.1, and one in which there is nothing to find."""

import json

import credentials as c
from northwind.labels import none, placeholder, reference, secret, weak
from northwind.pieces import (
    AUTH, AWS_ID, AWS_SECRET, CI_TOKEN, CLIENT_SECRET, HOST, OK_TEST, PARTNER_KEY, SAMPLE_KEY_ID, SERVICE_JWT,
    STAGING_PASSWORD, TEXTS, example, folder, header, pairs, plain, raw_json, request, response_headers, script, url,
)


def shipping_folder():
    partner_header = header("x-api-key", secret(PARTNER_KEY, "api_key"), type="text", disabled=True, description="key of the first partner, until the gateway knows ours")
    returns = folder(
        "Returns",
        request(
            "Create return label", "POST", "{{baseUrl}}/returns",
            [header("Content-Type", "application/json"), partner_header, header("Authorization", reference("Bearer {{accessToken}}"))],
            raw_json("{\n  \"parcelId\": {{parcelId}},\n  \"weightGrams\": {{weight}},\n  \"reason\": \"damaged\",\n  \"notify\": {{notify}}\n}"),
            text=TEXTS["de"], events=[OK_TEST],
            responses=[lambda r: example("Return label", r, json.dumps({"labelId": "lbl_9f27c0", "format": "PNG", "image": c.png("return label")}, indent=2))],
        ),
        plain("Cancel return", "DELETE", "returns/{{returnId}}", TEXTS["de"]),
        text="Everything that travels back.",
    )
    labels = folder(
        "Labels",
        request(
            "Buy label", "POST", "{{baseUrl}}/labels",
            [header("Content-Type", "application/json"), header("Idempotency-Key", none(c.uuid("idempotency")))],
            raw_json(secret(
                "{\n    \"rateId\": {{rateId}},\n    \"parcel\": {\"weightGrams\": {{weight}}, \"lengthMm\": 320},\n    \"payment\": "
                + json.dumps(json.dumps({"provider": "stripe", "mode": "live", "apiKey": c.stripe("labels"), "currency": "eur"}))
                + ",\n    \"printer\": \"zebra-02\"\n}", "api_key", c.stripe("labels"))),
            auth={"type": "bearer", "bearer": pairs(token=reference("{{accessToken}}"))},
            text=TEXTS["en"], events=[OK_TEST],
            responses=[lambda r: example("Label bought", dict(r, header=[
                header("Content-Type", "application/json"),
                header("Authorization", secret(f"Bearer {SERVICE_JWT}", "jwt", SERVICE_JWT)),
            ], body=raw_json("{\"rateId\": \"rt_71\"}")), "{\n  \"labelId\": \"lbl_1c9d44\",\n  \"trackingNumber\": \"NW4410098812345678NL\"\n}", 201, "Created")],
        ),
        request(
            "Upload customs form", "POST", "{{baseUrl}}/labels/:labelId/customs", [],
            {"mode": "formdata", "formdata": [
                {"key": "form", "type": "file", "src": none("/home/erika/Documents/cn23-template.pdf")},
                {"key": "hsCode", "value": "610910", "type": "text"},
                {"key": "brokerUser", "value": "northwind-nl", "type": "text"},
                {"key": "brokerPassword", "value": secret(c.password("broker"), "password"), "type": "text"},
                {"key": "pin", "value": reference("{{brokerPin}}"), "type": "text", "disabled": True},
            ]},
            text=TEXTS["pl"],
        ),
        plain("Void label", "POST", "labels/{{labelId}}/void", TEXTS["en"], "{\n  \"reason\": \"typo\"\n}"),
        returns,
    )
    return folder(
        "Shipping", labels,
        plain("Get rates", "POST", "rates", TEXTS["en"], "{\n  \"from\": \"NL-1012\",\n  \"to\": \"PL-00-001\",\n  \"weightGrams\": {{weight}}\n}"),
        plain("List parcels", "GET", "parcels", TEXTS["es"], query="page=1&pageSize=50&sort=-createdAt"),
        plain("Get parcel", "GET", "parcels/{{parcelId}}", TEXTS["ja"]),
        text={"content": "## Shipping\n\nFrom quote to label. " + TEXTS["fr"], "type": "text/markdown"},
        auth={"type": "oauth2", "oauth2": pairs(
            accessToken=reference("{{accessToken}}"), tokenType=none("Bearer"), addTokenTo=none("header"), tokenName=none("Parcel token"),
            accessTokenUrl=none(f"{AUTH}/oauth2/token"), authUrl=none(f"{AUTH}/oauth2/authorize"), grant_type="client_credentials",
            clientId=none("parcel-web"), clientSecret=secret(CLIENT_SECRET, "client_secret"), client_authentication="header",
            scope="labels:write parcels:read", useBrowser=False,
        )},
    )


def accounts_folder():
    session = "s%3A" + c.bearer("session", 32) + "." + c.bearer("session mac", 43)
    login_headers = response_headers("Log in", "{}") + [
        header("set-cookie", secret(f"np_session={session}; Path=/; Expires=Tue, 14 Oct 2025 20:21:07 GMT; HttpOnly; Secure; SameSite=Lax", "cookie", session)),
        header("set-cookie", none("np_locale=nl-NL; Path=/; Max-Age=31536000", name="set-cookie")),
    ]
    login_cookie = {
        "expires": "2025-10-14T20:21:07.000Z", "hostOnly": True, "httpOnly": True, "domain": HOST, "path": "/", "secure": True,
        "value": secret(session, "cookie"), "key": "np_session",
    }
    access, refresh = c.bearer("access answer", 48), c.bearer("refresh answer", 48)
    token_answer = json.dumps({"access_token": access, "token_type": "Bearer", "expires_in": 3600, "refresh_token": refresh, "scope": "parcels:read"}, indent=4)
    secret_uuid = c.uuid("client secret of the kiosk")
    return folder(
        "Accounts",
        request(
            "Get token", "POST", f"{AUTH}/oauth2/token", [header("Content-Type", "application/x-www-form-urlencoded")],
            {"mode": "urlencoded", "urlencoded": [
                {"key": "grant_type", "value": "password", "type": "text"},
                {"key": "client_id", "value": none(c.uuid("client of the kiosk")), "type": "text"},
                {"key": "client_secret", "value": secret(secret_uuid, "client_secret"), "type": "text"},
                {"key": "username", "value": "depot-3", "type": "text"},
                {"key": "password", "value": weak("parcel123", "password"), "type": "text"},
                {"key": "scope", "value": "parcels:read", "type": "text"},
            ]},
            text=TEXTS["tr"],
            events=[script("test", "const answer = pm.response.json();", "pm.collectionVariables.set(\"accessToken\", answer.access_token);")],
            responses=[lambda r: example("Token", dict(r, body={"mode": "urlencoded", "urlencoded": []}), secret(token_answer, "bearer", access, refresh))],
        ),
        request(
            "Log in", "POST", "{{baseUrl}}/login", [header("Content-Type", "application/json")],
            raw_json(reference("{\n  \"username\": \"{{user}}\",\n  \"password\": \"{{password}}\"\n}")),
            text=TEXTS["ar"],
            responses=[lambda r: example("Logged in", r, "{\n  \"user\": \"depot-3\",\n  \"locale\": \"nl-NL\"\n}", headers=login_headers, cookie=[login_cookie])],
        ),
        request(
            "Admin: list users", "GET", "{{baseUrl}}/admin/users",
            auth={"type": "basic", "basic": pairs(username="admin", password=secret(STAGING_PASSWORD, "password"), showPassword=False)},
            text="Needs the admin role.",
            responses=[lambda r: example("Users", r, json.dumps({"users": [
                {"id": c.uuid("user 1"), "login": "erika", "passwordChangedAt": "2025-03-02", "apiKeyHint": "…a91f", "password": "********"},
                {"id": c.uuid("user 2"), "login": "søren", "passwordChangedAt": "2024-11-19", "apiKeyHint": None, "password": None},
            ]}, indent=2, ensure_ascii=False))],
        ),
        request(
            "Legacy: depot terminal", "GET", "http://terminal.northwindparcel.test/cgi-bin/status",
            auth={"type": "digest", "digest": pairs(
                username="terminal", password=weak("depot2019", "password"), realm="Depot", algorithm="MD5",
                nonce=none(c.hexkey("digest nonce", 34)), opaque=none(c.hexkey("opaque", 32)), qop="auth",
            )},
            text="Only reachable from the depot. No TLS: the terminal is from 2009.",
        ),
        request(
            "Profile", "GET", "{{baseUrl}}/me",
            [header("Authorization", secret("Basic " + c.basic("svc-profile", c.password("profile")), "basic", c.basic("svc-profile", c.password("profile")))),
             header("If-None-Match", none('"' + c.hexkey("if none match", 32) + '"')),
             header("Postman-Token", none(c.uuid("postman token")), disabled=True)],
            text="The caller's own account.", protocol={"followAuthorizationHeader": True},
        ),
        request(
            "Sign up (sample from the handbook)", "POST", "{{baseUrl}}/signup",
            [header("X-Api-Key", placeholder("<API_KEY>")), header("Authorization", placeholder("Bearer YOUR_ACCESS_TOKEN"))],
            raw_json(placeholder("{\n  \"email\": \"jane@example.com\",\n  \"password\": \"<your password>\",\n  \"client_secret\": \"xxxxxxxxxxxxxxxx\"\n}")),
            text=none("Password rules: at least twelve characters, one digit, one mark. The field `passwordHint` is optional; `secretQuestion` was removed in v2."),
        ),
    )


def integrations_folder():
    sas = c.b64(c.Rand("sas").bytes(32)).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    blob = f"https://nwplabelsweu01.blob.core.windows.net/labels/2025/10/batch-0417.zip?sv=2023-11-03&st=2025-10-01T00%3A00%3A00Z&se=2027-10-01T00%3A00%3A00Z&sr=c&sp=rl&sig={sas}"
    blob_query = [dict(zip(("key", "value"), part.partition("=")[::2])) for part in blob.partition("?")[2].split("&")]
    blob_query[-1]["value"] = secret(sas, "url_token")
    map_key = c.hexkey("map tiles", 32)
    tiles = f"https://tiles.northwindparcel.test/v1/route.json?from=52.37,4.89&to=52.09,5.12&api_key={map_key}&lang=nl"
    tiles_query = [{"key": "from", "value": "52.37,4.89"}, {"key": "to", "value": "52.09,5.12"},
                   {"key": "api_key", "value": secret(map_key, "api_key")}, {"key": "lang", "value": "nl"},
                   {"key": "cursor", "value": none(c.b64(json.dumps({"after": 918, "dir": "asc", "depot": "AMS-3"}))), "disabled": True}]
    oauth_token, oauth_signature = c.bearer("oauth1 token", 40), c.b64(c.Rand("oauth1 signature").bytes(20)).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    oauth1 = (
        f'OAuth realm="orders", oauth_consumer_key="northwind-shop", oauth_token="{oauth_token}", oauth_signature_method="HMAC-SHA1", '
        f'oauth_timestamp="1760430067", oauth_nonce="{c.bearer("oauth1 nonce", 11)}", oauth_version="1.0", oauth_signature="{oauth_signature}"'
    )
    graph_token = c.jwt("graphql", iss=AUTH, sub="depot-dashboard", iat=1760430000, exp=1760433600)
    webhook = c.slack_webhook("alerts")
    pem = c.rsa_pkcs8("webhook signing")
    pem_lines = [f"    \"{line}\"," for line in pem]
    signing = ["// Signs the webhook body before it leaves. TODO: move the key out of here.", "const signingKey = ["]
    signing.append(secret(pem_lines[0], "private_key", pem[0], end_lines=len(pem_lines) - 1))
    signing += pem_lines[1:-1] + [pem_lines[-1].rstrip(",")]
    signing += ["].join(\"\\n\");", "pm.request.headers.add({key: \"X-Signature\", value: sign(pm.request.body.raw, signingKey)});"]
    return folder(
        "Integrations",
        request(
            "Archive labels (S3)", "PUT", "https://nwp-label-archive.s3.eu-west-1.amazonaws.com/2025/10/{{labelId}}.pdf",
            [header("x-amz-content-sha256", none(c.hexkey("content sha", 64)))], {"mode": "file", "file": {"src": "label.pdf"}},
            auth={"type": "awsv4", "awsv4": pairs(
                accessKey=secret(AWS_ID, "api_key"), secretKey=secret(AWS_SECRET, "api_key"), region="eu-west-1", service="s3", sessionToken=reference("{{awsSession}}"),
            )},
        ),
        request("Download batch", "GET", url(secret(blob, "url_token", sas), blob_query), [], text="Read-only link for the print shop."),
        request("Route preview", "GET", url(secret(tiles, "api_key", map_key), tiles_query), text=TEXTS["el"]),
        request(
            "Shop orders", "GET", "https://shop.northwindparcel.test/rest/V1/orders?searchCriteria=all",
            [header("Authorization", secret(oauth1, "signature", oauth_token, oauth_signature))],
        ),
        request(
            "Depot dashboard", "POST", "{{baseUrl}}/graphql", [header("Content-Type", "application/json")],
            {"mode": "graphql", "graphql": {
                "query": "query Depot($id: ID!, $token: String!) {\n  depot(id: $id, token: $token) {\n    name\n    parcels(first: 20) { edges { node { id status } } }\n  }\n}",
                "variables": secret(json.dumps({"id": "AMS-3", "token": graph_token}, indent=2), "jwt", graph_token),
            }},
        ),
        request(
            "Alert the night shift", "POST", "{{alertHook}}", [header("Content-Type", "application/json")],
            raw_json("{\"text\": \"Depot {{depot}} is full\"}"),
            events=[script("prerequest", "const fallback = {", secret(f"    url: \"{webhook}\",", "url_token", webhook), "    method: \"POST\"", "};",
                           "if (!pm.environment.get(\"alertHook\")) { pm.sendRequest(fallback, (err) => console.log(err)); }")],
        ),
        request(
            "Deploy price list", "POST", "https://git.northwindparcel.test/api/v3/repos/parcel/prices/dispatches",
            [header("Accept", "application/json"), header("Authorization", reference("token {{ghToken}}"))],
            raw_json("{\"event_type\": \"deploy\"}"),
            events=[script("prerequest", "// only until the runner has its own", secret(f"pm.environment.set(\"ghToken\", \"{CI_TOKEN}\");", "api_key", CI_TOKEN),
                           none("pm.environment.set(\"commit\", \"" + c.hexkey("commit", 40) + "\");"),
                           reference("pm.environment.set(\"token\", pm.variables.get(\"accessToken\"));"),
                           none("pm.environment.unset(\"password\");"))],
        ),
        request("Send signed webhook", "POST", "{{callbackUrl}}", [header("Content-Type", "application/json")], raw_json("{\"event\": \"parcel.delivered\", \"id\": {{parcelId}}}"),
                events=[script("prerequest", *signing)]),
        request(
            "Bank transfer (mutual TLS)", "POST", "https://mtls.northwindparcel.test/payouts", [header("Content-Type", "application/json")],
            raw_json(none("{\n  \"iban\": \"NL02ABNA0123456789\",\n  \"amount\": 1250,\n  \"reference\": \"NW-2025-10-0417\"\n}")),
            certificate={"name": "payout", "matches": ["https://mtls.northwindparcel.test/*"], "key": {"src": none("certs/payout.key")},
                         "cert": {"src": "certs/payout.crt"}, "passphrase": secret(c.password("passphrase", 16), "password")},
            text=none("The bank's certificate, for pinning:\n\n```\n" + "\n".join(c.certificate("bank")) + "\n```\n"),
        ),
        request(
            "Partner catalogue", "GET", "https://partners.northwindparcel.test/catalogue",
            auth={"type": "apikey", "apikey": pairs(key=none("X-Partner-Key"), value=secret(c.hexkey("partner catalogue", 32), "api_key"), **{"in": "header"})},
        ),
        request(
            "Weather for the route", "GET", "{{weatherUrl}}/forecast?lat=52.37&lon=4.89",
            auth={"type": "bearer", "bearer": pairs(token=secret(c.bearer("weather", 40), "bearer"))}, protocol={"strictSSL": False},
        ),
    )


def parcel_api():
    curl = c.bearer("curl", 40)
    about = (
        "# Northwind Parcel API v2\n\nShips boxes. [Handbook](https://docs.northwindparcel.test/handbook)\n\n## Quick start\n\n```bash\n"
        f"curl -s https://{HOST}/v2/parcels \\\n  -H \"Accept: application/json\" \\\n  -H \"Authorization: Bearer {curl}\"\n```\n\n"
        f"Replace the token with your own: `curl -H \"X-Api-Key: $PARCEL_API_KEY\" …`. The sample key id of the vendor's manual, `{SAMPLE_KEY_ID}`, is refused.\n\n"
        + "\n\n".join(TEXTS[k] for k in ("de", "fr", "ja"))
    )
    mail_key = c.sendgrid("mail")
    return {
        "info": {
            "_postman_id": none(c.uuid("collection v2.1")),
            "name": "Northwind Parcel API",
            "description": secret(about, "bearer", curl),
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
            "_exporter_id": none("48120937"),
            "_collection_link": none(f"https://northwind-parcel.postman.co/workspace/Parcel~{c.uuid('workspace')}/collection/48120937-{c.uuid('collection v2.1')}?action=share&source=collection_link&creator=48120937"),
        },
        "item": [shipping_folder(), accounts_folder(), integrations_folder()],
        "auth": {"type": "apikey", "apikey": pairs(value=reference("{{vault:parcel-api-key}}"), key=none("X-Api-Key"))},
        "event": [script("prerequest", "// correlation ids for the gateway", "pm.variables.set(\"correlationId\", pm.variables.replaceIn(\"{{$guid}}\"));"), script("test", "")],
        "variable": [
            {"key": "baseUrl", "value": f"https://{HOST}/v2", "type": "string"},
            {"key": "accessToken", "value": none(""), "type": "string"},
            {"key": "mailKey", "value": secret(mail_key, "api_key"), "type": "string"},
            {"key": "tokenUrl", "value": none(f"{AUTH}/oauth2/token"), "type": "string"},
            {"key": "parcelId", "value": none(c.uuid("parcel")), "type": "string"},
            {"key": "passwordPolicy", "value": none("min12-digit-mark"), "type": "string"},
            {"key": "publicKey", "value": none("ssh-ed25519 " + c.b64(bytes.fromhex("0000000b7373682d6564323535313900000020") + c.Rand("ssh public").bytes(32)) + " print-server"), "type": "string"},
            {"key": "weight", "value": "1250", "type": "string"},
            {"key": "apiSecret", "value": placeholder("changeme-please-your-secret-here"), "type": "string"},
        ],
    }


def vault_only():
    """Nothing to find: every credential is a reference to the vault or to a variable."""
    return {
        "info": {"_postman_id": none(c.uuid("vault only")), "name": "Parcel tracking (clean)", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [
            request("Track", "GET", "{{baseUrl}}/track?number={{trackingNumber}}",
                    [header("X-Api-Key", reference("{{vault:tracking-key}}")), header("Authorization", reference("Bearer {{vault:tracking-token}}"))]),
            request("Subscribe", "POST", "{{baseUrl}}/subscriptions", [header("Content-Type", "application/json")],
                    raw_json(reference("{\n  \"callback\": \"{{callbackUrl}}\",\n  \"secret\": \"{{vault:callback-secret}}\"\n}")),
                    auth={"type": "basic", "basic": pairs(username="{{user}}", password=reference("{{vault:tracking-password}}"))},
                    events=[script("prerequest", none("const key = await pm.vault.get(\"tracking-key\");"), "pm.request.headers.add({key: \"X-Api-Key\", value: key});")]),
        ],
        "auth": {"type": "bearer", "bearer": pairs(token=reference("{{vault:tracking-token}}"))},
        "variable": [{"key": "baseUrl", "value": f"https://{HOST}/v2", "type": "string"}],
    }
