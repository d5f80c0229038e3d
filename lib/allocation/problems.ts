import type { Curve } from "../curves/curve.ts";
import { geometricAdstock } from "../media/adstock.ts";
import { allocationProblem, type AllocationProblem, type GroupSpec } from "../optimise/problem.ts";
import type { ChannelCurve } from "./curves.ts";
import type { AllocationRequest, RequestedChannel } from "./request.ts";

/** What a problem needs of a channel's curve. */
export type ProblemCurve = Pick<ChannelCurve, "alpha"> & {
  readonly curve: Curve;
  readonly effectiveCurve: Curve;
};

function curveAt(curves: readonly ProblemCurve[], i: number): ProblemCurve {
  const curve = curves[i];
  if (curve === undefined) throw new RangeError(`${curves.length} curves, expected one for each channel`);
  return curve;
}

/** Group budgets over a number of periods. */
function groupsOver({ groups }: AllocationRequest, periods: number): readonly GroupSpec[] {
  return groups.map(({ name, channels, budget, isAtMost }) => ({
    name,
    channels,
    total: budget * periods,
    atMost: isAtMost,
  }));
}

/** The single-period problem of a request at a total budget: spend held steady. */
export function singlePeriodProblem(
  request: AllocationRequest,
  curves: readonly ProblemCurve[],
  total: number,
): AllocationProblem {
  return allocationProblem({
    channels: request.channels.map(({ name, lower, upper }, i) => ({
      name,
      curve: curveAt(curves, i).curve,
      lower,
      upper,
    })),
    budget: { total, atMost: request.isAtMost, groups: groupsOver(request, 1) },
  });
}

/** What a channel's past spend leaves at the start of the first planned period. */
export function carryIn({ history }: RequestedChannel, alpha: number): number {
  return geometricAdstock(history, alpha).at(-1) ?? 0;
}

/** The multi-period problem of a request, over the curves given in the order of its channels. */
export function multiPeriodProblem(
  request: AllocationRequest,
  curves: readonly ProblemCurve[],
): AllocationProblem {
  const { channels, isAtMost, multiPeriod } = request;
  return allocationProblem({
    channels: channels.map((channel, i) => {
      const { effectiveCurve, alpha } = curveAt(curves, i);
      const { name, lower, upper, start, ramp } = channel;
      const adstock = alpha > 0 ? { alpha, initialCarryover: carryIn(channel, alpha) } : null;
      return { name, curve: effectiveCurve, lower, upper, lastSpend: start, ramp, adstock };
    }),
    periods: multiPeriod.periods,
    ...(multiPeriod.weights === null ? {} : { periodWeights: multiPeriod.weights }),
    budget: {
      total: multiPeriod.total,
      perPeriod: multiPeriod.perPeriod,
      atMost: isAtMost,
      groups: groupsOver(request, multiPeriod.periods),
    },
  });
}
