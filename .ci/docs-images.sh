#!/usr/bin/env bash
# Runs the embedded example from the build and copies its charts to docs/images. Pictures are pure functions of inputs and code:
# `git diff docs/images` after it is what a change did to them.
set -euo pipefail
cd "$(dirname "$0")/.."
artefacts="$(mktemp -d)"
trap 'rm -rf "$artefacts"' EXIT

node bin/sluice.js run --no-reuse --artefacts "$artefacts"
mkdir -p docs/images
cp "$artefacts"/robyn_weekly/latest/*/*.png docs/images/
node .ci/screenshot.mjs "$artefacts"/robyn_weekly/latest/80_interpretation/report.html docs/images/report.png 1780
