"""Plain text beside a collection."""

import credentials as c
from northwind.labels import none, placeholder, reference, secret, weak
from northwind.pieces import DB_PASSWORD, DB_URL, HOST, TEXTS, header, request


def text_files(out):
    queue_password, smtp = c.password("queue", 16, "_.~-"), c.password("smtp", 16, "+=_.~-")
    note, upload = c.bearer("note", 40), c.basic("uploader", c.password("uploader"))
    out.lines("text/.env", "other", [
        "# Settings of the collection runner. Copy to .env.local and fill in.",
        (none("BASE_URL=https://staging.northwindparcel.test/v2"), "BASE_URL"),
        (secret(f"DATABASE_URL={DB_URL}", "conn_string", DB_PASSWORD), "DATABASE_URL"),
        (secret(f"AMQP_URL=amqp://runner:{queue_password}@queue.parcel.internal:5672/%2f", "conn_string", queue_password), "AMQP_URL"),
        "SMTP_USER=runner",
        (secret(f"SMTP_PASSWORD='{smtp}'", "password", smtp), "SMTP_PASSWORD"),
        (weak("REDIS_PASSWORD=redis123", "password", "redis123"), "REDIS_PASSWORD"),
        (reference("API_KEY=${PARCEL_API_KEY}"), "API_KEY"),
        (placeholder("CLIENT_SECRET=<ask the platform team>"), "CLIENT_SECRET"),
        (none(f"GIT_COMMIT={c.hexkey('env commit')}"), "GIT_COMMIT"),
        (none("PASSWORD_MIN_LENGTH=12"), "PASSWORD_MIN_LENGTH"),
    ])
    out.lines("text/NOTES.md", "other", [
        "# Running the tracking collection", "",
        TEXTS["de"], "",
        "    newman run tracking.postman_collection.json --env-var \"trackingToken=$TRACKING_TOKEN\"", "",
        "If the gateway refuses, try it by hand:", "",
        "```bash",
        (secret(f"curl -H 'Authorization: Bearer {note}' https://{HOST}/v2/me", "bearer", note), "Authorization"),
        (secret(f"curl -T labels.zip -H 'Authorization: Basic {upload}' https://files.northwindparcel.test/in/", "basic", upload), "Authorization"),
        (placeholder("curl -u user:password https://files.northwindparcel.test/in/"), "curl"),
        "```", "",
        (none(f"Image digest of the runner: `sha256:{c.hexkey('image', 64)}`."), "digest"),
        (none("The password is asked for at the first start; the token lasts an hour."), "password"),
    ])
    out.json("text/tracking.postman_collection.json", {
        "info": {"_postman_id": none(c.uuid("tracking")), "name": "Tracking", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [request("Track", "GET", "{{baseUrl}}/track/{{number}}", [header("Authorization", reference("Bearer {{trackingToken}}"))], text=TEXTS["tr"])],
    })
