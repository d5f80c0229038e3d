import fc from "fast-check";
import { expect } from "vitest";
import type {
  BranchAndBoundSolution,
  GloballyAllocated,
} from "../../../lib/optimise/branch_and_bound/solver.ts";
import { hill } from "../../../lib/curves/hill.ts";
import { michaelisMenten } from "../../../lib/curves/michaelis-menten.ts";
import { allocationProblem, type AllocationProblem } from "../../../lib/optimise/problem.ts";
import { thousandths } from "../problems.ts";

/** A single-period problem of Hill curves, and of Michaelis–Menten curves where the exponent is null. */
export interface HillSpec {
  readonly channels: readonly {
    readonly beta: number;
    readonly K: number;
    readonly h: number | null;
    readonly lower: number;
    readonly upper: number;
  }[];
  readonly total: number;
}

/** The problem of a spec, with money in units `money` times as small and contribution in units `kpi` times as small. */
export function hillProblem({ channels, total }: HillSpec, money = 1, kpi = 1): AllocationProblem {
  return allocationProblem({
    channels: channels.map(({ beta, K, h, lower, upper }, i) => ({
      name: `c${i}`,
      curve:
        h === null
          ? michaelisMenten({ L: beta * kpi, k: K * money })
          : hill({ beta: beta * kpi, K: K * money, h }),
      lower: lower * money,
      upper: upper * money,
    })),
    budget: { total: total * money },
  });
}

/** Problems of 1 to 6 channels, most of them S-shaped, whose budget lies within the sums of the bounds. */
export const hillSpec: fc.Arbitrary<HillSpec> = fc
  .record({
    channels: fc.array(
      fc.record({
        beta: thousandths(1, 1000),
        K: thousandths(10, 300),
        h: fc.oneof(
          { weight: 4, arbitrary: thousandths(1.05, 6) },
          { weight: 1, arbitrary: fc.constant(null) },
        ),
        lower: fc.oneof(fc.constant(0), thousandths(0, 50)),
        width: thousandths(0, 600),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    share: thousandths(0, 1),
  })
  .map(({ channels, share }) => ({
    channels: channels.map(({ width, ...channel }) => ({ ...channel, upper: channel.lower + width })),
    total: channels.reduce((sum, { lower, width }) => sum + lower + share * width, 0),
  }));

/** An allocation between the even filling of all channels and the filling of one after the other in a given order. */
export function feasiblePoint(
  problem: AllocationProblem,
  order: readonly number[],
  mix: number,
): Float64Array {
  const { lower, upper, total } = problem;
  const width = upper.map((high, j) => high - lower[j]!);
  const spare = total - lower.reduce((sum, low) => sum + low, 0);
  const room = width.reduce((sum, one) => sum + one, 0);
  const even = lower.map((low, j) => low + (room > 0 ? (spare / room) * width[j]! : 0));
  const filled = Float64Array.from(lower);
  let left = spare;
  for (const j of Array.from(lower.keys()).sort((a, b) => order[a]! - order[b]!)) {
    const taken = Math.min(left, width[j]!);
    filled[j] = filled[j]! + taken;
    left -= taken;
  }
  return even.map((one, j) => Math.min(upper[j]!, mix * one + (1 - mix) * filled[j]!));
}

/** Arguments of `feasiblePoint` beside the problem. */
export const pointShape = fc.record({
  order: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
  mix: thousandths(0, 1),
});

/** The solution, given that there is an allocation in it. */
export function found(solution: BranchAndBoundSolution): GloballyAllocated {
  if (!("trees" in solution)) throw new Error(`no allocation: ${JSON.stringify(solution)}`);
  return solution;
}

/** The solution, given that it is proved optimal. */
export function proved(solution: BranchAndBoundSolution): GloballyAllocated {
  expect(solution.status).toBe("solved");
  return found(solution);
}
