#!/usr/bin/env bash
# What is packed around the program works: version, completions, manual pages, and the GitHub action as a runner calls it.
# Usage: .ci/packaging.sh POSTSEAL
set -euo pipefail
cd "$(dirname "$0")/.."
postseal=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() { echo "packaging: $*"; exit 1; }

"$postseal" --version | tee "$folder/version"
grep -Eq '^commit ([0-9a-f]{12}|unknown)$' "$folder/version" || fail "the version has no commit"
grep -Eq '^rules [0-9a-f]{16}$' "$folder/version" || fail "the version has no digest of the rules"

for shell in bash zsh fish; do
    "$postseal" completions "$shell" >"$folder/completions.$shell"
    command -v "$shell" >/dev/null || { echo "$shell is not there: its completions are not read"; continue; }
    "$shell" -n "$folder/completions.$shell" || fail "$shell cannot read its completions"
done

"$postseal" man "$folder/man"
for command in $("$postseal" --help | sed -n '/^Commands:/,/^$/p' | awk '/^  [a-z]/ {print $1}'); do
    [ -s "$folder/man/postseal-$command.1" ] || fail "$command has no manual page"
done
if command -v groff >/dev/null; then
    groff -man -Tutf8 -wall "$folder"/man/*.1 2>"$folder/complaints" >/dev/null
    [ ! -s "$folder/complaints" ] || { head "$folder/complaints"; fail "groff complains"; }
fi

# The action, after its installation.
mkdir "$folder/bin" "$folder/clean"
ln -s "$postseal" "$folder/bin/postseal"
action() {
    : >"$folder/outputs"
    PATH="$folder/bin:$PATH" GITHUB_OUTPUT="$folder/outputs" GITHUB_STEP_SUMMARY="$folder/summary" PATHS="$1" FAIL_ON="$2" \
        BASELINE='' CONFIG='' ARGS=$'--exclude\n*.yaml' SARIF="$folder/report.sarif" bash .github/actions/scan/scan.sh >"$folder/log" 2>/dev/null
}
status=0
action $'corpus/artefacts/environment\ncorpus/artefacts/globals' low || status=$?
[ "$status" -eq 1 ] && grep -q '^exit-code=1$' "$folder/outputs" || fail "the action ended with $status, not 1"
grep -q '^::' "$folder/log" || fail "the action makes no annotations"
grep -q '"version":"2.1.0"\|"version": "2.1.0"' "$folder/report.sarif" || fail "the action writes no SARIF"
action "$folder/clean" low && grep -q '^exit-code=0$' "$folder/outputs" || fail "the action does not pass an empty folder"
action corpus/artefacts/environment never || fail "the action does not take --fail-on"
echo "packaging: all is well"
