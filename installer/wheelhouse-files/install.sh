#!/bin/sh
# Installs LandDesk into a folder of its own from the wheels beside this file; needs Python 3.11 with venv, no network.
#   ./install.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$HOME/.local/share/landdesk-venv}
python3.11 -m venv "$target"
"$target/bin/python" -m pip install -q --disable-pip-version-check --no-index --find-links "$here/wheels" \
    --require-hashes -r "$here/requirements.txt"
echo "$target/bin/landdesk"
