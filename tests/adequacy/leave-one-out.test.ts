import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leaveOneOut } from "../../lib/adequacy/leave-one-out.ts";
import { loo, waic } from "../../lib/diagnostics/loo.ts";
import { looPit, looPitBounds } from "../../lib/diagnostics/pit.ts";
import { psis } from "../../lib/diagnostics/psis.ts";
import { fromSampleMajor } from "../../lib/draws/observation-draws.ts";
import type { PerDateDraws } from "../../lib/posterior/posterior.ts";
import { expectAllClose, expectClose } from "../diagnostics/reference.ts";

const ROUNDING = { relative: 1e-12, absolute: 1e-12 };
const SAMPLES = 40;

const perDate = (values: Float64Array): PerDateDraws => ({
  chains: 2,
  draws: SAMPLES / 2,
  dates: Array.from({ length: values.length / SAMPLES }, (_, i) => `day ${i}`),
  values,
});
const numbersOf = (observationCount: number, min: number, max: number) => {
  const length = SAMPLES * observationCount;
  return fc.float64Array({ min, max, noNaN: true, minLength: length, maxLength: length });
};
/** One to seventy observations: more than are gathered at a time. */
const given = fc.constantFrom(1, 3, 32, 70).chain((observationCount) =>
  fc.record({
    logLikelihood: numbersOf(observationCount, -5, 0),
    predicted: numbersOf(observationCount, -1, 1),
    observed: fc.float64Array({ min: -1, max: 1, minLength: observationCount, maxLength: observationCount }),
  }),
);

describe("leave-one-out, an observation at a time", () => {
  it("is that of all weights at once, with WAIC and PIT", () => {
    fc.assert(
      fc.property(given, ({ logLikelihood, predicted, observed }) => {
        const predictive = fromSampleMajor(predicted, SAMPLES, observed.length);
        const found = leaveOneOut(perDate(logLikelihood), [SAMPLES], { observed, predictive });

        const all = fromSampleMajor(logLikelihood, SAMPLES, observed.length);
        const weights = psis(all, 1);
        const { elpd, se, effectiveParameters, paretoK, importanceEss } = loo(all, weights);
        expect(found).toMatchObject({ elpd, se, effectiveParameters, paretoK, importanceEss });
        const expected = waic(all);
        expect(found.waic.isUnreliable).toBe(expected.isUnreliable);
        expectClose(found.waic.elpd, expected.elpd, ROUNDING, "WAIC");
        expectAllClose(found.waic.pointwise, expected.pointwise, ROUNDING, "pointwise WAIC");
        expect(found.pit?.shares).toEqual(looPit(observed, predictive, weights.logWeights));
        expect(found.pit?.bounds).toEqual(looPitBounds(observed, predictive, weights.logWeights));
        expect(found.influence).toEqual(weights.inSample.map((seen, i) => seen - weights.pointwise[i]!));
      }),
      { numRuns: 30 },
    );
  });

  it("has no PIT without an outcome, and refuses one of other observations", () => {
    const logLikelihood = perDate(new Float64Array(2 * SAMPLES).fill(-1));
    expect(leaveOneOut(logLikelihood, [SAMPLES]).pit).toBeNull();
    const observed = new Float64Array(3);
    const predictive = fromSampleMajor(new Float64Array(3 * SAMPLES), SAMPLES, 3);
    expect(() => leaveOneOut(logLikelihood, [SAMPLES], { observed, predictive })).toThrow(
      "the log likelihood has 2 observations, the predictions 3",
    );
    expect(() => leaveOneOut({ ...logLikelihood, draws: 7 }, [SAMPLES])).toThrow(
      "2 observations x 14 samples need 28 values, got 80",
    );
  });
});
