// A project with everything that a pipeline file may name, so that a changed one goes far.
import { mkdtempSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Columns of the data, the first of dates. */
export const COLUMNS = ["date", "sales", "tv", "radio", "price"];

const DATA = [
  COLUMNS.join(","),
  ...Array.from(
    { length: 12 },
    (_, i) => `2024-01-${String(i + 1).padStart(2, "0")},${100 + i},${i},${(i * 7) % 5},9.5`,
  ),
  "",
].join("\n");

const PLAIN = `# yaml-language-server: $schema=pipeline.schema.json
version: 1
pipeline: demo
title: Demo, two channels
inputs: { data: data.csv, model: model.nc, reports: reports }
columns:
  date: date
  target: sales
  channels: [tv, radio]
  spend: { tv: tv }
  controls: [price]
units: { money: EUR, target: EUR }
policy: publish
seed: 7
stages:
  60_response_curves:
    families: [michaelis_menten, sigmoid]
  70_optimisation:
    reference_periods: 4
    bounds:
      default: { kind: fraction_of_current, lower: 0.5, upper: 1.5 }
    scenarios: [0.8, 1, 1.2]
    multi_period: { periods: 3, ramp_percentage: 0.1 }
`;

const OWN = `version: 1
pipeline: demo
inputs: { data: data.csv }
columns: { target: sales, channels: [tv, radio] }
policy: policy.yaml
stages:
  20_model_fit:
    uses: command
    command: { run: [sh, fit.sh, "{{out}}/model.nc"], timeout_seconds: 60, secrets: [TOKEN] }
custom_stages:
  45_own:
    uses: command
    command: { run: "sh fit.sh {{out}}/out.csv", environment: { A: "1" } }
    reads: [40_decomposition/contributions.parquet]
    writes: { out.csv: { schema: schema.json } }
  46_next:
    uses: ./stage.mjs
    options: { by: 2 }
    requires: [convergence]
`;

const POLICY = `name: ours
description: Stricter where it counts.
extends: publish
checks:
  rhat_max: { kind: at_most, warn: 1.005, fail: 1.01, source: "own" }
`;

const WAIVERS = `version: 1
waivers:
  - check: rhat_max
    worst: 1.1
    reason: A refit is planned.
    approver: Jane Doe
    expires: 2026-12-31
    pipelines: [demo]
  - gate: g3
    worst: { ess_bulk_min: 100, ess_tail_min: undefined }
    reason: Short chains.
    approver: Jane Doe
    expires: 2026-12-31
    pipelines: [demo, other]
`;

const PROBLEM = `id: demo
channels:
  - { name: tv, curve: { type: michaelis-menten, L: 100, k: 50 }, lower: 0, upper: 80 }
  - { name: search, curve: { type: sigmoid, alpha: 80, lam: 0.01 }, lower: 2, upper: [40] }
budget: { total: 70 }
`;

/** Documents that are taken as they are, by what they are. */
export const VALID = {
  pipeline: [PLAIN, OWN],
  policy: [POLICY],
  waivers: [WAIVERS],
  problem: [PROBLEM],
  data: [DATA],
};

const FILES = {
  ".sluice-root": "",
  "pipeline.yaml": PLAIN,
  "data.csv": DATA,
  "model.nc": "no model is opened before a stage reads one",
  "policy.yaml": POLICY,
  "fit.sh": "true\n",
  "schema.json": '{ "type": "array", "items": { "type": "object" } }',
  "stage.mjs": `export default {
  reads: { dataset: "source:dataset" },
  writes: { rows: { file: "rows.json" } },
  options: { type: "object", properties: { by: { type: "number", default: 1 } } },
  run: () => ({ rows: [] }),
};
`,
  "reports/convergence_report.json": "{}",
};

/** Writes the project into a folder of its own, and gives the folder. */
export function newProject() {
  const folder = mkdtempSync(join(tmpdir(), "sluice-fuzz-"));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
