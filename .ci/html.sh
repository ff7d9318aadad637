#!/usr/bin/env bash
# The HTML page in a browser: it draws itself, says nothing on the console, keeps filters in its address, prints, stays quick with 20,000 findings,
# and is usable by everybody: axe-core finds nothing serious, the keyboard reaches all.
# Usage: .ci/html.sh POSTSEAL [with SCREENSHOTS=FOLDER the pages are kept as pictures]
set -euo pipefail
cd "$(dirname "$0")/.."
postseal=$(realpath "$1")
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        (apt-get update && apt-get install --yes --no-install-recommends chromium) >/dev/null 2>&1 || true
    fi
    browser=$(command -v chromium || true)
    [ -n "$browser" ] || { echo "no Chromium is to be had: the HTML page is not opened"; exit 0; }
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "html: $*"; exit 1; }
# Arguments: address, then options of the browser. The page as it is after its script has run.
open() {
    local address=$1
    shift
    timeout 120 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --enable-logging=stderr "$@" "file://$address" 2>"$folder/console"
    ! grep ':CONSOLE' "$folder/console" || fail "the console of the browser is not empty"
}

"$postseal" scan corpus/artefacts --quiet --output "html=$folder/scan.html" >/dev/null || [ $? -eq 1 ]
"$postseal" audit corpus/artefacts --quiet --output "html=$folder/audit.html" >/dev/null || [ $? -eq 1 ]
open "$folder/scan.html" --dump-dom >"$folder/dom"
grep -q '1 to 50 of [0-9]* findings' "$folder/dom" || fail "no findings are drawn"
open "$folder/scan.html#q=postman-api-key&severity=critical" --dump-dom >"$folder/dom"
grep -Eq '1 to [0-9]+ of [0-9]+ findings' "$folder/dom" || fail "search and filter of the address do not count"
! grep -q 'chip high' "$folder/dom" || fail "the filter lets others pass"
open "$folder/scan.html#q=surely+not+there" --dump-dom | grep -q 'No finding is like that' || fail "the search finds what is not there"
open "$folder/audit.html" --dump-dom >"$folder/dom"
grep -q 'Use Postman Vault for Secrets' "$folder/dom" && grep -q 'What speaks against which control' "$folder/dom" || fail "the audit is not drawn"
open "$folder/audit.html" --print-to-pdf="$folder/audit.pdf" --no-pdf-header-footer >/dev/null
head -c 4 "$folder/audit.pdf" | grep -q '%PDF' || fail "it does not print"

# 20,000 findings: a line of a .env file each.
seq 20000 | awk '{printf "CLIENT_SECRET_%d=8FMPcMXkEENsG6RG%08dyGwQBnNr\n", $1, $1 * 7919 % 99999989}' >"$folder/many.env"
"$postseal" scan "$folder/many.env" --quiet --output "html=$folder/many.html" >/dev/null || [ $? -eq 1 ]
start=$(date +%s%N)
open "$folder/many.html" --dump-dom >"$folder/dom"
echo "html: $(grep -o 'of [0-9]* findings' "$folder/dom" | head -n 1) drawn in $((($(date +%s%N) - start) / 1000000)) ms, browser start included; the page has $(stat -c %s "$folder/many.html") bytes"
grep -q 'of 20000 findings' "$folder/dom" || fail "not all of 20,000 findings are there"

# What an attacker would call things: a title of 10 kB, markup, marks that turn text around. The credential is put together here.
hostile() { printf '{"info": {"name": "%s", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": [{"name": "%s", "request": {"url": "https://h.test/", "header": [{"key": "X-Api-Key", "value": "8FMPcMXkEENsG6RG%s"}]}}]}' "$1" "$1" "$2"; }
mkdir "$folder/hostile" "$folder/clean"
hostile "$(printf 'long%.0s' $(seq 2500))" 4u1yGwQBnNrnEnLq >"$folder/hostile/long.json"
hostile "$(printf 'words %.0s' $(seq 1700))" 5u1yGwQBnNrnEnLq >"$folder/hostile/words.json"
hostile '<script>window.pwned = 1</script><img src=x onerror=alert(1)>' 6u1yGwQBnNrnEnLq >"$folder/hostile/script.json"
hostile '\u202egnp.exe\u200b\u2066 \u200f' 7u1yGwQBnNrnEnLq >"$folder/hostile/marks.json"
hostile '<script>window.pwned = 2</script>' 8u1yGwQBnNrnEnLq >"$folder/hostile/$(printf '\u202e')<script>.json"
"$postseal" audit "$folder/hostile" --quiet --output "html=$folder/hostile.html" >/dev/null || [ $? -eq 1 ]
"$postseal" scan "$folder/clean" --quiet --output "html=$folder/clean.html" >/dev/null
modules=$PWD/target/axe
if ! command -v npm >/dev/null; then
    echo "html: npm is not there: axe-core and the keyboard are not tried"
elif ! npm install --prefix "$modules" --no-audit --no-fund --loglevel error axe-core@4.14.1 puppeteer-core@24.43.1 >/dev/null; then
    echo "html: axe-core and puppeteer-core are not to be had: axe-core and the keyboard are not tried"
else
    timeout 300 node .ci/html.mjs "$modules" "$browser" "$folder" ${SCREENSHOTS:+"$SCREENSHOTS"} || fail "see above"
fi
echo "html: all is well"
