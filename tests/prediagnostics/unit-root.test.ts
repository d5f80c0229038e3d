import { describe, expect, it } from "vitest";
import { adf } from "../../lib/prediagnostics/adf.ts";
import { kpss, type KpssTrend } from "../../lib/prediagnostics/kpss.ts";
import {
  type AdfTrend,
  mackinnonCriticalValues,
  mackinnonPValue,
} from "../../lib/prediagnostics/mackinnon.ts";
import { jointVerdict } from "../../lib/prediagnostics/stationarity.ts";
import { expectAllClose, expectClose, readReference, type Reference } from "./reference.ts";

interface AdfReference {
  statistic: number;
  pvalue: number;
  lags: number;
  nobs: number;
  maxlag: number;
  residual_df: number;
  icbest: number;
  critical_values: { "1%": number; "5%": number; "10%": number };
  degenerate: boolean;
}

interface KpssReference {
  statistic: number;
  pvalue: number;
  lags: number;
  critical_values: { "10%": number; "5%": number; "2.5%": number; "1%": number };
  p_clipped: boolean;
}

interface Case {
  id: string;
  tolerance_relative?: number;
  inputs: { x: number[] };
  expected: {
    adf: Record<AdfTrend, AdfReference>;
    kpss: Record<KpssTrend, KpssReference>;
    joint_verdict: Record<KpssTrend, string>;
  };
}

interface Unit extends Reference<Case> {
  mackinnon_p: { regression: AdfTrend; stat: number; pvalue: number }[];
  mackinnon_critical: { regression: AdfTrend; nobs: number; critical: number[] }[];
}

const reference = readReference<Unit>("prediagnostics/unit_root.json");
const trends = ["n", "c", "ct"] as const;
const kpssTrends = ["c", "ct"] as const;
const defined = reference.cases.filter(({ id }) => id !== "constant");
const toleranceOf = ({ tolerance_relative }: Case) => ({
  ...reference.tolerance,
  relative: tolerance_relative ?? reference.tolerance.relative,
});
/** Cases with a statistic, and those whose residual degrees of freedom leave only rounding noise. */
const adfCases = defined.flatMap((c) =>
  trends.map((trend) => ({ c, id: c.id, trend, expected: c.expected.adf[trend] })),
);

describe("adf agrees with statsmodels", () => {
  it.each(adfCases)("in lags and sizes for $id, $trend", ({ c, trend, expected }) => {
    const got = adf(Float64Array.from(c.inputs.x), trend);
    expect([got.lags, got.maxLag, got.observations, got.residualDf]).toEqual([
      expected.lags,
      expected.maxlag,
      expected.nobs,
      expected.residual_df,
    ]);
  });

  it.each(adfCases.filter(({ expected }) => !expected.degenerate))(
    "in the statistic and what follows from it for $id, $trend",
    ({ c, trend, expected }) => {
      const got = adf(Float64Array.from(c.inputs.x), trend);
      expectClose(got.statistic, expected.statistic, toleranceOf(c));
      expectClose(got.pValue, expected.pvalue, toleranceOf(c));
      expectClose(got.aic, expected.icbest, toleranceOf(c));
      const { onePercent, fivePercent, tenPercent } = got.criticalValues;
      expectAllClose(
        [onePercent, fivePercent, tenPercent],
        [expected.critical_values["1%"], expected.critical_values["5%"], expected.critical_values["10%"]],
        reference.tolerance,
      );
    },
  );

  it.each(adfCases.filter(({ expected }) => expected.degenerate))(
    "that $id, $trend leaves too few degrees of freedom, and gives NaN for what statsmodels rounds",
    ({ c, trend }) => {
      const got = adf(Float64Array.from(c.inputs.x), trend);
      expect([got.statistic, got.pValue]).toEqual([NaN, NaN]);
    },
  );

  it("has cases of both kinds", () => {
    expect(adfCases.filter(({ expected }) => expected.degenerate)).toHaveLength(3);
    expect(adfCases).toHaveLength(48);
  });
});

describe("kpss agrees with statsmodels", () => {
  const cases = defined.flatMap((c) =>
    kpssTrends.map((trend) => ({ c, id: c.id, trend, expected: c.expected.kpss[trend] })),
  );

  it.each(cases)("for $id, $trend", ({ c, trend, expected }) => {
    const got = kpss(Float64Array.from(c.inputs.x), trend);
    expectClose(got.statistic, expected.statistic, toleranceOf(c));
    expectClose(got.pValue, expected.pvalue, toleranceOf(c));
    expect([got.lags, got.isPValueClipped]).toEqual([expected.lags, expected.p_clipped]);
    const { tenPercent, fivePercent, twoAndAHalfPercent, onePercent } = got.criticalValues;
    expect([tenPercent, fivePercent, twoAndAHalfPercent, onePercent]).toEqual([
      expected.critical_values["10%"],
      expected.critical_values["5%"],
      expected.critical_values["2.5%"],
      expected.critical_values["1%"],
    ]);
  });
});

describe("MacKinnon's tables agree with statsmodels", () => {
  it.each(reference.mackinnon_p)("in p at $stat, $regression", ({ regression, stat, pvalue }) => {
    expectClose(mackinnonPValue(stat, regression), pvalue, reference.tolerance);
  });

  it.each(reference.mackinnon_critical)("in critical values at $nobs rows, $regression", (row) => {
    const { onePercent, fivePercent, tenPercent } = mackinnonCriticalValues(row.nobs, row.regression);
    expectAllClose([onePercent, fivePercent, tenPercent], row.critical, reference.tolerance);
  });

  it("keep an undefined statistic undefined", () => {
    expect(mackinnonPValue(NaN, "c")).toBeNaN();
  });
});

describe("the joint verdict agrees with the reference", () => {
  const cases = reference.cases.flatMap((c) =>
    kpssTrends
      .filter((trend) => !c.expected.adf[trend].degenerate)
      .map((trend) => ({ c, id: c.id, trend, verdict: c.expected.joint_verdict[trend] })),
  );

  it.each(cases)("for $id, $trend: $verdict", ({ c, trend, verdict }) => {
    const x = Float64Array.from(c.inputs.x);
    expect(jointVerdict(adf(x, trend).pValue, kpss(x, trend).pValue)).toBe(verdict);
  });
});
