import type { ConcaveCurve } from "../curves/curve.ts";
import { allocationProblem, type AllocationProblem, type BudgetSpec } from "../optimise/problem.ts";
import { weightedMeanCurve } from "./weighted-mean-curve.ts";

/** One channel whose response is known by draws. */
export interface DrawnChannel {
  readonly name: string;
  /** One curve per draw, of spend held steady to contribution per period. */
  readonly curves: readonly ConcaveCurve[];
  /** Money per period. */
  readonly lower: number;
  readonly upper: number;
}

/** A budget to divide over one period, the response to which is known by draws, as the caller states it. */
export interface RiskSpec {
  readonly channels: readonly DrawnChannel[];
  readonly budget: BudgetSpec;
}

/** The checked form: draw d of channel i responds by `draws[i][d]`. */
export interface RiskProblem {
  /** The limits, with the posterior-mean curves: its optimum is the expected-utility optimum. */
  readonly expected: AllocationProblem;
  /** (channel, draw). */
  readonly draws: readonly (readonly ConcaveCurve[])[];
  readonly drawCount: number;
}

/**
 * The checked form of a request under uncertainty.
 *
 * @throws RangeError when there is no draw, channels differ in their number of draws, or the limits are of a wrong shape or domain.
 */
export function riskProblem({ channels, budget }: RiskSpec): RiskProblem {
  const drawCount = channels[0]?.curves.length ?? 0;
  if (drawCount === 0) throw new RangeError("0 draws, expected at least 1");
  for (const { name, curves } of channels) {
    if (curves.length !== drawCount)
      throw new RangeError(`${name} has ${curves.length} draws, ${channels[0]!.name} has ${drawCount}`);
  }
  const draws = channels.map(({ curves }) => curves);
  const even = new Float64Array(drawCount).fill(1 / drawCount);
  const expected = allocationProblem({
    channels: channels.map(({ name, curves, lower, upper }) => ({
      name,
      curve: weightedMeanCurve(curves, even, upper > 0 ? upper : 1),
      lower,
      upper,
    })),
    budget,
  });
  return { expected, draws, drawCount };
}

/** The same limits over the curves weighted by draw: Σ_d w_d f_d(s). */
export function weightedProblem({ expected, draws }: RiskProblem, weights: Float64Array): AllocationProblem {
  return {
    ...expected,
    channels: expected.channels.map((channel, i) => ({
      ...channel,
      curve: weightedMeanCurve(draws[i]!, weights, expected.upper[i]! > 0 ? expected.upper[i]! : 1),
    })),
  };
}

/** The same problem known by some of its draws only. */
export function withDraws(problem: RiskProblem, chosen: readonly number[]): RiskProblem {
  const draws = problem.draws.map((curves) => chosen.map((d) => curves[d]!));
  const part = { ...problem, draws, drawCount: chosen.length };
  return {
    ...part,
    expected: weightedProblem(part, new Float64Array(chosen.length).fill(1 / chosen.length)),
  };
}

/** The response of every draw to an allocation; NaN where a spend is negative or undefined. */
export function responses({ draws, drawCount }: RiskProblem, allocation: ArrayLike<number>): Float64Array {
  const total = new Float64Array(drawCount);
  draws.forEach((curves, i) => {
    const spend = allocation[i]!;
    for (let d = 0; d < drawCount; d++) total[d]! += spend >= 0 ? curves[d]!.value(spend) : NaN;
  });
  return total;
}
