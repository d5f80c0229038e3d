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
type Row = Recomputed["convergenceTable"][number];

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

/**
 * A claimed number beside the recomputed one.
 *
 * @param found - Null: the draws leave it undefined, and then no number is true of it.
 */
function compareNumber(
  name: string,
  claimed: number | null,
  found: number | null,
  tolerance: number,
): Comparison[] {
  if (claimed === null) return [];
  const agrees = found !== null && Math.abs(claimed - found) <= tolerance * Math.abs(found);
  const recomputed = found === null ? "undefined when recomputed" : `${short(found)} recomputed`;
  return [{ agrees, message: `${name} ${short(claimed)} claimed, ${recomputed}` }];
}

const differencesIn = (compared: readonly Comparison[]) => compared.filter(({ agrees }) => !agrees);

/** Whether model.nc holds what a number is computed from: without divergence flags or energies there is nothing to compare with. */
function isHeld(
  name: (typeof COUNTS)[number] | (typeof STATISTICS)[number],
  { divergences, bfmi_per_chain }: Recomputed["convergence"],
): boolean {
  if (name === "divergences") return divergences !== null;
  return name !== "bfmi_min" || bfmi_per_chain.length > 0;
}

/** The worst of a set of parameters; null where one is undefined. */
type Extremes = Readonly<Record<Exclude<(typeof STATISTICS)[number], "bfmi_min">, number | null>>;

/** Parameters that many reports leave out: constants, a sampler's unconstrained copies (names ending in `__`), and values of single dates. */
const LEFT_OUT: readonly ((row: Row) => boolean)[] = [
  ({ is_constant }) => is_constant,
  ({ parameter }) => /__(?:\[|$)/.test(parameter),
  ({ parameter }) => /[[ ]\d{4}-\d{2}-\d{2}[T\], ]/.test(parameter),
];

/** All parameters, and those left without each combination of what reports leave out. */
function possibleSets(table: Recomputed["convergenceTable"]): Row[][] {
  const parameters = table.filter(({ quantity }) => quantity === "parameter");
  return LEFT_OUT.reduce<Row[][]>(
    (sets, isLeftOut) => sets.flatMap((rows) => [rows, rows.filter((row) => !isLeftOut(row))]),
    [parameters],
  );
}

function extremesOf(rows: readonly Row[]): Extremes {
  const varying = rows.filter(({ is_constant }) => !is_constant);
  const extreme = (field: "rhat" | "ess_bulk" | "ess_tail", isWorse: (a: number, b: number) => boolean) =>
    varying
      .map((row) => row[field])
      .reduce((worst, value) =>
        worst === null || value === null ? null : isWorse(value, worst) ? value : worst,
      );
  if (varying.length === 0) return { rhat_max: null, ess_bulk_min: null, ess_tail_min: null };
  return {
    rhat_max: extreme("rhat", (a, b) => a > b),
    ess_bulk_min: extreme("ess_bulk", (a, b) => a < b),
    ess_tail_min: extreme("ess_tail", (a, b) => a < b),
  };
}

/** The extremes that a report may state: those of each set of parameters that is as many as it says; none when it is of another model. */
function extremesCovered(claim: Fields, { convergence, convergenceTable }: Recomputed): Extremes[] {
  const stated = numberIn(claim, "n_parameters");
  if (stated === null || stated === convergence.n_parameters) return [convergence];
  return possibleSets(convergenceTable)
    .filter(({ length }) => length === stated)
    .map(extremesOf);
}

/** Every number that the report states and the draws give, side by side. */
function comparisons(claim: Fields, recomputed: Recomputed): Comparison[] {
  const { convergence, convergenceTable } = recomputed;
  const compare = (
    found: Readonly<Record<(typeof COUNTS | typeof STATISTICS)[number], number | null>>,
    names: readonly (typeof COUNTS | typeof STATISTICS)[number][],
    tolerance: number,
  ) =>
    names
      .filter((name) => isHeld(name, convergence))
      .flatMap((name) => compareNumber(name, numberIn(claim, name), found[name], tolerance));
  const covered = extremesCovered(claim, recomputed);
  const counts = COUNTS.filter((name) => covered.length === 0 || name !== "n_parameters");
  // A report of another number of parameters is named as not matching, and still held against the extremes of all.
  const [nearest = []] = (covered.length === 0 ? [convergence] : covered)
    .map((extremes) => compare({ ...convergence, ...extremes }, STATISTICS, RELATIVE_TOLERANCE))
    .sort((a, b) => differencesIn(a).length - differencesIn(b).length);
  return [...compare(convergence, counts, 0), ...nearest, ...compareParameters(claim, convergenceTable)];
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
  const different = differencesIn(compared).map(({ message }) => message);
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
  if (calibration.pit_method === null)
    return skipped("claim_well_calibrated", "model.nc holds no posterior predictive draws to compare with");
  const claimed = claim["well_calibrated"];
  if (calibration.label === "unknown" && claimed === true) {
    return {
      checkId: "claim_well_calibrated",
      value: 1,
      source: "imported",
      message: `${file} claims well_calibrated: true; a PIT of the draws is undefined, which confirms nothing`,
    };
  }
  return compareVerdict(
    "claim_well_calibrated",
    file,
    "well_calibrated",
    claimed,
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
