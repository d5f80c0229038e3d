import type { Fit } from "../curves/fit-report.ts";
import { fitCurve } from "../curves/fit.ts";
import { selectFamily, type Selection } from "../curves/select.ts";
import { InputError } from "../errors.ts";
import { steadySeries } from "../media/adstock.ts";
import { familyNamed, recordOf, type FamilyName } from "./curve-record.ts";
import type { SchemaTypes } from "../schema/generated.ts";
import { finite } from "../words.ts";

type Pair = SchemaTypes["spend_contribution_pairs"][number];
type FitRow = SchemaTypes["response_curve_fit_combined"][number];
type CurveRecord = SchemaTypes["curves"]["channels"][number];

/** One channel's points and the curve chosen for it. */
export interface FittedChannel {
  readonly name: string;
  /** Share of effective spend carried into the next period; 0: none. */
  readonly alpha: number;
  /** The periods, in time order. */
  readonly dates: readonly string[];
  /** Spend of each period. */
  readonly ownSpend: readonly number[];
  /** Spend of each period; with carryover effective spend, on the scale of spend held steady. */
  readonly spend: readonly number[];
  readonly contribution: readonly number[];
  readonly selection: Selection;
  readonly best: Fit;
  readonly family: FamilyName;
  /** The families that were fitted. */
  readonly families: readonly FamilyName[];
}

/**
 * The best of the families for one channel, over its periods in time order.
 *
 * @throws InputError when no family can be fitted.
 */
export function fitChannel(
  name: string,
  pairs: readonly Pair[],
  alpha: number,
  families: readonly FamilyName[],
): FittedChannel {
  const series = steadySeries(
    pairs.filter(({ channel }) => channel === name),
    alpha,
  );
  const spend = Array.from(series.spend);
  const contribution = series.observations.map(({ contribution_mean }) => contribution_mean);
  const selection = selectFamily(
    families.map((family) => fitCurve(familyNamed(family), spend, contribution)),
  );
  if (selection.best === null) {
    const reasons = selection.failures.map(({ family, message }) => `${family}: ${message}`).join("; ");
    throw new InputError({
      what: `no response curve can be fitted (${reasons})`,
      where: `channel ${name}`,
      fix: "remove the channel from the pipeline, or check its spend and contributions in spend_contribution_pairs.csv",
    });
  }
  const fit = selection.best;
  const family = nameOf(fit, families);
  return {
    name,
    alpha,
    dates: series.observations.map(({ date }) => date),
    ownSpend: series.observations.map((pair) => pair.spend),
    spend,
    contribution,
    selection,
    best: fit,
    family,
    families,
  };
}

/** The name of a fit's family, among those that were fitted. */
function nameOf({ family }: Fit, families: readonly FamilyName[]): FamilyName {
  const name = families.find((one) => familyNamed(one).name === family);
  if (name === undefined) throw new RangeError(`${family} was not fitted`);
  return name;
}

/** The rows of response_curve_fit_combined.csv: every family tried. */
export function fitRows({ name, selection, best, families }: FittedChannel): FitRow[] {
  return selection.candidates.map(({ fit, aiccDifference }) => {
    const [first, second, third] = fit.parameters;
    return {
      channel: name,
      family: nameOf(fit, families),
      chosen: fit === best,
      parameter_1: first?.name ?? "",
      value_1: finite(first?.estimate),
      se_1: finite(first?.standardError),
      parameter_2: second?.name ?? "",
      value_2: finite(second?.estimate),
      se_2: finite(second?.standardError),
      parameter_3: third?.name ?? "",
      value_3: finite(third?.estimate),
      se_3: finite(third?.standardError),
      sse: fit.sse,
      r2: finite(fit.r2),
      rmse: fit.rmse,
      aicc: finite(fit.aicc),
      delta_aicc: finite(aiccDifference),
      n: fit.n,
      well_determined: fit.wellDetermined,
      flags: fit.flags.join("; "),
    };
  });
}

/** What the optimiser reads of a channel. */
export function curveRecord({ name, alpha, spend, best, family }: FittedChannel): CurveRecord {
  return {
    channel: name,
    curve: recordOf(
      family,
      best.parameters.map(({ estimate }) => estimate),
    ),
    adstock_alpha: alpha,
    max_observed_spend: Math.max(...spend),
    r2: finite(best.r2),
    rmse: best.rmse,
    flags: [...best.flags],
  };
}

/** A point of a channel's curve. */
export type GridPoint = Omit<
  SchemaTypes["all_response_curves"][number],
  `contribution_${"median" | "q05" | "q25" | "q75" | "q95"}`
>;

/** The chosen curve on a grid from zero to `extend` times the largest spend; no slope where it is infinite, as at zero spend of a root. */
export function gridPoints(
  { name, spend, best, family }: FittedChannel,
  points: number,
  extend: number,
): GridPoint[] {
  const observed = Math.max(...spend);
  return Array.from({ length: points }, (_, i) => {
    const at = (observed * extend * i) / (points - 1);
    return {
      channel: name,
      family,
      spend: at,
      contribution: best.curve.value(at),
      marginal_contribution: finite(best.curve.slope(at)),
      beyond_observed: at > observed,
    };
  });
}
