import { calibrationCases } from "./calibration.mjs";

/** The most of good fits that a gate may fail, and of gross faults that it may miss, at `publish`. */
const LIMIT = 0.05;
const QUANTILES = [0.01, 0.5, 0.99];
const NEVER = { warn: 0, fail: 0 };

/** Adds up nested counts. */
function merge(into, from) {
  for (const [key, value] of Object.entries(from)) {
    if (typeof value === "number") into[key] = (into[key] ?? 0) + value;
    else if (Array.isArray(value)) into[key] = [...(into[key] ?? []), ...value];
    else merge((into[key] ??= {}), value);
  }
  return into;
}

function quantilesOf(values) {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return Object.fromEntries(
    QUANTILES.map((p) => {
      const at = sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? NaN;
      // JSON has neither NaN (undefined in every replicate) nor Infinity.
      return [p, Number.isFinite(at) ? Number(at.toPrecision(6)) : String(at)];
    }),
  );
}

const shareOf = (counts, status, total) => (counts[status] ?? 0) / total;

/** Shares of warn and fail of those that did not always pass. */
function notPassed(counts, total) {
  return Object.fromEntries(
    Object.entries(counts)
      .map(([id, own]) => [id, { warn: shareOf(own, "warn", total), fail: shareOf(own, "fail", total) }])
      .filter(([, { warn, fail }]) => warn + fail > 0),
  );
}

/** How often a gate, or "whole", warned and failed under a policy. */
export function verdictOf({ verdicts }, policy, gate) {
  return verdicts[policy][gate] ?? NEVER;
}

/** The share in which the gate concerned gives the fault at least the verdict wanted of it, at `publish`. */
export function caught(fault) {
  const { warn, fail } = verdictOf(fault, "publish", fault.gate);
  return fault.wants === "fail" ? fail : warn + fail;
}

/** From counts of the workers to shares, with every requirement that is not met. */
export function summarise(parts, { replicates, series, policies, good: goodCases, bad: faults }) {
  const { counts, values, labels } = parts.reduce(merge, {});
  const row = (one) => ({
    verdicts: Object.fromEntries(
      policies.map((policy) => [policy, notPassed(counts[one.id][policy].gates, replicates)]),
    ),
    checks: notPassed(counts[one.id].publish.checks, replicates),
    values: Object.fromEntries(Object.entries(values[one.id]).map(([id, own]) => [id, quantilesOf(own)])),
  });
  const good = goodCases.map((one) => ({ ...one, ...row(one) }));
  const bad = faults.map(({ id, gate, size, wants, says }) => ({
    id,
    gate,
    size,
    wants,
    says,
    ...row({ id }),
  }));
  const falseAlarms = good.flatMap(({ id, verdicts: { publish } }) =>
    Object.entries(publish)
      .filter(([, { fail }]) => fail > LIMIT)
      .map(([gate, { fail }]) => `${id}: ${gate} fails ${(100 * fail).toFixed(1)} % of good fits`),
  );
  const missed = bad
    .filter((one) => one.size === "gross" && caught(one) < 1 - LIMIT)
    .map((one) => `${one.id}: ${one.gate} catches ${(100 * caught(one)).toFixed(1)} %`);
  const calibration = calibrationCases
    .filter(({ id }) => labels[id] !== undefined)
    .map((one) => {
      const { label, level } = labels[one.id];
      const total = Object.values(label).reduce((sum, own) => sum + own, 0);
      const shares = (own) => Object.fromEntries(Object.entries(own).map(([key, n]) => [key, n / total]));
      return { ...one, replicates: total, label: shares(label), level: shares(level) };
    });
  return { replicates, series, limit: LIMIT, good, bad, calibration, unmet: [...falseAlarms, ...missed] };
}
