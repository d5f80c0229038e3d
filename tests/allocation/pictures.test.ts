import { describe, expect, it } from "vitest";
import { bandedPoints } from "../../lib/allocation/curve-picture.ts";
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

describe("the band of a curve", () => {
  it("scales the curve by the quantiles of its channel's level", () => {
    const point = {
      channel: "tv",
      family: "sigmoid",
      spend: 10,
      contribution: 200,
      marginal_contribution: 3,
      beyond_observed: false,
    } as const;
    const levels = { channels: ["search", "tv"], levels: [0, 1, 2, 3, 4].map((level) => [9, level]) };
    const [banded] = bandedPoints({ grid: [point], levels });
    // Quantiles of type 7 of 0, 1, 2, 3, 4: 0.2 and 3.8.
    expect(banded?.contribution_q05).toBeCloseTo(40, 12);
    expect(banded?.contribution_q95).toBeCloseTo(760, 12);
  });

  it("is undefined for a channel whose level is not known", () => {
    const [point] = schemaExamples.all_response_curves[0] ?? [];
    const [banded] = bandedPoints({ grid: [point!], levels: { channels: [], levels: [] } });
    expect(banded?.contribution_q05).toBeNaN();
  });
});
