#!/usr/bin/env bash
# Runs `postseal scan` as the inputs of the action say: annotations and a summary of the job, a SARIF file, and the exit code.
set -euo pipefail
arguments=(--format github --output "sarif=$SARIF" --fail-on "$FAIL_ON")
[ -z "$BASELINE" ] || arguments+=(--baseline "$BASELINE" --fail-on-new)
[ -z "$CONFIG" ] || arguments+=(--config "$CONFIG")
while IFS= read -r line; do
    [ -z "$line" ] || arguments+=("$line")
done <<<"$ARGS"
# `PATHS` and the others are inputs of the action.
paths=()
while IFS= read -r line; do
    [ -z "$line" ] || paths+=("$line")
done <<<"${PATHS:-.}"
status=0
postseal scan "${arguments[@]}" -- "${paths[@]}" || status=$?
{
    echo "sarif=$SARIF"
    echo "exit-code=$status"
} >>"$GITHUB_OUTPUT"
exit "$status"
