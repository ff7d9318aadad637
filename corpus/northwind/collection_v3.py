"""A collection of format v3, as Git-native Postman keeps it: a tree of YAML files, with environments, globals and a data set beside it."""

import json

import credentials as c
from northwind.labels import none, placeholder, reference, secret
from northwind.pieces import AUTH, CLIENT_SECRET, HOST, PARTNER_KEY, STAGING_PASSWORD, TEXTS
from northwind.yaml_text import folded

ROOT = "collection-v3/postman"
COLLECTION = f"{ROOT}/collections/Parcel tracking"


def pair(key, value, **more):
    return {"key": key, "value": value, **more}


def definition(out):
    out.yaml(f"{COLLECTION}/.resources/definition.yaml", {
        "$kind": "collection", "name": "Parcel tracking", "description": TEXTS["de"],
        "auth": {"type": "bearer", "credentials": {"token": reference("{{vault:tracking-token}}")}},
        "variables": {
            "baseUrl": none(f"https://{HOST}/v3"), "carrierToken": secret(c.bearer("carrier"), "bearer"),
            "webhookSecret": placeholder("<webhook secret>"),
        },
        "scripts": [{"type": "http:beforeRequest", "language": "text/javascript", "code": secret(
            "const nonce = Date.now();\n\npm.request.headers.add({\n  key: 'X-Partner-Key',\n  value: '" + PARTNER_KEY + "',\n});", "api_key", PARTNER_KEY)}],
    }, comment="written by the app, kept in git")


def requests(out):
    password = c.password("v3 login", 16, "!+=?^_~")
    inner = json.dumps({"user": "dispatch", "password": password, "remember": True}, indent=2)
    report = c.bearer("v3 report", 48)
    out.yaml(f"{COLLECTION}/Log in.request.yaml", {
        "$kind": "http-request", "name": "Log in", "method": "POST", "url": none(f"{AUTH}/login?locale=nl"), "order": 1000,
        "headers": [pair("Content-Type", "application/json"), pair("X-Api-Key", secret(c.hexkey("v3 old key"), "api_key"), disabled=True)],
        "body": {"type": "json", "content": secret(inner, "password", password)},
        "auth": {"type": "noauth"},
        "settings": {"strictSSL": False},
    })
    out.yaml(f"{COLLECTION}/labels/Create label.request.yaml", {
        "$kind": "http-request", "name": "Create label", "method": "POST", "url": "{{baseUrl}}/labels/:depot",
        "description": folded(f"Ask the depot first. By hand it is curl -H 'Authorization: Bearer {report}' https://{HOST}/v3/labels and nothing else", "secret", "bearer", (report,)),
        "headers": {"Accept": "application/pdf", "Authorization": secret("Basic " + c.basic("labels", c.password("v3 basic")), "basic", c.basic("labels", c.password("v3 basic")))},
        "queryParams": {"access_token": secret(c.bearer("v3 query"), "bearer"), "format": "a6"},
        "pathVariables": [pair("depot", "AMS-3")],
        "body": {"type": "urlencoded", "content": [pair("grant_type", "client_credentials"), pair("client_secret", secret(CLIENT_SECRET, "client_secret")), pair("client_id", none(c.uuid("v3 client")))]},
        "auth": [
            {"id": none(c.uuid("v3 auth 1")), "name": "Depot", "type": "basic", "credentials": [pair("username", "depot"), pair("password", secret(STAGING_PASSWORD, "password"))]},
            {"id": none(c.uuid("v3 auth 2")), "name": "Key", "type": "apikey", "credentials": {"key": "X-Depot-Key", "value": secret(c.hexkey("v3 depot key", 32), "api_key"), "in": "header"}},
        ],
    })
    sid, token = c.bearer("v3 session", 40), c.jwt("v3 answer", iss=AUTH, sub="labels", iat=1760430000)
    out.yaml(f"{COLLECTION}/labels/.resources/Create label.resources/examples/Created.example.yaml", {
        "$kind": "http-example", "name": "Created",
        "request": {"url": "{{baseUrl}}/labels/AMS-3", "method": "POST", "headers": [pair("Accept", "application/json")]},
        "response": {
            "statusCode": 201, "statusText": "Created",
            "headers": {"ETag": none('W/"5d-' + c.b64(c.Rand("v3 etag").bytes(20)) + '"'), "Set-Cookie": secret(f"sid={sid}; Path=/; HttpOnly", "cookie", sid)},
            "body": {"type": "json", "content": secret(json.dumps({"label": c.uuid("v3 label"), "access_token": token}), "jwt", token)},
        },
    })


