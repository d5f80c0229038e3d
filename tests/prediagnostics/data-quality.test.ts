import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataQuality, type ModelData } from "../../lib/prediagnostics/data-quality.ts";
import type { Outliers } from "../../lib/prediagnostics/outliers.ts";
import { spendMismatch, spendQuality } from "../../lib/prediagnostics/spend-quality.ts";
import { expectAllClose, expectClose, readExample, readReference, type Reference } from "./reference.ts";

interface OutlierReference {
  tukey: number[];
  fences: [number, number];
  robust_z_gt_3_5: number[];
  mad: number;
}

interface Case {
  id: string;
  inputs: { dates: string[]; kpi: number[]; spend: Record<string, number[]> };
  expected: {
    n: number;
    median_step_days: number;
    irregular_steps: [number, number][];
    missing_periods: string[];
    weekday_consistent: boolean;
    channels: Record<
      string,
      {
        total: number;
        share: number;
        sd: number;
        cv: number;
        zero_fraction: number;
        outliers: OutlierReference;
        flags: string[];
      }
    >;
    kpi: OutlierReference;
    observations_per_parameter: number;
  };
}

const reference = readReference<Reference<Case>>("prediagnostics/data_checks.json");
/** The reference counts an intercept beside its six channels. */
const PARAMETERS = 7;

function expectOutliers(got: Outliers, expected: OutlierReference): void {
  expect(got.tukey).toEqual(expected.tukey);
  expect(got.robustZ).toEqual(expected.robust_z_gt_3_5);
  expectAllClose([got.fences.lower, got.fences.upper], expected.fences, reference.tolerance);
  expectClose(got.mad, expected.mad, reference.tolerance);
}

describe.each(reference.cases)("data quality agrees with the reference: $id", ({ inputs, expected }) => {
  const got = dataQuality({
    dates: inputs.dates,
    target: { name: "kpi", values: Float64Array.from(inputs.kpi) },
    spend: Object.entries(inputs.spend).map(([name, values]) => ({
      name,
      values: Float64Array.from(values),
    })),
    controls: [],
    parameters: PARAMETERS,
  });

  it("in the dates", () => {
    expect(got.periods).toBe(expected.n);
    expect(got.calendar).toMatchObject({
      medianStepDays: expected.median_step_days,
      missing: expected.missing_periods,
      isOneWeekday: expected.weekday_consistent,
      duplicates: [],
    });
    expect(got.calendar.irregularSteps).toEqual(
      expected.irregular_steps.map(([i, days]) => ({ from: inputs.dates[i], to: inputs.dates[i + 1], days })),
    );
  });

  it.each(Object.keys(expected.channels))("in the spend of %s", (name) => {
    const channel = got.channels.find((one) => one.name === name)!;
    const want = expected.channels[name]!;
    expectAllClose(
      [
        channel.total,
        channel.share,
        channel.standardDeviation,
        channel.coefficientOfVariation,
        channel.zeroFraction,
      ],
      [want.total, want.share, want.sd, want.cv, want.zero_fraction],
      reference.tolerance,
    );
    expect(channel.flags).toEqual(want.flags);
    expectOutliers(channel.outliers, want.outliers);
  });

  it("in the target and the observations per parameter", () => {
    expectOutliers(got.target.outliers, expected.kpi);
    expectClose(got.observationsPerParameter, expected.observations_per_parameter, reference.tolerance);
  });
});

const DATES = ["2023-01-02", "2023-01-09", "2023-01-16", "2023-01-23"];

function data(changes: Partial<ModelData> = {}): ModelData {
  return {
    dates: DATES,
    target: { name: "revenue", values: Float64Array.of(9, 8, 7, 9) },
    spend: [
      { name: "tv", values: Float64Array.of(1, 2, 3, 4) },
      { name: "radio", values: Float64Array.of(4, 3, 2, 1) },
    ],
    controls: [{ name: "price", values: Float64Array.of(5, 5, 5, 5) }],
    parameters: 2,
    ...changes,
  };
}

