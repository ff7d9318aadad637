"""Environments, globals and the full dump."""

import credentials as c
from northwind.labels import none, placeholder, reference, secret, weak
from northwind.pieces import (
    AUTH, AWS_ID, AWS_SECRET, CI_TOKEN, CLIENT_SECRET, HOST, PARTNER_KEY, SAMPLE_KEY_ID, SERVICE_JWT, STAGING_PASSWORD, TEXTS,
)


def environment(name, values, scope="environment", **more):
    return {
        "id": none(c.uuid(f"environment {name}")), "name": name, "values": values, "_postman_variable_scope": scope,
        "_postman_exported_at": none("2025-10-14T08:30:12.441Z"), "_postman_exported_using": "Postman/11.66.4", **more,
    }


def value(key, text, kind="default", enabled=True, **more):
    out = {"key": key, "value": text, "type": kind, "enabled": enabled}
    return {k: v for k, v in {**out, **more}.items() if not (k == "type" and v is None)}


def staging():
    sid = c.twilio_sid("sms")
    return environment("Northwind staging", [
        value("baseUrl", none("https://staging.northwindparcel.test/v2")),
        value("tokenUrl", none(f"{AUTH}/oauth2/token")),
        value("adminUser", "admin"),
        value("adminPassword", secret(STAGING_PASSWORD, "password"), "secret"),
        value("depotPassword", weak("depot2019", "password"), "secret"),
        value("twilio_account_sid", none(sid)),
        value("twilio_auth_token", secret(c.hexkey("twilio token", 32), "api_key"), "secret"),
        value("slackBot", secret(c.slack_bot("dispatch"), "api_key")),
        value("x-api-key", secret(PARTNER_KEY, "api_key"), enabled=False),
        value("clientId", none(c.uuid("client of the kiosk"))),
        value("clientSecret", secret(CLIENT_SECRET, "client_secret"), "any"),
        value("quotedPassword", secret(c.password("quoted", 9) + "\"\\/" + c.password("quoted tail", 7), "password"), "secret", description="needs escapes in JSON: offsets in the file differ from offsets in the value"),
        value("accessToken", none(""), "secret"),
        value("awsKeyId", placeholder(SAMPLE_KEY_ID)),
        value("githubToken", placeholder("ghp_" + 36 * "x"), "secret"),
        value("mailKey", placeholder("replace-me"), "secret"),
        value("paymentKey", placeholder("[your payment key]"), "secret"),
        value("refreshToken", reference("{{vault:staging-refresh}}"), "secret"),
        value("port", 8443), value("retries", None), value("strict", True),
        value("requestTimeoutSecret", none("30000")),
    ])


def production():
    def cloud(key):
        source = {"provider": "postman", "postman": {"type": "cloud", "secretId": none(c.uuid(f"secret id {key}")), "vaultId": none(c.uuid("vault id"))}}
        return {"key": key, "value": reference(""), "type": "secret", "enabled": True, "secret": True, "source": source}

    return environment("Northwind production", [
        value("baseUrl", none(f"https://{HOST}/v2")),
        cloud("clientSecret"), cloud("dbPassword"),
        value("serviceToken", secret(SERVICE_JWT, "jwt"), "secret"),
        value("reportToken", secret(c.bearer("report", 40), "bearer"), "secret", sessionValue=secret(c.bearer("report session", 40), "bearer")),
        value("keyVaultRef", reference("{{vault:prod-signing-key}}"), "secret"),
        value("signingKeyId", none(c.hexkey("key id", 16))),
        value("awsRegion", "eu-west-1"),
    ])


