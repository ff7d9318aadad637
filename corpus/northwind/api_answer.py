"""A collection as the API returns it."""

import json

import credentials as c
from northwind.labels import none, reference, secret
from northwind.pieces import AUTH, HOST, TEXTS, example, header, raw_json, request, url


def wrapped():
    pmak, pmat, llm = c.postman_key("backup"), c.postman_access("tariffs"), c.openai("support")
    owner, collection = "48120937", c.uuid("wrapped collection")
    shared = f"https://api.postman.com/collections/{owner}-{collection}?access_key={pmat}"
    shared_url = url(secret(shared, "api_key", pmat))
    shared_url["query"][0]["value"] = secret(pmat, "api_key")
    item = request("Own collection", "GET", shared_url, [header("X-API-Key", secret(pmak, "api_key"))])
    sign_in = c.jwt("tariff", iss=AUTH, sub="tariff-bot", iat=1760430000, exp=1760516400)

    def known(i, n):
        return {**i, "id": none(c.uuid(f"wrapped item {n}")), "uid": none(f"{owner}-{c.uuid(f'wrapped item {n}')}")}

    return {"collection": {
        "info": {
            "_postman_id": none(collection), "name": "Tariffs", "description": TEXTS["en"],
            "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json", "updatedAt": "2025-10-14T08:21:07.000Z", "createdAt": "2024-02-01T13:05:44.000Z",
            "lastUpdatedBy": owner, "uid": none(f"{owner}-{collection}"),
            "fork": {"label": "tariff-2026", "createdAt": "2025-09-01T07:00:00.000Z", "from": none(f"{owner}-{c.uuid('fork parent')}")},
        },
        "isPublic": True,
        "item": [
            known(item, 1),
            known(request("Explain tariff", "POST", "https://api.openai.com/v1/chat/completions", [header("Content-Type", "application/json"), header("Authorization", reference("Bearer {{llmKey}}"))],
                          raw_json("{\n  \"model\": \"{{model}}\",\n  \"messages\": [{\"role\": \"user\", \"content\": \"Explain zone 4 in {{language}}\"}],\n  \"max_tokens\": 400\n}")), 2),
            known(request("Tariff table", "GET", "{{baseUrl}}/tariffs/2026", [header("Cookie", secret(f"np_locale=nl-NL; np_auth={sign_in}", "cookie", sign_in))], text=TEXTS["ja"]), 3),
            known(request("Zones", "GET", "{{baseUrl}}/zones/:zone", text=TEXTS["el"],
                          responses=[lambda r: example("Zones of NL", r, json.dumps({"zones": [{"id": i, "hash": c.hexkey(f"zone {i}", 16)} for i in range(6)]}))]), 4),
        ],
        "auth": {"type": "noauth"},
        "variable": [
            {"key": "llmKey", "value": secret(llm, "api_key")},
            {"key": "model", "value": none("tariff-explainer-large-2025-09")},
            {"id": none(c.uuid("wrapped variable")), "key": "baseUrl", "value": f"https://{HOST}/v2"},
        ],
    }}
