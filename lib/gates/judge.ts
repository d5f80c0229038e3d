import {
  CHECKS,
  GATES,
  MODEL_GATES,
  type Check,
  type CheckId,
  type GateFamily,
  type GateId,
} from "./catalogue.ts";
import type { Policy, Rule } from "./policy.ts";
import type { SchemaTypes } from "../schema/generated.ts";

type Gates = SchemaTypes["gates"];
type GateStatus = Gates["adequacy"];
/** What a check can count for: no check is waived, only its gate. */
type Counted = Exclude<GateStatus, "waived">;

/** One measured fact before policy. A statistic that is undefined has the value NaN. */
export type Measurement =
  | {
      readonly checkId: CheckId;
      readonly value: number | string;
      readonly message: string;
      readonly source?: "imported";
      /** Chains that the value is of, for limits stated per chain. */
      readonly chains?: number;
    }
  | { readonly checkId: CheckId; readonly skipped: string };

/** A measurement that could not be made, with the reason. */
export function skipped(checkId: CheckId, reason: string): Measurement {
  return { checkId, skipped: reason };
}

const number = (value: number) => String(Number(value.toPrecision(6)));

/** The rule in words, as the `threshold` of a check. */
export function describeRule(rule: Rule): string {
  switch (rule.kind) {
    case "at_most":
    case "at_least": {
      const sign = rule.kind === "at_most" ? ">" : "<";
      const part = (verb: string, limit: number | null) =>
        limit === null ? [] : [`${verb} ${sign} ${number(limit)}`];
      // What fails at the same limit never warns.
      const warn = rule.warn === rule.fail ? null : rule.warn;
      return [...part("warn", warn), ...part("fail", rule.fail)].join(", ") || "information only";
    }
    case "level":
      return Object.entries(rule.levels)
        .map(([level, verdict]) => `${level}: ${verdict}`)
        .join(", ");
  }
}

const BRING_EVIDENCE =
  "Bring the missing evidence in (a fuller export of the model, or the report), or choose a policy that weighs its absence otherwise.";

/** The rule with limits per chain multiplied out. */
function forChains(rule: Rule, chains: number): Rule {
  if (rule.kind !== "at_least" || !rule.per_chain) return rule;
  const times = (limit: number | null) => limit && limit * chains;
  return { ...rule, warn: times(rule.warn), fail: times(rule.fail) };
}

const SEVERITY: Readonly<Record<GateStatus, number>> = { pass: 0, warn: 1, waived: 2, fail: 3 };

/** The worst of several verdicts; of none, `pass`. */
export function worst<S extends GateStatus>(statuses: readonly S[]): S | "pass" {
  return statuses.reduce<S | "pass">((a, b) => (SEVERITY[b] > SEVERITY[a] ? b : a), "pass");
}

function judgeNumber(value: number, rule: Exclude<Rule, { kind: "level" }>): Counted {
  // Written so that NaN meets no limit.
  const within = (limit: number | null) =>
    limit === null || (rule.kind === "at_most" ? value <= limit : value >= limit);
  if (!within(rule.fail)) return "fail";
  return within(rule.warn) ? "pass" : "warn";
}

/**
 * An infinite value is undefined, and it is also compared: the worse of the two counts. So an infinite R-hat fails where
 * there is a limit that it exceeds, and an infinite ESS, which exceeds every limit, is no good news.
 */
function judgeValue(value: number | string, rule: Rule, undefinedIs: Counted): Counted {
  if (rule.kind === "level") return rule.levels[value] ?? undefinedIs;
  if (typeof value === "string" || Number.isNaN(value)) return undefinedIs;
  const compared = judgeNumber(value, rule);
  return Number.isFinite(value) ? compared : worst([compared, undefinedIs]);
}