def old_environment():
    """As the app wrote them in 2016: no types, `timestamp`, no scope."""
    pw = c.password("mongo", 16, "_.~-")
    return {
        "id": none(c.uuid("old environment")), "name": "depot (2016)", "timestamp": 1466675213990,
        "values": [
            {"key": "host", "value": none("book.northwindparcel.test"), "enabled": True},
            {"key": "mongo", "value": secret(f"mongodb://depot:{pw}@mongo1.parcel.internal:27017/depot?authSource=admin", "conn_string", pw), "enabled": True},
            {"key": "aws_access_key_id", "value": secret(AWS_ID, "api_key"), "enabled": True},
            {"key": "aws_secret_access_key", "value": secret(AWS_SECRET, "api_key"), "enabled": True},
            {"key": "token", "value": secret(c.uuid("old token"), "bearer"), "enabled": False},
            {"key": "password", "value": weak("admin", "password"), "enabled": True},
            {"key": "apiKey", "value": placeholder("xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"), "enabled": True},
            {"key": "tokenExpiry", "value": none("1466678813"), "enabled": True},
        ],
    }


def workspace_globals():
    return environment("My Workspace Globals", [
        value("company", "Northwind Parcel"),
        value("refresh_token", secret(c.bearer("global refresh", 64), "other"), "secret"),
        value("publicKeyFingerprint", none("SHA256:" + c.b64(c.Rand("fingerprint").bytes(32)).rstrip("="))),
        value("deployToken", secret(CI_TOKEN, "api_key"), "any"),
        value("password", placeholder("<password>"), "secret"),
    ], "globals")


def dump():
    preset = c.bearer("preset", 48)
    basic = c.basic("depot-all", "Welkom123")
    collection, run = c.uuid("dump collection"), c.uuid("dump request")
    return {
        "version": 1,
        "collections": [{
            "id": collection, "name": "Kiosk", "description": "", "order": [run], "folders": [], "timestamp": 1530012345678, "owner": 0, "public": False,
            "variables": [{"id": c.uuid("dump variable"), "key": "kioskToken", "value": secret(c.hexkey("kiosk token", 64), "bearer"), "type": "string"}],
            "requests": [{
                "id": run, "headers": "Accept: application/json\n", "headerData": [{"key": "Accept", "value": "application/json"}], "url": "{{kioskUrl}}/open?door=2",
                "pathVariables": {}, "preRequestScript": None, "method": "POST", "collectionId": collection, "data": [], "dataMode": "raw", "name": "Open locker", "description": TEXTS["es"],
                "rawModeData": secret("{\"door\": 2, \"pin\": \"{{pin}}\", \"masterKey\": \"" + c.hexkey("master", 32) + "\"}", "api_key", c.hexkey("master", 32)),
                "descriptionFormat": "html", "time": 1530012399001, "version": 2, "responses": [], "tests": None, "currentHelper": "normal", "helperAttributes": {},
            }],
        }],
        "environments": [{
            "id": c.uuid("dump environment"), "name": "kiosk", "timestamp": 1530012000000, "synced": False,
            "values": [
                {"key": "kioskUrl", "value": none("https://kiosk.northwindparcel.test"), "type": "text", "enabled": True},
                {"key": "kioskSecret", "value": secret(c.password("kiosk secret", 20), "password"), "type": "text", "enabled": True},
                {"key": "pinLength", "value": none("4"), "type": "text", "enabled": True},
            ],
        }],
        "headerPresets": [
            {"id": c.uuid("preset 1"), "name": "depot auth", "headers": [
                {"key": "Authorization", "value": secret(f"Bearer {preset}", "bearer", preset), "description": "", "enabled": True},
                {"key": "X-Depot", "value": "AMS-3", "description": "", "enabled": True}], "timestamp": 1530011000000},
            {"id": c.uuid("preset 2"), "name": "old depots", "headers": [
                {"key": "Authorization", "value": weak(f"Basic {basic}", "basic", basic), "description": "", "enabled": True},
                {"key": "X-Api-Key", "value": reference("{{depotKey}}"), "description": "", "enabled": True}], "timestamp": 1530011000001},
        ],
        "globals": [
            {"key": "depotKey", "value": secret(c.hexkey("depot key", 40), "api_key"), "type": "text", "enabled": True},
            {"key": "tokenName", "value": none("depot-token"), "type": "text", "enabled": True},
        ],
    }
