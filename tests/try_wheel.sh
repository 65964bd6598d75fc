#!/usr/bin/env bash
# Build the wheel, install it into a clean environment, migrate, and ask it `concord check`.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf dist
python -m build --wheel --no-isolation --outdir dist . >/dev/null
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
"$place/venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps dist/*.whl
cd "$place"
DATA_DIR="$place/data" "$place/venv/bin/concord" migrate
DATA_DIR="$place/data" "$place/venv/bin/concord" check
echo "The wheel installs and answers."
