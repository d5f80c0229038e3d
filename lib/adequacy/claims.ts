import { skipped, type Measurement } from "../gates/judge.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { short } from "../words.ts";

/** What the draws say, for comparison with what upstream reports claim. */
export interface Recomputed {
  readonly convergence: SchemaTypes["convergence_report"];
  readonly convergenceTable: SchemaTypes["convergence_table"];
  readonly calibration: SchemaTypes["calibration_report"];
  /** Null without log-likelihood. */
  readonly pareto: SchemaTypes["pareto_k_summary"] | null;
  readonly paretoK: Float64Array | null;
}

type Fields = Readonly<Record<string, unknown>>;

/** How far a claimed statistic may be from the recomputed one: other tools round, and split or smooth a little differently. */
const RELATIVE_TOLERANCE = 0.01;
/** Counts leave no room. */
const COUNTS = ["divergences", "n_chains", "n_draws", "n_parameters"] as const;
const STATISTICS = ["rhat_max", "ess_bulk_min", "ess_tail_min", "bfmi_min"] as const;

function fieldsOf(report: unknown): Fields | null {
  return typeof report === "object" && report !== null && !Array.isArray(report) ? { ...report } : null;
}

function numberIn(fields: Fields, name: string): number | null {
  const value = fields[name];
  return typeof value === "number" ? value : null;
}

/** Whether the draws meet the report's own rule and limits; the field's usual limits where it states none. */
function meetsOwnRule(
  claim: Fields,
  { rhat_max, ess_bulk_min, ess_tail_min, divergences, bfmi_min, bfmi_per_chain }: Recomputed["convergence"],
): boolean {
  const limit = (name: string, usual: number) => numberIn(claim, name) ?? usual;
  const isMixed = rhat_max !== null && rhat_max <= limit("rhat_threshold", 1.01);
  const essLimit = limit("ess_threshold", 400);
  const isLong =
    ess_bulk_min !== null && ess_bulk_min >= essLimit && ess_tail_min !== null && ess_tail_min >= essLimit;
  // Without energies there is nothing to refute the report by; an E-BFMI that is undefined refutes it.
  const movesFreely =
    bfmi_per_chain.length === 0 || (bfmi_min !== null && bfmi_min >= limit("bfmi_threshold", 0.3));
  return isMixed && isLong && movesFreely && (divergences ?? 0) === 0;
}

function compareVerdict(
  checkId: Measurement["checkId"],
  file: string,
  field: string,
  claimed: unknown,
  found: boolean,
): Measurement {
  if (typeof claimed !== "boolean") return skipped(checkId, `${file} does not say ${field}`);
  const agrees = claimed === found;
  return {
    checkId,
    value: agrees ? 0 : 1,
    source: "imported",
    message: `${file} claims ${field}: ${String(claimed)}; the draws say ${String(found)}`,
  };
}

interface Comparison {
  readonly agrees: boolean;
  readonly message: string;
}

function compareNumber(
  name: string,
  claimed: number | null,
  found: number | null,
  tolerance: number,
): Comparison[] {
  if (claimed === null || found === null) return [];
  const agrees = Math.abs(claimed - found) <= tolerance * Math.abs(found);
  return [{ agrees, message: `${name} ${short(claimed)} claimed, ${short(found)} recomputed` }];
}

/** Every number that the report states and the draws give, side by side. */
function comparisons(claim: Fields, { convergence, convergenceTable }: Recomputed): Comparison[] {
  // A report may judge fewer parameters than are judged here: then its extremes are of another set, and its parameters are compared one by one.
  const isOfFewer = (numberIn(claim, "n_parameters") ?? Infinity) < convergence.n_parameters;
  const counts = COUNTS.filter((name) => !isOfFewer || name !== "n_parameters");
  const statistics = STATISTICS.filter((name) => !isOfFewer || name === "bfmi_min");
  return [
    ...counts.flatMap((name) => compareNumber(name, numberIn(claim, name), convergence[name], 0)),
    ...statistics.flatMap((name) =>
      compareNumber(name, numberIn(claim, name), convergence[name], RELATIVE_TOLERANCE),
    ),
    ...compareParameters(claim, convergenceTable),
  ];
}

