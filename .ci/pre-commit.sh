#!/usr/bin/env bash
# The hooks of .pre-commit-hooks.yaml under the real pre-commit, of PyPI: a commit with a credential is stopped, a clean one passes.
# Usage: .ci/pre-commit.sh [FOLDER of postseal]
set -euo pipefail
cd "$(dirname "$0")/.."
programs=$(cd "${1:-target/debug}" && pwd)
home=$PWD/target/pre-commit
fail() { echo "pre-commit: $*"; exit 1; }
if ! command -v python3 >/dev/null || ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
    echo "python3 with pip is not there: the hooks of the pre-commit framework are not tested"
    exit 0
fi
if [ ! -x "$home/bin/pre-commit" ]; then
    python3 -m venv "$home"
    "$home/bin/pip" install --quiet pre-commit
fi
export PATH="$programs:$home/bin:$PATH" GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 PRE_COMMIT_HOME=$home/cache
export GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@corp.test GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@corp.test
pre-commit validate-manifest .pre-commit-hooks.yaml

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git init --quiet "$work/hooks"
cp .pre-commit-hooks.yaml "$work/hooks"
git -C "$work/hooks" add --all
git -C "$work/hooks" commit --quiet --message hooks
git init --quiet "$work/project"
cd "$work/project"
printf 'repos:\n  - repo: %s\n    rev: %s\n    hooks:\n      - id: postseal\n      - id: postseal-files\n        stages: [manual]\n' \
    "$work/hooks" "$(git -C ../hooks rev-parse HEAD)" >.pre-commit-config.yaml
pre-commit install >/dev/null

environment() { printf '{"name": "Prod", "values": [{"key": "client_secret", "value": "%s", "enabled": true}]}\n' "$1"; }
# Put together here, so that it stands in no file.
secret=8FMPcMXkEENsG6RG$(printf 4u1yGwQBnNrnEnLq)
commit() { git add --all && git commit --quiet --message "$1" >"$work/said" 2>&1; }
stopped() { [ "$1" -ne 0 ] && grep -q "$2" "$work/said" && ! grep -q "$secret" "$work/said"; }

environment '{{vault:secret}}' >prod.postman_environment.json
commit clean || { cat "$work/said"; fail "a clean commit was stopped"; }
environment "$secret" >"prod copy.postman_environment.json"
status=0
commit leak || status=$?
stopped "$status" "prod copy.postman_environment.json" || { cat "$work/said"; fail "a credential was committed"; }
git commit --quiet --no-verify --message leak
echo "nothing" >note.md
commit "clean again" || { cat "$work/said"; fail "what was committed before stops a commit"; }
mkdir -p postman/collections/Orders
printf '$kind: http-request\nurl: https://api.corp.test\nheaders:\n  - key: X-Client-Secret\n    value: %s\n' "$secret" \
    >"postman/collections/Orders/get all.request.yaml"
environment "$secret" >note.json
git add --all
status=0
pre-commit run --hook-stage manual postseal-files --all-files >"$work/said" 2>&1 || status=$?
stopped "$status" "get all.request.yaml" || { cat "$work/said"; fail "files were not scanned"; }
grep -q "prod copy" "$work/said" || fail "a file with a space was not scanned"
! grep -q "note.json" "$work/said" || fail "a file that is not one of Postman's by its name was given"
echo "pre-commit: $(pre-commit --version): a credential is stopped, a clean commit passes"
