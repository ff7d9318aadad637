"""What Postman's programs keep beside collections: bindings, credentials, vault exports, mocks, flows; API descriptions; settings of runners."""

import json

import credentials as c
from northwind.labels import none, placeholder, reference, secret
from northwind.pieces import AUTH, HOST


def write(out):
    bindings(out)
    vault(out)
    data_export(out)
    mocks(out)
    specs(out)
    dotenv(out)


def bindings(out):
    workspace = none(c.uuid("workspace"))
    out.yaml("workspace/.postman/resources.yaml", {
        "workspace": {"id": workspace}, "localResources": {"collections": ["../postman/collections/Parcel tracking"]},
        "cloudResources": {"../postman/collections/Parcel tracking": none(f"48120937-{c.uuid('bound collection')}")},
    })
    out.json("workspace/.postman/config.json", {"workspaceId": none(c.uuid("workspace")), "apiKey": secret(c.postman_key("config"), "api_key"), "collections": []}, indent=2)
    out.yaml("workspace/.postman/workflows.yaml", {"workflows": [{"name": "nightly", "env": {"PARCEL_PASSWORD": secret(c.password("workflow", 18, "!+=_"), "password"), "DEPOT": "AMS-3"}}]})
    out.json("cli-credentials/.postmanrc", {"login": {"_profiles": [
        {"alias": "default", "postmanApiKey": secret(c.postman_key("cli"), "api_key")},
        {"alias": "ci", "accessToken": secret(c.bearer("cli access", 64), "bearer"), "region": "eu"}]}}, indent=2)
    out.json("flow/Nightly tour.flow", {"name": "Nightly tour", "blocks": [
        {"type": "request", "config": {"url": "{{baseUrl}}/tours", "headers": [{"key": "Authorization", "value": secret(f"Bearer {c.bearer('flow')}", "bearer", c.bearer("flow"))}]}},
        {"type": "select", "path": "body.tours[0]"}]}, indent=2)


def vault(out):
    out.json("vault-export/postman-vault-export.json", {"version": 1, "secrets": [
        {"name": "tracking-token", "value": secret(c.bearer("vault tracking", 40), "bearer"), "allowedDomains": [HOST]},
        {"name": "db-password", "value": secret(c.password("vault db"), "password"), "allowedDomains": []},
        {"name": "signing-key", "value": secret(c.stripe("vault"), "api_key"), "allowedDomains": ["*.northwindparcel.test"]}]}, indent=2)


def data_export(out):
    collection, environment = c.uuid("export collection"), c.uuid("export environment")
    out.json("data-export/archive.json", {"environment": {environment: True}, "collection": {collection: True}}, indent=None)
    out.json(f"data-export/environment/{environment}.json", {"id": none(environment), "name": "Export", "values": [
        {"key": "dbPassword", "value": secret(c.password("export db"), "password"), "type": "secret", "enabled": True}]}, indent=2)
    out.json(f"data-export/collection/{collection}.json", {
        "info": {"_postman_id": none(collection), "name": "Export", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "Me", "request": {"method": "GET", "url": "{{baseUrl}}/me", "auth": {"type": "bearer", "bearer": [{"key": "token", "value": secret(c.bearer("export me"), "bearer"), "type": "string"}]}}}]}, indent=2)


def mocks(out):
    key, hook = c.hexkey("mock key", 40), c.bearer("mock hook", 44)
    out.yaml("mock/postman/mocks/parcel/config.yaml", {
        "name": "parcel", "port": 4500, "environment": "../../environments/staging.environment.yaml",
        "defaults": {"headers": {"X-Api-Key": secret(c.hexkey("mock default", 32), "api_key")}, "delay": 0},
    })
    out.lines("mock/postman/mocks/parcel/default.js", "script", [
        "const http = require('http');", "",
        (secret(f"const apiKey = '{key}';", "api_key", key), "apiKey"),
        (placeholder("const clientSecret = '<your secret>';"), "clientSecret"), "",
        "http.createServer((request, response) => {",
        "  response.setHeader('content-type', 'application/json');",
        (secret(f"  response.setHeader('Authorization', 'Bearer {hook}');", "bearer", hook), "Authorization"),
        "  response.end(JSON.stringify({ok: request.headers['x-api-key'] === apiKey}));",
        "}).listen(4500);",
    ])
    owner = "48120937"
    out.json("mock/parcel-mock.json", {"mock": {
        "id": none(c.uuid("mock")), "uid": none(f"{owner}-{c.uuid('mock')}"), "name": "parcel", "mockUrl": none(f"https://{c.uuid('mock')}.mock.pstmn.io"), "isPublic": False,
        "config": {"headers": [{"key": "x-mock-secret", "value": secret(c.bearer("mock secret", 40), "other")}], "matchBody": False}}}, indent=2)


def specs(out):
    token = c.bearer("spec example", 40)
    openapi = {
        "openapi": "3.1.0", "info": {"title": "Parcel", "version": "3.0.0", "description": "Labels, tours and scans."},
        "servers": [{"url": secret(f"https://tester:{c.password('spec server', 14, '_.~')}@staging.northwindparcel.test/v3", "password", c.password("spec server", 14, "_.~"))}],
        "paths": {"/tours": {"get": {
            "summary": "Tours of a day",
            "parameters": [{"name": "X-Api-Key", "in": "header", "schema": {"type": "string", "example": secret(c.hexkey("spec key"), "api_key")}}, {"name": "day", "in": "query", "example": "2025-10-14"}],
            "responses": {"200": {"description": "The tours", "content": {"application/json": {"example": {"tours": [], "access_token": secret(token, "bearer")}}}}}}}},
        "components": {
            "securitySchemes": {"oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": none(f"{AUTH}/oauth2/token"), "scopes": {}}}, "x-client-secret": secret(c.hexkey("spec oauth", 48), "client_secret")}},
            "schemas": {"Login": {"type": "object", "properties": {"password": {"type": "string", "default": secret(c.password("spec default"), "password")}, "token": {"type": "string", "example": placeholder("<token>")}}}}},
    }
    out.yaml("spec/parcel.yaml", openapi)
    swagger = {"swagger": "2.0", "info": {"title": "Depots", "version": "1"}, "host": HOST, "paths": {"/depots": {"get": {"parameters": [
        {"name": "api_key", "in": "query", "type": "string", "default": secret(c.hexkey("swagger key", 32), "api_key")}], "responses": {}}}}}
    out.json("spec/depots.json", swagger, indent=2)


def dotenv(out):
    key, password = c.hexkey("dotenv key", 40), c.password("dotenv", 16, "+=_.~-")
    out.lines("dotenv/.env.staging", "other", [
        "# Read by the pipeline.",
        (secret(f"PARCEL_API_KEY={key}", "api_key", key), "PARCEL_API_KEY"),
        (secret(f'export DB_PASSWORD="{password}"', "password", password), "DB_PASSWORD"),
        (reference("CLIENT_SECRET=${VAULT_CLIENT_SECRET}"), "CLIENT_SECRET"),
    ])
