#!/usr/bin/env sh
# Makes .venv with exactly the packages of requirements.txt. Needs Python 3.11 and some hundred megabytes from the package index.
set -eu
cd "$(dirname "$0")"
"${PYTHON:-python3.11}" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