/** Turns one measurement into a check under the policy. */
export function judge(measurement: Measurement, policy: Policy): Check {
  const { gate, phase, metric, remedy } = CHECKS[measurement.checkId];
  const chains = "value" in measurement ? (measurement.chains ?? 1) : 1;
  const rule = forChains(policy.checks[measurement.checkId], chains);
  const common = {
    check_id: measurement.checkId,
    gate,
    phase,
    metric,
    threshold: describeRule(rule),
    remedy,
  };
  if ("skipped" in measurement) {
    const counts = rule.skipped ?? policy.skipped;
    return {
      ...common,
      status: "skipped",
      value: null,
      threshold:
        counts === "pass" ? "optional evidence: does not count" : `missing evidence counts as ${counts}`,
      source: "recomputed",
      message: measurement.skipped,
      remedy: BRING_EVIDENCE,
    };
  }
  const { value, message, source = "recomputed" } = measurement;
  const isDefined = typeof value === "string" || Number.isFinite(value);
  return {
    ...common,
    status: judgeValue(value, rule, rule.undefined ?? policy.undefined),
    value: isDefined ? value : null,
    source,
    message,
  };
}

/** What a check counts for in its gate: a skipped one counts as the policy says. */
function weigh(check: Check, policy: Policy): Counted {
  if (check.status !== "skipped") return check.status;
  const rule = policy.checks[check.check_id as CheckId];
  return rule.skipped ?? policy.skipped;
}

/**
 * Verdict of every gate, family and the whole.
 *
 * A gate without any check that was made has no evidence: it counts at least as the policy says of what was skipped, be the
 * evidence optional or not.
 *
 * @param judged - The gates there is a verdict of; those of data and model if not given.
 */
export function gates(
  checks: readonly Check[],
  policy: Policy,
  judged: readonly GateId[] = MODEL_GATES,
): Gates {
  const rows = judged.map((gate) => {
    const weighed = checks
      .filter((check) => check.gate === gate)
      .map((check) => ({ check, counts: weigh(check, policy) }));
    const hasEvidence = weighed.some(({ check }) => check.status !== "skipped");
    const status = worst([...weighed.map(({ counts }) => counts), hasEvidence ? "pass" : policy.skipped]);
    const deciding = weighed.filter(({ counts }) => counts === status);
    const blamed = deciding.length > 0 ? deciding : weighed;
    const because = status === "pass" ? [] : blamed.map(({ check }) => check.check_id);
    return { gate, ...GATES[gate], status, because };
  });
  const families = [...new Set(rows.map(({ family }) => family))].map((family) => ({
    family,
    status: worst(rows.filter((row) => row.family === family).map(({ status }) => status)),
  }));
  const adequacy = worst(rows.map(({ status }) => status));
  return { policy: policy.name, adequacy, families, gates: rows, waivers: [] };
}

/** What a recommendation behind these verdicts says of itself: nothing that fails stands behind one, so it is at least a warning. */
export function adequacyBehind({ adequacy }: Gates): Exclude<GateStatus, "fail"> {
  return adequacy === "fail" ? "warn" : adequacy;
}

/** Why a stage that requires these families may not run, or null when it may. */
export function blockedBy(
  stage: string,
  required: readonly GateFamily[],
  verdict: Gates,
  checks: readonly Check[],
): SchemaTypes["blocked"] | null {
  const failing = verdict.gates.filter(
    ({ family, status }) => required.includes(family) && status === "fail",
  );
  if (failing.length === 0) return null;
  const names = failing.map(({ gate }) => gate).join(", ");
  return {
    stage,
    policy: verdict.policy,
    message: `${stage} is shut: ${names} ${failing.length === 1 ? "fails" : "fail"} under policy ${verdict.policy}. No recommendation was written.`,
    gates: failing.map(({ gate, family, question, because }) => ({
      gate,
      family,
      question,
      checks: checks
        .filter(({ check_id }) => because.includes(check_id))
        .map(({ check_id, metric, value, threshold, message, remedy }) => ({
          check_id,
          metric,
          value,
          threshold,
          message,
          remedy,
        })),
    })),
    waivers: verdict.waivers.filter(({ gate }) => failing.some((one) => one.gate === gate)),
  };
}
