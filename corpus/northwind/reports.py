"""What a run leaves behind: reports of Newman and the Postman CLI in several forms, and recorded traffic."""

import json

import credentials as c
from northwind.labels import none, secret
from northwind.pieces import HOST


def write(out):
    newman(out)
    postman_cli(out)
    pages(out)
    har(out)


def buffer(text):
    return {"type": "Buffer", "data": list(text.encode())}


def sent(token):
    return {"url": {"protocol": "https", "host": HOST.split("."), "path": ["v2", "me"], "query": [{"key": "api_key", "value": secret(c.hexkey("run key"), "api_key")}]},
            "header": [{"key": "Authorization", "value": secret(f"Bearer {token}", "bearer", token)}, {"key": "Postman-Token", "value": none(c.uuid("run postman token"))}], "method": "GET"}


def newman(out):
    token, answer = c.bearer("run token", 40), c.bearer("run answer", 44)
    body = json.dumps({"id": 17, "access_token": answer})
    stream = buffer(body)
    out.json("run-report/newman.json", {
        "collection": {"info": {"_postman_id": none(c.uuid("run collection")), "name": "Nightly"}, "item": [{"name": "Me", "request": {"method": "GET", "url": "{{baseUrl}}/me"}}], "variable": [], "event": []},
        "environment": {"id": none(c.uuid("run environment")), "name": "Nightly", "values": [{"type": "any", "key": "clientSecret", "value": secret(c.hexkey("run client", 48), "client_secret")}]},
        "globals": {"values": []},
        "run": {
            "stats": {"requests": {"total": 1, "failed": 1}},
            "executions": [{
                "cursor": {"position": 0, "iteration": 0}, "item": {"id": none(c.uuid("run item")), "name": "Me", "request": {"method": "GET", "url": "{{baseUrl}}/me"}},
                "request": sent(token),
                "response": {"id": none(c.uuid("run response")), "status": "OK", "code": 200, "header": [{"key": "X-Request-Id", "value": none(c.uuid("run request id"))}], "stream": stream, "cookie": [], "responseTime": 87},
            }],
            "failures": [{"error": {"name": "AssertionError", "message": "expected 401 to equal 200"}, "source": {"name": "Me"}}],
        },
    }, indent=2)
    # The answer stands in a buffer: its place is that of the list of numbers.
    out.label("run-report/newman.json", "/run/executions/0/response/stream/data", "response", "access_token", secret(body, "bearer", answer))


def postman_cli(out):
    token = c.bearer("cli run", 40)
    out.json("run-report/postman-cli.json", {
        "collection": {"id": none(c.uuid("cli collection")), "name": "Nightly"},
        "run": {"meta": {"status": "success"}, "summary": {"executedRequests": {"executed": 1}}, "executions": [{
            "requestExecuted": {"id": none(c.uuid("cli item")), "name": "Me", "method": "GET", "url": {"host": HOST.split("."), "path": ["v2", "me"]},
                                "headers": [{"key": "X-Api-Key", "value": secret(token, "api_key")}]},
            "response": {"code": 200, "headers": [{"key": "Content-Type", "value": "application/json"}], "body": secret(json.dumps({"refresh_token": c.bearer("cli refresh", 48)}), "bearer", c.bearer("cli refresh", 48))}}]},
    }, indent=2)


def pages(out):
    key, token = c.hexkey("html key", 40), c.bearer("html token", 40)
    out.lines("run-report/newman.html", "response", [
        "<!DOCTYPE html>", "<html><head><title>Newman Summary Report</title></head><body>", "<h4>Request Headers</h4>", "<table>",
        (secret(f"<tr><td>X-Api-Key</td><td>{key}</td></tr>", "api_key", key), "X-Api-Key"),
        (none("<tr><td>Postman-Token</td><td>" + c.uuid("html postman token") + "</td></tr>"), "Postman-Token"),
        "</table>", "<h4>Response Body</h4>",
        (secret("<pre><code>{&quot;access_token&quot;: &quot;" + token + "&quot;}</code></pre>", "bearer", token), "access_token"),
        "</body></html>",
    ])
    password = c.password("junit", 16, "_.~-")
    out.lines("run-report/junit.xml", "response", [
        '<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="Nightly" tests="1">', '  <testsuite name="Log in" failures="1">',
        '    <testcase name="Status is 200"><failure type="AssertionFailure">',
        (secret(f'      <![CDATA[POST https://{HOST}/login with {{"user":"nightly","password":"{password}"}} gave 401]]>', "password", password), "password"),
        "    </failure></testcase>", "  </testsuite>", "</testsuites>",
    ])


def har(out):
    token, sid, password, answer = c.bearer("har token", 40), c.bearer("har sid", 40), c.password("har login", 16, "!+=_"), c.bearer("har answer", 44)

    def pair(name, value):
        return {"name": name, "value": value}

    out.json("har/tracking.har", {"log": {"version": "1.2", "creator": {"name": "Firefox", "version": "128"}, "entries": [{
        "startedDateTime": "2025-10-14T08:21:07.000Z", "time": 87,
        "request": {"method": "POST", "url": secret(f"https://{HOST}/v2/login?locale=nl&access_token={c.bearer('har query')}", "bearer", c.bearer("har query")), "httpVersion": "HTTP/2",
                    "headers": [pair("Authorization", secret(f"Bearer {token}", "bearer", token)), pair("Host", HOST)],
                    "cookies": [pair("sid", secret(sid, "cookie"))], "queryString": [pair("locale", "nl"), pair("access_token", secret(c.bearer("har query"), "bearer"))],
                    "postData": {"mimeType": "application/json", "text": secret(json.dumps({"user": "mia", "password": password}), "password", password)}},
        "response": {"status": 200, "headers": [pair("ETag", none('W/"5d-' + c.b64(c.Rand("har etag").bytes(20)) + '"'))], "cookies": [],
                     "content": {"mimeType": "application/json", "text": secret(json.dumps({"access_token": answer}), "bearer", answer)}},
    }]}}, indent=2)
