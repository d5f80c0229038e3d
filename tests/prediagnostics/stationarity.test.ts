import { describe, expect, it } from "vitest";
import { jointVerdict, LEAST_PERIODS, stationarity } from "../../lib/prediagnostics/stationarity.ts";
import { mulberry32 } from "../../lib/random/mulberry32.ts";
import { expectClose, readExample, readReference } from "./reference.ts";

function noise(length: number, seed: number): Float64Array {
  const random = mulberry32(seed);
  return Float64Array.from({ length }, () => random());
}

describe("jointVerdict", () => {
  it.each([
    [0.01, 0.1, "stationary"],
    [0.5, 0.01, "unit-root"],
    [0.01, 0.01, "conflict"],
    [0.5, 0.1, "inconclusive"],
    [0.05, 0.05, "inconclusive"],
    [NaN, 0.1, "undetermined"],
    [0.01, NaN, "undetermined"],
  ] as const)("of ADF p %s and KPSS p %s is %s", (adfPValue, kpssPValue, verdict) => {
    expect(jointVerdict(adfPValue, kpssPValue)).toBe(verdict);
  });
});

describe("stationarity", () => {
  it("finds noise stationary and its running sum not", () => {
    let level = 0;
    const steps = noise(150, 4).map((value) => value - 0.5);
    expect(stationarity(steps)).toMatchObject({ verdict: "stationary", obstacle: "none" });
    expect(stationarity(steps.map((step) => (level += step)))).toMatchObject({ verdict: "unit-root" });
  });

  it("gives a verdict from 25 periods on and none below", () => {
    expect(stationarity(noise(LEAST_PERIODS, 2)).verdict).not.toBe("undetermined");
    const short = stationarity(noise(LEAST_PERIODS - 1, 2));
    expect(short).toMatchObject({ verdict: "undetermined", obstacle: "too_short" });
    expect(short.adf?.statistic).toBeLessThan(0);
  });

  it.each([
    ["constant", new Float64Array(40).fill(7)],
    ["degenerate", Float64Array.from({ length: 40 }, (_, t) => t)],
    ["missing_values", noise(40, 1).fill(NaN, 3, 4)],
  ] as const)("is undetermined and says why: %s", (obstacle, x) => {
    expect(stationarity(x)).toMatchObject({ verdict: "undetermined", obstacle });
  });
});

interface Row {
  series: string;
  test: "ADF" | "KPSS";
  statistic: number;
  p_value: number;
  lags: number;
  nobs: number;
  crit_1pct: number;
  crit_5pct: number;
  crit_10pct: number;
  p_clipped: boolean;
  verdict: string;
}

describe("the revenue of robyn_weekly", () => {
  const { stationarity: rows } = readReference<{ stationarity: Row[] }>("robyn_weekly/reference.json");
  const revenue = readExample("robyn_weekly").column("revenue");
  const difference = revenue.slice(1).map((value, t) => value - revenue[t]!);
  /** The reference is written with 10 significant digits. */
  const TEN_DIGITS = { relative: 1e-9, absolute: 0 };

  it.each(rows)("has the $test statistic of statsmodels: $series", (row) => {
    const got = stationarity(row.series === "revenue" ? revenue : difference);
    const test = row.test === "ADF" ? got.adf! : got.kpss!;
    expectClose(test.statistic, row.statistic, TEN_DIGITS);
    expectClose(test.pValue, row.p_value, TEN_DIGITS);
    expectClose(test.criticalValues.onePercent, row.crit_1pct, TEN_DIGITS);
    expectClose(test.criticalValues.fivePercent, row.crit_5pct, TEN_DIGITS);
    expectClose(test.criticalValues.tenPercent, row.crit_10pct, TEN_DIGITS);
    expect(test.lags).toBe(row.lags);
    expect(got.verdict).toBe(row.verdict);
    expect("observations" in test ? test.observations : row.nobs).toBe(row.nobs);
    expect("isPValueClipped" in test ? test.isPValueClipped : false).toBe(row.p_clipped);
  });
});
