// Simulates, measures and judges the replicates it is given; posts counts.
import { parentPort, workerData } from "node:worker_threads";
import { CHECKS, CHECK_IDS, MODEL_GATES } from "../../dist/lib/gates/catalogue.js";
import { loadPolicy } from "../../dist/lib/gates/policy.js";
import { calibrationCases, labelOf } from "./calibration.mjs";
import { casesOf, simulate } from "./cases.mjs";
import { judgeAll, measureAll } from "./measure.mjs";

const { replicates, calibrationReplicates, policyNames, isQuick, series } = workerData;
/** Checks whose distribution over good fits the table of margins shows. */
const KEPT = ["rhat_max", "ess_bulk_min", "ess_tail_min", "pareto_k_max", "bfmi_min"];

const policies = await Promise.all(policyNames.map((name) => loadPolicy(name, "bench", "bench")));
const publish = policies.find(({ name }) => name === "publish");
const cases = casesOf(isQuick);
const counts = {};
const values = {};
const labels = {};

function add(...path) {
  const last = path.pop();
  let at = counts;
  for (const key of path) at = at[key] ??= {};
  at[last] = (at[last] ?? 0) + 1;
}

/** A check of the model that is added to the product must not stay out of the measurement; those of curves judge no fit. */
function requireAllChecks(measurements) {
  const measured = new Set(measurements.map(({ checkId }) => checkId));
  const left = CHECK_IDS.filter((id) => MODEL_GATES.includes(CHECKS[id].gate) && !measured.has(id));
  if (left.length > 0) throw new Error(`not measured: ${left.join(", ")}`);
}

for (const replicate of replicates) {
  for (const { id, fit } of simulate(cases, replicate, series)) {
    const measurements = measureAll(fit, publish);
    requireAllChecks(measurements);
    for (const policy of policies) {
      const { checks, verdict } = judgeAll(measurements, policy);
      for (const { gate, status } of verdict.gates) add(id, policy.name, "gates", gate, status);
      add(id, policy.name, "gates", "whole", verdict.adequacy);
      for (const { check_id, status } of checks) add(id, policy.name, "checks", check_id, status);
    }
    for (const { checkId, value } of measurements) {
      if (KEPT.includes(checkId)) ((values[id] ??= {})[checkId] ??= []).push(value);
    }
  }
}
for (const replicate of calibrationReplicates) {
  for (const one of calibrationCases) {
    const { label, level } = labelOf(one, replicate, series);
    const own = (labels[one.id] ??= { label: {}, level: {} });
    own.label[label] = (own.label[label] ?? 0) + 1;
    own.level[level] = (own.level[level] ?? 0) + 1;
  }
}
parentPort.postMessage({ counts, values, labels });
