import { counted } from "./counted.ts";
import { streamLoo, waicOf, type Loo, type Waic } from "../diagnostics/loo.ts";
import { observationRows } from "../diagnostics/observation-rows.ts";
import { greatestGoodK } from "../diagnostics/pareto-k.ts";
import { pitBoundsOf, weightedStanding, type PitBounds, type Standing } from "../diagnostics/pit.ts";
import { relativeEfficiency } from "../diagnostics/psis.ts";
import { populationVariance } from "../draws/moments.ts";
import { requireSameObservations, samplesOf, type ObservationDraws } from "../draws/observation-draws.ts";
import type { PerDateDraws } from "../posterior/posterior.ts";
import { influences } from "./influence.ts";

/** Leave-one-out PIT of each observation. */
export interface LooPit {
  /** Weight of the predictive draws up to the observation. */
  readonly shares: Float64Array;
  readonly bounds: PitBounds;
}

/** Leave-one-out estimates with what they rest on. */
export interface LooResult extends Loo {
  /** Null where observations or their predictive draws are missing. */
  readonly pit: LooPit | null;
  readonly relativeEfficiency: number;
  readonly sampleCount: number;
  /** Information only. */
  readonly waic: Waic;
  /** The largest k that so many draws support. */
  readonly goodK: number;
  /** How much better each observation is predicted when the fit has seen it, in nats. */
  readonly influence: Float64Array;
}

/** What was observed, and what was predicted of it. */
export interface Outcome {
  readonly observed: Float64Array;
  readonly predictive: ObservationDraws;
}

/**
 * PSIS-LOO of the pointwise log-likelihood.
 *
 * Observations are taken one at a time: neither the log likelihood in their order nor the weights are held whole.
 *
 * @param meanEss - ESS of the mean of every varying scalar: their mean sets the relative efficiency, as ArviZ does.
 * @param outcome - Of the same observations, for the leave-one-out PIT; null: without it.
 * @param onObservation - Told how many observations are done.
 */
export function leaveOneOut(
  { chains, draws, dates, values }: PerDateDraws,
  meanEss: readonly number[],
  outcome: Outcome | null = null,
  onObservation: (done: number) => void = () => undefined,
): LooResult {
  const sampleCount = chains * draws;
  const measured = relativeEfficiency(meanEss, chains, sampleCount);
  // Without a defined ESS the draws are taken as independent: it moves only how many tail draws are smoothed.
  const efficiency = measured > 0 ? measured : 1;
  const variances = new Float64Array(dates.length);
  const all = counted(observationRows(values, sampleCount, dates.length), onObservation);
  const rows = watched(all, (row, i) => {
    variances[i] = populationVariance(row);
  });
  const standings = outcome && standingsOf(outcome, dates.length);
  const estimate = streamLoo(rows, sampleCount, efficiency, standings?.add);
  return {
    ...estimate,
    influence: influences(estimate.inSample, estimate.pointwise),
    waic: waicOf(estimate.inSample, variances),
    pit: standings && {
      shares: Float64Array.from(standings.found, ({ below, equal }) => below + equal),
      bounds: pitBoundsOf(standings.found, sampleCount),
    },
    relativeEfficiency: efficiency,
    sampleCount,
    goodK: greatestGoodK(sampleCount),
  };
}

function* watched(
  rows: Iterable<Float64Array>,
  see: (row: Float64Array, observation: number) => void,
): Generator<Float64Array> {
  let observation = 0;
  for (const row of rows) {
    see(row, observation++);
    yield row;
  }
}

/** Where each observation stands among its predictive draws, found one after the other. */
function standingsOf({ observed, predictive }: Outcome, count: number) {
  requireSameObservations(observed, predictive);
  if (observed.length !== count) {
    throw new RangeError(`the log likelihood has ${count} observations, the predictions ${observed.length}`);
  }
  const found: Standing[] = [];
  const add = (logWeights: Float64Array, i: number): void => {
    found.push(weightedStanding(observed[i] ?? NaN, samplesOf(predictive, i), logWeights));
  };
  return { found, add };
}