/** The parameters that a report names, against the same parameters here. */
function compareParameters(claim: Fields, table: Recomputed["convergenceTable"]): Comparison[] {
  const named = claim["worst_parameters"];
  if (!Array.isArray(named)) return [];
  const rows = new Map(table.map((row) => [row.parameter, row]));
  return named.flatMap((one: unknown) => {
    const fields = fieldsOf(one) ?? {};
    const name = fields["parameter"];
    if (typeof name !== "string") return [];
    const row = rows.get(name);
    if (row === undefined) return [{ agrees: false, message: `${name} is not a parameter of this model.nc` }];
    return compareNumber(`R-hat of ${name}`, numberIn(fields, "rhat"), row.rhat, RELATIVE_TOLERANCE);
  });
}

function compareValues(file: string, claim: Fields, found: Recomputed): Measurement {
  const checkId = "claim_convergence_values";
  const compared = comparisons(claim, found);
  if (compared.length === 0) return skipped(checkId, `${file} states no number to compare`);
  const different = compared.filter(({ agrees }) => !agrees).map(({ message }) => message);
  const message = different.length === 0 ? `${file} agrees with the draws` : different.join("; ");
  return { checkId, value: different.length, source: "imported", message };
}

function convergenceClaims(report: unknown, recomputed: Recomputed): Measurement[] {
  const file = "convergence_report.json";
  const claim = fieldsOf(report);
  if (claim === null) {
    return [
      skipped("claim_converged", `no upstream ${file}`),
      skipped("claim_convergence_values", `no upstream ${file}`),
    ];
  }
  return [
    compareVerdict(
      "claim_converged",
      file,
      "converged",
      claim["converged"],
      meetsOwnRule(claim, recomputed.convergence),
    ),
    compareValues(file, claim, recomputed),
  ];
}

function calibrationClaim(report: unknown, { calibration }: Recomputed): Measurement {
  const file = "calibration_report.json";
  const claim = fieldsOf(report);
  if (claim === null) return skipped("claim_well_calibrated", `no upstream ${file}`);
  if (calibration.label === "unknown")
    return skipped("claim_well_calibrated", "model.nc holds no posterior predictive draws to compare with");
  return compareVerdict(
    "claim_well_calibrated",
    file,
    "well_calibrated",
    claim["well_calibrated"],
    calibration.well_calibrated,
  );
}

function paretoClaim(report: unknown, { paretoK }: Recomputed): Measurement {
  const file = "pareto_k_summary.json";
  const claim = fieldsOf(report);
  if (claim === null) return skipped("claim_pareto_ok", `no upstream ${file}`);
  if (paretoK === null)
    return skipped("claim_pareto_ok", "model.nc holds no pointwise log-likelihood to compare with");
  const bad = numberIn(fieldsOf(claim["thresholds"]) ?? {}, "bad") ?? 0.7;
  return compareVerdict(
    "claim_pareto_ok",
    file,
    "ok",
    claim["ok"],
    paretoK.every((k) => k <= bad),
  );
}

/**
 * What gate g8 judges: 1 where a report's verdict is not what the draws say by the report's own rule, and the count of its numbers that differ.
 *
 * @param reports - Parsed JSON by file name; untrusted.
 */
export function measureClaims(
  reports: Readonly<Record<string, unknown>>,
  recomputed: Recomputed,
): Measurement[] {
  return [
    ...convergenceClaims(reports["convergence_report.json"], recomputed),
    calibrationClaim(reports["calibration_report.json"], recomputed),
    paretoClaim(reports["pareto_k_summary.json"], recomputed),
  ];
}
