import { bfmiPerChain } from "../diagnostics/bfmi.ts";
import { summariseConvergence, type Scalar, type ScalarConvergence } from "../diagnostics/convergence.ts";
import { countDivergences, type FlagCount } from "../diagnostics/divergences.ts";
import { countReachedDepthLimit } from "../diagnostics/tree-depth.ts";
import { skipped, type Measurement } from "../gates/judge.ts";
import type { Policy, Rule } from "../gates/policy.ts";
import type { SampleStats } from "../posterior/posterior.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { finite, short } from "../words.ts";
import { summariseOnAllCores } from "./convergence-threads.ts";

type Report = SchemaTypes["convergence_report"];
type TableRow = SchemaTypes["convergence_table"][number];

/** Convergence of everything that is judged, recomputed from the draws. */
export interface Convergence {
  readonly chains: number;
  readonly draws: number;
  readonly parameters: readonly ScalarConvergence[];
  /** Quantities that the optimiser reads. */
  readonly decisions: readonly ScalarConvergence[];
  /** Null where the file has no such statistic. */
  readonly divergences: FlagCount | null;
  readonly depthLimit: FlagCount | null;
  readonly bfmi: Float64Array | null;
}

/** With fewer distinct values than this a tail quantile is one of the values themselves, and its ESS says nothing. */
const FEWEST_FOR_TAIL = 10;

/** Deterministic constants have no R-hat and need none. */
const isConstant = ({ distinctCount }: ScalarConvergence) => distinctCount === 1;
const varying = (scalars: readonly ScalarConvergence[]) => scalars.filter((one) => !isConstant(one));

export function recomputeConvergence(
  parameters: Iterable<Scalar>,
  decisions: Iterable<Scalar>,
  { diverging, energy, reachedMaxTreeDepth }: SampleStats,
): Convergence {
  const { summaries: judged } = summariseOnAllCores(parameters);
  return {
    chains: judged[0]?.chainMeans.length ?? 0,
    draws: judged[0]?.drawCount ?? 0,
    parameters: judged,
    decisions: summariseConvergence(decisions),
    divergences: diverging && countDivergences(diverging),
    depthLimit: reachedMaxTreeDepth && countReachedDepthLimit(reachedMaxTreeDepth),
    bfmi: energy && bfmiPerChain(energy),
  };
}

/** The extreme of a statistic and where it is; NaN, with the first name, as soon as one is undefined. */
function extreme(
  scalars: readonly ScalarConvergence[],
  statistic: (one: ScalarConvergence) => number,
  isWorse: (a: number, b: number) => boolean,
): { readonly value: number; readonly name: string } {
  let worst = { value: NaN, name: "" };
  for (const one of scalars) {
    const value = statistic(one);
    if (Number.isNaN(value)) return { value: NaN, name: one.name };
    if (worst.name === "" || isWorse(value, worst.value)) worst = { value, name: one.name };
  }
  return worst;
}

const greatest = (a: number, b: number) => a > b;
const least = (a: number, b: number) => a < b;
const essTail = ({ essTail: tail, distinctCount }: ScalarConvergence) =>
  distinctCount < FEWEST_FOR_TAIL ? Infinity : tail;
const worstEss = (one: ScalarConvergence) => Math.min(one.essBulk, essTail(one));

function whyUndefined({ chains, draws }: Convergence, name: string): string {
  if (name === "") return "there is no varying scalar to judge";
  if (chains < 2) return `a single chain of ${draws} draws: whether chains agree cannot be judged`;
  if (draws < 4) return `${draws} draws per chain: too few to judge`;
  return `undefined for ${name}`;
}

function measureExtreme(
  checkId: Measurement["checkId"],
  convergence: Convergence,
  found: { readonly value: number; readonly name: string },
): Measurement {
  const message = Number.isNaN(found.value)
    ? whyUndefined(convergence, found.name)
    : `worst at ${found.name}`;
  return { checkId, value: found.value, message, chains: convergence.chains };
}

function measureFlags(
  checkId: Measurement["checkId"],
  flags: FlagCount | null,
  what: string,
  missing: string,
): Measurement {
  if (flags === null) return skipped(checkId, missing);
  return {
    checkId,
    value: checkId === "divergence_count" ? flags.total : flags.rate,
    message: `${short(flags.total)} draws ${what}; by chain: ${Array.from(flags.perChain, short).join(", ")}`,
  };
}

function measureBfmi(bfmi: Float64Array | null): Measurement {
  if (bfmi === null) return skipped("bfmi_min", "model.nc holds no energies");
  return {
    checkId: "bfmi_min",
    value: lowest(bfmi),
    message: `by chain: ${Array.from(bfmi, short).join(", ")}`,
  };
}

/** NaN as soon as one is. */
function lowest(values: Float64Array): number {
  return values.length === 0 ? NaN : Math.min(...values);
}

