import { describe, expect, it } from "vitest";

import { checkPriorPredictive, type SummaryStanding } from "../../lib/diagnostics/prior-predictive.ts";
import { expectClose, readReference, toObservationDraws } from "./reference.ts";

interface ExpectedSummary {
  readonly observed: number;
  readonly p_lower: number;
  readonly two_sided: number;
}

interface PriorCase {
  readonly id: string;
  readonly inputs: {
    readonly y: readonly number[];
    readonly prior_predictive: readonly (readonly number[])[];
  };
  readonly expected: {
    readonly frac_finite: number;
    readonly n_draws_used: number;
    readonly frac_negative: number;
    readonly frac_absurd_10x: number;
    readonly coverage_98: number;
    readonly width90_over_range: number;
    readonly summary_checks: Readonly<Record<"mean" | "sd" | "max", ExpectedSummary>>;
    readonly fail: readonly string[];
    readonly warn: readonly string[];
    readonly plausible: boolean;
  };
}

const { tolerance, cases } = readReference<PriorCase>("prior_predictive");

function expectStanding(got: SummaryStanding, expected: ExpectedSummary): void {
  expectClose(got.observed, expected.observed, tolerance, "observed");
  expectClose(got.probabilityBelow, expected.p_lower, tolerance, "p below");
  expectClose(got.twoSided, expected.two_sided, tolerance, "two-sided p");
}

describe("prior-predictive plausibility against its written definition, computed in Python", () => {
  it.each(cases.map((given) => [given.id, given] as const))("agrees on %s", (_, { inputs, expected }) => {
    const got = checkPriorPredictive(
      Float64Array.from(inputs.y),
      toObservationDraws(inputs.prior_predictive),
    );
    expectClose(got.finiteShare, expected.frac_finite, tolerance, "finite");
    expect(got.drawCount).toBe(expected.n_draws_used);
    expectClose(got.negativeShare, expected.frac_negative, tolerance, "negative");
    expectClose(got.absurdShare, expected.frac_absurd_10x, tolerance, "absurd");
    expectClose(got.coverage98, expected.coverage_98, tolerance, "coverage");
    expectClose(got.widthOverRange, expected.width90_over_range, tolerance, "width");
    expectStanding(got.mean, expected.summary_checks.mean);
    expectStanding(got.sd, expected.summary_checks.sd);
    expectStanding(got.max, expected.summary_checks.max);
    expect(got.failures).toEqual(expected.fail);
    expect(got.warnings).toEqual(expected.warn);
    expect(got.isPlausible).toBe(expected.plausible);
  });
});