describe("dataQuality", () => {
  it("names missing values of any column by their dates", () => {
    const { target, channels, controls } = dataQuality(
      data({
        target: { name: "revenue", values: Float64Array.of(9, NaN, 7, 9) },
        spend: [{ name: "tv", values: Float64Array.of(NaN, 2, 4, Infinity) }],
        controls: [{ name: "price", values: Float64Array.of(1, 2, NaN, NaN) }],
      }),
    );
    expect(target.missing).toEqual(["2023-01-09"]);
    expect(channels[0]).toMatchObject({
      missingDates: ["2023-01-02", "2023-01-23"],
      missing: [0, 3],
      total: 6,
    });
    expect(channels[0]?.flags).toEqual(["missing"]);
    expect(controls[0]?.missing).toEqual(["2023-01-16", "2023-01-23"]);
  });

  it("finds a control that never changes", () => {
    const { target, controls } = dataQuality(data());
    expect([target.isConstant, controls[0]?.isConstant]).toEqual([false, true]);
  });

  it("finds the real case clean but for its sparsity", () => {
    const { dates, column } = readExample("robyn_weekly");
    const named = (name: string) => ({ name, values: column(name) });
    const got = dataQuality({
      dates,
      target: named("revenue"),
      spend: ["tv_S", "ooh_S", "print_S", "facebook_S", "search_S"].map(named),
      controls: [named("competitor_sales_B"), named("newsletter")],
      parameters: 26,
    });
    expect(got.periods).toBe(208);
    expect(got.channels.flatMap(({ flags }) => flags)).toEqual([]);
    expectClose(got.channels[0]!.zeroFraction, 116 / 208, { relative: 1e-15, absolute: 0 });
    expect(got.observationsPerParameter).toBe(8);
  });

  it.each([
    [data({ dates: DATES.slice(1) }), "revenue has 4 periods, dates 3"],
    [data({ spend: [{ name: "tv", values: Float64Array.of(1) }] }), "tv has 1 periods, dates 4"],
    [data({ controls: [{ name: "price", values: Float64Array.of(1) }] }), "price has 1 periods, dates 4"],
    [data({ parameters: 0 }), "0 parameters, expected at least 1"],
    [data({ parameters: NaN }), "NaN parameters, expected at least 1"],
  ])("refuses data that do not fit together (%#)", (input, message) => {
    expect(() => dataQuality(input)).toThrow(new RangeError(message));
  });
});

describe("spendQuality", () => {
  const of = (...values: number[]) => Float64Array.from(values);

  it("flags a channel at the edges of the rules as within them", () => {
    const sparse = of(...Array<number>(8).fill(0), 1, 2);
    const sparser = of(...Array<number>(9).fill(0), 3);
    expect(spendQuality([sparse]).map(({ flags }) => flags)).toEqual([[]]);
    expect(spendQuality([sparser]).map(({ flags }) => flags)).toEqual([["sparse"]]);
    expect(spendQuality([of(1, 1.5), of(97.5, 150)]).map(({ flags }) => flags)).toEqual([[], []]);
    expect(spendQuality([of(1, 1.4), of(97.5, 150)]).map(({ flags }) => flags)).toEqual([
      ["small_share"],
      [],
    ]);
  });

  it("has no share to give when nothing is spent at all", () => {
    const [channel] = spendQuality([of(0, 0)]);
    expect(channel).toMatchObject({ share: NaN, flags: ["zero_spend"] });
  });

  it("never passes a share that is undefined because no period of any channel is above 0", () => {
    const [refunds] = spendQuality([of(-1, -2)]);
    expect(refunds).toMatchObject({ total: 0, share: NaN, flags: ["negative", "small_share"] });
  });

  it("never passes a channel with nothing observed", () => {
    const [empty] = spendQuality([of(NaN, NaN), of(1, 2)]);
    expect(empty?.flags).toEqual(["missing", "no_variation", "small_share"]);
    expect([empty?.standardDeviation, empty?.zeroFraction]).toEqual([NaN, NaN]);
  });

  it("gives shares that sum to 1 and do not depend on the currency", () => {
    const spend = fc.array(
      fc
        .array(fc.integer({ min: 0, max: 1000 }), { minLength: 6, maxLength: 6 })
        .map((values) => of(...values)),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(spend, fc.integer({ min: -4, max: 4 }), (channels, power) => {
        const got = spendQuality(channels);
        const converted = spendQuality(channels.map((values) => values.map((value) => value * 2 ** power)));
        if (got.some(({ total }) => total > 0)) {
          const shares = got.map(({ share }) => share);
          expectClose(
            shares.reduce((total, share) => total + share, 0),
            1,
            { relative: 1e-14, absolute: 0 },
          );
        }
        expect(converted.map(({ share, flags }) => [share, flags])).toEqual(
          got.map(({ share, flags }) => [share, flags]),
        );
      }),
    );
  });
});

describe("spendMismatch", () => {
  const NONE = { spendOnly: [], exposureOnly: [] };

  it("by hand: names periods in which only one of the two is above 0", () => {
    const spend = Float64Array.of(5, 0, 3, 0, NaN, 2);
    const exposure = Float64Array.of(9, 0, 0, 4, 0, NaN);
    expect(spendMismatch(spend, exposure)).toEqual({ spendOnly: [2], exposureOnly: [3] });
  });

  it("does not depend on the units of either, and finds nothing where exposure is bought at a price", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1 }),
        fc.integer({ min: 1, max: 1000 }),
        (periods, factor) => {
          const [spend, exposure] = [0, 1].map((part) => Float64Array.from(periods, (pair) => pair[part]!));
          const scaled = spendMismatch(
            spend!.map((value) => value / factor),
            exposure!.map((value) => value * factor),
          );
          expect(scaled).toEqual(spendMismatch(spend!, exposure!));
          expect(
            spendMismatch(
              spend!,
              spend!.map((value) => value * factor),
            ),
          ).toEqual(NONE);
        },
      ),
    );
  });

  it("refuses columns of different length", () => {
    expect(() => spendMismatch(new Float64Array(3), new Float64Array(2))).toThrow(
      new RangeError("spend has 3 periods, exposure 2"),
    );
  });
});