def other_protocols(out):
    graph, mqtt, mcp, model, agent = (c.bearer(f"v3 {name}", 40) for name in ("graph", "mqtt", "mcp", "model", "agent"))
    out.yaml(f"{COLLECTION}/live/Depots.request.yaml", {
        "$kind": "graphql-request", "name": "Depots", "url": "{{baseUrl}}/graphql",
        "query": secret("query {\n  depots(apiKey: \"" + graph + "\") {\n    id\n  }\n}", "api_key", graph),
        "variables": secret(json.dumps({"secretKey": c.hexkey("v3 graph", 48)}), "api_key", c.hexkey("v3 graph", 48)),
    })
    out.yaml(f"{COLLECTION}/live/Scan.request.yaml", {
        "$kind": "grpc-request", "name": "Scan", "url": f"grpcs://{HOST}:443", "methodPath": "parcel.v1.Scans/Add", "secureConnection": True,
        "metadata": [pair("x-client-secret", secret(c.hexkey("v3 grpc", 40), "client_secret"))],
        "message": {"content": secret(json.dumps({"scanner": "H-17", "pinCode": "{{pin}}", "password": c.password("v3 scanner", 14, "!+=_")}, indent=2), "password", c.password("v3 scanner", 14, "!+=_"))},
    })
    out.yaml(f"{COLLECTION}/live/Doors.request.yaml", {
        "$kind": "mqtt-request", "name": "Doors", "url": "mqtts://queue.parcel.internal:8883", "clientId": none("door-" + c.hexkey("v3 door", 8)),
        "auth": {"type": "basic", "credentials": {"username": "doors", "password": secret(c.password("v3 doors"), "password")}},
        "lastWill": {"topic": "doors/gone", "payload": secret(json.dumps({"door": 2, "access_token": mqtt}), "bearer", mqtt)},
        "properties": {"userProperties": [pair("x-api-key", secret(c.hexkey("v3 mqtt", 32), "api_key"))]},
    })
    out.yaml(f"{COLLECTION}/live/.resources/Doors.resources/messages/Open.message.yaml", {
        "$kind": "mqtt-message", "name": "Open", "topic": "doors/2", "payload": {"type": "json", "content": secret(json.dumps({"open": True, "secret": c.bearer("v3 open", 32)}), "other", c.bearer("v3 open", 32))},
    })
    out.yaml(f"{COLLECTION}/agents/Router.request.yaml", {
        "$kind": "mcp-request", "name": "Router", "transport": "stdio", "command": secret(f"npx -y @northwind/router --api-key {mcp}", "api_key", mcp),
        "env": {"ROUTER_TOKEN": secret(c.bearer("v3 router", 44), "bearer"), "LOG_LEVEL": "info"},
        "headers": {"Authorization": secret(f"Bearer {agent}", "bearer", agent)},
    })
    servers = {"mcpServers": {"parcel": {"url": f"https://{HOST}/mcp", "headers": {"X-Api-Key": model}}}}
    out.yaml(f"{COLLECTION}/agents/Planner.request.yaml", {
        "$kind": "llm-request", "name": "Planner", "provider": "openai", "model": "small",
        "auth": {"type": "bearer", "credentials": {"token": secret(c.openai("v3 planner"), "api_key")}},
        "userPrompts": [{"type": "text", "value": "Plan the tour of depot AMS-3."}],
        "systemPrompts": [{"type": "text", "value": secret(f"Log in with password: {c.password('v3 prompt', 16, '!+=_')}", "password", c.password("v3 prompt", 16, "!+=_"))}],
        "mcpConfig": secret(json.dumps(servers), "api_key", model),
    })


def beside(out):
    source = {"provider": "postman", "postman": {"type": "cloud", "secretId": none(c.uuid("v3 secret id")), "vaultId": none(c.uuid("v3 vault id"))}}
    out.yaml(f"{ROOT}/environments/staging.environment.yaml", {
        "name": "Staging (git)", "values": [
            pair("baseUrl", none(f"https://staging.northwindparcel.test/v3"), enabled=True),
            pair("adminPassword", secret(c.password("v3 admin"), "password"), type="secret", enabled=True),
            {"key": "signingKey", "secret": True, "enabled": True, "source": source},
            pair("slackBot", secret(c.slack_bot("v3 dispatch"), "api_key"), enabled=False),
            pair("refreshToken", reference("{{vault:refresh}}")),
        ],
    })
    out.yaml(f"{ROOT}/globals/workspace.globals.yaml", {"name": "Globals", "values": [pair("ciToken", secret(c.bearer("v3 ci", 40), "bearer"), enabled=True)]})
    password = c.password("v3 dsn", 16, "_.~-")
    out.yaml(f"{ROOT}/datasets/tours/tours.dataset.yaml", {
        "$kind": "dataset", "name": "Tours", "source": {"type": "jdbc", "location": {"type": "dsn", "value": secret(f"postgresql://tours:{password}@db.parcel.internal:5432/tours", "conn_string", password)}},
    })


def write(out):
    definition(out)
    requests(out)
    other_protocols(out)
    beside(out)