/** R-hat and ESS of what decisions are read from: a model of another kind has no such quantities. */
function measureDecisions(convergence: Convergence): Measurement[] {
  if (convergence.decisions.length === 0) {
    const reason = "there are no quantities that an optimiser reads";
    return [
      skipped("rhat_max_decision", reason),
      skipped("ess_min_decision", reason),
      skipped("mcse_ratio_decision", reason),
    ];
  }
  const decisions = varying(convergence.decisions);
  return [
    measureExtreme(
      "rhat_max_decision",
      convergence,
      extreme(decisions, ({ rhat }) => rhat, greatest),
    ),
    measureExtreme("ess_min_decision", convergence, extreme(decisions, worstEss, least)),
    measureExtreme(
      "mcse_ratio_decision",
      convergence,
      extreme(decisions, ({ mcseMean, sd }) => mcseMean / sd, greatest),
    ),
  ];
}

/** What gates g2, g3, g4 and g7 judge. */
export function measureConvergence(convergence: Convergence): Measurement[] {
  const parameters = varying(convergence.parameters);
  const rhat = ({ rhat: value }: ScalarConvergence) => value;
  const bulk = ({ essBulk }: ScalarConvergence) => essBulk;
  return [
    measureExtreme("rhat_max", convergence, extreme(parameters, rhat, greatest)),
    measureExtreme("ess_bulk_min", convergence, extreme(parameters, bulk, least)),
    measureExtreme("ess_tail_min", convergence, extreme(parameters, essTail, least)),
    measureFlags(
      "divergence_share",
      convergence.divergences,
      "diverged",
      "model.nc holds no divergence flags",
    ),
    measureFlags(
      "divergence_count",
      convergence.divergences,
      "diverged",
      "model.nc holds no divergence flags",
    ),
    measureFlags(
      "tree_depth_share",
      convergence.depthLimit,
      "hit the largest tree depth",
      "model.nc holds no flag for the largest tree depth",
    ),
    measureBfmi(convergence.bfmi),
    ...measureDecisions(convergence),
  ];
}

/** Undefined first, then by R-hat. */
function byRhat(a: ScalarConvergence, b: ScalarConvergence): number {
  const rank = ({ rhat }: ScalarConvergence) => (Number.isNaN(rhat) ? Infinity : rhat);
  return rank(a) === rank(b) ? 0 : rank(b) - rank(a);
}

/** The limit up to which a check passes. */
export function passLimit(rule: Rule): number | null {
  return rule.kind === "level" ? null : (rule.warn ?? rule.fail);
}

/** convergence_report.json, in the field names that the field's tools share. */
export function convergenceReport(
  convergence: Convergence,
  isConverged: boolean,
  policy: Policy,
  worst: number,
): Report {
  const { chains, draws, divergences, bfmi } = convergence;
  const parameters = varying(convergence.parameters);
  const rhatLimit = passLimit(policy.checks.rhat_max);
  return {
    converged: isConverged,
    rhat_max: finite(extreme(parameters, ({ rhat }) => rhat, greatest).value),
    rhat_threshold: rhatLimit,
    ess_bulk_min: finite(extreme(parameters, ({ essBulk }) => essBulk, least).value),
    ess_tail_min: finite(extreme(parameters, essTail, least).value),
    ess_threshold: passLimit(policy.checks.ess_bulk_min),
    divergences: finite(divergences?.total),
    divergence_share: finite(divergences?.rate),
    bfmi_min: bfmi === null ? null : finite(lowest(bfmi)),
    bfmi_threshold: passLimit(policy.checks.bfmi_min),
    bfmi_per_chain: Array.from(bfmi ?? [], finite),
    n_chains: chains,
    n_draws: draws,
    n_parameters: convergence.parameters.length,
    n_parameters_rhat_undefined: parameters.filter(({ rhat }) => Number.isNaN(rhat)).length,
    n_parameters_constant: convergence.parameters.length - parameters.length,
    n_rhat_above_threshold: parameters.filter(({ rhat }) => rhatLimit !== null && !(rhat <= rhatLimit))
      .length,
    worst_parameters: [...parameters]
      .sort(byRhat)
      .slice(0, worst)
      .map((one) => ({
        parameter: one.name,
        rhat: finite(one.rhat),
        ess_bulk: finite(one.essBulk),
        ess_tail: finite(one.essTail),
        mcse_mean: finite(one.mcseMean),
      })),
    rule: `converged = every check of the convergence family passes under policy ${policy.name}`,
  };
}

/** The rows of convergence_report.csv. */
export function convergenceRows({ parameters, decisions }: Convergence): TableRow[] {
  const rows = (scalars: readonly ScalarConvergence[], quantity: TableRow["quantity"]) =>
    scalars.map((one) => ({
      parameter: one.name,
      quantity,
      rhat: finite(one.rhat),
      ess_bulk: finite(one.essBulk),
      ess_tail: finite(one.essTail),
      ess_mean: finite(one.essMean),
      mcse_mean: finite(one.mcseMean),
      is_constant: isConstant(one),
    }));
  return [...rows(parameters, "parameter"), ...rows(decisions, "decision")];
}
