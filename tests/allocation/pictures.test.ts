import { describe, expect, it } from "vitest";
import { planPicture } from "../../lib/allocation/pictures.ts";
import { schemaExamples, type SchemaTypes } from "../../lib/schema/generated.ts";

type Result = SchemaTypes["optimization_results"][number];
type PeriodRow = SchemaTypes["multiperiod_optimization_results"][number];

const result: Result = { ...schemaExamples.optimization_results[0]![0]!, channel: "tv" };
const period: PeriodRow = { ...schemaExamples.multiperiod_optimization_results[0]![0]!, channel: "tv" };
const units = { currency: "EUR", contributionUnit: "sales", period: "week" } as const;

/** A plan of one channel whose limits in each week are these. */
function planWithin(limits: readonly (readonly [number, number])[]): string {
  const rows = limits.map(([ramp_lower, ramp_upper], t) => ({
    ...period,
    date: `2025-01-0${t + 1}`,
    spend: 50,
    ramp_lower,
    ramp_upper,
  }));
  return JSON.stringify(planPicture(rows, [result], { adequacy: "pass" }, units));
}

describe("the picture of a plan", () => {
  it.each([
    [
      "that move, as ramps do",
      [
        [40, 60],
        [45, 66],
        [48, 72],
      ],
      true,
    ],
    ["of a single week, which a ramp may have set", [[40, 60]], true],
    [
      "that never move, as bounds",
      [
        [40, 60],
        [40, 60],
        [40, 60],
      ],
      false,
    ],
  ] as const)("shows limits %s: %j", (_, limits, isShown) => {
    expect(planWithin(limits).includes("allowed by bounds and ramps")).toBe(isShown);
  });
});
