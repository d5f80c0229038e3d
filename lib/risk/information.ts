import { mean } from "../linalg/vector.ts";
import { bestPlan } from "./best-plan.ts";
import type { DrawOptima } from "./draw-optima.ts";
import { spread } from "./measures.ts";
import { responses, weightedProblem, withDraws, type RiskProblem } from "./risk-problem.ts";

/** An expectation over draws with its Monte Carlo standard error. */
export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

/** What knowing more would be worth, contribution per period. */
export interface Information {
  /** Expected value of perfect information: mean response of each draw's own best plan, less that of the plan. */
  readonly total: Estimate;
  /** Per channel: of knowing its curve. */
  readonly channels: readonly Estimate[];
  /** Draws in each stratum of the per-channel estimate, on average. */
  readonly perStratum: number;
}

/** Strata that the draws are put in by what is learnt; as many as leave each enough to take a mean of. */
const MOST_STRATA = 20;
const LEAST_PER_STRATUM = 20;

/**
 * Expected value of perfect information, in total and by channel.
 *
 * In total it is the expected regret of the plan, exact up to Monte Carlo error. By channel it is estimated by strata: what would be
 * learnt of a channel is summed up by its marginal contribution at the plan; draws with nearly the same are put together, and a plan is
 * made for each stratum. Judged on the draws that it was made from, noise counts as knowledge; made from one half of the stratum and
 * judged on the other, it loses by the noise of half as many draws, twice as much. Two thirds of the one and a third of the other are
 * free of either to first order. Where nothing is to be learnt the estimate may fall below 0, by its error. Knowledge that one
 * channel's curve gives of another's, through the posterior's correlation, is counted; of a curve's shape only what its marginal
 * tells.
 *
 * @param plan - The plan that would be followed otherwise: that of the best mean.
 * @see Raiffa and Schlaifer (1961), Applied Statistical Decision Theory
 * @see Strong, Oakley and Brennan (2014), doi:10.1177/0272989X12465656
 */
export function valueOfInformation(
  problem: RiskProblem,
  plan: Float64Array,
  optima: DrawOptima,
): Information {
  const now = responses(problem, plan);
  const strata = Math.max(1, Math.min(MOST_STRATA, Math.floor(problem.drawCount / LEAST_PER_STRATUM)));
  return {
    total: estimate(optima.value.map((best, d) => best - now[d]!)),
    channels: problem.draws.map((curves, i) => {
      const marginal = Float64Array.from(curves, (curve) => curve.slope(plan[i]!));
      return estimate(gainsByStratum(problem, now, marginal, strata));
    }),
    perStratum: problem.drawCount / strata,
  };
}

/** What each draw gains by its stratum's plan: two parts as made from the whole stratum, one as made from the other half. */
function gainsByStratum(
  problem: RiskProblem,
  now: Float64Array,
  signal: Float64Array,
  strata: number,
): Float64Array {
  const draws = problem.drawCount;
  const order = Array.from(signal.keys()).sort((a, b) => signal[a]! - signal[b]! || a - b);
  const gains = new Float64Array(draws);
  const addGains = (learnt: readonly number[], judged: readonly number[], weight: number) => {
    if (learnt.length === 0 || judged.length === 0) return;
    const response = responses(withDraws(problem, judged), bestOfMean(withDraws(problem, learnt)));
    judged.forEach((d, at) => (gains[d]! += weight * (response[at]! - now[d]!)));
  };
  for (let stratum = 0; stratum < strata; stratum++) {
    const own = order.slice(
      Math.floor((stratum * draws) / strata),
      Math.floor(((stratum + 1) * draws) / strata),
    );
    const half = (parity: number) => own.filter((_, at) => at % 2 === parity);
    addGains(own, own, 2 / 3);
    addGains(half(0), half(1), 1 / 3);
    addGains(half(1), half(0), 1 / 3);
  }
  return gains;
}

function bestOfMean(problem: RiskProblem): Float64Array {
  const even = new Float64Array(problem.drawCount).fill(1 / problem.drawCount);
  const expected = weightedProblem(problem, even);
  const best = bestPlan(expected);
  if (best === null) throw new RangeError("no plan of a stratum keeps the limits");
  return best.allocation;
}

/** The mean with its standard error, the draws taken as independent. */
function estimate(values: Float64Array): Estimate {
  return { value: mean(values), standardError: spread(values) / Math.sqrt(values.length) };
}
