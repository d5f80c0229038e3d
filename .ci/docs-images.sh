#!/usr/bin/env bash
# Runs the embedded example from the build and copies its charts to docs/images. Pictures are pure functions of inputs and code:
# `git diff docs/images` after it is what a change did to them.
set -euo pipefail
cd "$(dirname "$0")/.."
artefacts="$(mktemp -d)"
trap 'rm -rf "$artefacts"' EXIT

node bin/sluice.js run --no-reuse --artefacts "$artefacts"
mkdir -p docs/images
for picture in budget_frontier budget_optimisation budget_scenarios calibration_coverage fit_over_time marginal_returns multiperiod_allocation response_curves; do
  cp "$artefacts"/robyn_weekly/latest/*/"$picture.png" docs/images/
done
node .ci/screenshot.mjs "$artefacts"/robyn_weekly/latest/80_interpretation/report.html docs/images/report.png 1780
planner="$artefacts/robyn_weekly/latest/80_interpretation/planner.html"
horizon="#$(printf '{"v":1,"now":{"horizon":"periods"}}' | base64 -w0 | tr '+/' '-_' | tr -d =)"
node .ci/screenshot.mjs "$planner$horizon" docs/images/planner.png 1240 1280
node .ci/screenshot.mjs "$planner" docs/images/planner_dark.png 1000 420 dark

# Two refreshes, for a history to show.
node bin/sluice.js run --artefacts "$artefacts" --set stages.70_optimisation.total_budget=36000
node bin/sluice.js ui --artefacts "$artefacts" >"$artefacts/address" &
server=$!
trap 'kill "$server"; rm -rf "$artefacts"' EXIT
until [ -s "$artefacts/address" ]; do sleep 0.1; done
node .ci/screenshot.mjs "$(head -n1 "$artefacts/address")" docs/images/ui.png 640 1400
