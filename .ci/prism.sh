#!/usr/bin/env bash
# A pull of everything, and a live audit, through Prism, which holds requests against Postman's published API definition. First Prism answers itself, with the
# examples of the definition; then it stands between us and our fake, which has all kinds of elements and pages.
# Usage: .ci/prism.sh DEFINITION [FOLDER of postseal and postman-fake]
set -euo pipefail
cd "$(dirname "$0")/.."
definition=$1
programs=${2:-target/debug}
folder=target/prism
prism=$folder/node_modules/.bin/prism
port=${PRISM_PORT:-4919}
base=http://127.0.0.1:$port
reach=(--api-base "$base" --clock-speed 50)
api=("${reach[@]}" --no-journal --format jsonl)
mkdir -p "$folder"
[ -x "$prism" ] || npm install --prefix "$folder" --no-audit --no-fund --loglevel error @stoplight/prism-cli@5.14.2

fail() { echo "prism: $*"; exit 1; }
trap 'kill ${server:-} ${fake:-} 2>/dev/null || true' EXIT
serve() {
    "$prism" "$@" -h 127.0.0.1 -p "$port" >"$folder/log" 2>&1 &
    server=$!
    for _ in $(seq 120); do
        ! grep -q "Prism is listening" "$folder/log" || return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 1
    done
    tail -n 5 "$folder/log"
    fail "it did not start"
}
stop() { kill "$server"; wait "$server" 2>/dev/null || true; }
# What is wrong with requests, one a line.
violations() { sed 's/\x1b\[[0-9;]*m//g' "$folder/log" | grep -oE "Violation: request.*" || true; }
none() { [ -z "$(violations)" ] || { violations | head; fail "requests that do not conform"; }; }
# Asks everything that a live audit asks, whatever it comes to. SCIM is not in the definition. Arguments: how the key is had.
audit() {
    local status=0
    env "$@" "$programs/postseal" audit --live --reviews --classification internal --format json --quiet "${reach[@]}" >"$folder/audit.json" 2>"$folder/errors" || status=$?
    [ "$status" -ne 2 ] && grep -q '"live": true' "$folder/audit.json" || { cat "$folder/errors"; fail "the audit ended with $status"; }
    none
}
requests() { grep -c "Request received" "$folder/log"; }

serve mock --errors "$definition"
status=0
POSTMAN_API_KEY=made-up "$programs/postseal" pull --all "${api[@]}" >"$folder/report" 2>"$folder/errors" || status=$?
[ "$status" -eq 1 ] || [ "$status" -eq 3 ] || { cat "$folder/errors"; fail "the pull ended with $status"; }
none
# The examples have one page of each list, whose cursor leads to itself; every other gap is a request that was refused.
! tail -n 1 "$folder/report" | grep -oE '"detail":"[^"]*"' | grep -v "does not end" || fail "elements that could not be read"
audit POSTMAN_API_KEY=made-up
echo "prism: $(requests) requests to its own answers, all of them conform"
stop

mkfifo "$folder/in.$$"
exec 9<>"$folder/in.$$"
rm "$folder/in.$$"
"$programs/postman-fake" --speed 50 --key-file "$folder/key" <&9 >"$folder/fake" &
fake=$!
for _ in $(seq 50); do [ -s "$folder/fake" ] && break; sleep 0.1; done
serve proxy "$definition" "$(head -n 1 "$folder/fake")"
status=0
"$programs/postseal" pull --all --api-key-file "$folder/key" "${api[@]}" >"$folder/report" 2>"$folder/errors" || status=$?
[ "$status" -eq 1 ] || { cat "$folder/errors"; fail "the pull ended with $status"; }
none
audit POSTMAN_API_KEY="$(cat "$folder/key")"
echo "prism: $(requests) requests to the fake, all of them conform"
# It would have said so.
curl -s -o "$folder/wrong" -H "X-API-Key: $(cat "$folder/key")" "$base/workspaces?limit=1001"
[ -n "$(violations)" ] || fail "a request that does not conform went unnoticed"
