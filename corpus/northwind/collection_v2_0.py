"""Schema 2.0: auth as objects, addresses and whole requests as strings."""

import json

import credentials as c
from northwind.labels import none, reference, secret, weak
from northwind.pieces import AUTH, DB_PASSWORD, DB_URL, HOST, TEXTS


def depot_tools():
    scan_key, feed = c.google("maps"), c.hexkey("feed", 32)
    ftp_password = c.password("ftp", 14, "_.~-")
    npm_token, lab_token = c.npm("publish"), c.gitlab("deploy")
    maps = f"https://maps.googleapis.com/maps/api/geocode/json?address=Keizersgracht+1,+Amsterdam&key={scan_key}"
    feed_url = f"https://feeds.northwindparcel.test/status.xml?token={feed}&depot=AMS-3"
    ftp = f"https://scanner:{ftp_password}@files.parcel.internal/upload/today"

    def item(name, inner, event=None, response=()):
        out = {"name": name}
        if event:
            out["event"] = [{"listen": event[0], "script": {"type": "text/javascript", "exec": event[1]}}]
        return {**out, "request": inner, "response": list(response)}

    return {
        "variables": [],
        "info": {
            "name": "Depot tools", "_postman_id": none(c.uuid("collection v2.0")),
            "description": "Small helpers for the depots. " + TEXTS["de"],
            "schema": "https://schema.getpostman.com/json/collection/v2.0.0/collection.json",
        },
        "item": [
            item("Status feed", secret(feed_url, "url_token", feed, role="url", name="request")),
            item("Health", none(f"https://{HOST}/v2/health", role="url", name="request")),
            item("Geocode address", {"url": secret(maps, "api_key", scan_key), "method": "GET", "header": [], "body": {}, "description": TEXTS["en"]}),
            item("Scanner upload folder", {"url": secret(ftp, "conn_string", ftp_password), "method": "GET", "header": [], "description": ""}),
            item("Printer queue", {
                "auth": {"type": "basic", "basic": {"username": "printer", "password": secret(c.password("printer"), "password"), "showPassword": False}},
                "url": "{{depotUrl}}/printers/zebra-02/queue", "method": "GET", "header": [], "description": TEXTS["pl"],
            }),
            item("Printer queue (old pass)", {
                "auth": {"type": "basic", "basic": {"username": "printer", "password": weak("zebra", "password")}},
                "url": "{{depotUrl}}/printers/zebra-01/queue", "method": "GET", "header": [],
            }),
            item("Firmware list", {
                "auth": {"type": "bearer", "bearer": {"token": secret(lab_token, "api_key")}},
                "url": "https://gitlab.northwindparcel.test/api/v4/projects/118/packages?per_page=20", "method": "GET", "header": [],
            }),
            item("Orders from the shop", {
                "auth": {"type": "oauth1", "oauth1": {
                    "consumerKey": none("northwind-depot"), "consumerSecret": secret(c.bearer("consumer", 32), "client_secret"), "token": reference("{{shopToken}}"),
                    "tokenSecret": reference("{{shopTokenSecret}}"), "signatureMethod": none("HMAC-SHA256"), "timestamp": "1760430067", "nonce": none(c.bearer("nonce", 11)),
                    "version": "1.0", "addParamsToHeader": True, "addEmptyParamsToSign": False,
                }},
                "url": "https://shop.northwindparcel.test/rest/V1/orders", "method": "GET", "header": [],
            }),
            item("Gate camera", {
                "url": "{{depotUrl}}/gate/snapshot", "method": "GET", "description": "",
                "header": secret(f"Accept: image/jpeg\nX-Gate-Token: {c.hexkey('gate', 32)}\nUser-Agent: depot-tools/1.4", "api_key", c.hexkey("gate", 32), name="header"),
            }),
            item("Restore nightly dump", {
                "url": "{{depotUrl}}/admin/restore", "method": "POST",
                "header": [{"key": "Content-Type", "value": "application/json"}, {"key": "X-Admin", "value": reference("{{adminToken}}"), "description": "from the wiki"}],
                "body": {"mode": "raw", "raw": secret("{\n\t\"source\": \"" + DB_URL + "\",\n\t\"tables\": [\"parcels\", \"scans\"],\n\t\"dryRun\": true\n}", "conn_string", DB_PASSWORD)},
                "description": "Only at night.",
            }),
            item("Publish kiosk bundle", {"url": "https://registry.northwindparcel.test/-/kiosk", "method": "PUT", "header": [{"key": "Authorization", "value": reference("Bearer {{npmToken}}")}], "body": {"mode": "raw", "raw": "{}"}},
                 ("prerequest", secret(f"// the bot's token\nvar token = \"{npm_token}\";\npostman.setEnvironmentVariable(\"npmToken\", token);", "api_key", npm_token))),
            item("Depot list", {"url": {"raw": "{{depotUrl}}/depots?country=NL", "host": ["{{depotUrl}}"], "path": ["depots"], "query": [{"key": "country", "value": "NL", "equals": True}], "variable": []},
                                "method": "GET", "header": [{"key": "Accept-Language", "value": "nl, en;q=0.8"}], "body": {}},
                 ("test", ["tests[\"has depots\"] = JSON.parse(responseBody).length > 0;"]),
                 [{"id": none(c.uuid("depot example")), "name": "Depots", "originalRequest": {"url": "{{depotUrl}}/depots?country=NL", "method": "GET", "header": []},
                   "status": "OK", "code": 200, "_postman_previewlanguage": "json", "header": [{"key": "ETag", "value": none('"' + c.hexkey("depot etag", 32) + '"')}],
                   "cookie": [], "responseTime": 87, "body": "[{\"id\": \"AMS-3\", \"geohash\": \"u173zq0gd8\", \"key\": \"amsterdam-west\"}]"}]),
            item("Widget settings", {"url": "{{depotUrl}}/widget.json", "method": "GET", "header": []}, response=[{
                "id": c.uuid("widget example"), "name": "Settings", "originalRequest": {"url": "{{depotUrl}}/widget.json", "method": "GET", "header": []}, "status": "OK", "code": 200,
                "header": [], "cookie": [],
                "body": none(json.dumps({"integrity": "sha384-" + c.b64(c.Rand("sri").bytes(48)), "analyticsId": "G-7QX2M0VZ41", "tokenEndpoint": f"{AUTH}/oauth2/token",
                                         "labels": {"password": "Passwort", "passwordForgotten": "Passwort vergessen?", "apiKey": "API-Schlüssel"}, "logo": "data:image/png;base64," + c.png("logo", 180)}, ensure_ascii=False, indent=1)),
            }]),
        ],
    }
