import fc from "fast-check";
import { michaelisMenten } from "../../lib/curves/michaelis-menten.ts";
import { sigmoid } from "../../lib/curves/sigmoid.ts";
import type { ConcaveCurve } from "../../lib/curves/curve.ts";
import {
  allocationProblem,
  type AllocationProblem,
  type AllocationSpec,
  type ChannelSpec,
} from "../../lib/optimise/problem.ts";
import { rampCeiling, rampFloor } from "../../lib/optimise/reachable.ts";

/** Numbers on a grid of thousandths: amounts of money and shares as people state them. */
export function thousandths(min: number, max: number): fc.Arbitrary<number> {
  return fc
    .integer({ min: Math.round(min * 1000), max: Math.round(max * 1000) })
    .map((value) => value / 1000);
}

const concaveCurve: fc.Arbitrary<ConcaveCurve> = fc
  .record({
    height: thousandths(1, 1e4),
    scale: thousandths(20, 500),
    isSigmoid: fc.boolean(),
  })
  .map(({ height, scale, isSigmoid }) =>
    isSigmoid ? sigmoid({ alpha: height, lam: 2 / scale }) : michaelisMenten({ L: height, k: scale }),
  );

const channel = fc.record({
  curve: concaveCurve,
  lower: thousandths(0, 50),
  width: thousandths(0, 400),
});

/** Single-period problems of 1 to 6 channels, whose budget lies within the sums of the bounds. */
export const singlePeriod: fc.Arbitrary<AllocationSpec> = fc
  .record({ channels: fc.array(channel, { minLength: 1, maxLength: 6 }), share: thousandths(0, 1) })
  .map(({ channels, share }) => {
    const total = channels.reduce((sum, { lower, width }) => sum + lower + share * width, 0);
    return {
      channels: channels.map(({ curve, lower, width }, i) => ({
        name: `c${i}`,
        curve,
        lower,
        upper: lower + width,
      })),
      budget: { total },
    };
  });

const rampedChannel = (furthest: number) =>
  fc.record({
    curve: concaveCurve,
    start: thousandths(20, 200),
    absolute: fc.option(
      fc.oneof({ weight: 9, arbitrary: thousandths(0.5, 40) }, { weight: 1, arbitrary: fc.constant(0) }),
    ),
    percentage: fc.option(thousandths(0.02, 0.5)),
    isStartKnown: fc.boolean(),
    moves: fc.array(thousandths(-furthest, furthest), { minLength: 5, maxLength: 5 }),
  });

/** A path that keeps the ramps: each move is a share of what they allow. */
function simulate(
  {
    start,
    absolute,
    percentage,
    moves,
  }: { start: number; absolute: number | null; percentage: number | null; moves: number[] },
  periods: number,
): number[] {
  const path: number[] = [];
  let spend = start;
  for (const move of moves.slice(0, periods)) {
    const ramp = { absolute, percentage };
    const [floor, ceiling] = [rampFloor(ramp, spend), Math.min(500, rampCeiling(ramp, spend))];
    spend = move < 0 ? spend + move * (spend - floor) : spend + move * (ceiling - spend);
    path.push(spend);
  }
  return path;
}

/** Problems of 1 to 5 periods with ramps that some path keeps, since the budget is that of one. */
export function multiPeriod(hasPeriodBudgets: boolean): fc.Arbitrary<AllocationSpec> {
  return fc
    .record({
      // Moves to the very limit can leave no room at all between ramps and budgets per period.
      channels: fc.array(rampedChannel(hasPeriodBudgets ? 0.9 : 1), { minLength: 1, maxLength: 4 }),
      periods: fc.integer({ min: 1, max: 5 }),
      weights: fc.array(thousandths(0.5, 2), { minLength: 5, maxLength: 5 }),
    })
    .map(({ channels, periods, weights }) => {
      const paths = channels.map((one) => simulate(one, periods));
      const perPeriod = weights
        .slice(0, periods)
        .map((_, t) => paths.reduce((sum, path) => sum + path[t]!, 0));
      return {
        channels: channels.map(({ curve, start, absolute, percentage, isStartKnown }, i): ChannelSpec => ({
          name: `c${i}`,
          curve,
          lower: 0,
          upper: 500,
          lastSpend: isStartKnown ? start : null,
          ramp: { absolute, percentage },
        })),
        periods,
        periodWeights: weights.slice(0, periods),
        budget: {
          total: perPeriod.reduce((sum, budget) => sum + budget, 0),
          perPeriod: hasPeriodBudgets ? perPeriod : null,
        },
      };
    });
}

/** Which budgets a request has beside its total, and what of it may be left. */
export interface BudgetKinds {
  readonly perPeriod?: boolean;
  readonly groups?: boolean;
  readonly atMost?: boolean;
}

