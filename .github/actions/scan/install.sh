#!/usr/bin/env bash
# Downloads a release of Postseal, holds it against its checksum, and puts it on the PATH of the steps that follow.
set -euo pipefail
case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) target=x86_64-unknown-linux-musl ;;
    Linux-aarch64) target=aarch64-unknown-linux-musl ;;
    Darwin-x86_64) target=x86_64-apple-darwin ;;
    Darwin-arm64) target=aarch64-apple-darwin ;;
    *) echo "::error::Postseal has no build for $(uname -s) on $(uname -m)"; exit 2 ;;
esac
name=postseal-$VERSION-$target
folder=$RUNNER_TEMP/postseal
mkdir -p "$folder"
cd "$folder"
for file in "$name.tgz" "$name.tgz.sha256"; do
    curl --fail --silent --show-error --location --retry 3 --output "$file" "$RELEASES/v$VERSION/$file"
done
if command -v sha256sum >/dev/null; then
    sha256sum --check --quiet "$name.tgz.sha256"
else
    shasum --algorithm 256 --check --quiet "$name.tgz.sha256"
fi
tar -xzf "$name.tgz"
echo "$folder/$name" >>"$GITHUB_PATH"
"$folder/$name/postseal" --version
