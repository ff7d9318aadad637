"""Schema 1: flat requests, the same data twice, JSON in strings."""

import json

import credentials as c
from northwind.labels import Labelled, none, secret, weak
from northwind.pieces import AUTH, TEXTS, header


def address_book():
    book, contacts = c.uuid("collection v1"), c.uuid("folder contacts")
    legacy = c.basic("bookadmin", c.password("address book"))
    sync_token, helper_token, answer_token = c.bearer("sync", 36), c.bearer("helper", 40), c.hexkey("address answer", 48)
    pmak = c.postman_key("monitor")
    ids = {name: c.uuid(f"v1 {name}") for name in ("list", "create", "import", "sync", "token", "run", "delete")}

    def entry(key, name, method, address, headers=(), **more):
        text = "".join(f"{'' if h.get('enabled', True) else '//'}{h['key']}: {h['value']}\n" for h in headers)
        spans = [s for h in headers if isinstance(h["value"], Labelled) for s in h["value"].spans]
        kinds = [h["value"].kind for h in headers if isinstance(h["value"], Labelled) and h["value"].spans]
        out = {
            "id": ids[key], "headers": secret(text, kinds[0], *spans) if spans else text,
            "headerData": [{**h, "description": "", "enabled": h.get("enabled", True)} for h in headers],
            "url": address, "queryParams": [], "pathVariables": {}, "pathVariableData": [], "preRequestScript": None, "method": method,
            "collectionId": book, "data": None, "dataMode": "params", "name": name, "description": "", "descriptionFormat": "html",
            "time": 1507204031482, "version": 2, "responses": [], "tests": None, "currentHelper": None, "helperAttributes": None, "folder": contacts,
        }
        return {**out, **more}

    return {
        "id": book, "name": "Address book (old)", "description": "Kept for the kiosks. " + TEXTS["fr"], "order": [], "folders_order": [contacts],
        "folders": [{"id": contacts, "name": "Contacts", "description": "", "order": list(ids.values()), "owner": "2140077", "collectionId": book}],
        "timestamp": 1507203998112, "owner": "2140077", "public": False,
        "requests": [
            entry("list", "List contacts", "GET", "{{bookUrl}}/contacts?page=1",
                  [header("Authorization", secret(f"Basic {legacy}", "basic", legacy)), header("Accept", "application/json")]),
            entry("create", "Create contact", "POST", "{{bookUrl}}/contacts", [header("Content-Type", "application/json")], dataMode="raw",
                  rawModeData="{\"name\": \"Zoë Müller\", \"street\": \"Hauptstraße 5\", \"postcode\": \"10115\"}", data=[],
                  currentHelper="basicAuth", helperAttributes={"id": "basic", "username": "kiosk", "password": secret(c.password("kiosk", 12), "password"), "saveToRequest": True}),
            entry("import", "Import contacts", "POST", "{{bookUrl}}/import", [header("X-Upload-Id", none(c.uuid("upload")))],
                  dataMode="urlencoded", data=[
                      {"key": "file_url", "value": none("https://files.northwindparcel.test/contacts-2017.csv"), "type": "text", "enabled": True},
                      {"key": "client_secret", "value": secret(c.bearer("import", 32), "client_secret", role="urlencoded"), "type": "text", "enabled": True},
                      {"key": "password", "value": weak("welkom01", "password", role="urlencoded"), "type": "text", "enabled": False},
                      {"key": "token_type", "value": none("bearer", role="urlencoded"), "type": "text", "enabled": True},
                  ]),
            entry("sync", "Sync contacts", "POST", "{{bookUrl}}/sync",
                  currentHelper="oAuth2", helperAttributes=secret(json.dumps({"id": "oAuth2", "accessToken": helper_token, "addTokenTo": "header", "tokenName": "book", "accessTokenUrl": f"{AUTH}/oauth2/token"}), "bearer", helper_token),
                  preRequestScript=weak("postman.setEnvironmentVariable(\"bookUrl\", \"https://book.northwindparcel.test\");\nvar password = \"kiosk2017\";\npostman.setGlobalVariable(\"bookPassword\", password);", "password", "kiosk2017"),
                  tests="tests[\"200\"] = responseCode.code === 200;"),
            entry("token", "Refresh token", "POST", "{{bookUrl}}/token", [header("X-Depot-Token", secret(sync_token, "bearer"), enabled=False)], responses=[{
                "status": "", "responseCode": {"code": 200, "name": "OK", "detail": ""}, "time": 214, "id": c.uuid("v1 response"), "name": "Refreshed", "language": "json",
                "headers": [{"key": "X-Request-Id", "name": "X-Request-Id", "value": none(c.uuid("v1 request id")), "description": ""}],
                "cookies": [{"domain": "book.northwindparcel.test", "name": "JSESSIONID", "value": secret(c.hexkey("jsession", 32).upper(), "cookie"), "path": "/", "httpOnly": True, "secure": False, "session": True}],
                "mime": "", "text": secret(json.dumps({"token": answer_token, "expires": 3600}), "bearer", answer_token),
                "rawDataType": "text",
                "request": secret(json.dumps({"url": "https://book.northwindparcel.test/token", "headers": [{"key": "X-Depot-Token", "value": sync_token}], "data": None, "method": "POST", "dataMode": "params"}), "bearer", sync_token),
            }]),
            entry("run", "Start the monitor", "POST", "https://api.getpostman.com/monitors/{{monitorId}}/run", [header("Content-Type", "application/json")], dataMode="raw", data=[],
                  rawModeData=secret("{\n  \"apiKey\": \"" + pmak + "\",\n  \"async\": true\n}", "api_key", pmak)),
            entry("delete", "Delete contact", "DELETE", "{{bookUrl}}/contacts/:id", [header("If-Match", none('"' + c.bearer("if match", 24) + '"'))], pathVariables={"id": "4711"},
                  currentHelper="normal", helperAttributes="{}"),
        ],
    }