/** Every combination of kinds of budgets. */
export const budgetKinds: readonly BudgetKinds[] = [
  {},
  { perPeriod: true },
  { groups: true },
  { perPeriod: true, groups: true },
  { atMost: true },
  { perPeriod: true, atMost: true },
  { groups: true, atMost: true },
  { perPeriod: true, groups: true, atMost: true },
];

/**
 * Problems as those of `multiPeriod`, with carryover in some channels and budgets of these kinds, all of which one path keeps: groups
 * are the first half of the channels over all periods, and the last channel in each period.
 */
export function carried({
  perPeriod = false,
  groups = false,
  atMost = false,
}: BudgetKinds): fc.Arbitrary<AllocationSpec> {
  return fc
    .record({
      channels: fc.array(
        fc.record({
          base: rampedChannel(0.9),
          alpha: fc.oneof(
            { weight: 1, arbitrary: fc.constant(0) },
            { weight: 3, arbitrary: thousandths(0.05, 0.95) },
          ),
          carryover: thousandths(0, 300),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      periods: fc.integer({ min: 1, max: 5 }),
      weights: fc.array(thousandths(0.5, 2), { minLength: 5, maxLength: 5 }),
      room: fc.array(thousandths(1, 1.3), { minLength: 3, maxLength: 3 }),
    })
    .map(({ channels, periods, weights, room }) => {
      const paths = channels.map(({ base }) => simulate(base, periods));
      const [inTotal, inPeriod, inGroup] = room.map((share) => (atMost ? share : 1)) as [
        number,
        number,
        number,
      ];
      const sumOf = (members: number[], t: number) => members.reduce((sum, i) => sum + paths[i]![t]!, 0);
      const all = channels.map((_, i) => i);
      const times = Array.from({ length: periods }, (_, t) => t);
      const over = (members: number[]) => times.reduce((sum, t) => sum + sumOf(members, t), 0);
      const names = (members: number[]) => members.map((i) => `c${i}`);
      const half = all.slice(0, Math.ceil(all.length / 2));
      const last = all.slice(-1);
      return {
        channels: channels.map(({ base, alpha, carryover }, i): ChannelSpec => ({
          name: `c${i}`,
          curve: base.curve,
          lower: 0,
          upper: 500,
          lastSpend: base.isStartKnown ? base.start : null,
          ramp: { absolute: base.absolute, percentage: base.percentage },
          adstock: { alpha, initialCarryover: carryover },
        })),
        periods,
        periodWeights: weights.slice(0, periods),
        budget: {
          total: over(all) * inTotal,
          atMost,
          perPeriod: perPeriod ? times.map((t) => sumOf(all, t) * inPeriod) : null,
          groups: groups
            ? [
                { name: "half", channels: names(half), total: over(half) * inGroup, atMost },
                {
                  name: "last",
                  channels: names(last),
                  perPeriod: times.map((t) => sumOf(last, t) * inGroup),
                  atMost,
                },
              ]
            : [],
        },
      };
    });
}

/** The same request with money in units `money` times as small and contribution in units `kpi` times as small. */
export function rescaled(spec: AllocationSpec, money: number, kpi: number): AllocationProblem {
  const times = (value: number | readonly number[]) =>
    typeof value === "number" ? value * money : value.map((one) => one * money);
  const scaledCurve = (curve: ConcaveCurve): ConcaveCurve => ({
    value: (spend) => kpi * curve.value(spend / money),
    slope: (spend) => (kpi / money) * curve.slope(spend / money),
    curvature: (spend) => (kpi / money / money) * curve.curvature(spend / money),
    spendAtSlope: (slope) => money * curve.spendAtSlope((slope * money) / kpi),
  });
  const { perPeriod, total, groups = [] } = spec.budget;
  return allocationProblem({
    ...spec,
    channels: spec.channels.map((one) => ({
      ...one,
      curve: scaledCurve(one.curve as ConcaveCurve),
      lower: times(one.lower),
      upper: times(one.upper),
      lastSpend: one.lastSpend == null ? null : one.lastSpend * money,
      ramp: one.ramp
        ? { ...one.ramp, absolute: one.ramp.absolute === null ? null : one.ramp.absolute * money }
        : null,
      adstock: one.adstock
        ? { ...one.adstock, initialCarryover: one.adstock.initialCarryover * money }
        : null,
    })),
    budget: {
      ...spec.budget,
      total: total * money,
      perPeriod: perPeriod ? perPeriod.map((one) => one * money) : null,
      groups: groups.map((group) => ({
        ...group,
        total: group.total == null ? null : group.total * money,
        perPeriod: group.perPeriod ? group.perPeriod.map((one) => one * money) : null,
      })),
    },
  });
}
